"""What the stewards read about deletions."""

from collections.abc import Mapping
from typing import Final

TEXT: Final = "What I deleted last month, for the stewards."
TITLE: Final = "What I deleted in {month}"
WHY: Final = (
    "For each kind of thing the policy says how long it is kept; `/coach policy` shows it. What is listed here"
    " is gone for good: rows, the keys that what people wrote was encrypted with, and my messages in Slack."
)
NOTHING: Final = "Nothing's time was over."
LINE: Final = "• {what}: {number}"
WHAT: Final[Mapping[str, str]] = {
    "weeks": "weekly numbers of teams",
    "markers": "reasons that teams gave for their weeks",
    "corrections": "notes of numbers that were corrected",
    "pages": "pages and digests, taken out of Slack",
    "records": "records of conversations",
    "questions": "questions about numbers",
    "disclosures": "disclosures before evaluations",
    "pilots": "answers at the end of pilots",
    "effects": "reports about unintended effects",
    "messages": "notes of messages that I sent",
    "people": "people's time zones in Slack",
    "audit": "entries of the audit",
}
STUCK: Final = (
    "*Could not be taken out of Slack:* {number}. Slack refuses it; the log of whoever runs Coach says"
    " why."
)
SEAL: Final = (
    "The audit ends with the seal `{seal}`. Keep this message: with `coach audit verify --seal {seal}` whoever"
    " runs Coach can show later that nothing before it was altered."
)
