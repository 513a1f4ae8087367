"""The kinds of messages of the audit for unintended effects. Their subject is the report's."""

from typing import Final

CHANNEL: Final = "effects"
"""The report, to the team's channel."""
STEWARD: Final = "effects.steward"
"""The very same, to a steward."""
PULSE: Final = "effects.pulse"
"""To a member: three questions without a name."""


def subject(team: str, quarter: str) -> str:
    """Return what the messages about a report are about."""
    return f"{team}/{quarter}"
