"""The one door to GitLab: asks GraphQL and REST, waits where waiting helps, tells refusals plainly.

GitLab's own words are dropped: they name people, groups and projects. Imported at the first call,
because python-gitlab costs time at the start and memory for good.

python-gitlab carries the questions. It would wait for as long as GitLab says, be it an hour, so that
the waiting is done here; and urllib3 would log the path of a project before it tries again.
"""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from gitlab import Gitlab
from gitlab.exceptions import GitlabError, RedirectError
from requests import Response, Session
from typing_extensions import override

from bot.errors import CoachError, OperatorError, TransientError
from bot.sources.gitlab_errors import GARBLED, REFUSED, ProjectUnseen
from bot.sources.patience import Patience

TIMEOUT = 30
"""Seconds until a connection stands, and until a part of an answer has come."""
_WRONG, _DENIED, _MISSING, _TOO_MANY, _BROKEN = 400, 403, 404, 429, 500

FEWER = "GitLab asked for fewer calls; it will be asked again later."
_CUT = "The connection to GitLab failed; it will be asked again later."
_FAULT = "GitLab had a fault of its own; it will be asked again later."
_UNKNOWN = (
    "GitLab did not accept the token. It has expired, was withdrawn, or is none:"
    " make a new one and put it into GITLAB_TOKEN."
)
_NO_API = (
    "There is no API of GitLab at this address. Look at `base_url` in coach.yml; it is the address of"
    " GitLab's first page."
)
_NOT_UNDERSTOOD = (
    "GitLab did not accept what it was asked. An older GitLab may not know the fields that Coach"
    " reads."
)
_BY_STATUS = {401: _UNKNOWN, 403: REFUSED, 404: _NO_API, 405: _NO_API, 410: _NO_API}


class _Session(Session):
    """Goes where GitLab sends it on the same host, and to no other: the token would go along."""

    @override
    def get_redirect_target(self, resp: Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        there, here = urlsplit(urljoin(resp.url, target)), urlsplit(resp.url)
        return target if (there.scheme, there.netloc) == (here.scheme, here.netloc) else None


class Client:
    """Asks GitLab. Close it when done.

    Attributes:
        now: what GitLab's own clock said in its latest answer; None before, or where it was silent.
    """

    def __init__(self, token: str, base_url: str, patience: Patience) -> None:
        self.now: datetime | None = None
        self._patience = patience
        self._headers: Mapping[str, str] = {}
        self._session = _Session()
        self._session.hooks["response"].append(self._note)
        self._gitlab = Gitlab(
            base_url,
            private_token=token,
            timeout=TIMEOUT,
            user_agent="coach-bot",
            session=self._session,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def ask(self, query: str, **variables: str | bool | None) -> Mapping[str, Any]:
        """Ask GraphQL, and return the `data` of the answer.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
        """
        # GraphQL stands beside the REST API, and a whole address is taken as it is.
        address = f"{self._gitlab.url}/api/graphql"
        said = self._send("post", address, post_data={"query": query, "variables": variables})
        if not isinstance(said, dict):
            raise TransientError(GARBLED)
        if "errors" in said:
            raise _complaint(said["errors"])
        data = said.get("data")
        if not isinstance(data, dict):
            raise TransientError(GARBLED)
        return data

    def get(self, path: str, **query: str | int) -> Any:
        """Ask REST for what stands at a path (`/projects/1`), and return it.

        Raises:
            TransientError: trying again later may help.
            OperatorError: the token is not accepted.
            ProjectUnseen: it is not there, or not for this token.
        """
        return self._send("get", path, query_data=query)

    def may_read(self) -> None:
        """Ask for the least that needs the scope `read_api`.

        Raises:
            TransientError: trying again later may help.
            OperatorError: the token is not accepted, or has not that scope.
        """
        try:
            self.get("/projects", membership="true", per_page=1)
        except ProjectUnseen as error:
            raise OperatorError(REFUSED if error.refused else _NO_API) from None

    def _note(self, response: Response, *_rest: Any, **_more: Any) -> None:
        self._headers = response.headers
        self.now = _instant(response.headers.get("Date"))

    def _send(self, verb: str, path: str, **given: Any) -> Any:
        """Ask, and again where that may help, and read the JSON of the answer."""
        for tried in range(self._patience.tries):
            if tried:
                time.sleep(self._wait(tried))
            try:
                return self._once(verb, path, given)
            except TransientError as error:
                if tried + 1 == self._patience.tries or str(error) == GARBLED:
                    raise
                if self._wait(tried + 1) > self._patience.longest_wait:
                    raise
        raise TransientError(_CUT)

    def _once(self, verb: str, path: str, given: Mapping[str, Any]) -> Any:
        self._headers = {}
        try:
            answer = self._gitlab.http_request(
                verb, path, obey_rate_limit=False, max_retries=0, **given
            )
            return json.loads(answer.content)
        except OSError:  # What requests raises is one.
            raise TransientError(_CUT) from None
        except (ValueError, RecursionError):
            raise TransientError(GARBLED) from None
        except RedirectError:
            raise OperatorError(_NO_API) from None
        except GitlabError as error:
            raise _refusal(verb, error.response_code or 0, self._headers) from None

    def _wait(self, tried: int) -> float:
        """Return how many seconds to wait: what GitLab says, or twice as long each time."""
        after, reset = self._headers.get("Retry-After"), self._headers.get("RateLimit-Reset")
        if after is not None:
            # A date in place of seconds is taken for a long time.
            return float(after) if after.strip().isdigit() else self._patience.longest_wait + 1
        if reset is not None and reset.strip().isdigit() and self.now is not None:
            return max(0.0, float(reset) - self.now.timestamp())
        return float(2 ** (tried - 1) - 1) / 2


def _instant(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None


def _refusal(verb: str, status: int, headers: Mapping[str, str]) -> CoachError:
    """Read an answer that is none: 403 is a limit or a refusal, and only the headers tell which.

    REST refuses one thing so; GraphQL refuses all, and says nothing of one thing.
    """
    limited = headers.get("RateLimit-Remaining") == "0" or "Retry-After" in headers
    if status == _TOO_MANY or (status == _DENIED and limited):
        return TransientError(FEWER)
    if status >= _BROKEN:
        return TransientError(_FAULT)
    if verb == "get" and status in {_DENIED, _MISSING}:
        return ProjectUnseen(refused=status == _DENIED)
    return OperatorError(_BY_STATUS.get(status, _NO_API if status < _WRONG else _NOT_UNDERSTOOD))


def _complaint(errors: Any) -> CoachError:
    """Read the `errors` of an answer that came with the status of a good one."""
    if not isinstance(errors, list) or not all(isinstance(error, dict) for error in errors):
        return TransientError(GARBLED)
    said = " ".join(f"{error.get('message')} {error.get('extensions')}" for error in errors)
    if any(sign in said for sign in ("undefinedField", "argumentNotAccepted", "complexity")):
        return OperatorError(_NOT_UNDERSTOOD)
    # Mostly a time-out.
    return TransientError("GitLab could not finish its answer; it will be asked again later.")
