"""What GitHub's refusals mean, and which rights Coach asks GitHub for.

GitHub's own words are dropped: they name people, organisations and repositories.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from bot.errors import CoachError, OperatorError, SkippedError, TransientError
from bot.sources.source import Report

_WRONG, _DENIED, _MISSING, _GONE, _TOO_MANY, _BROKEN = 400, 403, 404, 410, 429, 500

FEWER = "GitHub asked for fewer calls; it will be asked again later."
GARBLED = "GitHub sent an answer that could not be read; it will be asked again later."
CUT = "The connection to GitHub failed; it will be asked again later."
_FAULT = "GitHub had a fault of its own; it will be asked again later."
_UNKNOWN = (
    "GitHub did not accept the token. It has expired, was withdrawn, or is none:"
    " make a new one and put it into GITHUB_TOKEN."
)
_APP_UNKNOWN = (
    "GitHub did not accept the token that it gave the app. Look whether the app is still installed,"
    " and at `app_id`, `app_installation` and the private key in coach.yml."
)
NO_API = (
    "There is no API of GitHub at this address. Look at `base_url` in coach.yml; for GitHub"
    " Enterprise Server it is https://HOST/api/v3."
)
_NOT_UNDERSTOOD = (
    "GitHub did not accept what it was asked. An older GitHub Enterprise Server may not know the"
    " fields that Coach reads."
)


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights that a kind of source needs, all of them to read.

    Attributes:
        names: as GitHub's pages call them.
        app: as GitHub's API calls them, with how far they reach.
    """

    names: tuple[str, ...]
    app: Mapping[str, str]

    @override
    def __str__(self) -> str:
        return " and ".join(f"`{name}`" for name in self.names)


PULL_REQUESTS = Rights(
    ("Pull requests: read", "Metadata: read"), {"pull_requests": "read", "metadata": "read"}
)


class UnseenError(SkippedError):
    """GitHub does not show this to the token, or does not have it."""

    def __init__(self, message: str | None = None, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks GitHub, so that a refusal names what that one can mend.

    Attributes:
        rights: what it needs.
        is_app: whether it asks as a GitHub App, and not with somebody's token.
    """

    rights: Rights
    is_app: bool

    @property
    def refused(self) -> str:
        """What to say when GitHub refuses though it knows who asks."""
        if self.is_app:
            return (
                f"GitHub refused. The app needs the rights {self.rights}, and its owner must accept"
                " them where it is installed."
            )
        return (
            f"GitHub refused. The token needs the rights {self.rights}, and where the organisation"
            " uses single sign-on, somebody must authorise the token for it."
        )

    @property
    def turned_away(self) -> str:
        """What to say when GitHub gives the app no token."""
        return (
            "GitHub did not take Coach for the app. Look at `app_id`, `app_installation` and the"
            f" private key in coach.yml, and give the app the rights {self.rights}."
        )


def refusal(status: int, headers: Mapping[str, str], asker: Asker) -> CoachError:
    """Read an answer that is none: 403 is a limit or a refusal, and only the headers tell which."""
    if is_a_limit(status, headers):
        return TransientError(FEWER)
    if status >= _BROKEN:
        return TransientError(_FAULT)
    by_status = {
        401: _APP_UNKNOWN if asker.is_app else _UNKNOWN,
        403: asker.refused,
        404: NO_API,
        405: NO_API,
        410: NO_API,
    }
    return OperatorError(by_status.get(status, NO_API if status < _WRONG else _NOT_UNDERSTOOD))


def refusal_of_one(status: int, headers: Mapping[str, str], asker: Asker) -> CoachError:
    """Read an answer to a question about one thing: others may still be there, or be shown."""
    if status in {_MISSING, _GONE}:
        return UnseenError()
    if status == _DENIED and not is_a_limit(status, headers):
        return UnseenError(refused=True)
    return refusal(status, headers, asker)


def is_a_limit(status: int, headers: Mapping[str, str]) -> bool:
    """Whether GitHub only asks to come back later."""
    limited = headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers
    return status == _TOO_MANY or (status == _DENIED and limited)


def no_token(status: int, asker: Asker) -> CoachError:
    """Read the answer to an app that is given no token for the hour."""
    if status < _BROKEN and status != _TOO_MANY:
        return OperatorError(asker.turned_away)
    return refusal(status, {}, asker)


def complaint(errors: Any) -> CoachError:
    """Read the `errors` of an answer that came with the status of a good one."""
    if not isinstance(errors, list) or not all(isinstance(error, dict) for error in errors):
        return TransientError(GARBLED)
    kinds = {str(error.get("type")) for error in errors}
    if kinds & {"RATE_LIMITED", "RATE_LIMIT"}:
        return TransientError(FEWER)
    if kinds == {"NOT_FOUND"}:
        return UnseenError()
    if kinds & {"FORBIDDEN", "INSUFFICIENT_SCOPES"}:
        return UnseenError(refused=True)
    if any("undefinedField" in str(error.get("extensions")) for error in errors):
        return OperatorError(_NOT_UNDERSTOOD)
    # "Something went wrong while executing your query" has no type: mostly a time-out.
    return TransientError("GitHub could not finish its answer; it will be asked again later.")


def none_seen(
    *, refused: bool, rights: Rights = PULL_REQUESTS, is_app: bool = False
) -> OperatorError:
    """Return what to say where GitHub shows not one of the repositories."""
    asker = Asker(rights, is_app)
    if refused:
        return OperatorError(asker.refused)
    who = "app" if is_app else "token"
    return OperatorError(
        f"GitHub shows none of the repositories in coach.yml to this {who}. Look at `repositories`"
        f" there, and give the {who} access to them with the rights {rights}."
    )


def some_unseen(
    places: Sequence[str], number: int, rights: Rights = PULL_REQUESTS
) -> OperatorError:
    """Return what to say where GitHub does not show some repositories of a number."""
    first = "; ".join(places[: Report.FIRST])
    more = "" if len(places) <= Report.FIRST else " and more"
    return OperatorError(
        f"GitHub does not show {len(places)} of {number} repositories to Coach ({first}{more})."
        f" Look at `repositories` in coach.yml, and give access to them with the rights {rights}."
    )
