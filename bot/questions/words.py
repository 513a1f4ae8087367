"""What Coach says about questions, in its own words."""

from typing import Final

OPENING: Final = "I am opening the form."
WHICH: Final = "Which team's number do you want to question?"
WHICH_HINT: Final = "Choose a team"
NO_TEAM: Final = (
    "You are not listed in any team, so there is no number of yours to question. If you should be, ask"
    " {stewards} to add you to coach.yml."
)
NOT_YOURS: Final = (
    "The numbers of {team} are questioned by its own people: its members and its managers. If something"
    " looks wrong to you, tell one of them or {stewards}."
)
GONE_TEAM: Final = "That team is no longer in coach.yml, so its numbers are shown nowhere."
NO_SUCH: Final = "There is no signal called {words}. Your team looks at: {metrics}."
NOT_MEASURED: Final = "Coach does not measure {words}, on purpose. {reason}"
NOT_SHOWN: Final = "{metric} is not among the numbers your team looks at. Those are: {metrics}."

TITLE: Final = "Question this number"
INTRO: Final = (
    "A steward of Coach answers you. The stewards see that you ask, so that they can. Managers are not"
    " told who it was; in a small team they may guess."
)
INTRO_OPEN: Final = "While a question is open, the page and the digest of {team} say that the number is being questioned."
METRIC: Final = "Which number"
TEXT: Final = "What is doubtful about it"
TEXT_HINT: Final = (
    "About the number and how it is made, not about a person. {least} to {most} characters."
)
SUBMIT: Final = "Ask"
CLOSE: Final = "Cancel"
CHOOSE_ONE: Final = "Choose one of the list."
TOO_SHORT: Final = "Say it in a few more words, so that somebody who was not there understands it."
TOO_LONG: Final = (
    "That is {length} characters; {most} fit. Say the one thing that matters most; the rest fits into a"
    " talk."
)
NOT_LISTED: Final = "You are not listed in that team any more, so this was not sent. Somebody of the team can ask it."
NO_LONGER_SHOWN: Final = "Your team does not look at that number any more, so this was not sent."
ALREADY_OPEN: Final = (
    "You have a question open about this number. It will be answered first; then you can ask again."
)
ASKED: Final = (
    "*Your question is with the stewards.* Their answer comes to you here in Slack, in your messages with"
    " Coach. Until then the page and the digest say that this number is being questioned."
)
ASKED_STOPPED: Final = "Coach's messages are off for you (`/coach stop`), so the answer waits until you type `/coach start`."

QUESTION_TEXT: Final = "Somebody questions a number, and waits for an answer."
QUESTION_TITLE: Final = "A question about a number"
QUESTION_ASKS: Final = (
    "<@{asker}> of {team} asked on {day}. Managers are not told who asks; please keep it so."
)
QUESTION_METRIC: Final = "*{metric}* ({interval})\n*What is counted:* {definition}"
QUESTION_SAID: Final = "What is doubtful about it"
QUESTION_UNTIL: Final = (
    "Until one of the stewards answers, the page and the digest of {team} say that this number is being"
    " questioned. The answer goes to whoever asked, and to nobody else but the stewards."
)
QUESTION_ANSWERED: Final = "Answered on {day}. The question is deleted for good after {days} days."
ANSWER: Final = "Answer"
DELETED: Final = "This question was deleted: it is kept nowhere any more."

ANSWER_TEXT: Final = "Your question was answered."
ANSWER_TITLE: Final = "An answer to your question"
ANSWER_ABOUT: Final = "About *{metric}* ({interval}) of {team}."
ANSWER_ASKED: Final = "You asked"
ANSWER_SAID: Final = "A steward answers"
ANSWER_FOOTER: Final = (
    "The number is no longer marked as questioned. If doubts remain, ask again with `/coach question`, or"
    " talk to {stewards}. Question and answer are deleted for good after {days} days."
)

FORM_TITLE: Final = "Answer a question"
FORM_ANSWER: Final = "Your answer"
FORM_HINT: Final = "What the number counts, what was found, or what is mended by when. {least} to {most} characters."
FORM_SUBMIT: Final = "Send the answer"
FORM_SENT: Final = "*Your answer is on its way.* The question is closed, and the number is no longer marked as questioned."
STEWARDS_ONLY: Final = "Questions are answered by the stewards: {stewards}."
NOT_A_STEWARD: Final = "You are not a steward in coach.yml any more, so this was not sent."
GONE: Final = "This question was deleted, so there is nothing to answer any more."
ANSWERED_ALREADY: Final = (
    "Another steward has answered this question meanwhile. Their answer counts; yours was not sent."
)

LIST_TITLE: Final = "Questions that wait for an answer"
LIST_NOTHING: Final = "No question waits for an answer."
LIST_MORE: Final = "And {number} more, once some of these are answered."
