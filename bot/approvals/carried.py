"""What the buttons and the form of this capability carry: a request's id, asked anew whenever used."""

from enum import StrEnum


class Action(StrEnum):
    """The buttons of this capability."""

    APPROVE = "approvals.approve"
    NOT_YET = "approvals.not_yet"


class View(StrEnum):
    """The modals of this capability."""

    NOT_YET = "approvals.form"
