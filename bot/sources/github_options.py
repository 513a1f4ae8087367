"""What `coach.yml` says of GitHub: where it is, as whom to ask, and which repositories are a team's."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.sources.address import Address
from bot.sources.known_accounts import ASSISTANTS
from bot.sources.source import Model

VARIABLE = "GITHUB_TOKEN"
_ID = Annotated[int, Field(gt=0)]
Login = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(\[bot\])?$")]
_REPOSITORY = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+/[A-Za-z0-9._-]+$")]


class GitHubAccess(Model):
    """Where GitHub is, and as whom to ask.

    Attributes:
        base_url: of its REST API; GraphQL stands beside it.
        app_id: of the GitHub App that Coach asks as, in place of a token.
        app_installation: the id of its installation in the organisation.
        app_private_key: the file with its private key.
    """

    base_url: Address = "https://api.github.com"
    app_id: _ID | None = None
    app_installation: _ID | None = None
    app_private_key: Path | None = None

    @property
    def app(self) -> tuple[int, int, Path] | None:
        """The app's id, installation and key; None where a token is used."""
        if self.app_id and self.app_installation and self.app_private_key:
            return self.app_id, self.app_installation, self.app_private_key
        return None

    @model_validator(mode="after")
    def _says_all_of_an_app_or_nothing(self) -> Self:
        said = {
            value is None for value in (self.app_id, self.app_installation, self.app_private_key)
        }
        if len(said) > 1:
            msg = "`app_id`, `app_installation` and `app_private_key` belong together"
            raise ValueError(msg)
        return self


class GitHubOptions(GitHubAccess):
    """Beside that, how this organisation uses pull requests.

    Attributes:
        bots: logins of ordinary accounts that are bots.
        assistants: logins that write changes by themselves: bots whose pull requests are counted
            apart.
        planned: labels of follow-ups that were planned, and so are no rework.
    """

    bots: tuple[Login, ...] = ()
    assistants: tuple[Login, ...] = ASSISTANTS
    planned: tuple[str, ...] = ("planned",)


class GitHubScope(Model):
    """The repositories in which the team works, as `owner/name`."""

    repositories: Annotated[tuple[_REPOSITORY, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len({name.lower() for name in self.repositories}) < len(self.repositories):
            msg = "a repository stands in `repositories` twice"
            raise ValueError(msg)
        return self
