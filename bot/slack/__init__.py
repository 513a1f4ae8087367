"""Slack, with no subject matter: the app, its guard, payload rules and transports."""
