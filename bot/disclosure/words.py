"""What Coach says about disclosures, in its own words."""

from typing import Final

SAYS: Final = "tell an engineer what may be spoken of, long before"
OPENING: Final = "I am opening the form."
NOT_A_MANAGER: Final = "A disclosure begins with the manager of a team. `/coach disclose` alone shows what was disclosed to you."
ONE_ENGINEER: Final = "Name the one engineer whom you disclose it to, other than yourself: `/coach disclose @engineer`."
NOT_LISTED: Final = (
    "<@{engineer}> is listed in no team that you manage, so you can disclose nothing to them."
)
NOT_LISTED_ANY: Final = (
    "That engineer is not listed in this team any more, so you can disclose nothing of it to them."
)
WHICH_TEAM: Final = (
    "<@{engineer}> is in several teams of yours. Name the one whose number it is: {teams}."
)
NO_METRIC: Final = "The organisation's policy allows no number that could be disclosed."
GONE: Final = "This disclosure was withdrawn or deleted: it is kept nowhere any more."
NOT_YOURS: Final = "Only the two people of a disclosure can see it."
NOT_THE_ENGINEER: Final = "Only the engineer to whom it was disclosed can answer."
NOT_THE_MANAGER: Final = "Only the manager who disclosed it can withdraw it."
ANSWERED_ALREADY: Final = "You have answered this already, and your manager knows. Talk to each other if something has changed."
TOO_LATE_TO_WITHDRAW: Final = (
    "Its day has come, so it cannot be withdrawn any more. It stays as you both have it, and nothing of it"
    " changes in silence."
)
ALREADY: Final = (
    "You have disclosed this number already, for a day that is still ahead. Withdraw that one first, with"
    " `/coach disclose`, so that there are never two."
)

NEVER: Final = (
    "This is no evaluation by Coach, and Coach decides nothing. The number is the whole team's: Coach has"
    " none about one person."
)
TITLE: Final = "Disclose a number"
NEXT: Final = "Next"
SUBMIT: Final = "Send to both"
CLOSE: Final = "Cancel"
INTRO: Final = (
    "*For <@{engineer}>, of {team}.* If a number of the team may be spoken of in an evaluation, they know"
    " which one, the line and what you expect at least 30 days before, in exactly the words that you see."
)
METRIC: Final = "The team's number"
METRIC_HINT: Final = "Only numbers of the whole team. The use of AI is never one of them."
DEFINITION: Final = "*{metric}* ({interval})\n{definition}"
BESIDE: Final = "It never stands alone: {guards} is shown beside it."
THRESHOLD: Final = "The line"
THRESHOLD_HINT: Final = (
    "From where on you want to speak of it, for the team's number: “above 20 % for six weeks”."
)
EXPECTATION: Final = "What you expect"
EXPECTATION_HINT: Final = "In words that leave no guessing, about the work."
LIMITS: Final = "What the number cannot show"
LIMITS_HINT: Final = "Add what you know. It cannot be left empty."
EVIDENCE: Final = "What else you will look at"
EVIDENCE_HINT: Final = (
    "A line each. At least one has nothing to do with telemetry: a number is never the sole basis."
)
EFFECTIVE: Final = "From which day on"
EFFECTIVE_HINT: Final = "At least 30 days ahead. Weeks that began earlier never count."
KEEP: Final = "My wording"
KEEP_TEXT: Final = "Keep my words even where Coach suggests others"
KEEP_HINT: Final = "The engineer sees that you did."
ARTICLE_LIMITS: Final = "It does not show mentoring, emergency work, cross-team rescue work, or what work in legacy code takes."
SENT: Final = (
    "*Sent to both of you.* <@{engineer}> gets exactly the same text, in their own hours. Until its day you"
    " can withdraw it with `/coach disclose`."
)

CHOOSE_ONE: Final = "Choose one of the list."
CHOOSE_DAY: Final = "Choose a day."
EMPTY: Final = "Write at least one sentence here: what is not said cannot be expected."
EMPTY_LIMITS: Final = (
    "Every number has limits, and the engineer reads them beside it. Say what this one cannot show."
)
TOO_LONG: Final = "That is {length} characters; {most} fit. Say what matters most."
SOLE_BASIS: Final = (
    "All of this is telemetry, and a number is never the sole basis. Give a line of its own to something"
    " that people saw themselves, such as design documents or feedback from those who worked with them."
)
TOO_SOON: Final = "That is less than 30 days ahead. Choose {day} or a later day."
TOO_FAR: Final = "That is more than a year ahead. Choose {day} or an earlier day."
SUGGESTED: Final = (
    "“{words}”: {why}. {suggestion} To keep your words as they are, tick the box at the end; the engineer"
    " will see that you did."
)

TEXT: Final = "A disclosure is here for you to read."
TEXT_TITLE: Final = "A disclosure"
HEADING: Final = "Disclosed before an evaluation"
BETWEEN: Final = "<@{manager}> discloses this number of {team} to <@{engineer}>."
KEPT_WORDING: Final = (
    "<@{manager}> kept their own wording in a place where Coach had suggested another."
)
FROM: Final = (
    "*From {day}*, and not before 30 days have passed since this reached <@{engineer}>. Weeks that began"
    " earlier are never part of it."
)
BASIS: Final = "A number is never the sole basis. <@{manager}> can withdraw this until that day. It is deleted for good on {gone}."
ACKNOWLEDGE: Final = "Acknowledge"
ACKNOWLEDGE_MEANS: Final = "*Acknowledge* says that you have read it, not that you agree."
DISAGREE: Final = "I disagree because …"
WITHDRAW: Final = "Withdraw"
WITHDRAW_SURE: Final = "Withdraw it?"
WITHDRAW_WHAT: Final = (
    "Then it does not count, it is deleted for good, and the engineer is told so."
)
NO: Final = "Not now"
READ: Final = "Read all of it"
HAS_READ: Final = "<@{engineer}> has read it."
DISAGREES: Final = "<@{engineer}> disagrees."
BECAUSE: Final = "Because"
BECAUSE_TITLE: Final = "I disagree because …"
BECAUSE_HINT: Final = "<@{manager}> gets exactly these words, once. They stand beside the number wherever it is shown."
BECAUSE_SENT: Final = "*Your manager gets your words as you wrote them.* They stand in the disclosure from now on, for both of you."
ACKNOWLEDGED_NOW: Final = "Your manager is told that you have read it."
WITHDRAWN_NOW: Final = (
    "It is withdrawn and deleted for good. If it had reached them, the engineer is told so."
)
ANSWERED_TEXT: Final = "There is an answer to your disclosure."
ANSWERED: Final = "To what you disclosed of {metric} on {day}:"
WITHDRAWN_TEXT: Final = "A disclosure was withdrawn."
WITHDRAWN: Final = (
    "Your manager has withdrawn what they had disclosed to you of {metric}. It does not count, and it is"
    " deleted for good."
)

LIST_TEXT: Final = "What was disclosed before an evaluation"
LIST_NOTHING: Final = (
    "Nothing is disclosed to you, and you have disclosed nothing. No number of Coach's may be spoken of in an"
    " evaluation that was not disclosed at least 30 days before."
)
LIST_MINE: Final = "*You to <@{other}>:* {metric} of {team}, from {day}. {answer}"
LIST_THEIRS: Final = "*<@{other}> to you:* {metric} of {team}, from {day}. {answer}"
LIST_MORE: Final = "And {number} more, once some of these are deleted."
NO_ANSWER: Final = "Not answered yet."
