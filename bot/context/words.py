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
MARKED_NOW: Final = "*Marked so far, in the last year and from today on:*"
MARKED_MORE: Final = "And {number} older ones."
NOTHING: Final = "Nothing is marked in the last year."
TAKE_BACK: Final = "Take one back"
TAKE_BACK_SURE: Final = "Take it back?"
TAKE_BACK_WHAT: Final = (
    "It no longer stands beside the team's numbers, for anybody. You can mark it again."
)
NO: Final = "Not now"
REASON: Final = "The reason"
REASON_HINT: Final = "“Something else” needs a few words."
TEXT: Final = "In a few words"
TEXT_HINT: Final = (
    "What happened, not who: names and mentions are refused. At most {most} characters; everybody who"
    " looks at the team's numbers reads them."
)
FIRST: Final = "First day"
LAST: Final = "Last day"
LAST_HINT: Final = "The same day is fine where it was one day."
SUBMIT: Final = "Mark"
CLOSE: Final = "Cancel"

NEEDS_TEXT: Final = "Say in a few words what it was: “something else” alone explains nothing."
TEXT_LONG: Final = (
    "That is {length} characters; {most} fit. Say the one thing that explains these weeks."
)
_WHAT_NOT_WHO: Final = (
    " Context is about what happened, not about who: “moved to the new cluster” is enough."
)
MENTION: Final = f"Please leave mentions out.{_WHAT_NOT_WHO}"
EMAIL: Final = f"Please leave e-mail addresses out.{_WHAT_NOT_WHO}"
PERSON: Final = f"Please leave out the names of people.{_WHAT_NOT_WHO}"
CHANGE: Final = f"Please leave out links to pull requests and commits: they lead to their authors.{_WHAT_NOT_WHO}"
KINDS: Final = "These are the kinds: {kinds}."
LINE_USE: Final = (
    'Write it like this: `/coach context add migration 2026-11-02..2026-11-13 "moved to the new'
    ' cluster"`. One day alone is fine, the words may be left out, and `/coach context` opens the form.'
)
LINE_NO_DAYS: Final = "Nothing was marked, because the days are missing."
LINE_DAY: Final = (
    "Nothing was marked, because {words} is no day that I can read: write days as in 2026-11-02."
)
LINE_AFTER: Final = (
    "Nothing was marked, because I do not understand {words} after the days. Words of your own stand in"
    " quotation marks."
)
LINE_QUOTES: Final = (
    "Nothing was marked: words of your own stand in quotation marks, at the end of the line, and I did"
    " not find both of them."
)
LINE_KIND: Final = "Nothing was marked, because {words} is not a kind of context that I know."
LINE_NO_KIND: Final = "Nothing was marked, because the kind is missing."
LINE_WHICH: Final = "Nothing was marked yet: you belong to more than one team. Type one of these:"
LINE_WRONG: Final = "Nothing was marked. {problem}"
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
