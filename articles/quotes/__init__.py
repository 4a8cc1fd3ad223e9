"""Quotes in one article: direct, reported, their extents, cues and sources."""
