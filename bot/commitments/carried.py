"""What the buttons of these messages carry: ids only. Who may press is asked again each time."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """The buttons and menus of this capability."""

    RECORD = "commitments.record"
    AGREE = "commitments.agree"
    SUGGEST = "commitments.suggest"
    DECLINE = "commitments.decline"
    HISTORY = "commitments.history"
    ICS = "commitments.ics"
    GOOGLE = "commitments.google"
    OUTLOOK = "commitments.outlook"
    DONE = "commitments.done"
    SNOOZE = "commitments.snooze"
    SNOOZE_DAY = "commitments.snooze_day"
    CHANGE = "commitments.change"
    DROP = "commitments.drop"
    HELP = "commitments.help"
    KEEP = "commitments.keep"
    ADJUST = "commitments.adjust"
    ANOTHER = "commitments.another"
    SHARE = "commitments.share"
    PURPOSE = "record.purpose"


class View(StrEnum):
    """The modals of this capability."""

    FORM = "commitments.form"
    HISTORY = "commitments.history"


@dataclass(frozen=True, slots=True)
class About:
    """A record, in one of its versions."""

    conversation: str
    revision: int = 0

    def encode(self) -> str:
        """Return it as a button's value."""
        return f"{self.conversation}/{self.revision}"

    @classmethod
    def decode(cls, value: str) -> "About":
        """Read a button's value."""
        conversation, _, revision = value.partition("/")
        return cls(conversation, int(revision or 0))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form is about, in its unseen part: ids only, and never trusted.

    Attributes:
        team: the team's id; "" until the engineer is chosen.
        engineer: a Slack user; "" until chosen.
        conversation: the record that gets another version; "" for a new record.
        revision: the version that it is based on.
        follows: the experiment before this one; "" for a first one.
        conclusion: what is made of that experiment; "" for a first one.
    """

    team: str = ""
    engineer: str = ""
    conversation: str = ""
    revision: int = 0
    follows: str = ""
    conclusion: str = ""

    def encode(self) -> str:
        """Return it as a modal's private part."""
        parts = (self.team, self.engineer, self.conversation, str(self.revision), self.follows)
        return "/".join((*parts, self.conclusion))

    @classmethod
    def decode(cls, value: str) -> "Draft":
        """Read a modal's private part."""
        team, engineer, conversation, revision, follows, conclusion = value.split("/")
        return cls(team, engineer, conversation, int(revision), follows, conclusion)
