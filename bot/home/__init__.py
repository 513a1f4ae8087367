"""The Home tab: what is open, what is coming, and what Coach is."""
