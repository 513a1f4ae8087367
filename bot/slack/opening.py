"""Opens windows inside the three seconds that Slack gives; what goes wrong is told in private."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot import log
from bot.errors import CoachError, UserError
from bot.slack import check, inputs
from bot.slack.client import Views, respond
from bot.slack.inputs import View
from bot.slack.problems import TriggerExpired
from bot.slack.reference import new_reference
from bot.slack.work import Workers

TOO_LATE: Final = (
    "Slack closed the window before it could open. Please press once more; nothing was lost."
)
NO_FORM: Final = (
    "Slack did not open the window. Nothing was lost; please try again in a moment. If it stays like this,"
    " give this reference to whoever runs Coach: {reference}"
)
_log = log.get("opening")


def opening(what: Callable[[], None], url: str) -> None:
    """Open a window; what goes wrong is told to the person in private.

    Args:
        what: opens it.
        url: where private answers go; "" where there is no such place.
    """
    try:
        what()
    except UserError as error:
        say(url, str(error))
    except TriggerExpired:
        say(url, TOO_LATE)
    except CoachError as error:
        reference = new_reference()
        _log.warning("window_not_opened", reason=str(error), reference=reference)
        say(url, NO_FORM.format(reference=reference))


def say(url: str, text: str) -> None:
    """Say something in private, where there is a place for it."""
    if url:
        respond(url, {"text": text})


@dataclass(frozen=True, slots=True)
class Windows:
    """Opens windows on a pool of their own.

    Attributes:
        views: Slack's.
        urgent: the pool for what Slack gives three seconds.
    """

    views: Views
    urgent: Workers

    def open(self, make: Callable[[], View], trigger: str, url: str) -> None:
        """Open the window that `make` returns.

        Args:
            make: returns the window; raises UserError where there is none for this person, who is
                told why: in private, or in a window where there is no other place.
            trigger: Slack's right to open a window; good for three seconds.
            url: where private answers go; "" for a press in a Home tab or a window.
        """

        def what() -> None:
            self.views.open(trigger, make() if url else _made(make))

        self.urgent.submit("open_form", lambda: opening(what, url))

    def renew(self, make: Callable[[], View], view: str) -> None:
        """Put the window that `make` returns into the place of one that is open, by its id."""
        self.urgent.submit("renew_form", lambda: self.views.update(view, _made(make)))


def _made(make: Callable[[], View]) -> View:
    try:
        return make()
    except UserError as error:
        return inputs.notice(str(error))


def errors(problems: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer to a submission that keeps the form open, with what is wrong by field."""
    return {"response_action": "errors", "errors": dict(problems)}


def instead(view: View) -> dict[str, Any]:
    """Return the answer to a submission that puts another window into the form's place.

    Raises:
        PayloadError: the window breaks Slack's rules.
    """
    check.modal(view)
    return {"response_action": "update", "view": view}
