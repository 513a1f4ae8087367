"""What must fit together across `coach.yml`.

These checks look at the file as it was written and pass over what has not the right shape, so that
they find their own problems in a file that has others too.
"""

from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import Any

from bot.teams import countries, governing, grouping, overlap
from bot.teams.roster import folded
from bot.teams.tree import Loc, Trouble, each, shown

Texts = list[tuple[Loc, str]]
_OF_A_SPRINT = {
    "starts": "Add the first day of any sprint, such as `starts: 2026-11-02`",
    "days": "Add how many days a sprint has, such as `days: 14`",
}
_MOST_LISTED = 60
"""Codes in one sentence; Italy has more than a hundred."""


def check(data: Any) -> Iterator[Trouble]:
    """Yield everything that does not fit together, in no order."""
    yield from _teams_are_told_apart(data)
    yield from _people_are_told_apart(data)
    yield from overlap.check(data)
    yield from grouping.check(data)
    yield from governing.check(data)
    for place, digest in (
        *each(data, "organisation", "digest"),
        *each(data, "teams", None, "digest"),
    ):
        yield from _digest_is_whole(place, digest)
    sources = tuple(str(loc[-1]) for loc, _ in each(data, "sources", None))
    for at, team in each(data, "teams", None):
        members = _texts(at, team, "members", None, "slack")
        yield from _is_listed_once(members, "This member is already in the team")
        services = [(loc, folded(name)) for loc, name in _texts(at, team, "services", None, "name")]
        yield from _is_listed_once(services, "This team already has a service of that name")
        days = _texts(at, team, "holidays", None)
        yield from _is_listed_once(days, "This day is already in the list")
        for place, part in _whose_days(at, team):
            days = _texts(place, part, "working_days", None)
            yield from _is_listed_once(days, "This day is already in the list")
            yield from _subdivision_is_known(place, part, team)
        yield from _sources_exist(at, team, sources)


def _texts(at: Loc, data: Any, *pattern: str | None) -> Texts:
    found = each(data, *pattern)
    return [((*at, *loc), text) for loc, text in found if isinstance(text, str)]


def _repeated(found: Iterable[tuple[Loc, Hashable]]) -> Iterator[Loc]:
    seen = set()
    for loc, value in found:
        if value in seen:
            yield loc
        seen.add(value)


def _is_listed_once(found: Texts, what: str) -> Iterator[Trouble]:
    return (Trouble(loc, what, "Keep one of the two") for loc in _repeated(found))


def _teams_are_told_apart(data: Any) -> Iterator[Trouble]:
    # A team may be called by either, so an id must not be another team's name.
    first: dict[str, Loc] = {}
    for loc, text in chain(
        _texts((), data, "teams", None, "id"), _texts((), data, "teams", None, "name")
    ):
        if first.setdefault(folded(text), loc[:2]) != loc[:2]:
            yield Trouble(
                loc,
                f"Another team is already called {shown(text)}",
                "Give each team an id and a name that no other team has",
            )


def _people_are_told_apart(data: Any) -> Iterator[Trouble]:
    owners: dict[tuple[str, str], str] = {}
    for at, member in each(data, "teams", None, "members", None):
        person = next((user for _, user in _texts(at, member, "slack")), str(at))
        for loc, known_as in _texts(at, member, "ids", None):
            if owners.setdefault((str(loc[-1]), known_as.strip()), person) != person:
                yield Trouble(
                    loc,
                    f"Another person already has this id in the source {shown(loc[-1])}",
                    "Find out whose it is, and remove it from the other person",
                )


def _whose_days(at: Loc, team: Any) -> Iterator[tuple[Loc, Any]]:
    """Yield the team itself, and each of its members, who may differ from it."""
    yield at, team
    for loc, member in each(team, "members", None):
        yield (*at, *loc), member


def _subdivision_is_known(at: Loc, part: Any, team: Any) -> Iterator[Trouble]:
    for loc, name in _texts(at, part, "subdivision"):
        named = _texts((), part, "country") or _texts((), team, "country")
        if not named:
            what = "`subdivision` says nothing without the country that it is a part of"
            yield Trouble(loc, what, "Add `country` beside it")
        # A country that is not known is reported where it is written.
        elif countries.is_known(named[0][1]):
            yield from _is_a_part(loc, name, named[0][1])


def _is_a_part(loc: Loc, name: str, country: str) -> Iterator[Trouble]:
    known = countries.subdivisions(country)
    if name in known:
        return
    near = countries.near_subdivision(country, name)
    what = f"{shown(name)} is no part of `{country}` whose holidays Coach knows"
    if near:
        mend = f"Did you mean `{near}`?"
    elif not known:
        mend = "Remove it; the country's will do"
    elif len(known) > _MOST_LISTED:
        mend = "Use its code of ISO 3166-2 without the country in front"
    else:
        mend = f"Use one of {_listed(known)}"
    yield Trouble(loc, what, mend)


def _sources_exist(at: Loc, team: Any, sources: tuple[str, ...]) -> Iterator[Trouble]:
    ids = ((loc, str(loc[-1])) for loc, _ in each(team, "members", None, "ids", None))
    named = chain(
        _texts(at, team, "telemetry", None, "source"),
        _texts(at, team, "services", None, "telemetry", None, "source"),
        (((*at, *loc), name) for loc, name in ids),
    )
    for loc, name in named:
        if name not in sources:
            yield Trouble(
                loc,
                f"There is no source {shown(name)} in this file",
                f"Use one of {_listed(sources)}" if sources else "Describe it under `sources`",
            )


def _digest_is_whole(at: Loc, digest: Any) -> Iterator[Trouble]:
    """Hold the keys of a digest to what it comes with: a month has its weekday, a sprint the others."""
    if not isinstance(digest, dict):
        return
    every = digest.get("every", "month")
    if every == "sprint":
        for key, mend in _OF_A_SPRINT.items():
            if key not in digest:
                yield Trouble(at, f"A digest each sprint needs `{key}`", mend)
        if "weekday" in digest:
            what = (
                "A digest each sprint comes on the first working day after it, not on a `weekday`"
            )
            yield Trouble((*at, "weekday"), what, "Remove `weekday`, or set `every` to month")
    elif every == "month":
        for key in _OF_A_SPRINT.keys() & digest.keys():
            what = f"`{key}` says nothing about a digest that comes each month"
            yield Trouble((*at, key), what, "Remove it, or set `every` to sprint")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
