"""What Coach says about two keys, in its own words."""

from typing import Final

USAGE: Final = (
    "Write whom you ask, for which number, and why, in one sentence between quotation marks:"
    ' `/coach individual @engineer rework_after_merge "why you ask"`. They see all of it and decide.'
)
OFF: Final = (
    "Numbers of one person are switched off here. They are off unless the organisation's policy"
    " allows them, and a steward can switch them off at any time. `/coach prep` shows how the team's"
    " own numbers went."
)
NOT_THEIR_MANAGER: Final = (
    "Only a manager of a team can ask somebody who is listed in that team. I find no team of yours that"
    " lists them."
)
ONESELF: Final = "You cannot ask yourself. Your own work you can look at where it happens."
ONE_AT_A_TIME: Final = "Ask one person at a time: each of them decides alone."
NO_METRIC: Final = "Which number do you mean? Your team looks at: {metrics}."
NO_SUCH: Final = "There is no signal called {words}. Your team looks at: {metrics}."
NOT_MEASURED: Final = "Coach does not measure {words}, on purpose. {reason}"
NEVER: Final = (
    "{metric} is never shown of one person, not even with their consent: {why} `/coach metrics {id}`"
    " says what it is for."
)
WHY_COHORT: Final = "how much somebody uses an assistant depends on the kind of work, and would be read as skill or will."
WHY_RESTRICTED: Final = "a change that is linked to an incident is talked about in a blameless review, and nowhere else."
WHY_NOBODY: Final = "it counts what happens to the team's code and services, and nobody makes it."
NOT_ALLOWED: Final = "The organisation's policy does not let any team see {metric}."
PAUSED: Final = (
    "{metric} is paused at the moment while it is being questioned, so it is shown nowhere."
)
NOT_LOOKED_AT: Final = (
    "Your team does not look at {metric} at the moment, and nobody is asked for more than the team looks"
    " at. It looks at: {metrics}."
)
NO_SOURCE: Final = (
    "None of the team's sources can tell {metric} of one person alone, so there would be nothing to"
    " share."
)
NO_REASON: Final = (
    "Say why you ask, in a sentence of at least {fewest} characters between quotation marks. The person"
    " you ask reads it word for word, and decides with it."
)
WORDING: Final = "“{words}”: {why}. {suggestion} Then ask once more; nothing was sent."
SAID_STOP: Final = (
    "<@{engineer}> has asked me to send nothing unasked, so I ask them nothing. You can talk to them"
    " yourself, without a number."
)
GONE: Final = "That account in Slack is no longer active, so there is nobody to ask."
NO_DAYS: Final = "coach.yml says of no day that they work on it, so I would not know when to ask."
OPEN_ALREADY: Final = (
    "You have asked <@{engineer}> already. Until that has ended, by {day} or when what was shown is"
    " gone again, you cannot ask them once more."
)
ASKED: Final = (
    "I ask <@{engineer}>, on a working day of theirs. They read who asks, your reason as you wrote it,"
    " and exactly what you would see; the number is fetched for that message and kept nowhere. They are"
    " free to share it, to share without a number, or to do nothing. If nothing is shown by {day}, I tell"
    " you so in one sentence, and it is the same whatever the reason. If something is shown, it goes away"
    " after seven days."
)
ON: Final = (
    "Switched on again, as far as the policy allows: managers may ask, and nothing is shown without the"
    " engineer."
)
ON_POLICY_OFF: Final = (
    "I have taken your switch back. The policy in coach.yml does not allow numbers of one person, so they"
    " stay off."
)
SWITCHED_OFF: Final = "Switched off. Nobody can ask any more, open requests end, and what was shown is being taken away."
STEWARDS_ONLY: Final = "Only a steward switches this on or off."

ASK_TEXT: Final = "Coach has a question for you."
ASK_TITLE: Final = "May I show this?"
ASK_WHO: Final = (
    "<@{manager}> asks to see one number of your work, {metric}, of the last six complete weeks. It is"
    " yours, and nothing is shown unless you press a button. Doing nothing is fine."
)
ASK_REASON: Final = "Why they ask"
ASK_CARD: Final = (
    "*This is exactly what they would see*, for seven days, and you can take it back at any time. I"
    " fetched it for this message and keep it nowhere."
)
ASK_NO_CARD: Final = (
    "*No number could be fetched for this message*, so there is none to show. You can still say that you"
    " are willing to talk about it."
)
ASK_RULES: Final = (
    "Whether you say *Not now* or nothing, I keep no trace of it, and <@{manager}> reads the same one"
    " sentence after {day}. This is for coaching, and no part of any evaluation."
)
SHARE: Final = "Share"
WITHOUT: Final = "Share without numbers"
NOT_NOW: Final = "Not now"
TAKE_BACK: Final = "Take it back"
SHARE_AGAIN: Final = "Share once more"
AGREED: Final = (
    "*You share this.* It is on its way to <@{manager}>. If this line is still here after a minute, press"
    " *Share once more*; it arrives once."
)
SHOWN: Final = (
    "*You share this with <@{manager}>.* They see it until {day}. Taking it back removes it at once, and"
    " nobody asks why."
)
SHOWN_WITHOUT: Final = (
    "*You share with <@{manager}> that you are willing to talk about it*, without a number. They see it"
    " until {day}."
)
WAIT: Final = "It is on its way. If nothing changes here within a minute, please press once more."
CLOSED: Final = (
    "*Nothing is shown.* Nobody is told what you pressed here, or whether you read it, and I keep no"
    " trace of it."
)
OVER: Final = "*This has ended.* Nothing is shown any more, and what was asked is deleted."
NOT_AS_SENT: Final = (
    "I could not read the card in that message as I had sent it, so I shared nothing. You can share"
    " without numbers."
)

SHARED_TEXT: Final = "Something was shared with you in Coach."
CARD_TITLE: Final = "{metric}, of one person"
CARD_VALUE: Final = "<@{engineer}>, {span} ({interval}): *{value}*"
CARD_SAMPLE: Final = "It rests on {sample}."
CARD_NOT_WHOLE: Final = "The source could not read all of it, so something may be missing."
CARD_NOTHING: Final = "nothing that counts in these weeks"
CARD_TOO_FEW: Final = "too little for a figure"
CARD_LIMITS: Final = "*What this cannot show:* {limits}"
CARD_DEFINITION: Final = "*What is counted:* {definition}"
CARD_ALONE: Final = (
    "One number says little and explains nothing: ask before you conclude. It stands beside nobody"
    " else's, and is no part of any evaluation."
)
ONE_PIECE: Final = "one piece of work"
PIECES: Final = "{number} pieces of work"
BELOW: Final = "{pieces}; a figure takes {least}"
SHARED_UNTIL: Final = "Shared by <@{engineer}>, for you to talk about. It goes away on {day}."
WILLING: Final = (
    "<@{engineer}> is willing to talk with you about {metric}, without a number. Ask what their work looks"
    " like from where they are."
)
ENDED_TEXT: Final = "Coach has an answer for you."
ENDED: Final = (
    "Nothing is shown of what you asked for on {day} ({metric}), whatever the reason, and what you asked is"
    " deleted."
)
