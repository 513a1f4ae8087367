"""Amazon Q Developer's report: what it says of a team, and how little of it is read."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest

from bot.errors import OperatorError
from bot.metrics.fact import Fact
from bot.sources.q_developer import QDeveloper, QDeveloperOptions, QDeveloperScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws.buckets import report, report_key
from tests.aws.fixtures import Aws

ADA = "6a1b2c3d-1111-4222-8333-444455556666"
GRACE = "7b2c3d4e-1111-4222-8333-444455556666"
MONDAY = date(2026, 9, 28)
WEEK = Window(datetime(2026, 9, 28, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC))
BUCKET = "q-reports"
Row = tuple[str, str, int | str, str, int | str, int | str, str]


@pytest.fixture(autouse=True)
def bucket(aws: Aws) -> None:
    aws.buckets.make(BUCKET)


def a_source(
    *people: str,
    scopes: Iterable[TeamScope] = (),
    options: Mapping[str, str] = MappingProxyType({}),
) -> QDeveloper:
    where = {
        "bucket": BUCKET,
        "prefix": "reports",
        "account": "111122223333",
        "region": "eu-west-1",
        **options,
    }
    scope = TeamScope("payments", "", QDeveloperScope(), people or (ADA, GRACE))
    return QDeveloper("assistant", QDeveloperOptions.model_validate(where), [*scopes] or [scope])


def pulled(source: QDeveloper, window: Window = WEEK, said: Report | None = None) -> list[Fact]:
    return list(source.pull(window, said or Report()))


def row(user: str, day: date, shown: int | str, accepted: int | str, chat: int | str = "") -> Row:
    """Return a row in the order of `buckets.COLUMNS`, with the date as Q Developer writes it."""
    return (user, f"{day:%m-%d-%Y}", chat, "", accepted, shown, "")


def totals(facts: list[Fact]) -> dict[str, tuple[float, float, int, int]]:
    """Add up, by metric: numerator, denominator, sample, and how many people."""
    sums: dict[str, tuple[float, float, int, int]] = {}
    for metric in {fact.metric for fact in facts}:
        mine = [fact for fact in facts if fact.metric == metric]
        sums[metric] = (
            sum(fact.numerator for fact in mine),
            sum(fact.denominator or 0 for fact in mine),
            sum(fact.sample for fact in mine),
            len({fact.actor for fact in mine}),
        )
    return sums


def test_a_week_adds_up_by_hand(aws: Aws) -> None:
    # Monday: Ada accepts 4 of 10. Tuesday, in two parts: Ada 1 of 2 and then 2 of 3, and Grace
    # only chats. A stranger accepts 50 of 60 and is in no team.
    # Accepted 4 + 1 + 2 = 7 of 10 + 2 + 3 = 15, all of it Ada's. Active: both, 2 of 2.
    tuesday = MONDAY + timedelta(days=1)
    aws.buckets.put(
        BUCKET,
        report_key(MONDAY),
        report(row(ADA, MONDAY, 10, 4), row("stranger", MONDAY, 60, 50)),
    )
    aws.buckets.put(
        BUCKET,
        report_key(tuesday, part="_part_1"),
        report(row(ADA, tuesday, 2, 1), row(GRACE, tuesday, "", "", 5)),
    )
    aws.buckets.put(BUCKET, report_key(tuesday, part="_part_2"), report(row(ADA, tuesday, 3, 2)))
    said = Report()
    facts = pulled(a_source(), said=said)
    assert totals(facts) == {"ai_acceptance": (7, 15, 15, 1), "ai_active_share": (2, 2, 2, 2)}
    assert {fact.at for fact in facts if fact.metric == "ai_active_share"} == {
        datetime(2026, 9, 30, 12, tzinfo=UTC)
    }
    assert said.covered == {MONDAY, tuesday}
    assert said.skipped.total() == 0


def test_both_forms_of_dates_any_order_of_columns_and_a_byte_order_mark_are_read(aws: Aws) -> None:
    shuffled = ("Inline_SuggestionsCount", "Date", "User_Email", "Inline_AcceptanceCount", "UserId")
    rows: list[tuple[str | int, ...]] = [
        (8, "2026-09-28", "ada@example.com", 2, ADA),
        ("", "09-28-2026", "grace@example.com", "", GRACE),
    ]
    text = "\ufeff" + report(*rows, columns=shuffled)
    aws.buckets.put(BUCKET, report_key(MONDAY), text)
    # A blank cell is 0, and nothing shown is no acceptance rather than a rate of 0.
    assert totals(pulled(a_source())) == {
        "ai_acceptance": (2, 8, 8, 1),
        "ai_active_share": (1, 2, 2, 2),
    }


def test_a_user_is_found_with_and_without_the_directory_before_the_id(aws: Aws) -> None:
    rows = [row(f"d-9067f0a1b2.{ADA}", MONDAY, 4, 1), row(GRACE.upper(), MONDAY, 6, 3)]
    aws.buckets.put(BUCKET, report_key(MONDAY), report(*rows))
    facts = pulled(a_source(ADA, f"d-9067f0a1b2.{GRACE}"))
    assert totals(facts)["ai_acceptance"] == (4, 10, 10, 2)


def test_names_with_a_dot_in_them_stay_different_people(aws: Aws) -> None:
    rows = [row("ada.smith", MONDAY, 4, 1), row("bob.smith", MONDAY, 6, 3)]
    aws.buckets.put(BUCKET, report_key(MONDAY), report(*rows))
    assert totals(pulled(a_source("ada.smith")))["ai_acceptance"] == (1, 4, 4, 1)


def test_somebody_in_two_teams_counts_in_each_and_twice_named_counts_once(aws: Aws) -> None:
    aws.buckets.put(BUCKET, report_key(MONDAY), report(row(ADA, MONDAY, 4, 1)))
    scopes = [
        TeamScope("payments", "", QDeveloperScope(), (ADA, f"d-9067f0a1b2.{ADA}")),
        TeamScope("platform", "", QDeveloperScope(), (ADA,)),
    ]
    facts = pulled(a_source(scopes=scopes))
    assert sorted((fact.team, fact.metric) for fact in facts) == [
        ("payments", "ai_acceptance"),
        ("payments", "ai_active_share"),
        ("platform", "ai_acceptance"),
        ("platform", "ai_active_share"),
    ]


def test_a_day_without_a_report_is_not_covered_and_a_report_without_rows_is(aws: Aws) -> None:
    aws.buckets.put(BUCKET, report_key(MONDAY), report())
    said = Report()
    facts = pulled(a_source(), said=said)
    assert said.covered == {MONDAY}
    assert totals(facts) == {"ai_active_share": (0, 2, 2, 2)}


def test_a_week_without_any_report_says_nothing_of_anybody(aws: Aws) -> None:
    said = Report()
    assert pulled(a_source(), said=said) == []
    assert said.covered == set()


def test_markers_beside_the_reports_and_other_reports_are_not_read(aws: Aws) -> None:
    key = report_key(MONDAY)
    aws.buckets.put(BUCKET, key.removesuffix(".csv"), "6a1b2c3d")
    aws.buckets.put(BUCKET, key.replace("by_user_analytic/", "prompts/"), "secret")
    aws.buckets.put(BUCKET, key.replace("/28/", "/281/"), "secret")
    assert pulled(a_source()) == []
    assert aws.server.asked("GetObject") == []


@pytest.mark.parametrize(
    ("options", "prefix", "logs"),
    [
        ({"prefix": ""}, "", "QDeveloperLogs"),
        ({"prefix": "/daily/q/"}, "daily/q/", "QDeveloperLogs"),
        ({"report": "kiro_legacy"}, "reports/", "KiroLogs"),
    ],
)
def test_a_report_is_found_where_the_configuration_says(
    aws: Aws, options: dict[str, str], prefix: str, logs: str
) -> None:
    key = report_key(MONDAY, prefix=prefix, logs=logs)
    aws.buckets.put(BUCKET, key, report(row(ADA, MONDAY, 4, 1)))
    assert totals(pulled(a_source(options=options)))["ai_acceptance"] == (1, 4, 4, 1)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(ADA, MONDAY + timedelta(days=1), 4, 1), "the date is not the day of the report"),
        ((ADA, "28.09.2026", 0, 0, 1, 4, 0), "the date is not the day of the report"),
        (row("", MONDAY, 4, 1), "the row has no UserId"),
        (row(ADA, MONDAY, "4.5", 1), "a count is not a whole number from 0 up"),
        (row(ADA, MONDAY, "-4", 1), "a count is not a whole number from 0 up"),
        (row(ADA, MONDAY, 4, "9" * 5000), "a count is not a whole number from 0 up"),
        (row(ADA, MONDAY, 4, 1, "many"), "a count is not a whole number from 0 up"),
        (row(ADA, MONDAY, 4, 5), "more suggestions were accepted than shown"),
        ((ADA, "09-28-2026", 4), "the row has not as many cells as the header"),
        (('"' + ADA, "09-28-2026", 0, 0, 1, 4, 0), "the line is not CSV"),
    ],
)
def test_a_row_that_breaks_a_rule_is_told_by_place_and_costs_only_itself(
    aws: Aws, bad: Row, reason: str
) -> None:
    text = report(row(ADA, MONDAY, 4, 1), bad, row(GRACE, MONDAY, 6, 3))
    aws.buckets.put(BUCKET, report_key(MONDAY), text)
    said = Report()
    assert totals(pulled(a_source(), said=said))["ai_acceptance"] == (4, 10, 10, 2)
    place = "111122223333_by_user_analytic_202609280000_report.csv line 3"
    assert said.places == {reason: [place]}
    assert said.covered == {MONDAY}


def test_a_line_that_is_not_utf8_is_told_by_place(aws: Aws) -> None:
    body = report(row(ADA, MONDAY, 4, 1)).encode() + b"\xff\xfe,09-28-2026,,,1,2,\r\n"
    aws.buckets.put(BUCKET, report_key(MONDAY), body)
    said = Report()
    assert totals(pulled(a_source(), said=said))["ai_acceptance"] == (1, 4, 4, 1)
    assert list(said.skipped) == ["the line is not UTF-8 text"]


@pytest.mark.parametrize("text", ["", report(row(ADA, MONDAY, 4, 9))])
def test_a_day_of_which_nothing_can_be_read_is_not_covered(aws: Aws, text: str) -> None:
    aws.buckets.put(BUCKET, report_key(MONDAY), text)
    said = Report()
    assert pulled(a_source(), said=said) == []
    assert said.covered == set()
    assert said.skipped.total() == 1


def test_a_report_without_acceptances_is_refused_in_words(aws: Aws) -> None:
    columns = ("Date", "UserId", "Client_Type", "Total_Messages", "User_Email")
    rows = [("2026-09-28", ADA, "KIRO_IDE", 9, "ada@example.com")]
    aws.buckets.put(BUCKET, report_key(MONDAY), report(*rows, columns=columns))
    with pytest.raises(OperatorError, match="acceptance cannot be computed") as raised:
        pulled(a_source())
    assert "ada" not in str(raised.value)


def test_days_are_read_one_after_the_other_as_facts_are_taken(aws: Aws) -> None:
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        aws.buckets.put(BUCKET, report_key(day), report(row(ADA, day, 4, 1)))
    facts = a_source().pull(WEEK, Report())
    next(facts)
    assert len(aws.server.asked("GetObject")) == 1


def test_only_the_days_of_the_window_are_listed(aws: Aws) -> None:
    seen: list[tuple[int, int]] = []
    pulled(a_source(), said=Report(progress=lambda done, total: seen.append((done, total))))
    assert len(aws.server.asked("ListObjectsV2")) == 7
    assert seen[-1] == (7, 7)


@pytest.mark.parametrize(
    ("column", "active"),
    [
        ("Chat_MessagesSent", 1),
        ("CodeFix_GenerationEventCount", 1),
        ("CodeReview_SucceededEventCount", 1),
        ("Dev_GenerationEventCount", 1),
        ("DocGeneration_EventCount", 1),
        ("InlineChat_TotalEventCount", 1),
        ("TestGeneration_EventCount", 1),
        ("Transformation_EventCount", 1),
        ("Credits_Used", 0),
    ],
)
def test_every_counter_of_the_assistant_makes_somebody_active_and_nothing_else(
    aws: Aws, column: str, active: int
) -> None:
    columns = ("UserId", "Date", "Inline_AcceptanceCount", "Inline_SuggestionsCount", column)
    text = report((ADA, "09-28-2026", 0, 0, 3), columns=columns)
    aws.buckets.put(BUCKET, report_key(MONDAY), text)
    assert totals(pulled(a_source(ADA))) == {"ai_active_share": (active, 1, 1, 1)}


def test_a_week_of_which_the_window_has_only_a_day_says_nothing_of_who_is_active(aws: Aws) -> None:
    sunday = MONDAY - timedelta(days=1)
    aws.buckets.put(BUCKET, report_key(sunday), report(row(ADA, sunday, 4, 1)))
    window = Window(WEEK.start - timedelta(hours=14), WEEK.end)
    assert totals(pulled(a_source(), window)) == {"ai_acceptance": (1, 4, 4, 1)}
