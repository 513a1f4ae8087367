"""What `coach.yml` says of GitLab: where it is, who is no person, and which projects are a team's."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.sources.address import Address
from bot.sources.known_accounts import ASSISTANTS
from bot.sources.source import Model

VARIABLE = "GITLAB_TOKEN"
_USERNAME = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+$")]
_PATH = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$")
]
_ENVIRONMENT = Annotated[str, StringConstraints(min_length=1, max_length=255)]
_ID = Annotated[int, Field(gt=0)]


class GitLabOptions(Model):
    """Where GitLab is, and how this organisation uses it.

    Attributes:
        base_url: where its pages are; the API stands below them.
        bots: usernames of ordinary accounts that are bots.
        assistants: usernames that write changes by themselves: bots whose merge requests are
            counted apart.
        planned: labels of follow-ups that were planned, and so are no rework.
        environments: what production is called, word for word; none: deployments are not read.
    """

    base_url: Address = "https://gitlab.com"
    bots: tuple[_USERNAME, ...] = ()
    assistants: tuple[_USERNAME, ...] = ASSISTANTS
    planned: tuple[str, ...] = ("planned",)
    environments: tuple[_ENVIRONMENT, ...] = ("production",)


class GitLabScope(Model):
    """The projects in which the team works, as `group/name` or by number."""

    projects: Annotated[tuple[_ID | _PATH, ...], Field(min_length=1)]

    @property
    def names(self) -> tuple[str, ...]:
        """What the projects are asked for by: paths in lower case, and numbers."""
        return tuple(str(project).lower() for project in self.projects)

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len(set(self.names)) < len(self.projects):
            msg = "a project stands in `projects` twice"
            raise ValueError(msg)
        return self
