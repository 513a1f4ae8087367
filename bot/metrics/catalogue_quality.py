"""The metrics of what comes back after it was thought done.

Definitions follow the rules that neighbouring tools break most often: a ratio of sums and never a
mean of rates, nothing counted before it can have happened, and the unknown kept apart from zero.
"""

from bot.metrics.metric import RATE_SAMPLE, Better, Kind, Layer, Metric, Privacy, Unit

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

QUALITY = (REWORK_AFTER_MERGE, DEFECT_ESCAPE_RATE)
