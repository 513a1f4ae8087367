"""AWS for one test: the stand-in, CodeGuru Reviewer on it, S3 behind it, and the environment."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.aws.buckets import Buckets, Moto
from tests.aws.codecommit import CodeCommit
from tests.aws.codeguru import CodeGuru
from tests.aws.server import AwsServer

_NOT_OURS = (
    "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_CODEGURU_REVIEWER",
    "AWS_ENDPOINT_URL_CODEDEPLOY", "AWS_ENDPOINT_URL_CODEPIPELINE", "AWS_ENDPOINT_URL_CODEBUILD",
    "AWS_ENDPOINT_URL_INSPECTOR2",
    "AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL_SSM_INCIDENTS", "AWS_ENDPOINT_URL_CODECOMMIT",
    "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN", "AWS_REGION",
    "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_RETRY_MODE", "AWS_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy",
)  # fmt: skip


@dataclass(frozen=True)
class Aws:
    """What a test has of AWS.

    Attributes:
        server: the stand-in; plan faults and read calls here.
        codeguru: CodeGuru Reviewer, empty at first.
        buckets: S3, without buckets at first.
        environment: the `AWS_*` variables, for a process that a test starts.
    """

    server: AwsServer
    codeguru: CodeGuru
    buckets: Buckets
    environment: dict[str, str]


@pytest.fixture(scope="session")
def moto() -> Moto:
    """S3 and STS, for the whole session."""
    return Moto()


@pytest.fixture(scope="session")
def buckets(moto: Moto) -> Buckets:
    """What writes into S3, for the whole session."""
    return Buckets(moto)


@pytest.fixture
def aws(
    moto: Moto, buckets: Buckets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Aws]:
    """AWS, empty; fails the test when something was said that AWS would not have let pass."""
    nowhere = str(tmp_path / "no-such-file")
    with AwsServer(moto=moto, buckets=buckets) as server:
        environment = {
            "AWS_ACCESS_KEY_ID": "stand-in",
            "AWS_SECRET_ACCESS_KEY": "stand-in",
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ENDPOINT_URL": server.url,
            # The waits between tries are real, and grow.
            "AWS_MAX_ATTEMPTS": "2",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": nowhere,
            "AWS_SHARED_CREDENTIALS_FILE": nowhere,
            "NO_PROXY": "127.0.0.1",
        }
        for name in _NOT_OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        buckets.forget()
        yield Aws(server, CodeGuru(server), buckets, environment)
    assert server.complaints == []


@pytest.fixture
def codecommit(aws: Aws) -> CodeCommit:
    """CodeCommit with two repositories in which nothing has happened."""
    made = CodeCommit(aws.server)
    made.branches |= {"shop": "main", "pay": "trunk"}
    return made
