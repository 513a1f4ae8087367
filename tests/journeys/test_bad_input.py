"""Whatever is typed, broken or refused: an answer at once, in private, calm and short."""

import re
import threading
import unicodedata
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from sqlalchemy import text as sql

from bot import app
from bot.demo.local_slack import Fault
from bot.prep import jobs
from bot.prep.blocks import TEAM_ACTION, TEMPLATE_ACTION, Carried
from bot.prep.deliver import KIND
from bot.slack.client import respond
from bot.slack.work import THREADS
from tests.workspace import MARTA, NOAM, STRANGER, reads_as

pytestmark = pytest.mark.journey
ON_ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what has to do with Slack alone."""

REFERENCE = re.compile(r"[A-Z0-9]{3}-[A-Z0-9]{3}\Z")
LONGEST = 4000
HIDDEN, KEPT = {"Cc", "Cf", "Cs", "Co", "Cn"}, {"\n", "\u200c", "\u200d"}
TEAM_OF = {MARTA: "payments", NOAM: "search"}
CHANNELS = ("C0PAYMENTS", "C0SEARCH01", "C0EDGE0001")
BAD = {
    "10,000 letters": "a" * 10_000,
    "10,000 letters to escape": "<&>" * 3_333,
    "1,000 words": "word " * 1_000,
    "emoji": "👩🏽‍💻🏳️‍🌈" * 500 + " :tada:",
    "right to left": "\u202eلارتقاء\u202c \u2067שלום\u2069 \u200f\u061c" + "مرحبا " * 50,
    "mentions of many": "<!channel> <!here|here> <!everyone> <!subteam^S0TEAM0001|@team> @channel @here",
    "mentions hidden from the eye": "<\u200b!channel> <\u202e!here> &lt;!everyone&gt; <!\x00channel>",
    "links and dates": "<https://x.example|click> <mailto:a@x.example> <#C0SEARCH01> <!date^1^{date}|x>",
    "marks of a layout": "*bold* _it_ ~no~ `code` ```more``` > quoted\n• list",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029\ufeff x",
    "halves of characters": "\ud83d x \udc69 \ud800\udfff",
    "half a mention": "<@U0ALICE001|ali <@U0ALICE001 <@>",
    "programs": "{{ 9 * 9 }} {team} %s %(x)s ${x} '; DROP TABLE inbox; -- ../../etc/passwd",
    "a value of a menu": "payments/U0ALICE001/growth_check_in",
}


ASKED = (
    *((MARTA, word) for word in ("help", "prep", "prep payments", "metrics", "")),
    *((user, "prep") for user in (NOAM, STRANGER)),
)


def sends(workspace, user, text):
    """Type a command in a channel, or send what no keyboard gives: a form that is no proper UTF-8."""
    slack = workspace.slack
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return slack.command(user, "/coach", text, channel=CHANNELS[0])
    fields = {
        "command": "/coach",
        "text": text,
        "user_id": user,
        "team_id": slack.team_id,
        "trigger_id": slack.workspace.issue_trigger(user),
        "response_url": slack.workspace.issue_response_url(user, CHANNELS[0]),
    }
    body = urlencode(fields, errors="surrogatepass")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return slack.raw({**slack.signed(body), **kind}, body)


def is_calm(text):
    """Whether nothing in a text acts, hides or turns a line around."""
    hidden = {char for char in text if unicodedata.category(char) in HIDDEN} - KEPT
    alive = re.findall(r"<(?!@[UW]\w+>|!date\^\d+\^\{date_short_pretty\} at)[^>]*", text)
    assert (hidden, alive) == (set(), [])
    return bool(text.strip())


def test_whatever_is_typed_is_answered_at_once_in_private_and_calmly(workspace):
    for name, typed in BAD.items():
        for user, word in ASKED:
            answer = sends(workspace, user, f"{word} {typed}")
            assert answer.status == 200, name
            assert answer.json is not None, name
            assert answer.json["response_type"] == "ephemeral", name
            assert len(answer.json["text"]) < LONGEST, name
            assert is_calm(answer.json["text"]), name
        workspace.settles()
    slack = workspace.slack
    said = [message for user in (MARTA, NOAM, STRANGER) for message in slack.ephemerals(user)]
    shown = [*slack.posted, *said]

    assert len(slack.dm(MARTA)) == 2 * len(BAD)
    assert all(is_calm(f"{message.text}\n{reads_as(message)}") for message in shown)
    assert not [message for message in shown if message.broadcasts]
    assert {message.channel for message in slack.posted} == {slack.dm_id(MARTA)}


@ON_ONE_ENGINE
def test_a_text_that_socket_mode_carries_in_halves_is_answered_too(workspace):
    with workspace.over_socket_mode():
        said = workspace.types(MARTA, f"/coach {BAD['halves of characters']}")
        workspace.types(MARTA, f"/coach prep {BAD['halves of characters']}")

    assert said.startswith("I do not know “x”.")
    assert 'No template is about "x"' in reads_as(workspace.page(MARTA))


@contextmanager
def busy(workspace):
    """Keep the workers busy for a while, so that what is asked for waits."""
    over, begun = threading.Event(), threading.Semaphore(0)

    def wait():
        begun.release()
        assert over.wait(20)

    for _ in range(THREADS):
        workspace.coach.workers.submit("wait", wait)
        assert begun.acquire(timeout=5)
    try:
        yield
    finally:
        over.set()
        workspace.settles()


def asks_and_waits(workspace):
    """Ask for a page; return the address at which the manager can be told more."""
    workspace.types(MARTA, "/coach prep", settle=False)
    space = workspace.slack.workspace
    return f"{space.base_url}/response/{list(space.response_urls)[-1]}"


def told(workspace):
    """What the manager was told last."""
    return workspace.slack.ephemerals(MARTA)[-1].text


def log_line(logged, text):
    """The line of the log with the reference that somebody was given."""
    found = REFERENCE.search(text)
    assert found, text
    (line,) = [line for line in logged.getvalue().splitlines() if f"reference={found[0]}" in line]
    return line


def states(workspace):
    with workspace.coach.deliverer.database.read() as connection:
        rows = connection.execute(sql("SELECT state, request FROM inbox ORDER BY received_at"))
        return [tuple(row) for row in rows]


@ON_ONE_ENGINE
def test_somebody_who_left_while_the_page_was_made_gets_none_and_it_is_explained(workspace, logged):
    with busy(workspace):
        asks_and_waits(workspace)
        workspace.slack.change_user(MARTA, deleted=True)
    text = told(workspace)

    assert text.startswith(
        "I could not deliver your page: That person's Slack account is no longer"
    )
    assert "event=page_failed" in log_line(logged, text)
    assert states(workspace) == [("failed", None)]
    assert workspace.slack.posted == []


@ON_ONE_ENGINE
def test_a_page_that_waited_too_long_is_explained_in_whole_sentences(workspace, logged):
    with busy(workspace):
        asks_and_waits(workspace)
        workspace.clock.forward(minutes=16)
    text = told(workspace)

    assert text.startswith("I could not deliver your page: It took too long to be of use. Nothing")
    assert "event=page_failed" in log_line(logged, text)
    assert workspace.slack.dm(MARTA) == []


@ON_ONE_ENGINE
def test_an_address_for_answers_that_has_expired_does_no_harm(workspace, logged):
    with busy(workspace):
        asks_and_waits(workspace)
        workspace.clock.forward(minutes=31)

    assert states(workspace) == [("failed", None)]
    assert "event=could_not_tell" in logged.getvalue()
    assert workspace.types(MARTA, "/coach prep").startswith("I am putting your page")
    assert len(workspace.slack.dm(MARTA)) == 1


@ON_ONE_ENGINE
def test_an_address_for_answers_that_is_used_up_does_no_harm(workspace, logged):
    workspace.slack.fail("chat.postMessage", Fault.RATE_LIMITED(retry_after=30))
    with busy(workspace):
        address = asks_and_waits(workspace)
        for number in range(5):
            respond(address, {"text": f"Still working, {number}"})
    assert "event=could_not_tell" in logged.getvalue()
    workspace.clock.forward(seconds=30)
    workspace.sweeps()

    assert len(workspace.slack.dm(MARTA)) == 1
    assert states(workspace) == [("done", None)]


@ON_ONE_ENGINE
def test_a_menu_whose_address_has_expired_still_redraws_the_page(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.slack.fail("response_url", Fault.error("expired_url"), times=5)
    value = Carried("payments", None, "growth_check_in").encode()
    workspace.chooses(MARTA, workspace.page(MARTA), TEMPLATE_ACTION, value)
    workspace.types(NOAM, "/coach prep")
    asked = workspace.slack.ephemerals(NOAM)[-1]
    workspace.chooses(NOAM, asked, TEAM_ACTION, Carried("search", None).encode())

    assert "You chose this template." in reads_as(workspace.page(MARTA))
    assert reads_as(workspace.page(NOAM)).startswith("Search: before your conversation")


@ON_ONE_ENGINE
def test_a_token_that_is_revoked_between_page_and_menu_is_explained(workspace, logged):
    workspace.types(MARTA, "/coach prep")
    workspace.slack.workspace.bot_token = "xoxb-another"
    value = Carried("payments", None, "growth_check_in").encode()
    workspace.chooses(MARTA, workspace.page(MARTA), TEMPLATE_ACTION, value)
    text = told(workspace)

    assert "its token was revoked or has expired. (invalid_auth)" in text
    assert "event=page_failed" in log_line(logged, text)
    assert not workspace.page(MARTA).edited
    assert workspace.types(MARTA, "/coach help") == workspace.coach.words.help(MARTA)


@ON_ONE_ENGINE
def test_a_page_of_which_it_cannot_be_known_whether_it_came_is_not_called_undelivered(
    workspace, logged
):
    workspace.slack.workspace.scopes -= {"im:history"}
    workspace.slack.fail("chat.postMessage", Fault.REPLY_LOST)
    workspace.types(MARTA, "/coach prep")
    text = told(workspace)
    workspace.clock.forward(minutes=5)
    workspace.sweeps()

    assert text.startswith("I cannot tell whether your page arrived: The app lacks im:history;")
    assert "Nothing was shown" not in text
    assert "The app lacks im:history" in log_line(logged, text)
    assert len(workspace.slack.dm(MARTA)) == 1


def test_a_page_that_breaks_while_it_is_made_is_one_calm_line_with_a_reference(workspace, logged):
    with workspace.coach.deliverer.database.write() as session:
        session.execute(sql("ALTER TABLE weekly_aggregate RENAME TO gone"))
    workspace.types(MARTA, "/coach prep payments a very private matter")
    text = told(workspace)
    line = log_line(logged, text)

    assert text.startswith("I could not deliver your page: Something in Coach broke while it was")
    assert "\n" not in text
    assert "weekly_aggregate" not in text
    assert "weekly_aggregate" in line
    assert "Traceback" in line
    assert "private matter" not in logged.getvalue()
    assert states(workspace) == [("failed", None)]


def test_a_request_that_cannot_be_recorded_is_one_calm_line_with_a_reference(workspace, logged):
    with workspace.coach.deliverer.database.write() as session:
        session.execute(sql("ALTER TABLE inbox RENAME TO gone"))
    text = workspace.types(MARTA, "/coach prep payments a very private matter")
    line = log_line(logged, text)

    assert text.startswith("Something went wrong on my side")
    assert "\n" not in text
    assert "inbox" not in text
    assert "inbox" in line
    assert "private matter" not in logged.getvalue()
    assert workspace.slack.posted == []


def test_a_request_of_another_version_of_coach_is_closed_and_not_tried_for_ever(workspace, logged):
    inbox = workspace.coach.deliverer.inbox
    assert inbox.receive(KIND, "of another version", {"user": MARTA, "colour": "blue"})
    for _ in range(2):
        workspace.clock.forward(seconds=61)
        workspace.sweeps()

    assert states(workspace) == [("failed", None)]
    assert logged.getvalue().count("event=page_failed") == 1


def test_a_page_that_waited_in_one_process_and_came_from_another_comes_once(workspace):
    another = app.build(workspace.settings, workspace.clock)
    with busy(workspace):
        asks_and_waits(workspace)
        workspace.clock.forward(seconds=61)
        assert jobs.sweep(another.deliverer, another.workers) == 1
        assert another.workers.settle()
    another.close()

    assert len(workspace.slack.dm(MARTA)) == 1
    assert workspace.slack.ephemerals(MARTA)[-1].text.startswith("I am putting your page")
    assert states(workspace) == [("done", None)]


def test_a_page_that_waited_longer_than_a_lease_is_still_brought_by_its_process(workspace):
    with busy(workspace):
        asks_and_waits(workspace)
        workspace.clock.forward(minutes=5)

    assert len(workspace.slack.dm(MARTA)) == 1
    assert states(workspace) == [("done", None)]


def test_sixty_four_commands_at_once_are_each_acknowledged_in_time_and_each_bring_a_page(workspace):
    people = [MARTA, NOAM] * 32
    start, answers = threading.Barrier(len(people)), []

    def types(user):
        start.wait(20)
        answers.append(workspace.slack.command(user, "/coach", "prep " + TEAM_OF[user]))

    threads = [threading.Thread(target=types, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert workspace.coach.workers.settle(60)
    pages = [*workspace.slack.dm(MARTA), *workspace.slack.dm(NOAM)]
    keys = {str(page.metadata) for page in pages}

    assert [answer.status for answer in answers] == [200] * 64
    assert max(answer.seconds for answer in answers) < 3
    assert [len(workspace.slack.dm(user)) for user in (MARTA, NOAM)] == [32, 32]
    assert len(keys) == 64
    assert states(workspace) == [("done", None)] * 64
