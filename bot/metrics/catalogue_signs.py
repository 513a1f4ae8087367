"""Signs that a number is being worked towards, and not the work: to ask about, never verdicts.

They are in the report about unintended effects alone, which the team and the stewards read in the
same words. Neither way is better: whoever is told to have fewer of them learns to hide them.
"""

from bot.metrics.metric import RATE_SAMPLE, Kind, Layer, Metric, Privacy, Unit

PULLS_HELD_OVERNIGHT = Metric(
    id="pulls_held_overnight",
    label="Pull requests held overnight",
    interval="approved by evening, merged next working morning",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=None,
    privacy=Privacy.EFFECTS,
    from_people=True,  # Each merged pull request has one author.
    needs_guardrail=False,
    purpose="See whether finished work waits for the morning, so that we can ask what the night is for.",
    best_for="Asking whether a clock or a number decides when the team merges.",
    risk="It is read as a fault of those who rightly do not merge in the evening.",
    cannot_show=(
        "Why it waited: a rule against late merges, an early evening, another time zone. A team that "
        "begins to approve has more to hold. Coach takes a working day to be from 9:00 to 17:00."
    ),
    question="When something is ready in the afternoon, what makes us wait with it until the morning?",
    interventions=(
        "Ask the team whether any number makes people wait, and stop showing it if one does.",
        "Agree until when a merge is welcome, and write it down.",
        "Make a merge in the afternoon safe to undo, so that nobody needs to wait.",
    ),
    guardrails=("change_fail_rate", "rework_after_merge"),
    minimum_sample=RATE_SAMPLE,
    topics=("held overnight", "held back pull requests"),
    definition=(
        "Pull requests that were ready and approved before 17:00 of a working day, to which nothing "
        "more happened, and which were merged on the next working day before 11:00, divided by all "
        "pull requests merged by people to the default branch. By the team's time zone and the "
        "author's working days. What counts is the last of ready, approval and push; what was asked "
        "after the approval left it unfinished. Reviews by bots and by the author are none."
    ),
)

QUICK_LARGE_REVIEWS = Metric(
    id="quick_large_reviews",
    label="Quick reviews of large changes",
    interval="over 200 lines, approved within five minutes",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=None,
    privacy=Privacy.EFFECTS,
    from_people=True,
    needs_guardrail=False,
    purpose="See whether large changes get time to be read, so that we can make room for real reviews.",
    best_for="Asking whether reviews have become a step to pass, because waits are counted.",
    risk="It is held against whoever approves, who may have written the change together.",
    cannot_show=(
        "Work in a pair, a talk before the review, and lines that nobody wrote by hand: generated "
        "code, lock files, files that moved. Nor how well anything was read."
    ),
    question="What would give a large change the time that a reader of it needs?",
    interventions=(
        "Ask the team whether a number makes people approve sooner than they would like.",
        "Cut large changes into parts that can be read in one sitting.",
        "Plan time for reviews, and say that an answer may take its time.",
        "Leave generated files out of what is reviewed.",
    ),
    guardrails=("rework_after_merge", "change_fail_rate"),
    minimum_sample=RATE_SAMPLE,
    topics=("quick reviews", "quick approvals"),
    definition=(
        "Merged pull requests with more than 200 changed lines (added and deleted) whose first review "
        "by a person who is not the author was an approval less than five minutes after they were "
        "last marked ready, or opened as ready, divided by all of that size merged by people to the "
        "default branch. Who had asked or commented before had seen it, and who approved a draft had "
        "time to. A push starts no new five minutes: to bring a branch up to date takes no reading."
    ),
)

DRAFTS_FLIPPED = Metric(
    id="drafts_flipped",
    label="Drafts flipped before the merge",
    interval="a draft until ten minutes before the merge",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=None,
    privacy=Privacy.EFFECTS,
    from_people=True,
    needs_guardrail=False,
    purpose="See whether work stays a draft until its merge, so that we can count honest waits again.",
    best_for="Asking whether drafts hide time, because time as a draft is not counted.",
    risk="People give up drafts, and with them the early look that a draft invites.",
    cannot_show=(
        "Reviews that the team likes to hold on drafts, work in pairs, and small mends that were "
        "ready, and right, within minutes."
    ),
    question="What do we use drafts for, and does anything make us keep them longer than we like?",
    interventions=(
        "Ask the team whether a number makes people keep drafts.",
        "Agree what a draft means, and what ready means.",
        "Show the time as a draft beside the time as ready in the next retro.",
    ),
    guardrails=("rework_after_merge", "change_fail_rate"),
    minimum_sample=RATE_SAMPLE,
    topics=("flipped drafts", "late drafts"),
    definition=(
        "Merged pull requests that were a draft and were marked as ready less than ten minutes before "
        "the merge, divided by all pull requests merged by people to the default branch. The last "
        "time counts: one that was ready, went back to draft and was marked again counts by that. "
        "What was opened as ready, or was merged as a draft, was not flipped."
    ),
)

SIGNS = (PULLS_HELD_OVERNIGHT, QUICK_LARGE_REVIEWS, DRAFTS_FLIPPED)
