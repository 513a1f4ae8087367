"""What Coach says about marked weeks, in its own words."""

from typing import Final

OPENING: Final = "I am opening the form."
WHICH: Final = "Which team's weeks do you want to mark?"
WHICH_HINT: Final = "Choose a team"
NO_TEAM: Final = (
    "You are not listed in any team, so there are no weeks to mark. If you should be, ask {stewards} to"
    " add you to coach.yml."
)
NOT_THAT_TEAM: Final = (
    "There is no team {words} among yours. You can mark the weeks of {teams}: `/coach context`."
)
NOT_YOURS: Final = (
    "The weeks of {team} are marked by its own people, who know what happened: its members and its"
    " managers. If you should be listed there, ask {stewards} to add you to coach.yml."
)
NOT_LISTED: Final = (
    "You are not listed in that team any more, so this was not marked. Somebody of the team can."
)
GONE_TEAM: Final = "That team is no longer in coach.yml, so there are no weeks to mark."

TITLE: Final = "Add context"
INTRO: Final = (
    "*What happened in these weeks at {team}?* A mark says it beside the team's numbers, for everybody"
    " who looks at them. It is the team's word: who marked it is not kept."
)
MARKED_NOW: Final = "*Marked so far, in the last 12 weeks and from today on:*"
MARKED_MORE: Final = "And {number} older ones."
NOTHING: Final = "Nothing is marked in the last 12 weeks."
TAKE_BACK: Final = "Take one back"
TAKE_BACK_SURE: Final = "Take it back?"
TAKE_BACK_WHAT: Final = (
    "It no longer stands beside the team's numbers, for anybody. You can mark it again."
)
NO: Final = "Not now"
REASON: Final = "The reason"
REASON_HINT: Final = "A list, so that no mark says anything about a person."
FIRST: Final = "First day"
LAST: Final = "Last day"
LAST_HINT: Final = "The same day is fine where it was one day."
SUBMIT: Final = "Mark"
CLOSE: Final = "Cancel"

CHOOSE_ONE: Final = "Choose one of the list."
CHOOSE_DAY: Final = "Choose a day."
LAST_FIRST: Final = "The last day is before the first. Choose {first} or a later day."
TOO_LONG: Final = (
    "That is {days} days; a mark holds for {most} at most. What lasts longer is how things are:"
    " mark the stretch in which it was new."
)
TOO_OLD: Final = "That is more than two years ago, and no number of the team goes back so far."
TOO_FAR: Final = "That is more than a year ahead. Choose a nearer day, and mark the rest later."

DONE: Final = (
    "*Marked for {team}:* {marker}.\nIt stands beside the team's numbers from the next page and digest"
    " on, for everybody alike."
)
THERE: Final = (
    "*Marked for {team}:* {marker}.\nSomebody of the team had marked just that before, so it stands"
    " there once."
)
