"""The one place that reads the environment. Everything else is handed values."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

SLACK_API_URL = "https://slack.com/api/"


class Settings(BaseModel):
    """What the environment says. Names are the ones people know; README lists them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slack_bot_token: Annotated[
        SecretStr | None, Field(description="the bot token, `xoxb-…`; needed by `coach run`")
    ] = None
    slack_app_token: Annotated[
        SecretStr | None, Field(description="the app-level token, `xapp-…`; Socket Mode")
    ] = None
    slack_signing_secret: Annotated[
        SecretStr | None, Field(description="the signing secret; HTTP (`coach run --port`)")
    ] = None
    slack_api_url: Annotated[
        str, Field(description="Slack's own by default; anything else is for a stand-in")
    ] = SLACK_API_URL
    database_url: Annotated[
        SecretStr, Field(description="an SQLite file or a PostgreSQL database")
    ] = SecretStr("sqlite:///coach.db")
    coach_encryption_keys: Annotated[
        SecretStr | None,
        Field(
            description="32-byte keys in base64, the current one first, divided by commas: what "
            "people write is encrypted with them; needed with PostgreSQL"
        ),
    ] = None
    github_token: Annotated[
        SecretStr | None,
        Field(description="a token with the rights of the kinds that use it; `github`, `copilot`"),
    ] = None
    gitlab_token: Annotated[
        SecretStr | None, Field(description="a token with the scope `read_api`; `kind: gitlab`")
    ] = None
    pagerduty_token: Annotated[
        SecretStr | None, Field(description="a read-only API key; `kind: pagerduty`")
    ] = None
    jira_user: Annotated[
        SecretStr | None,
        Field(description="whose token it is, an e-mail address; with Jira Cloud alone"),
    ] = None
    jira_token: Annotated[
        SecretStr | None, Field(description="a token of an account that may read; `kind: jira`")
    ] = None
    devlake_url: Annotated[
        SecretStr | None,
        Field(description="DevLake's database, with an account that may read; `kind: devlake`"),
    ] = None
    coach_config: Annotated[Path, Field(description="teams, services and sources")] = Path(
        "coach.yml"
    )

    @property
    def source_tokens(self) -> dict[str, SecretStr]:
        """What sources are given, by the name of the variable; they read no environment."""
        held = {
            "GITHUB_TOKEN": self.github_token,
            "GITLAB_TOKEN": self.gitlab_token,
            "PAGERDUTY_TOKEN": self.pagerduty_token,
            "JIRA_USER": self.jira_user,
            "JIRA_TOKEN": self.jira_token,
            "DEVLAKE_URL": self.devlake_url,
        }
        return {name: token for name, token in held.items() if token and token.get_secret_value()}

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_a_slash(cls, url: str) -> str:
        return url if url.endswith("/") else url + "/"


def read() -> Settings:
    """Read the environment, in which a name may be written in any case."""
    return Settings.model_validate({name.lower(): value for name, value in os.environ.items()})
