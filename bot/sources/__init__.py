"""Adapters to telemetry: one module a vendor, nothing stored here."""
