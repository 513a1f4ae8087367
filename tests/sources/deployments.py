"""What tests of deployments add up."""

from bot.metrics.fact import Exclusion, Fact


def frequency(said: list[Fact | Exclusion]) -> float:
    """Add up the successful deployments."""
    return sum(
        one.numerator
        for one in said
        if isinstance(one, Fact) and one.metric == "deployment_frequency"
    )


def failures(said: list[Fact | Exclusion]) -> tuple[float, float]:
    """Add up how many needed mending, and out of how many."""
    facts = [one for one in said if isinstance(one, Fact) and one.metric == "change_fail_rate"]
    return sum(one.numerator for one in facts), sum(one.denominator or 0 for one in facts)


def reasons(said: list[Fact | Exclusion]) -> set[tuple[str, str]]:
    """Return why something was left out, with the metric that it was left out of."""
    return {(one.metric, one.reason) for one in said if isinstance(one, Exclusion)}
