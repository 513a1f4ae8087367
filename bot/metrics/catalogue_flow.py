"""The metrics of review and delivery.

Each duration names both of its ends, because tools that use the same word measure different things.
"""

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

PR_CYCLE_TIME = Metric(
    id="pr_cycle_time",
    label="Pull request cycle time",
    interval="ready for review to merge",
    layer=Layer.PROCESS,
    kind=Kind.DISTRIBUTION,
    unit=Unit.HOURS,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=True,  # Each pull request has one author.
    needs_guardrail=True,
    purpose="See how long finished work waits, so that we can remove what holds it up.",
    best_for="Finding where review and merge get stuck, such as one area or one time of the week.",
    risk="Reviews are rushed, or work is held back so that the clock starts later.",
    cannot_show=(
        "Mentoring inside a review, emergency work, helping other teams, and how hard the change "
        "was. Work that is still open is not in it."
    ),
    question="What holds a change up between being ready and being merged?",
    interventions=(
        "Make pull requests smaller, with one purpose each.",
        "Agree on two short times a day in which the team reviews first.",
        "Review the hard ones together, in a call or side by side.",
        "Share out the areas that only one person can approve today.",
    ),
    guardrails=("change_fail_rate", "rework_after_merge"),
    minimum_sample=DURATION_SAMPLE,
    topics=("cycle time", "pr cycle time", "pull requests", "merge time", "time to merge"),
    definition=(
        "Hours of the author's working days, from the moment a pull request was last marked ready "
        "before its first review by a person, until it was merged to the default branch. Nights "
        "count; weekends, holidays and days off do not. Shown as median and 75th percentile, in "
        "the week of the merge. Time as a draft is not counted. Pull requests opened by bots, and "
        "those closed without a merge, are left out."
    ),
    version=2,
    # Beside it is kept, and shown on no page, what the clock on the wall says.
    dimensions=("", "wall"),
    headline=("",),
)

FIRST_REVIEW_WAIT = Metric(
    id="first_review_wait",
    label="Wait for first review",
    interval="ready for review to first review by a person",
    layer=Layer.PROCESS,
    kind=Kind.DISTRIBUTION,
    unit=Unit.HOURS,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=True,  # Each pull request has one author, and each first review one reviewer.
    needs_guardrail=True,
    purpose="See how long work waits for a second pair of eyes, so that we can share reviews well.",
    best_for="Talking about how reviews are shared out, and what interrupts whom.",
    risk="People review in the evening, or approve without reading, to stop the clock.",
    cannot_show=(
        "How deep the review was, time zones and part-time weeks, and the mentoring, incident or "
        "rescue work that reviewers were busy with."
    ),
    question="How could somebody get a first look sooner without anyone being interrupted more?",
    interventions=(
        "Name one reviewer for each day, and keep that day free of other deadlines.",
        "Ask for a first look at the draft, before the change is finished.",
        "Pair on changes in areas that few people know.",
        "Write down what a reviewer needs, and put it into the pull request template.",
    ),
    guardrails=("rework_after_merge", "findings_new"),
    minimum_sample=DURATION_SAMPLE,
    topics=("first review", "review wait", "pickup time", "waiting for review"),
    definition=(
        "Hours of the author's working days, from the moment a pull request was last marked ready "
        "until the first review by a person who is not its author. Nights count; weekends, "
        "holidays and days off do not. Shown as median and 75th percentile, in the week of the "
        "merge. Reviews by bots do not count. A pull request that was merged without a review has "
        "no value here; it is not a wait of zero."
    ),
    version=2,
    dimensions=("", "wall"),
    headline=("",),
)

REVIEW_ITERATIONS = Metric(
    id="review_iterations",
    label="Review iterations",
    interval="turns between review and change, up to approval",
    layer=Layer.PROCESS,
    kind=Kind.DISTRIBUTION,
    unit=Unit.TURNS,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=True,  # Each pull request has one author.
    needs_guardrail=False,
    purpose="See how often a change goes back and forth, so that we can agree earlier on the way.",
    best_for="Noticing where expectations are unclear before the work starts.",
    risk="Reviewers keep back useful comments, or move them to private messages.",
    cannot_show=(
        "Whether the turns were mentoring, a new colleague learning the ground, legacy code that "
        "needs explaining, or comments that nobody needed."
    ),
    question="What could we settle before the review that we now settle inside it?",
    interventions=(
        "Talk the approach through for ten minutes before larger changes.",
        "Let a formatter and a linter settle style, so that people need not.",
        "Pair on the first change that somebody makes in a new area.",
        "Say in each comment whether it must be done now or is only a thought.",
    ),
    guardrails=("rework_after_merge",),
    minimum_sample=DURATION_SAMPLE,
    topics=("iterations", "review iteration", "review rounds", "review churn", "reviews", "review"),
    definition=(
        "Turns in which a person's review asked for something and the author pushed again, up to "
        "the approval, for each pull request; 0 when it was approved as it came. Shown as median "
        "and 75th percentile, in the week of the merge. Comments by bots do not make a turn, and a "
        "pull request that was never approved has no value."
    ),
)

DEPLOYMENT_FREQUENCY = Metric(
    id="deployment_frequency",
    label="Deployment frequency",
    interval="successful production deployments a week",
    layer=Layer.PROCESS,
    kind=Kind.COUNT,
    unit=Unit.PER_WEEK,
    better=Better.HIGHER,
    privacy=Privacy.TEAM,
    # A deployment carries whatever several people merged since the last one, and a pipeline or
    # whoever is on release duty starts it: it is the service's doing, not one person's.
    from_people=False,
    needs_guardrail=True,
    purpose="See how often finished work reaches users, so that we can make releasing a small step.",
    best_for="Talking about what makes a release feel large, manual or risky.",
    risk="Releases are cut into pieces to raise the count, and nobody is better off.",
    cannot_show=(
        "How useful a release was, work behind a flag, and quiet weeks of migration, hardening or "
        "helping another team."
    ),
    question="What would have to be true for a release to be no event at all?",
    interventions=(
        "Automate the one manual step that takes longest.",
        "Separate deploying from releasing, with a flag.",
        "Make changes smaller, so that each one can go out alone.",
        "Rehearse a rollback until it is quick and dull.",
    ),
    guardrails=("change_fail_rate",),
    minimum_sample=DURATION_SAMPLE,
    topics=("deployments", "deploys", "releases", "release frequency"),
    definition=(
        "Successful deployments of a service to production in a week. The steps of one pipeline "
        "count as one deployment. Rollbacks, restarts and scheduled repeats of what already runs "
        "are left out. Best read one service at a time."
    ),
)

CHANGE_FAIL_RATE = Metric(
    id="change_fail_rate",
    label="Change fail rate",
    interval="production deployments that needed mending at once",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    # For the same reason as the deployments themselves.
    from_people=False,
    needs_guardrail=False,
    purpose="See how often a release needs mending, so that we can go faster only where it is safe.",
    best_for="Balancing speed: whether going faster costs the people who use and run the service.",
    risk="Failures are given another name, or people stop daring to deploy.",
    cannot_show=(
        "How far a failure reached, how quickly and calmly it was mended, and the emergency "
        "work behind it."
    ),
    question="What would have told us before the deployment that this one would need mending?",
    interventions=(
        "Release to a small share of users first, and watch two signals.",
        "Add the test that would have caught the last failure.",
        "Make deployments smaller, so that a cause is easy to find.",
        "Walk through the last rollback together, step by step.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    topics=("failed deployments", "change failure rate", "rollbacks", "reliability"),
    definition=(
        "Production deployments that needed mending at once (a rollback, a hotfix or a patch), "
        "divided by all production deployments. Several faults from one deployment count as one. "
        "A deployment that never reached production is in neither number."
    ),
)

LEAD_TIME = Metric(
    id="lead_time",
    label="Lead time for changes",
    interval="first commit to running in production",
    layer=Layer.PROCESS,
    kind=Kind.DISTRIBUTION,
    unit=Unit.HOURS,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=True,  # Unlike a deployment, each change that it carries has one author.
    needs_guardrail=True,
    purpose="See how long an idea in code takes to reach users, so that we can shorten the waits.",
    best_for="Seeing the whole way of a change, and which part of it is mostly waiting.",
    risk="Work is kept off the record until it is nearly done, or checks are left out.",
    cannot_show=(
        "Thinking, design and mentoring before the first commit, emergency work that came between, "
        "and features that run in production behind a flag."
    ),
    question="On which part of the way does a change mostly wait, and for whom or what?",
    interventions=(
        "Draw the way of one change on a board, and mark each wait.",
        "Cut the next piece of work so that a first slice ships this week.",
        "Shorten the longest automated step.",
        "Agree how urgent fixes travel, so that they do not stop the rest.",
    ),
    guardrails=("change_fail_rate", "rework_after_merge"),
    minimum_sample=DURATION_SAMPLE,
    topics=("lead time for change", "delivery", "speed", "time to production"),
    definition=(
        "Hours from the first commit of a change until the first successful production deployment "
        "that contains it. Shown as median and 75th percentile, in the week of the deployment. "
        "Without deployment data there is no lead time; the time of the merge never stands in."
    ),
)

FLOW = (
    PR_CYCLE_TIME,
    FIRST_REVIEW_WAIT,
    REVIEW_ITERATIONS,
    DEPLOYMENT_FREQUENCY,
    CHANGE_FAIL_RATE,
    LEAD_TIME,
)
