"""Runs `coach init`."""

from pathlib import Path

from bot.begin.interview import interview
from bot.begin.terminal import Terminal
from bot.begin.write import check_is_free, write
from bot.slack.members import Members

_NEXT = """
{path} is written. What comes next:
  1. coach check                 lists whatever does not fit, with its line
  2. set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, invite the bot to the channels, then coach check --live
  3. coach run                   and type /coach in Slack
Sources of numbers can be added later: coach.example.yml shows how."""
_LEFT = "\nNothing was written."
INTERRUPTED = 130


def run(path: Path, terminal: Terminal, members: Members | None) -> int:
    """Ask, and write what was answered; return the exit status.

    Args:
        path: where the file goes.
        terminal: where to ask.
        members: asks Slack who is where; None: ids are typed.

    Raises:
        Exists: there is a file already.
        OperatorError: it cannot be written.
    """
    check_is_free(path)
    try:
        begun = interview(terminal, members)
    except (EOFError, KeyboardInterrupt):
        terminal.say(_LEFT)
        return INTERRUPTED
    write(path, begun)
    terminal.say(_NEXT.format(path=path))
    return 0
