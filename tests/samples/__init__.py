"""The sample articles: their labels, and how the house scores on them."""
