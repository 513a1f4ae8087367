"""What Coach says about metrics that are new to a team, in its own words."""

from typing import Final

ASKED_TEXT: Final = "A team would like to look at a number that is new to it."
ASKED_TITLE: Final = (
    "*{team} would like to look at what is new to it:* {metrics}. Until a steward approves it, it is"
    " shown nowhere."
)
ASKED_DECISION: Final = "*What the team wants to improve:* {improve}"
ASKED_METRIC: Final = "*{label}* ({interval})\n{purpose}\n*The risk if it is misread:* {risk}"
ASKED_GUARDRAIL: Final = "*What must not suffer meanwhile:* {guardrail}"
ASKED_RETRO: Final = (
    "*One question before you answer:* would you put it on the retro board, in front of the whole team, in"
    " these words? If not, tell the team what is missing."
)
ASKED_FOOTER: Final = (
    "One answer is enough; the first one counts. What is approved once stays approved for this team."
    " Whoever wrote it down is told your answer."
)
APPROVE: Final = "Approve"
NOT_YET: Final = "Not yet, because …"
IS_APPROVED: Final = "*Approved for {team}:* {metrics}. It is shown with the team's other numbers."
IS_NOT_YET: Final = "*Not yet for {team}:* {metrics}. It is shown nowhere."
IS_OVER: Final = (
    "*Nothing to answer any more:* {team} has changed or ended what it wants to improve. If it still"
    " needs your approval, another message asks for it."
)
REASON: Final = "A steward writes to the team"

FORM_TITLE: Final = "Not yet"
FORM_REASON: Final = "Because …"
FORM_HINT: Final = (
    "What would have to be clear first? Everybody of the team can read it where they decide. {least} to"
    " {most} characters."
)
FORM_SUBMIT: Final = "Send the answer"
CLOSE: Final = "Cancel"
TOO_SHORT: Final = "Say it in a few more words, so that the team knows what to do next."
TOO_LONG: Final = "That is {length} characters; {most} fit. Say the one thing that is missing."

STEWARDS_ONLY: Final = "Metrics are approved by the stewards: {stewards}."
ANSWERED_ALREADY: Final = (
    "Another steward has answered meanwhile, or the team has changed what it wants. That counts; yours"
    " was not sent."
)
APPROVED_NOW: Final = (
    "*Approved.* The team sees it from now on, with its other numbers. Whoever asked is told."
)
SENT: Final = "*Your answer is on its way.* The number stays hidden, and the team can read why."

YES_TEXT: Final = "A steward has approved what your team asked for."
YES: Final = (
    "*Approved:* {metrics} for {team}. It stands with the team's other numbers from now on, the same for"
    " everybody of the team."
)
NO_TEXT: Final = "A steward has answered what your team asked for."
NO: Final = (
    "*Not yet:* {metrics} for {team}. It stays hidden for now. Talk about it in the team; once what is"
    " asked is clear, save what you want to improve again with `/coach decide`, and the stewards are asked"
    " anew."
)
