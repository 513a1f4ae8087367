"""What the house looks like, as far as no linter says it."""

import ast
import importlib
import json
import pkgutil
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from slack_bolt import BoltRequest, BoltResponse

import bot
from bot import app
from bot.approvals.carried import View as ApprovalView
from bot.commitments.carried import View
from bot.context.carried import View as ContextView
from bot.decisions.carried import View as DecisionView
from bot.disclosure.carried import View as DisclosureView
from bot.errors import CoachError, OperatorError, SkippedError, TransientError, UserError
from bot.pilot.carried import View as PilotView
from bot.questions.carried import View as QuestionView
from bot.slack.words import COMMAND
from bot.teams.problem import Problems
from tests.workspace import open_workspace

ROOT = Path(__file__).parents[1]
BRANCHES = (UserError, TransientError, SkippedError, OperatorError)
VAGUE = {"utils", "helpers", "common", "manager", "base_service"}
LONGEST_MODULE = 300
LONGEST_LISTENER = 20
LONGER_FOR_A_REASON: dict[str, str] = {}
"""Modules above the limit, each with the reason why it is not divided."""


def sources(pattern="**/*.py"):
    found = sorted((ROOT / "bot").glob(pattern))
    assert found
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in found}


def calls(text, name):
    """How often a method of this name is called."""
    if name not in text:
        return 0
    return sum(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
        for node in ast.walk(ast.parse(text))
    )


def modules():
    """Every module of Coach, imported; the one that runs the program apart."""
    names = [found.name for found in pkgutil.walk_packages(bot.__path__, "bot.")]
    return [importlib.import_module(name) for name in names if name != "bot.__main__"]


def test_no_module_has_a_name_that_says_nothing():
    assert not [path for path in sources() if {*Path(path).with_suffix("").parts} & VAGUE]


def test_a_long_module_is_listed_with_its_reason():
    long = {path for path, text in sources().items() if len(text.splitlines()) > LONGEST_MODULE}

    assert long == set(LONGER_FOR_A_REASON)
    assert all(reason.endswith(".") for reason in LONGER_FOR_A_REASON.values())


def test_every_bench_still_finds_what_it_measures():
    for path in sorted((ROOT / "bench").glob("*.py")):
        importlib.import_module(f"bench.{path.stem}")


def test_the_only_commit_is_that_of_the_database():
    found = {path: calls(text, "commit") for path, text in sources().items()}

    assert {path: number for path, number in found.items() if number} == {"bot/db/engine.py": 1}


def test_whatever_goes_wrong_in_a_listener_ends_in_one_place():
    found = {path: text.count("app.error(") for path, text in sources().items()}

    assert {path: number for path, number in found.items() if number} == {"bot/slack/factory.py": 1}


@pytest.mark.parametrize("path", sources("*/slack.py"))
def test_a_listener_is_short_and_leaves_errors_to_the_one_handler(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert functions
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    for node in functions:
        assert node.end_lineno is not None
        assert node.end_lineno - node.lineno < LONGEST_LISTENER, node.name


def errors():
    modules()
    found, known = [CoachError], {CoachError}
    for kind in found:
        new = [one for one in kind.__subclasses__() if one not in known]
        found += new
        known.update(new)
    ours = [one for one in found[1:] if one.__module__.startswith("bot.")]
    return sorted(ours, key=lambda one: (one.__module__, one.__name__))  # whatever came first


@pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
def test_every_error_says_in_one_way_what_to_do(kind):
    assert sum(issubclass(kind, branch) for branch in BRANCHES) == 1


@pytest.mark.parametrize(
    "kind",
    # A list of problems is made of them, and never without.
    [kind for kind in errors() if not issubclass(kind, Problems)],
    ids=lambda kind: kind.__name__,
)
def test_an_error_raised_without_text_tells_a_sentence_of_its_own(kind):
    with pytest.raises(CoachError) as raised:
        raise kind
    said = str(raised.value)

    assert len(said.split()) >= 4
    assert said.endswith(".")
    assert said != str(kind.__base__())


_DISCLOSES = (DisclosureView.METRIC, DisclosureView.FORM, DisclosureView.BECAUSE)
_FORMS = (
    View.FORM,
    ContextView.FORM,
    DecisionView.FORM,
    *ApprovalView,
    *_DISCLOSES,
    *PilotView,
    *QuestionView,
)
_SHORTCUTS = {"global": "shortcut", "message": "message_action"}


def touched(action_id):
    """What Slack sends when somebody chooses in a menu."""
    action = {"type": "static_select", "action_id": action_id, "block_id": "x", "action_ts": "1.2"}
    return BoltRequest(
        body=json.dumps({"type": "block_actions", "user": {"id": "U"}, "actions": [action]}),
        mode="socket_mode",
    )


def interactive(kind, **more):
    """What Slack sends when somebody submits a form or takes a shortcut."""
    body = {"type": kind, "user": {"id": "U"}, "trigger_id": "1.2.3", **more}
    return BoltRequest(body=json.dumps(body), mode="socket_mode")


def happened(event):
    body = {"type": "event_callback", "event": {"type": event}, "team_id": "T"}
    return BoltRequest(body=json.dumps(body), mode="socket_mode")


def commanded(command):
    return BoltRequest(body=f"command={quote_plus(command)}&text=help&user_id=U&team_id=T")


def test_every_action_has_one_listener_and_every_listener_something_to_hear(clock, tmp_path):
    """A listener for a new kind of thing (a modal, an event) needs its request here."""
    answers = app.answers()
    requests = {
        COMMAND: commanded(COMMAND),
        **{
            str(form): interactive("view_submission", view={"type": "modal", "callback_id": form})
            for form in _FORMS
        },
        **{event: happened(event) for event in answers.events},
        **{
            name: interactive(_SHORTCUTS[kind], callback_id=name)
            for name, kind in answers.shortcuts.items()
        },
        **{
            str(action): touched(action)
            for module in modules()
            if module.__name__.endswith(".carried")
            for action in getattr(module, "Action", ())
        },
    }
    for module in modules():
        if module.__name__.endswith(".blocks"):
            actions = [each for name, each in vars(module).items() if name.endswith("_ACTION")]
            requests |= {action: touched(action) for action in actions}
    with open_workspace(clock, f"sqlite:///{tmp_path}/coach.db", tmp_path) as workspace:
        listeners = workspace.coach.bolt._listeners
        heard = {
            name: [
                number
                for number, listener in enumerate(listeners)
                if listener.matches(req=request, resp=BoltResponse(status=200))
            ]
            for name, request in requests.items()
        }

    assert {name: len(numbers) for name, numbers in heard.items()} == dict.fromkeys(requests, 1)
    assert {number for numbers in heard.values() for number in numbers} == {*range(len(listeners))}


with (ROOT / "pyproject.toml").open("rb") as _file:
    CONTRACTS = {
        contract["id"]: contract["name"]
        for contract in tomllib.load(_file)["tool"]["importlinter"]["contracts"]
    }
PLANTED = {
    "facts-stay-in-collection": ("prep/prepare.py", "from bot.metrics import fact"),
    "slack-at-the-edge": ("prep/prepare.py", "import slack_sdk"),
    "outside-world-in-sources": ("prep/prepare.py", "import boto3"),
    "sql-in-stores": ("prep/prepare.py", "import sqlalchemy"),
    "settings-are-handed-down": ("prep/prepare.py", "from bot import settings"),
    "pure": ("metrics/trend.py", "import bot.db"),
    "downhill": ("metrics/trend.py", "import bot.prep.words"),
    "inside-a-capability": ("prep/words.py", "import bot.prep.blocks"),
    "no-cycles": ("metrics/week.py", "import bot.metrics.trend"),
}


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """A copy of the house, to break."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "bot", copy / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def linted(house, *contracts):
    """Whether contracts are kept, and what the linter says."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    wanted = [word for contract in contracts for word in ("--contract", contract)]
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", *wanted],
        cwd=house, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode == 0, done.stdout


@pytest.fixture(scope="session")
def whole(house):
    """What the linter says of all contracts while nothing is broken."""
    _, said = linted(house, *PLANTED)
    return said


@pytest.mark.parametrize("contract", PLANTED)
def test_a_contract_on_imports_is_kept_and_bites(house, whole, contract):
    name, line = PLANTED[contract]
    path = house / "bot" / name
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n{line}\n", "utf-8")
    kept, said = linted(house, contract)
    path.write_text(text, "utf-8")

    assert f"{CONTRACTS[contract]} KEPT" in whole
    assert not kept
    assert f"{CONTRACTS[contract]} BROKEN" in said


def test_every_contract_on_imports_is_shown_to_bite():
    assert set(CONTRACTS) == set(PLANTED)
