"""Any sequence of what two people, their clocks and Slack may do: what must hold after each step."""

import io
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from bot import log
from bot.commitments.carried import Action
from tests.clock import FrozenClock
from tests.commitments.steps import (
    FILLED,
    TEXTS,
    elements_of,
    is_humane,
    is_nudge,
    leaks,
    lists,
    opens,
    quotes,
    rows,
)
from tests.workspace import ALICE, MARTA, open_workspace

PEOPLE = (MARTA, ALICE)
ZONES = ("Europe/Berlin", "Asia/Kathmandu", "America/Los_Angeles", "Pacific/Auckland")
OPENS_A_FORM = {Action.SUGGEST, Action.CHANGE, Action.ADJUST, Action.ANOTHER}
PRESSED = {
    *OPENS_A_FORM,
    Action.AGREE,
    Action.DECLINE,
    Action.DONE,
    Action.DROP,
    Action.KEEP,
    Action.HISTORY,
}
MOST_RECORDS = 3
BROKE = ("message_broke", "listener_crashed", "job_crashed", "message_refused", "nudges_not_queued")
person = st.sampled_from(PEOPLE)
which = st.integers(0, 60)


class TwoPeople(RuleBasedStateMachine):
    """Marta and Alice, and whatever they do in whatever order."""

    migrated: Path

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.folder = Path(self.closing.enter_context(tempfile.TemporaryDirectory()))
        shutil.copy(self.migrated, self.folder / "coach.db")
        self.logged = io.StringIO()
        log.configure(self.logged)
        self.clock = FrozenClock()
        url = f"sqlite:///{self.folder}/coach.db"
        self.workspace = self.closing.enter_context(open_workspace(self.clock, url, self.folder))
        self.slack = self.workspace.slack
        self.promised: dict[str, tuple[int, str]] = {}
        """By the words of a promise: whose it is, and in which record."""
        self.written: list[str] = []
        self.ids: list[str] = []
        self.seen: list = []
        """Messages as they stood on somebody's screen at some time."""
        self.pace = 0
        """Hours that pass after whatever is done."""
        self.stopped: set[str] = set()
        self.nudged: Counter[tuple[int, str]] = Counter()
        self.days: Counter[tuple[str, str]] = Counter()
        self.known: set[tuple[str, str]] = set()

    @override
    def teardown(self) -> None:
        try:
            assert leaks(self.workspace, self.logged.getvalue(), self.written) == []
        finally:
            self.closing.close()

    @initialize(pace=st.sampled_from((13, 5, 29, 0)), answered=st.booleans())
    def begins_with_a_record(self, pace, answered):
        for _ in range(2):
            self.records()
            self.agree(0)
        if not answered:
            self.records()
        self.pace = pace

    @precondition(lambda self: len(self.ids) < MOST_RECORDS)
    @rule()
    def records(self):
        opens(self.workspace)
        self.submits(MARTA, len(self.ids), check_in=self.in_two_weeks())
        (new,) = {one for (one,) in rows(self.workspace, CONVERSATIONS)} - {*self.ids}
        self.ids.append(new)

    @rule(which=which)
    def agree(self, which):
        for user in PEOPLE:
            self.presses_one_of(user, which, {Action.AGREE})

    @rule(user=person, which=which, twice=st.booleans())
    def presses_anything_seen_at_any_time(self, user, which, twice):
        self.presses_one_of(user, which, PRESSED, twice=twice, stale=True)

    @rule(user=person, which=which, answered=st.booleans())
    def suggests_a_change(self, user, which, answered):
        self.presses_one_of(user, which, {Action.SUGGEST, Action.CHANGE})
        if answered:
            self.agree(0)

    @rule(user=person, which=which)
    def ends_something(self, user, which):
        ends = {Action.DONE, Action.DROP, Action.KEEP, Action.ADJUST, Action.ANOTHER}
        self.presses_one_of(user, which, ends)

    @rule(user=person, which=which, kind=st.sampled_from(("day", "week", "a day", "too early")))
    def puts_off(self, user, which, kind):
        found = self.offered(user, {Action.SNOOZE})
        if not found:
            return
        message, menu = found[which % len(found)]
        value = menu["options"][kind == "week"]["value"]
        if kind in {"day", "week"}:
            self.slack.choose(user, message, Action.SNOOZE, value)
        else:
            days = which % 20 + 1 if kind == "a day" else 0
            day = (self.clock.now() + timedelta(days=days)).date().isoformat()
            row = f"promise-{value.partition('/')[0]}"
            self.slack.choose(user, message, Action.SNOOZE_DAY, day, block_id=row)
        self.goes_on()

    @rule(user=person)
    def says_stop(self, user):
        self.workspace.types(user, "/coach stop")
        self.stopped.add(user)
        self.goes_on()

    @precondition(lambda self: self.stopped)
    @rule()
    def say_start(self):
        for user in sorted(self.stopped):
            self.workspace.types(user, "/coach start")
        self.stopped.clear()
        self.goes_on()

    @rule(user=person, zone=st.sampled_from(ZONES))
    def moves(self, user, zone):
        self.slack.change_user(user, tz=zone)
        self.clock.forward(seconds=1)
        self.slack.user_changed(user)
        self.goes_on()

    @rule(hours=st.integers(1, 30), steps=st.integers(1, 4))
    def hours_pass(self, hours, steps):
        for _ in range(steps):
            self.clock.forward(hours=hours)
            self.goes_on()

    @rule(days=st.integers(1, 12))
    def days_pass_in_which_nothing_ran(self, days):
        self.clock.forward(days=days, minutes=7)
        self.goes_on()

    @rule()
    def the_process_is_another(self):
        self.workspace.coach.nudges.queue()
        self.workspace.restarts()
        self.clock.forward(minutes=1)
        self.goes_on()

    def goes_on(self):
        """Let the wake-ups happen, now and after a while, and look at what came."""
        for hours in (0, self.pace):
            self.clock.forward(hours=hours)
            self.workspace.sweeps()
            self.looks_at_news()

    def in_two_weeks(self):
        """A day on which both work."""
        day = (self.clock.now() + timedelta(days=14)).date()
        return (
            day + timedelta(days=max(0, 7 - day.weekday()) % 7 * (day.weekday() > 4))
        ).isoformat()

    def submits(self, user, record, **more):
        """Fill in the open form with words that nobody has written before."""
        number = len(self.written)
        said = {name: f"quotation{number:04d} {name} of {record}" for name in TEXTS}
        form = self.workspace.form(user)
        values = {**FILLED, **said, **more} if more else said
        answer = self.slack.submit(user, form, values)
        assert answer.status == 200
        self.workspace.settles()
        if (answer.json or {}).get("errors"):
            self.slack.close_view(user, form)
            return False
        self.written.extend(said.values())
        for side in ("engineer", "manager"):
            self.promised[said[f"{side}_will"]] = (record, side)
        self.goes_on()
        return True

    def offered(self, user, actions, *, stale=False):
        """Everything somebody can press: in their messages, and in the list of what is open."""
        places = [*self.slack.dm(user)[-8:], lists(self.workspace, user)]
        if stale:
            places = [*self.seen[-40:], *places]
        return [
            (place, one)
            for place in places
            for one in elements_of(place)
            if one["action_id"] in actions
        ]

    def presses_one_of(self, user, which, actions, *, twice=False, stale=False):
        found = self.offered(user, actions, stale=stale)
        if not found:
            return
        message, button = found[which % len(found)]
        self.seen.extend(self.slack.dm(user)[-3:])
        before = len(self.slack.views(user))
        self.slack.press(user, message, button["action_id"], button["value"])
        if twice:
            self.clock.forward(seconds=1)
            self.slack.redeliver()
        self.workspace.settles()
        if button["action_id"] in OPENS_A_FORM and len(self.slack.views(user)) > before:
            self.fills_in(user, button)
        for view in self.slack.views(user):
            self.slack.close_view(user, view, all_of_them=True)
        self.goes_on()

    def fills_in(self, user, button):
        """A change, or an experiment that follows one."""
        if button["action_id"] in {Action.SUGGEST, Action.CHANGE}:
            self.submits(user, self.ids.index(button["value"].partition("/")[0]))
            return
        if self.submits(user, len(self.ids), check_in=self.in_two_weeks()):
            (new,) = {one for (one,) in rows(self.workspace, CONVERSATIONS)} - {*self.ids}
            self.ids.append(new)

    def looks_at_news(self):
        """Look at each reminder at the moment at which it came."""
        for user in PEOPLE:
            for message in self.slack.dm(user):
                if is_nudge(message) and (user, message.ts) not in self.known:
                    self.known.add((user, message.ts))
                    self.looks_at(user, message)

    def looks_at(self, user, message):
        zone = self.slack.workspace.users[user].tz
        instant = datetime.fromtimestamp(float(message.ts), UTC)
        assert is_humane(instant, zone), (instant, zone)
        assert user not in self.stopped
        self.days[user, instant.astimezone(ZoneInfo(zone)).date().isoformat()] += 1
        assert max(self.days.values()) == 1
        standing = dict(rows(self.workspace, "SELECT id, stage FROM conversation"))
        side = "manager" if user == MARTA else "engineer"
        assert quotes(message)
        for text in quotes(message):
            record, whose = self.promised[text]
            assert whose == side
            assert standing.get(self.ids[record]) == "agreed", "nobody agreed to it"
            self.nudged[record, side] += 1
        assert max(self.nudged.values()) <= 2

    @invariant()
    def nothing_broke(self):
        said = self.logged.getvalue()
        assert [one for one in BROKE if one in said] == []

    @invariant()
    def somebody_can_always_do_something(self):
        held = rows(self.workspace, "SELECT id, stage, turn, revision FROM conversation")
        offered = {user: self.pressable(user) for user in PEOPLE}
        looks = rows(
            self.workspace,
            "SELECT subject FROM delivery WHERE kind = 'outcome' AND state = 'pending'",
        )
        for conversation, stage, turn, revision in held:
            about = f"{conversation}/{revision}"
            if stage == "proposed":
                asked = offered[MARTA if turn == "manager" else ALICE]
                assert {(one, about) for one in (Action.AGREE, Action.SUGGEST, Action.DECLINE)} <= (
                    asked
                )
            elif stage == "agreed":
                can = {(Action.SUGGEST, about), (Action.KEEP, about), (Action.CHANGE, about)}
                assert can & (offered[MARTA] | offered[ALICE]) or (conversation,) in looks

    def pressable(self, user):
        """What stands on somebody's screen now: what it does, and to what."""
        places = [*self.slack.dm(user), lists(self.workspace, user)]
        return {(one["action_id"], one.get("value")) for at in places for one in elements_of(at)}

    @invariant()
    def both_see_the_same_record(self):
        waiting = {one for (one,) in rows(self.workspace, WAITING_CARDS)}
        for conversation in {*self.ids} - waiting:
            keys = {
                key for (key, subject) in rows(self.workspace, CARDS) if subject == conversation
            }
            shown = []
            for user in PEOPLE:
                mine = [m for m in self.slack.dm(user) if key_of(m) in keys and len(m.blocks) > 1]
                shown.append(what_it_says(mine[-1]) if mine else None)
                assert len(mine) <= 1, "an older message still looks like the record"
            assert shown[0] == shown[1]


def key_of(message):
    return (message.metadata or {}).get("event_payload", {}).get("key")


def what_it_says(message):
    """What both must read alike."""
    return [
        block
        for block in message.blocks
        if block["type"] == "rich_text" or block["block_id"] == "terms"
    ]


CONVERSATIONS = "SELECT id FROM conversation"
WAITING_CARDS = "SELECT subject FROM delivery WHERE kind = 'record' AND state = 'pending'"
CARDS = "SELECT key, subject FROM delivery WHERE kind = 'record'"


@pytest.mark.long
def test_whatever_two_people_do_what_coach_promises_holds(migrated_sqlite, times):
    TwoPeople.migrated = migrated_sqlite
    run_state_machine_as_test(
        TwoPeople,
        settings=settings(
            max_examples=8 * times,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    log.configure(io.StringIO())
