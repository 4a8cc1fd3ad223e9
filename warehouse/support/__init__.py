"""Small tools for connections, values and files."""
