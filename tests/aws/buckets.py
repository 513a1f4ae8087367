"""S3 for tests: moto on a local port, and Amazon Q Developer's reports written into it."""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import boto3
from moto.server import ThreadedMotoServer

COLUMNS = (
    "UserId", "Date", "Chat_MessagesSent", "Inline_AICodeLines", "Inline_AcceptanceCount",
    "Inline_SuggestionsCount", "TestGeneration_EventCount",
)  # fmt: skip


@contextmanager
def moto_server() -> Iterator[str]:
    """Run moto on a free local port, and yield where."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a line a request is nobody's log
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


class Buckets:
    """Writes objects past the stand-in, straight into moto, for all tests of a session.

    Attributes:
        changes: how often anything was written or forgotten; whoever writes past this counts too.
    """

    def __init__(self, moto: str, region: str = "eu-west-1") -> None:
        self._moto, self._region = moto, region
        self.changes = self._forgotten = 0
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=moto,
            region_name=region,
            aws_access_key_id="stand-in",
            aws_secret_access_key="stand-in",
        )

    def forget(self) -> None:
        """Empty moto, which lives as long as the test session, unless nothing was written since."""
        if self.changes == self._forgotten:
            return
        self.changes += 1
        self._forgotten = self.changes
        address = urlsplit(self._moto)
        with closing(
            HTTPConnection(address.hostname or "", address.port, timeout=10)
        ) as connection:
            connection.request("POST", "/moto-api/reset")
            assert json.loads(connection.getresponse().read()) == {"status": "ok"}

    def make(self, bucket: str) -> None:
        """Make an empty bucket."""
        self.changes += 1
        self._client.create_bucket(
            Bucket=bucket,
            CreateBucketConfiguration={"LocationConstraint": self._region},
        )

    def put(self, bucket: str, key: str, body: str | bytes) -> None:
        """Write one object."""
        self.changes += 1
        self._client.put_object(Bucket=bucket, Key=key, Body=body)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


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
