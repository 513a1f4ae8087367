"""The one door to AWS: its clients and its pages.

Credentials, endpoints and the number of tries come from the standard `AWS_*` environment, which
boto3 reads by itself.
"""

import json
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from pydantic import StringConstraints

from bot.errors import OperatorError, TransientError
from bot.sources.aws_errors import GARBLED, told_plainly
from bot.sources.instant import of_header
from bot.sources.source import Model, Report

TRIES = 8
"""How often one question is asked, unless `AWS_MAX_ATTEMPTS` says otherwise."""
CONNECT_TIMEOUT = 5
READ_TIMEOUT = 30
"""Both in seconds."""
MOST_PAGES = 1000
"""Several times what CodeGuru Reviewer can hold: 5,000 reviews a month for 90 days, 100 a page."""
_SUCCESS = range(200, 300)


class AwsOptions(Model):
    """Where in AWS, and as whom."""

    region: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]
    role_arn: (
        Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:iam::\d{12}:role/\S+$")] | None
    ) = None
    external_id: str | None = None


def client(
    service: str, *, region: str, role_arn: str | None = None, external_id: str | None = None
) -> Any:
    """Return a boto3 client; close it when done.

    Args:
        service: as botocore names it, `s3`.
        region: as AWS names it, `eu-west-1`.
        role_arn: the role to take on first, if any.
        external_id: what that role asks for, if anything.

    Raises:
        TransientError: AWS did not answer when it was asked for the role.
        OperatorError: there are no credentials, they do not carry the role, or the environment
            points to an address that is none.
    """
    # Imported at the first call: boto3 costs time at the start and memory for good, and a process
    # that only answers Slack never calls AWS.
    import botocore.session  # noqa: PLC0415
    from boto3 import Session  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415

    with told_plainly("sts"):
        # Credentials are looked up anew each time; models and handlers, most of the cost, never
        # change. Who makes a client adds handlers to what is handed over, so that is a copy.
        core = botocore.session.Session(
            event_hooks=copy(_handlers()), include_builtin_handlers=False
        )
        core.register_component("data_loader", _models())
        core.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=_instant)
        tries = core.get_config_variable("max_attempts") or TRIES
        config = Config(
            retries={"mode": "standard", "total_max_attempts": tries},
            connect_timeout=CONNECT_TIMEOUT,
            read_timeout=READ_TIMEOUT,
        )
        session: Any = Session(botocore_session=core, region_name=region)
        try:
            identity = _take_on(session, config, role_arn, external_id) if role_arn else {}
            made = session.client(service, config=config, **identity)
        except ValueError:
            raise OperatorError("AWS_ENDPOINT_URL does not hold the address of a server.") from None
    made.meta.events.register("before-parse", _refuse_garbled)
    return made


@cache
def _models() -> Any:
    from botocore.loaders import create_loader  # noqa: PLC0415

    return create_loader()


@cache
def _handlers() -> Any:
    """Return botocore's own handlers of events; it takes half as long to register as to do the rest."""
    import botocore.session  # noqa: PLC0415
    from botocore.hooks import HierarchicalEmitter  # noqa: PLC0415

    handlers = HierarchicalEmitter()
    botocore.session.Session(event_hooks=handlers)
    return handlers


def _take_on(session: Any, config: Any, role: str, external_id: str | None) -> dict[str, str]:
    sts = session.client("sts", config=config)
    asked = {"RoleArn": role, "RoleSessionName": "coach"}
    if external_id:
        asked["ExternalId"] = external_id
    try:
        given = sts.assume_role(**asked)["Credentials"]
    finally:
        sts.close()
    return {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }


def _instant(value: Any) -> datetime | None:
    """Read a time stamp as UTC at once; botocore's own reader gives the machine's zone.

    None where it cannot be read, so that one bad row does not cost a whole page.
    """
    from botocore.utils import parse_timestamp  # noqa: PLC0415

    try:
        instant: datetime = parse_timestamp(value)
    except (ValueError, TypeError, RuntimeError, OverflowError):
        return None
    return instant.astimezone(UTC)


def _refuse_garbled(operation_model: Any, response_dict: Mapping[str, Any], **_: Any) -> None:
    # botocore takes a body that is not JSON for an answer with nothing in it, and empty is not
    # failed. XML that cannot be read it refuses by itself.
    if "json" not in operation_model.service_model.resolved_protocol:
        return
    if response_dict["status_code"] in _SUCCESS:
        try:
            is_object = isinstance(json.loads(response_dict["body"] or "{}"), dict)
        except ValueError:
            is_object = False
        if not is_object:
            raise TransientError(GARBLED)


def may(calls: Any, operation: str, **asked: Any) -> None:
    """Ask once, to see whether Coach has the right; that there is no such thing is no error.

    Args:
        calls: the client.
        operation: the client's method, `list_recommendations`.
        asked: the operation's own parameters; a name may be made up.

    Raises:
        TransientError: AWS did not answer.
        OperatorError: AWS refused.
    """
    with told_plainly(calls.meta.service_model.signing_name, asks_for_rights=True):
        getattr(calls, operation)(**asked)


def ask(calls: Any, operation: str, **asked: Any) -> Mapping[str, Any]:
    """Ask once, and return the answer.

    Args:
        calls: the client.
        operation: the client's method, `get_application`.
        asked: the operation's own parameters.

    Raises:
        TransientError: AWS did not answer.
        OperatorError: AWS refused, or has no such thing.
    """
    with told_plainly(calls.meta.service_model.signing_name):
        answer: Mapping[str, Any] = getattr(calls, operation)(**asked)
    return answer


def clock(answer: Mapping[str, Any]) -> datetime | None:
    """Return what AWS's own clock said in an answer; None where it was silent."""
    headers = (answer.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
    return of_header(headers.get("date"))


def pages(
    calls: Any,
    operation: str,
    report: Report,
    *,
    most: int = MOST_PAGES,
    cursor: str = "NextToken",
    **asked: Any,
) -> Iterator[Mapping[str, Any]]:
    """Yield the pages of an operation; botocore has no paginator for many of them.

    An empty page with a token is not the end. A token that comes a second time is, and so are more
    pages than can be true; the report then says that something was left out.

    Args:
        calls: the client.
        operation: the client's method, `list_code_reviews`.
        report: where is noted what was left out.
        most: how many pages at most.
        cursor: how this service spells the name of the token that leads to the next page.
        asked: the operation's own parameters.

    Raises:
        TransientError: AWS did not answer.
        OperatorError: AWS refused.
    """
    seen: set[str] = set()
    for number in range(1, most + 1):
        page = ask(calls, operation, **asked)
        yield page
        following = page.get(cursor)
        if not following:
            return
        if following in seen:
            report.skip(
                f"{operation} page {number}",
                "AWS came back to an earlier page; the rest is missing",
            )
            return
        seen.add(following)
        asked[cursor] = following
    report.skip(f"{operation} page {most}", "there are more pages than Coach reads")
