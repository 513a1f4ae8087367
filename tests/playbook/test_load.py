"""Reading the playbook: every problem in one run, each with its file, its line and its mend."""

from pathlib import Path
from typing import Any

import pytest

from bot.errors import OperatorError
from bot.playbook.check import check, read
from bot.playbook.load import FOLDER, PlaybookProblems, built_in, load
from bot.playbook.template import Kind
from bot.teams.problem import Problem
from tests.playbook.builders import EXPLORE_LINE, a_file, write

BUILT_IN = load()


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(PlaybookProblems) as raised:
        load(folder)
    return raised.value.problems


def the_problem_of(text: str) -> Problem:
    (problem,) = check("ours/t.md.j2", text.encode()).problems
    assert problem.file == "ours/t.md.j2"
    assert problem.mend
    return problem


def test_the_built_in_playbook_loads_from_the_checkout() -> None:
    assert len(BUILT_IN.templates) >= 9
    assert BUILT_IN.check_in.id == "growth_check_in"
    assert BUILT_IN.fallback.id == "no_numbers"
    assert [(t.order, t.id) for t in BUILT_IN.templates] == sorted(
        (t.order, t.id) for t in BUILT_IN.templates
    )


def test_every_built_in_template_passes_the_whole_check_that_a_start_leaves_out() -> None:
    files = sorted((Path(__file__).parents[2] / FOLDER).glob("*.md.j2"))
    assert len(files) == len(BUILT_IN.templates)
    for file in files:
        checked = check(file.name, file.read_bytes())
        assert checked.problems == ()
        assert read(file.name, file.read_bytes()) == checked

    assert load(proven=True) == BUILT_IN


def test_a_proven_file_that_cannot_be_read_is_checked_after_all() -> None:
    broken = a_file().replace("## Align", "## Agree").encode()

    assert read("t.md.j2", broken) == check("t.md.j2", broken)
    assert read("t.md.j2", broken).problems


def test_the_folder_inside_the_package_comes_before_the_checkout(tmp_path: Path) -> None:
    package, checkout = tmp_path / "bot", tmp_path / "checkout"
    (checkout / "conversation_templates").mkdir(parents=True)
    assert built_in(package, checkout) == checkout / "conversation_templates"

    (package / "conversation_templates").mkdir(parents=True)
    assert built_in(package, checkout) == package / "conversation_templates"


def test_templates_that_are_nowhere_are_the_operators_to_mend(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="install coach-bot again"):
        built_in(tmp_path, tmp_path)


def test_an_organisations_folder_adds_templates_and_replaces_by_id(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        extra=a_file(name="our_template"),
        other_name=a_file(name="no_numbers", kind="fallback", title="Our own"),
        README="not a template",
    )
    (folder / "README.md.j2").rename(folder / "README.md")

    templates = {template.id: template for template in load(folder).templates}

    assert set(templates) == {t.id for t in BUILT_IN.templates} | {"our_template"}
    assert templates["no_numbers"].title == "Our own"
    assert templates["no_numbers"].file == f"{folder}/other_name.md.j2"


def test_lines_ended_as_on_windows_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = a_file(observe="{{ nobody }}").replace("\n", "\r\n")
    (tmp_path / "t.md.j2").write_bytes(b"\xef\xbb\xbf" + text.encode())

    (problem,) = problems_of(tmp_path)

    assert problem.line == text.split("\r\n").index("## Observe") + 2


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        ("---\nid", "id", 1, "does not start with its front matter", "`---` the first line"),
        ("order: 50\n---\n", "order: 50\n", 1, "front matter does not end", "`---` on a line"),
        ("title: Our template\n", "", 2, "`title` is missing", "Add it"),
        ("order:", "ordre:", 10, "`ordre` is not known here", "Did you mean `order`?"),
        ("version: 1", "version: one", 9, "`version` must be a whole number", "digits"),
        ("id: our_template", "id: Our Template", 2, "`id`", "small letters"),
        ("language: en", "language: english language", 8, "`language`", "BCP 47"),
        ("kind: signal", "kind: signals", 5, "`kind` is none of the values", "'check_in'"),
        ("kind: signal", "kind: situation", 2, "`kind` and `when` do not fit", "other kinds none"),
        ("words: [rose]", "words: [risen]", 6, "none of the values", "Use 'rose' or 'fell'"),
        (", words: [rose]", "", 6, "only which metric", "`adverse: true`"),
        ("needs: []", "needs: [", 9, "no valid YAML", "Check quotes"),
        ("needs: []", "needs: []\nneeds: []", 8, "`needs` is here twice", "Keep one"),
        ("pr_cycle_time", "velocity", 6, "There is no metric `velocity`", "pr_cycle_time"),
        ("pr_cycle_time", "incident_linked_changes", 6, "restricted", "blameless review"),
        ("pr_cycle_time", "drafts_flipped", 6, "on no page", "unintended effects"),
        (
            "cycle_time, words: [rose]",
            "cycle_time, words: [rose], adverse: 7",
            6,
            "adverse",
            "true",
        ),
        ("title: Our template", "title: The worst week", 3, '"worst"', "Name the work"),
        ("needs: []", "needs: [team]", 7, "`team`, which the body does not use", "Take it out"),
    ],
)
def test_wrong_front_matter_is_named_by_line_with_its_mend(
    old: str, new: str, line: int, what: str, mend: str
) -> None:
    text = a_file()
    assert old in text

    problem = the_problem_of(text.replace(old, new, 1))

    assert problem.line == line
    assert what in problem.what
    assert mend in problem.mend


def test_no_direction_is_the_adverse_one_where_neither_is_better() -> None:
    problem = the_problem_of(a_file(when="[{metric: ai_acceptance, adverse: true}]"))

    assert (problem.line, problem.what) == (6, "Neither way is better for `ai_acceptance`")
    assert "words: [rose, fell]" in problem.mend


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("## Align\n", "", 0, "`## Align` is missing"),
        ("## Align\n", "## Agree\n", 6, "`## Agree` is no heading"),
        ("## Align\n", "### Align\n", 6, "`### Align` is no heading"),
        ("## Observe\n", "Hello.\n## Observe\n", 0, "text before the first heading"),
        ("## Align\n", "## Align\nA.\n\n## Align\n", 9, "a second time"),
    ],
)
def test_wrong_headings_are_named_by_line_with_the_right_ones(
    old: str, new: str, line: int, what: str
) -> None:
    text = a_file()
    first = text.split("\n").index("## Observe") + 1

    problems = check("t.md.j2", text.replace(old, new, 1).encode()).problems

    assert (first + line, True) in [(p.line, what in p.what) for p in problems]
    assert all("## Observe, ## Explore, ## Align, ## Support" in p.mend for p in problems)


def test_headings_out_of_order_are_named_at_the_first_wrong_one() -> None:
    text = a_file().replace("## Explore", "## X").replace("## Align", "## Explore")
    text = text.replace("## X", "## Align")

    problem = the_problem_of(text)

    assert problem.what == "The headings are out of order"
    assert problem.line == text.split("\n").index("## Align") + 1


@pytest.mark.parametrize(
    ("changes", "what", "mend"),
    [
        ({"explore": "Tell me."}, "fewer than 2 questions", "at least two open questions"),
        ({"explore": "What now? Tell me."}, "fewer than 2 questions", "at least two"),
        ({"explore": "{{ nobody }} What? Why?"}, "no name `nobody`", "Use one of team, pattern"),
        ({"explore": "{{ team }} What? Why?"}, "`needs` does not have", "Add `team` to `needs`"),
        ({"explore": "{{ team What? Why?"}, "syntax is not right", "{% endif %}"),
        ({"explore": "{% if team %}What? Why?"}, "syntax is not right", "where it begins"),
        ({"explore": "You are slow. What? Why?"}, '"You are slow"', "Describe what happened"),
        ({"explore": "{{ 2 ** 9 }} What? Why?"}, "calculated", "Use the figures as they come"),
        ({"explore": "<@U1> What? Why?"}, "link or a mention", "Leave links and mentions out"),
    ],
)
def test_what_is_wrong_in_a_part_is_named_by_its_line(
    changes: dict[str, Any], what: str, mend: str
) -> None:
    text = a_file(**changes)

    problem = the_problem_of(text)

    assert problem.line == text.split("\n").index("## Explore") + 2 == EXPLORE_LINE
    assert what in problem.what
    assert mend in problem.mend


def test_a_line_deep_in_a_part_is_counted_past_tags_of_several_lines() -> None:
    explore = "What?\n{% if team %}\nWhy?\n{% endif %}\n{# one\ntwo #}\nYou are\nsloppy and <b>."

    problems = check("t.md.j2", a_file(explore=explore, needs="[team]").encode()).problems

    found = {problem.what.split(":")[0]: problem.line - EXPLORE_LINE for problem in problems}
    assert found == {
        'The wording "You are\nsloppy"': 6,
        "The text has a `<`, which Slack reads as a link or a mention": 7,
    }


def test_a_part_that_can_come_out_empty_is_refused() -> None:
    text = a_file(align="{% if with_person %}Our shared guess.{% endif %}", needs="[with_person]")

    assert the_problem_of(text).what == "Align comes out empty"


def test_a_page_that_comes_out_too_long_is_refused() -> None:
    problem = the_problem_of(a_file(align="long " * 600))

    assert "Align came to 2,999 characters" in problem.what


@pytest.mark.parametrize(
    ("kind", "align", "needs", "what", "mend"),
    [
        ("check_in", "{{ pattern }}", "pattern", "empty without a trend", "{% if pattern %}"),
        ("fallback", "{{ pattern }}", "pattern", "empty without a trend", "no numbers"),
        ("situation", "{% if recent %}a{% endif %}.", "recent", "empty without", "no numbers"),
    ],
)
def test_a_kind_that_may_have_no_trend_says_nothing_of_one(
    kind: str, align: str, needs: str, what: str, mend: str
) -> None:
    problem = the_problem_of(a_file(kind=kind, align=align, needs=f"[{needs}]"))

    assert what in problem.what
    assert mend in problem.mend


def test_a_check_in_may_speak_of_a_trend_where_there_is_one(tmp_path: Path) -> None:
    align = "{% if pattern %}{{ pattern }}{% else %}Calm{% endif %}."
    folder = write(tmp_path, t=a_file(kind="check_in", order=1, align=align, needs="[pattern]"))

    assert load(folder).check_in.id == "our_template"


def test_a_file_beyond_eight_kilobytes_is_refused_before_it_is_read() -> None:
    problem = the_problem_of(a_file(align="{{ nobody }} " * 700))

    assert problem.what == "The file is larger than 8,192 bytes"


def test_a_file_that_is_no_text_is_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "t.md.j2").write_bytes(b"---\nid: x\ntitle: \xff\n")

    (problem,) = problems_of(tmp_path)

    assert (problem.line, problem.what) == (3, "The file is not UTF-8 text here")


def test_the_same_id_twice_in_a_folder_names_the_second_file(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, a=a_file(), b=a_file()))

    assert problem.file == f"{tmp_path}/b.md.j2"
    assert problem.line == 2
    assert f"already taken by {tmp_path}/a.md.j2" in problem.what


def test_a_set_without_a_fallback_or_a_check_in_is_refused(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a=a_file(name="no_numbers", kind="situation"),
        b=a_file(name="growth_check_in", kind="situation"),
    )

    assert [(p.file, p.what) for p in problems_of(folder)] == [
        (str(folder), "No template is of kind `check_in`"),
        (str(folder), "No template is of kind `fallback`"),
    ]


def test_a_folder_that_is_missing_or_empty_is_a_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere")[0].what == "There is no such folder"
    assert problems_of(tmp_path)[0].what == "The folder has no `*.md.j2` file"


def test_all_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a=a_file(name="first_one", observe="You are sloppy.", explore="Why?", align="{{ team }}"),
        aa=a_file(name="refused_one", observe="Never.", support="{{ x }}"),
        b=a_file(name="second_one", needs="[team]").replace("version: 1", "version: 0"),
        c="no front matter",
        d=a_file(name="third_one", observe="Never.", support="{{ x }}")
        .replace("## Align", "## Agree")
        .replace("fits:", "fit:"),
    )

    problems = problems_of(folder)

    assert [(Path(p.file).name, p.line) for p in problems] == [
        ("a.md.j2", 13),
        ("a.md.j2", 16),
        ("a.md.j2", 19),
        ("aa.md.j2", 13),
        ("aa.md.j2", 22),
        ("b.md.j2", 9),
        ("c.md.j2", 1),
        ("d.md.j2", 2),
        ("d.md.j2", 4),
        ("d.md.j2", 12),
        ("d.md.j2", 13),
        ("d.md.j2", 18),
        ("d.md.j2", 22),
    ]
    assert all(p.what and p.mend for p in problems)


def test_problems_read_as_file_line_what_and_mend(tmp_path: Path) -> None:
    folder = write(tmp_path, t=a_file(explore="Why? {{ nobody }}"))

    with pytest.raises(OperatorError) as raised:
        load(folder)

    assert str(raised.value).startswith(
        f"{folder}/t.md.j2:{EXPLORE_LINE}: There is no name `nobody`. Use one of team, pattern,"
    )


def test_a_signal_template_keeps_the_words_by_which_its_metrics_are_known() -> None:
    review = next(t for t in BUILT_IN.templates if t.id == "review_wait")

    assert {"pr_cycle_time", "Wait for first review", "pickup time"} <= review.metric_topics
    assert review.kind is Kind.SIGNAL
