"""The sentences around what Coach holds about somebody."""

from typing import Final

TITLE: Final = "What I hold about you"
TEXT: Final = "What Coach holds about you."
NOTHING: Final = (
    "*I hold nothing about you* beyond what coach.yml says of your team. What you ask me with a command"
    " stands in a waiting list until it is answered, and is emptied then."
)
YOURSELF: Final = (
    "I tell people what I hold about themselves, and nobody what I hold about others. Type `/coach mine` and"
    " nothing more for what I hold about you."
)
ZONE: Final = "I take your day from {zone}."
STOPPED: Final = "You said stop."
ALSO: Final = (
    "What you ask me with a command stands in a waiting list until it is answered, and is emptied then."
    " coach.yml says which team you are in; whoever keeps that file sees it."
)
NOT_HELD: Final = (
    "*What I do not hold:* any number about you. Telemetry is added up for the whole team before anything"
    " is stored; the names by which tools know you stand in coach.yml, are used in memory while counting,"
    " and go no further. I do not count how late you were or how often you put something off, and tell"
    " nobody."
)
FOOTER: Final = (
    "Whoever runs Coach can read the database, and not what is encrypted without its key."
)
RECORDS: Final = "*Your records, and when each is deleted:*"
RECORD: Final = "With {other}: {stage}, deleted for good on {day}."
RECORD_OTHER_GONE: Final = "somebody who asked me to forget them"
MORE_RECORDS: Final = "{number} more stand in the export."
SEEN: Final = "*Who opened what that concerns you:*"
SEEN_MORE: Final = "The export has all of it."

EXPORT: Final = "Export"
CORRECT: Final = "Correct"
ERASE: Final = "Erase"
ERASE_SURE: Final = "Forget you?"
ERASE_WHAT: Final = (
    "What is yours alone goes at once: questions, reminders, pages, my messages to you. From records that you"
    " share, your words, your promises and who you are go; the other side keeps theirs. This cannot be undone."
)
ERASE_YES: Final = "Forget me"
ERASE_NO: Final = "Keep it"
ERASING: Final = (
    "I am forgetting you. What I stored is gone in a moment, and my messages to you vanish within"
    " minutes. You stay in coach.yml, so the team's numbers go on counting you, as always without your name;"
    " `/coach stop`, if you had said it, still holds. There will be no message when it is done:"
    " `/coach mine` shows you what is left."
)
EXPORTING: Final = (
    "I am putting everything together. In a moment two files are in your messages with me: one to read, and"
    " one as data."
)
EXPORT_TITLE: Final = "What Coach holds about you"
EXPORT_DATA: Final = "What Coach holds about you, as data"
NO_FILES: Final = (
    "I may not put files into this workspace, so there is no export yet. Ask whoever runs Coach to give"
    " the app `files:write`; what I hold is listed above meanwhile."
)
NOT_EXPORTED: Final = (
    "Slack did not take the files, so there is no export. Please try again; if it stays like this, give"
    " this reference to whoever runs Coach: {reference}"
)
CORRECT_TITLE: Final = "Something is not right?"
CORRECT_RECORDS: Final = (
    "*A record of a conversation:* open it with `/coach commitments` and choose *Suggest a change*. It counts once"
    " both of you agree."
)
CORRECT_QUESTIONS: Final = (
    "*A question that you asked:* `/coach question` lists it; withdraw it and ask anew."
)
CORRECT_ZONE: Final = (
    "*Your time zone* comes from your Slack profile. Change it there, then press the button below, and I"
    " ask Slack anew."
)
CORRECT_TEAM: Final = (
    "*Which team you are in, your country or your working days* stand in coach.yml. {stewards} can have them"
    " changed."
)
CORRECT_NUMBER: Final = "*A number of your team:* `/coach question`; a steward answers you."
ASK_SLACK: Final = "Ask Slack for my time zone"
ASKED_SLACK: Final = "Slack says: {zone}. I take your day from there."
