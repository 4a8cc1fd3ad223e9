"""Where a warehouse lives: files of a home, or a lake that homes share."""
