"""A file of weekly figures: what a row must say, and why it is left out when it does not."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.metrics import forbidden
from bot.metrics.fact import Fact
from bot.metrics.week import Week
from bot.sources.file import File, FileOptions, FileScope
from bot.sources.source import Report, TeamScope, Window, midweek

COLUMNS = (
    "team,service,week,metric,dimension,numerator,denominator,sample_size,values,contributors,"
    "largest_share"
)
WINDOW = Window(datetime(2026, 9, 28, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC))
DEPLOYMENTS = (
    '{"team": "payments", "week": "2026-W40", "metric": "deployment_frequency", "numerator": 7}'
)
GOOD = "payments,,2026-W40,deployment_frequency,,7,,,,,"


def a_source(path: Path, *scopes: TeamScope) -> File:
    mine = TeamScope("payments", "", FileScope())
    return File("sheet", FileOptions(path=path), scopes or [mine])


def pulled(
    folder: Path, *rows: str, header: str = COLUMNS, report: Report | None = None
) -> list[Fact]:
    path = folder / "weekly.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return list(a_source(path).pull(WINDOW, report or Report()))


def test_each_kind_of_metric_becomes_facts_by_hand(tmp_path: Path) -> None:
    facts = pulled(
        tmp_path,
        # 7 deployments: a count, and the seven are the sample.
        GOOD,
        # 3 of 24 merged pull requests came back, by 6 people of whom one has a quarter.
        "payments,,2026-W40,rework_after_merge,,3,24,,,6,0.25",
        # 2 high findings in 12.5 thousand lines, over 31 reviewed pull requests.
        "payments,,2026-W40,findings_new,high,2,12.5,31,,,",
        # Three pull requests took 5, 30.5 and 80 hours.
        "payments,,2026-W40,pr_cycle_time,,,,,5; 30.5;80,5,0.4",
    )
    at = datetime(2026, 9, 30, 12, tzinfo=UTC)
    cycle = [
        Fact("payments", "", "pr_cycle_time", at, value=hours, people=5, largest_share=0.4)
        for hours in (5, 30.5, 80)
    ]
    assert facts == [
        Fact("payments", "", "deployment_frequency", at, numerator=7, sample=7),
        Fact(
            "payments",
            "",
            "rework_after_merge",
            at,
            numerator=3,
            denominator=24,
            sample=24,
            people=6,
            largest_share=0.25,
        ),
        Fact("payments", "", "findings_new", at, "high", 2, 12.5, 31),
        *cycle,
    ]


def test_json_lines_say_the_same_as_csv(tmp_path: Path) -> None:
    rows = [
        {"team": "payments", "week": "2026-W40", "metric": "deployment_frequency", "numerator": 7},
        {
            "team": "payments",
            "service": None,
            "week": "2026-09-28",
            "metric": "pr_cycle_time",
            "values": [5, 30.5],
            "contributors": 5,
            "largest_share": 0.4,
            "author": "Ada Lovelace",
        },
    ]
    path = tmp_path / "weekly.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    csv = pulled(tmp_path, GOOD, "payments,,2026-09-28,pr_cycle_time,,,,,5;30.5,5,0.4")
    assert list(a_source(path).pull(WINDOW, Report())) == csv


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "the line is not JSON in UTF-8"),
        ("[" * 100_000, "the line is not JSON in UTF-8"),
        ("[1, 2]", "the line is not a JSON object"),
        (
            DEPLOYMENTS.replace("7", "NaN"),
            "numerator is not between 0 and a thousand million",
        ),
        (
            DEPLOYMENTS.replace("7", "true"),
            "numerator is not a number",
        ),
    ],
)
def test_a_line_of_json_that_cannot_be_read_is_told_by_place(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "weekly.jsonl"
    path.write_text(f"\n{line}\n")
    report = Report()
    assert list(a_source(path).pull(WINDOW, report)) == []
    assert report.places == {reason: ["weekly.jsonl line 2"]}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("payments,,W40,deployment_frequency,,7,,,,,", "the week is neither like 2026-W40"),
        ("payments,,2026-W60,deployment_frequency,,7,,,,,", "the week is neither like 2026-W40"),
        ("payments,,2026-09-29,deployment_frequency,,7,,,,,", "the week is neither like 2026-W40"),
        ("payments,,2026-W41,deployment_frequency,,7,,,,,", "the week lies after the time"),
        (",,2026-W40,deployment_frequency,,7,,,,,", "the row names no team"),
        ("payments,,2026-W40,beauty,,7,,,,,", "the metric is not in Coach's catalogue"),
        ("payments,,2026-W40,findings_new,severe,2,12,,,,", "the metric has no such dimension"),
        ("payments,,2026-W40,findings_new,,2,12,,,,", "the metric has no such dimension"),
        ("payments,,2026-W40,deployment_frequency,high,7,,,,,", "the metric has no such dimension"),
        ("payments,,2026-W40,deployment_frequency,,,,,,,", "numerator is blank"),
        ("payments,,2026-W40,deployment_frequency,,many,,,,,", "numerator is not a number"),
        ("payments,,2026-W40,deployment_frequency,,-1,,,,,", "numerator is not between 0"),
        ("payments,,2026-W40,deployment_frequency,,nan,,,,,", "numerator is not between 0"),
        ("payments,,2026-W40,deployment_frequency,,inf,,,,,", "numerator is not between 0"),
        ("payments,,2026-W40,deployment_frequency,,1e30,,,,,", "numerator is not between 0"),
        ("payments,,2026-W40,rework_after_merge,,3,,,,6,0.25", "denominator is blank"),
        ("payments,,2026-W40,rework_after_merge,,25,24,,,6,0.25", "the numerator is larger"),
        ("payments,,2026-W40,rework_after_merge,,3,24,2.5,,6,0.25", "sample_size is not a whole"),
        ("payments,,2026-W40,rework_after_merge,,3,24,,,6,1.5", "largest_share is above 1"),
        ("payments,,2026-W40,rework_after_merge,,3,24,,,6.5,0.2", "contributors is not a whole"),
        ("payments,,2026-W40,pr_cycle_time,,,,,,5,0.4", "values is blank"),
        ("payments,,2026-W40,pr_cycle_time,,,,,5;;6,5,0.4", "values is blank"),
        ("payments,,2026-W40,pr_cycle_time,,,,,90000,5,0.4", "a duration in values is longer"),
        ("payments,,2026-W40,deployment_frequency,,7", "the row has not as many cells"),
        ('payments,"",2026-W40,"deployment_frequency,,7,,,,,', "the line is not CSV"),
    ],
)
def test_a_row_that_breaks_a_rule_is_left_out_and_told_by_place(
    tmp_path: Path, row: str, reason: str
) -> None:
    report = Report()
    assert len(pulled(tmp_path, GOOD, row, GOOD, report=report)) == 2
    ((said, places),) = report.places.items()
    assert said.startswith(reason)
    assert places == ["weekly.csv line 3"]
    assert report.skipped == {said: 1}


@pytest.mark.parametrize("people", ["6,", ",0.25", ","])
def test_a_figure_made_by_people_needs_to_say_how_many(tmp_path: Path, people: str) -> None:
    report = Report()
    row = f"payments,,2026-W40,rework_after_merge,,3,24,,,{people}"
    assert pulled(tmp_path, row, report=report) == []
    (reason,) = report.skipped
    assert "cannot keep its floor of five people" in reason


def test_a_forbidden_metric_is_refused_with_the_reason_of_the_catalogue(tmp_path: Path) -> None:
    report = Report()
    assert pulled(tmp_path, "payments,,2026-W40,commit_count,,7,,,,,", report=report) == []
    (reason,) = report.skipped
    assert reason.startswith("Coach does not take this metric: ")
    assert reason.endswith(str(forbidden.reason("commit_count")))


def test_weeks_before_the_window_are_passed_over_without_a_word(tmp_path: Path) -> None:
    report = Report()
    assert pulled(tmp_path, GOOD.replace("W40", "W39"), report=report) == []
    assert report.skipped.total() == 0


def test_a_week_in_which_nothing_happened_is_known(tmp_path: Path) -> None:
    # One observation, so that the week is a zero and not a gap.
    (fact,) = pulled(tmp_path, GOOD.replace(",7,", ",0,"))
    assert (fact.numerator, fact.sample) == (0, 1)


def test_rows_go_to_the_team_and_service_that_are_written_there(tmp_path: Path) -> None:
    path = tmp_path / "weekly.csv"
    rows = [
        "payments,checkout,2026-W40,deployment_frequency,,1,,,,,",
        "payments,,2026-W40,deployment_frequency,,2,,,,,",
        "Pay & Bill,Web shop,2026-W40,deployment_frequency,,4,,,,,",
        "garden,,2026-W40,deployment_frequency,,8,,,,,",
    ]
    path.write_text("\n".join([COLUMNS, *rows]))
    source = a_source(
        path,
        TeamScope("payments", "checkout", FileScope()),
        TeamScope("payments", "", FileScope()),
        TeamScope("payments", "shop", FileScope(team_name="Pay & Bill", service_name="Web shop")),
    )
    assert [
        (fact.team, fact.service, fact.numerator) for fact in source.pull(WINDOW, Report())
    ] == [("payments", "checkout", 1), ("payments", "", 2), ("payments", "shop", 4)]


def test_columns_in_any_order_and_columns_left_out_are_fine(tmp_path: Path) -> None:
    (fact,) = pulled(
        tmp_path,
        '7,"deployment_frequency",Ada Lovelace,2026-W40,payments',
        header="\ufeffNumerator, metric ,author,week,team",
    )
    assert (fact.numerator, fact.sample) == (7, 7)
    assert "Ada" not in repr(fact)


@pytest.mark.parametrize(
    "header",
    ["", "team;week;metric;numerator", "team,week,numerator", "Zählung,week,metric"],
)
def test_a_file_without_the_needed_columns_is_told_to_the_operator(
    tmp_path: Path, header: str
) -> None:
    path = tmp_path / "weekly.csv"
    path.write_bytes(f"{header}\n{GOOD}\n".encode("latin-1"))
    with pytest.raises(OperatorError, match=r"does not name the column \w+\. Save the file as"):
        list(a_source(path).pull(WINDOW, Report()))


def test_a_file_that_is_not_there_is_told_without_the_folders_above_it(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"^The file gone.csv is not there\.") as raised:
        list(a_source(tmp_path / "gone.csv").pull(WINDOW, Report()))
    assert str(tmp_path) not in str(raised.value)


def test_a_folder_in_place_of_a_file_is_told_to_the_operator(tmp_path: Path) -> None:
    (tmp_path / "weekly.csv").mkdir()
    with pytest.raises(OperatorError, match="cannot be opened"):
        list(a_source(tmp_path / "weekly.csv").pull(WINDOW, Report()))


def test_a_spreadsheet_is_refused_by_the_configuration() -> None:
    with pytest.raises(ValueError, match=r"must end in \.csv"):
        FileOptions(path=Path("weekly.xlsx"))


def test_the_middle_of_a_week_lies_in_it_on_every_calendar() -> None:
    week = Week(date(2026, 9, 28))
    for hours in range(-12, 15):
        local = midweek(week).astimezone(timezone(timedelta(hours=hours)))
        assert Week.of(local.date()) == week
