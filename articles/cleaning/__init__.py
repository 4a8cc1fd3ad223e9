"""Raw text to clean text: layout, boilerplate rules, metadata, offsets."""
