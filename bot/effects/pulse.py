"""Three questions without a name: how answers are kept, and what may be told of them. Pure.

How an answer is kept. The message to each member carries a token, 128 random bits that are made as the
message leaves and stand nowhere but in that message. An answer is a row: team, quarter, question, yes or
no, and a mark: HMAC-SHA-256 of token and question, under a key of this team's quarter. Another press of
the same message finds the same row, so an answer can be changed. "Rather not say" deletes the row, so it
is the same as never having answered. With the report the rows are counted, then they and the key are
deleted for good. There is no column for a person or a time, and the three answers of one person do not
lead to each other. So the database and the key ring together do not tell who answered what, nor who
answered at all.

What this does not protect from: whoever reads the direct messages of a member in Slack and has the
database and the key ring too, within those two weeks; whoever watches the traffic of Slack to Coach, or
the rows of the database, at the moment of a press; and rows lie in the order in which they came, so
whoever knows who pressed when, can guess.

What may be told. Never a figure, and nothing unless more answers than the floor stand behind it, so that
whoever answered sees at least as many others as the floor. "Rather not say" is never told. Three phrases
are: more said yes than no, more said no than yes, and some said yes and some no. No phrase is only said
when all agree, so unanimity cannot be read from it. The first two take three quarters, so that a few
answers do not turn one into the other; and what one answer more, less or other would turn stands as it
was told last (see `steady`), so that the answer of one who came in between cannot be found by subtraction.
Each phrase holds of every case in which it can be told, that of the report before included. That nothing
is told tells that few answered; that the floor is just reached when somebody new is there can make others
think that they answered, and not what.

Only members are asked, and none who also manages the team: the questions are about what managers do with
Coach, and the team's answer should be the team's own.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.effects.steady import steady
from bot.teams.roster import Team


class Question(StrEnum):
    """What is asked, in this order."""

    RATHER_NOT = "rather_not"
    WORRY = "worry"
    HELP = "help"


class Answer(StrEnum):
    """What can be answered."""

    YES = "yes"
    NO = "no"
    NEITHER = "neither"


MORE_YES, MORE_NO, DIVIDED = "more_yes", "more_no", "divided"
_CLEAR: Final = 0.75
Counts = Mapping[str, int]


def asked(team: Team, floor: int) -> tuple[str, ...]:
    """Return the Slack ids of those who are asked; nobody where their answers could not be told."""
    people = tuple(one.slack for one in team.members if one.slack not in team.managers)
    return people if len(people) > floor else ()


def marked(key: bytes, token: str, question: Question) -> str:
    """Return the mark under which an answer is kept."""
    return hmac.new(key, f"{token}/{question}".encode(), sha256).hexdigest()


def told(answers: Sequence[str], floor: int, before: str | None) -> str | None:
    """Return what may be told of the answers to one question; None where it is nothing.

    Args:
        answers: each yes or no.
        floor: the organisation's minimum group.
        before: what was told last of it; None where nothing was.
    """
    yes, no = (sum(one == wanted for one in answers) for wanted in (Answer.YES, Answer.NO))
    if yes + no <= floor:
        return None
    return steady(_word(yes, no), (_word(*one) for one in _beside(yes, no)), before)


def _beside(yes: int, no: int) -> Iterator[tuple[int, int]]:
    """Yield the counts with one answer more, less, or other."""
    for more_yes, more_no in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, -1), (-1, 1)):
        if yes + more_yes >= 0 and no + more_no >= 0:
            yield yes + more_yes, no + more_no


def _word(yes: int, no: int) -> str:
    if yes >= _CLEAR * (yes + no):
        return MORE_YES
    return MORE_NO if no >= _CLEAR * (yes + no) else DIVIDED
