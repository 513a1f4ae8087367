"""The one door to Jira: asks its REST API, waits where waiting helps, and tells refusals plainly.

Jira's own words are dropped: they name people and projects. Of the library only the session and its
plain `request` are used, which verify TLS and take no account from `.netrc`. What it builds on them is
not safe here: it answers a page for people with its text, waits up to half an hour when told to, goes
after redirections, and says Jira's own words in its errors. Bodies stand in its log at the level DEBUG
alone, at which Coach never runs libraries. Imported at the first call, because the library costs time
at the start.
"""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from atlassian.rest_client import AtlassianRestAPI

from bot.errors import CoachError, OperatorError, SkippedError, TransientError
from bot.sources.jira_options import Flavour
from bot.sources.json_answer import garbled, json_object
from bot.sources.patience import Answer, Patience, patiently, seconds
from bot.sources.source import Report

WHO = "Jira"
TIMEOUT = 30
"""Seconds until a connection stands, and until a part of an answer has come."""
_OK, _WRONG, _UNKNOWN, _DENIED, _ABSENT = 200, 400, 401, 403, 404
_TOO_LONG, _TOO_MANY, _BROKEN, _BUSY = 408, 429, 500, 503
_VERSION = {Flavour.CLOUD: "3", Flavour.DATA_CENTER: "2"}
_SEARCH = {Flavour.CLOUD: "search/jql", Flavour.DATA_CENTER: "search"}

_CUT = "The connection to Jira failed; it will be asked again later."
_FEWER = "Jira asked for fewer calls; it will be asked again later."
_FAULT = "Jira had a fault of its own; it will be asked again later."
_NOT_KNOWN = (
    "Jira did not accept the token. It has expired, was withdrawn, or is none: make a new one and put"
    " it into JIRA_TOKEN, and with Jira Cloud the account's e-mail address into JIRA_USER."
)
_REFUSED = (
    "Jira refused. The account that the token belongs to needs the permission `Browse projects`; a"
    " Data Center may also want it to log in once in a browser."
)
_NO_API = (
    "There is no such REST API of Jira at this address. Look at `base_url` and `flavour` in coach.yml:"
    " `cloud` for a site of atlassian.net, `data_center` for a server of your own."
)
_NOT_UNDERSTOOD = "Jira did not accept what it was asked. Look at this source in coach.yml."


class UnseenProjectError(SkippedError):
    """Jira does not show this project to the token, or does not have it."""

    def __init__(self, message: str | None = None, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


class Client:
    """Asks Jira. Close it when done."""

    def __init__(
        self, base_url: str, flavour: Flavour, user: str | None, token: str, patience: Patience
    ) -> None:
        # Answers are patiently asked for here and not by the library: see above.
        self._rest = AtlassianRestAPI(
            base_url,
            username=user,
            password=None if user is None else token,
            token=token if user is None else None,
            timeout=TIMEOUT,
            retry_with_header=False,
        )
        self._flavour, self._patience = flavour, patience

    def close(self) -> None:
        """Close the connections."""
        self._rest.close()

    def project(self, key: str) -> None:
        """Ask whether there is a project.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
            UnseenProjectError: there is none of this key, or not for this token.
        """
        answer = self._answer("GET", f"project/{key}", None)
        if answer.status in {_DENIED, _ABSENT}:
            raise UnseenProjectError(refused=answer.status == _DENIED)
        _refuse(answer)

    def fields(self) -> list[Any]:
        """Return the fields there are.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
        """
        answer = self._answer("GET", "field", None)
        _refuse(answer)
        try:
            said = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise garbled(WHO) from None
        if not isinstance(said, list):
            raise garbled(WHO)
        return said

    def issues(self, **asked: object) -> Mapping[str, Any]:
        """Return one page of issues.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
            UnseenProjectError: the question names a component or an issue type that is not there.
        """
        answer = self._answer("POST", _SEARCH[self._flavour], asked)
        if answer.status == _WRONG:
            raise UnseenProjectError(
                "Jira does not have the component or an issue type of this project."
            )
        _refuse(answer)
        return json_object(answer.body, WHO)

    def _answer(self, method: str, what: str, asked: Mapping[str, object] | None) -> Answer:
        path = f"rest/api/{_VERSION[self._flavour]}/{what}"
        return patiently(partial(self._once, method, path, asked), self._patience, _asked_for)

    def _once(self, method: str, path: str, asked: Mapping[str, object] | None) -> Answer:
        try:
            response = self._rest.request(
                method,
                path,
                data=None if asked is None else dict(asked),
                advanced_mode=True,  # The answer as it is, whatever its status.
                allow_redirects=False,
            )
        except OSError:  # What requests raises is one.
            raise TransientError(_CUT) from None
        return Answer(response.status_code, response.headers, response.content)


def _asked_for(answer: Answer) -> float | None:
    waits = answer.status in {_TOO_MANY, _BUSY}
    return seconds(answer.headers.get("Retry-After")) if waits else None


def _refuse(answer: Answer) -> None:
    if answer.status != _OK:
        raise _refusal(answer.status)


def _refusal(status: int) -> CoachError:
    if status == _TOO_MANY:
        return TransientError(_FEWER)
    if status >= _BROKEN or status == _TOO_LONG:
        return TransientError(_FAULT)
    words = {_UNKNOWN: _NOT_KNOWN, _DENIED: _REFUSED, _WRONG: _NOT_UNDERSTOOD}
    return OperatorError(words.get(status, _NO_API))


def none_seen(*, refused: bool) -> OperatorError:
    """Return what to say where Jira shows not one of the projects."""
    if refused:
        return OperatorError(_REFUSED)
    return OperatorError(
        "Jira shows none of the projects in coach.yml to this token, or not with these components and"
        " issue types. Look at them there, and at the account's permission `Browse projects`."
    )


def some_unseen(places: Sequence[str], number: int) -> OperatorError:
    """Return what to say where Jira does not show some projects of a number."""
    first = "; ".join(places[: Report.FIRST])
    more = "" if len(places) <= Report.FIRST else " and more"
    return OperatorError(
        f"Jira does not show {len(places)} of {number} projects to Coach ({first}{more})."
        " Look at `project` in coach.yml and at the account's permission `Browse projects`."
    )
