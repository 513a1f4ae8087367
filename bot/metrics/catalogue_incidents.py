"""The metrics of incidents. They are about what runs, and about nobody who was on call."""

from bot.metrics.metric import (
    DURATION_SAMPLE,
    RATE_SAMPLE,
    Better,
    Kind,
    Layer,
    Metric,
    Privacy,
    Unit,
)

INCIDENT_COUNT = Metric(
    id="incident_count",
    label="Incidents",
    interval="that began in a week",
    layer=Layer.OUTCOME,
    kind=Kind.COUNT,
    unit=Unit.PER_WEEK,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    # An incident is a service's. Who was called, and who answered, is never read.
    from_people=False,
    needs_guardrail=False,
    purpose="See how much load incidents bring, so that we can give the time back and mend causes.",
    best_for="Talking about on-call load, and about which service asks for attention.",
    risk="Incidents go undeclared, so that the count looks calm.",
    cannot_show=(
        "How far each one reached, the nights they cost, the calm work of those who responded, and "
        "what was noticed and mended before it became one."
    ),
    question="What do the last few have in common, and who needs rest because of them?",
    interventions=(
        "Give time back to the people who were on call, this week.",
        "Walk through the last three together, and look for one shared cause.",
        "Take out or mend the alarm that wakes people for nothing.",
        "Rehearse the most likely incident in pairs.",
    ),
    guardrails=(),
    minimum_sample=DURATION_SAMPLE,
    topics=("incidents", "incident", "outages", "on call"),
    definition=(
        "Incidents of a service that began in a week, as the tool that keeps them says. Merged and "
        "repeated records of one incident count once. An alarm is no incident. A week in which the "
        "tool answered and had none is a zero."
    ),
)

INCIDENT_RESTORE_TIME = Metric(
    id="incident_restore_time",
    label="Time to restore",
    interval="start of an incident to its end",
    layer=Layer.OUTCOME,
    kind=Kind.DISTRIBUTION,
    unit=Unit.HOURS,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=False,  # For the same reason as the incidents themselves.
    needs_guardrail=False,
    purpose="See how long it takes until users are well again, so that we can make mending easier.",
    best_for="Finding out what slows mending down: noticing, deciding, rolling back, or access.",
    risk="Incidents are closed before they are over, or split into short ones.",
    cannot_show=(
        "How many people felt it, how hard it was to understand, and whether somebody had to leave "
        "their sleep or their family for it."
    ),
    question="Where did the time go: in noticing, in understanding, or in mending?",
    interventions=(
        "Rehearse a rollback until it is quick and dull.",
        "Write down the first three steps for the alarm that comes most.",
        "Give everybody on call the access that they had to ask for last time.",
    ),
    guardrails=("change_fail_rate",),
    minimum_sample=DURATION_SAMPLE,
    topics=("restore time", "time to recover", "recovery time", "mttr"),
    definition=(
        "Hours from the start of an incident until it was resolved, by the clock on the wall. Shown "
        "as median and 75th percentile, in the week in which it was resolved. Incidents that are "
        "still open are not in it. One that says it ended before it began is left out."
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
    topics=("incident causes", "linked incidents"),
    definition=(
        "Incidents with an explicit link to a change, divided by all incidents that ended in the "
        "week. Only a link that somebody confirmed counts; closeness in time does not. Stewards "
        "alone see it, in a blameless review, and it is on no page and in no digest."
    ),
)

INCIDENTS = (INCIDENT_COUNT, INCIDENT_RESTORE_TIME, INCIDENT_LINKED_CHANGES)
