"""Finds, checks, matches and renders the conversation templates."""
