"""The sentences of the policy: what holds, what is to come, and why a file is refused."""

from collections.abc import Mapping
from datetime import date
from typing import Final

LINE: Final = "Policy {version}: `/coach policy`"
"""Small, on every page and digest."""

WINDOW: Final = "{name}, from {starts} to {ends}"
METRICS_MORE: Final = "Teams may see these numbers, which they could not before: {metrics}."
METRICS_FEWER: Final = "These numbers are shown nowhere any more: {metrics}."
METRICS_ALL: Final = "A number that Coach learns to show later is allowed by itself; before, only those that were listed."
METRICS_LISTED: Final = "Only the numbers that are listed are allowed; before, all that Coach has."
INDIVIDUAL: Final[Mapping[str, str]] = {
    "on": (
        "A manager may ask an engineer to share a number of theirs. Before, that was off. The engineer"
        " decides each time, and silence shows nothing."
    ),
    "off": "A manager may not ask an engineer to share a number of theirs any more. Before, that was on.",
}
FORMAL_NEW: Final = "How people are evaluated here is described at {address}."
FORMAL_GONE: Final = "The page that says how people are evaluated here is named no more."
WINDOW_NEW: Final = "A new time of evaluation: {window}."
WINDOW_GONE: Final = "No time of evaluation any more: {window}."
RETENTION: Final[Mapping[str, str]] = {
    "weeks": "Weekly numbers of teams, and the pages and digests that show them",
    "closed_commitments": "Records of conversations that both closed",
    "conversations": "Records that nobody closed, from their check-in",
    "questions": "Questions about numbers, from their answer",
    "audit": "The audit, which says who did what",
}
RETENTION_CHANGED: Final = "{what}: kept {new}, before {old}."
RETENTION_LINE: Final = "• {what}: {months}"

NOTICE_TITLE: Final = "The policy of Coach changes on {day}"
NOTICE_TITLE_LATE: Final = "The policy of Coach has changed on {day}"
NOTICE_FALLBACK: Final = "The policy of Coach changes on {day}. `/coach policy` shows it."
NOTICE_WHAT: Final = "*What changes*"
NOTICE_WHY: Final = "*Why:* {why}"
NOTICE_REPLACES: Final = (
    "This takes the place of the change that I announced before, which does not come."
)
NOTICE_WHO: Final = (
    "{approvers} stewards stand behind it. Until then everything stays as it is. If you do not agree,"
    " talk to a steward: `/coach policy` names them and shows what holds now."
)
NOTICE_WHO_LATE: Final = (
    "{approvers} stewards stand behind it. If you do not agree, talk to a steward: `/coach policy` names"
    " them and shows what holds now."
)
NOTICE_VERSION: Final = "Policy {before} until then, {after} from that day on"
OFF_TEXT: Final = (
    "The change of Coach's policy that I announced for {day} does not come. Everything stays as it is, and"
    " `/coach policy` shows it."
)
LINE_ITEM: Final = "• {text}"
MORE: Final = "• and more, which `/coach policy` lists in part"

NOTE_TEXT: Final = "About a notice for {team}."
NOTE_REFUSED: Final = (
    "I could not tell {channel} that the policy of Coach changes on {day}. Type `/invite @coach` in the"
    " channel of *{team}*, or ask whoever keeps coach.yml to correct its id: I try again each day until"
    " then. `/coach policy` shows what changes; please tell your team."
)
NOTE_UNSURE: Final = (
    "I cannot tell whether the notice that the policy of Coach changes on {day} stands in {channel}: Slack"
    " did not answer. Please look there. `/coach policy` shows what changes."
)

TITLE: Final = "The policy of Coach at {organisation}"
FALLBACK: Final = (
    "What Coach may show at {organisation}, to whom and for how long: policy {version}."
)
WHAT_FOR: Final = (
    "It says what Coach may show here, who sees it, how long it is kept and who decides that. It holds for"
    " everybody, stands in `coach.yml`, and every page and digest names its version."
)
VERSION: Final = "Version *{version}*, since {day}."
VERSION_NEW: Final = "Version *{version}*."
COMING: Final = "*What changes on {day}* (version {version})"
COMING_WHY: Final = "Why: {why}"
NOTHING_COMING: Final = "*What is to come:* no change is announced."
ALLOWED_ALL: Final = (
    "*What teams may see:* all numbers that Coach has. Each team looks at a few of them."
)
ALLOWED_SOME: Final = (
    "*What teams may see:* these numbers, and no others. Each team looks at a few of them."
)
METRIC: Final = "• *{label}:* {purpose}"
RESTRICTED: Final = "• *{label}* (stewards alone): {purpose}"
EFFECTS: Final = "• *{label}* (in the quarterly report alone): {purpose}"
FORBIDDEN: Final = "*What is never measured, whatever anybody sets*"
FORBIDDEN_LINE: Final = "• *{name}:* {reason}"
SEES: Final = "*Who sees what*"
SEES_LINE: Final = "• *{what}:* {who}"
KEPT: Final = "*How long things are kept*"
FLOOR: Final = (
    "*The floor:* a number that people make is shown only while at least {floor} people beside the reader"
    " stand behind it. It can be raised, never lowered."
)
FORMAL: Final = (
    "*Coaching is not evaluation.* Nothing here is used to evaluate anybody. How that is done stands"
    " elsewhere: {address}"
)
NO_FORMAL: Final = "*Coaching is not evaluation.* Nothing here is used to evaluate anybody."
WINDOWS: Final = "*Times in which people are evaluated elsewhere*"
WHO_APPROVES: Final = (
    "*Who approves:* {stewards}. A change needs two of them, and every team's channel hears of it"
    " {days} days before."
)

LOWERED: Final = (
    "`minimum_group` in coach.yml is {floor}, and it was {highest} before. It can be raised, never lowered:"
    " what was hidden from everybody would come to light. Write {highest} or more."
)
NOT_ANNOUNCED: Final = (
    "The `policy` in coach.yml is not the one in force ({version}), and no change to it was announced. It"
    " would change this: {changes} Put the old one back under `policy`, and write the new one under"
    " `policy_change`, with two stewards under `approved_by` and {day} or a later day under"
    " `takes_effect`."
)
TOO_EARLY: Final = (
    "The `policy` in coach.yml is the one that was announced for {day}, and that day has not come. Put the"
    " old one back under `policy`, and leave the new one under `policy_change` until then."
)
LEFT_BEHIND: Final = (
    "The `policy` in coach.yml is the one from before {day}: since then the one that was announced is in"
    " force ({version}). Move that to `policy`. To go back to the old one, announce it under"
    " `policy_change`. What differs: {changes}"
)
TOO_SOON: Final = (
    "The `policy_change` in coach.yml takes effect on {day}, and every team hears of it {days} days before."
    " The earliest possible day is {earliest}: write that or a later one under `takes_effect`."
)


def day(one: date) -> str:
    """Return a day as it is said: `Tuesday 1 December 2026`."""
    return f"{one:%A} {one.day} {one:%B %Y}"


def months(number: int) -> str:
    """Return a number of months as it is said."""
    return "1 month" if number == 1 else f"{number} months"
