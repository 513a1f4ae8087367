"""The things of AWS that teams name in `coach.yml`: whose each is, and what if one is not there."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.errors import OperatorError
from bot.sources.aws_errors import ABSENT
from bot.sources.source import Report, TeamScope

Thing = TypeVar("Thing")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing stands in `coach.yml`; its own name may hold a person's, so it is not told.

    Attributes:
        words: that place, such as "team payments, service checkout, pipeline 1".
        owners: the teams and services that it belongs to, each once, in order.
        zones: on whose calendar each team's weeks are cut.
    """

    words: str
    owners: tuple[tuple[str, str], ...]
    zones: Mapping[str, ZoneInfo]


def places(
    scopes: Sequence[TeamScope], what: str, name: Callable[[TeamScope], Thing]
) -> dict[Thing, Place]:
    """Return the places of all things that scopes name, in the order of `coach.yml`.

    Args:
        scopes: what belongs to the teams.
        what: the kind of thing, such as "pipeline".
        name: reads the thing out of a scope.
    """
    named: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    words: dict[Thing, str] = {}
    owners: dict[Thing, set[tuple[str, str]]] = defaultdict(set)
    for scope in scopes:
        thing, owner = name(scope), (scope.team, scope.service)
        if thing not in named[owner]:
            named[owner].append(thing)
        service = f", service {scope.service}" if scope.service else ""
        words.setdefault(thing, f"team {scope.team}{service}, {what} {len(named[owner])}")
        owners[thing].add(owner)
    zones = {scope.team: scope.zone for scope in scopes}
    return {
        thing: Place(told, tuple(sorted(owners[thing])), zones) for thing, told in words.items()
    }


def each_there(
    named: Mapping[Thing, Place],
    what: str,
    report: Report,
    look: Callable[[Thing, Place], Found],
) -> Iterator[tuple[Place, Found]]:
    """Look at each thing, and yield what was found; one that is not there costs no other.

    Args:
        named: the things and their places.
        what: the kind of thing, such as "pipeline".
        report: is told of each thing that is not there, and of the progress.
        look: asks AWS about one thing.

    Raises:
        TransientError: AWS did not answer.
        OperatorError: AWS refused, or none of the things is there.
    """
    missing = 0
    for done, (thing, place) in enumerate(named.items(), start=1):
        try:
            found = look(thing, place)
        except OperatorError as error:
            if error.code != ABSENT:
                raise
            missing += 1
            report.skip(place.words, not_there(what))
        else:
            yield place, found
        report.progress(done, len(named))
    if missing and missing == len(named):
        raise none_there(what)


def not_there(what: str) -> str:
    """Return the reason for which one thing of many is left out."""
    return f"AWS has no {what} of the name in coach.yml"


def none_there(what: str) -> OperatorError:
    """Say that AWS has none of the things that `coach.yml` names."""
    return OperatorError(
        f"AWS has no {what} of any name in coach.yml."
        " Look at the names and at `region` there, and run `coach collect` again."
    )
