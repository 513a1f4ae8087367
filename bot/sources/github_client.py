"""The one door to GitHub: asks its GraphQL and REST, and waits where waiting helps.

Imported at the first call, because PyGithub costs time at the start and memory for good.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from github import Auth, BadAttributeException, Github, GithubException
from typing_extensions import override
from urllib3 import BaseHTTPResponse, Retry
from urllib3.exceptions import MaxRetryError, ResponseError

from bot.errors import OperatorError, TransientError
from bot.sources.github_answers import Page, data_of, page_of, parsed
from bot.sources.github_identity import by_app, by_token
from bot.sources.github_refusals import (
    CUT,
    FEWER,
    GARBLED,
    NO_API,
    PULL_REQUESTS,
    Asker,
    Rights,
    UnseenError,
    no_token,
    none_seen,
    refusal,
    refusal_of_one,
    some_unseen,
)
from bot.sources.instant import of_header
from bot.sources.patience import Patience
from bot.sources.source import Report

__all__ = [
    "FEWER",
    "GARBLED",
    "Client",
    "Page",
    "Patience",
    "UnseenError",
    "by_app",
    "by_token",
    "none_seen",
    "some_unseen",
]

TIMEOUT = 30
"""Seconds until a connection stands, and until a part of an answer has come."""
ROWS_A_PAGE = 100
"""The most that GitHub's REST gives."""
MOST_PAGES = 2000
"""Ten times as many rows as the largest list known of a year of one repository."""
_OK, _NOTHING, _DENIED = 200, 204, 403
_PASSES = {429, 500, 502, 503, 504}
_NEXT = re.compile(r"<([^<>]+)>\s*;[^,<]*\brel=\"?next\"?")
_AGAIN = "GitHub came back to an earlier page; the rest is missing"
_TOO_FAR = "there are more pages than Coach reads"
T = TypeVar("T")


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


class Client:
    """Asks GitHub. Close it when done.

    Attributes:
        now: what GitHub's own clock said in its latest answer; None before, or where it was silent.
        asker: who asks, for the words of a refusal.
    """

    def __init__(
        self,
        auth: Auth.Auth,
        base_url: str,
        patience: Patience,
        rights: Rights = PULL_REQUESTS,
    ) -> None:
        self.now: datetime | None = None
        self.asker = Asker(rights, is_app=isinstance(auth, Auth.AppInstallationAuth))
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

    def ask(self, query: str, **variables: str | list[str] | None) -> Mapping[str, Any]:
        """Return the `data` of an answer of GraphQL.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
            UnseenError: what was asked for is not there, or not for this token.
        """
        requester = self._github.requester
        asked = {"query": query, "variables": variables}
        status, headers, body = self._told_plainly(
            lambda: requester.requestJson("POST", requester.graphql_url, input=asked)
        )
        if status != _OK:
            raise refusal(status, headers, self.asker)
        self.now = of_header(headers.get("date"))
        return data_of(body)

    def get(self, path: str, **parameters: str | int) -> Any:
        """Return what REST says at a path, parsed; None where it says that there is nothing.

        Args:
            path: below `base_url`, beginning with a slash.
            parameters: of the query.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
            UnseenError: what was asked for is not there, or not for this token.
        """
        said, _ = self._get(path, parameters)
        return said

    def pages(
        self,
        path: str,
        report: Report,
        place: str,
        *,
        rows: str | None = None,
        **parameters: str | int,
    ) -> Iterator[Page]:
        """Yield a list of REST page by page, for as long as GitHub names a next one.

        An empty page with a next one is not the end. A page that comes a second time is, and is
        told in the report, as is a list that is longer than Coach reads.

        Args:
            path: see `get`.
            report: where is noted that a part is missing.
            place: how to call the list there.
            rows: under which name the rows stand; None: the answer is the list.
            parameters: of the query.

        Raises:
            TransientError, OperatorError, UnseenError: see `get`.
        """
        said, following = self._get(path, {"per_page": ROWS_A_PAGE, **parameters})
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            yield page_of(said, rows, number)
            if following is None:
                return
            if following in seen:
                report.skip(f"{place}, page {number}", _AGAIN)
                return
            seen.add(following)
            if number < MOST_PAGES:
                said, following = self._get(following, {})
        report.skip(f"{place}, page {MOST_PAGES}", _TOO_FAR)

    def _get(self, path: str, parameters: Mapping[str, str | int]) -> tuple[Any, str | None]:
        """Return what a path says, and where the next page is."""
        requester = self._github.requester
        status, headers, body = self._told_plainly(
            lambda: requester.requestJson("GET", path, parameters=dict(parameters))
        )
        if status not in {_OK, _NOTHING}:
            raise refusal_of_one(status, headers, self.asker)
        self.now = of_header(headers.get("date"))
        if status == _NOTHING:
            return None, None
        if "json" not in headers.get("content-type", ""):
            raise TransientError(GARBLED)
        following = _NEXT.search(headers.get("link", ""))
        return parsed(body), following and following[1]

    def _told_plainly(self, question: Callable[[], T]) -> T:
        """Put a question, and turn what PyGithub raises into Coach's own errors."""
        try:
            if not self._auth.token:  # An app asks for its own of the hour here.
                raise TransientError(GARBLED)
            return question()
        except OSError:  # What requests raises is one.
            raise TransientError(CUT) from None
        except RuntimeError:  # PyGithub's word for a redirection to another host.
            raise OperatorError(NO_API) from None
        except GithubException as error:  # An app is given no token for the hour.
            raise no_token(error.status, self.asker) from None
        except (ValueError, TypeError, AttributeError, BadAttributeException):
            # PyGithub takes the answer about that token for granted.
            raise TransientError(GARBLED) from None
