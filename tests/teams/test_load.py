"""Broken files: every problem at once, each with its line, what is wrong and how to mend it."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bot.errors import OperatorError
from bot.teams.load import LARGEST, load
from bot.teams.problem import Problem, Problems
from tests.teams.sample import MODELS, TEXT, problems, read

JARGON = re.compile(
    r"[Pp]ydantic|Input should|Value error|https?://|_type\b|_parsing|Traceback|\bNone\b|<class"
)
HERE = "#!"


def broken(old: str, new: str) -> str:
    """Return the sample with one thing changed, wherever it stands first."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def line_of(text: str) -> int:
    """Return the line that the case has marked."""
    return 1 + text[: text.index(HERE)].count("\n")


# What is changed, into what (the marked line is the one to be named), and a phrase of the answer.
CASES = {
    "unknown key at the top": ("teams:", "people: 3 #!\nteams:", "`people` is not known here"),
    "unknown key in the organisation": (
        "  minimum_group: 6",
        "  minimum_groups: 6 #!",
        "Did you mean `minimum_group`?",
    ),
    "unknown key in a team": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    xyz: 3 #!",
        "what can stand here is `id`, `name`, `channel`",
    ),
    "unknown key of a member": (
        "        ids: {assistant: d-1.alice}",
        "        email: someone #!",
        "what can stand here is `slack`, `ids`",
    ),
    "unknown key in a service": (
        "      - name: auth-service",
        "      - name: auth-service\n        owner: x #!",
        "what can stand here is `name`, `telemetry`",
    ),
    "unknown option of a source": (
        "    bucket: reports",
        "    bucket: reports\n    buckets: reports #!",
        "Did you mean `bucket`?",
    ),
    "unknown part of a scope": (
        "          - {source: reviewer, repository: auth-service}",
        "          - {source: reviewer, repository: auth-service, branch: main} #!",
        "what can stand here is `source`, `repository`",
    ),
    "steward without a Slack id": (
        "[U0STEWARD1]",
        "[marta] #!",
        "Entry 1 of `stewards` is no Slack user id",
    ),
    "manager without a Slack id": (
        "    managers: [U0MARTA001]",
        "    managers:\n      - U0MARTA001\n      - '@marta' #!",
        "Entry 2 of `managers` is no Slack user id",
    ),
    "member without a Slack id": (
        "      - U0BOB00001",
        "      - bob #!",
        "Entry 3 of `members` is no Slack user id",
    ),
    "member in the long form without a Slack id": (
        "      - slack: U0ALICE001",
        "      - slack: u0alice001 #!",
        "`slack` is no Slack user id",
    ),
    "channel by its name": ("C0PAYMENTS", "'#payments' #!", "`channel` is no Slack channel id"),
    "duplicate team id": ("id: ledger", "id: payments #!", "already called `payments`"),
    "duplicate team name": (
        "name: General Ledger",
        "name: PAYMENTS #!",
        "already called `PAYMENTS`",
    ),
    "team named like the id of another": (
        "name: General Ledger",
        "name: Payments #!",
        "Give each team an id and a name that no other team has",
    ),
    "team id that cannot be typed": ("id: ledger", "id: General Ledger #!", "no id that can be"),
    "source name that cannot be typed": (
        "  numbers:",
        "  My Numbers: #!\n   ",
        "no id that can be",
    ),
    "duplicate service": (
        "  - id: ledger",
        "      - name: Auth-Service #!\n  - id: ledger",
        "already has a service of that name",
    ),
    "duplicate member": ("      - U0BOB00001", "      - U0ALICE001 #!", "already in the team"),
    "member id for an unknown source": (
        "ids: {assistant: d-1.alice}",
        "ids: {copilot: d-1.alice} #!",
        "There is no source `copilot`",
    ),
    "one outside id for two people": (
        "{assistant: d-1.carla}",
        "{assistant: d-1.alice} #!",
        "Another person already has this id in the source `assistant`",
    ),
    "minimum group below five": ("minimum_group: 6", "minimum_group: 4 #!", "Use 5 or more"),
    "minimum group that is no number": (
        "minimum_group: 6",
        "minimum_group: six #!",
        "must be a whole number",
    ),
    "unknown kind of source": (
        "kind: q_developer",
        "kind: jira #!",
        "Use one of `codeguru_reviewer`, `file`, `q_developer`",
    ),
    "source without a kind": (
        "  assistant:\n    kind: q_developer",
        "  assistant: #!",
        "`kind` is missing",
    ),
    "source that is only a word": (
        "  reviewer: {kind: codeguru_reviewer, region: eu-west-1}",
        "  reviewer: codeguru_reviewer #!",
        "`reviewer` must be a block",
    ),
    "missing option of a source": (
        "  assistant:\n    kind: q_developer\n    region: us-east-1",
        "  assistant: #!\n    kind: q_developer",
        "`region` is missing",
    ),
    "option out of range": (
        "{kind: codeguru_reviewer, region: eu-west-1}",
        "{kind: codeguru_reviewer, region: eu-west-1, retries: 12} #!",
        "Use 9 or less",
    ),
    "option that is none of the choices": (
        "    bucket: reports",
        "    bucket: reports\n    layout: newest #!",
        "Use 'old' or 'new'",
    ),
    "option with a rule of its source": (
        "    bucket: reports",
        "    bucket: s3:reports #!",
        "a bucket is a name and no address",
    ),
    "option whose form the source describes": (
        "    account: 012345678901",
        "    account: 12 #!",
        "Write the 12 digits of the AWS account",
    ),
    "telemetry of an undefined source": (
        "- source: assistant",
        "- source: copilot #!",
        "Use one of `reviewer`, `assistant`, `numbers`",
    ),
    "telemetry without a source": (
        "          - {source: reviewer, repository: auth-service}",
        "          - {repository: auth-service} #!",
        "`source` is missing",
    ),
    "telemetry without what the source needs": (
        "          - {source: reviewer, repository: auth-service}",
        "          - {source: reviewer} #!",
        "`repository` is missing",
    ),
    "telemetry that is only a word": (
        "      - source: assistant",
        "      - assistant #!",
        "Entry 1 of `telemetry` must be a block",
    ),
    "unknown time zone": (
        "time_zone: America/New_York",
        "time_zone: america/new york #!",
        "Did you mean `America/New_York`?",
    ),
    "time zone that leads out of its folder": (
        "time_zone: America/New_York",
        "time_zone: ../../etc/passwd #!",
        "no known time zone",
    ),
    "time zone of the organisation": (
        "time_zone: Europe/Berlin",
        "time_zone: Middle/Earth #!",
        "no known time zone",
    ),
    "decision from before": (
        "    telemetry:\n      - source: assistant",
        "    decision: #!\n      outcome: joy\n    telemetry:\n      - source: assistant",
        "let anybody of the team type `/coach decide` in Slack",
    ),
    "decision that is empty": (
        "    telemetry:\n      - source: assistant",
        "    decision: #!\n    telemetry:\n      - source: assistant",
        "is not written here any more",
    ),
    "unknown country": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: XX #!",
        "`XX`, which is no country whose public holidays Coach knows",
    ),
    "country in small letters": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: de #!",
        "Did you mean `DE`?",
    ),
    "country by its name": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: Untied States #!",
        "Did you mean `US`?",
    ),
    "country by a code that is not ISO's": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: UK #!",
        "Did you mean `GB`?",
    ),
    "country of a member": (
        "        ids: {assistant: d-1.alice}",
        "        country: NOR #!",
        "Did you mean `NO`?",
    ),
    "unknown subdivision": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: DE\n    subdivision: XX #!",
        "`XX` is no part of `DE` whose holidays Coach knows. Use one of `BB`, `BE`",
    ),
    "subdivision by its name": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: DE\n    subdivision: Berlin #!",
        "Did you mean `BE`?",
    ),
    "subdivision with its country": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: DE\n    subdivision: DE-BY #!",
        "Did you mean `BY`?",
    ),
    "subdivision of a country without any": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: EE\n    subdivision: 37 #!",
        "Remove it; the country's will do",
    ),
    "subdivision of a country with very many": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    country: IT\n    subdivision: '000' #!",
        "Use its code of ISO 3166-2 without the country in front",
    ),
    "subdivision without a country": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    subdivision: BE #!",
        "Add `country` beside it",
    ),
    "subdivision of a member without a country": (
        "        ids: {assistant: d-1.alice}",
        "        subdivision: BE #!",
        "Add `country` beside it",
    ),
    "subdivision of a member in another country": (
        "        ids: {assistant: d-1.alice}",
        "        country: US\n        subdivision: BE #!",
        "`BE` is no part of `US`",
    ),
    "unknown working day": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    working_days: [mon, tus] #!",
        "`tus`, which is no day of the week. Use mon, tue, wed",
    ),
    "working day by its long name": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    working_days: [mon, Tuesday] #!",
        "Did you mean `tue`?",
    ),
    "no working day": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    working_days: [] #!",
        "List at least 1",
    ),
    "no working day of a member": (
        "        ids: {assistant: d-1.alice}",
        "        working_days: [] #!",
        "List at least 1",
    ),
    "duplicate working day": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    working_days: [mon, tue, mon] #!",
        "This day is already in the list",
    ),
    "duplicate working day of a member": (
        "        ids: {assistant: d-1.alice}",
        "        working_days: [mon, mon] #!",
        "This day is already in the list",
    ),
    "working days that are no list": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    working_days: mon #!",
        "`working_days` must be a list",
    ),
    "holiday that is no date": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    holidays: [2026-12-24, christmas] #!",
        "Entry 2 of `holidays` is no date",
    ),
    "duplicate holiday": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    holidays: [2026-12-24, 2026-12-24] #!",
        "This day is already in the list",
    ),
    "holidays of one member": (
        "        ids: {assistant: d-1.alice}",
        "        holidays: [2026-12-24] #!",
        "`holidays` is not known here",
    ),
    "team without a channel for its digest": (
        "  - id: payments\n    name: Payments\n    channel: C0PAYMENTS",
        "  - id: payments #!\n    name: Payments",
        "`channel` is missing",
    ),
    "unknown key of a digest": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest:\n      wekday: thu #!",
        "Did you mean `weekday`?",
    ),
    "digest that is only a word": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest: weekly #!",
        "`digest` must be a block",
    ),
    "digest each week": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest:\n      every: week #!",
        "Use 'month' or 'sprint'",
    ),
    "digest on no day of the week": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest:\n      weekday: Thursday #!",
        "Did you mean `thu`?",
    ),
    "digest at no time of day": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest:\n      at: 10 o'clock #!",
        "`at` is no time of day. Write hours and minutes, such as 10:00",
    ),
    "digest at a time that does not exist": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest:\n      at: 24:30 #!",
        "`at` is no time of day",
    ),
    "digest at night": (
        "    channel: C0PAYMENTS",
        '    channel: C0PAYMENTS\n    digest:\n      at: "20:01" #!',
        "Use a time from 07:00 to 20:00",
    ),
    "digest of the organisation at night": (
        "  minimum_group: 6",
        "  minimum_group: 6\n  digest:\n    at: 06:59 #!",
        "Use a time from 07:00 to 20:00",
    ),
    "sprint of no days": (
        "    channel: C0PAYMENTS",
        (
            "    channel: C0PAYMENTS\n    digest:\n      every: sprint\n      starts: 2026-11-02\n"
            "      days: 0 #!"
        ),
        "`days` is too low. Use 5 or more",
    ),
    "sprint of more than a year": (
        "    channel: C0PAYMENTS",
        (
            "    channel: C0PAYMENTS\n    digest:\n      every: sprint\n      starts: 2026-11-02\n"
            "      days: 400 #!"
        ),
        "`days` is too high. Use 60 or less",
    ),
    "sprint of a fortnight": (
        "    channel: C0PAYMENTS",
        (
            "    channel: C0PAYMENTS\n    digest:\n      every: sprint\n      starts: 2026-11-02\n"
            "      days: a fortnight #!"
        ),
        "`days` must be a whole number",
    ),
    "sprint without a start": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest: #!\n      every: sprint\n      days: 14",
        "A digest each sprint needs `starts`. Add the first day of any sprint",
    ),
    "sprint without a length": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest: #!\n      every: sprint\n      starts: 2026-11-02",
        "A digest each sprint needs `days`. Add how many days a sprint has",
    ),
    "sprint that starts on no day": (
        "    channel: C0PAYMENTS",
        (
            "    channel: C0PAYMENTS\n    digest:\n      every: sprint\n      days: 14\n"
            "      starts: monday #!"
        ),
        "`starts` is no date",
    ),
    "sprint that starts at the end of time": (
        "    channel: C0PAYMENTS",
        (
            "    channel: C0PAYMENTS\n    digest:\n      every: sprint\n      days: 14\n"
            "      starts: 9999-12-31 #!"
        ),
        "`starts` is too far away to count sprints from",
    ),
    "sprint with a day of the week": (
        "    channel: C0PAYMENTS",
        (
            "    channel: C0PAYMENTS\n    digest:\n      every: sprint\n      starts: 2026-11-02\n"
            "      days: 14\n      weekday: thu #!"
        ),
        "Remove `weekday`, or set `every` to month",
    ),
    "month with a start": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest:\n      starts: 2026-11-02 #!",
        "`starts` says nothing about a digest that comes each month. Remove it",
    ),
    "month with a length": (
        "    channel: C0PAYMENTS",
        "    channel: C0PAYMENTS\n    digest:\n      every: month\n      days: 14 #!",
        "Remove it, or set `every` to sprint",
    ),
    "templates that are not there": (
        "  minimum_group: 6",
        "  conversation_templates: ./nowhere #!",
        "The folder of `conversation_templates` is not there",
    ),
    "key without a value": ("channel: C0PAYMENTS", "channel: #!", "`channel` is empty"),
    "team without members": ("members: [U0BOB00001]", "members: [] #!", "List at least 1"),
    "list where text belongs": ("name: Payments", "name: [Payments] #!", "`name` must be text"),
    "text where a list belongs": (
        "managers: [U0MARTA001]",
        "managers: U0MARTA001 #!",
        "`managers` must be a list",
    ),
    "missing name": (
        "  - id: payments\n    name: Payments",
        "  - id: payments #!",
        "`name` is missing",
    ),
    "duplicate key": (
        "    name: Payments",
        "    name: Payments\n    name: Payouts #!",
        "The key `name` is here twice",
    ),
    "alias": (
        "    managers: [U0MARTA001, U0NOAM0001]",
        "    managers: &m [U0MARTA001]\n    services: *m #!",
        "Aliases",
    ),
    "tag": ("name: Payments", "name: !!python/name:os.system Payments #!", "Remove the tag"),
    "key that is no word": ("teams:", "[a, b]: 3 #!\nteams:", "A key here is empty"),
    "tab for indentation": ("    name: Payments", "\tname: Payments #!", "no valid YAML"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_names_the_line_and_the_mend(tmp_path, case) -> None:
    old, new, phrase = CASES[case]
    text = broken(old, new)
    said = [str(problem) for problem in problems(tmp_path, text)]
    expected = f"{tmp_path / 'coach.yml'}:{line_of(text)}: "
    assert any(line.startswith(expected) and phrase in line for line in said), said
    for line in said:
        assert not JARGON.search(line.removeprefix(expected)), line
        assert line.endswith((".", "?"))
        assert "{" not in line, "a placeholder was not filled in"


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if any(
            word in case
            for word in ("duplicate", "decision", "country", "subdivision", "digest", "sprint")
        )
    ],
)
def test_one_mistake_makes_one_problem_and_no_more(tmp_path, case) -> None:
    old, new, _ = CASES[case]
    found = problems(tmp_path, broken(old, new))
    assert len({problem.line for problem in found}) == 1, found


def test_the_sample_that_the_cases_break_is_whole(tmp_path) -> None:
    assert problems(tmp_path, TEXT) == ()


TEN = """\
organisation:
  name: Example Ltd
  time_zone: Mars/Base
  stewards: [steward]
  minimum_group: 3
sources:
  reviewer: {kind: codeguru_reviewer, region: eu-west-1, colour: red}
  tickets: {kind: jira}
teams:
  - id: payments
    name: Payments
    channel: payments
    managers: [U0MARTA001]
    members: [U0ALICE001, U0BOB00001, U0ALICE001]
    decision:
      improve: Go faster.
      outcome: lines_of_code
      guardrail: findings_new
      until: soon
    telemetry:
      - source: assistant
  - id: payments
    name: Ledger
    channel: C0LEDGER01
    managers: [U0MARTA001]
    members: [U0BOB00001]
"""


def test_all_problems_of_a_file_are_told_in_one_run(tmp_path) -> None:
    with pytest.raises(Problems) as caught:
        read(tmp_path, TEN)
    assert [problem.line for problem in caught.value.problems] == [
        3,
        4,
        5,
        7,
        8,
        12,
        14,
        15,
        21,
        22,
    ]
    assert str(caught.value).count("\n") == 9
    assert isinstance(caught.value, OperatorError)


def test_problems_in_the_yaml_do_not_hide_the_others(tmp_path) -> None:
    text = broken("    name: Payments", "    name: Payments\n    name: Again")
    text = text.replace("minimum_group: 6", "minimum_group: 1").replace("d-1.carla", "d-1.alice")
    assert [problem.line for problem in problems(tmp_path, text)] == [5, 17, 24]


def test_a_problem_reads_as_place_fault_and_mend() -> None:
    problem = Problem("coach.yml", 7, "`id` is missing", "Add it.")
    assert str(problem) == "coach.yml:7: `id` is missing. Add it."


def test_problems_are_told_once_each_and_in_order() -> None:
    late, early = Problem("a", 9, "Late", "Mend"), Problem("a", 2, "Early", "Mend")
    error = Problems([late, early, late])
    assert error.problems == (early, late)
    assert str(error) == "a:2: Early. Mend.\na:9: Late. Mend."


def test_a_missing_file_says_what_to_copy(tmp_path) -> None:
    with pytest.raises(Problems, match=r"no such file\. Copy coach\.example\.yml"):
        load(tmp_path / "coach.yml", MODELS)


def test_a_folder_in_place_of_the_file_is_told(tmp_path) -> None:
    with pytest.raises(Problems, match="cannot be read"):
        load(tmp_path, MODELS)


def test_a_file_over_one_megabyte_is_refused(tmp_path) -> None:
    with pytest.raises(Problems, match="larger than 1 MB"):
        read(tmp_path, "#" * (LARGEST + 1))


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~\n"])
def test_an_empty_file_says_what_to_copy(tmp_path, text) -> None:
    assert "The file is empty" in str(problems(tmp_path, text)[0])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("- a\n- b\n", "The file must be a block"),
        ("hello\n", "The file must be a block"),
        ("organisation: {name: A, time_zone: UTC, stewards: [U0STEWARD1]}\n", "`teams` is missing"),
        ("teams: []\n", "`organisation` is missing"),
        ("teams: []\n", "`teams` has too few entries"),
        ("a: 1\n---\nb: 2\n", "no valid YAML"),
        ("a: [b\n\nc: d\n", "coach.yml:3: This is no valid YAML"),
        ("a: \x07\n", "no text should have"),
        ("# é\n# 漢字漢字\na: \x07\n# b\n# c\n# d\n", "coach.yml:3: This is no valid YAML"),
        ('a: "\\UFFFFFFFF"\n', "invalid Unicode character escape"),
        ("[" * 500_000, "too deep"),
        ("a: &a [*a, *a]\n", "Aliases"),
        ("a: *b\n", "Aliases"),
    ],
)
def test_a_file_that_is_something_else_is_told_so(tmp_path, text, phrase) -> None:
    assert any(phrase in str(problem) for problem in problems(tmp_path, text))


def test_text_in_another_encoding_is_told_with_its_line(tmp_path) -> None:
    path = tmp_path / "coach.yml"
    path.write_bytes(TEXT.replace("Example Ltd", "B\xfccher").encode("latin-1"))
    with pytest.raises(Problems, match=r":2: The file is not UTF-8"):
        load(path, MODELS)


def test_an_alias_bomb_costs_nothing(tmp_path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    assert sum("Aliases" in problem.what for problem in problems(tmp_path, bomb)) == 11


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("time_zone: Europe/Berlin", "time_zone: {secret}"),
        ("kind: q_developer", "kind: {secret}"),
        ("- source: assistant", "- source: {secret}"),
        ("    telemetry:\n      - source: assistant", "    decision: {secret}"),
        ("channel: C0PAYMENTS", "channel: {secret}"),
        ("    bucket: reports", "    bucket: reports\n    {secret}: 1"),
        ("    account: 012345678901", "    account: {secret}"),
        ("    bucket: reports", "    bucket: reports\n    password: [{secret}]"),
        ("{assistant: d-1.alice}", "{{copilot: {secret}}}"),
        ("      - U0BOB00001", "      - {secret}"),
    ],
)
def test_a_secret_in_the_wrong_place_is_never_repeated(tmp_path, old, new) -> None:
    for secret in (
        "xoxb-1234-abcdefgh",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "glpat-AbCd1234EfGh5678Ij",
    ):
        found = problems(tmp_path, broken(old, new.format(secret=secret)))
        assert found
        assert not any(secret in str(problem) for problem in found)


def test_no_problem_names_a_person(tmp_path) -> None:
    text = broken("      - U0BOB00001", "      - U0ALICE001").replace("d-1.carla", "d-1.alice")
    said = "".join(str(problem) for problem in problems(tmp_path, text)).replace(str(tmp_path), "")
    assert "already in the team" in said
    assert "ALICE" not in said
    assert "d-1.alice" not in said


def test_a_team_with_fewer_than_six_members_is_fine(tmp_path) -> None:
    assert read(tmp_path).team("ledger").headcount == 1


QUIET = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
YAML_LIKE = st.text(alphabet="abc:-#[]{}&*!|>'\"%@`,?~<= \n\t012_/\\U", max_size=80)
DATA = st.recursive(
    st.none() | st.text(max_size=8) | st.integers() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *[
                        "organisation",
                        "sources",
                        "teams",
                        "members",
                        "ids",
                        "slack",
                        "decision",
                        "telemetry",
                    ],
                    "kind",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@QUIET
@given(text=st.text(max_size=200) | YAML_LIKE)
def test_arbitrary_text_raises_nothing_but_problems(tmp_path, text) -> None:
    assert problems(tmp_path, text)


@QUIET
@given(cut=st.integers(0, len(TEXT)), length=st.integers(0, 40), noise=YAML_LIKE)
def test_a_damaged_file_raises_nothing_but_problems(tmp_path, cut, length, noise) -> None:
    for problem in problems(tmp_path, TEXT[:cut] + noise + TEXT[cut + length :]):
        assert problem.line >= 1
        assert not JARGON.search(str(problem).removeprefix(problem.file)), problem


@QUIET
@given(data=DATA, key=st.sampled_from(["organisation", "sources", "teams"]))
def test_data_of_any_shape_raises_nothing_but_problems(tmp_path, data, key) -> None:
    assert problems(tmp_path, json.dumps({key: data}))
