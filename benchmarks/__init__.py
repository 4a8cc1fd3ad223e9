"""Benchmarks: scores against labelled articles, and timings."""
