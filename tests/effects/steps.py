"""What people do with the audit for unintended effects, and what is looked at afterwards."""

from collections.abc import Sequence

from sqlalchemy import delete

from bot.db.base import metadata
from bot.demo.local_slack import Message
from bot.effects import jobs, pulse
from bot.effects.carried import Action
from bot.metrics import store as weeks
from bot.metrics.aggregate import Stretch, WeeklyAggregate
from bot.metrics.week import Week
from tests.builders import usually, weeks_to
from tests.commitments.steps import berlin, elements_of
from tests.workspace import Workspace

CHANNEL = "C0PAYMENTS"
ASKS = berlin(18, 10, month=12)
"""When the team is asked: two weeks before the report."""
REPORTS = berlin(1, 10, month=1, year=2027)
"""The first working day of January; the sample company has no public holidays."""
LAST = Week.parse("2026-W52")
"""The last complete week then."""
_WEEKS = metadata.tables["weekly_aggregate"]
RARE, OFTEN = [2, 3, 2, 1, 3, 2], [12, 13, 11, 12, 14, 12]
SLOW, FAST = [[40.0, 50.0, 90.0] * 3] * 6, [[10.0, 20.0, 30.0] * 3] * 6


def wakes_at(workspace: Workspace, moment) -> None:
    """Let it be a moment, and what is due be done and sent."""
    workspace.clock.forward(seconds=(moment - workspace.clock.now()).total_seconds())
    jobs.plan(workspace.coach.effects)
    workspace.sweeps()


def asked(workspace: Workspace, user: str) -> Message:
    """Return the newest three questions that somebody got."""
    return next(m for m in reversed(workspace.slack.dm(user)) if actions(m) & {*Action})


def actions(message: Message) -> set[str]:
    return {str(one["action_id"]) for one in elements_of(message)}


def says(workspace: Workspace, user: str, question: pulse.Question, action: Action) -> None:
    """Somebody presses an answer to a question."""
    message = asked(workspace, user)
    value = next(
        one["value"]
        for one in elements_of(message)
        if one["action_id"] == action and f"/{question}/" in one["value"]
    )
    workspace.presses(user, message, action, value)


def has(workspace: Workspace, rows: Sequence[WeeklyAggregate], source: str = "told") -> None:
    """Let these weeks be stored of a team, as if a source had told of them."""
    stretch = Stretch(rows[0].team, source, rows[0].week, rows[-1].week)
    with workspace.coach.deliverer.database.write() as session:
        weeks.replace(session, stretch, rows, workspace.clock.now())


def holds_overnight(workspace: Workspace) -> None:
    """Let cycle time get shorter as more pull requests are held overnight, and nothing else."""
    with workspace.coach.deliverer.database.write() as session:
        session.execute(delete(_WEEKS).where(_WEEKS.c.team_id == "payments"))
    of_metric: dict[str, tuple[list, list]] = {
        "pr_cycle_time": (SLOW, FAST),
        "rework_after_merge": (RARE, RARE),
        "pulls_held_overnight": (RARE, OFTEN),
    }
    for name, (before, recent) in of_metric.items():
        has(workspace, weeks_to(LAST, name, [*usually(before), *recent]), source=name)


def report_in(workspace: Workspace, channel: str = CHANNEL) -> Message:
    """Return the newest report in a team's channel."""
    return next(m for m in reversed(workspace.slack.messages(channel)) if m.blocks)
