"""The door to AWS: who Coach is there, how long it tries, and what it says when it may not pass."""

import importlib
import socket
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import CoachError, OperatorError, TransientError
from bot.sources import aws as door, registry
from bot.sources.aws_errors import told_plainly
from bot.sources.source import Report
from tests.aws import faults
from tests.aws.fixtures import Aws
from tests.contracts.world import WINDOW, World

OF_AWS = [
    kind
    for kind in registry.kinds()
    if issubclass(registry.source_class(kind).Options, door.AwsOptions)
]
ROLE = "arn:aws:iam::111122223333:role/coach-reads-reviews"


def list_reviews(**identity: str) -> list[object]:
    with closing(door.client("codeguru-reviewer", region="eu-west-1", **identity)) as client:
        return list(door.pages(client, "list_code_reviews", Report(), Type="PullRequest"))


def refusal(**identity: str) -> CoachError:
    with pytest.raises(CoachError) as raised:
        list_reviews(**identity)
    return raised.value


def test_a_client_tries_eight_times_unless_the_environment_says_otherwise(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_MAX_ATTEMPTS")
    with closing(door.client("s3", region="eu-west-1")) as client:
        assert client.meta.config.retries == {"mode": "standard", "total_max_attempts": 8}
        assert (client.meta.config.connect_timeout, client.meta.config.read_timeout) == (5, 30)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    aws.server.plan("ListCodeReviews", faults.broken)
    assert isinstance(refusal(), TransientError)
    assert len(aws.server.asked("ListCodeReviews")) == 3


def test_a_call_without_a_role_is_signed_with_the_keys_of_the_environment(aws: Aws) -> None:
    list_reviews()
    (call,) = aws.server.asked("ListCodeReviews")
    assert "Credential=stand-in/" in call.headers["authorization"]


def test_a_role_is_taken_on_before_anything_is_asked(aws: Aws) -> None:
    list_reviews(role_arn=ROLE, external_id="tree")
    (call,) = aws.server.asked("ListCodeReviews")
    assert "Credential=stand-in/" not in call.headers["authorization"]
    assert call.headers["x-amz-security-token"]
    (taken_on,) = aws.server.asked("AssumeRole")
    assert taken_on.parameters["RoleArn"] == ROLE
    assert taken_on.parameters["ExternalId"] == "tree"


@pytest.mark.parametrize("kind", OF_AWS)
def test_every_source_takes_on_its_role_and_asks_in_its_region(
    aws: Aws, tmp_path: Path, kind: str
) -> None:
    world: World = importlib.import_module(f"tests.contracts.worlds.{kind}").World(aws, tmp_path)
    world.hold()
    made = world.source()
    said = {"region": "eu-central-1", "role_arn": ROLE, "external_id": "tree"}
    options = made.Options.model_validate(made.options.model_dump() | said)
    list(type(made)("elsewhere", options, made.scopes).pull(WINDOW, Report()))
    taken_on, *others = aws.server.calls
    assert taken_on.operation == "AssumeRole"
    assert (taken_on.parameters["RoleArn"], taken_on.parameters["ExternalId"]) == (ROLE, "tree")
    assert others
    for call in others:
        assert "Credential=stand-in/" not in call.headers["authorization"]
        assert "/eu-central-1/" in call.headers["authorization"]


def test_a_role_that_may_not_be_taken_on_is_named_by_its_permission(aws: Aws) -> None:
    aws.server.plan("AssumeRole", faults.denied)
    error = refusal(role_arn=ROLE, external_id="tree")
    assert isinstance(error, OperatorError)
    assert "needs the permission sts:AssumeRole" in str(error)


def test_no_credentials_at_all_are_told_to_the_operator(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    error = refusal()
    assert isinstance(error, OperatorError)
    assert str(error).startswith("There are no AWS credentials.")
    assert aws.server.calls == []


def test_a_profile_that_does_not_exist_is_told_to_the_operator(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "gone")
    error = refusal()
    assert isinstance(error, OperatorError)
    assert "correct the profile" in str(error)
    assert aws.server.calls == []


def test_an_endpoint_that_is_no_address_is_told_to_the_operator(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "nowhere at all")
    error = refusal()
    assert isinstance(error, OperatorError)
    assert "AWS_ENDPOINT_URL" in str(error)
    assert aws.server.calls == []


def test_a_server_that_does_not_listen_may_listen_later(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    assert isinstance(refusal(), TransientError)
    assert aws.server.calls == []


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (faults.throttled, TransientError, "asked for fewer calls"),
        (faults.broken, TransientError, "had a fault of its own"),
        (faults.cut, TransientError, "connection to AWS failed"),
        (faults.garbled, TransientError, "could not be read"),
        (faults.expired, OperatorError, "they have expired. Renew them and run `coach collect`"),
        (faults.unknown_key, OperatorError, "does not know the credentials"),
        (faults.denied, OperatorError, "permission codeguru-reviewer:ListCodeReviews"),
        (faults.missing, OperatorError, "has nothing of the name"),
        (faults.invalid, OperatorError, "did not accept what it was asked"),
        (faults.no_repository, OperatorError, "Look at the names in coach.yml"),
        (faults.no_key, OperatorError, "allow the role or user that Coach runs as `kms:Decrypt`"),
    ],
)
def test_each_refusal_says_what_a_person_can_do(
    aws: Aws, fault: faults.Fault, kind: type[CoachError], words: str
) -> None:
    aws.server.plan("ListCodeReviews", fault)
    error = refusal()
    assert type(error) is kind
    assert words in str(error)
    assert "arn:" not in str(error)


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"[]", b'"later"'])
def test_an_answer_that_is_no_json_object_is_not_an_empty_list(aws: Aws, body: bytes) -> None:
    aws.server.plan("ListCodeReviews", lambda _call, _answer: faults.Reply(200, body))
    assert isinstance(refusal(), TransientError)


def test_a_listing_of_a_bucket_that_breaks_off_is_not_an_empty_bucket(aws: Aws) -> None:
    aws.buckets.make("reports")
    aws.server.plan("ListObjectsV2", faults.garbled)
    with (
        closing(door.client("s3", region="eu-west-1")) as client,
        pytest.raises(TransientError),
        told_plainly("s3"),
    ):
        client.list_objects_v2(Bucket="reports")


def test_more_pages_than_can_be_true_are_left_out_and_said(aws: Aws) -> None:
    aws.server.on(
        "codeguru-reviewer",
        "ListCodeReviews",
        lambda asked: {
            "CodeReviewSummaries": [],
            "NextToken": str(int(asked.get("NextToken", 0)) + 1),
        },
    )
    report = Report()
    with closing(door.client("codeguru-reviewer", region="eu-west-1")) as client:
        pages = door.pages(client, "list_code_reviews", report, most=4, Type="PullRequest")
        assert len(list(pages)) == 4
    assert report.places == {"there are more pages than Coach reads": ["list_code_reviews page 4"]}


@pytest.mark.parametrize(
    "wrong", [{"region": "Ireland"}, {"region": "eu-west-1", "role_arn": "coach"}]
)
def test_a_region_or_role_that_cannot_be_one_is_refused_by_the_configuration(
    wrong: dict[str, str],
) -> None:
    with pytest.raises(ValueError, match="should match pattern"):
        door.AwsOptions.model_validate(wrong)
