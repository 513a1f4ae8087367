"""Questions to Jira: whatever stands in coach.yml is a value there, and never a part of the question."""

from hypothesis import example, given, strategies as st

from bot.sources.jira_options import JiraScope
from bot.sources.jira_query import first_of, quoted, touched
from tests.jira.asking import MONDAY, on
from tests.jira.jql import tokens, unquoted

NAMES = st.text(
    st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=("Cs", "Cc"))
).filter(str.strip)


@given(NAMES)
@example('"')
@example("\\")
@example('\\"')
@example('x" OR project = "PAY')
@example("Won't Do")
def test_a_quoted_value_says_what_was_put_in(value: str) -> None:
    (token,) = tokens(quoted(value))
    assert unquoted(token) == value


@given(NAMES, st.lists(NAMES, min_size=1, max_size=3))
@example('Ledger") OR (project = "PAY', ['Bug", "Story'])
def test_no_name_changes_what_a_question_asks(component: str, types: list[str]) -> None:
    scope = JiraScope(project="SHOP", component=component)
    said = list(tokens(touched(scope, types, MONDAY, on(7))))
    plain = list(tokens(touched(scope, types, MONDAY, on(7)).replace(quoted(component), '"x"', 1)))
    assert len(said) == len(plain)
    strings = [unquoted(token) for token in said if token.startswith('"')]
    dates = ["2026-09-27", "2026-10-07", "2026-09-27", "2026-10-07"]
    assert strings == ["SHOP", component, *types, *dates]


def test_the_first_issue_is_asked_for_by_when_it_was_created() -> None:
    assert first_of(JiraScope(project="SHOP"), ["Incident"]) == (
        'project = "SHOP" AND issuetype in ("Incident") ORDER BY created ASC'
    )
