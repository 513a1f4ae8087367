"""What CodeCommit does not have, or does not let Coach see, and how rights are asked for."""

import pytest

from bot.errors import OperatorError, TransientError
from bot.sources.codecommit import CodeCommitScope
from bot.sources.source import Report, TeamScope
from tests.aws import faults
from tests.aws.asking_codecommit import ADA, CYCLE, GRACE, a_source, of, on, pulled
from tests.aws.codecommit import CodeCommit as StandIn
from tests.aws.fixtures import Aws

READS = ("GetPullRequest", "DescribePullRequestEvents", "GetCommentsForPullRequest")


def refuses(status: int, code: str) -> faults.Fault:
    return lambda call, _answer: faults.refusal(call, status, code, f"{faults.SOMEBODY} may not")


# What is not there


def test_a_repository_that_is_not_there_is_named_by_its_place_and_the_others_go_on(
    codecommit: StandIn,
) -> None:
    codecommit.merged(on(0), on(1))
    scopes = [
        TeamScope("payments", "auth", CodeCommitScope(repositories=("shop", "gone")), (ADA,)),
        TeamScope("platform", "", CodeCommitScope(repositories=("gone",)), (GRACE,)),
    ]
    report = Report()
    facts = of(CYCLE, pulled(a_source(scopes=scopes), report=report))
    assert [(fact.team, fact.at) for fact in facts] == [("payments", on(1))]
    assert report.places == {
        "CodeCommit has no repository of this name": ["team payments, service auth, repository 2"]
    }


def test_none_of_the_repositories_being_there_is_for_somebody_to_mend(
    codecommit: StandIn,
) -> None:
    with pytest.raises(OperatorError, match="none of the repositories in coach"):
        pulled(a_source(repositories=["gone", "lost"]))


def test_a_repository_to_which_nothing_was_pushed_has_nothing_to_tell(
    codecommit: StandIn,
) -> None:
    codecommit.branches["new"] = None
    report = Report()
    assert pulled(a_source(repositories=["new"]), report=report) == []
    assert report.skipped.total() == 0


def test_a_pull_request_that_is_listed_and_gone_is_counted_and_the_others_go_on(
    codecommit: StandIn, aws: Aws
) -> None:
    for day in range(2):
        codecommit.merged(on(day), on(day, 14))
    aws.server.plan("GetPullRequest", refuses(400, "PullRequestDoesNotExistException"), times=1)
    report = Report()
    assert len(of(CYCLE, pulled(a_source(), report=report))) == 1
    assert report.places == {
        "the pull request is listed and not there": [
            "team payments, repository 1, closed pull request 1"
        ]
    }


@pytest.mark.parametrize("operation", ["GetRepository", "ListPullRequests", *READS])
@pytest.mark.parametrize("what", ["AccessDenied", "Disabled", "NotFound", "Unavailable"])
def test_a_key_that_cannot_be_used_is_for_somebody_to_mend(
    codecommit: StandIn, aws: Aws, operation: str, what: str
) -> None:
    codecommit.merged(on(0), on(1))
    aws.server.plan(operation, refuses(400, f"EncryptionKey{what}Exception"))
    with pytest.raises(OperatorError, match="`kms:Decrypt`") as raised:
        pulled(a_source())
    assert len(str(raised.value)) <= 300
    assert f"codecommit:{operation}" in str(raised.value)
    assert "arn:" not in str(raised.value)


def test_a_fault_of_aws_with_the_encryption_may_pass(codecommit: StandIn, aws: Aws) -> None:
    aws.server.plan("GetRepository", refuses(500, "EncryptionIntegrityChecksFailedException"))
    with pytest.raises(TransientError):
        pulled(a_source())


# Rights


def test_rights_are_asked_for_with_a_pull_request_of_each_repository(
    codecommit: StandIn, aws: Aws
) -> None:
    first = codecommit.merged(on(0), on(1))
    for probe in a_source(repositories=["shop", "pay"]).probes():
        probe.ask()
    for read in READS:
        asked = [call.parameters["pullRequestId"] for call in aws.server.asked(read)]
        assert asked == [first, "0"]


def test_a_key_that_cannot_be_used_shows_when_rights_are_asked_for(
    codecommit: StandIn, aws: Aws
) -> None:
    aws.server.plan("GetRepository", faults.no_key)
    probe = next(a_source().probes())
    with pytest.raises(OperatorError, match="kms:Decrypt"):
        probe.ask()
