"""The metrics of what analysers find in the code. They mark places, and know nobody."""

from bot.metrics.metric import RATE_SAMPLE, Better, Kind, Layer, Metric, Privacy, Unit

SEVERITIES = ("critical", "high", "medium", "low", "info", "unrated")
HEADLINE_SEVERITIES = ("critical", "high")

FINDINGS_NEW = Metric(
    id="findings_new",
    label="High-severity findings",
    interval="new in reviewed pull requests, per 1,000 lines",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.PER_KLOC,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    # A finding is about a place in the code. The analyser names no author, and the line it points
    # at was often shaped by many hands, so there is nobody to count.
    from_people=False,
    needs_guardrail=False,
    purpose="See where new code is exposed, so that we can add checks and tests there first.",
    best_for="Choosing where a service needs stronger tests, safer templates or clearer ownership.",
    risk="Debt that was always there is put down to whoever touched the file last.",
    cannot_show=(
        "Which findings matter in this system, code that the analyser never reads, and the extra "
        "care that an urgent fix or a legacy area asks for."
    ),
    question="Where would one more check or test save us the most trouble?",
    interventions=(
        "Add a short checklist for the rule that comes up most, and use it in review.",
        "Pair on the next two changes in the service with the most findings.",
        "Put the safe way of doing it into the template or shared library that people start from.",
        "Agree which rules we do not follow here, and switch those off together.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    dimensions=SEVERITIES,
    headline=HEADLINE_SEVERITIES,
    topics=("findings", "new findings", "security findings", "security", "code quality", "quality"),
    definition=(
        "Distinct findings in the reviews of pull requests, for each 1,000 lines that the analyser "
        "metered. A finding that several reviews of one pull request repeat counts once. Critical "
        "and high make the headline; a finding without a severity is kept apart as unrated and "
        "never counted as info. The sample is the number of reviewed pull requests, and below 20 "
        "of them counts are shown instead of a rate. Failed and pending reviews are left out."
    ),
)

FINDINGS_INHERITED = Metric(
    id="findings_inherited",
    label="Inherited findings",
    interval="in the latest full analysis, per 1,000 lines",
    layer=Layer.OUTCOME,
    kind=Kind.RATIO,
    unit=Unit.PER_KLOC,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    # The whole repository is older than the team that owns it today: nobody to count.
    from_people=False,
    needs_guardrail=False,
    purpose="Know the debt a service carries, so that we can make room to pay some of it back.",
    best_for="Planning a refactoring spike, and saying out loud that part of the load is old.",
    risk="A team that took over an old service is asked to answer for its whole past.",
    cannot_show=(
        "Who left it there and under what pressure, the legacy context that people carry in their "
        "heads, and whether a finding is ever reached in practice."
    ),
    question="Which part of what we inherited costs us the most each week?",
    interventions=(
        "Set aside a refactoring spike of a few days for one area, with its end agreed beforehand.",
        "Fix one inherited finding whenever a change passes that file anyway.",
        "Write tests around the riskiest old part before anybody changes it.",
        "Ask whether the service needs another owner, or fewer features.",
    ),
    guardrails=(),
    # A full analysis counts everything there is, so a single one is already the whole answer.
    minimum_sample=1,
    dimensions=SEVERITIES,
    headline=HEADLINE_SEVERITIES,
    topics=("inherited", "debt", "technical debt", "legacy"),
    definition=(
        "Distinct findings in the latest completed analysis of the whole repository, for each "
        "1,000 lines that the analyser metered. Critical and high make the headline; a finding "
        "without a severity is kept apart as unrated. The sample is the number of full analyses, "
        "and one is enough. A week without a full analysis is a gap, not a zero."
    ),
)

FINDINGS_OPENED = Metric(
    id="findings_opened",
    label="High-severity findings opened",
    interval="first seen in the default branch, each week",
    layer=Layer.GUARDRAIL,
    kind=Kind.COUNT,
    unit=Unit.PER_WEEK,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    # For the same reason as the findings in reviews: a finding marks a place, and names nobody.
    from_people=False,
    needs_guardrail=False,
    purpose="See where our code becomes exposed, so that we can put a check where it starts.",
    best_for="Following a scanner of the whole code, which meters no lines to divide by.",
    risk="Rules are switched off, or a finding is dismissed to keep the count down.",
    cannot_show=(
        "Whether a finding is ever reached in practice, how much code was written, and the debt "
        "that a new rule brings to light all at once."
    ),
    question="Which of these would one check, one template or one upgrade have kept out?",
    interventions=(
        "Let the scanner speak in the pull request, before the merge.",
        "Take the kind that comes most often, and make its safe form the easy one.",
        "Agree on one hour a week in which dependencies are brought up to date.",
        "Switch off together the rules that do not matter here, and write down why.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    dimensions=SEVERITIES,
    headline=HEADLINE_SEVERITIES,
    topics=("findings opened", "opened findings", "alerts", "vulnerabilities"),
    definition=(
        "Findings that a scanner of the default branch saw for the first time in a week, each once. "
        "Critical and high make the headline; a finding without a severity is kept apart as "
        "unrated. A finding that comes back counts in the week of its first sight alone. A week in "
        "which the scanner answered and found nothing is a zero."
    ),
)

FINDINGS_CLOSED = Metric(
    id="findings_closed",
    label="High-severity findings closed",
    interval="gone from the default branch, each week",
    layer=Layer.OUTCOME,
    kind=Kind.COUNT,
    unit=Unit.PER_WEEK,
    better=Better.HIGHER,
    privacy=Privacy.TEAM,
    from_people=False,  # A finding is closed by whatever took its place in the code.
    needs_guardrail=False,
    purpose="See the care that goes into old and new findings, so that we can make room for it.",
    best_for="Showing that a clean-up has an effect, while new findings go on coming.",
    risk="Easy findings are closed first because they count the same.",
    cannot_show=(
        "How hard each one was, which mattered, and the work on findings that are not closed yet. "
        "A quiet week may be one with nothing left to close."
    ),
    question="What made it easy to close these, and could the rest be made as easy?",
    interventions=(
        "Set aside an afternoon a month for the findings that everybody steps around.",
        "Fix one old finding whenever a change passes that file anyway.",
        "Let two people close the hardest one together.",
    ),
    guardrails=("findings_opened",),
    minimum_sample=RATE_SAMPLE,
    dimensions=SEVERITIES,
    headline=HEADLINE_SEVERITIES,
    topics=("findings closed", "closed findings", "fixed findings"),
    definition=(
        "Findings that were mended, so that a scanner of the default branch sees them no more, in "
        "the week in which that happened. Findings that somebody dismissed or suppressed are left "
        "out and counted apart. Critical and high make the headline. A week in which the scanner "
        "answered and nothing was closed is a zero."
    ),
)

FINDINGS = (FINDINGS_NEW, FINDINGS_INHERITED, FINDINGS_OPENED, FINDINGS_CLOSED)
