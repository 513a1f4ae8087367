"""The sentences of the page that are not the template's."""

ACKNOWLEDGED = (
    "I am putting your page for {team} together. It will be in your messages with me in a moment."
)
REDRAWN = "Your page for {team} is on its way to your messages with me."
FALLBACK = "Your page for {team} is ready."
TITLE = "{team}: before your conversation"
WITH = (
    "For your conversation with <@{engineer}>. The signals are the whole team's;"
    " nothing on this page is about one person."
)
OPEN_MORE = "There is more still open than there is room for here; `/coach commitments` lists it."
DECISION = "*What the team wants to improve:* {decision}"
INVITATION = (
    "*What does the team want to improve this quarter?* It has not said yet, so this page keeps to the"
    " three safest signals. Once you have agreed on it together, add it to coach.yml as the team's"
    " `decision`, and the page will follow."
)
NOTHING = (
    "*No numbers today.* Too few weeks or too few people stand behind this team's signals, and Coach"
    " shows none rather than one that points at somebody. The conversation works without them."
)
MISSING = "Not on this page: {missing}."
BASIS = "{span} against the six weeks before · {services} · collected {collected}"
STALE = (
    "These numbers are older than a week: ask whoever runs Coach whether collecting still works."
)
CANNOT_SHOW = "*What this cannot show:* {limits} A change on this page is never its own cause."
ANOTHER = "Another template"
WHICH_TEAM = "You manage more than one team. Which one is it about?"
WHICH_TEAM_HINT = "Choose a team"
FOOTER = (
    "For coaching, not evaluation. No number here is yours alone: everyone in the team may see the same."
    " `/coach metrics` says what each signal means and where it misleads."
)
GONE_TEAM = (
    "That team is no longer in coach.yml, or you no longer manage it, so there is no page to show."
)
TROUBLE = (
    "I could not deliver your page: {reason} Nothing was shown to anybody."
    " If it stays like this, give this reference to whoever runs Coach: {reference}"
)
UNSURE = (
    "I cannot tell whether your page arrived: {reason} Please look into your messages with me, and ask"
    " again if it is not there. If it stays like this, give this reference to whoever runs Coach:"
    " {reference}"
)
LATER = "Slack is not answering me right now. Your page will come as soon as it does; you need not ask again."
TOO_LATE = "It took too long to be of use."
OUR_FAULT = "Something in Coach broke while it was putting the page together."
