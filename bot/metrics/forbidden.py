"""What Coach refuses to measure, and why, so that the refusal can be explained."""

import re
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class ForbiddenMetric:
    """One kind of figure that no setting can switch on.

    Attributes:
        name: what people call it.
        names: spellings by which it is recognised, in lower case with underscores. Each is matched
            as whole words anywhere in a name.
        reason: one sentence that can be shown to whoever asked for it.
    """

    name: str
    names: tuple[str, ...]
    reason: str


_PERSON = (
    "person", "people", "engineer", "engineers", "developer", "developers", "dev", "devs",
    "author", "authors", "member", "members", "user", "users", "employee", "employees",
    "head", "capita", "individual", "individuals", "contributor", "contributors",
    "programmer", "programmers", "committer", "reviewer", "assignee", "login",
)  # fmt: skip
_EACH_PERSON = tuple(
    f"{link}_{whom}" for link, whom in product(("per", "by", "for_each", "of_each"), _PERSON)
)
_AI_USE = (
    "ai_use", "ai_usage", "ai_adoption", "ai_acceptance", "ai_acceptance_rate", "adoption",
    "adoption_rate", "acceptance", "acceptance_rate", "suggestions", "prompts",
)  # fmt: skip

FORBIDDEN: tuple[ForbiddenMetric, ...] = (
    ForbiddenMetric(
        "Commit counts",
        ("commits", "commit_count", "commit_counts", "commit_frequency", "pushes", "push_count"),
        "How often somebody commits is a habit; it says nothing of effort or worth.",
    ),
    ForbiddenMetric(
        "Lines of code",
        (
            "loc", "sloc", "kloc", "line_count", "lines_of_code", "lines_added", "lines_changed",
            "lines_deleted", "lines_written", "code_volume",
        ),
        "Counting lines rewards writing more of them, and the best change often removes some.",
    ),
    ForbiddenMetric(
        "Keystrokes and screens",
        (
            "keystroke", "keystrokes", "key_presses", "keypresses", "mouse_clicks",
            "mouse_movement", "mouse_movements", "screen_time", "screenshots", "typing_speed",
        ),
        "Watching hands and screens is surveillance, and no coaching question needs it.",
    ),
    ForbiddenMetric(
        "Time online",
        (
            "time_online", "online_time", "hours_online", "online_hours", "time_active",
            "active_time", "hours_active", "active_hours", "active_minutes", "hours_worked",
            "working_hours", "work_hours", "idle_time", "time_on_task", "presence", "login_times",
            "slack_activity", "after_hours",
        ),
        "Being online is not work done, and it measures private lives more than teams.",
    ),
    ForbiddenMetric(
        "Tickets closed",
        (
            "tickets_closed", "closed_tickets", "ticket_count", "tickets_completed",
            "tickets_resolved", "issues_closed", "closed_issues", "tasks_completed", "tasks_closed",
            "story_points", "velocity",
        ),
        "Tickets differ in size and worth, and counting them makes helping others look costly.",
    ),
    ForbiddenMetric(
        "AI use per person",
        tuple(
            f"{use}_{link}_{whom}" for use, link, whom in product(_AI_USE, ("per", "by"), _PERSON)
        ),
        "Use depends on the kind of work, so one person's rate would be read as skill or will.",
    ),
    ForbiddenMetric(
        "Rankings and scores",
        (
            "leaderboard", "leaderboards", "leader_board", "ranking", "rankings", "rank", "ranks",
            "stack_rank", "forced_ranking", "league_table", "scoreboard", "scorecard", "score",
            "scores", "top_performer", "top_performers", "performers", "best_developer",
            "best_engineer", "worst_developer", "worst_engineer", "team_comparison",
            "compare_teams", "productivity",
        ),
        "One number for people or teams hides the reasons, and nobody learns from a place in line.",
    ),
    ForbiddenMetric(
        "Anything about one person",
        (*_EACH_PERSON, "individual", "individuals", "personal"),
        "Coach stores nothing about one person's work; ask how the team's work goes instead.",
    ),
)  # fmt: skip


def _plain(name: str) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return "_".join(re.findall(r"[a-z0-9]+", apart.lower()))


def reason(name: str) -> str | None:
    """Return why a figure with this name is refused; None when it is not forbidden.

    Case, spaces, hyphens and underscores make no difference, and neither does camel case. The
    first kind that fits gives the reason, so the general one stands last.
    """
    words = f"_{_plain(name)}_"
    for forbidden in FORBIDDEN:
        if any(f"_{spelling}_" in words for spelling in forbidden.names):
            return forbidden.reason
    return None
