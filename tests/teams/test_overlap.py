"""Teams that share people are told apart from each other by many, or not at all."""

import pytest

from bot.teams.overlap import check

SOURCES = [{"source": "git"}]


def company(*teams, floor="5", telemetry=SOURCES):
    return {
        "organisation": {"minimum_group": floor},
        "teams": [
            {
                "id": f"team-{number}",
                "members": [{"slack": f"U{n}"} for n in people],
                "telemetry": telemetry,
            }
            for number, people in enumerate(teams)
        ],
    }


def test_two_teams_that_differ_by_one_person_would_give_that_person_away():
    found = list(check(company(range(7), range(8))))

    assert [(trouble.loc, trouble.mend) for trouble in found] == [
        (("teams", 1, "members"), "List the same people in both, or let them differ by more than 5")
    ]
    assert "This team and `team-0` differ by 1 of their people" in found[0].what


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (range(7), range(7)),  # the same people: nothing is left
        (range(7), range(10, 17)),  # nobody in both
        (range(8), range(7, 15)),  # one in both, fourteen apart
        (range(7), range(13)),  # six apart
    ],
)
def test_teams_may_share_people_where_nobody_is_left_alone(first, second):
    assert list(check(company(first, second))) == []


def test_a_raised_floor_asks_for_a_larger_difference():
    assert list(check(company(range(7), range(13), floor="6")))


def test_where_no_source_counts_for_both_nothing_can_be_subtracted():
    assert list(check(company(range(7), range(8), telemetry=[]))) == []


def test_what_has_not_the_right_shape_is_passed_over():
    assert list(check({"teams": [{"members": "nobody"}, 3, None]})) == []
