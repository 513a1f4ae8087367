"""The sentences around what Coach holds about somebody."""

from typing import Final

TITLE: Final = "What I hold about you"
TEXT: Final = "What Coach holds about you."
NOTHING: Final = (
    "*I hold nothing about you* beyond what coach.yml says of your team. What you ask me with a command"
    " stands in a waiting list until it is answered, and is emptied then."
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
