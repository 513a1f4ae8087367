"""What a template may not do, asked as an author would: by writing a file."""

import pytest
from hypothesis import given, settings, strategies as st

from bot.playbook.check import LARGEST, check
from bot.playbook.render import PAGE_LIMIT, PART_LIMIT, render
from tests.playbook.builders import A_PAGE, EXPLORE, a_file

MEASURED = {
    # Each of these ran on, or filled the memory, in Jinja's own sandbox.
    "range": "{% for n in range(10**6) %}{{ n }}{% endfor %}",
    "nested ranges": "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "power": "{{ 9**(9**8) }}",
    "doubling": "{% set s = 'aaaaaaaa' %}" + "{% set s = s ~ s %}" * 20 + "{{ s }}",
    "list times number": "{{ [0]*(10**8) }}",
    "lipsum": "{{ lipsum(n=20000) }}",
    "ljust": "{{ 'a'.ljust(10**8) }}",
    "format filter": "{{ '%0100000000d'|format(1) }}",
    "center filter": "{{ 'a'|center(10**8) }}",
    "wordwrap filter": "{{ pattern|wordwrap(1) }}",
    "append": "{{ interventions.append('x') }}",
}
OTHERS = {
    "class of a text": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "format method": "{{ '{0.__class__}'.format(pattern) }}",
    "attr filter": "{{ pattern|attr('format') }}",
    "map filter": "{{ interventions|map('upper')|list }}",
    "item": "{{ interventions[0] }}",
    "slice": "{{ pattern[::-1] }}",
    "attribute": "{{ metric.label }}",
    "config": "{{ config }}",
    "self": "{{ self }}",
    "cycler": "{{ cycler('a', 'b') }}",
    "joiner": "{{ joiner() }}",
    "dict call": "{{ dict(a=1) }}",
    "namespace": "{% set ns = namespace(x=1) %}",
    "set block": "{% set x %}{{ pattern }}{% endset %}",
    "with block": "{% with x = 1 %}{{ x }}{% endwith %}",
    "macro": "{% macro m() %}x{% endmacro %}",
    "call block": "{% call(x) pattern() %}x{% endcall %}",
    "filter block": "{% filter upper %}x{% endfilter %}",
    "block": "{% block b %}x{% endblock %}",
    "include": "{% include 'growth_check_in.md.j2' %}",
    "import": "{% import 'x' as y %}",
    "from import": "{% from 'x' import y %}",
    "extends": "{% extends 'x' %}",
    "autoescape": "{% autoescape true %}{{ pattern }}{% endautoescape %}",
    "add": "{{ weeks + 1 }}",
    "subtract": "{{ weeks - 1 }}",
    "multiply a text": "{{ 'a' * 100000000 }}",
    "divide": "{{ weeks / 0 }}",
    "modulo format": "{{ '%s' % pattern }}",
    "concat": "{{ pattern ~ pattern }}",
    "negative": "{{ -weeks }}",
    "join chain": "{{ 'aaaa'|join('bbbbbbbb')|join('cccccccc')|join('dddddddd') }}",
    "long separator": "{{ interventions|join('-----------') }}",
    "join a name": "{{ interventions|join(pattern) }}",
    "join by attribute": "{{ interventions|join(', ', attribute='upper') }}",
    "replace filter": "{{ pattern|replace('a', 'aaaaaaaaaa') }}",
    "tojson filter": "{{ interventions|tojson }}",
    "safe filter": "{{ pattern|safe }}",
    "default with a name": "{{ pattern|default(metric) }}",
    "upper with an argument": "{{ pattern|upper(1) }}",
    "keyword argument": "{{ pattern|default(default_value='x') }}",
    "starred argument": "{{ pattern|default(*interventions) }}",
    "inline if": "{{ 'a' if pattern else 'b' }}",
    "inline comparison": "{{ word == 'rose' }}",
    "inline not": "{{ not pattern }}",
    "is test": "{% if pattern is defined %}x{% endif %}",
    "greater": "{% if weeks > 3 %}x{% endif %}",
    "in": "{% if 'a' in pattern %}x{% endif %}",
    "chained comparison": "{% if 'a' == word == 'b' %}x{% endif %}",
    "loop in a loop": (
        "{% for a in interventions %}{% for b in interventions %}x{% endfor %}{% endfor %}"
    ),
    "recursive loop": "{% for a in interventions recursive %}{{ loop(a) }}{% endfor %}",
    "filtered loop": "{% for a in interventions if a %}x{% endfor %}",
    "loop with else": "{% for a in interventions %}x{% else %}y{% endfor %}",
    "loop over a text": "{% for a in pattern %}{{ a }}{% endfor %}",
    "loop over a list of its own": "{% for a in [1, 2, 3] %}{{ a }}{% endfor %}",
    "unpacking loop": "{% for a, b in interventions %}x{% endfor %}",
    "loop that takes a name": "{% for team in interventions %}x{% endfor %}",
    "loop that takes Jinja's name": "{% for self in interventions %}x{% endfor %}",
    "loop index": "{% for a in interventions %}{{ loop.index }}{% endfor %}",
    "name after its loop": "{% for a in interventions %}{% endfor %}{{ a }}",
    "unknown name": "{{ person }}",
    "list as text": "{{ interventions }}",
    "flag as text": "{{ with_person }}",
    "number with thousands of digits": "{{ " + "9" * 5000 + " }}",
    "number too long for decimals": "{% if weeks == 0x" + "f" * 6000 + " %}x{% endif %}",
    "infinity": "{% if weeks == 1e999 %}x{% endif %}",
    "dictionary": "{{ {'a': 1} }}",
    "tuple": "{{ (1, 2) }}",
    "deep condition": "{% if pattern %}" * 40 + "x" + "{% endif %}" * 40,
    "deep brackets": "{{ " + "(" * 3000 + "team" + ")" * 3000 + " }}",
    "deep not": "{% if " + "not " * 1500 + "team %}x{% endif %}",
    "long and": "{% if " + "team and " * 600 + "team %}x{% endif %}",
    "do": "{% do interventions.append(1) %}",
    "debug": "{% debug %}",
    "open tag": "{{ pattern",
    "open block": "{% if pattern %}x",
    "mention in the text": "<!channel> look",
    "link in the text": "<https://example.com|here>",
}


@pytest.mark.parametrize("attack", [*MEASURED.values(), *OTHERS.values()], ids=[*MEASURED, *OTHERS])
def test_a_template_that_does_more_than_the_list_allows_is_refused(attack: str) -> None:
    text = a_file(explore=f"First line.\n{attack} {EXPLORE}")
    assert len(text) < LARGEST, "refused for its size, this would prove nothing"
    line = text.split("\n").index("First line.") + 2

    checked = check("t.md.j2", text.encode())

    assert checked.template is None
    refused = [problem for problem in checked.problems if "`needs`" not in problem.what]
    assert refused
    assert all(problem.line in {line - 1, line} and problem.mend for problem in refused)


@pytest.mark.parametrize(
    ("source", "needs", "comes_out"),
    [
        ("{{ pattern }}", "[pattern]", A_PAGE.pattern),
        ("{{ team | upper }}", "[team]", "PAYMENTS"),
        ("{{ team | lower | capitalize | e }}", "[team]", "Payments"),
        ("{{ service or 'all of it' }}", "[service]", "auth-service"),
        ("{{ service and team }}", "[service, team]", "Payments"),
        ("{{ service | default('all of it', true) }}", "[service]", "auth-service"),
        ("{{ service | default('all of it') }}", "[service]", "auth-service"),
        ("{{ interventions | join(' / ') }}", "[interventions]", "Add a checklist. / Pair"),
        ("{% for o in interventions %}({{ o }}){% endfor %}", "[interventions]", "(Add a checkl"),
        ("{% if not service %}a{% else %}b{% endif %}", "[service]", "b"),
        ("{% if word == 'rose' and weeks != 7 %}up{% endif %}", "[word, weeks]", "up"),
        ("{% if word == 'fell' %}a{% elif with_person %}b{% else %}c{% endif %}",
         "[word, with_person]", "c"),
        ("{{ 'as it is' }}{# nobody reads this #}", "[]", "as it is"),
        ("{% raw %}{{ braces }}{% endraw %}", "[]", "{{ braces }}"),
    ],
)  # fmt: skip
def test_what_the_list_allows_is_rendered(source: str, needs: str, comes_out: str) -> None:
    checked = check("t.md.j2", a_file(align=source + " .", needs=needs).encode())

    assert checked.problems == ()
    assert checked.template is not None
    assert comes_out in render(checked.template, A_PAGE).align


NAMES = st.sampled_from(["team", "pattern", "service", "metric", "recent", "check_in", "'text'"])
SHOWN = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        st.builds("{} | {}".format, inner, st.sampled_from(["upper", "lower", "e", "capitalize"])),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=4,
)
ALLOWED = st.recursive(
    st.one_of(st.just("plain text "), st.builds("{{{{ {} }}}}".format, SHOWN)),
    lambda inner: st.one_of(
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, SHOWN, inner, inner),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=12,
)
SIGNS = (
    "{{ }} {% %} {# #} if endif for endfor in x interventions pattern else set = range ( ) [ ] ** 9 "
    "'a' ~ .upper .__class__ or and not == | join macro raw endraw - : , % < include"
)
PIECES = st.lists(st.sampled_from([*SIGNS.split(), "\n"]), max_size=60).map(" ".join)


@given(source=ALLOWED)
@settings(deadline=None, max_examples=60)
def test_whatever_the_grammar_allows_is_accepted_and_rendered(source: str) -> None:
    names = sorted(name for name in A_PAGE.names() if name in source)
    text = a_file(align=f"{source} .", needs=f"[{', '.join(names)}]")

    checked = check("t.md.j2", text.encode())

    if any("nested too deeply" in problem.what for problem in checked.problems):
        return
    assert checked.problems == ()
    assert checked.template is not None
    assert len(render(checked.template, A_PAGE).align) <= PART_LIMIT


@given(source=PIECES)
@settings(deadline=None, max_examples=200)
def test_no_string_of_pieces_gets_past_the_list_and_none_breaks_it(source: str) -> None:
    checked = check("t.md.j2", a_file(align=f"{source} .").encode())

    assert (checked.template is None) == bool(checked.problems)
    if checked.template is not None:
        rendered = render(checked.template, A_PAGE)
        assert len(rendered.align) < PAGE_LIMIT
