"""The command `coach`."""

import argparse
import gc
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__, log, settings
from bot.clock import SystemClock
from bot.errors import CoachError, OperatorError

if TYPE_CHECKING:
    from bot.audit.trail import Seal
    from bot.teams.roster import Roster

_NOT_SET = "SLACK_BOT_TOKEN is not set. It is on the app's page: OAuth, bot token."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 well, 1 something must be mended, 2 wrong use."""
    given = _parser().parse_args(arguments)
    log.configure(sys.stderr)
    try:
        return int(given.run(given))
    except CoachError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coach",
        description="Growth conversations from team telemetry, without watching anybody.",
    )
    parser.add_argument("--version", action="version", version=f"coach {__version__}")
    words = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = words.add_parser("run", help="the bot: Slack listeners and scheduler")
    run.add_argument("--port", type=int, help="serve HTTP on this port instead of Socket Mode")
    run.add_argument(
        "--host", default="127.0.0.1", help="the address to bind (default %(default)s)"
    )
    run.add_argument("--role", choices=("all", "web", "worker"), default="all")
    run.set_defaults(run=_run)

    init = words.add_parser("init", help="write a first coach.yml by asking")
    init.add_argument("--config", type=Path, help="where to write it")
    init.add_argument(
        "--live", action="store_true", help="let Slack say who is in a user group or channel"
    )
    init.set_defaults(run=_init)

    collect = words.add_parser("collect", help="pull telemetry now")
    collect.add_argument("--weeks", type=_weeks, help="weeks to look back, to back-fill")
    collect.add_argument(
        "--again",
        action="store_true",
        help="with --weeks: also the teams that were collected so far back in the last hours",
    )
    collect.add_argument("--team", action="append", default=[], help="only this team (repeatable)")
    collect.add_argument("--source", action="append", default=[], help="only this source")
    collect.set_defaults(run=_collect)

    check = words.add_parser("check", help="validate coach.yml, templates and manifest")
    check.add_argument("--config", type=Path, help="another coach.yml")
    check.add_argument(
        "--live",
        action="store_true",
        help="also ask Slack, the sources and the database: rights, and what was not delivered",
    )
    check.set_defaults(run=_check)

    playbook = words.add_parser("playbook", help="how Coach is used well, as Markdown for a wiki")
    playbook.add_argument("--config", type=Path, help="another coach.yml")
    playbook.set_defaults(run=_playbook)

    _upkeep(words)
    demo = words.add_parser("demo", help="a sample company on a local stand-in for Slack")
    demo.add_argument("--once", action="store_true", help="print the page and leave")
    demo.set_defaults(run=_demo)
    return parser


def _upkeep(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    database = words.add_parser("db", help="the database")
    verbs = database.add_subparsers(title="verbs", required=True, metavar="VERB")
    verbs.add_parser("upgrade", help="run the migrations").set_defaults(run=_upgrade)

    audit = words.add_parser("audit", help="who did what with Coach")
    verbs = audit.add_subparsers(title="verbs", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="look whether anything in it was altered or removed")
    verify.add_argument(
        "--seal", type=_seal, metavar="N:HASH", help="a seal that was kept elsewhere, to compare"
    )
    verify.set_defaults(run=_verify)

    keys = words.add_parser("keys", help="the keys that what people wrote is encrypted with")
    verbs = keys.add_subparsers(title="verbs", required=True, metavar="VERB")
    verbs.add_parser("new", help="print a new key").set_defaults(run=_new_key)
    verbs.add_parser("rotate", help="leave only the current key in use").set_defaults(run=_rotate)


def _weeks(text: str) -> int:
    weeks = int(text)
    if not 1 <= weeks <= 104:  # noqa: PLR2004 - two years; no source looks back further
        raise argparse.ArgumentTypeError("from 1 to 104")
    return weeks


def _seal(text: str) -> "Seal":
    from bot.audit.trail import Seal  # noqa: PLC0415

    try:
        return Seal.parse(text)
    except ValueError:
        msg = "a seal reads like 1200:9f86d081884c7d65, as `/coach audit` tells it"
        raise argparse.ArgumentTypeError(msg) from None


def _run(given: argparse.Namespace) -> int:
    gc.disable()  # a start keeps all it makes; `running` lets the search for garbage begin
    try:
        from bot import running  # noqa: PLC0415 - other commands start faster without it

        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        return running.run(
            settings.read(),
            SystemClock(),
            stop,
            running.Plan(role=given.role, host=given.host, port=given.port),
        )
    finally:
        gc.enable()


def _init(given: argparse.Namespace) -> int:
    from bot.begin.run import run  # noqa: PLC0415
    from bot.begin.terminal import Terminal  # noqa: PLC0415
    from bot.slack.client import web_client  # noqa: PLC0415
    from bot.slack.members import Members  # noqa: PLC0415

    read, members = settings.read(), None
    if given.live:
        if read.slack_bot_token is None:
            raise OperatorError(_NOT_SET)
        client = web_client(read.slack_bot_token.get_secret_value(), read.slack_api_url)
        members = Members(client, SystemClock().sleep)
    return run(given.config or read.coach_config, Terminal(input, print), members)


def _collect(given: argparse.Namespace) -> int:
    from bot import configured  # noqa: PLC0415
    from bot.collection.collect import Collector, Wanted  # noqa: PLC0415
    from bot.collection.progress import shown  # noqa: PLC0415

    read = settings.read()
    roster = configured.configure(read.coach_config).roster
    database = configured.open_database(read)
    with shown() as progress:
        collector = Collector(database, roster, SystemClock(), progress, read.source_tokens)
        gc.freeze()  # all this stays, so no search for garbage needs to go through it again
        wanted = Wanted(
            tuple(given.team), tuple(given.source), given.weeks, goes_on=not given.again
        )
        results = collector.collect(wanted)
    database.close()
    for result in results:
        print(f"{result.source}: {result.outcome}: {result.said}")
    return 0 if all(result.went_well for result in results) else 1


def _check(given: argparse.Namespace) -> int:
    from bot import app, configured, manifest  # noqa: PLC0415
    from bot.teams.problem import Problems  # noqa: PLC0415

    path = given.config or settings.read().coach_config
    problems = manifest.check(manifest.find().read_text("utf-8"), app.answers())
    try:
        found = configured.configure(path)
    except Problems as error:
        problems = [*error.problems, *problems]
        found = None
    told = [str(problem) for problem in problems]
    if given.live:
        told.extend(_live(None if found is None else found.roster))
    for line in told:
        print(line, file=sys.stderr)
    if told or found is None:
        print(f"{len(told)} to mend", file=sys.stderr)
        return 1
    teams, templates = len(found.roster.teams), len(found.playbook.templates)
    print(
        f"{path}: {teams} teams, {len(found.roster.sources)} sources; {templates} templates. All well."
    )
    return 0


def _live(roster: "Roster | None") -> list[str]:
    from bot import configured, live  # noqa: PLC0415
    from bot.collection.rights import lacking  # noqa: PLC0415
    from bot.slack.client import installed, web_client  # noqa: PLC0415

    read = settings.read()
    told: list[str] = []
    if roster is not None:
        told.extend(lacking(roster, read.source_tokens))
    if read.slack_bot_token is None:
        return [*told, _NOT_SET]
    client = web_client(read.slack_bot_token.get_secret_value(), read.slack_api_url)
    with closing(configured.open_database(read)) as database:
        if roster is not None:
            print("\n".join(live.health(database, roster)))
        told.extend(live.problems(database, lambda: installed(client), SystemClock().now()))
    return told


def _playbook(given: argparse.Namespace) -> int:
    from bot import configured  # noqa: PLC0415
    from bot.handbook import blocks  # noqa: PLC0415
    from bot.handbook.compose import compose  # noqa: PLC0415

    found = configured.configure(given.config or settings.read().coach_config)
    floor = found.roster.organisation.minimum_group
    print(blocks.markdown(compose(found.playbook, found.roster.policy, floor)))
    return 0


def _upgrade(_given: argparse.Namespace) -> int:
    from bot import configured  # noqa: PLC0415

    configured.open_database(settings.read()).close()
    print("The database is up to date.")
    return 0


def _verify(given: argparse.Namespace) -> int:
    from bot import configured  # noqa: PLC0415
    from bot.audit.trail import Trail  # noqa: PLC0415
    from bot.sealing.keyfile import load_ring  # noqa: PLC0415
    from bot.sealing.vault import Vault  # noqa: PLC0415

    read = settings.read()
    with closing(configured.open_database(read)) as database:
        vault = Vault(load_ring(read.coach_encryption_keys, database))
        trail = Trail.open(database, vault, SystemClock())
        with database.read_as_it_was() as reading:
            found = trail.verify(reading, given.seal)
            seal = trail.seal(reading)
    print("\n".join(found.said(seal)))
    return 1 if found.trouble else 0


def _new_key(_given: argparse.Namespace) -> int:
    from bot.sealing import ring  # noqa: PLC0415

    print(ring.new_key())
    return 0


def _rotate(_given: argparse.Namespace) -> int:
    from bot import configured  # noqa: PLC0415
    from bot.sealing.keyfile import load_ring  # noqa: PLC0415
    from bot.sealing.vault import Vault  # noqa: PLC0415

    read = settings.read()
    with closing(configured.open_database(read)) as database:
        ring = load_ring(read.coach_encryption_keys, database)
        done = Vault(ring).rotate(database)
    print(f"{done} keys of records were wrapped anew, with {ring.current}.")
    older = ", ".join(ring.ids[1:])
    if older:
        print(f"{older} may be taken out of {ring.source} once no backup needs it any more.")
    else:
        print(f"{ring.source} holds no other key. To change it, put a new one and a comma before.")
    return 0


def _demo(given: argparse.Namespace) -> int:
    from bot.demo import show  # noqa: PLC0415

    return show.run(once=given.once or not sys.stdin.isatty())
