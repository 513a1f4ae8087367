"""Builds the Bolt app: its switches, and the one place where errors end."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot import log
from bot.errors import CoachError, UserError
from bot.slack import inputs
from bot.slack.client import Views, respond
from bot.slack.reference import new_reference
from bot.slack.text import escape
from bot.slack.work import Workers

__all__ = ["App", "build"]
_log = log.get("slack")


def build(client: WebClient, workers: Workers) -> App:
    """Return an app that answers only when a listener is done, and never shows a stack trace.

    The signature is verified by the guard, on the raw bytes, before Bolt sees anything; Socket
    Mode has none. Bolt asks Slack about the token here, and in no request: the first command would
    wait for it. Try the token before (`client.installed`): what Bolt says when it is refused is not
    what Coach would say.
    """
    app = App(
        client=client,
        name="coach",  # or else Bolt searches all that is imported for its caller
        process_before_response=True,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
        token_verification_enabled=True,  # Bolt keeps the answer for the requests
        logger=_quiet(),
    )

    views = Views(client)

    def on_error(error: Exception, body: Mapping[str, Any]) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            # An event or button that nobody here listens to: taken, so that Slack does not repeat it.
            return BoltResponse(status=200)
        text = _told(error)
        if body.get("type") == "event_callback":
            # Nobody waits for an answer, and nothing was written down: let Slack send it again.
            return BoltResponse(status=500)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        if url := body.get("response_url"):
            workers.submit("tell_problem", lambda: respond(url, {"text": text}))
        elif (body.get("view") or {}).get("type") == "home":
            # A Home tab has no such address; a window is the one place that is left.
            workers.submit("show_problem", lambda: _show(views, body["trigger_id"], text))
        return BoltResponse(status=200, body=_beside_a_field(body, text))

    app.error(on_error)
    return app


def _show(views: Views, trigger: str, text: str) -> None:
    views.open(trigger, inputs.notice(text))


def _beside_a_field(body: Mapping[str, Any], text: str) -> dict[str, Any] | str:
    """Return what keeps a form open: answered with nothing, Slack closes it, and the words are gone."""
    if body.get("type") != "view_submission":
        return ""
    fields = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
    return {"response_action": "errors", "errors": {fields[0]: text}} if fields else ""


def _told(error: Exception) -> str:
    """Log the error, and return what the person is told."""
    if isinstance(error, UserError):
        _log.info("told_person", kind=type(error).__name__)
        return escape(str(error))
    reference = new_reference()
    if isinstance(error, CoachError):
        _log.warning("listener_stopped", reference=reference, reason=str(error))
    else:
        _log.error("listener_crashed", reference=reference, exc_info=error)
    return (
        "Something went wrong on my side, and nothing was lost or shown to anybody. "
        f"Please try again in a moment. If it stays, give this reference to whoever runs Coach: {reference}"
    )


def _quiet() -> logging.Logger:
    """Bolt logs bodies at INFO when it is unhappy; people's words have no place in a log."""
    logger = logging.getLogger("coach.bolt")
    logger.setLevel(logging.ERROR)
    return logger
