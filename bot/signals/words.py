"""The sentences around a team's signals."""

DECISION = "*What the team wants to improve:* {decision}"
INVITATION = (
    "*What does the team want to improve this quarter?* It has not said yet, so this keeps to the"
    " three safest signals. Once you have agreed on it together, add it to coach.yml as the team's"
    " `decision`, and the numbers will follow."
)
NOTHING = (
    "*No numbers today.* Too few weeks or too few people stand behind this team's signals, and Coach"
    " shows none rather than one that points at somebody. The conversation works without them."
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
BASIS = "{span} against the six weeks before · {services} · collected {collected}"
STALE = (
    "These numbers are older than a week: ask whoever runs Coach whether collecting still works."
)
CANNOT_SHOW = "*What this cannot show:* {limits} A change here is never its own cause."
MARKED = "*What the team marked in these weeks:* {markers}."
QUESTIONED = "*Being questioned:* {metrics}. Somebody doubts it, and a steward looks into it."
QUESTION = "Question this number"
CONTEXT = "Add context"
WHAT = "What is this?"
HEADING = ("Signal", "Last 6 weeks", "6 weeks before", "What can be said", "Week by week")
