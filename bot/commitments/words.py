"""What Coach says about records, in its own words."""

from typing import Final

RECORD_TEXT: Final = "A record of your conversation is here for you to look at."
RECORD_MINE_TEXT: Final = "Your record was written down."
RECORD_AGREED_TEXT: Final = "You both agreed on a record."
RECORD_CLOSED_TEXT: Final = "A record was closed."
TITLE: Final = "What you two agreed to try"
TITLE_PROPOSED: Final = "What you two might try"
BETWEEN: Final = "Between <@{manager}> (manager) and <@{engineer}> (engineer)."
ASKED: Final = (
    "<@{author}> wrote this down after your conversation. It counts only once you agree, and you can"
    " change any of it. Until then nobody is reminded of anything."
)
ASKED_ABOUT_CHANGE: Final = (
    "<@{author}> suggests a change to this record. It counts only once you agree, and you can change"
    " any of it. Until then nobody is reminded of anything."
)
ASKED_TO_CHANGE: Final = (
    "<@{author}> suggests a change to what you two agreed. It counts only once you agree, and you can"
    " change any of it. Until then reminders pause."
)
WAITING: Final = "This waits for <@{other}> to look at it. It counts once both of you agree."
AGREED: Final = (
    "You both agreed on {day}. You are each reminded of your own promise twice at most, on a working"
    " day. Both of you see this same record."
)
STANDS: Final = (
    "What you two had agreed before stands; the change that was suggested since is not part of it."
)
CLOSED: Final = "This record is closed: {conclusion}. It is deleted for good on {day}."
CLOSED_LEFT: Final = "This record is closed. It is deleted for good on {day}."
FORGOTTEN: Final = (
    "The other side asked me to forget them, so this record is closed. What they wrote and promised is"
    " gone, and who they were; what is yours stands below. It is deleted for good on {day}."
)
DELETED: Final = "This record was deleted: it is kept nowhere any more."
NEWER: Final = "There is a newer message about this record further down."
KEPT_WORDING: Final = (
    "<@{author}> kept their own wording in a place where Coach had suggested another."
)
CHANGED: Final = "Version {number}, by <@{author}> on {day}. Changed: {fields}."
FIRST: Final = "Version 1, by <@{author}> on {day}."
BEFORE: Final = "Before: {field}"
BEFORE_MORE: Final = "More has changed than there is room for here; “All versions” shows it."
FIELDS: Final = {
    "pattern": "What was noticed about the team's work",
    "hypothesis": "The shared guess",
    "engineer_will": "The engineer will",
    "manager_will": "The manager will",
    "not_helping": "What would show that it does not help",
}
CHOICES: Final = {
    "experiment": "the experiment",
    "metric": "the team's number",
    "check_in": "the check-in",
}
EXPERIMENT: Final = (
    "*Experiment:* {experiment}\n*Look again on:* {day}\n*The team's number to look at:* {metric}"
)
PROMISE_SETTLED: Final = "{who}: {state} on {day}."

AGREE: Final = "Agree"
SUGGEST: Final = "Suggest a change"
DECLINE: Final = "Rather not"
DECLINE_SURE: Final = "Rather not?"
DECLINE_WHAT: Final = (
    "The record is deleted for good. No reason is asked, and none is kept. You can always talk about"
    " it again."
)
DECLINE_CHANGE_WHAT: Final = (
    "What you both had agreed before stands. No reason is asked, and none is kept."
)
HISTORY: Final = "All versions"
GOOGLE: Final = "Google Calendar"
OUTLOOK: Final = "Outlook"
ICS: Final = "Calendar file"

DECLINED_TEXT: Final = "There is an answer to your record."
DECLINED: Final = (
    "<@{by}> would rather not keep the record of your conversation. It was deleted; no reason was"
    " asked, and none is kept. You can always talk about it again."
)
LEFT_TEXT: Final = "Reminders about a record have stopped."
LEFT: Final = (
    "The Slack account of <@{who}> is no longer active. The reminders about what you two agreed have"
    " stopped, and the record is deleted for good on {day}."
)

NUDGE_TEXT: Final = "A reminder that you agreed to is here."
NUDGE_ONE: Final = "You said you would:"
NUDGE_OPENING: Final = "A quiet reminder of what you said you would do. Nobody else sees this."
NUDGE_WITH: Final = "From your conversation with <@{other}>. The day to look again together: {day}."
NUDGE_LAST: Final = (
    "This was the second and last reminder. What is still open when you two talk next is listed then,"
    " on both sides alike, without further words."
)
NUDGE_CHOSEN: Final = "You will be reminded on {day}."
NUDGE_CHANGING: Final = (
    "A new version of this record waits for an answer; reminders pause until then."
)
NUDGE_STOP: Final = "`/coach stop` ends all reminders, `/coach commitments` lists what is open."
DONE: Final = "Done"
SNOOZE: Final = "Remind me …"
SNOOZE_TOMORROW: Final = "Next working day"
SNOOZE_MONDAY: Final = "Next week"
SNOOZE_DAY: Final = "Pick a day"
CHANGE: Final = "Change"
DROP: Final = "Drop"
DROP_SURE: Final = "Drop this promise?"
DROP_WHAT: Final = (
    "Then it is no longer open, and you are not reminded of it. Plans change: the record shows both of"
    " you that it was dropped, and no more."
)
HELP: Final = "I need help"
NO: Final = "Not now"

OUTCOME_TEXT: Final = "It is time to look again at what you agreed to try."
OUTCOME_TITLE: Final = "Looking again: {experiment}"
OUTCOME_OPENING: Final = (
    "<@{manager}> and <@{engineer}>, you wanted to look again at what you tried."
    " Both of you get this same message."
)
OUTCOME_SECOND: Final = "This is the second look, now that there are enough weeks after it began."
OUTCOME_GUARD: Final = "*Its guardrail:* {line}"
OUTCOME_LIMITS: Final = "*What this cannot show:* {limits}"
OUTCOME_AGAIN: Final = "There will be one more look on {day}, once enough weeks have passed."
OUTCOME_ASK: Final = "What do you two make of it?"
OUTCOME_NOT_HELPING: Final = "You said it would not be helping if"
KEEP: Final = "Keep it"
ADJUST: Final = "Adjust it"
ANOTHER: Final = "Try another"
CONCLUDED: Final = {
    "kept": "you keep what you tried",
    "adjusted": "you adjust it",
    "another": "you try another",
}
NEXT_AT: Final = "Next reminder on {day}."

LIST_TITLE: Final = "What is open between you and others"
LIST_NOTHING: Final = (
    "Nothing is open. Once you and somebody have agreed on something after a conversation, it stands"
    " here."
)
LIST_MINE: Final = "*What you will do*"
LIST_THEIRS: Final = "*What was promised to you*"
LIST_ASKED: Final = "*Waiting for your answer*"
LIST_WAITING: Final = "*Waiting for the other side*"
LIST_LOOKING: Final = "*To look at again together*"
LIST_CHECK_INS: Final = "*Check-ins that are coming*"
LIST_LOOK: Final = "With <@{other}>: {experiment}. The day to look again together: {day}."
LIST_WHOLE: Final = "Read all of it"
LIST_STOPPED: Final = (
    "Coach's messages are off for you (`/coach stop`). What would have come is marked below;"
    " `/coach start` brings them back."
)
LIST_SHARED: Final = "*Shared with you by the engineer*"
LIST_SHARED_FROM: Final = (
    "From the conversation of <@{manager}> and <@{engineer}>. Their day to look again: {day}."
)
LIST_MORE: Final = "And {number} more, once some of these are settled."
LIST_HELD: Final = "A reminder of this would have come."
LIST_SHARING: Final = "*Who else sees it*"
SHARE: Final = "Let them see it"
SHARE_WHAT: Final = "What you agreed with <@{manager}>: "
SHARED: Final = "<@{who}>, who manages you now, can see it because you said so."
NOT_SHARED: Final = "<@{who}>, who manages you now, cannot see it. That is up to you."
CARRIED: Final = "*Still open from before*"
CARRIED_NOTE: Final = "agreed on {agreed}; the day to look again: {day}"

FORM_TITLE: Final = "Record commitments"
FORM_SUGGEST: Final = "Suggest a change"
FORM_SUBMIT: Final = "Send to both"
FORM_CLOSE: Final = "Cancel"
FORM_INTRO: Final = (
    "Both of you get exactly this record, and it counts only once both agree."
    " Write about the work, not about a person's worth."
)
FORM_PURPOSE: Final = "*What was the conversation for?* Only coaching is written down here."
FORM_PURPOSES: Final = {"coaching": "Coaching", "formal": "It was formal"}
FORM_ENGINEER: Final = "The engineer you talked with"
FORM_HINTS: Final = {
    "pattern": "The team's pattern you talked about, without judgement.",
    "hypothesis": "What you both suspect is behind it.",
    "engineer_will": "One concrete thing.",
    "manager_will": "One concrete thing: a commitment has two sides.",
    "not_helping": "What you would both see if this was the wrong idea.",
}
FORM_EXPERIMENT: Final = "The experiment"
FORM_CHECK_IN: Final = "Look again on"
FORM_METRIC: Final = "The team's number to look at afterwards"
FORM_KEEP: Final = "My wording"
FORM_KEEP_TEXT: Final = "Keep my words even where Coach suggests others"
FORM_KEEP_HINT: Final = "The other side sees that you did."
FORM_NOBODY: Final = (
    "Choose somebody who is listed in a team of yours and whose Slack account is active: not"
    " yourself, and no bot or guest."
)
FORM_NO_TEAM: Final = (
    "The team of this record is no longer in coach.yml, so the record cannot be changed. It stands as"
    " it is."
)
NOT_A_MANAGER: Final = (
    "Recording what you agreed begins with the manager of a team. Once a record is there, you can"
    " suggest any change to it."
)
NO_FILE: Final = (
    "Slack did not take the calendar file. The two buttons beside it put the same appointment into a"
    " calendar. If it stays like this, give this reference to whoever runs Coach: {reference}"
)
OPENING: Final = "I am opening the form."
