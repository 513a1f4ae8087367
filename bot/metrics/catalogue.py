"""The catalogue: every metric that Coach may show. What is not in it, Coach does not measure."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.metrics.catalogue_assistant import ASSISTANT
from bot.metrics.catalogue_findings import FINDINGS
from bot.metrics.catalogue_flow import FLOW
from bot.metrics.catalogue_incidents import INCIDENTS
from bot.metrics.catalogue_quality import QUALITY
from bot.metrics.catalogue_signs import SIGNS
from bot.metrics.catalogue_tests import TESTS
from bot.metrics.metric import Metric

METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.id: metric
        for metric in (*FINDINGS, *QUALITY, *TESTS, *INCIDENTS, *FLOW, *ASSISTANT, *SIGNS)
    }
)

SAFEST: tuple[str, ...] = ("findings_new", "pr_cycle_time", "rework_after_merge")
"""What a team sees until it has named a decision."""


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


_BY_WORDS: Mapping[str, Metric] = MappingProxyType(
    {
        _plain(name): metric
        for metric in METRICS.values()
        for name in (metric.id, metric.label, *metric.topics)
    }
)


def get(metric_id: str) -> Metric:
    """Return the metric with exactly this id.

    Raises:
        KeyError: the catalogue has no such metric.
    """
    return METRICS[metric_id]


def find(words: str) -> Metric | None:
    """Return the metric that somebody means by an id, a label or a topic; None if there is none.

    Case, hyphens, underscores and the number of spaces make no difference.
    """
    return _BY_WORDS.get(_plain(words))
