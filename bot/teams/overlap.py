"""Teams that share people must not differ by a few, or their numbers subtracted tell of those few."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from bot.teams.roster import SMALLEST_GROUP
from bot.teams.tree import Trouble, each


def check(data: Any) -> Iterator[Trouble]:
    """Yield a trouble for each two teams whose numbers would point at a few people.

    Two sums of the same events differ by the people who are in one team and not in the other. Of
    those there must be none, or more than the floor, as behind any figure.

    Args:
        data: what the file says, of whatever shape.
    """
    floor = minimum_group(data)
    teams = [(loc, team, _people(team)) for loc, team in each(data, "teams", None)]
    for first, second in sorted(_sharing([people for _, _, people in teams])):
        (_, other, people), (loc, team, others) = teams[first], teams[second]
        apart = len(people ^ others)
        if 0 < apart <= floor and _sources(team) & _sources(other):
            yield Trouble(
                (*loc, "members"),
                f"This team and {_called(other)} differ by {apart} of their people, and their numbers"
                " subtracted would tell of just these",
                f"List the same people in both, or let them differ by more than {floor}",
            )


def minimum_group(data: Any) -> int:
    """Return how many people must stand behind a figure, as far as the file says it."""
    found = each(data, "organisation", "minimum_group")
    said = [int(text) for _, text in found if isinstance(text, str) and text.isdecimal()]
    return max([SMALLEST_GROUP, *said])


def _people(team: Any) -> frozenset[str]:
    found = each(team, "members", None, "slack")
    return frozenset(user for _, user in found if isinstance(user, str))


def _sources(team: Any) -> frozenset[str]:
    found = (
        *each(team, "telemetry", None, "source"),
        *each(team, "services", None, "telemetry", None, "source"),
    )
    return frozenset(name for _, name in found if isinstance(name, str))


def _sharing(teams: list[frozenset[str]]) -> set[tuple[int, int]]:
    """Return the teams, two each by their numbers, that share anybody."""
    listed = defaultdict(list)
    for number, people in enumerate(teams):
        for one in people:
            listed[one].append(number)
    return {pair for numbers in listed.values() for pair in combinations(numbers, 2)}


def _called(team: Any) -> str:
    names = [name for _, name in each(team, "id") if isinstance(name, str)]
    return f"`{names[0]}`" if names else "an earlier one"
