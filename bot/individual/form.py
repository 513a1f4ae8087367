"""What somebody typed after `/coach individual`. Pure."""

from dataclasses import dataclass, field
from typing import Final

from bot.errors import UserError
from bot.individual import words
from bot.individual.request import FEWEST
from bot.playbook import wording
from bot.slack.text import mentions, quoted, without_mentions

OFF: Final = "off"
ON: Final = "on"


@dataclass(frozen=True, slots=True)
class Typed:
    """Whom somebody asks, for which number, and why."""

    engineer: str = field(repr=False)
    metric: str
    reason: str = field(repr=False)


def read(text: str) -> Typed:
    """Read what was typed.

    Raises:
        UserError: it is not about one person.
    """
    before, reason = quoted(text)
    asked = list(dict.fromkeys(mentions(before)))
    if not asked:
        raise UserError(words.USAGE)
    if len(asked) > 1:
        raise UserError(words.ONE_AT_A_TIME)
    return Typed(asked[0], " ".join(without_mentions(before).split()), reason or "")


def refuse_reason(reason: str) -> None:
    """Go on only with a reason that may be put before the person as it stands.

    Raises:
        UserError: it is no sentence, or judges somebody; it says how to say it instead.
    """
    if len(reason) < FEWEST:
        raise UserError(words.NO_REASON.format(fewest=FEWEST))
    found = wording.check(reason)
    if found:
        first = found[0]
        raise UserError(
            words.WORDING.format(words=first.words, why=first.why, suggestion=first.suggestion)
        )
