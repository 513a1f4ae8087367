"""What Coach says of itself."""

from collections.abc import Mapping
from typing import Final

WHAT: Final = (
    "Coach helps a manager and an engineer have a good conversation, with the trends of the whole team"
    " as a start, and keeps what both of them agreed."
)
NEVER: Final = (
    "It stores no number about one person, and shows one only if that person shares it; it never compares"
    " people or teams, and is never used to evaluate anybody."
)
ONE_THING_MANAGER: Final = "*One thing to do:* type `/coach prep` before your next conversation."
ONE_THING_MEMBER: Final = "*One thing to do:* type `/coach team` to see your team's numbers, the same that its manager sees."
ONE_THING_STEWARD: Final = "*One thing to do:* open Coach's Home tab: it says which source last delivered, and what is waiting."
ONE_THING_NOBODY: Final = (
    "*One thing to do:* coach.yml does not list you in a team. If it should, ask {stewards}."
)
MORE: Final = "`/coach help` lists what you can type."

TITLE: Final = "What Coach shows of {team}"
FALLBACK: Final = "What Coach shows of {team}, and what it does not."
INTRO: Final = (
    "We use Coach to prepare our conversations about how the work goes. Everybody should know what it"
    " measures, what it does not, and how to object."
)
MEASURED: Final = "*What is measured:* numbers of the whole team, added up by week."
METRIC: Final = "• *{label}* ({interval}): {purpose}"
NOT_MEASURED: Final = (
    "*What is not measured:* anything about one person. No commits, lines, hours or AI use of anybody;"
    " no scores, no ranking, no comparison of people or teams. A number that people make is shown only"
    " while more than {floor} of them stand behind it. Nothing here is used to evaluate anybody, and"
    " nothing can be exported for it."
)
WHO_SEES: Final = (
    "*Who sees what:* everybody of the team sees the same numbers as the manager. `/coach team` shows"
    " them to you, and {digest}. What a manager and an engineer agree in a conversation, only those two"
    " see."
)
DIGEST: Final = "a digest of them comes to this channel unless a manager switches it off"
NO_DIGEST: Final = "no digest comes to this channel, because the team is too small for it"
OBJECT: Final = (
    "*How to object:* `/coach question` if a number looks wrong, and a steward answers; `/coach context`"
    " to mark what happened; the stewards named in coach.yml if something should not be measured at all."
    " `/coach mine` says what Coach holds about you, and `/coach stop` ends its messages to you."
)
PREVIEW: Final = "This is what {channel} would get. Only you see it; read it before you post it."
POST: Final = "Post it in the channel"
SURE: Final = "Post it?"
SURE_WHAT: Final = "Everybody in the channel reads it. No name stands in it, yours neither."
YES: Final = "Post it"
NO: Final = "Not now"
POSTING: Final = (
    "I am posting it in {channel}, without a name. If Slack refuses, you hear of it in your messages with"
    " me."
)
STANDS: Final = "It was posted in {channel} today already, so nothing is posted again."
NO_MANAGER: Final = (
    "You manage no team in coach.yml, so there is none to announce Coach to. If you should, ask"
    " {stewards}."
)
WHICH: Final = "You manage more than one team. Type one of these: {commands}."
NO_TEAM: Final = "You manage no team called {name}. Type one of these: {commands}."
GONE: Final = (
    "That team is no longer in coach.yml, or you no longer manage it, so nothing was posted."
)

CHANGED: Final = (
    "The text is another by now, because coach.yml changed. Nothing was posted; `/coach announce` shows it"
    " as it is."
)

NOTE_TEXT: Final = "About the announcement for {team}."
REFUSED: Final = (
    "The announcement could not be posted in {channel}. `coach check --live` tells whoever runs Coach why;"
    " then press the button again."
)
UNSURE: Final = (
    "I cannot tell whether the announcement stands in {channel}: Slack did not answer. Please look there;"
    " I do not post it a second time by myself."
)
_NO_CHANNEL = (
    "The announcement could not be posted: Slack shows me no channel with the id that coach.yml names. Type"
    " `/invite @coach` in the channel, or ask whoever keeps coach.yml to correct the id."
)
_ARCHIVED = (
    "The announcement could not be posted: {channel} is archived. Ask whoever keeps coach.yml to name the"
    " channel that the team uses now."
)
REASONS: Final[Mapping[str, str]] = {
    "not_in_channel": (
        "The announcement could not be posted: I am not in {channel}. Type `/invite @coach` there, then"
        " press the button again."
    ),
    "channel_not_found": _NO_CHANNEL,
    "invalid_channel": _NO_CHANNEL,
    "another": (
        "The announcement was not posted: coach.yml names another channel for the team by now. Press the"
        " button again."
    ),
    "is_archived": _ARCHIVED,
    "is_inactive": _ARCHIVED,
}
