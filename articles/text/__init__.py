"""Text by itself: offsets, encodings gone wrong, dates, names of people as words."""
