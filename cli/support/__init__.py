"""What commands share: console, tables, options, exit codes, progress."""
