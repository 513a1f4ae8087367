"""The sentences of the handbook that no other source has."""

from collections.abc import Mapping
from typing import Final

from bot.metrics.pair import Verdict
from bot.metrics.trend import Word
from bot.playbook.wording import FindingKind

STEWARDS: Final = "{stewards}"
"""Stands where the stewards are to be named, in the way of whoever shows it."""
THE_STEWARDS: Final = "the stewards that coach.yml names"
TITLE: Final = "How we use Coach"
OVERVIEW: Final = "*How we use Coach.* Each part is short:"
LINE: Final = "• `/coach playbook {name}`: {summary}"
NO_PART: Final = "The playbook has no part called {words}."
FALLBACK: Final = "The playbook: {title}."
MADE: Final = (
    "Made by `coach playbook` from what Coach does here, so make it anew rather than edit it."
)

ALLOWED: Final = "What may be shown"
ALLOWED_SUMMARY: Final = "the numbers that a team may look at, and what each is for"
ALLOWED_INTRO: Final = (
    "These are numbers of a whole team or of one of its services, added up by week, and there are no"
    " others. A team looks at those of what it has decided to improve. {safest} may be looked at by every"
    " team from the start; any other number needs a steward's approval once. One that people make is"
    " shown only while at least {floor} of them stand behind it, the reader not counted."
)
BESIDE: Final = "{purpose} Never shown without {guardrails}."
EFFECTS: Final = (
    "{purpose} In the quarterly report about unintended effects alone; it is on no page."
)
RESTRICTED: Final = "{purpose} For stewards alone, in a blameless review; it is on no page."

FORBIDDEN: Final = "What is forbidden"
FORBIDDEN_SUMMARY: Final = "what Coach refuses to measure, and why"
FORBIDDEN_INTRO: Final = (
    "No setting switches these on. Asked for one of them, Coach gives the reason."
)
LEFT_OUT: Final = "Coach could show it; the policy of this organisation leaves it out."

TRENDS: Final = "How to read a trend"
TRENDS_SUMMARY: Final = "what “rose”, “fell” and the other words mean"
TRENDS_INTRO: Final = (
    "The last {span} weeks are held against the year before. Only these words are said, and none of them"
    " is praise or blame. A change is never its own cause: the team knows what happened, and the numbers"
    " do not."
)
WORDS: Final[Mapping[Word, str]] = {
    Word.ROSE: "the weeks carry it: it is higher than before, by at least {smallest} %, and chance alone would seldom do that.",
    Word.FELL: "the same downwards. Whether that is good depends on the number, and is for the team to say.",
    Word.NO_CLEAR_CHANGE: "there are enough weeks, and what moved is no more than what moves by itself. It is an answer.",
    Word.TOO_LITTLE: "too few weeks or too few cases. Do not guess; talk about the work itself.",
    Word.NOT_COMPARABLE: "the team marked so many of the weeks that the others are too few.",
}
TOGETHER: Final[Mapping[Verdict, str]] = {
    Verdict.BOTH_BETTER: "speed and what guards it both moved the better way.",
    Verdict.FASTER: "speed got better, and what guards it did not: look at that first.",
    Verdict.SLOWER: "speed got worse, and what guards it got better: perhaps the price was right.",
    Verdict.NO_CLEAR_CHANGE: "neither moved clearly.",
}
PAIR: Final = "Two together: {said}"

CONVERSATION: Final = "How to run the conversation"
CONVERSATION_SUMMARY: Final = "the four steps, and the templates there are"
CONVERSATION_INTRO: Final = (
    "Every conversation has {number} steps, in this order. `/coach prep` brings them with words for the"
    " team's own trends. Both sides leave with something to do."
)
STEPS: Final[Mapping[str, str]] = {
    "Observe": "say what you noticed in the team's work, with its limits and without an adjective for anybody.",
    "Explore": "ask, and wait. What was going on? What do the numbers not show?",
    "Align": "agree on one guess that could be wrong, and on how you would see that.",
    "Support": "say what you will do yourself; then one small experiment, and a day to look again.",
}
TEMPLATE: Final = "Template: {title}"

PHRASES: Final = "What to say, and what rather not"
PHRASES_SUMMARY: Final = "phrases that open a conversation, and phrases that close it"
PHRASES_INTRO: Final = (
    "Coach looks for wording of the second kind where people write, suggests other words, and lets them"
    " keep theirs. Its templates may not have any."
)
PHRASE: Final = "“{say}” Rather not: “{rather_not}” {why}."
KINDS: Final[Mapping[FindingKind, str]] = {
    FindingKind.VERDICT: "No verdict about a person",
    FindingKind.COMPARISON: "No comparison of people",
    FindingKind.DASHBOARD: "No screen as the judge",
    FindingKind.ABSOLUTE: "No always and no never",
    FindingKind.RANK: "No places in line",
    FindingKind.COUNT_PER_PERSON: "No counting of what one person did",
    FindingKind.MORAL: "No judgement of character",
}

ASKING: Final = "How to ask"
ASKING_SUMMARY: Final = "for access or a new number, and how to question one"
ASKING_INTRO: Final = "Anybody of a team may ask, and nobody needs a reason that pleases."
ASK_ACCESS: Final = "Access"
ASK_ACCESS_HOW: Final = (
    "Everybody of a team sees its page with `/coach team`. Who belongs to which team stands in coach.yml;"
    " ask {stewards} to be added."
)
ASK_NUMBER: Final = "A new number for the team"
ASK_NUMBER_HOW: Final = (
    "Name what you want to improve with `/coach decide`, and choose it there, with what must not suffer."
    " The stewards get one message, with its purpose and the question whether it could stand on the retro"
    " board; one of them approves it, or writes what is missing."
)
ASK_CATALOGUE: Final = "A number that Coach does not have"
ASK_CATALOGUE_HOW: Final = (
    "Tell {stewards} what you would decide with it. Without a decision there is no number."
)
ASK_QUESTION: Final = "If a number looks wrong"
ASK_QUESTION_HOW: Final = (
    "Type `/coach question`. A steward answers you, and managers are not told who asked. With {many}"
    " questions open, or one for {days} working days, it is shown nowhere until they are answered."
)
ASK_CONTEXT: Final = "If something explains it"
ASK_CONTEXT_HOW: Final = "Mark the days with `/coach context`: what happened, not who."

ESCALATION: Final = "When something is not right"
ESCALATION_SUMMARY: Final = "whom to ask when you worry, or see a misuse"
ESCALATION_INTRO: Final = "You need not be sure, and you need not ask your manager first."
WORRY: Final = "It worries you"
WORRY_HOW: Final = (
    "Tell your manager or {stewards}. While a team is in pilot, both are asked about worry before it ends,"
    " and each may stop it: `/coach pilot`. `/coach stop` ends Coach's messages to you at once."
)
MISUSE: Final = "Somebody uses it to judge, rank or press people"
MISUSE_HOW: Final = (
    "Tell {stewards}. Numbers of a team say nothing about one person, and using them so is a misuse"
    " whoever does it."
)
FORMAL: Final = "It is a formal matter"
FORMAL_HOW: Final = (
    "Coach has no part in it: keep its pages out. How this organisation does that: {link}"
)
FORMAL_NO_LINK: Final = (
    "Coach has no part in it: keep its pages out, and go to those who are in charge of formal matters."
    " {stewards} can say who that is."
)

NEVER: Final = "What Coach never does"
NEVER_SUMMARY: Final = "the promises, each of them a test"
NEVER_INTRO: Final = "These hold for every team, in pilot or not."
NEVERS: Final = (
    "There is no number that a manager has and the team may not see.",
    "Nothing about a person goes to a channel, and nobody is reminded of what they have not agreed to.",
    "There is no export for writing evaluations, and no search over people.",
    "No speed and no adoption is shown without what guards it, and no change without the limits of what it can show.",
)
