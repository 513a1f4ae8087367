"""The local Slack in a process of its own, with the sample company in it."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bench.child import serve
from bot.clock import SystemClock
from bot.demo import company
from bot.demo.local_slack import LocalSlack
from bot.settings import Settings


def settings(slack: dict[str, Any], database_url: str, config: Path) -> Settings:
    """Return the settings of a bot in that workspace; `slack` is what the process said."""
    return Settings(
        slack_bot_token=slack["bot_token"],
        slack_app_token=slack["app_token"],
        slack_signing_secret=slack["signing_secret"],
        slack_api_url=slack["api_url"],
        database_url=SecretStr(database_url),
        coach_config=config,
    )


def main() -> None:
    with LocalSlack(clock=SystemClock()) as slack:
        company.move_in(slack)
        hello = {
            "api_url": slack.api_url,
            "bot_token": slack.bot_token,
            "app_token": slack.app_token,
            "signing_secret": slack.signing_secret,
            "workspace": slack.team_id,
        }
        serve(hello, lambda: len(slack.dm(company.MARTA)))


if __name__ == "__main__":
    main()
