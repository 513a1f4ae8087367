"""The sentences of the two pages that are not the template's."""

ACKNOWLEDGED = (
    "I am putting your page for {team} together. It will be in your messages with me in a moment."
)
ACKNOWLEDGED_TEAM = (
    "I am putting the page of {team} together. It will be in your messages with me in a moment."
)
FALLBACK = "Your page for {team} is ready."
TITLE = "{team}: before your conversation"
FALLBACK_TEAM = "The page of {team} is ready."
TITLE_TEAM = "{team}: the team's own numbers"
TITLE_GROUP = "{team}: the numbers of its group"
SAME = "Everybody of {team} sees this page alike, members and managers. Nothing on it is about one person."
WITH = (
    "For your conversation with <@{engineer}>. The signals are the whole team's;"
    " nothing on this page is about one person."
)
OPEN_MORE = "There is more still open than there is room for here; `/coach commitments` lists it."
EVALUATING = (
    "*{window} is running until {day}.* Coaching is not evaluation: this page leaves telemetry out."
)
EVALUATING_BUT = (
    "*{window} is running until {day}.* Coaching is not evaluation: this page leaves telemetry out, but for"
    " what was disclosed to <@{engineer}> at least 30 days before it held."
)
COVERED = (
    "*Disclosed: {metric}.* Only weeks that began on {day} or later are part of it. It is the whole team's"
    " number, Coach decides nothing, and it is never the sole basis."
)
COVERED_NOTHING = "There is too little behind it to show anything yet, and so nothing is shown."
COVERED_MORE = (
    "More was disclosed than there is room for here; `/coach disclose` lists it, without numbers."
)
ANOTHER = "Another template"
WHICH_TEAM = "You manage more than one team. Which one is it about?"
WHICH_TEAM_HINT = "Choose a team"
WHICH_OF_MINE = "You belong to more than one team. Which one is it about?"
FOOTER = (
    "For coaching, not evaluation. No number here is yours alone: everyone in the team sees the same with"
    " `/coach team`. `/coach metrics` says what each signal means and where it misleads. Is the conversation"
    " formal? Say so with `/coach prep formal`, and Coach keeps out of it."
)
FOOTER_TEAM = (
    "For coaching, not evaluation. These are all the numbers that a manager of the team can see."
    " `/coach metrics` says what each signal means and where it misleads."
)
GONE_TEAM = (
    "That team is no longer in coach.yml, or you no longer manage it, so there is no page to show."
)
GONE_MINE = "That team is no longer in coach.yml, or you no longer belong to it, so there is no page to show."
ONE_ENGINEER = "Name the one engineer you will talk with, other than yourself, or nobody."
IN_NONE = "<@{engineer}> is in none of the teams you manage."
NOT_LISTED = (
    "<@{engineer}> is not listed in {team}. Leave the name out for a page about the team, or ask whoever"
    " keeps coach.yml to add them."
)
FOR_MANAGERS = (
    "Preparing a page is for a team's managers. For {team} that is {managers}."
    " `/coach team` shows you the same numbers; none of them is about one person."
)
NO_MANAGER = (
    "You are not listed as a manager of any team, so there is no page to prepare."
    " If you should be, ask {stewards} to add you to coach.yml."
)
NOBODY = (
    "A team's page is for its own people, and coach.yml does not list you in a team yet."
    " If you should be listed, ask {stewards} to add you."
)
NOT_OF_IT = (
    "You belong to no team called {words}. Yours: {teams}. Type `/coach team` with one of these, or ask"
    " {stewards} if coach.yml should list you in another."
)
NOT_ABOUT_PEOPLE = (
    "A team's page is about the whole team; there is none about one person. Type `/coach team`,"
    " with the team's name if you have several."
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
