"""Telemetry into weekly team rows."""
