"""The parts of the handbook, each made from the source of what Coach does. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.handbook import words
from bot.metrics.forbidden import ForbiddenMetric
from bot.metrics.metric import Metric, Privacy
from bot.metrics.pair import Verdict
from bot.metrics.trend import SMALLEST_CHANGE, SPAN, Word
from bot.playbook.template import PARTS, ConversationTemplate
from bot.playbook.wording import Rule
from bot.questions import pause
from bot.teams.policy import Policy
from bot.welcome import words as welcome


@dataclass(frozen=True, slots=True)
class Sources:
    """What the handbook is made from.

    Attributes:
        metrics: the catalogue, by id.
        safest: the ids of those that need no approval.
        forbidden: what is never measured.
        rules: the wording check's.
        templates: the conversation templates, the organisation's own among them.
        policy: what the organisation has decided about Coach.
        floor: how many people must stand behind a number.
    """

    metrics: Mapping[str, Metric]
    safest: Sequence[str]
    forbidden: Sequence[ForbiddenMetric]
    rules: Sequence[Rule]
    templates: Sequence[ConversationTemplate]
    policy: Policy
    floor: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it is about, and what is said of it. The first may be "".

    Plain text, in which `{stewards}` stands for the stewards.
    """

    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the handbook.

    Attributes:
        name: what one types to read it.
        summary: what is in it, as a line of the overview.
    """

    name: str
    title: str
    summary: str
    intro: str
    entries: tuple[Entry, ...]


def parts(sources: Sources) -> tuple[Part, ...]:
    """Return all parts, in their order."""
    return tuple(make(sources) for make in _MAKERS)


def _allowed(sources: Sources) -> Part:
    safest = ", ".join(sources.metrics[one].label for one in sources.safest)
    intro = words.ALLOWED_INTRO.format(safest=safest, floor=sources.floor)
    entries = tuple(
        Entry(metric.label, _purpose(sources, metric))
        for metric in sources.metrics.values()
        if sources.policy.allows(metric.id)
    )
    return Part("allowed", words.ALLOWED, words.ALLOWED_SUMMARY, intro, entries)


def _purpose(sources: Sources, metric: Metric) -> str:
    if metric.privacy is Privacy.RESTRICTED:
        return words.RESTRICTED.format(purpose=metric.purpose)
    if metric.privacy is Privacy.EFFECTS:
        return words.EFFECTS.format(purpose=metric.purpose)
    if not metric.needs_guardrail:
        return metric.purpose
    labels = [sources.metrics[one].label.lower() for one in metric.guardrails]
    return words.BESIDE.format(purpose=metric.purpose, guardrails=" or ".join(labels))


def _forbidden(sources: Sources) -> Part:
    never = [Entry(one.name, one.reason) for one in sources.forbidden]
    left_out = [
        Entry(metric.label, words.LEFT_OUT)
        for metric in sources.metrics.values()
        if not sources.policy.allows(metric.id)
    ]
    entries = (*never, *left_out)
    intro = words.FORBIDDEN_INTRO
    return Part("forbidden", words.FORBIDDEN, words.FORBIDDEN_SUMMARY, intro, entries)


def _trends(_sources: Sources) -> Part:
    smallest = round(SMALLEST_CHANGE * 100)
    said = [Entry(str(word), words.WORDS[word].format(smallest=smallest)) for word in Word]
    both = [Entry(words.PAIR.format(said=one), words.TOGETHER[one]) for one in Verdict]
    intro = words.TRENDS_INTRO.format(span=SPAN)
    return Part("trends", words.TRENDS, words.TRENDS_SUMMARY, intro, (*said, *both))


def _conversation(sources: Sources) -> Part:
    steps = [
        Entry(f"{number}. {step}", words.STEPS[step]) for number, step in enumerate(PARTS, start=1)
    ]
    templates = [
        Entry(words.TEMPLATE.format(title=one.title), one.fits) for one in sources.templates
    ]
    intro = words.CONVERSATION_INTRO.format(number=len(PARTS))
    summary, entries = words.CONVERSATION_SUMMARY, (*steps, *templates)
    return Part("conversation", words.CONVERSATION, summary, intro, entries)


def _phrases(sources: Sources) -> Part:
    entries = tuple(
        Entry(
            words.KINDS[rule.kind],
            words.PHRASE.format(say=rule.say, rather_not=rule.rather_not, why=rule.why),
        )
        for rule in sources.rules
    )
    return Part("phrases", words.PHRASES, words.PHRASES_SUMMARY, words.PHRASES_INTRO, entries)


def _asking(_sources: Sources) -> Part:
    how = words.ASK_QUESTION_HOW.format(many=pause.MANY, days=pause.DAYS)
    entries = (
        Entry(words.ASK_ACCESS, words.ASK_ACCESS_HOW),
        Entry(words.ASK_NUMBER, words.ASK_NUMBER_HOW),
        Entry(words.ASK_CATALOGUE, words.ASK_CATALOGUE_HOW),
        Entry(words.ASK_QUESTION, how),
        Entry(words.ASK_CONTEXT, words.ASK_CONTEXT_HOW),
    )
    return Part("asking", words.ASKING, words.ASKING_SUMMARY, words.ASKING_INTRO, entries)


def _escalation(sources: Sources) -> Part:
    link = sources.policy.formal
    formal = words.FORMAL_HOW.format(link=link) if link else words.FORMAL_NO_LINK
    entries = (
        Entry(words.WORRY, words.WORRY_HOW),
        Entry(words.MISUSE, words.MISUSE_HOW),
        Entry(words.FORMAL, formal),
    )
    summary, intro = words.ESCALATION_SUMMARY, words.ESCALATION_INTRO
    return Part("escalation", words.ESCALATION, summary, intro, entries)


def _never(_sources: Sources) -> Part:
    entries = tuple(Entry("", said) for said in (welcome.NEVER, *words.NEVERS))
    return Part("never", words.NEVER, words.NEVER_SUMMARY, words.NEVER_INTRO, entries)


_MAKERS: tuple[Callable[[Sources], Part], ...] = (
    _allowed,
    _forbidden,
    _trends,
    _conversation,
    _phrases,
    _asking,
    _escalation,
    _never,
)
