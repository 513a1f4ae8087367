"""Privacy: what Coach holds about somebody, in words."""
