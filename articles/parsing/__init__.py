"""The language model and what it says of a text."""
