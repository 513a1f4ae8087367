"""CodeGuru Reviewer: what a pull request's reviews found together, and what a repository carries."""

from datetime import UTC, datetime, timedelta

from bot.metrics.fact import Fact
from bot.sources.aws import AwsOptions
from bot.sources.codeguru_reviewer import CodeGuruReviewer, CodeGuruScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws import faults
from tests.aws.codeguru import finding
from tests.aws.fixtures import Aws

MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(weeks=1))


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


def a_source(*scopes: TeamScope) -> CodeGuruReviewer:
    return CodeGuruReviewer("reviews", AwsOptions(region="eu-west-1"), scopes or [at_shop()])


def at_shop(team: str = "payments", service: str = "checkout", **scope: str) -> TeamScope:
    return TeamScope(team, service, CodeGuruScope(**{"repository": "shop", **scope}))


def pulled(
    source: CodeGuruReviewer, window: Window = WEEK, report: Report | None = None
) -> list[Fact]:
    return list(source.pull(window, report or Report()))


def counted(facts: list[Fact], metric: str = "findings_new") -> dict[str, float]:
    """Add up what was found, by severity, without the zeros."""
    totals: dict[str, float] = {}
    for fact in facts:
        if fact.metric == metric and fact.numerator:
            totals[fact.dimension] = totals.get(fact.dimension, 0) + fact.numerator
    return totals


def test_all_reviews_of_a_pull_request_count_together_and_each_finding_once(aws: Aws) -> None:
    # First review: 1,200 lines, one high finding and one that AWS did not rate.
    # Second review, of what was pushed since: 300 lines. The high one again, four lines further
    # down, where AWS also writes another line number into the text; and one new medium.
    # Together: 1 high + 1 medium + 1 unrated in (1,200 + 300) / 1,000 = 1.5 thousand lines.
    high = finding("High", description="Read at lines: **63 and 64** without a lock.")
    moved = finding("High", description="Read at lines: **67 and  68** without a lock.")
    aws.codeguru.reviews(hours(10), high, finding(None, rule=None), lines=1200)
    aws.codeguru.reviews(hours(30), moved, finding("Medium", rule="java/leak"), lines=300)
    facts = pulled(a_source())
    assert {fact.dimension: fact.numerator for fact in facts} == {
        "critical": 0,
        "high": 1,
        "medium": 1,
        "low": 0,
        "info": 0,
        "unrated": 1,
    }
    assert {(fact.denominator, fact.sample, fact.at) for fact in facts} == {(1.5, 1, hours(30))}
    assert {(fact.team, fact.service, fact.metric) for fact in facts} == {
        ("payments", "checkout", "findings_new")
    }
    assert {(fact.actor, fact.people) for fact in facts} == {(None, None)}


def test_the_same_rule_in_another_file_or_pull_request_is_another_finding(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("High"), finding("High", path="src/Carts.java"))
    aws.codeguru.reviews(hours(2), finding("High"), pull_request="8")
    # 2 in the first pull request and 1 in the second.
    assert counted(pulled(a_source())) == {"high": 3}


def test_a_finding_without_a_rule_is_known_by_its_category(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding(None, rule=None, category="DuplicateCode"))
    aws.codeguru.reviews(
        hours(2),
        finding(None, rule=None, category="DuplicateCode"),
        finding(None, rule=None, category="ResourceLeaks"),
    )
    assert counted(pulled(a_source())) == {"unrated": 2}


def test_a_finding_counts_in_the_week_that_found_it_first(aws: Aws) -> None:
    last_week, this_week = MONDAY - timedelta(days=2), hours(5)
    aws.codeguru.reviews(last_week, finding("High"), lines=800)
    aws.codeguru.reviews(this_week, finding("High"), finding("Low", rule="java/new"), lines=200)
    both = Window(MONDAY - timedelta(weeks=1), WEEK.end)
    # Last week: the high one in 0.8 thousand lines. This week: the low one in 0.2.
    for window in (WEEK, both):
        facts = pulled(a_source(), window)
        assert counted([fact for fact in facts if fact.at == this_week]) == {"low": 1}
        assert {fact.denominator for fact in facts if fact.at == this_week} == {0.2}
    before = [fact for fact in pulled(a_source(), both) if fact.at == last_week]
    assert counted(before) == {"high": 1}
    assert {fact.denominator for fact in before} == {0.8}


def test_a_reviewed_pull_request_without_findings_is_six_zeros(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), lines=500)
    assert [fact.numerator for fact in pulled(a_source())] == [0] * 6


def test_the_last_full_analysis_of_a_week_stands_for_the_week(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("Critical"), pull_request=None, lines=9000)
    # The same rule twice in one file is two inherited findings.
    aws.codeguru.reviews(
        hours(50), finding("Info"), finding("Info"), pull_request=None, lines=20_000
    )
    facts = pulled(a_source())
    assert counted(facts, "findings_inherited") == {"info": 2}
    assert {(fact.at, fact.denominator, fact.sample) for fact in facts} == {(hours(50), 20, 1)}


def test_a_week_without_a_full_analysis_is_a_gap(aws: Aws) -> None:
    aws.codeguru.reviews(MONDAY - timedelta(days=1), finding("High"), pull_request=None)
    assert pulled(a_source()) == []


def test_a_repository_may_belong_to_several_services_and_teams(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("High"))
    source = a_source(at_shop(), at_shop("platform", ""), at_shop("payments", "refunds"))
    assert {(fact.team, fact.service) for fact in pulled(source) if fact.numerator} == {
        ("payments", "checkout"),
        ("platform", ""),
        ("payments", "refunds"),
    }
    assert len(aws.server.asked("ListRecommendations")) == 1


def test_an_owner_tells_two_repositories_of_one_name_apart(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("High"), owner="acme")
    aws.codeguru.reviews(hours(2), finding("Low"), owner="fork")
    assert counted(pulled(a_source(at_shop(owner="acme")))) == {"high": 1}
    assert len(aws.server.asked("ListRecommendations")) == 1
    assert counted(pulled(a_source(at_shop()))) == {"high": 1, "low": 1}


def test_only_finished_reviews_of_the_named_repositories_are_asked_for(aws: Aws) -> None:
    pulled(a_source())
    asked = [call.parameters for call in aws.server.asked("ListCodeReviews")]
    assert asked == [
        {
            "Type": kind,
            "States": ["Completed"],
            "RepositoryNames": ["shop"],
            "MaxResults": 100,
        }
        for kind in ("PullRequest", "RepositoryAnalysis")
    ]


def test_more_than_a_hundred_repositories_are_asked_for_in_parts(aws: Aws) -> None:
    names = [f"repository-{number:03d}" for number in range(101)]
    aws.codeguru.reviews(hours(1), finding("High"), repository="repository-100")
    source = a_source(*(at_shop(repository=name) for name in names))
    assert counted(pulled(source)) == {"high": 1}
    asked = [call.parameters["RepositoryNames"] for call in aws.server.asked("ListCodeReviews")]
    assert [len(part) for part in asked] == [100, 100, 1, 1]
    assert sorted({name for part in asked for name in part}) == names


def test_reviews_and_findings_on_later_pages_are_read_too(aws: Aws) -> None:
    aws.codeguru.reviews_a_page = 2
    aws.codeguru.findings_a_page = 1
    for number in range(5):
        aws.codeguru.reviews(
            hours(number), finding("High"), finding("Low", rule="x"), pull_request=f"{number}"
        )
    assert counted(pulled(a_source())) == {"high": 5, "low": 5}
    assert len(aws.server.asked("ListRecommendations")) == 10


def test_an_empty_page_with_a_token_is_not_the_end(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("High"))
    aws.server.plan("ListCodeReviews", faults.empty_page)
    aws.server.plan("ListRecommendations", faults.empty_page)
    report = Report()
    assert counted(pulled(a_source(), report=report)) == {"high": 1}
    assert report.skipped.total() == 0


def test_a_page_that_comes_again_counts_once_ends_the_pull_and_is_said(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("High"), pull_request=None)
    aws.codeguru.reviews(hours(2), finding("Low"))
    aws.server.plan("ListCodeReviews", faults.repeated_token)
    aws.server.plan("ListRecommendations", faults.repeated_token)
    report = Report()
    facts = pulled(a_source(), report=report)
    assert counted(facts) == {"low": 1}
    assert counted(facts, "findings_inherited") == {"high": 1}
    assert report.places == {
        "AWS came back to an earlier page; the rest is missing": [
            "list_code_reviews page 2",
            "list_recommendations page 2",
            "list_code_reviews page 2",
            "list_recommendations page 2",
        ]
    }


def test_reviews_that_lack_what_is_needed_are_told_by_page_and_row(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("High"))
    aws.codeguru.reviews(hours(2), pull_request="8", MetricsSummary={"FindingsCount": 0})
    aws.codeguru.reviews(hours(3), PullRequestId=None)
    aws.codeguru.reviews(hours(4), CreatedTimeStamp=None)
    report = Report()
    assert counted(pulled(a_source(), report=report)) == {"high": 1}
    # AWS lists the newest first.
    assert report.places == {
        "the review does not say when it was": ["ListCodeReviews of PullRequest, page 1, row 1"],
        "the review does not say of which pull request": [
            "ListCodeReviews of PullRequest, page 1, row 2"
        ],
        "the review does not say how many lines it read": [
            "ListCodeReviews of PullRequest, page 1, row 3"
        ],
    }


def test_history_that_aws_no_longer_lists_is_said(aws: Aws) -> None:
    report = Report()
    pulled(a_source(), Window(WEEK.end - timedelta(weeks=26), WEEK.end), report)
    assert report.history_starts == WEEK.end - timedelta(days=90)
    recent = Report()
    pulled(a_source(), WEEK, recent)
    assert recent.history_starts is None


def test_findings_are_asked_for_only_where_the_window_needs_them(aws: Aws) -> None:
    aws.codeguru.reviews(MONDAY - timedelta(days=30), finding("High"), pull_request="old")
    aws.codeguru.reviews(WEEK.end, finding("High"), pull_request="next")
    aws.codeguru.reviews(WEEK.end, finding("High"), pull_request=None)
    assert pulled(a_source()) == []
    assert aws.server.asked("ListRecommendations") == []


def test_facts_come_before_the_next_pull_request_is_asked_about(aws: Aws) -> None:
    aws.codeguru.reviews(hours(1), finding("High"), pull_request="7")
    aws.codeguru.reviews(hours(2), finding("High"), pull_request="8")
    facts = a_source().pull(WEEK, Report())
    next(facts)
    assert len(aws.server.asked("ListRecommendations")) == 1


def test_progress_runs_up_to_the_number_of_pull_requests(aws: Aws) -> None:
    for number in range(3):
        aws.codeguru.reviews(hours(number), pull_request=f"{number}")
    seen: list[tuple[int, int]] = []
    pulled(a_source(), report=Report(progress=lambda done, total: seen.append((done, total))))
    assert seen == [(1, 3), (2, 3), (3, 3)]
