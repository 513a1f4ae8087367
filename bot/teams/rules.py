"""What single values in `coach.yml` must look like, with sentences for when they do not."""

import re
from datetime import date, time
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bot.metrics import forbidden
from bot.metrics.catalogue import METRICS
from bot.teams import countries
from bot.teams.tree import shown
from bot.teams.work_week import DAYS

EARLIEST, LATEST = time(7), time(20)
"""Between these local times a digest may come."""
YEARS = range(2000, 2100)
"""Sprints are counted from a day in one of these."""
PLAIN = "plain"
"""The type of an error whose context has both sentences ready: `what` and `mend`."""


def refusal(what: str, mend: str) -> PydanticCustomError:
    """Return an error that a validator raises; `{where}` in `what` becomes the key's name."""
    return PydanticCustomError(PLAIN, "{what}", {"what": what, "mend": mend})


def a_slack_user(text: str) -> str:
    """Check a Slack user id (`U…`, or `W…` in some Enterprise workspaces)."""
    if not re.fullmatch(r"[UW][A-Z0-9]{8,}", text):
        raise refusal(
            "{where} is no Slack user id",
            "Open the person's profile in Slack, choose Copy member ID, and put that here; "
            "it starts with U or W",
        )
    return text


def a_channel_id(text: str) -> str:
    """Check a Slack channel id (`C…`, or `G…` for older private channels)."""
    if not re.fullmatch(r"[CG][A-Z0-9]{8,}", text):
        raise refusal(
            "{where} is no Slack channel id",
            "Open the channel's details in Slack and copy the channel ID from the very end; "
            "it starts with C or G",
        )
    return text


def a_plain_id(text: str) -> str:
    """Check an id of our own: it stands in the database and in commands."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", text):
        raise refusal(
            "{where} is no id that can be typed in a command",
            "Use up to 40 small letters, digits, hyphens and underscores, with a letter first",
        )
    return text


def a_time_zone(text: str) -> str:
    """Check an IANA time zone name."""
    try:
        ZoneInfo(text)
    except (LookupError, ValueError, OSError):
        # A place that is not in the database, a path that leads out of it, or one of its folders.
        near = _near_zone(text)
        raise refusal(
            f"{{where}} is {shown(text)}, which is no known time zone",
            f"Did you mean `{near}`?" if near else "Use an IANA name such as Europe/Berlin or UTC",
        ) from None
    return text


def a_country(text: str) -> str:
    """Check the ISO 3166 code of a country whose public holidays are known."""
    if countries.is_known(text):
        return text
    near = countries.near(text)
    raise refusal(
        f"{{where}} is {shown(text)}, which is no country whose public holidays Coach knows",
        f"Did you mean `{near}`?" if near else "Use its two letters of ISO 3166, such as DE or US",
    )


def a_week_day(text: str) -> str:
    """Check the short name of a day of the week."""
    if text in DAYS:
        return text
    near = text.strip().lower()[:3]
    raise refusal(
        f"{{where}} is {shown(text)}, which is no day of the week",
        f"Did you mean `{near}`?" if near in DAYS else f"Use {', '.join(DAYS)}",
    )


def a_day(value: object) -> date:
    """Read an ISO day."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise refusal(
            "{where} is no date", "Write it as year-month-day, such as 2026-12-31"
        ) from None


def an_hour_of_digest(value: object) -> time:
    """Read a local time at which a digest may come."""
    said = str(value)
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", said):
        raise refusal("{where} is no time of day", "Write hours and minutes, such as 10:00")
    read = time.fromisoformat(said)
    if not EARLIEST <= read <= LATEST:
        raise refusal(
            "{where} is a time at which nobody is at work",
            f"Use a time from {EARLIEST:%H:%M} to {LATEST:%H:%M}",
        )
    return read


def a_start_of_sprint(value: object) -> date:
    """Read the first day of a sprint, in a year that a calendar on a wall may have."""
    day = a_day(value)
    if day.year not in YEARS:
        raise refusal(
            "{where} is too far away to count sprints from",
            "Use the first day of any sprint, such as the last one",
        )
    return day


def a_metric(text: str) -> str:
    """Check the id of a metric of the catalogue."""
    if text in METRICS:
        return text
    reason = forbidden.reason(text)
    if reason is not None:
        raise refusal("{where} names what Coach never measures", f"Remove it: {reason}")
    near = get_close_matches(text.lower()[:40], METRICS, n=1)
    raise refusal(
        f"{{where}} is {shown(text)}, which is no metric of Coach",
        f"Did you mean `{near[0]}`?" if near else "`/coach metrics` lists them",
    )


def a_web_address(text: str) -> str:
    """Check an address that people can open in a browser."""
    if not re.fullmatch(r"https://[^\s<>|\"]{3,500}", text):
        raise refusal("{where} is no address of a page", "Write all of it, from https:// on")
    return text


def one_line(text: str) -> str:
    """Check that a name or sentence stands on one line and has only characters one can see."""
    if not text.isprintable():
        raise refusal(
            "{where} has a line break or a character that cannot be shown", "Write it on one line"
        )
    return text


def _near_zone(text: str) -> str | None:
    by_small_letters = {name.lower(): name for name in available_timezones()}
    near = get_close_matches(text.lower()[:40], by_small_letters, n=1, cutoff=0.75)
    return by_small_letters[near[0]] if near else None


SlackUser = Annotated[str, AfterValidator(a_slack_user)]
Channel = Annotated[str, AfterValidator(a_channel_id)]
Id = Annotated[str, AfterValidator(a_plain_id)]
Zone = Annotated[str, AfterValidator(a_time_zone)]
Day = Annotated[date, BeforeValidator(a_day)]
StartOfSprint = Annotated[date, BeforeValidator(a_start_of_sprint)]
HourOfDigest = Annotated[time, BeforeValidator(an_hour_of_digest)]
MetricName = Annotated[str, AfterValidator(a_metric)]
WebAddress = Annotated[str, AfterValidator(a_web_address)]
WeekDay = Annotated[str, AfterValidator(a_week_day)]
Country = Annotated[str, AfterValidator(a_country)]
WeekDays = Annotated[tuple[WeekDay, ...], Field(min_length=1, max_length=7)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(one_line),
]
ExternalId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
