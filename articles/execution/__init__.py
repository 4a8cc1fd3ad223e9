"""Batches, the processes that extract them, and the staged files they leave."""
