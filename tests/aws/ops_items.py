"""OpsCenter as it behaves: OpsItems, found by filters that must all be true, newest first, paged."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.aws.faults import SOMEBODY
from tests.aws.server import AwsServer, RefusedError

SERVICE = "ssm"
_TIMES = {"CreatedTime", "LastModifiedTime"}
_WORDS = {"Source", "Category"}


class OpsItems:
    """Holds OpsItems, and answers for them on a stand-in.

    Attributes:
        a_page: rows of an answer at most, whatever is asked for.
    """

    def __init__(self, server: AwsServer) -> None:
        self.a_page = 50
        self._items: list[dict[str, Any]] = []
        server.on(SERVICE, "DescribeOpsItems", self._describe_ops_items)

    def began(
        self,
        at: datetime,
        changed: datetime | None = None,
        status: str | None = None,
        data: Mapping[str, str] = {},
        **members: Any,
    ) -> None:
        """Hold one OpsItem, resolved where it was changed, unless `status` says otherwise.

        Members are given as AWS names them, and left out where they are None.
        """
        item = {
            "OpsItemId": f"oi-{len(self._items) + 1:012x}",
            "OpsItemType": "/aws/issue",
            "Source": "checkout",
            "Category": "Availability",
            "Status": status or ("Resolved" if changed else "Open"),
            "CreatedTime": at,
            "LastModifiedTime": changed or at,
            "CreatedBy": SOMEBODY,
            "LastModifiedBy": SOMEBODY,
            "Title": "ada.lovelace took the checkout down",
            "OperationalData": {
                key: {"Value": value, "Type": "SearchableString"} for key, value in data.items()
            },
            **members,
        }
        self._items.append({name: value for name, value in item.items() if value is not None})

    def _describe_ops_items(self, asked: dict[str, Any]) -> dict[str, Any]:
        filters = asked.get("OpsItemFilters", [])
        found = [
            item
            for item in self._items[::-1]
            if all(_passes(item, one["Key"], one["Operator"], one["Values"]) for one in filters)
        ]
        start = int(asked.get("NextToken", 0))
        end = start + min(self.a_page, asked.get("MaxResults", 50))
        page: dict[str, Any] = {"OpsItemSummaries": found[start:end]}
        if end < len(found):
            page["NextToken"] = str(end)
        return page


def _passes(item: Mapping[str, Any], key: str, operator: str, values: list[str]) -> bool:
    """Say whether an item passes one filter."""
    if key in _TIMES and operator in {"GreaterThan", "LessThan"}:
        asked = datetime.strptime(values[0], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        held = item.get(key, asked)
        return bool(held > asked if operator == "GreaterThan" else held < asked)
    if key in _WORDS and operator == "Equal":
        return item.get(key) in values
    if key == "OperationalData" and operator == "Equal":
        pair = json.loads(values[0])
        return bool(item["OperationalData"].get(pair["key"], {}).get("Value") == pair["value"])
    raise RefusedError(400, "ValidationException")
