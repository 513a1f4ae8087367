"""Signals: what a team may see of itself. Page, digest and Home tab all show these, and no others."""
