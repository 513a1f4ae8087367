"""What Coach may hold about a person: each kind of it, why, who sees it, until when, and what erasing does.

Pure. A test goes through all columns that are marked as about a person, and fails if their table has
no entry here, so that a new table cannot be forgotten in the mirror, the export, the erasure and
`docs/privacy.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.commitments.leave import AFTER_LEAVING
from bot.delivery.outbox import KEPT as MESSAGES_KEPT
from bot.individual.request import ANSWER_DAYS, SHOWN
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
        until: when it is deleted, with the names of `Retention` for its months.
        erased: what becomes of it when the person asks to be forgotten.
    """

    whose: tuple[str, ...]
    what: str
    seen: str
    until: str
    erased: str
    through: tuple[str, ...] = ()
    parent: tuple[str, str] = ("", "")

    def deleted(self, retention: Retention) -> str:
        """Return when it is deleted, by the periods of a policy."""
        return self.until.format(**retention.model_dump())


_NOBODY = "Nobody else sees it."
_WITH_THE_RECORD = "Deleted with the record."
_AT_ONCE = "Deleted at once."
_RECORDS_UNTIL = (
    "Deleted for good {conversations} months after the check-in, {closed_commitments} months after it was"
    f" closed, or {AFTER_LEAVING.days} days after one of you left."
)

TABLES: Final[Mapping[str, Held]] = {
    "person": Held(
        ("user",),
        "*Your time zone in Slack*, whether your account is active and a member's, and whether you said"
        " stop: so that I write to you by day, or not at all.",
        _NOBODY,
        "Asked of Slack anew each day that it is needed; deleted {conversations} months after Slack was"
        " asked last, unless you said stop.",
        "Deleted at once. Only that you said stop stays, so that I keep to it.",
    ),
    "conversation": Held(
        ("manager", "engineer"),
        "*Records of conversations* in which you are one of the two sides: {number}. What you both noticed,"
        " guessed and will do, encrypted; `/coach commitments` shows them.",
        "The other side sees the same, and a later manager only if the engineer lets them.",
        _RECORDS_UNTIL,
        "One that was not agreed yet is deleted. Of one that was, the other side keeps their own words and"
        " promise; who you are, what you wrote and what you promised goes, and it is encrypted anew.",
    ),
    "conversation_revision": Held(
        (),
        "*Their versions*, so that both see what changed, and whether an author kept words for which I"
        " suggested others: {number}.",
        "Whoever sees the record sees them.",
        _WITH_THE_RECORD,
        "What you wrote and what you promised goes from each.",
        through=("conversation_id",),
        parent=("conversation", "id"),
    ),
    "commitment": Held(
        ("owner",),
        "*Promises of yours* in these records, whether they are open, done or dropped, and since when:"
        " {number}.",
        "Whoever sees the record sees them.",
        _WITH_THE_RECORD,
        "Nobody's any more: without owner, words and state.",
    ),
    "follow_up": Held(
        ("person",),
        "*Reminders of your promises*, planned or sent: {number}. Whether you put one off stands there, so that it"
        " comes on the day you chose.",
        _NOBODY,
        _WITH_THE_RECORD,
        _AT_ONCE,
    ),
    "conversation_share": Held(
        ("person",),
        "*Records that an engineer lets you see:* {number}.",
        "Whoever sees the record sees that.",
        _WITH_THE_RECORD,
        "You see them no longer.",
    ),
    "question": Held(
        ("asker",),
        "*Questions about numbers* that you asked, encrypted, so that somebody can answer you: {number}.",
        "The stewards see them; managers are not told who asked.",
        "Deleted for good {questions} months after the answer, or after you withdrew it.",
        "Deleted at once, with the stewards' messages about them.",
    ),
    "metric_request": Held(
        ("asker",),
        "*That you wrote down what your team wants to improve*, and a steward has not answered yet about a"
        " number in it that is new to the team, so that you can be told: {number}.",
        _NOBODY,
        "Forgotten as soon as a steward answers, or the team changes or ends it.",
        "Forgotten at once; what the team wants stays the team's.",
    ),
    "disclosure": Held(
        ("manager", "engineer"),
        "*Disclosures before an evaluation*, from you or to you: {number}. Which number of a team may be spoken of,"
        " from which day on, what was said of it and answered, encrypted; `/coach disclose` shows them.",
        "The other side sees the same, and nobody else.",
        "Deleted for good {conversations} months after that day, or when it is withdrawn before.",
        "Deleted at once, for both sides.",
    ),
    "individual_request": Held(
        ("manager", "engineer"),
        "*Requests to see one number of one person*, of which you are a side: {number}. Who asks whom, for"
        " which number and why, encrypted, and what was shared; never the number, and never a refusal.",
        "The other side sees the same, as far as it was told them.",
        f"Deleted for good after {ANSWER_DAYS} working days, or {SHOWN.days} days after something was"
        " shared, or when it is taken back.",
        "It ends, what was shown is taken out of Slack, and it is deleted.",
    ),
    "delivery": Held(
        ("recipient",),
        "*Messages from me to you*, their kind and day without their words, so that none comes twice:"
        " {number}.",
        _NOBODY,
        f"Deleted {MESSAGES_KEPT.days} days after they were sent, called off or refused.",
        "Taken out of Slack, then deleted.",
    ),
    "standing": Held(
        ("recipient", "about"),
        "*Pages and files that you asked for, and pages before a conversation with you:* {number}. Where they stand"
        " in Slack, so that I can take them out again.",
        _NOBODY,
        "Taken out of Slack {weeks} months after they were posted, or with the record that they show.",
        "Taken out of Slack, then deleted.",
    ),
    "home_tab": Held(
        ("user",),
        "*That you opened my Home tab*, so that I can put it anew when something changes.",
        _NOBODY,
        "Deleted when your account in Slack ends.",
        "The tab is emptied, then this is deleted; opening it again begins anew.",
    ),
    "audit_entry": Held(
        (),
        "*Entries of the audit* that name you: {number}. What you opened or changed here, and what others"
        " opened that concerns you.",
        "The stewards see what was done and by whom, and not whom it concerned.",
        "Deleted {audit} months after it was done.",
        "They stay, and nobody can find out any more that they were about you.",
        through=("by", "about"),
        parent=("audit_alias", "alias"),
    ),
    "audit_alias": Held(
        ("user",),
        "*Your alias in the audit*, so that you can be taken out of it without breaking it.",
        _NOBODY,
        "Deleted with the last entry that names you.",
        _AT_ONCE,
    ),
    "erasure": Held(
        ("user",),
        "*That you asked me to forget you*, until that is done.",
        _NOBODY,
        "Deleted as soon as nothing is left.",
        "Deleted last.",
    ),
    "inbox": Held((), "", "", "", "A request is emptied as soon as it is answered."),
    "removal": Held((), "", "", "", "Deleted as soon as Slack has taken the message out."),
}
"""By table. The last two hold no id by which a row could be found."""
