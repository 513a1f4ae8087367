"""The metrics of AI assistance. Neither way is better: more use is no goal and less is no lack."""

from bot.metrics.metric import RATE_SAMPLE, Kind, Layer, Metric, Privacy, Unit

AI_ACCEPTANCE = Metric(
    id="ai_acceptance",
    label="AI suggestions accepted",
    interval="accepted out of shown, in the editor",
    layer=Layer.PROCESS,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=None,
    privacy=Privacy.COHORT,
    from_people=True,  # Somebody accepts or passes over each suggestion.
    needs_guardrail=True,
    purpose="See how well suggestions fit our work, so that we can set the assistant up to help.",
    best_for="Finding the tasks in which the assistant helps, and those in which it is in the way.",
    risk="Accepting is taken for skill, or passing over for reluctance.",
    cannot_show=(
        "What kind of work it was: architecture, debugging, incidents, mentoring and legacy code "
        "give an assistant little to do. It says nothing of how well the accepted code works."
    ),
    question="For which tasks do suggestions save us time, and where do they get in the way?",
    interventions=(
        "Name two kinds of task to try it on, and two to leave it out of.",
        "Share the prompts and settings that worked, in pairs or at the retro.",
        "Add a review checklist for code that began as a suggestion.",
        "Put the team's own patterns where the assistant can read them.",
    ),
    guardrails=("findings_new", "rework_after_merge"),
    minimum_sample=RATE_SAMPLE,
    topics=("ai", "assistant", "acceptance", "suggestions", "ai suggestions", "ai acceptance rate"),
    definition=(
        "Inline suggestions accepted, divided by inline suggestions shown, by count and not by "
        "lines. Chat and agents are not in it. The source reports whole UTC days, so weeks are cut "
        "on UTC. A week in which none were shown is a gap, not a zero. Neither way is better."
    ),
)

AI_ACTIVE_SHARE = Metric(
    id="ai_active_share",
    label="AI assistant in use",
    interval="people who used the assistant, week by week",
    layer=Layer.PROCESS,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=None,
    privacy=Privacy.COHORT,
    from_people=True,  # Being active is one person's doing.
    needs_guardrail=True,
    purpose="See whether people can use the assistant, so that we can clear what is in their way.",
    best_for="Noticing a licence, set-up or training gap after something was introduced.",
    risk="Use becomes a target, and not using it has to be explained.",
    cannot_show=(
        "Why somebody uses it or not: architecture, debugging, incident work and mentoring often "
        "need no suggestions. Low use is not low performance."
    ),
    question="If you wanted to use it and could not, what would be in the way?",
    interventions=(
        "Mend set-up and licence problems first, and ask nobody to explain.",
        "Let a willing pair try it on one task for two weeks, and hear what they found.",
        "Offer an open hour in which people show what helped them.",
        "Write down where the team would rather not use it.",
    ),
    guardrails=("findings_new", "rework_after_merge"),
    minimum_sample=RATE_SAMPLE,
    topics=("ai use", "ai usage", "adoption", "ai adoption", "ai adoption rate"),
    definition=(
        "People of the team who used any part of the assistant in a week, divided by "
        "the people of the team whom the source can see. Weeks are added up before dividing, so "
        "the sample is people times weeks. Weeks are cut on UTC. Neither way is better."
    ),
)

ASSISTANT = (AI_ACCEPTANCE, AI_ACTIVE_SHARE)
