"""The sentences around a team's signals."""

from collections.abc import Mapping

from bot.metrics import paused

DECISION = "*What the team wants to improve:* {decision}"
INVITATION = (
    "*What does the team want to improve this quarter?* Nothing is named at the moment, so this keeps to"
    " the three safest signals. Once you have agreed on it together, anybody of the team can name it with"
    " `/coach decide`, and the numbers will follow."
)
COURSE = "The team looks at it together {cadence}, until {day}."
ENDS_SOON = (
    "The team looks at it together {cadence}. *It ends on {day}:* talk about what comes next, and name it"
    " with `/coach decide`."
)
NOTHING = (
    "*No numbers today.* Too few weeks or too few people stand behind this team's signals, and Coach"
    " shows none rather than one that points at somebody. The conversation works without them."
)
NOTHING_PAUSED = (
    "*No numbers today.* This team's signals are paused while they are being looked into, or too little"
    " stands behind them. The conversation works without them."
)
NOTHING_BARRED = (
    "*No numbers today.* Your organisation's policy does not allow all of this team's signals, and too"
    " little stands behind the others. `/coach policy` says which numbers are allowed; the conversation"
    " works without them."
)
NOTHING_WAITING = (
    "*No numbers today.* This team's signals wait for a steward's approval, or too little stands behind"
    " them. The conversation works without them."
)
NOTHING_STOPPED = (
    "*No numbers.* Coach is switched off for this team, because its manager and a steward both said stop."
    " `/coach pilot` says what goes on all the same; the conversation works without numbers."
)
NOTHING_WHY: Mapping[str, str] = {
    paused.REASON: NOTHING_PAUSED,
    paused.WAITING: NOTHING_WAITING,
    paused.STOPPED: NOTHING_STOPPED,
    paused.BARRED: NOTHING_BARRED,
}
"""What is said where nothing can be shown, by the reason for which something is hidden."""
OF_GROUP = (
    "These are the numbers of {group}, of which {team} is a part: {team} is too small for numbers of"
    " its own."
)
NO_SOURCE = (
    "*No numbers yet.* coach.yml names no source of telemetry for this team. {stewards} can add one;"
    " the conversation works without numbers too."
)
NOT_COLLECTED = (
    "*No numbers yet.* No source has delivered anything for this team that may be shown. {stewards}"
    " can see which source is waiting, and for what; the conversation works without numbers too."
)
MISSING = "Not shown: {missing}."
BASIS = "{span} against the year before · {services} · collected {collected}"
STALE = (
    "These numbers are older than a week: ask whoever runs Coach whether collecting still works."
)
CANNOT_SHOW = "*What this cannot show:* {limits} A change here is never its own cause."
MARKED = "*What the team marked in these weeks:* {markers}."
MARKED_LEFT_OUT = (
    "*What the team marked in these weeks:* {markers}. Weeks that are mostly marked are left out of"
    " what is judged; where weeks are drawn, they stand in brackets."
)
TOGETHER = "*{speed}, with {guardrail} beside it:* {verdict}."
QUESTIONED = "*Being questioned:* {metrics}. Somebody doubts it, and a steward looks into it."
QUESTION = "Question this number"
CONTEXT = "Add context"
DECIDE = "Decide what to improve"
WHAT = "What is this?"
IN_PILOT = "In pilot: `/coach pilot` says what that means."
HEADING = ("Signal", "Last 6 weeks", "The year before", "What can be said", "Week by week")
MARKED_MORE = "{markers}; and {number} older ones"
CLOSE = "Close"
GONE_TEAM = "That team is no longer in coach.yml, so its numbers are shown nowhere."
WHAT_IT_IS = (
    "*These are a team's numbers, never a person's.* They are added up by week, for the whole team or one"
    " of its services, before anything is stored. No number about one person is kept or shown, and"
    " nothing here is used to evaluate anybody. A number made by people is shown only while at least"
    " {minimum} of them stand behind it, the reader not counted."
)
WHO_SEES = (
    "*Who sees them:* everybody of {team} sees the same, its members and its managers alike. No manager"
    " has a number that the team may not see."
)
HOW_TO_READ = (
    "*How to read them:* “rose” and “fell” are said only where the weeks carry it. “No clear change” and"
    " “too little to say” are answers too. A change is never its own cause: the team knows what happened,"
    " and the numbers do not."
)
ONE_METRIC = (
    "*{label}* ({interval})\n{purpose}\n*What is counted:* {definition}\n"
    "*What it cannot show:* {cannot_show}"
)
MORE_METRICS = "And {number} more; `/coach metrics` explains each of them."
HOW_TO_QUESTION = (
    "*If a number looks wrong:* press “Question this number”, or type `/coach question`. A steward answers"
    " you. The stewards see who asks; managers are not told. Until it is answered, page and digest say"
    " that the number is being questioned; after five working days, or with three questions open, it is"
    " not shown until they are answered."
)
HOW_TO_ADD = (
    "*If something explains it:* press “Add context”, or type `/coach context`, and mark the days with a"
    " reason and a few words: what happened, not who. Who marked them is not kept."
)
OUTSIDE = (
    "Which numbers {team} looks at, and what is said of them, is the team's own. `/coach metrics` explains"
    " every number that Coach can show, and what it never measures."
)
HOW_TO_OBJECT = (
    "*To object:* talk to {stewards}. They govern what is measured and how; every number has its reasons"
    " and its limits written down in `/coach metrics`."
)
