"""Disclosures: what an engineer is told, long before, of a number that an evaluation may speak of."""
