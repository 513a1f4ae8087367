"""Groups in coach.yml: teams that are there, each in one group, and enough people; all said at once."""

import pytest

from bot.teams.load import load
from bot.teams.problem import Problems
from tests.teams.sample import MODELS

HEAD = """\
organisation: {name: Shop, time_zone: UTC, stewards: [U0STEWARD1]}
teams:
  - {id: pay, name: Payments, channel: C0PAYMENTS, managers: [U0MARTA001], members: [U0AAAAAA1, U0AAAAAA2, U0AAAAAA3, U0AAAAAA4]}
  - {id: edge, name: Edge, channel: C0EDGE0001, managers: [U0MARTA001], members: [U0BBBBBB1, U0BBBBBB2, U0BBBBBB3]}
  - {id: web, name: Web, channel: C0WEB00001, managers: [U0MARTA001], members: [U0CCCCCC1, U0CCCCCC2]}
"""
FIRST_LINE = 1 + HEAD.count("\n")


WORD = "groups:\n  - {id: shop, name: Shop, teams: pay}\n"


def written(tmp_path, groups):
    path = tmp_path / "coach.yml"
    path.write_text(HEAD + groups)
    return path


def problems(tmp_path, groups):
    with pytest.raises(Problems) as raised:
        load(written(tmp_path, groups), MODELS)
    return raised.value.problems


def test_a_group_of_teams_is_read_with_everybody_in_it(tmp_path):
    groups = "groups:\n  - {id: shop, name: The Shop, teams: [pay, edge]}\n"
    roster = load(written(tmp_path, groups), MODELS)
    (group,) = roster.groups

    assert [team.id for team in roster.teams_in(group)] == ["pay", "edge"]
    assert roster.headcount_of(group) == 7
    assert roster.group_of(roster.team("edge")) is group
    assert roster.group_of(roster.team("web")) is None


def test_a_file_without_groups_has_none(tmp_path):
    assert load(written(tmp_path, ""), MODELS).groups == ()


CASES = {
    "a team that is not there": (
        "{id: shop, name: Shop, teams: [pay, edge, search]}",
        "There is no team `search` in this file",
        "Use the id of one of `pay`, `edge`, `web`",
    ),
    "a team twice": (
        "{id: shop, name: Shop, teams: [pay, edge, pay]}",
        "This team is already in the group",
        "Keep one of the two",
    ),
    "a single team": (
        "{id: shop, name: Shop, teams: [pay]}",
        "A group has two teams or more",
        "Add another team, or remove the group",
    ),
    "no team at all": (
        "{id: shop, name: Shop, teams: []}",
        "A group has two teams or more",
        "Add another team",
    ),
    "too few people": (
        "{id: shop, name: Shop, teams: [edge, web]}",
        "There are 5 people in it, and its numbers need more than 5",
        "Add a team, or remove the group",
    ),
    "the id of a team": (
        "{id: pay, name: Shop, teams: [pay, edge]}",
        "Another team or group is already called `pay`",
        "Give each group an id and a name that nothing else here has",
    ),
    "the name of a team in other letters": (
        "{id: shop, name: PAYMENTS, teams: [pay, edge]}",
        "Another team or group is already called `PAYMENTS`",
        "Give each group an id and a name",
    ),
    "no word on teams": ("{id: shop, name: Shop}", "`teams` is missing", "Add it"),
    "people instead of teams": (
        "{id: new, name: New, teams: [pay, edge], members: [U0AAAAAA1]}",
        "`members` is not known here",
        "Remove it; what can stand here is `id`, `name`, `teams`",
    ),
    "an unknown key": (
        "{id: shop, name: Shop, team: [pay, edge], teams: [pay, edge]}",
        "`team` is not known here",
        "Did you mean `teams`?",
    ),
    "a missing name": ("{id: shop, teams: [pay, edge]}", "`name` is missing", "Add it"),
}


@pytest.mark.parametrize(("group", "what", "mend"), CASES.values(), ids=CASES)
def test_what_is_wrong_with_a_group_is_said_with_its_line_and_how_to_mend_it(
    tmp_path, group, what, mend
):
    (problem,) = problems(tmp_path, f"groups:\n  - {group}\n")

    assert problem.line == FIRST_LINE + 1
    assert problem.what.startswith(what)
    assert problem.mend.startswith(mend)


def test_a_team_in_two_groups_is_named_with_the_other_one(tmp_path):
    groups = (
        "groups:\n  - {id: shop, name: Shop, teams: [pay, edge]}\n"
        "  - id: rest\n    name: Rest\n    teams:\n      - web\n      - pay\n"
    )
    (problem,) = problems(tmp_path, groups)

    assert problem.line == FIRST_LINE + 6
    assert problem.what == "This team is already in the group `shop`"
    assert problem.mend == "Keep it in one of the two: a team is in one group at most"


def test_all_that_is_wrong_with_groups_is_said_in_one_run(tmp_path):
    groups = (
        "groups:\n  - {id: shop, name: Shop, teams: [pay, nosuch]}\n"
        "  - {id: shop, name: Other, teams: [edge, web]}\n  - {id: x, name: X}\n"
    )

    assert [problem.line - FIRST_LINE for problem in problems(tmp_path, groups)] == [1, 2, 2, 3]


def test_a_group_of_the_wrong_shape_is_said_once(tmp_path):
    for groups in ("groups: shop\n", "groups:\n  - shop\n", WORD):
        assert len(problems(tmp_path, groups)) == 1
