"""`manifest.yml` fits the code: its command, its scopes, its lengths; and `check` finds what does not."""

import copy

import pytest
import yaml

from bot import app, manifest
from bot.commitments.carried import Action
from bot.demo.local_slack import Fault
from bot.manifest import NAME, OPTIONAL_SCOPE_OF, SCOPE_OF
from bot.prep.blocks import TEMPLATE_ACTION, Carried
from bot.privacy.carried import Action as Own
from tests.context.steps import FILLED as MARK, take_back
from tests.journeys.test_commitments import FILLED
from tests.workspace import ALICE, MARTA, open_workspace

TEXT = manifest.find().read_text("utf-8")
OVER_HTTP = TEXT.replace("socket_mode_enabled: true", "socket_mode_enabled: false")
URL = "https://coach.example.com/slack/events"


def check(text):
    return manifest.check(text, app.answers())


def put(old, new, text=TEXT):
    assert text.count(old) == 1, old
    return text.replace(old, new)


def with_urls(text, command, interactivity):
    text = put("    - command: /coach\n", f"    - command: /coach\n      url: {command}\n", text)
    enabled = "    is_enabled: true\n"
    return put(enabled, f"{enabled}    request_url: {interactivity}\n", text)


def test_the_manifest_that_people_paste_fits_the_code():
    assert check(TEXT) == []


def test_the_manifest_may_be_changed_to_http_as_its_first_lines_say():
    assert check(with_urls(OVER_HTTP, URL, URL)) == []


@pytest.mark.parametrize(
    ("planted", "near", "what", "mend"),
    [
        (
            put("- command: /coach", "- command: /tutor"),
            "slash_commands:",
            "the code answers /coach and nothing else",
            "List just that one",
        ),
        (
            put("      should_escape: true\n", "      should_escape: true\n    - command: /more\n"),
            "slash_commands:",
            "the code answers /coach and nothing else",
            "List just that one",
        ),
        (
            put("      - im:history ", "#      - im:history "),
            "    bot:",
            "the code needs the scope im:history",
            "Add it",
        ),
        (
            put("      - commands ", "#     - commands "),
            "    bot:",
            "the code needs the scope commands",
            "Add it",
        ),
        (
            put("      - commands ", "      - users:read.email\n      - commands "),
            "users:read.email",
            "nothing in the code needs the scope users:read.email",
            "Take it out",
        ),
        (
            put("  name: Coach\n", f"  name: {'C' * 36}\n"),
            "  name:",
            "name must have 1 to 35 characters",
            "Set or shorten it",
        ),
        (
            put("    display_name: coach\n", "    display_name: ''\n"),
            "display_name:",
            "display_name must have 1 to 80 characters",
            "Set or shorten it",
        ),
        (
            put("  description: Growth", f"  description: {'more ' * 30}Growth"),
            "  description:",
            "description must have 1 to 140 characters",
            "Set or shorten it",
        ),
        (
            put("    Coach helps", f"    {'more ' * 800}Coach helps"),
            "long_description:",
            "long_description must have 1 to 4000 characters",
            "Set or shorten it",
        ),
        (
            put("    is_enabled: true\n", f"    is_enabled: true\n    request_url: {URL}\n"),
            f"request_url: {URL}",
            "Socket Mode needs no URL",
            "Take the URL out, or turn Socket Mode off",
        ),
        (
            with_urls(OVER_HTTP, URL, "http://coach.example.com/slack/events"),
            "request_url: http:",
            "Slack calls https addresses only",
            "Begin the URL with https://",
        ),
        (
            with_urls(OVER_HTTP, "http://YOUR-HOST/slack/events", URL),
            "url: http://YOUR-HOST",
            "Slack calls https addresses only",
            "Begin the URL with https://",
        ),
        (
            put("messages_tab_enabled: true", "messages_tab_enabled: false"),
            "app_home:",
            "pages go to the messages tab",
            "Set messages_tab_enabled to true",
        ),
        (
            put("home_tab_enabled: true", "home_tab_enabled: false"),
            "app_home:",
            "people meet Coach in its Home tab",
            "Set home_tab_enabled to true",
        ),
        (
            put("    is_enabled: true", "    is_enabled: false"),
            "interactivity:",
            "the page has menus",
            "Set interactivity.is_enabled to true",
        ),
        (
            put("should_escape: true", "should_escape: false"),
            "command: /coach",
            "names of people would arrive as plain text",
            "Set should_escape to true, so that people arrive as ids",
        ),
        (
            put(" | metrics [name]", ""),
            "usage_hint:",
            "the hint does not say `metrics [name]`",
            "Add it, divided by ` | `",
        ),
        (
            put('background_color: "#2f4858"', 'background_color: "#2f4858" x'),
            "background_color",
            "This is not valid YAML",
            "Correct the indentation or quotes",
        ),
        (
            put("  bot_user:", "\tbot_user:"),
            "\tbot_user",
            "This is not valid YAML",
            "Correct the indentation or quotes",
        ),
        (
            put("name: Coach", "name: Co\x07ach"),
            "Co\x07ach",
            "This is not valid YAML",
            "Correct the indentation or quotes",
        ),
    ],
)
def test_a_manifest_that_does_not_fit_is_told_by_line_with_what_to_do(planted, near, what, mend):
    (problem,) = check(planted)

    assert (problem.file, problem.what, problem.mend) == (NAME, what, mend)
    assert near in planted.split("\n")[problem.line - 1]


def test_a_url_that_the_first_lines_speak_of_is_told_where_it_is_used():
    spoken_of = "https://YOUR-HOST/slack/events"
    text = with_urls(TEXT, spoken_of, spoken_of)
    (problem,) = check(text)

    assert text.splitlines()[problem.line - 1].strip() == f"url: {spoken_of}"


def test_every_url_that_slack_cannot_call_is_told_by_its_own_line():
    text = with_urls(OVER_HTTP, "http://a.example.com/", "http://b.example.com/")
    told = [text.splitlines()[problem.line - 1].strip() for problem in check(text)]

    assert told == ["url: http://a.example.com/", "request_url: http://b.example.com/"]


def test_everything_that_does_not_fit_is_told_at_once():
    planted = put("should_escape: true", "should_escape: false")
    planted = put("messages_tab_enabled: true", "messages_tab_enabled: false", planted)

    assert len(check(planted)) == 2


def paths(node, at=()):
    yield at
    if isinstance(node, dict | list):
        for key, below in node.items() if isinstance(node, dict) else enumerate(node):
            yield from paths(below, (*at, key))


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, [7], {"x": 7}], ids=repr)
def test_a_manifest_of_any_shape_is_told_what_to_mend_and_never_breaks_the_check(odd):
    whole = yaml.load(TEXT, yaml.CSafeLoader)
    for path in paths(whole):
        root = {"all": copy.deepcopy(whole)}
        node = root
        for key in ("all", *path)[:-1]:
            node = node[key]
        node[("all", *path)[-1]] = odd
        for problem in check(yaml.dump(root["all"], Dumper=yaml.CSafeDumper)):
            assert problem.line >= 1
            assert problem.what
            assert problem.mend


def take_along_and_erase(workspace, user):
    workspace.slack.open_home(user)
    workspace.settles()
    for button in (Own.EXPORT, Own.ERASE):
        workspace.types(user, "/coach mine")
        workspace.presses(user, workspace.slack.ephemerals(user)[-1], button)
        workspace.sweeps()


def test_the_scopes_are_those_that_the_methods_called_on_a_journey_need(clock, tmp_path):
    """A page whose reply is lost, a menu, Socket Mode, and a record: all that Coach asks of Slack."""
    with open_workspace(clock, f"sqlite:///{tmp_path}/coach.db", tmp_path) as workspace:
        scopes = frozenset(yaml.safe_load(TEXT)["oauth_config"]["scopes"]["bot"])
        workspace.slack.workspace.scopes = scopes
        workspace.restarts()  # what was granted is asked for at the start
        workspace.collects()
        workspace.slack.fail("chat.postMessage", Fault.REPLY_LOST)
        workspace.types(MARTA, "/coach prep")
        other = Carried("payments", None, "growth_check_in")
        workspace.chooses(MARTA, workspace.page(MARTA), TEMPLATE_ACTION, other.encode())
        with workspace.over_socket_mode():
            workspace.types(MARTA, "/coach help")
        page = workspace.page(MARTA)
        workspace.types(MARTA, f"/coach commit {workspace.slack.mention(ALICE)}")
        assert workspace.submits(MARTA, **FILLED) == {}
        workspace.sweeps()
        workspace.presses(ALICE, workspace.page(ALICE), Action.AGREE)
        workspace.sweeps()
        workspace.presses(ALICE, workspace.page(ALICE), Action.ICS)
        workspace.types(ALICE, "/coach context")
        assert workspace.submits(ALICE, **MARK) == {}
        workspace.types(ALICE, "/coach context")
        take_back(workspace, ALICE, 0)
        take_along_and_erase(workspace, ALICE)
        calls = workspace.slack.calls

    assert [call for call in calls if call.error] == []
    assert page.edited
    assert {call.method for call in calls} - {"response_url", "upload"} == {
        *SCOPE_OF,
        *OPTIONAL_SCOPE_OF,
    }
