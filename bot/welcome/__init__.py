"""The first day: what Coach is, what it will never do, and how a team hears of it."""
