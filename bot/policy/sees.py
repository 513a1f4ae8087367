"""Who sees what: the one table of it, which `/coach policy` prints. Pure.

Each line is true of the code; whoever changes who sees something changes the line too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.teams.policy import Policy


@dataclass(frozen=True, slots=True)
class Sight:
    """One kind of thing.

    Attributes:
        what: the thing.
        who: who sees it, as a sentence.
    """

    what: str
    who: str


_ALWAYS = (
    Sight(
        "A page before a conversation (`/coach prep`)",
        "The managers of that team, in their own messages. Its numbers are the whole team's, and"
        " everybody of the team can see the same.",
    ),
    Sight(
        "A team's numbers (`/coach team`, Home tab)",
        "Everybody of that team, its members and its managers alike. A team that is too small sees its"
        " group's, added up.",
    ),
    Sight("A digest", "Whoever is in the team's channel. Nobody is named in it."),
    Sight(
        "A record of a conversation",
        "The two people in it. A later manager only if the engineer lets them; no steward.",
    ),
    Sight(
        "A question about a number",
        "Whoever asked, and the stewards, who see too how a number read that was corrected. Managers are"
        " not told who asked.",
    ),
    Sight(
        "What a team marks or decides",
        "Everybody of the team, on every page. Who marked something is not kept.",
    ),
    Sight(
        "The audit",
        "The stewards see what was done and by whom, and not whom it concerned. Each person sees the"
        " entries that name them.",
    ),
    Sight("What I hold about somebody (`/coach mine`)", "That person alone."),
    Sight(
        "Figures that are too close to people for a page",
        "On no page: the stewards alone, in a review that blames nobody.",
    ),
)
_INDIVIDUAL = "A number of one engineer"
_ON = Sight(
    _INDIVIDUAL,
    "The engineer first, exactly as it would be shown. A manager only if that engineer shares it, and"
    " for 7 days. It is not stored.",
)
_OFF = Sight(_INDIVIDUAL, "Nobody: this organisation has that switched off.")


def who_sees_what(policy: Policy) -> Iterator[Sight]:
    """Yield every kind of thing with who sees it."""
    yield from _ALWAYS
    yield _ON if policy.individual == "on" else _OFF
