"""What Coach says in the audit for unintended effects: patterns and questions, never verdicts."""

from collections.abc import Mapping
from typing import Final

from bot.effects.promises import FEW, HALF, MOST
from bot.effects.pulse import DIVIDED, MORE_NO, MORE_YES, Answer, Question
from bot.effects.scrutiny import MORE, USUAL

TITLE: Final = "Unintended effects: {team}, {span}"
FALLBACK: Final = "{team}: does measuring do any harm here? What was noticed, {span}."
INTRO: Final = (
    "Once a quarter I ask whether measuring does harm. What follows are patterns and questions, not"
    " verdicts, and nothing of it is about one person. The team and the stewards read the same words."
)
EMPTY: Final = "There is too little from this quarter to say anything of it."
FOOTER: Final = (
    "Each pattern can have a good reason that no number shows. A steward can pause a number of this team with"
    " what stands below a pattern; whoever else wants it paused asks one of the stewards that coach.yml names."
    " `/coach effects` shows this again."
)

SIGNS_NONE: Final = "*Numbers and their price:* no number got better while its guardrail got worse, and no habit stands out."
SIGNS_TOO_LITTLE: Final = "*Numbers and their price:* there is too little to say of the numbers."
PRICE: Final = (
    "*{metric}* {moved}, which is welcome. In the same weeks *{guardrail}* {guard_moved}, which is not. Does"
    " the one have to do with the other? A question for the retro: {question}"
)
HABIT: Final = (
    "*{metric}* ({interval}) became more frequent. That may suit the work, or it may be what looking at"
    " *{number}* asks of people. A question for the retro: {question}"
)
PAUSED: Final = "*{metric}* is paused for this team, so what was noticed of it is shown nowhere."

SCRUTINY: Final[Mapping[str, str]] = {
    MORE: (
        "*How closely the team is looked at:* clearly more pages or requests were asked for here than is usual"
        " in the organisation for a team of its size. What are they for? Would fewer do as well?"
    ),
    USUAL: (
        "*How closely the team is looked at:* not clearly more than is usual in the organisation for a team of"
        " its size."
    ),
}
PREPS: Final[Mapping[str, str]] = {
    MOST: "*To coach or to justify:* in the organisation, most preparations end in a promise of the manager's.",
    HALF: (
        "*To coach or to justify:* in the organisation, about half of the preparations end in a promise of the"
        " manager's. What would help the others to?"
    ),
    FEW: (
        "*To coach or to justify:* in the organisation, few preparations end in a promise of the manager's. Are"
        " the pages there to support somebody, or to confirm what was thought before?"
    ),
}
KEPT: Final[Mapping[str, str]] = {
    MOST: "*Promises of managers:* in the organisation, most of them are kept.",
    HALF: (
        "*Promises of managers:* in the organisation, about half of them are kept. Which promise would be small"
        " enough to keep?"
    ),
    FEW: (
        "*Promises of managers:* in the organisation, few of them are kept. Which promise would be small enough"
        " to keep?"
    ),
}
FINE: Final = frozenset({USUAL, MOST})
"""The phrases that ask nothing."""

ASKED: Final[Mapping[str, str]] = {
    Question.RATHER_NOT: "Would you rather we did not have this?",
    Question.WORRY: "Has it worried you in the last three months?",
    Question.HELP: "Has it helped a conversation of yours?",
}
TOLD: Final[Mapping[str, str]] = {
    MORE_YES: "more said yes than no",
    MORE_NO: "more said no than yes",
    DIVIDED: "some said yes and some said no",
}
WISHED: Final[Mapping[str, str]] = {
    Question.RATHER_NOT: MORE_NO,
    Question.WORRY: MORE_NO,
    Question.HELP: MORE_YES,
}
"""The phrases that ask nothing of the team, by question."""
PULSE_LINE: Final = "*The team was asked: “{question}”* Of those who answered, {told}."
PULSE_ASKS: Final = "What would have to change, and would it be better to stop showing something?"
PULSE_FEW: Final = (
    "*The team was asked three questions without a name.* Nothing is told unless more than {floor} people answer"
    " one of them with yes or no, and not so many did."
)
PULSE_REST: Final = "The team was asked three questions; to the others not more than {floor} people answered yes or no."
PULSE_SMALL: Final = (
    "*The team was not asked anything:* it is too small for answers that nobody can find out."
)
PULSE_NOT: Final = "*The team was not asked anything this time:* it was too shortly before this report when it came to Coach."

PAUSE: Final = "Pause this number for this team"
PAUSE_ONE: Final = "Pause a number of this team"
SURE: Final = "Pause it?"
SURE_WHAT: Final = (
    "The number is then shown nowhere, to nobody, until a steward brings it back. The team's channel hears of"
    " it. Only stewards can do this."
)
YES: Final = "Pause it"
NO: Final = "Not now"

PULSE_TITLE: Final = "Three questions, without your name"
PULSE_TEXT: Final = "Three questions about Coach, without your name."
PULSE_INTRO: Final = (
    "Once a quarter I ask everybody of {team} what Coach does to them. Each answer is one press, and you need not"
    " answer. What the answers come to stands in a report for the team and the stewards, in two weeks."
)
PULSE_HOW: Final = (
    "Your name is not kept with an answer, nor that you answered: I keep a random mark of this message, and delete"
    " it with the report. It leads to you only for somebody who reads this very message and has my database and its"
    " keys. Nothing is told unless more than {floor} people"
    " answered, and never how many said what. “Rather not say” takes an answer away again; another press changes it"
    " until {day}."
)
BUTTONS: Final[Mapping[str, str]] = {
    Answer.YES: "Yes",
    Answer.NO: "No",
    Answer.NEITHER: "Rather not say",
}
LABELS: Final = "{answer}: {question}"
NOTED: Final = "Noted without your name: “{question}” *{answer}.* Only you see this line. Press another button to change it."
TAKEN_BACK: Final = "Nothing is kept of an answer of yours to “{question}” Only you see this line; you can still answer."
OVER: Final = "These questions are closed: the report is made, and the answers are deleted."
NOT_ASKED: Final = "These questions are for the members of {team}, so nothing was noted."

SHOWN: Final = "This is the newest report. The team's channel and the stewards got the same."
NONE_YET: Final = "There is no report about {team} yet. The next one comes on {day}."
NONE_PLANNED: Final = "There is no report about {team} yet."
WHICH: Final = "Which team do you mean? Type one of these: {commands}."
NO_TEAM: Final = "I know no team of yours called {name}. The report of a team is for its people and the stewards."
NOBODY: Final = "You are not listed in any team, so there is no report for you. If you should be, ask {stewards} to add you to coach.yml."
