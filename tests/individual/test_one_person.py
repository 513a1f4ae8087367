"""A number of one person: fetched for one message, of one person alone, and held for no longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.collection import one_person
from bot.collection.one_person import NotAlone, Own, ask, sources_of
from bot.configured import configure
from bot.errors import OperatorError, TransientError
from bot.individual import blocks, words
from bot.individual.live import GIVES_UP, Answer, Live
from bot.individual.request import Request, State
from bot.metrics import catalogue
from bot.metrics.fact import Exclusion, Fact
from bot.metrics.figure import Figure
from bot.metrics.week import Week
from bot.slack import check
from bot.slack.work import Workers
from tests.clock import T0, FrozenClock
from tests.individual.steps import coach_yml, write_history
from tests.workspace import ALICE, MARTA

REWORK, CYCLE = catalogue.get("rework_after_merge"), catalogue.get("pr_cycle_time")
FIRST = Week.parse("2026-W38")
OWN = Own(FIRST, FIRST.plus(5), None)


def roster(folder, *, fetched=True):
    write_history(folder, fetched=fetched)
    file = folder / "coach.yml"
    file.write_text(coach_yml(folder, T0))
    return configure(file, proven=True).roster


def request(**said):
    made = Request("r", "payments", MARTA, ALICE, REWORK.id, b"", T0, T0, T0)
    return replace(made, **said)


def test_only_what_somebody_does_and_no_use_of_an_assistant_can_be_asked_for():
    allowed = {one.id for one in catalogue.METRICS.values() if one.allows_individual}

    assert allowed == {
        "pr_cycle_time", "first_review_wait", "review_iterations", "lead_time",
        "rework_after_merge", "test_failure_rate", "flaky_rate",
    }  # fmt: skip


def test_the_number_is_that_of_one_person_by_hand_though_another_works_beside(tmp_path):
    known = roster(tmp_path)
    team = known.team("payments")
    own = ask(known, team, ALICE, REWORK, T0, {})
    other = ask(known, team, "U0BASIM001", REWORK, T0, {})

    assert own.figure is not None
    assert (own.figure.numerator, own.figure.denominator) == (7, 23)
    assert own.figure.value == pytest.approx(7 / 23)
    assert (own.first, own.last) == (FIRST, Week.parse("2026-W43"))
    assert "7" not in repr(replace(own, first=FIRST, last=FIRST))
    assert other.figure is not None
    assert (other.figure.numerator, other.figure.denominator) == (0, 30)


def test_a_person_whom_no_source_knows_by_name_has_no_number(tmp_path):
    known = roster(tmp_path)
    team = known.team("payments")

    assert sources_of(known, team, "U0CHIKA001", REWORK) == ()
    assert sources_of(known, team, ALICE, CYCLE) == ()
    with pytest.raises(OperatorError, match="by name"):
        ask(known, team, "U0CHIKA001", REWORK, T0, {})


def test_what_a_source_could_not_read_is_said_beside_the_number(tmp_path):
    known = roster(tmp_path, fetched=False)
    own = ask(known, known.team("payments"), ALICE, REWORK, T0, {})

    assert not own.is_whole
    assert words.CARD_NOT_WHOLE in str(list(blocks.card(ALICE, REWORK, own)))


def test_facts_of_two_people_are_refused_and_what_is_nobodys_is_left_out():
    fact = Fact("payments", "", REWORK.id, T0, numerator=1, denominator=1, actor="one")
    others: list[Fact | Exclusion] = [
        Fact("payments", "", REWORK.id, T0, numerator=9, denominator=9),
        Fact("payments", "", CYCLE.id, T0, value=3.0, actor="another"),
        Exclusion("payments", "", REWORK.id, T0, "bot"),
    ]
    assert list(one_person._own([fact, *others, fact], REWORK)) == [fact, fact]

    with pytest.raises(NotAlone):
        list(one_person._own([fact, replace(fact, actor="another")], REWORK))


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (None, f"{words.CARD_NOTHING}*\nIt rests on no pieces of work."),
        (Figure((), None, None, 1, None, 1), "It rests on one piece of work; a figure takes 10."),
        (Figure((), 30.4, 51.0, 12, None, 12), "*median 30 h*\nIt rests on 12 pieces of work."),
    ],
)
def test_the_card_says_what_the_number_rests_on_and_compares_it_with_nobody(figure, said):
    made = list(blocks.card(ALICE, CYCLE, replace(OWN, figure=figure)))

    assert said in made[1]["text"]["text"]
    assert [one["block_id"] for one in made] == list(blocks.CARD)
    assert not {"↑", "↓", "team's number", "average"} & set(str(made).split())
    check.message({"text": "x", "blocks": made})


class Asking:
    """Sources of which a test says what becomes of asking them."""

    def __init__(self, error=None):
        self.clock, self.workers, self.times, self.error = FrozenClock(), Workers(1), 0, error
        self.live = Live(self.asked, self.workers, self.clock)

    def asked(self, _request):
        self.times += 1
        if self.error is not None:
            raise self.error
        return OWN

    def takes(self):
        found = self.live.take(request())
        assert self.workers.settle()
        return found


def test_what_the_sources_say_is_handed_out_once_and_forgotten():
    sources = Asking()

    assert [sources.takes(), sources.takes(), sources.takes()] == [None, Answer(OWN), None]
    assert sources.times == 2
    sources.clock.forward(seconds=GIVES_UP.total_seconds())
    sources.live.forget()
    assert sources.live._held == {}
    sources.workers.close()


@pytest.mark.parametrize("error", [TransientError("busy"), ValueError("7.5 is not a duration")])
def test_sources_that_fail_are_told_of_without_what_they_said(error, logged):
    sources = Asking(error)

    assert [sources.takes(), sources.takes()] == [None, Answer(None)]
    assert "event=source_not_asked" in logged.getvalue()
    assert str(error) not in logged.getvalue()
    sources.workers.close()


def test_nobody_waits_for_a_source_for_ever():
    sources = Asking()
    sources.workers.close()
    assert sources.live.take(request()) is None
    assert sources.live._held == {}, "there was no room: it begins anew"
    sources.live.workers = Workers(1)
    assert sources.live.take(request()) is None
    sources.live.workers.settle()
    sources.live._held["r"].answer = None
    sources.clock.forward(seconds=GIVES_UP.total_seconds())

    assert sources.live.take(request()) == Answer(None)
    sources.live.workers.close()


def test_a_request_is_open_until_shortly_before_its_end_and_shown_for_its_time():
    open_one = request(answer_by=T0 + timedelta(hours=1))
    assert open_one.is_open(T0)
    assert not open_one.is_open(T0 + timedelta(minutes=59))
    assert not open_one.has_ended(T0 + timedelta(minutes=59))
    assert open_one.has_ended(T0 + timedelta(hours=1))
    shown = replace(open_one, state=State.SHOWN, shown_until=T0 + timedelta(days=7))

    assert not shown.is_open(T0)
    assert not shown.has_ended(T0 + timedelta(days=6))
    assert shown.has_ended(T0 + timedelta(days=7))
    assert replace(open_one, state=State.OVER).has_ended(T0)
