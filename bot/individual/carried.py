"""What the buttons of this capability carry: the request's id, looked up anew whenever one is pressed."""

from enum import StrEnum


class Action(StrEnum):
    """The buttons of this capability."""

    SHARE = "individual.share"
    WITHOUT = "individual.without"
    NOT_NOW = "individual.not_now"
    TAKE_BACK = "individual.take_back"
