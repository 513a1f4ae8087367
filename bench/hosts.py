"""What a large company on GitHub costs: 500 repositories and half a year, 50 ms from question to answer.

The floor is what the questions alone take: their number, times the latency, divided by how many are
asked at the same time. The stand-in is another process that answers with what it has ready, so that
its own work counts little; what the answers say is as long as GitHub's own would be.
"""

from collections.abc import Iterator

from bench.child import Child
from bench.github_hosts import LATENCY, PULL_REQUESTS, REPOSITORIES, WEEKS
from bench.row import Row
from bot.sources.github import AT_ONCE

ROUNDS = 3
A_PULL_REQUEST = 0.05
"""Requests for each pull request, at most."""


def run() -> Iterator[Row]:
    took: list[dict[str, float]] = []
    with Child("bench.github_hosts") as github:
        for _ in range(ROUNDS):
            with Child("bench.github_worker", str(github.hello)) as worker:
                took.append(worker.hello)
    requests = took[0]["requests"]
    floor = requests * LATENCY / AT_ONCE
    all_of_them = REPOSITORIES * PULL_REQUESTS
    yield Row(
        f"github, {REPOSITORIES} repositories x {WEEKS} weeks",
        tuple(one["wall"] / floor for one in took),
        1.5,
        f"{took[0]['wall']:.1f} s for {all_of_them:,} pull requests in {requests:.0f} requests of"
        f" {LATENCY * 1000:.0f} ms, {AT_ONCE} at a time: {floor:.1f} s;"
        f" {took[0]['processor']:.1f} s of the processor, {took[0]['megabytes']:.0f} MB",
    )
    yield Row(
        "github, requests a pull request, against one in twenty",
        tuple(one["requests"] / all_of_them / A_PULL_REQUEST for one in took),
        1.0,
        f"{requests / all_of_them:.3f} requests",
        always=True,
    )
    yield Row(
        "github, requests of the night after, against one a repository",
        tuple(one["again"] / REPOSITORIES for one in took),
        1.0,
        f"{took[0]['again']:.0f} requests: weeks that are final are not asked for again",
        always=True,
    )
