"""CodeGuru Reviewer as it behaves: filtered, paged, newest first, with optional members left out."""

from datetime import datetime
from typing import Any

from tests.aws.server import AwsServer, RefusedError

SERVICE = "codeguru-reviewer"
_ARN = "arn:aws:codeguru-reviewer:eu-west-1:111122223333:association:shop:code-review:"


class CodeGuru:
    """Holds reviews and their findings, and answers for them on a stand-in.

    Attributes:
        reviews_a_page: rows of ListCodeReviews at most, whatever is asked for.
        findings_a_page: rows of ListRecommendations at most.
    """

    def __init__(self, server: AwsServer) -> None:
        self.reviews_a_page = 100
        self.findings_a_page = 300
        self._reviews: list[dict[str, Any]] = []
        self._findings: dict[str, list[dict[str, Any]]] = {}
        server.on(SERVICE, "ListCodeReviews", self._list_code_reviews)
        server.on(SERVICE, "ListRecommendations", self._list_recommendations)

    def reviews(
        self,
        created: datetime,
        *findings: dict[str, Any],
        repository: str = "shop",
        owner: str = "acme",
        pull_request: str | None = "7",
        lines: int = 1000,
        state: str = "Completed",
        **changed: Any,
    ) -> str:
        """Hold one review with its findings; `pull_request=None` makes it a full analysis.

        Members of the row are given as AWS names them, and left out where they are None.
        """
        number = len(self._reviews) + 1
        row = {
            "Name": f"review-{number}",
            "CodeReviewArn": f"{_ARN}{number}",
            "RepositoryName": repository,
            "Owner": owner,
            "ProviderType": "GitHub",
            "State": state,
            "CreatedTimeStamp": created,
            "LastUpdatedTimeStamp": created,
            "Type": "RepositoryAnalysis" if pull_request is None else "PullRequest",
            "PullRequestId": pull_request,
            "MetricsSummary": {"MeteredLinesOfCodeCount": lines, "FindingsCount": len(findings)},
            **changed,
        }
        self._reviews.append({name: value for name, value in row.items() if value is not None})
        self._findings[f"{_ARN}{number}"] = [
            {"RecommendationId": f"{number}-{index}", **finding}
            for index, finding in enumerate(findings)
        ]
        return f"{_ARN}{number}"

    def _list_code_reviews(self, asked: dict[str, Any]) -> dict[str, Any]:
        if "Type" not in asked:
            raise RefusedError(400, "ValidationException")
        found = [
            row
            for row in self._reviews
            if row["Type"] == asked["Type"]
            and row["State"] in asked.get("States", [row["State"]])
            and row.get("RepositoryName")
            in asked.get("RepositoryNames", [row.get("RepositoryName")])
        ]
        return _page("CodeReviewSummaries", found[::-1], asked, self.reviews_a_page)

    def _list_recommendations(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["CodeReviewArn"] not in self._findings:
            raise RefusedError(404, "ResourceNotFoundException")
        found = self._findings[asked["CodeReviewArn"]]
        return _page("RecommendationSummaries", found, asked, self.findings_a_page)


def _page(
    name: str, rows: list[dict[str, Any]], asked: dict[str, Any], most: int
) -> dict[str, Any]:
    start, size = int(asked.get("NextToken", 0)), min(most, asked.get("MaxResults", 100))
    page: dict[str, Any] = {name: rows[start : start + size]}
    if start + size < len(rows):
        page["NextToken"] = str(start + size)
    return page


def finding(
    severity: str | None = "High",
    *,
    rule: str | None = "java/sql-injection@v1.0",
    path: str = "src/Orders.java",
    description: str = "A query is put together from what a user typed at line 12.",
    category: str = "SecurityIssues",
) -> dict[str, Any]:
    """Return a recommendation; a severity or rule of None is left out, as AWS often does."""
    said: dict[str, Any] = {
        "FilePath": path,
        "Description": description,
        "RecommendationCategory": category,
        "StartLine": 12,
        "EndLine": 12,
    }
    if severity:
        said["Severity"] = severity
    if rule:
        said["RuleMetadata"] = {"RuleId": rule, "RuleName": "Rule"}
    return said
