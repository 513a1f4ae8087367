"""Retention: what is deleted, when its time is over by the policy, and how the stewards hear of it."""
