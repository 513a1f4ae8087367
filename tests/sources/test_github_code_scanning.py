"""GitHub's code scanning: what is opened and closed when, how severe, and since when it is watched."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.errors import CoachError, OperatorError, TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_client import Patience
from bot.sources.github_code_scanning import (
    CLOSED,
    OPENED,
    GitHubCodeScanning,
    GitHubCodeScanningScope,
)
from bot.sources.github_options import VARIABLE, GitHubAccess
from bot.sources.source import Report, TeamScope, Window
from tests.github import faults
from tests.github.alerts import CodeScanning, alert
from tests.github.company import Row
from tests.github.rest import Spoilt
from tests.github.server import NOW, TOKEN, GitHubServer

SHOP, PAY = "acme/shop", "acme/pay"
AUTUMN = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))


@pytest.fixture
def scanning(github: GitHubServer) -> CodeScanning:
    return CodeScanning(github)


def on(day: int, hour: int = 12) -> datetime:
    """Return an hour of a day, counted from Monday 28 September 2026."""
    return datetime(2026, 9, 28, tzinfo=UTC) + timedelta(days=day, hours=hour)


def a_source(
    github: GitHubServer, *, repositories: Sequence[str] = (SHOP,), tools: Sequence[str] = ()
) -> GitHubCodeScanning:
    scope = GitHubCodeScanningScope(repositories=tuple(repositories), tools=tuple(tools))
    return GitHubCodeScanning(
        "scanner",
        GitHubAccess(base_url=github.url),
        [TeamScope("payments", "shop", scope)],
        {VARIABLE: SecretStr(TOKEN)},
        Patience(tries=1),
    )


def pulled(
    source: GitHubCodeScanning, window: Window = AUTUMN, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def said(
    github: GitHubServer, scanning: CodeScanning, *alerts: Row, **asked: Any
) -> list[tuple[str, datetime, str]]:
    """Return what alerts say: the metric, when, and how severe or why left out."""
    scanning.alerts[SHOP] += alerts
    return [
        (item.metric, item.at, item.reason if isinstance(item, Exclusion) else item.dimension)
        for item in pulled(a_source(github, **asked))
    ]


@pytest.mark.parametrize(
    ("security", "severity", "dimension"),
    [
        ("critical", "error", "critical"),
        ("high", "warning", "high"),
        ("medium", "error", "medium"),
        ("low", "error", "low"),
        (None, "error", "high"),
        (None, "warning", "medium"),
        (None, "note", "low"),
        (None, "none", "unrated"),
        (None, None, "unrated"),
    ],
)
def test_the_security_severity_decides_and_else_that_of_the_rule(
    github: GitHubServer,
    scanning: CodeScanning,
    security: str | None,
    severity: str | None,
    dimension: str,
) -> None:
    opened = alert(1, on(0), security=security, severity=severity)
    assert said(github, scanning, opened) == [(OPENED, on(0), dimension)]


def test_what_is_mended_counts_as_opened_and_as_closed_each_in_its_week(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    mended = alert(1, on(0), fixed=on(9))
    assert said(github, scanning, mended) == [(OPENED, on(0), "high"), (CLOSED, on(9), "high")]


def test_what_somebody_dismissed_is_not_mended_and_is_counted_apart(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    dismissed = alert(1, on(-30), dismissed=on(2))
    assert said(github, scanning, dismissed) == [(CLOSED, on(2), "dismissed")]


def test_code_that_goes_after_its_finding_was_dismissed_mends_nothing(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    first_dismissed = alert(1, on(-30), fixed=on(3), dismissed=on(2))
    first_fixed = alert(2, on(-30), fixed=on(3), dismissed=on(4))
    assert sorted(said(github, scanning, first_dismissed, first_fixed)) == [
        (CLOSED, on(2), "dismissed"),
        (CLOSED, on(3), "high"),
    ]


def test_a_finding_that_came_back_is_open_since_it_was_first_seen(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    again = alert(1, on(0), state="open", dismissed_at="2026-09-29T12:00:00Z")
    assert said(github, scanning, again) == [(OPENED, on(0), "high")]


def test_scanners_are_chosen_by_name(github: GitHubServer, scanning: CodeScanning) -> None:
    alerts = [alert(1, on(0)), alert(2, on(1), tool="Trivy")]
    assert said(github, scanning, *alerts, tools=("TRIVY",)) == [(OPENED, on(1), "high")]


def test_reading_ends_where_nothing_changed_since_the_window_began(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    github.rest.most = 2
    old = [alert(number, on(-100)) for number in range(10, 30)]
    assert len(said(github, scanning, alert(1, on(0)), alert(2, on(1)), *old)) == 2
    asked = [call.operation for call in github.calls if "/alerts" in call.operation]
    assert len(asked) == 2


def test_an_alert_that_moves_up_while_the_list_is_read_counts_once(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    github.rest.most = 1
    assert len(said(github, scanning, alert(1, on(0)), alert(1, on(0)), alert(2, on(1)))) == 2


def test_no_word_of_an_alert_and_nobody_is_read(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    scanning.alerts[SHOP] += [alert(1, on(0), dismissed=on(1))]
    report = Report()
    assert "secret" not in f"{pulled(a_source(github), report=report)} {report}"


def watched(github: GitHubServer, **asked: Any) -> dict[tuple[str, str, str], datetime]:
    report = Report()
    pulled(a_source(github, **asked), report=report)
    return report.watched


def test_the_default_branch_is_watched_since_its_first_analysis(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    scanning.analyses[SHOP] += [on(-90), on(-7), NOW - timedelta(days=1)]
    assert watched(github) == {
        ("payments", "shop", OPENED): on(-90),
        ("payments", "shop", CLOSED): on(-90),
    }


def test_a_scanner_that_fell_silent_watches_nothing(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    scanning.analyses[SHOP] += [on(-90), NOW - timedelta(days=14, seconds=1)]
    assert watched(github) == {}
    scanning.analyses[SHOP].append(NOW - timedelta(days=14))
    assert len(watched(github)) == 2


def test_a_branch_without_an_analysis_is_not_watched(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    scanning.alerts[SHOP] += [alert(1, on(0))]
    assert watched(github) == {}


def refusal(source: GitHubCodeScanning) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    assert "acme" not in str(raised.value)
    assert len(str(raised.value)) <= 300
    return raised.value


@pytest.mark.parametrize("status", [403, 404])
def test_a_repository_without_code_scanning_is_told_by_place_and_the_others_go_on(
    github: GitHubServer, scanning: CodeScanning, status: int
) -> None:
    scanning.off[SHOP] = status
    scanning.alerts[PAY] += [alert(1, on(0))]
    report = Report()
    facts = pulled(a_source(github, repositories=(SHOP, PAY)), report=report)
    assert [fact.metric for fact in facts] == [OPENED]
    assert list(report.places.values()) == [["team payments, service shop, repository 1"]]


def test_where_no_repository_is_scanned_somebody_must_switch_it_on(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    scanning.off[SHOP] = 404
    error = refusal(a_source(github))
    assert isinstance(error, OperatorError)
    assert "switch code scanning on" in str(error)
    assert "`Code scanning alerts: read` and `Metadata: read`" in str(error)


def test_a_repository_that_was_never_scanned_shows_no_lack_of_a_right(
    github: GitHubServer, scanning: CodeScanning
) -> None:
    scanning.off[SHOP] = 404
    for probe in a_source(github).probes():
        probe.ask()


@pytest.mark.parametrize("body", [b"{}", b"[7]", b'[{"created_at": null}]', b'"x"'])
def test_an_answer_that_is_no_analysis_may_be_one_later(
    github: GitHubServer, scanning: CodeScanning, body: bytes
) -> None:
    scanning.alerts[SHOP] += [alert(1, on(0))]
    github.plan(faults.says(body), after=2)
    assert isinstance(refusal(a_source(github)), TransientError)


@pytest.mark.parametrize(
    "bad",
    [
        {"created_at": "2026-09-28T12:00:00"},
        {"created_at": "0001-01-01T00:00:00+14:00"},
        {"number": True},
        {"rule": None},
        {"rule": {"security_severity_level": "awful", "severity": "error"}},
        {"tool": {"name": None}},
        {"state": "dismissed", "dismissed_at": None},
        {"state": None},
    ],
    ids=str,
)
def test_an_alert_that_cannot_be_read_is_counted_by_page_and_row(
    github: GitHubServer, scanning: CodeScanning, bad: Row
) -> None:
    scanning.alerts[SHOP] += [Spoilt({**alert(1, on(0)), **bad}), alert(2, on(1))]
    report = Report()
    assert len(pulled(a_source(github), report=report)) == 1
    assert list(report.places.values()) == [
        ["team payments, service shop, repository 1, page 1, row 1"]
    ]
