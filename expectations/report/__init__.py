"""The static data-quality pages of a home: one a run, and an index of all of them."""
