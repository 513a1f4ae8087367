"""What the judgement is held to, and a line of figures for each kind of team."""

from dataclasses import dataclass

from tests.honesty import experiments, pages
from tests.honesty.kinds import KINDS

MOST_ALARMS = 0.05
"""Of pages on which nothing changed, all of their metrics and services together."""
LEAST_SEEN = 0.8
"""Of changes of 40 % at twenty events a week, after six weeks."""
LEAST_COVERED = 0.9
"""Of ranges of a change."""
MOST_CLAIMS = 0.1
"""Of experiments that have no effect, also of those that begin when things are at their worst."""


@dataclass(frozen=True)
class Measured:
    """What came of one kind of team."""

    kind: str
    pages: pages.Found
    claims: experiments.Claims

    @property
    def wrong(self) -> list[str]:
        """What does not hold, in words."""
        seen, must_see = self.pages.seen.part, KINDS[self.kind].twenty
        held = {
            "too many false alarms": self.pages.alarms.part <= MOST_ALARMS,
            "a real change is not seen": seen >= LEAST_SEEN or not must_see,
            "ranges that miss the truth": self.pages.covered.part >= LEAST_COVERED,
            "claims of no effect": self.claims.any_claim.part <= MOST_CLAIMS,
            "helped, at the worst": self.claims.helped_at_worst.part <= MOST_CLAIMS,
        }
        return [what for what, holds in held.items() if not holds]

    @property
    def line(self) -> str:
        """The figures, in percent, in the order of `HEADING`."""
        found, claims = self.pages, self.claims
        tallies = (
            *(found.alarms, found.arrows, found.seen, found.arrows_right, found.covered),
            *(claims.any_claim, claims.helped_at_worst, claims.naive_at_worst),
        )
        figures = "".join(f"{100 * tally.part:>9.1f}" for tally in tallies)
        return f"{self.kind:<31}{figures}"


HEADING = (
    f"{'percent':<31}"
    + "".join(f"{name:>9}" for name in ("alarms", "arrows", "seen", "arrows", "ranges"))
    + "".join(f"{name:>9}" for name in ("claims", "worst", "naive"))
)


def measure(kind: str, teams: int) -> Measured:
    """Judge so many teams of a kind, with a change and without, and as many experiments."""
    made = KINDS[kind]
    return Measured(kind, pages.run(kind, made, teams), experiments.run(kind, made, teams))
