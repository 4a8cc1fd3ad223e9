"""How right and how fast the house is: scores against labelled articles, and timings."""
