"""The one door to PagerDuty: asks its REST API, waits where waiting helps, and tells refusals plainly.

PagerDuty's own words are dropped: they name people and services. Of its library only the transport
is used: the library waits without an end when asked for fewer calls, and not as long as it was told;
its lists end with a warning, or never, where a page is empty, lacks a part or lies too deep; and its
errors hold a part of the key. So each answer is taken from it before it can look at the status.
Imported at the first call, because the library costs time at the start.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from ssl import SSLContext
from typing import Any, NoReturn

from httpx2 import RequestError, Response, create_ssl_context
from pagerduty import Error, RestApiV2Client
from typing_extensions import override

from bot.errors import CoachError, OperatorError, SkippedError, TransientError
from bot.sources.json_answer import garbled, json_object, json_part
from bot.sources.patience import Answer, Patience, patiently, seconds
from bot.sources.source import Report

TIMEOUT = 30
"""Seconds until a connection stands, and until a part of an answer has come."""
_OK, _WRONG, _UNPAID, _DENIED, _ABSENT = 200, 400, 402, 403, 404
_TOO_LONG, _TOO_MANY, _BROKEN = 408, 429, 500
_RIGHTS = "`services.read` and `incidents.read`"

WHO = "PagerDuty"
_CUT = "The connection to PagerDuty failed; it will be asked again later."
_FEWER = "PagerDuty asked for fewer calls; it will be asked again later."
_FAULT = "PagerDuty had a fault of its own; it will be asked again later."
_UNKNOWN = (
    "PagerDuty did not accept the key. It was withdrawn, is none, or belongs to another region:"
    " look at `region` in coach.yml, or make a new read-only key and put it into PAGERDUTY_TOKEN."
)
_REFUSED = (
    f"PagerDuty refused. The key needs the rights {_RIGHTS}: a read-only API key of the account has"
    " both, and one of a person has them where that person may look."
)
_NO_API = "There is no REST API of PagerDuty at this address. Look at `region` and `base_url` in coach.yml."
_NOT_UNDERSTOOD = (
    "PagerDuty did not accept what it was asked. Look at `services` of this source in coach.yml."
)


class UnseenServiceError(SkippedError):
    """PagerDuty does not show this service to the key, or does not have it."""

    def __init__(self, message: str | None = None, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


class _CameError(Exception):
    """An answer, taken from the library."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class _Transport(RestApiV2Client):
    """The library's client: headers, TLS, time-outs and no redirections; nothing after an answer."""

    def __init__(self, key: str, address: str) -> None:
        super().__init__(key, verify=_trust())
        self._address = address
        self.timeout = TIMEOUT
        self.max_network_attempts = 0

    @override
    def normalize_url(self, url: str) -> str:
        # The library's own address must be https, and a stand-in's is not.
        return f"{self._address}{url}"

    @override
    def postprocess(self, response: Response, suffix: str | None = None) -> NoReturn:
        raise _CameError(Answer(response.status_code, response.headers, response.content))


@cache
def _trust() -> SSLContext:
    """Return whom TLS trusts; to read all authorities takes longer than to ask PagerDuty."""
    return create_ssl_context()


class Client:
    """Asks PagerDuty. Close it when done."""

    def __init__(self, key: str, address: str, patience: Patience) -> None:
        self._patience = patience
        self._transport = _Transport(key, address)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def service(self, service: str) -> Mapping[str, Any]:
        """Return what PagerDuty says of a service.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
            UnseenServiceError: there is no such service, or not for this key.
        """
        answer = self._answer(f"/services/{service}", {})
        if answer.status in {_DENIED, _ABSENT}:
            raise UnseenServiceError(refused=answer.status == _DENIED)
        return json_part(_body(answer), "service", WHO)

    def incidents(self, service: str, **asked: str | int) -> Mapping[str, Any]:
        """Return one page of the incidents of a service.

        Raises:
            TransientError: trying again later may help.
            OperatorError: somebody must mend something first.
        """
        return _body(self._answer("/incidents", {"service_ids[]": [service], **asked}))

    def _answer(self, path: str, asked: Mapping[str, Any]) -> Answer:
        return patiently(partial(self._once, path, asked), self._patience, _asked_for)

    def _once(self, path: str, asked: Mapping[str, Any]) -> Answer:
        try:
            self._transport.get(path, params=dict(asked))
        except _CameError as came:
            return came.answer
        except (Error, RequestError):
            raise TransientError(_CUT) from None
        raise garbled(WHO)  # The library returns nothing without an answer.


def _asked_for(answer: Answer) -> float | None:
    return seconds(answer.headers.get("ratelimit-reset")) if answer.status == _TOO_MANY else None


def _body(answer: Answer) -> Mapping[str, Any]:
    if answer.status != _OK:
        raise _refusal(answer.status)
    return json_object(answer.body, WHO)


def _refusal(status: int) -> CoachError:
    if status == _TOO_MANY:
        return TransientError(_FEWER)
    if status >= _BROKEN or status == _TOO_LONG:
        return TransientError(_FAULT)
    words = {401: _UNKNOWN, _UNPAID: _REFUSED, _DENIED: _REFUSED, _ABSENT: _NO_API}
    return OperatorError(words.get(status, _NO_API if status < _WRONG else _NOT_UNDERSTOOD))


def none_seen(*, refused: bool) -> OperatorError:
    """Return what to say where PagerDuty shows not one of the services."""
    if refused:
        return OperatorError(_REFUSED)
    return OperatorError(
        "PagerDuty has none of the services in coach.yml. Look at `services` there (the id stands in"
        " the address of a service's page, as in /service-directory/PXXXXXX) and at `region`."
    )


def some_unseen(places: Sequence[str], number: int) -> OperatorError:
    """Return what to say where PagerDuty does not show some services of a number."""
    first = "; ".join(places[: Report.FIRST])
    more = "" if len(places) <= Report.FIRST else " and more"
    return OperatorError(
        f"PagerDuty does not show {len(places)} of {number} services to Coach ({first}{more})."
        f" Look at `services` in coach.yml, and give the key the rights {_RIGHTS}."
    )
