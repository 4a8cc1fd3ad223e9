"""The DuckDB warehouse: open, migrate, lock, load, audit, publish, query. Knows SQL and plain frames alone."""
