"""S3 for tests: moto, and Amazon Q Developer's reports written into it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote

from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.test import Client

from tests.aws.faults import Reply

COLUMNS = (
    "UserId", "Date", "Chat_MessagesSent", "Inline_AICodeLines", "Inline_AcceptanceCount",
    "Inline_SuggestionsCount", "TestGeneration_EventCount",
)  # fmt: skip
REGION = "eu-west-1"
_SIGNED = f"AWS4-HMAC-SHA256 Credential=stand-in/20261231/{REGION}/s3/aws4_request, Signature=none"
_THERE = f"<CreateBucketConfiguration><LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"


class Moto:
    """What moto's server answers, without a second connection behind each one to the stand-in.

    Its server also looks through moto's folders at every request, for the service that is meant.
    """

    def ask(
        self, service: str, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """Ask one of its services; the path may hold a query."""
        answer = Client(_app(service)).open(path, method=method, headers=headers, data=body)
        return Reply(answer.status_code, answer.data, dict(answer.headers))


@cache
def _app(service: str) -> Any:
    return create_backend_app(service)


class Buckets:
    """Writes objects past the stand-in, straight into moto, for all tests of a session.

    Attributes:
        changes: how often anything was written or forgotten; whoever writes past this counts too.
    """

    def __init__(self, moto: Moto) -> None:
        self._moto = moto
        self.changes = self._forgotten = 0

    def forget(self) -> None:
        """Empty moto, which lives as long as the test session, unless nothing was written since."""
        if self.changes == self._forgotten:
            return
        self.changes += 1
        self._forgotten = self.changes
        assert self._moto.ask("moto_api", "POST", "/moto-api/reset", {}, b"").status == 200

    def make(self, bucket: str) -> None:
        """Make an empty bucket."""
        self._write(f"/{bucket}", _THERE.encode())

    def put(self, bucket: str, key: str, body: str | bytes) -> None:
        """Write one object."""
        written = body.encode() if isinstance(body, str) else body
        self._write(f"/{bucket}/{quote(key)}", written)

    def _write(self, path: str, body: bytes) -> None:
        self.changes += 1
        assert self._moto.ask("s3", "PUT", path, {"Authorization": _SIGNED}, body).status == 200


def report_key(
    day: date, *, part: str = "", prefix: str = "reports/", logs: str = "QDeveloperLogs"
) -> str:
    """Return the key under which AWS writes the report of a day, in account 111122223333."""
    return (
        f"{prefix}AWSLogs/111122223333/{logs}/by_user_analytic/eu-west-1/{day:%Y/%m/%d}/00/"
        f"111122223333_by_user_analytic_{day:%Y%m%d}0000_report{part}.csv"
    )


def kiro_key(day: date, client: str = "KIRO_IDE", part: str = "") -> str:
    """Return the key under which Kiro writes the user report of a day for one of its clients."""
    return (
        f"reports/AWSLogs/111122223333/KiroLogs/user_report/eu-west-1/{day:%Y/%m/%d}/00/"
        f"{client}_111122223333_user_report_{day:%Y%m%d}0000{part}.csv"
    )


def report(*rows: Sequence[str | int], columns: Sequence[str] = COLUMNS) -> str:
    """Return a report with a header; each row is given in the order of the columns."""
    lines = [",".join(columns), *(",".join(str(cell) for cell in row) for row in rows)]
    return "\r\n".join(lines) + "\r\n"
