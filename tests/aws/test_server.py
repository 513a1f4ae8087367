"""The stand-in for AWS holds to AWS's own models, and fails as AWS does."""

import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.aws import faults, model
from tests.aws.buckets import report_key
from tests.aws.codeguru import SERVICE, finding
from tests.aws.fixtures import Aws
from tests.aws.server import AwsServer

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)


def ask(service: str, operation: str, **parameters: Any) -> Any:
    client: Any = boto3.client(service)  # type: ignore[call-overload]
    with closing(client):
        return getattr(client, operation)(**parameters)


def test_an_unmodified_client_reads_reviews_and_findings_over_the_wire(aws: Aws) -> None:
    arn = aws.codeguru.reviews(NOON, finding("High"))
    listed = ask(SERVICE, "list_code_reviews", Type="PullRequest", RepositoryNames=["shop"])
    found = ask(SERVICE, "list_recommendations", CodeReviewArn=arn)
    assert listed["CodeReviewSummaries"][0]["CreatedTimeStamp"] == NOON
    assert found["RecommendationSummaries"][0]["Severity"] == "High"
    assert aws.server.asked("ListRecommendations")[0].parameters == {"CodeReviewArn": arn}


def test_a_json_protocol_is_routed_by_its_target(aws: Aws) -> None:
    aws.server.on(
        "codecommit", "ListRepositories", lambda _asked: {"repositories": [{"repositoryName": "a"}]}
    )
    assert ask("codecommit", "list_repositories")["repositories"] == [{"repositoryName": "a"}]


def test_a_body_that_the_model_does_not_know_is_refused_and_complained_of() -> None:
    shape = model.service(SERVICE).model.operation_model("ListCodeReviews").output_shape
    assert "Unknown parameter" in model.problems(shape, {"CodeReviews": []})[0]
    assert "Invalid type" in model.problems(shape, {"CodeReviewSummaries": "none"})[0]
    wrong = {"CodeReviewSummaries": [{"State": "Done", "Type": "PullRequest"}]}
    assert "'Done' is not one of" in model.problems(shape, wrong)[0]
    assert model.problems(shape, {"CodeReviewSummaries": [{"State": "Completed"}]}) == []


def test_a_request_without_a_signature_is_refused_and_complained_of() -> None:
    with AwsServer() as server:
        reply = server.answer("GET", "/codereviews?Type=PullRequest", {}, b"")
        assert reply.status == 403
        assert server.complaints == ["GET /codereviews?Type=PullRequest is not signed"]


def test_throttling_once_is_survived_by_a_client_that_tries_twice(aws: Aws) -> None:
    aws.server.plan("ListCodeReviews", faults.throttled, times=1)
    assert ask(SERVICE, "list_code_reviews", Type="PullRequest")["CodeReviewSummaries"] == []
    assert len(aws.server.asked("ListCodeReviews")) == 2


def test_a_cut_connection_reaches_the_client_as_a_cut_connection(aws: Aws) -> None:
    aws.server.plan("ListCodeReviews", faults.cut)
    with pytest.raises(ConnectionClosedError):
        ask(SERVICE, "list_code_reviews", Type="PullRequest")


def test_a_fault_can_wait_until_after_some_calls(aws: Aws) -> None:
    aws.server.plan("ListCodeReviews", faults.denied, after=1)
    assert ask(SERVICE, "list_code_reviews", Type="PullRequest")["CodeReviewSummaries"] == []
    with pytest.raises(ClientError, match="AccessDenied"):
        ask(SERVICE, "list_code_reviews", Type="PullRequest")


def test_buckets_are_read_through_the_stand_in_and_fail_in_the_way_of_s3(aws: Aws) -> None:
    key = report_key(NOON.date())
    aws.buckets.make("reports")
    aws.buckets.put("reports", key, "a,b\r\n")
    assert ask("s3", "list_objects_v2", Bucket="reports")["Contents"][0]["Key"] == key
    assert ask("s3", "get_object", Bucket="reports", Key=key)["Body"].read() == b"a,b\r\n"
    aws.server.plan("GetObject", faults.denied)
    with pytest.raises(ClientError, match="AccessDenied"):
        ask("s3", "get_object", Bucket="reports", Key=key)


IN_A_PROCESS = """
import boto3
client = boto3.client("codeguru-reviewer")
print(len(client.list_code_reviews(Type="PullRequest")["CodeReviewSummaries"]))
"""


def test_another_process_finds_the_stand_in_by_its_environment(aws: Aws) -> None:
    aws.codeguru.reviews(NOON)
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS],
        env=aws.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "1"
