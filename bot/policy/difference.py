"""What a change of the policy changes, in plain sentences. Pure."""

from collections.abc import Iterator

from bot.metrics import catalogue
from bot.policy import words
from bot.slack.text import escape
from bot.teams.policy import EvaluationWindow, Policy, Retention


def differences(before: Policy, after: Policy) -> list[str]:
    """Return a sentence for each thing that changes, old and new, escaped for Slack."""
    return [
        *_metrics(before, after),
        *_individual(before, after),
        *_formal(before, after),
        *_windows(before, after),
        *_retention(before.retention, after.retention),
    ]


def window(one: EvaluationWindow) -> str:
    """Return an evaluation window as it is said."""
    return words.WINDOW.format(
        name=escape(one.name), starts=words.day(one.starts), ends=words.day(one.ends)
    )


def _metrics(before: Policy, after: Policy) -> Iterator[str]:
    more, fewer = before.barred() - after.barred(), after.barred() - before.barred()
    if more:
        yield words.METRICS_MORE.format(metrics=_labels(more))
    if fewer:
        yield words.METRICS_FEWER.format(metrics=_labels(fewer))
    if (before.metrics is None) != (after.metrics is None):
        yield words.METRICS_ALL if after.metrics is None else words.METRICS_LISTED


def _labels(names: frozenset[str]) -> str:
    return ", ".join(one.label for one in catalogue.METRICS.values() if one.id in names)


def _individual(before: Policy, after: Policy) -> Iterator[str]:
    if before.individual != after.individual:
        yield words.INDIVIDUAL[after.individual]


def _formal(before: Policy, after: Policy) -> Iterator[str]:
    if before.formal == after.formal:
        return
    if after.formal is None:
        yield words.FORMAL_GONE
    else:
        yield words.FORMAL_NEW.format(address=escape(after.formal))


def _windows(before: Policy, after: Policy) -> Iterator[str]:
    old, new = set(before.evaluation), set(after.evaluation)
    yield from (
        words.WINDOW_GONE.format(window=window(o)) for o in before.evaluation if o not in new
    )
    yield from (words.WINDOW_NEW.format(window=window(o)) for o in after.evaluation if o not in old)


def _retention(before: Retention, after: Retention) -> Iterator[str]:
    for name, kept in words.RETENTION.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            said = words.RETENTION_CHANGED
            yield said.format(what=kept, old=words.months(old), new=words.months(new))
