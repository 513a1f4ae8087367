"""The judgement is held to its promise on simulated teams; `make soak` has the whole table."""

import pytest

from tests.honesty.kinds import KINDS
from tests.honesty.measure import measure

TEAMS = 48
"""Of each kind, with fixed seeds; two thousand in `make soak`."""


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_noise_is_called_noise_and_a_real_change_is_seen(kind):
    measured = measure(kind, TEAMS)

    assert not measured.wrong, measured.line
    # What it gains: an arrow a week, as it is usually drawn, cries wolf on nearly every such page.
    assert measured.pages.arrows.part > 0.9
    assert measured.claims.naive_at_worst.part > 0.5
