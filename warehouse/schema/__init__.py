"""The schema: its catalog, and its changes from release to release."""
