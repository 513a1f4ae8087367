"""What makes two findings the same one, and how severe a finding is."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

_NUMBER = re.compile(r"\d+")
_SEVERITIES = {
    "Critical": "critical",
    "High": "high",
    "Medium": "medium",
    "Low": "low",
    "Info": "info",
}
UNRATED = "unrated"


def severity(finding: Mapping[str, Any]) -> str:
    """Return the catalogue's dimension of a finding.

    AWS leaves the severity out of many; those are unrated, which is not the same as harmless.
    """
    return _SEVERITIES.get(finding.get("Severity", ""), UNRATED)


def across_reviews(finding: Mapping[str, Any]) -> bytes:
    """Return what stays the same when a later review of the pull request finds it again.

    Rule, file and wording. The place in the file does not: lines move between two pushes, and the
    descriptions name lines too, so that numbers are left out of them. Whether AWS keeps its own id
    of a finding is not documented.
    """
    rule = (finding.get("RuleMetadata") or {}).get("RuleId")
    description = _NUMBER.sub("0", finding.get("Description", ""))
    parts = (
        rule or finding.get("RecommendationCategory", ""),
        finding.get("FilePath", ""),
        " ".join(description.casefold().split()),
    )
    return sha256("\0".join(parts).encode()).digest()


def within_review(finding: Mapping[str, Any]) -> bytes:
    """Return what is the same only when one review lists a finding on two pages.

    A rule may be broken twice in one file, and a full analysis counts both.
    """
    number = finding.get("RecommendationId")
    return number.encode() if number else across_reviews(finding)
