"""Clean text to mentions and quotes, through the language model."""
