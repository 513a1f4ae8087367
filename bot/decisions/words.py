"""What Coach says about what a team wants to improve, in its own words."""

from typing import Final

OPENING: Final = "I am opening the form."
WHICH: Final = "For which team do you want to name what to improve?"
WHICH_HINT: Final = "Choose a team"
NO_TEAM: Final = (
    "You are not listed in any team, so there is nothing to decide here. If you should be, ask {stewards}"
    " to add you to coach.yml."
)
NOT_THAT_TEAM: Final = "There is no team {words} among yours. You can name what to improve for {teams}: `/coach decide`."
NOT_YOURS: Final = (
    "What {team} wants to improve is named by its own people: its members and its managers. If you should"
    " be listed there, ask {stewards} to add you to coach.yml."
)
NOT_LISTED: Final = "You are not listed in that team any more, so this was not saved. Somebody of the team can name it."
GONE_TEAM: Final = "That team is no longer in coach.yml, so there is nothing to decide for it."

TITLE: Final = "What we want to improve"
INTRO: Final = (
    "*What does {team} want to improve this quarter?* Agree on it together first; then anybody of the team"
    " writes it down here. Everybody of the team sees it, on the page, in the digest and in the Home tab."
    " It is the team's word: who wrote it down is not kept, unless a number is new to the team; then only"
    " until a steward has answered, to tell you."
)
NOW: Final = "*Named now:* {improve}\nThe team looks at it together {cadence}, until {day}."
ENDED_ON: Final = "The last one ended on {day}: {improve}"
METRIC_GONE: Final = (
    "*Named before:* {improve}\nIt rests on {metrics}, which Coach shows no more, so it counts no more and"
    " the pages keep to the three safest signals. Choose another metric, and save it again."
)
NO_SOURCE: Final = (
    "coach.yml names no source of telemetry for this team yet. You can decide all the same; numbers come"
    " once {stewards} adds one."
)
END: Final = "End it"
END_SURE: Final = "End it now?"
END_WHAT: Final = "The team's page and digest keep to the three safest signals until the team names something else."
NOT_NOW: Final = "Not now"
IMPROVE: Final = "What the team wants to improve"
IMPROVE_HINT: Final = (
    "One sentence about how the work goes, not about a person. {least} to {most} characters."
)
OUTCOME: Final = "The outcome that should change"
PROCESS: Final = "How the work goes"
PROCESS_HINT: Final = "The way that you want to change, to get there."
PROCESS_TOO: Final = "A second one of these"
NO_SECOND: Final = "No second one"
GUARDRAIL: Final = "What must not suffer meanwhile"
GUARDRAIL_HINT: Final = "A number of speed or adoption needs one of its own guardrails beside it."
CADENCE: Final = "How often the team looks at it together"
UNTIL: Final = "Until when"
UNTIL_HINT: Final = "A quarter is usual. Coach says so a week before it ends."
RETRO: Final = "Would you put this on the retro board?"
RETRO_HINT: Final = "In front of the whole team, in these words."
YES: Final = "Yes"
NO: Final = "No"
SUBMIT: Final = "Save"
CLOSE: Final = "Cancel"

CHOOSE_ONE: Final = "Choose one of the list."
CHOOSE_DAY: Final = "Choose a day."
ONE_LINE: Final = "Write one sentence on one line: it stands at the top of every page."
NO_NAMES: Final = (
    "This names or mentions somebody. Say what the team wants to improve, without names, mentions and"
    " addresses: nobody is the topic here."
)
TOO_SHORT: Final = (
    "Say it in a few more words, at least {least} characters, so that somebody who was not there"
    " understands it."
)
TOO_LONG: Final = (
    "That is {length} characters; {most} fit. Say the one thing that matters most this quarter."
)
FORBIDDEN: Final = "Coach does not measure that, on purpose. {reason} Choose one of the list."
BARRED = "Your organisation's policy does not allow {metric}; `/coach policy` says what it allows."
RESTRICTED: Final = (
    "{metric} is for stewards alone, in a blameless review, so no decision can rest on it."
)
EFFECTS: Final = (
    "{metric} is a sign to ask about, in the report about unintended effects alone. A number that a team"
    " wants to move tells nothing of that any more, so no decision can rest on it."
)
UNKNOWN: Final = "Coach has no metric {words}. Choose one of the list."
NO_DIRECTION: Final = (
    "{metric} has no better direction, so it cannot be the outcome. Put it under how the work goes, and"
    " name here what it is meant to help."
)
GUARDS_NOTHING: Final = (
    "{metric} shows how the team works, so it guards nothing. Choose {guardrails}."
)
GUARDS_OTHERS: Final = (
    "{metric} would not show it if what you chose above had a price. Choose {guardrails}."
)
NEEDS_ITS_OWN: Final = (
    "{metric} is never shown alone: choose {guardrails} too, as the guardrail or in another field."
)
TWICE: Final = "This decision uses that metric already. Choose another."
TOO_SOON: Final = "Nothing can be seen in so short a time. Choose {day} or a later day."
TOO_FAR: Final = "So far ahead nobody knows what matters. Choose {day} or an earlier day."
NOT_ON_THE_BOARD: Final = (
    "Then it was not saved. What you would not show to the whole team is no decision of the team yet:"
    " talk about it first, and put it into words that all of you would pin up."
)

SAVED: Final = (
    "*Saved for {team}:* {improve}\nThe team looks at it together {cadence}, until {day}. Everybody of the"
    " team sees it from now on, and its numbers come first on the page and in the digest."
)
WAITS: Final = (
    "*New to the team, so a steward is asked first:* {metrics}. Until one has approved it, it is shown"
    " nowhere; everything else is there at once. Whoever asked is told the answer."
)
NOT_YET: Final = (
    "*Not approved yet:* {metrics}. It is shown nowhere. Once what is asked below is clear, save this"
    " again, and the stewards are asked anew; or choose another number."
)
NOT_YET_WHY: Final = "A steward writes to the team"
MEANWHILE: Final = (
    "*Somebody of the team has just saved this:* see what is named now. What you wrote stands below and"
    " is not saved yet. Talk about it, or save yours to put it in its place."
)
MEANWHILE_ENDED: Final = (
    "*Somebody of the team has just ended what was named before.* What you wrote stands below and is not"
    " saved yet. Talk about it, or save yours."
)
CHANGED: Final = (
    "*It was not ended:* somebody of the team has just changed it. Now it reads: {improve}\nIf it should end"
    " all the same, type `/coach decide` and end it there."
)
ENDED: Final = (
    "*It has ended.* The page and the digest of {team} keep to the three safest signals until the team"
    " names something else with `/coach decide`."
)

ENDS_TEXT: Final = "What {team} wants to improve ends in a few days."
ENDS: Final = (
    "*What {team} wants to improve ends on {day}.*\n{improve}\nA good moment to look at it together: what"
    " have you learned, and what comes next? Anybody of the team names the next one with `/coach decide`."
    " From the day after, the page and the digest keep to the three safest signals."
)
NAME_NEXT: Final = "Name the next one"
