"""The metrics of automated tests: whether they fail, and whether they can be believed."""

from bot.metrics.metric import RATE_SAMPLE, Better, Kind, Layer, Metric, Privacy, Unit

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

TEST_CASE_FAILURE_RATE = Metric(
    id="test_case_failure_rate",
    label="Test cases that fail",
    interval="failed out of run, in the reports of builds",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    # A report adds up the cases of a build machine, over whatever was merged, and names nobody.
    from_people=False,
    needs_guardrail=False,
    purpose="See how much of our tests fails, so that we can mend the part that is always red.",
    best_for="Builds whose reports count cases but do not say whose commit they stand on.",
    risk="Failing cases are taken out, or many trivial ones are added to water the share down.",
    cannot_show=(
        "Whether a failure was a real fault, a flaky case or the machine, and how many builds were "
        "stopped by it: one red build in ten may be one case in a thousand."
    ),
    question="Which cases fail again and again, and what would it take to believe them?",
    interventions=(
        "List the five cases that fail most, and give each an owner and a date.",
        "Set aside the cases that nobody believes, until they are mended.",
        "Give tests their own data, so that they cannot trip over each other.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    topics=("test cases", "failing test cases", "test reports"),
    definition=(
        "Test cases that failed or ended in an error, divided by all cases that ran to an end, over "
        "the reports of a week's builds. Skipped cases and those of unknown outcome are left out. "
        "It is not the test failure rate, which counts commits, and the two are never mixed."
    ),
)

FLAKY_RATE = Metric(
    id="flaky_rate",
    label="Flaky test runs",
    interval="commits whose runs both passed and failed",
    layer=Layer.GUARDRAIL,
    kind=Kind.RATIO,
    unit=Unit.SHARE,
    better=Better.LOWER,
    privacy=Privacy.TEAM,
    from_people=True,  # A run stands on one commit, and a commit is somebody's.
    needs_guardrail=False,
    purpose="See how often a test changes its mind, so that we can trust a red one again.",
    best_for="Telling whether a failure rate is about the code or about the tests themselves.",
    risk="Runs are repeated until they pass, or nobody repeats a run any more.",
    cannot_show=(
        "Which test it was, whether the machine or the network did it, and the flaky failures that "
        "nobody ran a second time."
    ),
    question="Which test do we run again without looking, and what would let us look?",
    interventions=(
        "Set the flakiest test aside today, and give it an owner and a date.",
        "Keep a list of the runs that passed at the second try, and read it at the retro.",
        "Give tests that wait for time or network a clock and a stand-in.",
    ),
    guardrails=(),
    minimum_sample=RATE_SAMPLE,
    topics=("flaky", "flakiness", "flaky runs", "reruns"),
    definition=(
        "Commits on which the same workflow both passed and failed, divided by commits with a "
        "result. Nothing changed between the two runs, so the test, its data or its machine did. "
        "Cancelled and skipped runs are left out."
    ),
)

TESTS = (TEST_FAILURE_RATE, TEST_CASE_FAILURE_RATE, FLAKY_RATE)
