"""What a person typed stays text: nothing in it comes alive, hides, or turns a line around."""

import re
import unicodedata

import pytest
from hypothesis import example, given, strategies as st

from bot.slack.text import clean, clip, escape, mentions, quote, without_mentions

ALIVE = ("<!", "<@", "<#", "<http", "<mailto")
TOKENS = [
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<!subteam^S0TEAM0001|@team>",
    "<@U0MARTA001>",
    "<#C0PAYMENTS|payments>",
    "<!date^1392734382^{date}|when>",
    "<https://example.com|a bank>",
    "<\u200b!channel>",
    "<\u202e!channel>",
    "&lt;!channel&gt;",
]
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_WORDS = st.lists(st.sampled_from(TOKENS) | st.text(), max_size=6).map("".join)


@given(_WORDS)
@example("".join(TOKENS) * 200)
def test_nothing_a_person_typed_comes_alive(text):
    shown = escape(clean(text))
    assert not [token for token in ALIVE if token in shown]
    assert "<" not in shown
    assert ">" not in shown
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)


@given(_WORDS)
def test_escaped_text_reads_as_it_was_typed(text):
    shown = escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown == text


@given(st.text())
def test_no_control_or_formatting_character_is_left(text):
    left = {unicodedata.category(char) for char in clean(text) if char not in "\n\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("שלום עולם", "שלום עולם"),
        ("مرحبا", "مرحبا"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian writes words with a joiner that is no letter
        ("👩‍💻 ❤️ 🇩🇪 👍🏽", "👩‍💻 ❤️ 🇩🇪 👍🏽"),
        ("naïve café 東京", "naïve café 東京"),
        ("two\nlines", "two\nlines"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        (f"abc{OVERRIDES}def", "abcdef"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone \ud800 surrogate", "lone  surrogate"),
    ],
)
def test_letters_of_every_script_stay_and_tricks_go(typed, shown):
    assert clean(typed) == shown


@pytest.mark.parametrize("gap", ["\t", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_words_divided_by_another_kind_of_space_stay_divided(gap):
    assert clean(f"prep{gap}payments").split() == ["prep", "payments"]


@given(st.text(max_size=80), st.integers(min_value=2, max_value=60))
def test_clipped_text_keeps_to_its_limit_and_says_that_it_was_cut(text, limit):
    cut = clip(text, limit)
    assert len(cut) <= limit
    assert cut == text if len(text) <= limit else cut.endswith("…")


def test_text_is_cut_between_words_where_there_is_one():
    assert clip("review wait grew", 13) == "review wait…"
    assert clip("x" * 20, 10) == "x" * 9 + "…"
    assert clip("exactly ten", 11) == "exactly ten"


def test_a_quotation_is_one_short_line_that_cannot_do_anything():
    typed = "<!channel> \u202etxet  &\nsecond line\t" + "word " * 2000
    assert quote(typed, 40) == "“&lt;!channel&gt; txet &amp; second line word…”"


def test_ten_thousand_characters_are_quoted_in_sixty():
    assert len(quote("ü" * 10_000)) == 62


@pytest.mark.parametrize(
    ("typed", "ids", "rest"),
    [
        ("prep <@U0ALICE001|alice> growth", ["U0ALICE001"], ["prep", "growth"]),
        ("<@U0ALICE001> <@W0BEN00001|ben>", ["U0ALICE001", "W0BEN00001"], []),
        ("payments<@U0ALICE001>growth", ["U0ALICE001"], ["payments", "growth"]),
        ("<@u0alice001> <@X1234> <@U> @alice", [], ["<@u0alice001>", "<@X1234>", "<@U>", "@alice"]),
        ("<!channel> <#C0PAYMENTS|payments>", [], ["<!channel>", "<#C0PAYMENTS|payments>"]),
        ("<@U0ALICE001|a<b", [], ["<@U0ALICE001|a<b"]),
    ],
)
def test_people_are_found_by_their_ids(typed, ids, rest):
    assert mentions(typed) == ids
    assert without_mentions(typed).split() == rest


def test_ten_thousand_half_written_mentions_are_read_quickly():
    assert mentions("<@U0ALICE001|" * 800) == []
