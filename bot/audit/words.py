"""What the audit says, in its own words. Pure.

An act is a line in `ACTS`. The stewards read who did what, of which team: never whom it concerned, and
no figure. People read their own part: what they did, and what others did that concerns them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.audit.noted import Act


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of one act, without the full stop.

    Fields: `who` did it, `team`, `of_team` (" of Payments", or nothing where it concerns no one team),
    `metric`, and the words among an entry's details by their names. In people's own part also `whom` it
    concerned and `with_whom` (" with …", or nothing).

    Attributes:
        stewards: for the stewards.
        mine: for whoever did it; "" for what Coach alone does.
        theirs: for whom it concerned; "" for what concerns nobody beside whoever did it.
    """

    stewards: str
    mine: str = ""
    theirs: str = ""


ACTS: Final[Mapping[str, Said]] = {
    Act.PAGE_SHOWN: Said(
        "{who} opened a page{of_team} before a conversation",
        "You opened a page{of_team} before a conversation{with_whom}",
        "{who} opened a page{of_team} before a conversation with you",
    ),
    Act.TEAM_PAGE_SHOWN: Said("{who} opened the page{of_team}", "You opened the page{of_team}"),
    Act.RECORD_SHOWN: Said(
        "{who} opened records of conversations{of_team}",
        "You opened records of conversations of {whom}",
        "{who} opened records of conversations of yours",
    ),
    Act.QUESTION_SHOWN: Said(
        "{who} read questions about numbers{of_team}",
        "You read questions of {whom} about numbers{of_team}",
        "{who} read questions of yours about numbers{of_team}",
    ),
    Act.QUESTION_ANSWERED: Said(
        "{who} answered a question about {metric}{of_team}",
        "You answered a question of {whom} about {metric}{of_team}",
        "{who} answered your question about {metric}{of_team}",
    ),
    Act.METRIC_PAUSED: Said("{who} paused {metric}{of_team}", "You paused {metric}{of_team}"),
    Act.METRIC_RESUMED: Said(
        "{who} let {metric}{of_team} be shown again", "You let {metric}{of_team} be shown again"
    ),
    Act.CORRECTED: Said(
        "{who} said that {metric}{of_team} was wrong, and had it collected anew",
        "You said that {metric}{of_team} was wrong, and had it collected anew",
    ),
    Act.AUDIT_READ: Said("{who} read the audit", "You read the audit"),
    Act.EXPORTED: Said(
        "{who} exported what I hold about them", "You exported what I hold about you"
    ),
    Act.ERASED: Said("{who} forgot somebody who had asked for it"),
    Act.DELETED: Said("{who} deleted what had reached the end of its time"),
    Act.DISCLOSED: Said(
        "{who} disclosed before an evaluation what may be spoken of{of_team}",
        "You disclosed to {whom} what may be spoken of in an evaluation",
        "{who} disclosed to you what may be spoken of in an evaluation",
    ),
    Act.DISCLOSURE_ANSWERED: Said(
        "{who} answered a disclosure before an evaluation{of_team}",
        "You answered a disclosure of {whom}",
        "{who} answered your disclosure",
    ),
    Act.DISCLOSURE_WITHDRAWN: Said(
        "{who} withdrew a disclosure before an evaluation{of_team}",
        "You withdrew a disclosure to {whom}",
        "{who} withdrew a disclosure to you",
    ),
    Act.INDIVIDUAL_ASKED: Said(
        "{who} asked to be shown one number of one person{of_team}",
        "You asked {whom} to share one number of theirs",
        "{who} asked you to share one number of yours",
    ),
    Act.INDIVIDUAL_SHARED: Said(
        "{who} shared something upon such a request{of_team}",
        "You shared something with {whom} upon their request",
        "{who} shared something with you upon your request",
    ),
    Act.INDIVIDUAL_SWITCHED: Said(
        "{who} switched requests for numbers of one person on or off",
        "You switched requests for numbers of one person on or off",
    ),
    Act.METRIC_APPROVED: Said(
        "{who} approved a number that is new to a team{of_team}",
        "You approved a number that is new to a team{of_team}",
    ),
    Act.METRIC_NOT_YET: Said(
        "{who} did not yet approve a number that is new to a team{of_team}",
        "You did not yet approve a number that is new to a team{of_team}",
    ),
    Act.PILOT_STARTED: Said("{who} began a pilot{of_team}", "You began a pilot{of_team}"),
    Act.PILOT_ENDED: Said("{who} ended a pilot{of_team}", "You ended a pilot{of_team}"),
    Act.PILOT_STOPPED: Said(
        "{who} stopped the numbers of a team{of_team}", "You stopped the numbers of a team{of_team}"
    ),
    Act.EFFECTS_REPORTED: Said("{who} reported on unintended effects{of_team}"),
    Act.POLICY_ADOPTED: Said("{who} took up the policy {version}"),
    Act.POLICY_ANNOUNCED: Said("{who} announced a change of the policy, to {version}"),
    Act.POLICY_APPROVED: Said(
        "{who} stands behind a change of the policy, to {version}",
        "You stand behind a change of the policy, to {version}",
    ),
    Act.POLICY_CALLED_OFF: Said("{who} called off a change of the policy, to {version}"),
    Act.POLICY_CHANGED: Said("{who} put the policy {version} in force"),
    Act.FLOOR_RAISED: Said("{who} took note that more people must stand behind each figure now"),
}
OF_COACH: Final = frozenset(
    {
        Act.EFFECTS_REPORTED,
        Act.ERASED,
        Act.DELETED,
        Act.POLICY_ADOPTED,
        Act.POLICY_ANNOUNCED,
        Act.POLICY_CALLED_OFF,
        Act.POLICY_CHANGED,
        Act.FLOOR_RAISED,
    }
)
"""What Coach does by itself, and concerns nobody in particular."""
FOR_STEWARDS: Final = frozenset({"who", "team", "of_team", "metric", "version"})
"""The fields that a sentence for the stewards may have."""
OTHER: Final = Said(
    "{who} did something{of_team} that this version of Coach has no words for",
    "You did something{of_team} that this version of Coach has no words for",
    "{who} did something that concerns you, and this version of Coach has no words for it",
)
"""For an act of another version; a test finds an act of this one that has no line."""

COACH: Final = "I"
SOMEBODY_GONE: Final = "Somebody who was erased since"
WHOM_GONE: Final = "somebody who was erased since"
OF_TEAM: Final = " of {team}"
WITH_WHOM: Final = " with {whom}"
A_NUMBER: Final = "a number"
MISSING: Final = "something"

STEWARDS_ONLY: Final = (
    "The audit is read by the stewards: {stewards}. Your own part of it is yours: `/coach mine` shows what"
    " you did here, and who opened what about you."
)
TITLE: Final = "The audit"
INTRO: Final = (
    "Who did what with me, the newest first. It names no one whom it concerned, and no number: each"
    " person reads their own part in `/coach mine`. That you read this stands in it too."
)
LINE: Final = "`{number}` {at}: {text}."
NO_MORE: Final = "Nothing older is kept."
OLDER: Final = "Older"
SEAL: Final = (
    "Entry {number}, seal `{seal}`: keep it somewhere else. `coach audit verify --seal {seal}` compares,"
    " and finds what was cut off or rewritten since."
)


def sentence(template: str, fields: Mapping[str, str]) -> str:
    """Return a sentence; a field that an entry does not have reads as something unnamed."""
    return template.format_map(_Fields(fields))


class _Fields(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return MISSING
