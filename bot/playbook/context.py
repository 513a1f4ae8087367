"""The names a template may use, and nothing else."""

from dataclasses import dataclass, fields

SIGNAL_NAMES = frozenset(
    {
        "pattern",
        "metric",
        "service",
        "word",
        "recent",
        "before",
        "question",
        "interventions",
        "guardrail",
    }
)
"""The names that are empty when there is no trend to talk about."""
LIST_NAMES = frozenset({"interventions"})
FLAG_NAMES = frozenset({"with_person"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a page knows. Plain text: `render` does the escaping that Slack asks for.

    Attributes:
        team: the name of the team.
        pattern: one neutral sentence on what moved, without its full stop; "" when nothing is shown.
        metric: the metric's label, or "".
        service: the service's name, or "" for the whole team.
        word: "rose", "fell", "no clear change", or "".
        recent: the figure of the recent weeks with its unit, as text, or "".
        before: the figure of the weeks before them, or "".
        weeks: how many weeks "recent" spans.
        question: the metric's coaching question, or "".
        interventions: what a team might try, as the catalogue words it.
        check_in: the date on which to look again, as text.
        guardrail: one sentence on the guardrail, without its full stop, or "".
        with_person: whether the page is for a conversation with one engineer.
    """

    team: str
    pattern: str
    metric: str
    service: str
    word: str
    recent: str
    before: str
    weeks: int
    question: str
    interventions: tuple[str, ...]
    check_in: str
    guardrail: str
    with_person: bool

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names, in the order in which they are documented."""
        return tuple(field.name for field in fields(cls))

    @property
    def has_signal(self) -> bool:
        """Whether there is a trend to talk about."""
        return self.pattern != ""

    def values(self) -> dict[str, object]:
        """Return what stands behind each name, ready for a template.

        A full stop that came with a sentence is taken off, so that templates can set their own.
        """
        values: dict[str, object] = {name: getattr(self, name) for name in self.names()}
        return values | {
            "pattern": self.pattern.rstrip(". "),
            "guardrail": self.guardrail.rstrip(". "),
        }
