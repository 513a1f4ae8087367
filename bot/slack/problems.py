"""What went wrong with Slack, by what to do about it."""

import http.client
import json
import math
import re
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.errors import CoachError, OperatorError, SkippedError, TransientError


class SlackBusy(TransientError):
    """Slack asked Coach to wait before it sends more."""

    def __init__(self, message: str | None = None, *, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that Slack asked for."""


class ReplyLost(TransientError):
    """Slack's reply was lost, so it is not known whether the message was stored."""


class PersonGone(SkippedError):
    """That person's Slack account is no longer active."""


class NotThere(SkippedError):
    """Coach is not in that conversation, or it is gone."""


class ChartsRefused(SkippedError):
    """This workspace does not take the message as it is built."""


class TriggerExpired(SkippedError):
    """That took too long for Slack to open a form; doing it once more helps."""


class ViewGone(SkippedError):
    """That form was closed in the meantime."""


class Outdated(SkippedError):
    """Slack shows something newer there, so this was not shown."""


class AppRefused(OperatorError):
    """Slack refuses Coach itself: the app was removed, or its token was revoked or has expired."""


class ScopeMissing(OperatorError):
    """The app lacks a scope; install it again from manifest.yml."""


class PolicyRefused(OperatorError):
    """The workspace's settings keep Coach from sending this."""


_BY_CODE: dict[str, type[CoachError]] = {
    **dict.fromkeys(("user_disabled", "user_not_found", "user_not_visible"), PersonGone),
    **dict.fromkeys(
        (
            "not_in_channel",
            "channel_not_found",
            "invalid_channel",
            "is_archived",
            "is_inactive",
            "message_not_found",
            "file_not_found",
            "file_deleted",
        ),
        NotThere,
    ),
    **dict.fromkeys(("invalid_blocks", "invalid_blocks_format"), ChartsRefused),
    **dict.fromkeys(
        ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"), TriggerExpired
    ),
    "not_found": ViewGone,
    "hash_conflict": Outdated,
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        AppRefused,
    ),
    **dict.fromkeys(("missing_scope", "no_permission", "not_allowed_token_type"), ScopeMissing),
    **dict.fromkeys(
        (
            "messages_tab_disabled",
            "posting_to_channel_denied",
            "file_uploads_disabled",
            "file_upload_size_restricted",
            "storage_limit_reached",
        ),
        PolicyRefused,
    ),
    **dict.fromkeys(
        ("internal_error", "fatal_error", "service_unavailable", "request_timeout"), ReplyLost
    ),
}
_POLICY = "restricted_action"
"""How the codes of all refusals by policy begin."""
_CODE = re.compile(r"[a-z][a-z0-9_]*")
"""What Slack's own codes look like; the SDK puts a body that is no JSON in the same place."""
_SHORTEST_WAIT = 1.0


def explain(error: Exception) -> CoachError:
    """Turn what the SDK raised into the error that says what to do.

    A reply that never came, or one that cannot be read, or a server error, may follow a stored
    message: that is `ReplyLost`, never "failed".

    Raises:
        Exception: the error itself, where it is a mistake of our own.
    """
    if isinstance(error, SlackApiError):
        return _answered(error)
    unreadable = json.JSONDecodeError | UnicodeDecodeError
    if isinstance(error, unreadable | http.client.HTTPException | OSError):
        refused = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
        return TransientError("Slack could not be reached.") if refused else ReplyLost()
    raise error


def _answered(error: SlackApiError) -> CoachError:
    code = str(error.response.get("error", ""))
    status = getattr(error.response, "status_code", 200)
    if code in {"ratelimited", "rate_limited"} or status == http.HTTPStatus.TOO_MANY_REQUESTS:
        return SlackBusy(retry_after=_wait(error.response.headers))
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        return ReplyLost()
    if not _CODE.fullmatch(code):
        if status < http.HTTPStatus.BAD_REQUEST:
            return ReplyLost()
        return OperatorError(f"Something on the way to Slack refused the request ({status}).")
    if code == "missing_scope":
        needed = error.response.get("needed", "a scope")
        return ScopeMissing(f"The app lacks {needed}; install it again from manifest.yml.")
    kind = PolicyRefused if code.startswith(_POLICY) else _BY_CODE.get(code, OperatorError)
    if code == "invalid_arguments" and _names_nobody(error.response):
        kind = PersonGone
    refused = kind(f"{kind.__doc__ or 'Slack refused.'} ({code})")
    refused.code = code
    return refused


def _names_nobody(answer: Any) -> bool:
    """Say whether Slack refused an argument because it is nobody who is here."""
    found = answer.get("response_metadata") or {}
    return any("user_id" in str(said) for said in found.get("messages", ()))


def _wait(headers: Mapping[str, str]) -> float:
    """Return the seconds that Slack asked for; one where it said nothing that can be meant."""
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    try:
        seconds = float(said)
    except ValueError:
        return _SHORTEST_WAIT
    return seconds if math.isfinite(seconds) and seconds > 0 else _SHORTEST_WAIT
