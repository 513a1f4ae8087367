"""What the local Slack raises: an `ok: false` for the app, and a plain error for whoever drives it."""

from typing import Any

from bot.errors import OperatorError


class RefusedError(Exception):
    """Slack answers a call with `ok: false`; this never leaves the stand-in.

    Attributes:
        error: Slack's name for it, such as "channel_not_found".
        messages: one line a problem; for blocks and views each ends in a JSON pointer.
        details: further keys of the answer, such as `needed` and `provided`.
    """

    def __init__(self, error: str, *messages: str, **details: str) -> None:
        super().__init__(": ".join((error, *messages)))
        self.error = error
        self.messages = messages
        self.details = details

    def body(self) -> dict[str, Any]:
        """Return the answer as Slack words it."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.details}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {line}" for line in self.messages]}
        return body


class LimitedError(RefusedError):
    """Slack answers with HTTP 429, and says how long to wait.

    Attributes:
        retry_after: whole seconds, at least one.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class LocalSlackError(OperatorError):
    """The local Slack was asked for something that cannot happen in Slack."""
