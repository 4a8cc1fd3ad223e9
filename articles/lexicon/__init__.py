"""Word lists and cue tables, as TOML, and their readers."""
