"""A local stand-in for Slack and a sample company, for `make demo` and the tests."""
