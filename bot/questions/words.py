"""What Coach says about questions, in its own words."""

from typing import Final

from bot.questions.pause import Why
from bot.questions.question import Choice, Closed

OPENING: Final = "I am opening the form."
WHICH: Final = "Which team's number do you want to question?"
WHICH_FIRST: Final = (
    "Which team's number do you want to question? Nothing was sent yet: choose, and write your question"
    " into the form."
)
WHICH_HINT: Final = "Choose a team"
NO_TEAM: Final = (
    "You are not listed in any team, so there is no number of yours to question. If you should be, ask"
    " {stewards} to add you to coach.yml."
)
NOT_YOURS: Final = (
    "The numbers of {team} are questioned by its own people: its members and its managers. If something"
    " looks wrong to you, tell one of them or {stewards}."
)
NONE_ALLOWED: Final = (
    "Your organisation's policy allows none of the numbers that {team} would look at, so there is none to"
    " question. `/coach policy` says which are allowed."
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
INTRO_OPEN: Final = (
    "While a question is open, the page and the digest of {team} say that the number is being"
    " questioned. If it is open for five working days, or three are open at once, the number is shown"
    " nowhere until each question about it is answered or withdrawn."
)
MINE: Final = "*Your open questions about {team}:*"
MINE_LINE: Final = "• {metric}, asked on {day}"
WITHDRAW: Final = "Withdraw my question"
WITHDRAW_ONE: Final = "Withdraw one"
WITHDRAW_SURE: Final = "Withdraw it?"
WITHDRAW_WHAT: Final = (
    "The stewards see that it was withdrawn, and answer it no more. You can ask again at any time."
)
WITHDRAW_NO: Final = "Not now"
WITHDRAWN: Final = (
    "*Your question is withdrawn.* The stewards see that there is nothing to answer any more. It is"
    " deleted for good on {deleted}."
)
NOT_OPEN: Final = "This question is not open any more, so there is nothing to withdraw."
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
ASKED_OF: Final = (
    "*Your question about {metric} of {team} is with the stewards.* Their answer comes to you here in"
    " Slack, in your messages with Coach. Until then the page and the digest say that this number is"
    " being questioned. The stewards see that you ask, so that they can answer. Managers are not told"
    " who it was; in a small team they may guess."
)
NO_QUESTION: Final = (
    "I found a quotation mark, but no question between two of them, so nothing was sent. Write it like"
    ' this: `/coach question rework after merge "It counts the follow-ups that we plan."` Longer'
    " questions fit into the form: `/coach question`."
)
NO_NUMBER: Final = (
    "Which number do you mean? Name it before your question, like this: `/coach question rework after"
    ' merge "It counts the follow-ups that we plan."` Yours are: {metrics}.'
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
    " questioned; after five working days it is shown nowhere until it is answered. The answer goes to"
    " whoever asked, and to nobody else but the stewards."
)
QUESTION_CLOSED: Final = {
    Closed.EXPLAINED: "Explained on {day}. The question is deleted for good on {deleted}.",
    Closed.CORRECTED: "Corrected on {day}. The question is deleted for good on {deleted}.",
    Closed.WITHDRAWN: (
        "Withdrawn on {day} by whoever asked, so there is nothing to answer. The question is deleted"
        " for good on {deleted}."
    ),
}
QUESTION_PAUSED: Final = (
    "This number of {team} is paused, so it is shown nowhere. The question stays open until somebody"
    " explains or corrects the number."
)
ANSWER: Final = "Answer"
DELETED: Final = "This question was deleted: it is kept nowhere any more."

ANSWER_TEXT: Final = "Your question was answered."
ANSWER_TITLE: Final = "An answer to your question"
ANSWER_ABOUT: Final = "About *{metric}* ({interval}) of {team}."
ANSWER_ASKED: Final = "You asked"
ANSWER_SAID: Final = "A steward answers"
ANSWER_CLOSED: Final = {
    Closed.EXPLAINED: "*Explained:* the number is right as it is, and here is why.",
    Closed.CORRECTED: (
        "*Corrected:* something was wrong with the number, and it is mended. Its weeks are collected"
        " anew."
    ),
    Closed.WITHDRAWN: "You withdrew this question.",
}
ANSWER_PAUSED: Final = (
    "*Paused:* until it is explained or corrected, the number is shown nowhere, to nobody."
)
INTERIM_TITLE: Final = "A first answer to your question"
INTERIM_FOOTER: Final = "Your question stays open, and you get another message once the number is explained or corrected."
INTERIM_CLOSED: Final = "Since then your question was closed; nothing more comes of this message."
INTERIM_SAID: Final = "A steward paused the number, and writes"
IN_TIME: Final = "its day"
ANSWER_FOOTER: Final = (
    "Your question is closed. If doubts remain, ask again with `/coach question`, or talk to {stewards}."
    " Question and answer are deleted for good on {deleted}."
)

PAUSING_TEXT: Final = "About a number that is being questioned."
PAUSING_SOON: Final = (
    "*One working day is left before this number pauses by itself:* {metric} of {team}. From {day} on it"
    " is shown nowhere, until each question about it is explained, corrected or withdrawn."
)
PAUSING_DAYS: Final = (
    "*This number has paused by itself:* {metric} of {team}. A question about it has been open for five"
    " working days. It is shown nowhere, until each question about it is explained, corrected or"
    " withdrawn."
)
PAUSING_MANY: Final = (
    "*This number has paused by itself:* {metric} of {team}. Three questions about it are open. It is"
    " shown nowhere, until each of them is explained, corrected or withdrawn."
)
PAUSING_WHERE: Final = "Questions about it that wait: {number}. `/coach questions` lists them."

FORM_TITLE: Final = "Answer a question"
FORM_CHOICE: Final = "What comes of it"
FORM_CHOICES: Final = {
    Choice.EXPLAINED: "Explained: the number is right, and here is why",
    Choice.CORRECTED: "Corrected: something was wrong, and it is mended",
    Choice.PAUSED: "Pause this number until it is explained or corrected",
}
FORM_CHOICE_HINT: Final = "A corrected number is collected anew. A paused one is shown nowhere, and its questions stay open."
FORM_ANSWER: Final = "Your answer"
FORM_HINT: Final = "What the number counts, what was found, or what is mended by when. {least} to {most} characters."
FORM_SUBMIT: Final = "Send the answer"
FORM_SENT: Final = {
    Choice.EXPLAINED: "*Your answer is on its way.* The question is closed as explained.",
    Choice.CORRECTED: (
        "*Your answer is on its way.* The question is closed as corrected, and the team's weeks are being"
        " collected anew. `/coach questions` shows how the number read before, and how it reads after."
    ),
    Choice.PAUSED: (
        "*Your answer is on its way.* The number is shown nowhere from now on. The question stays open;"
        " answer it again once the number is explained or corrected."
    ),
}
STEWARDS_ONLY: Final = "Questions are answered by the stewards: {stewards}."
NOT_A_STEWARD: Final = "You are not a steward in coach.yml any more, so this was not sent."
GONE: Final = "This question was deleted, so there is nothing to answer any more."
WITHDRAWN_ALREADY: Final = (
    "Whoever asked has withdrawn this question meanwhile, so there is nothing to answer any more."
)
PAUSED_ALREADY: Final = (
    "This number is paused already. Choose one of the other two once you know more."
)
ANSWERED_ALREADY: Final = (
    "Another steward has answered this question meanwhile. Their answer counts; yours was not sent."
)

LIST_TITLE: Final = "Questions that wait for an answer"
LIST_NOTHING: Final = "No question waits for an answer."
LIST_MORE: Final = "And {number} more, once some of these are answered."

PAUSED_TITLE: Final = "*Numbers that are paused, and so shown nowhere*"
PAUSED_LINE: Final = "• {metric}, {team}: {why}"
PAUSED_WHY: Final = {
    Why.OUTRIGHT: "a steward paused it for the team. It is shown again once one brings it back.",
    Why.STEWARD: "a steward paused it. It is shown again once each question about it is closed.",
    Why.MANY: "three questions about it were open. It is shown again once each of them is closed.",
    Why.DAYS: (
        "a question about it was open for five working days. It is shown again once each question"
        " about it is closed."
    ),
}
PAUSED_ALONE: Final = "a steward paused it, and no question about it is open any more."
PAUSED_MORE: Final = "And {number} more paused numbers."
LIFT: Final = "Show it again"
BRING_BACK: Final = "Bring it back"
LIFT_TITLE: Final = "Show a number again"
LIFT_ABOUT: Final = (
    "*{metric}* of {team}. Nobody waits for an answer about it any more, so it is enough to say what came"
    " of it."
)
LIFT_SUBMIT: Final = "Show it again"
LIFTED: Final = {
    Choice.EXPLAINED: "*The number is shown again,* as explained.",
    Choice.CORRECTED: (
        "*The number is shown again,* as corrected, and the team's weeks are being collected anew."
        " `/coach questions` shows how the number read before, and how it reads after."
    ),
}
LIFT_OPEN: Final = "Somebody has questioned this number meanwhile. Answer the question, and the number is shown again."
LIFT_GONE: Final = "This number is not paused any more, so there is nothing to do."
LIFT_OUTRIGHT: Final = (
    "A steward has paused this number for the team meanwhile. `/coach questions` has the button that"
    " brings it back."
)
OUTRIGHT_ONLY: Final = (
    "A number is paused and brought back by the stewards. For this one, ask {stewards}."
)
OUTRIGHT_GONE: Final = (
    "This team or this number is not in Coach any more, so there is nothing to pause or bring back."
)
OUTRIGHT_PAUSED: Final = (
    "*{metric}* of {team} is paused. It is shown nowhere from now on, to nobody, until a steward brings it"
    " back. I say so in {channel}, without a name."
)
OUTRIGHT_ALREADY: Final = "*{metric}* of {team} is paused already, so there is nothing to do."
OUTRIGHT_BACK: Final = (
    "*{metric}* of {team} is shown again, unless a question about it pauses it. I say so in {channel},"
    " without a name."
)
OUTRIGHT_BACK_ALREADY: Final = (
    "*{metric}* of {team} is not paused any more, so there is nothing to do."
)
CHANNEL_PAUSED: Final = (
    "*{metric}* is paused for {team}: a steward asked for it, and from now on it is shown nowhere, to"
    " nobody, until a steward brings it back."
)
CHANNEL_BACK: Final = (
    "*{metric}* is shown again for {team}: a steward has brought it back. `/coach question` is there for"
    " whoever doubts it."
)
UNSAID_TEXT: Final = "About a message that could not be posted."
UNSAID: Final = (
    "I could not post in {channel} what {team} should read there: {what}. Please look whether I am in that"
    " channel, whether it is archived, and whether coach.yml names the right one. `/coach effects {id}`"
    " shows you the same, and everybody of the team."
)
UNSAID_WHAT: Final = {
    "paused": "that a number is paused",
    "back": "that a number is shown again",
    "report": "the report about unintended effects",
}
CHOOSE: Final = "Choose what comes of it."
CORRECTIONS: Final = "*The last corrections*"
CORRECTION: Final = "• {metric}, {team}: {before} before, {after} after, corrected {day}"
CORRECTING: Final = "• {metric}, {team}: {before} before, being collected anew, corrected {day}"
