"""The local Slack of `tests/slack`, with one person in it, and the client that Coach itself uses."""

from tests.slack.conftest import poster, slack

__all__ = ["poster", "slack"]
