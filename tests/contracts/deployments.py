"""What the worlds of deployments expect, for the two places that share what is deployed."""

from datetime import datetime

from bot.metrics.fact import Exclusion, Fact

PLACES = (("payments", "checkout"), ("platform", ""))
BOTH = ("deployment_frequency", "change_fail_rate")


def well_or_not(instant: datetime, *, succeeded: bool, failed: bool) -> list[Fact | Exclusion]:
    """Return what one deployment to production says."""
    said: list[Fact | Exclusion] = []
    for team, service in PLACES:
        if succeeded:
            said.append(Fact(team, service, BOTH[0], instant, numerator=1))
        else:
            said.append(Exclusion(team, service, BOTH[0], instant, "rolled_back"))
        said.append(Fact(team, service, BOTH[1], instant, numerator=int(failed), denominator=1))
    return said


def left_out(instant: datetime, reason: str) -> list[Fact | Exclusion]:
    """Return what is said of something that is no deployment to production."""
    return [
        Exclusion(team, service, metric, instant, reason)
        for team, service in PLACES
        for metric in BOTH
    ]
