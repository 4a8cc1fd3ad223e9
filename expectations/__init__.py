"""What staged tables must satisfy: one Great Expectations suite a table, and the code that runs them."""
