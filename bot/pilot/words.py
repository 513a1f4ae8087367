"""What Coach says about pilots, in its own words."""

from collections.abc import Mapping
from typing import Final

from bot.pilot.kinds import Note
from bot.pilot.state import Choice, Outcome, Side

MEANING: Final = (
    "*In pilot* means that a team tries Coach out: the same numbers and the same rules as for everybody,"
    " and an end at which somebody asks whether it helped. It ends once the team's manager and a steward"
    " have both said so. Either of them can ask to change something or to stop."
)
FOR_MEMBERS: Final = (
    "If anything here worries you, or nobody knows what to do with it, tell {managers} or a steward:"
    " {stewards}. They are asked exactly that before the pilot ends."
)
NOT_BEGUN: Final = (
    "*{team}* has had no page and no digest yet. Its pilot begins with the first one."
)
RUNNING: Final = "*{team}* is in pilot since {day}."
ENDED: Final = "*The pilot of {team} ended on {day}.* Coach goes on as it is."
OFF: Final = (
    "*{team} has been switched off since {day}.* There are no numbers on its pages and no digest, until"
    " its manager and a steward both start it again. Records and reminders go on, and nothing that was"
    " agreed is lost. Weekly numbers of the team are still added up, and shown to nobody."
)
PARTS: Final = "*The two parts*\n{lines}"
PARTS_BEFORE: Final = "*What both said last time*"
PART: Final = "• {side}: {said}"
SIDES: Final[Mapping[Side, str]] = {
    Side.MANAGER: "the manager's part",
    Side.STEWARD: "the stewards' part",
}
OPEN: Final = "not answered yet"
CHOICES: Final[Mapping[Choice, str]] = {
    Choice.KEEP: "keep it as it is",
    Choice.CHANGE: "change something",
    Choice.STOP: "stop it",
    Choice.START: "start again",
}
ANSWERS: Final = "{choice}. Did anyone know what to do after seeing the page? {knew}. Did it cause worry? {worry}."
WRITTEN: Final = "In their words, {side}"
ANSWER: Final = "End or change it"
ANSWER_AS: Final[Mapping[Side, str]] = {
    Side.MANAGER: "Answer as manager",
    Side.STEWARD: "Answer as steward",
}
START: Final = "Start again"
START_AS: Final[Mapping[Side, str]] = {
    Side.MANAGER: "Start again, as manager",
    Side.STEWARD: "Start again, as steward",
}
WHICH: Final = "Which team's pilot is it about?"
WHICH_HINT: Final = "Choose a team"
NOT_THAT_TEAM: Final = "There is no team {words} that you could mean. Yours: {teams}."
NOBODY: Final = "coach.yml does not list you in a team. If it should, ask {stewards}."
GONE_TEAM: Final = "That team is no longer in coach.yml, so there is no pilot of it."
NOT_YOURS: Final = (
    "The pilot of {team} is ended by its manager and a steward: {managers} and {stewards}."
)

TITLE: Final = "The pilot"
FORM_INTRO: Final = (
    "*How was it, for {side} of {team}?* The other part answers for itself. What you write is read by the"
    " team's managers and the stewards alone, and who answered for a part is not kept with it. The team's"
    " channel is told only what came of it."
)
KNEW: Final = "Did anyone know what to do after seeing it?"
KNEW_HINT: Final = "The page or the digest. If nobody did, it is not ready."
KNEW_SAID: Final[Mapping[str, str]] = {"yes": "Yes", "some": "Sometimes", "no": "No"}
WORRY: Final = "Did it cause worry?"
WORRY_HINT: Final = "Worry without any improvement means that something here needs more work."
WORRY_SAID: Final[Mapping[str, str]] = {"no": "No", "some": "A little", "yes": "Yes"}
CHOICE: Final = "And now?"
CHOICE_SAID: Final[Mapping[Choice, str]] = {
    Choice.KEEP: "Keep it as it is, and end the pilot",
    Choice.CHANGE: "Change something, and stay in pilot",
    Choice.STOP: "Stop it",
}
TEXT: Final = "What should change"
TEXT_HINT: Final = (
    "In a sentence, without names. Needed where you want a change. At most {most} characters."
)
SUBMIT: Final = "Answer"
CLOSE: Final = "Cancel"
CHOOSE_ONE: Final = "Choose one of the list."
TOO_SHORT: Final = (
    "Say in a sentence what should change, so that the other part can think about it."
)
TOO_LONG: Final = "That is {length} characters; {most} fit. Say the one thing that matters most."

ANSWERED_ALREADY: Final = "Somebody has answered for that part meanwhile, and the first answer counts. `/coach pilot` shows it."
NOT_NOW: Final = "That was decided meanwhile. `/coach pilot` shows where it stands."
FIRST: Final[Mapping[Choice, str]] = {
    Choice.KEEP: "*Thank you.* The pilot ends once the other part says so too. I let them know.",
    Choice.CHANGE: "*Thank you.* {team} stays in pilot, and I show your sentence to the other part.",
    Choice.STOP: (
        "*Thank you.* I ask both of you to talk. If the other part says stop too, {team} is switched off."
    ),
    Choice.START: "*Thank you.* It starts once the other part wants it too. I let them know.",
}
BOTH: Final[Mapping[Outcome, str]] = {
    Outcome.KEPT: "*The pilot of {team} has ended.* Both of you want to keep Coach as it is.",
    Outcome.CHANGED: (
        "*{team} stays in pilot, with a change.* Read what was written, agree on what to do, and answer"
        " again with `/coach pilot` once you have tried it."
    ),
    Outcome.STOPPED: (
        "*{team} is switched off.* Both of you said stop: no numbers on its pages and no digest from now"
        " on. Records and reminders go on. `/coach pilot` starts it again, once both of you want that."
    ),
    Outcome.STARTED: "*{team} is in pilot again.* Both of you wanted that.",
    Outcome.DIFFER: (
        "*You see the pilot of {team} differently, and that is worth a talk.* Nothing changes for now: it"
        " stays in pilot. Read what was written, meet, and answer again with `/coach pilot`."
    ),
}
NOTES: Final[Mapping[Note, str]] = {
    Note.WAITS: (
        "*The pilot of {team}:* the other part has answered and would end it. Yours is still open;"
        " `/coach pilot` asks you three short questions."
    ),
    Note.CHANGE: (
        "*The pilot of {team}:* the other part would change something, so it goes on. Read what they"
        " write, and answer for your part with `/coach pilot`."
    ),
    Note.TALK: (
        "*The pilot of {team}:* one of the two parts would stop it. Please talk to each other first, the"
        " manager and a steward. Then `/coach pilot` takes the other part's answer: if it is stop too,"
        " the team is switched off."
    ),
    Note.START: (
        "*{team} is switched off,* and the other part would start it again. If you want that too,"
        " `/coach pilot` does it."
    ),
}
NOTE_TEXT: Final = "About a team's pilot."
CHANNEL: Final[Mapping[Outcome, str]] = {
    Outcome.KEPT: "The pilot of Coach in {team} has ended: kept as it is.",
    Outcome.CHANGED: "The pilot of Coach in {team} goes on: something is changed first.",
    Outcome.STOPPED: (
        "The pilot of Coach in {team} was stopped: no numbers and no digest from now on, and what people"
        " agreed stays."
    ),
    Outcome.STARTED: "Coach starts again in {team}, as a pilot: `/coach pilot` says what that means.",
}
"""Each in one sentence, without names and without anybody's words. Of a disagreement there is none."""
