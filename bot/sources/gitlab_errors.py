"""What Coach says where GitLab does not show what `coach.yml` names; without GitLab's library."""

from collections.abc import Sequence

from bot.errors import OperatorError, SkippedError
from bot.sources.source import Report

_NEEDS = "a token with the scope `read_api`, of somebody who is at least Reporter of the projects"
REFUSED = f"GitLab refused. Coach needs {_NEEDS}: put it into GITLAB_TOKEN."
NO_TOKEN = f"GITLAB_TOKEN is not set. Coach needs {_NEEDS}."
GARBLED = "GitLab sent an answer that could not be read; it will be asked again later."
GAP = "GitLab sent an answer with a part missing; it will be asked again later."


class ProjectUnseen(SkippedError):
    """GitLab does not show this to the token, or does not have it."""

    def __init__(self, message: str | None = None, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


def none_seen(*, refused: bool) -> OperatorError:
    """Return what to say where GitLab shows not one of the projects."""
    if refused:
        return OperatorError(REFUSED)
    return OperatorError(
        "GitLab shows none of the projects in coach.yml to this token. Look at `projects` there, and"
        f" give Coach {_NEEDS}."
    )


def some_unseen(places: Sequence[str], number: int) -> OperatorError:
    """Return what to say where GitLab does not show some projects of a number."""
    first = "; ".join(places[: Report.FIRST])
    more = "" if len(places) <= Report.FIRST else " and more"
    told = f"GitLab does not show {len(places)} of {number} projects to Coach ({first}{more})."
    return OperatorError(f"{told} Look at `projects` in coach.yml, and make it Reporter of them.")
