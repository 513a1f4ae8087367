"""A strict local stand-in for Slack: the test double of the suite, and what `make demo` runs on."""

from bot.demo.local_slack.faults import Fault
from bot.demo.local_slack.records import Answer, Call, Channel, File, Message, User, View
from bot.demo.local_slack.refusal import LocalSlackError
from bot.demo.local_slack.stand_in import LocalSlack
from bot.demo.local_slack.workspace import SCOPES

__all__ = [
    "SCOPES",
    "Answer",
    "Call",
    "Channel",
    "Fault",
    "File",
    "LocalSlack",
    "LocalSlackError",
    "Message",
    "User",
    "View",
]
