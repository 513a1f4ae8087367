"""What a valid `coach.yml` says, and who may do what."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.sources.registry import kinds, source_class
from bot.teams.access import may_prepare, who_can_help
from bot.teams.load import SourceModels, load
from bot.teams.roster import Roster
from bot.teams.work_week import WorkWeek
from tests.teams.sample import TEXT, FileOptions, ReviewerOptions, ReviewerScope, read

ROOT = Path(__file__).parents[2]


@pytest.fixture
def roster(tmp_path) -> Roster:
    return read(tmp_path)


def test_a_team_is_found_by_id_or_name_in_any_case(roster) -> None:
    ledger = roster.team("ledger")
    for words in ("ledger", "LEDGER", "General Ledger", "  general   ledger "):
        assert roster.find_team(words) is ledger
    assert roster.find_team("general") is None
    assert roster.find_team("") is None


def test_an_unknown_team_id_is_an_error(roster) -> None:
    with pytest.raises(KeyError, match="Payments"):
        roster.team("Payments")


def test_a_team_has_the_time_zone_of_its_organisation_or_its_own(roster) -> None:
    assert roster.team("payments").zone == ZoneInfo("Europe/Berlin")
    assert roster.team("ledger").zone == ZoneInfo("America/New_York")


def test_people_are_known_in_each_of_their_roles(roster) -> None:
    payments, ledger = roster.teams
    assert roster.teams_managed_by("U0MARTA001") == (payments, ledger)
    assert roster.teams_managed_by("U0NOAM0001") == (ledger,)
    assert roster.teams_of_member("U0BOB00001") == (payments, ledger)
    assert roster.teams_of_member("U0MARTA001") == ()
    assert roster.is_steward("U0STEWARD1")
    assert not roster.is_steward("U0MARTA001")
    assert all(map(roster.knows, ("U0STEWARD1", "U0NOAM0001", "U0ALICE001", "U0BOB00001")))
    assert not roster.knows("U0STRANGER")


def test_a_source_knows_only_the_members_who_gave_it_a_name(roster) -> None:
    payments = roster.team("payments")
    assert payments.people_of("assistant") == ("d-1.alice", "d-1.carla")
    assert payments.people_of("reviewer") == ()
    assert payments.headcount == 3


def test_sources_and_scopes_arrive_as_their_own_models(roster) -> None:
    reviewer = roster.sources["reviewer"]
    assert reviewer.kind == "codeguru_reviewer"
    assert reviewer.options == ReviewerOptions(region="eu-west-1")
    payments = roster.team("payments")
    assert payments.scopes_of("reviewer") == (
        ("auth-service", ReviewerScope(repository="auth-service")),
        ("auth-service", ReviewerScope(repository="auth-tools")),
    )
    assert [service for service, _ in payments.scopes_of("assistant")] == [""]
    assert payments.scopes_of("numbers") == ()


def test_an_account_number_without_quotes_keeps_its_leading_zero(roster) -> None:
    assert roster.sources["assistant"].options.model_dump()["account"] == "012345678901"


def test_paths_start_from_the_folder_of_the_file(tmp_path, monkeypatch) -> None:
    (tmp_path / "our_templates").mkdir()
    text = TEXT.replace("  minimum_group: 6", "  conversation_templates: ./our_templates")
    (tmp_path / "coach.yml").write_text(text)
    monkeypatch.chdir(tmp_path.parent)
    roster = read(Path(tmp_path.name), text)
    assert roster.sources["numbers"].options == FileOptions(path=tmp_path / "telemetry/weekly.csv")
    assert roster.organisation.conversation_templates == tmp_path / "our_templates"
    assert roster.organisation.minimum_group == 5


def test_words_that_yaml_would_change_stay_words(tmp_path) -> None:
    roster = read(tmp_path, TEXT.replace("name: Payments", "name: NO"))
    assert roster.team("payments").name == "NO"


def test_a_file_may_have_a_byte_order_mark_and_windows_lines(tmp_path) -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    assert read(tmp_path, text) == read(tmp_path)


def test_no_id_of_a_person_shows_when_a_roster_is_printed(roster) -> None:
    printed = repr(roster) + str(roster) + repr(roster.teams) + repr(roster.teams[0].members)
    for person in ("STEWARD1", "MARTA", "ALICE", "BOB", "d-1.alice"):
        assert person not in printed
    assert "payments" in printed


def test_a_roster_cannot_be_changed_after_reading(roster) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        roster.organisation.minimum_group = 1
    with pytest.raises(ValidationError, match="frozen"):
        roster.teams[0].managers = ()


def test_only_managers_may_prepare_for_their_own_teams(roster) -> None:
    payments, ledger = roster.teams
    assert may_prepare(roster, "U0NOAM0001", ledger.id)
    for user in ("U0NOAM0001", "U0STEWARD1", "U0ALICE001", "U0STRANGER"):
        assert not may_prepare(roster, user, payments.id)


def test_who_can_help_names_managers_first_and_nobody_twice(tmp_path) -> None:
    roster = read(tmp_path, TEXT.replace("[U0STEWARD1]", "[U0STEWARD1, U0NOAM0001]"))
    assert who_can_help(roster) == ("U0STEWARD1", "U0NOAM0001")
    assert who_can_help(roster, roster.team("ledger")) == (
        "U0MARTA001",
        "U0NOAM0001",
        "U0STEWARD1",
    )


def test_the_example_file_loads_against_the_real_sources() -> None:
    models = {
        kind: SourceModels(source_class(kind).Options, source_class(kind).Scope) for kind in kinds()
    }
    roster = load(ROOT / "coach.example.yml", models)
    payments = roster.team("payments")
    assert {entry.kind for entry in roster.sources.values()} == set(models)
    assert payments.headcount > roster.organisation.minimum_group
    assert all(payments.scopes_of(name) for name in roster.sources)
    ((_, scope),) = payments.scopes_of("tags")
    assert scope.model_dump()["path"] == ROOT / "mirrors/tax-tables.git"
    assert len(payments.people_of("assistant")) > roster.organisation.minimum_group
    christmas = frozenset({date(2026, 12, 24), date(2026, 12, 31)})
    assert roster.work_week_of("U0ALICE001") == WorkWeek(
        country="DE", subdivision="BE", closed=christmas
    )
    assert roster.work_week_of("U0DIANA001") == WorkWeek(
        frozenset(range(4)), "PL", closed=christmas
    )
