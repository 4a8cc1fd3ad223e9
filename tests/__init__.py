"""Tests of Quotehouse; the tree mirrors the rooms."""
