"""The sentences of the digest, and of what is said about it."""

from collections.abc import Mapping

from bot.digest.kinds import Reason
from bot.metrics import paused

TITLE = "{team}: {span}"
FALLBACK = "{team}: what the team's numbers show, {span}. For coaching, not evaluation."
MOVED = "*How it moved:* {outcome}. *What must not suffer:* {guardrail}."
NOT_SHOWN = "{label}: not shown, {reason}"
CHANGED = "*What changed*"
UNCHANGED = "*What did not clearly change*"
TOO_LITTLE = "*What nothing can be said of*"
LINE = "• {subject} ({interval}) {word}: {recent}, before that {before}"
LINE_PLAIN = "• {subject} ({interval}): {recent}, before that {before}"
LINE_TOO_LITTLE = "• {subject} ({interval}): {recent}; {reason}"
MORE = "and {number} more, which `/coach team` shows"
MORE_SHORT = "and {number} more"
ROOM = "There was more than one message can hold: `/coach team` shows all numbers."
ENDED = "*Experiments that ended*"
ENDED_LINE = "• An experiment with {experiment}: {verdict}"
RETRO = "*One question for the retro:* {question}"
BESIDE = "*Beside the chart, what must be looked at with it:* {line}"
BASIS = "{span} against the year before · {services} · collected {collected}"
WHOLE_TEAM = "the whole team"
FOOTER = (
    "For coaching, not evaluation. These are the numbers the manager sees, and no others."
    " `/coach metrics` says what each one means. A manager of the team can stop this with"
    " `/coach digest off`."
)

QUIET = "Nothing clearly changed from {span}: {metrics}."
QUIET_TOO_LITTLE = "Nothing can be said of the numbers of {span} yet: {metrics}."
QUIET_SECOND = (
    "No news is worth knowing too. `/coach team` shows everybody in the team the numbers, the same"
    " that the manager sees."
)
NO_SOURCE = "There are no numbers for {team} yet: coach.yml names no source of telemetry for it."
NOT_COLLECTED = (
    "There are no numbers for {team} yet: no source has delivered anything that may be shown."
)
NOTHING = (
    "There are no numbers for {team} this time: too little stands behind them, and Coach shows none"
    " rather than one that points at somebody."
)
NOTHING_PAUSED = (
    "There are no numbers for {team} this time: they are paused while they are being looked into, or too"
    " little stands behind them."
)
NOTHING_BARRED = (
    "There are no numbers for {team} this time: your organisation's policy does not allow all of its"
    " signals, and too little stands behind the others."
)
NOTHING_WAITING = (
    "There are no numbers for {team} this time: they wait for a steward's approval, or too little stands"
    " behind them."
)
NOTHING_STOPPED = "{team} is switched off: its manager and a steward both said stop."
NOTHING_WHY: Mapping[str, str] = {
    paused.REASON: NOTHING_PAUSED,
    paused.WAITING: NOTHING_WAITING,
    paused.STOPPED: NOTHING_STOPPED,
    paused.BARRED: NOTHING_BARRED,
}
"""What is said where nothing can be shown, by the reason for which something is hidden."""
NOTHING_SECOND = (
    "The retro works without them. `/coach team` shows numbers as soon as there are any."
)

SWITCHED_OFF = (
    "A manager of the team has switched the digest off, so no numbers of {team} come to this channel"
    " from now on. Everybody in the team still sees them, the same as the manager, with"
    " `/coach team`."
)
SWITCHED_ON = (
    "A manager of the team has switched the digest on, so the numbers of {team} come to this channel"
    " again, the next time on {day}. Everybody in the team sees them at any time with `/coach team`."
)

PREVIEW = "This is what {channel} would get now. Only you see it; the next one is due {when}."
PREVIEW_OFF = "The digest is switched off. This is what {channel} would get now; only you see it."
PREVIEW_SMALL = (
    "{channel} gets no digest. It takes more than {floor} members to show a number that points at"
    " nobody, and coach.yml lists {number} for {team}."
)
PREVIEW_STOPPED = (
    "{channel} gets no digest: Coach is switched off for {team}, because its manager and a steward both"
    " said stop. `/coach pilot` says more."
)
IS_OFF = "The digest of {team} is off from now on. I say so in {channel}, without a name."
IS_ON = "The digest of {team} is on again, next due {when}. I say so in {channel}, without a name."
WAS_OFF = "The digest of {team} is off already, so there is nothing to change."
WAS_ON = "The digest of {team} is on already, so there is nothing to change."
NEVER = (
    "coach.yml lists no day in the coming year on which {team} works, so no digest can be planned."
)
USE = (
    "Say what to do with the digest: `/coach digest preview`, `/coach digest off` or"
    " `/coach digest on`."
)
WHICH = "You have more than one team. Type one of these: {commands}."
NO_TEAM = "No team of yours is called {name}. Type one of these: {commands}."
NOT_YOURS = "Switching the digest is for a team's managers. For {team} that is {managers}."
NOBODY = (
    "You are not listed in any team, so there is no digest to see. If you should be, ask {stewards}"
    " to add you to coach.yml."
)

_STEP = "`/coach digest preview` shows it to you in private in the meantime."
NOTES: Mapping[Reason, str] = {
    Reason.SKIPPED: (
        "The digest of {team} {period} was skipped: Coach was not running, and by now it would be too"
        " late. The next one comes on time. `/coach digest preview` shows you the numbers now."
    ),
    Reason.SMALL: (
        "{channel} gets no digest for {team}. It takes more than {floor} members to show a number that"
        " points at nobody, and coach.yml lists {number}. As soon as there are more, it comes by"
        " itself. I tell you this once."
    ),
    Reason.NOT_IN_CHANNEL: (
        "The digest of {team} could not be posted: I am not in {channel}. Type `/invite @coach` there,"
        f" and the next one comes. {_STEP}"
    ),
    Reason.NO_CHANNEL: (
        "The digest of {team} could not be posted: Slack shows me no channel {channel_id}. It may be"
        " private, or deleted. Type `/invite @coach` in the channel, or ask whoever keeps coach.yml to"
        f" correct its id. {_STEP}"
    ),
    Reason.ARCHIVED: (
        "The digest of {team} could not be posted: {channel} is archived. Ask whoever keeps coach.yml to"
        f" name the channel that the team uses now, or switch it off with `/coach digest off`. {_STEP}"
    ),
    Reason.REFUSED: (
        "The digest of {team} could not be posted: the settings of this workspace or of {channel} do not"
        f" let me write there. Ask whoever runs the workspace to allow it. {_STEP}"
    ),
    Reason.UNSURE: (
        "I cannot tell whether the digest of {team} {period} stands in {channel}: Slack did not answer,"
        " and I may not look. Please look there yourself. I do not post it again, so that it never"
        " stands there twice."
    ),
    Reason.BROKEN: (
        "The digest of {team} {period} could not be posted: something in Coach broke. Whoever runs Coach"
        f" sees why with `coach check --live`. {_STEP}"
    ),
}
NOTE_TEXT = "About the digest of {team}."
OF_MONTH = "for {month}"
OF_SPRINT = "for the sprint from {day}"
