"""The metrics of code quality and reliability.

Definitions follow the rules that neighbouring tools break most often: a ratio of sums and never a
mean of rates, nothing counted before it can have happened, and the unknown kept apart from zero.
"""

from bot.metrics.metric import Better, Kind, Layer, Metric, Privacy, Unit

SEVERITIES = ("critical", "high", "medium", "low", "info", "unrated")
HEADLINE_SEVERITIES = ("critical", "high")

# A rate over fewer than twenty cases moves by five points or more with a single one of them.
RATE_SAMPLE = 20

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

REWORK_AFTER_MERGE = Metric(
    id="rework_after_merge",
    label="Rework after merge",
    interval="reverted or fixed within 21 days of the merge",
    layer=Layer.OUTCOME,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=True,  # Each merged pull request has one author.
    needs_guardrail=False,
    purpose="See how often merged work comes back, so that we can catch issues earlier together.",
    best_for="Finding out whether requirements, review and tests catch issues early enough.",
    risk="One person's revert is held against them without the reasons for it.",
    cannot_show=(
        "Unclear requirements, deadlines, emergency work, and the courage of a quick and honest "
        "revert. A fix that nobody linked to its cause is not seen."
    ),
    question="Are we catching issues early enough, and what would let us see them sooner?",
    interventions=(
        "Make pull requests smaller, so that a reviewer can hold the whole change in mind.",
        "Ask for an early look while the change is still a draft.",
        "Keep a checklist for the risky parts, and walk through it before the merge.",
        "Add the missing test first whenever something comes back.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    settles_weeks=3,  # 21 days.
    topics=("rework", "reverts", "revert", "fixes after merge"),
    definition=(
        "Merged pull requests that were reverted, or followed by a merged fix that links to them, "
        "within 21 days, divided by all pull requests merged by people to the default branch. It "
        "counts in the week of the first merge, and only once its 21 days have passed. Reverts of "
        "reverts and follow-ups marked as planned are left out."
    ),
)

TEST_FAILURE_RATE = Metric(
    id="test_failure_rate",
    label="Test failure rate",
    interval="commits whose last test result is a failure",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=True,  # A test run stands on one commit, and a commit is somebody's.
    needs_guardrail=False,
    purpose="See how far our tests can be trusted, so that we can mend what fails for no reason.",
    best_for="Finding flaky tests, missing local checks and breaks that block everybody.",
    risk="People avoid pushing early, or remove a test that told the truth.",
    cannot_show=(
        "Whether a failure was a real fault, a flaky test or the machine it ran on, and the faults "
        "that no test looks for. Someone who writes tests for legacy code will see more failures."
    ),
    question="Which failures taught us something, and which ones only cost us time?",
    interventions=(
        "Set the flakiest test aside today, and give it an owner and a date.",
        "Make the quick checks run on one's own machine in under a minute.",
        "Pair on stronger tests for the area that breaks most.",
        "Agree that a broken default branch comes before new work.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    topics=("tests", "test", "test failures", "failing tests", "flaky tests"),
    definition=(
        "Commits whose final test result is a failure, divided by commits with a result. Retries "
        "and the jobs of one matrix count as one run. Cancelled and skipped runs are left out, and "
        "so are runs that ended because the machine did."
    ),
)

DEFECT_ESCAPE_RATE = Metric(
    id="defect_escape_rate",
    label="Defect escape rate",
    interval="defects first seen in production",
    layer=Layer.OUTCOME,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    # A defect record says who reported it, not whose doing it is. It describes the product.
    from_people=False,
    needs_guardrail=False,
    purpose="See which defects reach our users, so that we can find that kind earlier next time.",
    best_for="Deciding where testing, review or a staged release would have helped.",
    risk="Defects go unreported, so that the figure looks calm.",
    cannot_show=(
        "Defects that nobody reported, how much each one mattered, and the rescue work that people "
        "did for other teams."
    ),
    question="Which of these could we have met before our users did, and how?",
    interventions=(
        "Walk through the last three escaped defects together, and name the earliest catch.",
        "Release the riskiest changes to a small share of users first.",
        "Add stronger tests where two escapes had the same cause.",
        "Bring support into planning, so that their reports shape the checks.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    topics=("defects", "defect escapes", "escaped defects", "bugs"),
    definition=(
        "Defects first reported from production, divided by all defects reported. They count in "
        "the week of the report. What a canary or staged release caught counts as found before "
        "production. Duplicates are left out, and defects of unknown origin are counted apart."
    ),
)

INCIDENT_LINKED_CHANGES = Metric(
    id="incident_linked_changes",
    label="Incident-linked changes",
    interval="incidents with a stated link to a change",
    layer=Layer.OUTCOME,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=Better.LOWER,
    privacy=Privacy.RESTRICTED,
    from_people=True,  # The change that an incident is linked to has one author.
    needs_guardrail=False,
    purpose="Learn how changes turn into incidents, so that we can remove the pattern behind them.",
    best_for="A blameless review of several incidents at once, looking for what they share.",
    risk="People who do the hardest operational work are the ones it is held against.",
    cannot_show=(
        "The calm work of those who responded, the incidents that were avoided, and the causes "
        "that are not changes. A link in time is not a cause."
    ),
    question="What do these incidents have in common that no single change explains?",
    interventions=(
        "Hold a blameless review over the last few incidents, and look for one shared cause.",
        "Add an alarm or an automatic rollback where we noticed late.",
        "Rehearse the most likely incident in pairs.",
        "Give time back to the people who were on call.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    topics=("incidents", "incident", "outages"),
    definition=(
        "Incidents with an explicit link to a change, divided by all incidents that ended in the "
        "week. Only a link that somebody confirmed counts; closeness in time does not. Stewards "
        "alone see it, in a blameless review, and it is on no page and in no digest."
    ),
)

QUALITY = (
    FINDINGS_NEW,
    FINDINGS_INHERITED,
    REWORK_AFTER_MERGE,
    TEST_FAILURE_RATE,
    DEFECT_ESCAPE_RATE,
    INCIDENT_LINKED_CHANGES,
)
