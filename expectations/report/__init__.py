"""The static data-quality pages of a home: one a run, and an index over all of them."""
