"""The local Slack with its documented limits, by a clock that is ahead, and with many people in it."""

import sys
from datetime import datetime
from pathlib import Path

from bench import agreed, many_teams
from bench.ahead_clock import AheadClock
from bench.child import serve
from bot.demo.local_slack import LocalSlack
from bot.demo.local_slack.methods import POST
from bot.demo.local_slack.workspace import SCOPES


def main() -> None:
    clock = AheadClock(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
    scopes = SCOPES - {"dnd:read"}
    with LocalSlack(clock=clock, scopes=scopes, limits=True, forgetful=True) as slack:
        for pair in range(int(sys.argv[3])):
            slack.add_user(agreed.engineer(pair), name=f"engineer-{pair}", tz=agreed.ZONE)
        for number in range(int(sys.argv[4]) if len(sys.argv) > 4 else 0):
            slack.add_channel(many_teams.channel(number), name=f"team-{number}")

        def told() -> dict[str, int]:
            """Return how many messages came, to how many people, and what was refused or asked."""
            space = slack.workspace
            counts, called = space.counts, space.called
            return {
                "messages": counts.total(),
                "people": len({channel for channel, _ in counts}),
                "refused": called[POST, "ratelimited"],
                "other calls": sum(
                    number for (method, _), number in called.items()
                    if method not in (POST, "auth.test")
                ),
            }  # fmt: skip

        serve({"api_url": slack.api_url, "bot_token": slack.bot_token}, told)


if __name__ == "__main__":
    main()
