"""Errors, grouped by what the one who catches them should do.

The docstring of a class is its message when it is raised without one.
"""


class CoachError(Exception):
    """Something went wrong in Coach."""

    code = ""
    """The other side's own word for it, where there is one, such as Slack's `is_archived`."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])


class UserError(CoachError):
    """That did not work as asked; please try it another way."""

    # Show the message to the person, in private, and carry on.


class TransientError(CoachError):
    """Something Coach depends on did not answer; it will be tried again later."""

    # Nothing was recorded; trying again later is safe.


class SkippedError(CoachError):
    """One part was left out; the rest went on."""

    # Leave this part out, and say so.


class OperatorError(CoachError):
    """Coach is set up in a way that cannot work; whoever runs it must mend that."""

    # Stop, and tell whoever runs the bot.
