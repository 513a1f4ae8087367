"""One contract for every source, as a class of tests: derive from it, and say what is tested.

    class TestTheFarm(SourceContract):
        kinds = ("farm",)

        def make(self, kind: str, folder: Path) -> World:
            return Farm(folder)

It runs under pytest, which Coach itself does not need.
"""

import logging
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from bot.errors import CoachError, OperatorError, TransientError
from bot.metrics import catalogue
from bot.metrics.fact import Exclusion, Fact
from bot.sources import registry
from bot.sources.contract.world import WINDOW, Trouble, World, nameless
from bot.sources.source import Calendar, Model, Report, Source, Window

SURVIVED = (Trouble.THROTTLED_BRIEFLY, Trouble.SLOW)
FATAL: dict[Trouble, type[CoachError]] = {
    Trouble.THROTTLED: TransientError,
    Trouble.CUT: TransientError,
    Trouble.CUT_MIDWAY: TransientError,
    Trouble.BROKEN: TransientError,
    Trouble.GARBLED: TransientError,
    Trouble.EXPIRED: OperatorError,
    Trouble.DENIED: OperatorError,
    Trouble.MISSING: OperatorError,
}
ONCE_UNDER_WAY = pytest.mark.parametrize("late", [False, True], ids=["at once", "under way"])


def pulled(
    source: Source, window: Window = WINDOW, report: Report | None = None
) -> list[Fact | Exclusion]:
    """Return all that a source says of a window."""
    return list(source.pull(window, report or Report()))


def is_a_sentence(words: str) -> bool:
    """Say whether words are one line that ends as a sentence does."""
    return words.endswith(".") and len(words.split()) >= 5 and "\n" not in words


def lacking(source: Source) -> dict[str, str]:
    """Return the rights that a live check would name, with what is said of each."""
    found = {}
    for probe in source.probes():
        try:
            probe.ask()
        except OperatorError as error:
            found[probe.right] = str(error)
    return found


def spoken(world: World, trouble: Trouble | None) -> Iterator[str]:
    """Yield everything that a pull lets out, in a good hour or in trouble."""
    source = world.befall(trouble, late=True) if trouble else world.source()
    if source is None:
        return
    report = Report()
    try:
        yield from (repr(fact) for fact in source.pull(WINDOW, report))
    except CoachError as error:
        # Printed as a log would, with whatever the library said before.
        yield from traceback.format_exception(error)
    yield repr(report)
    yield repr(source)


def found(people: Sequence[str], said: Sequence[str]) -> list[str]:
    """Return which people can be found in what was said."""
    assert people
    return [person for person in people for text in said if person in text]


class SourceContract:
    """What every source must keep.

    Attributes:
        kinds: the kinds of source to test, as they stand after `kind:` in `coach.yml`.
    """

    kinds: ClassVar[Sequence[str]] = ()

    def make(self, kind: str, folder: Path) -> World:
        """Make the world of a kind, empty.

        Args:
            kind: one of `kinds`.
            folder: an empty folder, for this test alone.
        """
        raise NotImplementedError

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run each test for each kind, and where it is about a right, for each of those."""
        if "right" in metafunc.fixturenames:
            pairs = [
                (kind, right)
                for kind in self.kinds
                for right in registry.source_class(kind).permissions
            ]
            metafunc.parametrize(("kind", "right"), pairs)
        elif "kind" in metafunc.fixturenames:
            metafunc.parametrize("kind", self.kinds)

    @pytest.fixture
    def world(self, kind: str, tmp_path: Path) -> Iterator[World]:
        """The world of a kind, empty, for one test."""
        with closing(self.make(kind, tmp_path)) as made:
            assert type(made.source()) is registry.source_class(kind)
            yield made

    def test_a_source_says_what_it_is_and_what_it_needs(self, kind: str) -> None:
        source = registry.source_class(kind)
        assert source.kind == kind
        assert source.title.strip()
        assert source.calendar in Calendar
        assert source.metrics
        assert source.permissions
        assert is_a_sentence(source.history)
        assert is_a_sentence(source.personal)
        for model in (source.Options, source.Scope):
            assert issubclass(model, Model)
            assert model.model_config["extra"] == "forbid"

    def test_what_a_source_speaks_of_is_in_the_catalogue(self, kind: str) -> None:
        assert set(registry.source_class(kind).metrics) <= set(catalogue.METRICS)

    def test_known_material_gives_exactly_the_expected_facts(self, world: World) -> None:
        expected = world.hold()
        assert expected
        report = Report()
        assert nameless(pulled(world.source(), report=report)) == nameless(expected)
        assert report.skipped.total() == 0

    def test_nothing_there_is_no_fact_and_no_error(self, world: World) -> None:
        report = Report()
        assert pulled(world.source(), report=report) == []
        assert report.skipped.total() == 0

    @pytest.mark.parametrize("trouble", SURVIVED)
    @ONCE_UNDER_WAY
    def test_a_trouble_that_passes_changes_nothing(
        self, world: World, trouble: Trouble, late: bool
    ) -> None:
        expected = world.hold()
        source = world.befall(trouble, late=late)
        if source is None:
            assert is_a_sentence(world.cannot[trouble])
        else:
            assert trouble not in world.cannot
            assert nameless(pulled(source)) == nameless(expected)

    @pytest.mark.parametrize("trouble", FATAL)
    @ONCE_UNDER_WAY
    def test_a_source_that_fails_says_so_and_never_looks_empty(
        self, world: World, trouble: Trouble, late: bool
    ) -> None:
        world.hold()
        source = world.befall(trouble, late=late)
        if source is None:
            assert is_a_sentence(world.cannot[trouble])
            return
        assert trouble not in world.cannot
        with pytest.raises(CoachError) as raised:
            pulled(source)
        assert type(raised.value) is FATAL[trouble]
        assert is_a_sentence(str(raised.value))
        assert len(str(raised.value)) <= 300

    def test_rows_that_cannot_be_read_are_counted_and_told_by_place(self, world: World) -> None:
        expected = world.hold()
        contents = world.spoil(7)
        report = Report()
        assert nameless(pulled(world.source(), report=report)) == nameless(expected)
        assert report.skipped.total() == 7
        for reason, places in report.places.items():
            assert 1 <= len(places) <= Report.FIRST
            assert all(place.rpartition(" ")[2].isdigit() for place in places)
            assert not any(content in f"{reason} {places}" for content in contents)

    def test_pulling_twice_gives_the_same_facts(self, world: World) -> None:
        world.hold()
        source = world.source()
        assert nameless(pulled(source)) == nameless(pulled(source))

    def test_two_adjoining_windows_give_together_what_one_gives(self, world: World) -> None:
        world.hold()
        source = world.source()
        for weeks in (1, 2):
            middle = WINDOW.start + timedelta(weeks=weeks)
            before = pulled(source, Window(WINDOW.start, middle))
            after = pulled(source, Window(middle, WINDOW.end))
            assert before
            assert after
            assert nameless([*before, *after]) == nameless(pulled(source))

    def test_a_window_that_overlaps_says_the_same_of_what_both_hold(self, world: World) -> None:
        world.hold()
        source = world.source()
        whole = pulled(source)
        # From the middle of a week, and of a day.
        for since in (timedelta(days=10), timedelta(days=8, hours=13)):
            later = Window(WINDOW.start + since, WINDOW.end)
            inside = [one for one in whole if later.holds(one.at)]
            assert nameless(pulled(source, later)) == nameless(inside)

    def test_only_declared_metrics_and_their_dimensions_come_out(self, world: World) -> None:
        world.hold()
        source = world.source()
        for fact in pulled(source):
            assert fact.metric in source.metrics
            if isinstance(fact, Fact):
                assert fact.dimension in (catalogue.get(fact.metric).dimensions or ("",))

    def test_every_instant_is_in_utc_and_inside_the_window(self, world: World) -> None:
        world.hold()
        for fact in pulled(world.source()):
            assert fact.at.tzinfo is UTC
            assert WINDOW.holds(fact.at)

    def test_names_made_up_for_people_cannot_be_matched_between_runs(self, world: World) -> None:
        known = {fact.actor for fact in world.hold() if isinstance(fact, Fact)} - {None}
        first, second = (
            {fact.actor for fact in pulled(world.source()) if isinstance(fact, Fact)} - {None}
            for _ in range(2)
        )
        assert len(first) == len(second) == len(known)
        assert not first & second

    @pytest.mark.parametrize("trouble", [None, *FATAL])
    def test_nobody_can_be_found_in_what_a_source_lets_out(
        self,
        world: World,
        trouble: Trouble | None,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        world.hold()
        world.spoil(2)
        # At DEBUG botocore logs whole bodies, which is why Coach never sets that level for libraries.
        caplog.set_level(logging.INFO)
        caplog.set_level(logging.DEBUG, logger="bot")
        said = [*spoken(world, trouble), caplog.text, *capfd.readouterr()]
        assert found(world.people, said) == []

    def test_each_right_is_asked_for_and_none_is_missed_that_is_there(self, world: World) -> None:
        world.hold()
        source = world.source()
        assert [probe.right for probe in source.probes()] == list(source.permissions)
        assert lacking(source) == {}

    def test_a_right_that_lacks_is_named_and_no_other(self, world: World, right: str) -> None:
        world.hold()
        missed = world.lack(right)
        assert right in missed
        said = lacking(world.source())
        assert list(said) == list(missed)
        assert all(is_a_sentence(words) for words in said.values())

    def test_a_source_that_cannot_be_asked_for_its_rights_does_not_say_that_they_lack(
        self, world: World
    ) -> None:
        world.hold()
        source = world.befall(Trouble.BROKEN, late=False)
        if source is None:
            assert is_a_sentence(world.cannot[Trouble.BROKEN])
        else:
            with pytest.raises(TransientError):
                lacking(source)
