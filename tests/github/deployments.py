"""Deployments and what becomes of them, in the shape in which GitHub holds them."""

from datetime import datetime, timedelta

from tests.github.company import Row, connection, stamp
from tests.github.rest import Listed
from tests.github.runs import know
from tests.github.server import GitHubServer

DEPLOYMENT = {"id": int, "sha": str, "environment": str, "created_at": str}


def serve(github: GitHubServer) -> None:
    """Answer what REST is asked about repositories and their deployments."""
    know(github)
    github.rest.add(
        "/repos/{owner}/{repo}/deployments",
        lambda _asked, owner, repo: Listed(
            [
                {
                    "id": row["databaseId"],
                    "sha": row["commitOid"],
                    "environment": row["environment"],
                    "created_at": row["createdAt"],
                }
                for row in github.deployments[f"{owner}/{repo}".lower()]
            ]
        ),
        DEPLOYMENT,
        right="deployments",
    )


def deployment(
    number: int,
    commit: str,
    began: datetime,
    *states: tuple[float, str],
    environment: str | None = "production",
) -> Row:
    """Return a deployment; each state is how many hours after `began` it came."""
    rows = [
        {
            "__typename": "DeploymentStatus",
            "id": "S",
            "state": state,
            "createdAt": stamp(began + timedelta(hours=hours)),
        }
        for hours, state in states or ((1, "SUCCESS"),)
    ]
    return {
        "__typename": "Deployment",
        "id": f"D_{number}",
        "databaseId": number,
        "createdAt": stamp(began),
        "commitOid": commit,
        "environment": environment,
        # GitHub gives the latest first.
        "statuses": lambda _info, first, after=None: connection(rows[::-1], first, after),
    }
