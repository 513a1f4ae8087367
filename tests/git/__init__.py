"""Git repositories for tests, made commit by commit with the dates that a test needs."""
