"""Whether what else is looked at is more than telemetry: a number is never the sole basis. Pure.

A list of words, not a model. Whoever mixes both in one line is asked to give the other evidence a line
of its own, so that nobody has to guess what a line rests on.
"""

import re
from typing import Final

from bot.metrics import catalogue

FEWEST_WORDS: Final = 2
_TELEMETRY: Final = (
    r"telemetry|analytics|statistics?|stats|dashboards?|metrics?|numbers?|figures?|kpis?|okrs?|scores?|"
    r"trends?|charts?|graphs?|counts?|percentages?|velocity|throughput|lines of code|story points|"
    r"(?:cycle|lead|review) times?|rates?|data|commits?|tickets?|"
    r"coach|codeguru|codewhisperer|amazon q|copilot|kiro|grafana|datadog|sonarqube|sonar|jira|devlake|"
    r"linearb|jellyfish|swarmia|pluralsight|github insights"
)


def other(text: str) -> list[str]:
    """Return the lines that name something else than telemetry."""
    return [line for line in _lines(text) if _is_other(line)]


def _is_other(line: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", line)
    return len(words) >= FEWEST_WORDS and _PATTERN.search(" ".join(line.split())) is None


def _lines(text: str) -> list[str]:
    return [one for line in text.splitlines() if (one := line.strip(" \t•*-–").strip())]


def _pattern() -> re.Pattern[str]:
    """Return what tells telemetry: the words above, and every metric by its label or id."""
    labels = (
        re.escape(name)
        for one in catalogue.METRICS.values()
        for name in (one.label, one.id)
        if len(re.findall(r"[a-z]+", name.lower())) > 1
    )
    return re.compile(rf"\b(?:{_TELEMETRY}|{'|'.join(labels)})\b", re.IGNORECASE)


_PATTERN: Final = _pattern()
