"""What two people may do with a record: one state, one record for both, and no dead end."""

import re
import threading
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from icalendar import Calendar

from bot.commitments import form, words
from bot.commitments.carried import Action
from bot.commitments.slack import MESSAGE_SHORTCUT, SHORTCUT
from bot.demo.local_slack import SCOPES
from bot.prep.blocks import TEMPLATE_ACTION, Carried
from bot.slack import check
from tests.commitments.steps import (
    FILLED,
    TEXTS,
    actions_of,
    agreed,
    berlin,
    cards,
    does,
    elements_of,
    everything_stored,
    leaks,
    lists,
    newest_with,
    nudges,
    opens,
    quotes,
    records,
    rows,
    suggests,
    told,
)
from tests.workspace import ALICE, MARTA, reads_as

BASIM = "U0BASIM001"
DAY = "Wednesday 18 November"
HERS = "SELECT state FROM commitment WHERE side = 'engineer'"
STANDING = "SELECT stage, turn, revision, agreed_revision FROM conversation"
WRITTEN = {
    "pattern": "Heliotrope findings rose.",
    "hypothesis": "Marzipan changes are large.",
    "engineer_will": "Split the quicksilver change.",
    "manager_will": "Move the pomegranate release.",
    "not_helping": "Tangerine stays where it is.",
}
KEYS = "record_key WHERE record <> 'audit'"
"""The keys of records."""


def kept_apart(message):
    """What both must read alike: the words, the terms and who said what when."""
    told = {"standing", "answers", "calendar"}
    return [block for block in message.blocks if block["block_id"] not in told]


def at_once(*jobs):
    """Do several things at the same moment."""
    ready = threading.Barrier(len(jobs))

    def runs(job):
        ready.wait()
        job()

    threads = [threading.Thread(target=runs, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_both_read_the_same_record_at_every_step(workspace):
    records(workspace)
    steps = [
        lambda: suggests(workspace, ALICE, engineer_will="Pair on the first one."),
        lambda: suggests(workspace, ALICE, hypothesis="There is one reviewer only."),
        lambda: suggests(workspace, MARTA, manager_will="Ask for another reviewer."),
        lambda: does(workspace, ALICE, Action.AGREE),
        lambda: changes(workspace, MARTA, not_helping="It takes longer still."),
        lambda: does(workspace, ALICE, Action.DECLINE),
        lambda: changes(workspace, ALICE, check_in="2026-12-09"),
        lambda: does(workspace, MARTA, Action.AGREE),
    ]
    for step in steps:
        step()
        hers, his = cards(workspace, MARTA)[-1], cards(workspace, ALICE)[-1]
        assert kept_apart(hers) == kept_apart(his)
        for person in (MARTA, ALICE):
            assert len(cards(workspace, person)) == 1, (
                "an older message still looks like the record"
            )
    assert quotes(cards(workspace, ALICE)[-1])[2:4] == [
        "Pair on the first one.",
        "Ask for another reviewer.",
    ]


def changes(workspace, user, **changed):
    """Suggest a change to what both agreed, from the list of what is open."""
    workspace.presses(user, lists(workspace, user), Action.CHANGE)
    assert workspace.submits(user, **changed) == {}
    workspace.sweeps()


def test_an_older_message_points_to_the_newer_one(workspace):
    records(workspace)
    suggests(workspace, ALICE, engineer_will="Pair on the first one.")

    for person in (MARTA, ALICE):
        assert [reads_as(one) for one in workspace.slack.dm(person)][:-1] == [words.NEWER]


def test_what_happened_overnight_is_one_message_in_the_morning(workspace):
    """Marta records and changes her mind late at night; Alice gets what stands in the end."""
    workspace.wakes_at(berlin(18, 21))
    records(workspace)
    suggests(workspace, MARTA, manager_will="Keep Fridays free of meetings.")
    assert workspace.slack.dm(ALICE) == []
    workspace.wakes_at(berlin(19, 8))

    (card,) = workspace.slack.dm(ALICE)
    assert "Keep Fridays free of meetings." in quotes(card)
    assert Action.AGREE in actions_of(card)


def test_declining_deletes_the_words_for_good(either, logged):
    records(either, **WRITTEN)
    suggests(either, ALICE, engineer_will="Share the saffron change.")
    suggests(either, MARTA, manager_will="Ask the aubergine team.")
    sealed = [bytes(blob) for (blob,) in rows(either, "SELECT sealed FROM conversation_revision")]
    keys = [
        bytes(blob)
        for (blob,) in rows(either, "SELECT wrapped FROM record_key WHERE record <> 'audit'")
    ]
    assert len(sealed) == 3
    assert len(keys) == 1
    assert all(blob in everything_stored(either) for blob in (*sealed, *keys))
    does(either, ALICE, Action.DECLINE)
    either.cleans()

    for table in ("conversation", "conversation_revision", "commitment", "follow_up", KEYS):
        assert rows(either, f"SELECT * FROM {table}") == [], table  # noqa: S608
    assert not any(blob in everything_stored(either) for blob in (*sealed, *keys))
    for person in (MARTA, ALICE):
        shown = "\n".join(reads_as(one) for one in workspace_messages(either, person))
        assert not any(text in shown for text in (*WRITTEN.values(), "saffron", "aubergine"))
    assert "would rather not keep the record of your conversation" in reads_as(either.page(MARTA))
    assert leaks(either, logged.getvalue(), WRITTEN.values()) == []


def workspace_messages(workspace, person):
    return workspace.slack.dm(person)


def test_declining_a_change_goes_back_to_what_both_had_agreed(either):
    agreed(either)
    changes(either, MARTA, engineer_will="Do all of it alone.", check_in="2026-12-09")
    does(either, ALICE, Action.DECLINE)

    assert rows(either, STANDING) == [("agreed", None, 2, 1)]
    for person in (MARTA, ALICE):
        card = cards(either, person)[-1]
        assert FILLED["engineer_will"] in quotes(card)
        assert "Do all of it alone." not in quotes(card)
        assert "Wednesday 2 December" in reads_as(card)
        assert "What you two had agreed before stands" in reads_as(card)
    planned = rows(either, "SELECT DISTINCT person FROM follow_up WHERE state = 'planned'")
    assert sorted(planned) == [(ALICE,), (MARTA,)]


def test_a_change_after_a_declined_one_begins_with_what_stands(workspace):
    agreed(workspace)
    changes(workspace, MARTA, engineer_will="Do all of it alone.", check_in="2026-12-09")
    does(workspace, ALICE, Action.DECLINE)
    workspace.presses(ALICE, lists(workspace, ALICE), Action.CHANGE)
    begun = {block["block_id"]: block.get("element", {}) for block in workspace.form(ALICE).blocks}

    assert begun["engineer_will"]["initial_value"] == FILLED["engineer_will"]
    assert begun["check_in"]["initial_date"] == FILLED["check_in"]


def test_no_reason_is_asked_anywhere(workspace):
    records(workspace)
    card = cards(workspace, ALICE)[-1]
    decline = next(one for one in elements_of(card) if one["action_id"] == Action.DECLINE)
    listed = elements_of(lists(workspace, ALICE))

    assert "No reason is asked, and none is kept." in decline["confirm"]["text"]["text"]
    assert decline["confirm"] == next(
        one["confirm"] for one in listed if one["action_id"] == Action.DECLINE
    )
    does(workspace, ALICE, Action.DECLINE)
    assert workspace.slack.views(ALICE) == []
    columns = rows(workspace, "SELECT name FROM pragma_table_info('conversation')")
    assert not any("reason" in name for (name,) in columns)
    assert "no reason was asked, and none is kept" in reads_as(workspace.page(MARTA))


def test_a_promise_that_changed_after_it_was_done_is_open_again(workspace):
    agreed(workspace)
    does_from_the_list(workspace, ALICE, Action.DONE)
    does_from_the_list(workspace, MARTA, Action.DONE)
    suggests_anew = newest_with(workspace, MARTA, Action.GOOGLE)
    assert Action.SUGGEST in actions_of(suggests_anew), "an agreed record can be changed"
    suggests(workspace, MARTA, engineer_will="Write down what the reviews were about.")
    does(workspace, ALICE, Action.AGREE)

    states = rows(workspace, "SELECT side, state FROM commitment ORDER BY side")
    assert states == [("engineer", "open"), ("manager", "done")]
    assert f"<@{ALICE}>: done" not in reads_as(cards(workspace, MARTA)[-1])
    assert f"<@{MARTA}>: done" in reads_as(cards(workspace, MARTA)[-1])
    assert Action.DONE in actions_of(lists(workspace, ALICE))


def does_from_the_list(workspace, user, action):
    workspace.presses(user, lists(workspace, user), action)
    workspace.sweeps()


@pytest.mark.parametrize("first", range(3))
def test_a_change_and_an_agreement_at_once_end_in_one_of_them(either, first):
    """Marta suggests another version at the moment in which Alice agrees to the first."""
    records(either)
    card = cards(either, ALICE)[-1]
    either.presses(MARTA, cards(either, MARTA)[-1], Action.SUGGEST)
    form = either.form(MARTA)
    answers = []
    values = {"manager_will": "Keep Fridays free of meetings."}
    at_once(
        lambda: answers.append(either.slack.submit(MARTA, form, values)),
        lambda: either.slack.press(ALICE, card, Action.AGREE),
    )
    either.settles()
    either.sweeps()
    (standing,) = rows(either, STANDING)

    if standing == ("proposed", "engineer", 2, None):
        assert told(either, ALICE).startswith("There is a newer version of this record;")
        assert answers[0].json is None
    else:  # She agreed first, and what Marta suggests is a change of what both agreed.
        assert standing == ("proposed", "engineer", 2, 1)
        assert either.slack.ephemerals(ALICE) == []
    assert kept_apart(cards(either, MARTA)[-1]) == kept_apart(cards(either, ALICE)[-1])
    assert rows(either, "SELECT id FROM follow_up WHERE state = 'planned'") == []


@pytest.mark.parametrize("pair", [(Action.DONE, Action.DROP), (Action.AGREE, Action.DECLINE)])
def test_two_buttons_at_once_end_in_one_state_and_the_loser_is_told(either, pair):
    agreed(either)
    if Action.AGREE in pair:
        changes(either, MARTA, manager_will="Keep Fridays free of meetings.")
        place = cards(either, ALICE)[-1]
    else:
        place = lists(either, ALICE)
    before = len(either.slack.ephemerals(ALICE))
    at_once(*(lambda one=one: either.slack.press(ALICE, place, one) for one in pair))
    either.settles()
    either.sweeps()

    if Action.DONE in pair:
        ((state,),) = rows(either, HERS)
        assert state in {"done", "dropped"}
        sorry = {f"That one is {state} already."}
    else:
        assert rows(either, STANDING)[0][:2] == ("agreed", None)
        sorry = {
            "This record was answered before, so there is nothing left to press here.",
            "There is a newer version of this record; your newest message about it has the buttons.",
        }
    news = [reads_as(one) for one in either.slack.ephemerals(ALICE)[before:]]
    assert [one for one in news if one in sorry] == [
        one for one in news if "already" in one or "record" in one
    ][:1]
    assert len([one for one in news if one in sorry]) == 1


@pytest.mark.parametrize("number", range(4))
def test_a_promise_done_while_a_change_is_agreed_never_locks_up(either, number):
    """One side's Done and the other's Agree touch the same rows: no order may block them both."""
    agreed(either)
    changes(either, MARTA, manager_will="Keep Fridays free of meetings.")
    changes_card, listed = cards(either, ALICE)[-1], lists(either, MARTA)
    answers = []
    at_once(
        lambda: answers.append(either.slack.press(ALICE, changes_card, Action.AGREE)),
        lambda: answers.append(either.slack.press(MARTA, listed, Action.DONE)),
    )
    either.settles()
    either.sweeps()

    assert [answer.status for answer in answers] == [200, 200]
    assert "Something went wrong" not in "".join(
        reads_as(one) for user in (MARTA, ALICE) for one in either.slack.ephemerals(user)
    )
    assert rows(either, STANDING)[0][0] == "agreed"


def test_the_words_of_a_record_stand_in_no_log_and_nowhere_in_the_database(either, logged):
    agreed(either, **WRITTEN)
    changes(either, ALICE, engineer_will="Share the saffron change.")
    does(either, MARTA, Action.AGREE)
    for user in (MARTA, ALICE):
        lists(either, user)
    either.clock.forward(days=7)
    either.sweeps()
    does(either, ALICE, Action.DONE)
    opens(either)
    either.submits(MARTA, **{**FILLED, "pattern": "You are slow with the cinnamon change."})

    assert nudges(either, MARTA)
    written = (*WRITTEN.values(), "saffron", "cinnamon")
    assert leaks(either, logged.getvalue(), written) == []


def test_all_versions_stand_in_a_window_the_newest_first(workspace):
    records(workspace)
    suggests(workspace, ALICE, engineer_will="Pair on the first one.")
    suggests(workspace, MARTA, experiment="pairing", check_in="2026-12-03")
    does(workspace, ALICE, Action.AGREE)
    does(workspace, MARTA, Action.HISTORY)
    text = reads_as(workspace.form(MARTA))

    assert re.findall("Version .*", text) == [
        f"Version 3, by <@{MARTA}> on {DAY}. Changed: the experiment, the check-in.*",
        f"Version 2, by <@{ALICE}> on {DAY}. Changed: the engineer will.*",
        f"Version 1, by <@{MARTA}> on {DAY}.*",
    ]
    assert text.count("> Pair on the first one.") == 2
    assert text.count(f"> {FILLED['engineer_will']}") == 1


def test_a_record_as_long_as_it_may_be_reaches_both(workspace):
    """Slack refuses a message with too many letters in all; the record must still arrive."""
    records(workspace, **dict.fromkeys(TEXTS, long("days")))
    others = {"experiment": "refactoring", "check_in": "2026-12-03", "metric": "findings_new"}
    for _ in range(5):
        suggests(workspace, ALICE, **dict.fromkeys(TEXTS, long("hours")), **others)
        same = {name: FILLED[name] for name in others}
        suggests(workspace, MARTA, **dict.fromkeys(TEXTS, long("weeks")), **same)
    assert words.BEFORE_MORE in reads_as(cards(workspace, ALICE)[-1])
    assert Action.HISTORY in actions_of(cards(workspace, ALICE)[-1])
    does(workspace, ALICE, Action.AGREE)

    assert rows(workspace, "SELECT kind, reason FROM delivery WHERE state = 'dead'") == []
    assert Action.GOOGLE in actions_of(cards(workspace, MARTA)[-1])
    assert quotes(cards(workspace, MARTA)[-1]) == [long("weeks")] * 5


def long(word):
    """As much as fits into one field."""
    return (f"Reviews wait for {word}. " * 40)[: form.MOST - 1].strip().ljust(form.MOST, ".")


def test_many_long_promises_never_make_a_message_that_slack_refuses(workspace):
    for _ in range(12):
        agreed(workspace, **dict.fromkeys(TEXTS, long("weeks")))
        workspace.clock.forward(minutes=1)
    records(workspace, **dict.fromkeys(TEXTS, long("weeks")))
    for day in (25, 26, 27):
        workspace.wakes_at(berlin(day, 9, 30))
    workspace.types(MARTA, f"/coach prep <@{ALICE}>")

    assert [len(quotes(one)) for one in nudges(workspace, ALICE)] == [7, 5]
    for person in (MARTA, ALICE):
        check.message({"text": "x", "blocks": lists(workspace, person).blocks})
    page = reads_as(workspace.page(MARTA))
    assert "Still open from before" in page
    assert "There is more still open than there is room for here" in page
    assert rows(workspace, "SELECT kind, reason FROM delivery WHERE state = 'dead'") == []


def test_a_list_that_is_too_long_says_how_much_is_missing(workspace):
    for number in range(22):
        records(workspace)
        if number % 2:
            does(workspace, ALICE, Action.AGREE)
    listed = lists(workspace, ALICE)
    text = reads_as(listed)

    assert len(listed.blocks) <= 50
    for title in (words.LIST_ASKED, words.LIST_MINE, words.LIST_THEIRS):
        assert title in text
    assert text.count("[Agree]") + int(re.findall(r"And (\d+) more", text)[0]) == 11
    assert text.count("[Done]") + int(re.findall(r"And (\d+) more", text)[1]) == 11


@pytest.mark.parametrize(
    ("zones", "begins"),
    [
        (("Europe/Berlin", "Europe/Berlin"), datetime(2026, 12, 2, 8, 30, tzinfo=UTC)),
        (("Europe/Berlin", "Asia/Kathmandu"), datetime(2026, 12, 2, 8, 30, tzinfo=UTC)),
        (("Asia/Kathmandu", "Europe/Berlin"), datetime(2026, 12, 2, 8, 30, tzinfo=UTC)),
        (("Pacific/Auckland", "America/Los_Angeles"), datetime(2026, 12, 2, 17, 30, tzinfo=UTC)),
    ],
)
def test_the_calendar_links_carry_the_right_instant_for_both(workspace, zones, begins):
    for person, zone in zip((MARTA, ALICE), zones, strict=True):
        workspace.slack.change_user(person, tz=zone)
    records(workspace)
    does_from_the_list(workspace, ALICE, Action.AGREE)
    for hour in (2, 18):
        workspace.wakes_at(berlin(20, hour))
    for person, zone in zip((MARTA, ALICE), zones, strict=True):
        by_action = {one["action_id"]: one for one in elements_of(cards(workspace, person)[-1])}
        google, outlook = (by_action[name]["url"] for name in (Action.GOOGLE, Action.OUTLOOK))
        said = parse_qs(urlsplit(google).query)
        assert said["dates"] == [
            f"{begins:%Y%m%dT%H%M%SZ}/{begins:%Y%m%dT%H}{begins.minute + 15}00Z"
        ]
        assert said["ctz"] == [zone]
        said = parse_qs(urlsplit(outlook).query)
        assert datetime.fromisoformat(said["startdt"][0]) == begins
        assert (datetime.fromisoformat(said["enddt"][0]) - begins).total_seconds() == 900
        for url in (google, outlook):
            assert not any(quote_plus(FILLED[name]) in url for name in TEXTS)
        assert Action.ICS not in by_action, "files:write is not granted"


def test_a_calendar_file_carries_the_same_instant_in_the_readers_zone(workspace):
    workspace.slack.change_user(ALICE, tz="Asia/Kathmandu")
    workspace.slack.workspace.scopes = SCOPES | {"files:write"}
    workspace.restarts()
    agreed(workspace)
    workspace.wakes_at(berlin(19, 9))
    made = {}
    for person in (MARTA, ALICE):
        does(workspace, person, Action.ICS)
        (file,) = workspace.slack.files(workspace.slack.dm_id(person))
        (made[person],) = Calendar.from_ical(file.content).walk("VEVENT")
        assert not any(FILLED[name] in file.content.decode() for name in TEXTS)

    for person, zone in ((MARTA, "Europe/Berlin"), (ALICE, "Asia/Kathmandu")):
        begins = made[person].decoded("dtstart")
        assert begins.astimezone(UTC) == datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
        assert str(made[person]["dtstart"].params["TZID"]) == zone
    assert made[MARTA]["uid"] == made[ALICE]["uid"], "a second file changes the first"


def test_the_shortcut_opens_an_empty_form(workspace):
    workspace.slack.shortcut(MARTA, SHORTCUT)
    workspace.settles()
    assert workspace.submits(MARTA, **FILLED, engineer=ALICE) == {}
    workspace.sweeps()

    assert Action.AGREE in actions_of(cards(workspace, ALICE)[-1])


@pytest.mark.parametrize(
    ("author", "field", "chosen"),
    [
        (ALICE, "engineer_will", True),
        (MARTA, "manager_will", False),
        ("U0IRINA001", "pattern", False),
    ],
)
def test_a_message_becomes_the_draft_of_whoever_wrote_it(workspace, author, field, chosen):
    said = "I'll split it &amp; keep it &lt;small&gt;"
    message = workspace.slack.say(author, "C0PAYMENTS", said)
    workspace.slack.message_shortcut(MARTA, message, MESSAGE_SHORTCUT)
    workspace.settles()
    begun = {block["block_id"]: block.get("element", {}) for block in workspace.form(MARTA).blocks}

    assert begun[field]["initial_value"] == "I'll split it & keep it <small>"
    assert ("engineer" not in begun) is chosen


def test_a_message_of_somebody_else_is_no_draft_for_whoever_manages_nobody(workspace):
    message = workspace.slack.say(MARTA, "C0PAYMENTS", "I will free the Thursdays.")
    workspace.slack.message_shortcut(ALICE, message, MESSAGE_SHORTCUT)
    workspace.settles()

    assert reads_as(workspace.form(ALICE)) == words.NOT_A_MANAGER


def test_what_is_open_stands_on_the_next_page_the_managers_promises_first(workspace):
    agreed(workspace, engineer_will="The first of hers.", manager_will="The first of mine.")
    workspace.clock.forward(minutes=1)
    agreed(workspace, engineer_will="The second of hers.", manager_will="The second of mine.")
    does_from_the_list_of_mine(workspace, MARTA)
    workspace.types(MARTA, f"/coach prep <@{ALICE}>")
    page = workspace.page(MARTA)

    assert quotes(page)[:3] == ["The second of mine.", "The first of hers.", "The second of hers."]
    value = Carried("payments", ALICE, "growth_check_in").encode()
    workspace.chooses(MARTA, page, TEMPLATE_ACTION, value)
    assert quotes(workspace.page(MARTA))[:3] == quotes(page)[:3]
    workspace.types(MARTA, "/coach prep")
    assert "Still open from before" not in reads_as(workspace.page(MARTA))
    workspace.types(MARTA, f"/coach prep <@{BASIM}>")
    assert "Still open from before" not in reads_as(workspace.page(MARTA))


def does_from_the_list_of_mine(workspace, user):
    """Say of the first promise in somebody's list that it is done."""
    listed = lists(workspace, user)
    first = next(one for one in elements_of(listed) if one["action_id"] == Action.DONE)
    workspace.presses(user, listed, Action.DONE, first["value"])
    workspace.sweeps()


def test_the_list_shows_both_directions_and_its_buttons_work(workspace):
    agreed(workspace)
    records(workspace, engineer_will="Another thing.")
    listed = lists(workspace, ALICE)
    text = reads_as(listed)
    assert (
        text.index(words.LIST_ASKED) < text.index(words.LIST_MINE) < text.index(words.LIST_THEIRS)
    )
    assert listed.only_for == ALICE

    workspace.presses(ALICE, listed, Action.AGREE)
    again = workspace.slack.ephemerals(ALICE)[-1]
    assert again.ts == listed.ts, "the list is put anew in its place"
    assert words.LIST_ASKED not in reads_as(again)
    first, second = (one["value"] for one in elements_of(again) if one["action_id"] == Action.DONE)
    workspace.presses(ALICE, again, Action.DONE, first)
    again = workspace.slack.ephemerals(ALICE)[-1]
    workspace.presses(ALICE, again, Action.DROP, second)
    assert words.LIST_MINE not in reads_as(workspace.slack.ephemerals(ALICE)[-1])
    states = rows(workspace, HERS)
    assert sorted(states) == [("done",), ("dropped",)]
    workspace.sweeps()
    assert f"<@{ALICE}>: done" in "".join(reads_as(one) for one in cards(workspace, MARTA))


def test_a_reminder_can_be_put_off_in_the_list_too(workspace):
    agreed(workspace)
    workspace.chooses(ALICE, lists(workspace, ALICE), Action.SNOOZE_DAY, "2026-11-30")

    assert "Next reminder on Monday 30 November." in told(workspace, ALICE)


def test_a_record_in_which_nothing_is_open_stands_in_the_list_until_they_look_again(workspace):
    agreed(workspace)
    for user in (MARTA, ALICE):
        does_from_the_list(workspace, user, Action.DONE)
    listed = lists(workspace, ALICE)

    assert reads_as(listed).splitlines() == [
        words.LIST_TITLE,
        words.LIST_LOOKING,
        f"With <@{MARTA}>: Earlier review. The day to look again together: Wednesday 2 December.",
        "[Suggest a change]",
    ]
    workspace.wakes_at(berlin(2, 9, 30, month=12))
    does(workspace, MARTA, Action.KEEP)
    assert reads_as(lists(workspace, ALICE)).endswith(words.LIST_NOTHING)


def test_whoever_answers_in_the_list_can_read_all_of_it_first(workspace):
    records(workspace)
    workspace.presses(ALICE, lists(workspace, ALICE), Action.HISTORY)

    assert {FILLED[name] for name in TEXTS} == {*quotes(workspace.form(ALICE))}


def test_the_text_on_a_lock_screen_names_nobody_and_nothing(workspace):
    said = []

    def looks():
        said.append([workspace.slack.dm(user)[-1].text for user in (MARTA, ALICE)])

    records(workspace)
    looks()
    does(workspace, ALICE, Action.AGREE)
    looks()
    changes(workspace, ALICE, engineer_will="Another thing.")
    looks()
    does(workspace, MARTA, Action.DECLINE)
    looks()

    assert said == [
        [words.RECORD_MINE_TEXT, words.RECORD_TEXT],
        [words.RECORD_AGREED_TEXT, words.RECORD_AGREED_TEXT],
        [words.RECORD_TEXT, words.RECORD_MINE_TEXT],
        [words.RECORD_AGREED_TEXT, words.RECORD_AGREED_TEXT],
    ]


def test_whoever_declines_is_told_before_what_becomes_of_the_record(workspace):
    def asked():
        buttons = elements_of(cards(workspace, ALICE)[-1])
        confirm = next(one for one in buttons if one["action_id"] == Action.DECLINE)["confirm"]
        return confirm["text"]["text"]

    records(workspace)
    assert asked().startswith("The record is deleted for good.")
    does(workspace, ALICE, Action.AGREE)
    changes(workspace, MARTA, engineer_will="Another thing.")
    assert asked().startswith("What you both had agreed before stands.")
    assert f"<@{MARTA}> suggests a change to what you two agreed." in (
        reads_as(cards(workspace, ALICE)[-1])
    )


def test_an_empty_list_says_what_would_stand_in_it(workspace):
    assert reads_as(lists(workspace, ALICE)).splitlines()[1:] == [words.LIST_NOTHING]


def test_whoever_waits_can_still_suggest_a_change(workspace):
    records(workspace)
    assert actions_of(cards(workspace, MARTA)[-1]) == {Action.SUGGEST}
    assert Action.SUGGEST in actions_of(lists(workspace, MARTA))
    suggests(workspace, MARTA, manager_will="Keep Fridays free of meetings.")

    assert rows(workspace, STANDING) == [("proposed", "engineer", 2, None)]


def test_nothing_comes_while_somebody_said_stop_and_one_bundle_after_start(workspace):
    agreed(workspace)
    workspace.clock.forward(minutes=1)
    agreed(workspace, engineer_will="Another thing.")
    workspace.types(ALICE, "/coach stop")
    before = len(workspace.slack.dm(ALICE))
    for day in (25, 26, 27, 30):
        workspace.wakes_at(berlin(day, 9, 30))
    records(workspace, engineer_will="A third thing.")
    workspace.wakes_at(berlin(1, 10, month=12))
    assert len(workspace.slack.dm(ALICE)) == before
    listed = reads_as(lists(workspace, ALICE))
    assert words.LIST_STOPPED in listed
    assert listed.count(words.LIST_HELD) == 2

    workspace.wakes_at(berlin(1, 20, month=12))
    workspace.types(ALICE, "/coach start")
    workspace.sweeps()
    assert len(workspace.slack.dm(ALICE)) == before, "it is evening"
    workspace.wakes_at(berlin(2, 8, month=12))
    assert Action.AGREE in actions_of(workspace.page(ALICE))
    workspace.wakes_at(berlin(2, 9, 29, month=12))
    assert nudges(workspace, ALICE) == []
    workspace.wakes_at(berlin(2, 9, 30, month=12))
    (bundle,) = nudges(workspace, ALICE)
    assert quotes(bundle) == [FILLED["engineer_will"], "Another thing."]


def test_a_start_brings_nothing_before_its_time(workspace):
    """What was planned for later is still for later: neither a look back nor a reminder comes."""
    agreed(workspace)
    before = len(workspace.slack.dm(ALICE))
    for text in ("/coach stop", "/coach start"):
        workspace.types(ALICE, text)
        workspace.sweeps()
    workspace.clock.forward(hours=1)
    workspace.sweeps()
    assert len(workspace.slack.dm(ALICE)) == before

    workspace.wakes_at(berlin(25, 9, 30))
    assert len(nudges(workspace, ALICE)) == 1
    workspace.wakes_at(berlin(1, 9, 30, month=12))
    workspace.wakes_at(berlin(2, 9, 30, month=12))
    assert workspace.page(ALICE).text == words.OUTCOME_TEXT


def test_asking_for_help_opens_a_message_and_tells_nobody_by_itself(workspace):
    agreed(workspace)
    before = [len(workspace.slack.dm(user)) for user in (MARTA, ALICE)]
    listed = lists(workspace, ALICE)
    button = next(one for one in elements_of(listed) if one["action_id"] == Action.HELP)
    workspace.presses(ALICE, listed, Action.HELP)
    workspace.sweeps()

    assert urlsplit(button["url"]).query == f"team={workspace.slack.team_id}&channel={MARTA}"
    assert [len(workspace.slack.dm(user)) for user in (MARTA, ALICE)] == before
    assert len(workspace.slack.ephemerals(ALICE)) == 1


def test_putting_off_and_being_late_are_told_to_nobody(workspace):
    agreed(workspace)
    before = [reads_as(one) for one in workspace.slack.dm(MARTA)]
    listed = reads_as(lists(workspace, MARTA))
    workspace.clock.forward(days=7)
    workspace.sweeps()
    mine = [reads_as(one) for one in workspace.slack.dm(MARTA)]
    nudge = newest_with(workspace, ALICE, Action.SNOOZE)
    menu = next(one for one in elements_of(nudge) if one["action_id"] == Action.SNOOZE)
    workspace.chooses(ALICE, nudge, Action.SNOOZE, menu["options"][1]["value"])
    workspace.sweeps()

    assert [reads_as(one) for one in workspace.slack.dm(MARTA)] == mine
    assert mine[: len(before)] == before
    theirs = reads_as(lists(workspace, MARTA)).partition(words.LIST_THEIRS)[2]
    assert theirs == listed.partition(words.LIST_THEIRS)[2]
