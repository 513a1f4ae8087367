"""DevLake's database for tests: its own tables on a real PostgreSQL, and the line to it."""
