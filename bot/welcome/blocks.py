"""The text that tells a team of Coach, as Slack blocks. Pure: nobody is named or mentioned in it."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from bot.metrics import catalogue
from bot.slack import blocks as b
from bot.slack.text import clip, escape
from bot.teams.roster import Team
from bot.welcome import words

POST_ACTION = "welcome.post"
_HEADER = 150
_LINES = 11
"""Of 250 characters at most, in the 3,000 that a section holds."""
Message = dict[str, Any]


def announcement(team: Team, metrics: Sequence[str], minimum_group: int) -> Message:
    """Return what the team's channel gets.

    Args:
        team: whose.
        metrics: the ids of the metrics that the team looks at.
        minimum_group: the organisation's floor.
    """
    title = clip(words.TITLE.format(team=team.name), _HEADER)
    digest = words.DIGEST if team.headcount > minimum_group else words.NO_DIGEST
    return {
        "text": words.FALLBACK.format(team=escape(team.name)),
        "blocks": [
            b.header("title", title),
            b.section("intro", words.INTRO),
            *_measured(metrics),
            b.section("not_measured", words.NOT_MEASURED.format(floor=minimum_group)),
            b.section("who_sees", words.WHO_SEES.format(digest=digest)),
            b.section("object", words.OBJECT),
        ],
    }


def preview(team: Team, made: Message) -> Message:
    """Return the same for one manager alone, with a button that posts it."""
    sure = b.Confirm(words.SURE, words.SURE_WHAT, words.YES, words.NO)
    value = carried(team, made)
    button = b.button(POST_ACTION, words.POST, value, style="primary", confirm=sure)
    said = words.PREVIEW.format(channel=f"<#{team.channel}>")
    row = b.actions("post", [button])
    return {"text": made["text"], "blocks": [b.context("preview", said), *made["blocks"], row]}


def carried(team: Team, made: Message) -> str:
    """Return what the button carries: the team, and which text was read."""
    return f"{team.id}/{sha256(json.dumps(made).encode()).hexdigest()[:16]}"


def _measured(metrics: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield what is measured, in as many sections as the lines need."""
    lines = [words.MEASURED, *map(_line, metrics)]
    for number, start in enumerate(range(0, len(lines), _LINES)):
        name = f"measured_{number}" if number else "measured"
        yield b.section(name, "\n".join(lines[start : start + _LINES]))


def _line(metric_id: str) -> str:
    metric = catalogue.get(metric_id)
    purpose = metric.purpose[0].lower() + metric.purpose[1:]
    return words.METRIC.format(label=metric.label, interval=metric.interval, purpose=purpose)
