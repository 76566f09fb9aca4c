"""Files in, figures out: strict reading, validation, DuckDB, and the queries that pages use."""
