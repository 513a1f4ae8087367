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
