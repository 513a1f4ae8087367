"""Every act has its words, and those that stewards read name nobody whom it concerns."""

from string import Formatter

import pytest

from bot.audit import words
from bot.audit.noted import Act


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_sentence_for_stewards_and_one_for_whom_it_concerns(act):
    said = words.ACTS[act]

    assert said.stewards.startswith("{who} ")
    assert fields(said.stewards) <= words.FOR_STEWARDS
    assert bool(said.mine or said.theirs) != (act in words.OF_COACH)
    assert not said.mine or said.mine.startswith("You ")
    assert not said.theirs or (said.theirs.startswith("{who} ") and " you" in said.theirs)
    assert not any(text.endswith(".") for text in (said.stewards, said.mine, said.theirs))


def test_an_act_without_words_and_a_field_that_is_missing_break_no_page():
    assert {*words.ACTS} == {*Act}
    assert "whom" not in words.FOR_STEWARDS
    said = words.sentence("{who} changed {what_nobody_wrote}", {"who": "I"})
    assert said == "I changed something"
    assert words.sentence(words.OTHER.stewards, {"who": "I", "of_team": ""}).startswith("I did")
