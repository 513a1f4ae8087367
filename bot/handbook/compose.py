"""Puts the handbook together from what Coach does here."""

from bot.handbook.parts import Part, Sources, parts
from bot.metrics import catalogue, forbidden
from bot.playbook import wording
from bot.playbook.template import Playbook
from bot.teams.policy import Policy


def compose(playbook: Playbook, policy: Policy, floor: int) -> tuple[Part, ...]:
    """Return all parts.

    Args:
        playbook: the conversation templates, the organisation's own among them.
        policy: what the organisation has decided about Coach, as it holds now.
        floor: how many people must stand behind a number.
    """
    return parts(
        Sources(
            metrics=catalogue.METRICS,
            safest=catalogue.SAFEST,
            forbidden=forbidden.FORBIDDEN,
            rules=wording.rules(),
            templates=playbook.templates,
            policy=policy,
            floor=floor,
        )
    )
