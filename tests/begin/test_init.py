"""`coach init`, as somebody uses it on their first day: typed answers, a real file, a real check."""

import subprocess
import sys
from itertools import chain

import pytest
from typing_extensions import override

from bot import cli
from bot.begin.run import INTERRUPTED, run
from bot.begin.terminal import Terminal
from bot.begin.write import Exists
from bot.demo import company
from bot.demo.local_slack import SCOPES, Fault, LocalSlack
from bot.errors import OperatorError
from bot.slack.client import web_client
from bot.slack.members import Members
from bot.teams.load import load
from tests.workspace import ALICE, MARTA, NOAM, STEWARD

CHANNEL = "C0PAYMENTS"
ORGANISATION = ("Sample Company", "Europe/Berlin", STEWARD)
MEMBERS = " ".join(list(company.people())[3:10])
TEAM = ("Payments", "", CHANNEL, MARTA, MEMBERS)


class Typing:
    """Somebody at a terminal: what they type, and all that they read."""

    def __init__(self, *answers):
        self.answers = iter(answers)
        self.read = []

    def ask(self, prompt):
        self.read.append(prompt)
        typed = next(self.answers, None)
        if typed is None:
            raise EOFError
        return typed

    @property
    def terminal(self):
        return Terminal(self.ask, self.read.append)

    @property
    def screen(self):
        return "\n".join(self.read)


def begin(tmp_path, *answers, members=None):
    """Answer all questions; return what was read, and the file as Coach understands it."""
    somebody, path = Typing(*answers), tmp_path / "coach.yml"
    assert run(path, somebody.terminal, members) == 0, somebody.screen
    return somebody.screen, load(path, {})


def test_what_it_writes_is_taken_by_coach_check_at_once(tmp_path):
    path = tmp_path / "coach.yml"
    typed = "\n".join([*ORGANISATION, *TEAM, ""])
    command = [sys.executable, "-m", "bot", "init", "--config", str(path)]
    done = subprocess.run(
        command, input=f"{typed}\n", capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert f"{path} is written." in done.stdout
    assert cli.main(["check", "--config", str(path)]) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["coach.yml"]


def test_each_answer_stands_in_the_file_under_its_name(tmp_path):
    _, roster = begin(tmp_path, *ORGANISATION, *TEAM, "y", "Müller & Söhne: \"Core\"", "",
                      "C0SEARCH01", f"{NOAM}, {MARTA}", ALICE, "")  # fmt: skip

    assert roster.organisation.name == "Sample Company"
    assert roster.organisation.time_zone == "Europe/Berlin"
    assert roster.organisation.stewards == (STEWARD,)
    first, second = roster.teams
    assert (first.id, first.name, first.channel) == ("payments", "Payments", CHANNEL)
    assert first.managers == (MARTA,)
    assert " ".join(member.slack for member in first.members) == MEMBERS
    assert (second.id, second.name) == ("muller-sohne-core", 'Müller & Söhne: "Core"')
    assert second.managers == (NOAM, MARTA)


def test_a_wrong_answer_is_told_at_once_and_asked_again(tmp_path):
    screen, roster = begin(
        tmp_path,
        "", "Sample Company",
        "Europe/Berlim", "",
        "marta", f"{STEWARD} {STEWARD}", STEWARD,
        "Payments", "Pay ments", "payments", "#payments", CHANNEL, MARTA, MEMBERS,
        "yes", "payments", "Search", "payments", "", "C0SEARCH01", NOAM, MEMBERS,
        "",
    )  # fmt: skip

    for said in (
        "Please answer this one",
        "Did you mean `Europe/Berlin`?",
        "is no Slack user id. Open the person's profile in Slack",
        f"{STEWARD} is named twice",
        "is no id that can be typed in a command",
        "is no Slack channel id",
        "Another team is already called that.",
    ):
        assert said in screen
    assert roster.organisation.time_zone == "UTC", "Enter took what stood in brackets"
    assert [team.id for team in roster.teams] == ["payments", "search"]


def test_a_small_team_is_told_that_it_will_see_no_numbers_of_people(tmp_path):
    screen, _ = begin(tmp_path, *ORGANISATION, *TEAM[:-1], ALICE, "")

    assert "With 1 members, no number that people make will be shown" in screen


def test_a_file_that_is_there_is_never_touched(tmp_path):
    path = tmp_path / "coach.yml"
    path.write_text("mine", "utf-8")
    somebody = Typing(*ORGANISATION, *TEAM, "")

    with pytest.raises(Exists):
        run(path, somebody.terminal, None)
    assert somebody.read == [], "nothing is asked in vain"
    assert path.read_text("utf-8") == "mine"
    assert cli.main(["init", "--config", str(path)]) == 1


def test_a_file_that_comes_meanwhile_is_left_as_it_is(tmp_path):
    path = tmp_path / "coach.yml"

    class Slow(Typing):
        @override
        def ask(self, prompt):
            if prompt.startswith("Members"):
                path.write_text("theirs", "utf-8")
            return super().ask(prompt)

    with pytest.raises(Exists):
        run(path, Slow(*ORGANISATION, *TEAM, "").terminal, None)
    assert path.read_text("utf-8") == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("answered", range(len(ORGANISATION + TEAM) + 1))
def test_whoever_leaves_at_any_question_leaves_nothing_behind(tmp_path, answered):
    somebody = Typing(*(ORGANISATION + TEAM)[:answered])

    assert run(tmp_path / "coach.yml", somebody.terminal, None) == INTERRUPTED
    assert somebody.read[-1].strip() == "Nothing was written."
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_with_the_mend(tmp_path):
    somebody = Typing(*ORGANISATION, *TEAM, "")

    with pytest.raises(OperatorError, match="cannot be written: No such file"):
        run(tmp_path / "nowhere" / "coach.yml", somebody.terminal, None)


@pytest.fixture
def slack(clock):
    with LocalSlack(clock=clock, scopes=SCOPES | {"usergroups:read"}) as slack:
        company.move_in(slack)
        yield slack


def members(slack, clock):
    client = web_client(slack.bot_token, slack.api_url)
    return Members(client, lambda seconds: clock.forward(seconds=seconds))


def test_slack_says_who_is_in_a_group_and_some_are_left_out(slack, clock, tmp_path):
    people = list(company.people())[2:9]
    slack.add_user("U0ROBOT0001", name="robot", is_bot=True)
    slack.add_user("U0GUEST0001", name="guest", is_restricted=True)
    slack.add_user("U0GONE00001", name="gone", deleted=True)
    others = ["U0ROBOT0001", "U0GUEST0001", "U0GONE00001", MARTA]
    slack.add_group("S0PAYMENTS", handle="payments", members=[*people, *others])

    screen, roster = begin(
        tmp_path, *ORGANISATION, *TEAM[:-1], "@paymants", "@payments", "0 9 x", "1", "",
        members=members(slack, clock),
    )  # fmt: skip

    assert "There is no user group @paymants. Those there are: @payments." in screen
    assert "7 people, without bots, guests and the managers:" in screen
    assert "Give numbers from 1 to 7" in screen
    shown = sorted(people, key=lambda user: company.people()[user])
    assert [member.slack for member in roster.teams[0].members] == shown[1:]


def test_three_hundred_people_of_a_channel_are_read_page_by_page_and_at_slacks_pace(
    slack, clock, tmp_path
):
    slack.workspace.limits = True
    crowd = [f"U0CROWD{number:04d}" for number in range(300)]
    for user in crowd:
        slack.add_user(user, name=user[2:].lower())
    slack.add_channel("C0CROWD0001", name="crowd", members=crowd)
    answers = [*ORGANISATION, "Crowd", "", "C0CROWD0001", MARTA, "", "", ""]

    _, roster = begin(tmp_path, *answers, members=members(slack, clock))

    assert sorted(member.slack for member in roster.teams[0].members) == crowd
    pages = [call for call in slack.calls if call.method == "conversations.members"]
    assert len(pages) == 2


def test_a_missing_scope_is_named_and_one_may_answer_otherwise(clock, tmp_path):
    with LocalSlack(clock=clock) as slack:
        company.move_in(slack)
        slack.fail("conversations.members", Fault.SERVER_ERROR)
        answers = chain([*ORGANISATION, *TEAM[:-1]], ["@payments", "", "", "", ""])
        screen, roster = begin(tmp_path, *answers, members=members(slack, clock))

    assert "The app lacks usergroups:read; install it again from manifest.yml." in screen
    assert roster.teams[0].headcount == len(company.people()) - 1
