"""What Coach may hold about a person: each kind of it, why, who sees it, and until when. Pure.

A test goes through all columns that are marked as about a person, and fails if their table has no
entry here, so that a new table cannot be forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.commitments.keep import AFTER_CHECK_IN, AFTER_CLOSING
from bot.commitments.leave import AFTER_LEAVING
from bot.delivery.outbox import KEPT as MESSAGES_KEPT
from bot.individual.request import ANSWER_DAYS, SHOWN
from bot.questions.question import KEPT as QUESTIONS_KEPT
from bot.teams.policy import Retention


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing.

    Attributes:
        whose: the columns in which the person's id stands; a row with it in any of them is theirs.
        through: the columns that lead to another table whose rows are theirs.
        parent: that table, and its column that they lead to.
        what: what it is and why it is held, with its `number`.
        seen: who else sees it.
        until: when it is deleted.
    """

    whose: tuple[str, ...]
    what: str
    seen: str
    until: str
    through: tuple[str, ...] = ()
    parent: tuple[str, str] = ("", "")


AUDIT_KEPT = Retention().audit
_NOBODY = "Nobody else sees it."
_WITH_THE_RECORD = "Deleted with the record."
_RECORDS_UNTIL = (
    f"Deleted for good {AFTER_CHECK_IN.days} days after the check-in, {AFTER_CLOSING.days} days after it"
    f" was closed, or {AFTER_LEAVING.days} days after one of you left."
)

TABLES: Final[Mapping[str, Held]] = {
    "person": Held(
        ("user",),
        "*Your time zone in Slack*, whether your account is active and a member's, and whether you said"
        " stop: so that I write to you by day, or not at all.",
        _NOBODY,
        "Asked of Slack anew each day that it is needed, and kept while Coach runs.",
    ),
    "conversation": Held(
        ("manager", "engineer"),
        "*Records of conversations* in which you are one of the two sides: {number}. What you both noticed,"
        " guessed and will do, encrypted; `/coach commitments` shows them.",
        "The other side sees the same, and a later manager only if the engineer lets them.",
        _RECORDS_UNTIL,
    ),
    "conversation_revision": Held(
        (),
        "*Their versions*, so that both see what changed, and whether an author kept words for which I"
        " suggested others: {number}.",
        "Whoever sees the record sees them.",
        _WITH_THE_RECORD,
        through=("conversation_id",),
        parent=("conversation", "id"),
    ),
    "commitment": Held(
        ("owner",),
        "*Promises of yours* in these records, whether they are open, done or dropped, and since when:"
        " {number}.",
        "Whoever sees the record sees them.",
        _WITH_THE_RECORD,
    ),
    "follow_up": Held(
        ("person",),
        "*Reminders of your promises*, planned or sent: {number}. Whether you put one off stands there, so that it"
        " comes on the day you chose.",
        _NOBODY,
        _WITH_THE_RECORD,
    ),
    "conversation_share": Held(
        ("person",),
        "*Records that an engineer lets you see:* {number}.",
        "Whoever sees the record sees that.",
        _WITH_THE_RECORD,
    ),
    "question": Held(
        ("asker",),
        "*Questions about numbers* that you asked, encrypted, so that somebody can answer you: {number}.",
        "The stewards see them; managers are not told who asked.",
        f"Deleted for good {QUESTIONS_KEPT.days} days after the answer, or after you withdrew it.",
    ),
    "individual_request": Held(
        ("manager", "engineer"),
        "*Requests to see one number of one person*, of which you are a side: {number}. Who asks whom, for"
        " which number and why, encrypted, and what was shared; never the number, and never a refusal.",
        "The other side sees the same, as far as it was told them.",
        f"Deleted for good after {ANSWER_DAYS} working days, or {SHOWN.days} days after something was"
        " shared, or when it is taken back.",
    ),
    "delivery": Held(
        ("recipient",),
        "*Messages from me to you*, their kind and day without their words, so that none comes twice:"
        " {number}.",
        _NOBODY,
        f"Deleted {MESSAGES_KEPT.days} days after they were sent or called off; what Slack refused stays for"
        " whoever runs Coach.",
    ),
    "home_tab": Held(
        ("user",),
        "*That you opened my Home tab*, so that I can put it anew when something changes.",
        _NOBODY,
        "Deleted when your account in Slack ends.",
    ),
    "audit_entry": Held(
        (),
        "*Entries of the audit* that name you: {number}. What you opened or changed here, and what others"
        " opened that concerns you.",
        "The stewards see what was done and by whom, and not whom it concerned.",
        f"Deleted {AUDIT_KEPT} months after it was done.",
        through=("by", "about"),
        parent=("audit_alias", "alias"),
    ),
    "audit_alias": Held(
        ("user",),
        "*Your alias in the audit*, so that you can be taken out of it without breaking it.",
        _NOBODY,
        "Deleted with the last entry that names you.",
    ),
    "inbox": Held((), "", "", ""),
}
"""By table. The inbox holds no id by which a row could be found: a request is emptied when answered."""
