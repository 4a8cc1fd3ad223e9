"""Input files to raw articles: discovery and one module a format."""
