"""What the buttons and windows of this capability carry: ids only, asked anew whenever used."""

from enum import StrEnum


class Action(StrEnum):
    """The buttons and menus of this capability. The first two carry a team's id."""

    ADD = "context.add"
    TEAM = "context.team"
    TAKE_BACK = "context.take_back"


class View(StrEnum):
    """The modals of this capability. Their unseen part is a team's id."""

    FORM = "context.form"
