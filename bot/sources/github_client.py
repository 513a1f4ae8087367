"""The one door to GitHub: asks its GraphQL, waits where waiting helps, and tells refusals plainly.

GitHub's own words are dropped: they name people, organisations and repositories. Imported at the
first call, because PyGithub costs time at the start and memory for good.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import local
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from github import Auth, BadAttributeException, Github, GithubException
from typing_extensions import override
from urllib3 import BaseHTTPResponse, Retry
from urllib3.exceptions import MaxRetryError, ResponseError

from bot.errors import CoachError, OperatorError, SkippedError, TransientError
from bot.sources.patience import Patience
from bot.sources.source import Report

TIMEOUT = 30
"""Seconds until a connection stands, and until a part of an answer has come."""
_OK, _WRONG, _DENIED, _TOO_MANY, _BROKEN = 200, 400, 403, 429, 500
_PASSES = {429, 500, 502, 503, 504}
_RIGHTS = "`Pull requests: read` and `Metadata: read`"

FEWER = "GitHub asked for fewer calls; it will be asked again later."
_CUT = "The connection to GitHub failed; it will be asked again later."
GARBLED = "GitHub sent an answer that could not be read; it will be asked again later."
_UNKNOWN = (
    "GitHub did not accept the token. It has expired, was withdrawn, or is none:"
    " make a new one and put it into GITHUB_TOKEN."
)
_REFUSED = (
    f"GitHub refused. The token needs the rights {_RIGHTS}, and where the organisation uses"
    " single sign-on, somebody must authorise the token for it."
)
_APP = (
    "GitHub did not take Coach for the app. Look at `app_id`, `app_installation` and the private key"
    f" in coach.yml, and give the app the rights {_RIGHTS}."
)
_NO_API = (
    "There is no GraphQL of GitHub at this address. Look at `base_url` in coach.yml; for GitHub"
    " Enterprise Server it is https://HOST/api/v3."
)
_NOT_UNDERSTOOD = (
    "GitHub did not accept what it was asked. An older GitHub Enterprise Server may not know the"
    " fields that Coach reads."
)
_BY_STATUS = {401: _UNKNOWN, 403: _REFUSED, 404: _NO_API, 405: _NO_API, 410: _NO_API}


class UnseenError(SkippedError):
    """GitHub does not show this to the token, or does not have it."""

    def __init__(self, message: str | None = None, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


class _Retry(Retry):
    """Asks again after 429, 5xx and broken connections, and after 403 where GitHub says when."""

    @override
    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        if status_code == _DENIED:
            return has_retry_after and bool(self.total)
        return super().is_retry(method, status_code, has_retry_after)

    @override
    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        *rest: Any,
        **more: Any,
    ) -> "_Retry":
        asked = response.headers.get("Retry-After", "0") if response is not None else "0"
        if not asked.strip().isdigit() or int(asked) > self.retry_after_max:
            # The answer goes up as it is.
            raise MaxRetryError(more["_pool"], url or "", ResponseError("too long a wait"))
        return super().increment(method, url, response, *rest, **more)


def by_token(token: str) -> Auth.Auth:
    """Return the identity of whoever made a token."""
    return Auth.Token(token)


def by_app(app: int, installation: int, key: Path) -> Auth.Auth:
    """Return the identity of a GitHub App where it is installed, with rights to read alone.

    Raises:
        OperatorError: the file does not hold the app's private key.
    """
    try:
        pem = key.read_bytes()
        load_pem_private_key(pem, password=None)
    except OSError:
        raise OperatorError(
            f"The app's private key {key.name} cannot be read. Put it where coach.yml says."
        ) from None
    except (ValueError, TypeError):
        raise OperatorError(
            f"{key.name} does not hold a private key without a password. Make a new one on the"
            " app's page at GitHub."
        ) from None
    return Auth.AppAuth(app, pem.decode("ascii")).get_installation_auth(
        installation, {"pull_requests": "read", "metadata": "read"}
    )


class Client:
    """Asks GitHub. Close it when done.

    Attributes:
        now: what GitHub's own clock said in its latest answer; None before, or where it was silent.
    """

    def __init__(self, auth: Auth.Auth, base_url: str, patience: Patience) -> None:
        self.now: datetime | None = None
        self._auth = auth
        self._github = Github(
            auth=auth,
            base_url=base_url,
            timeout=TIMEOUT,
            user_agent="coach-bot",
            retry=_Retry(
                total=patience.tries - 1,
                status_forcelist=_PASSES,
                allowed_methods=None,  # Every question only reads.
                backoff_factor=0.5,
                retry_after_max=patience.longest_wait,
                raise_on_status=False,
            ),
            # PyGithub takes each POST for a change, and would wait a second before each.
            seconds_between_requests=None,
            seconds_between_writes=None,
        )

    def close(self) -> None:
        """Close the connections."""
        self._github.close()

    def ask(self, query: str, **variables: str | None) -> Mapping[str, Any]:
        """Return the `data` of an answer.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
            UnseenError: what was asked for is not there, or not for this token.
        """
        requester = self._github.requester
        asked = {"query": query, "variables": variables}
        try:
            if not self._auth.token:  # An app asks for its own of the hour here.
                raise TransientError(GARBLED)
            status, headers, body = requester.requestJson(
                "POST", requester.graphql_url, input=asked
            )
        except OSError:  # What requests raises is one.
            raise TransientError(_CUT) from None
        except RuntimeError:  # PyGithub's word for a redirection to another host.
            raise OperatorError(_NO_API) from None
        except GithubException as error:  # An app is given no token for the hour.
            if error.status < _BROKEN and error.status != _TOO_MANY:
                raise OperatorError(_APP) from None
            raise _refusal(error.status, {}) from None
        except (ValueError, TypeError, AttributeError, BadAttributeException):
            # PyGithub takes the answer about that token for granted.
            raise TransientError(GARBLED) from None
        if status != _OK:
            raise _refusal(status, headers)
        self.now = _instant(headers.get("date"))
        return _data(body)


class Clients:
    """A client for each thread that asks, for PyGithub's is not made for several. Close them when done."""

    def __init__(self, make: Callable[[], Client]) -> None:
        self._make = make
        self._made: list[Client] = []
        self._local = local()

    def mine(self) -> Client:
        """Return the client of this thread, made at its first call."""
        if not hasattr(self._local, "client"):
            self._local.client = self._make()
            self._made.append(self._local.client)
        client: Client = self._local.client
        return client

    def close(self) -> None:
        """Close the connections of all of them."""
        for client in self._made:
            client.close()


def _instant(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None


def _refusal(status: int, headers: Mapping[str, str]) -> CoachError:
    """Read an answer that is none: 403 is a limit or a refusal, and only the headers tell which."""
    limited = headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers
    if status == _TOO_MANY or (status == _DENIED and limited):
        return TransientError(FEWER)
    if status >= _BROKEN:
        return TransientError("GitHub had a fault of its own; it will be asked again later.")
    return OperatorError(_BY_STATUS.get(status, _NO_API if status < _WRONG else _NOT_UNDERSTOOD))


def _data(body: str) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise TransientError(GARBLED) from None
    if not isinstance(said, dict):
        raise TransientError(GARBLED)
    if "errors" in said:
        raise _complaint(said["errors"])
    data = said.get("data")
    if not isinstance(data, dict):
        raise TransientError(GARBLED)
    return data


def _complaint(errors: Any) -> CoachError:
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


def none_seen(*, refused: bool) -> OperatorError:
    """Return what to say where GitHub shows not one of the repositories."""
    if refused:
        return OperatorError(_REFUSED)
    return OperatorError(
        "GitHub shows none of the repositories in coach.yml to this token. Look at `repositories`"
        f" there, and give the token access to them with the rights {_RIGHTS}."
    )


def some_unseen(places: Sequence[str], number: int) -> OperatorError:
    """Return what to say where GitHub does not show some repositories of a number."""
    first = "; ".join(places[: Report.FIRST])
    more = "" if len(places) <= Report.FIRST else " and more"
    return OperatorError(
        f"GitHub does not show {len(places)} of {number} repositories to Coach ({first}{more})."
        f" Look at `repositories` in coach.yml, and give access to them with the rights {_RIGHTS}."
    )
