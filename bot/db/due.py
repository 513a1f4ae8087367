"""Takes up what is due, so that no two processes get the same.

The statements are made once, as a module's constant, and asked with `now` and `most`: how many rows
at most.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, select, update


def is_due(due_at: Any) -> Any:
    """Return the condition that a table has anything due at `now`."""
    return exists().where(due_at <= bindparam("now"))


def longest_due(columns: Sequence[Any], due_at: Any, *then: Any, where: Sequence[Any] = ()) -> Any:
    """Return the SELECT of what is due, longest due first; the rows are the transaction's until it ends.

    Args:
        columns: what is asked of each row, or the table.
        due_at: the column that says from when on a row is due.
        then: orders those that are due equally long.
        where: what else holds of them.
    """
    return (
        select(*columns)
        .where(*where, due_at <= bindparam("now"))
        .order_by(due_at, *then)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)  # SQLite has one writer and leaves this out
    )


def claim(key: Any, due_at: Any, *then: Any, where: Sequence[Any] = ()) -> Any:
    """Return the UPDATE of what is due; the caller says to what, and must move `due_at` beyond `now`.

    Args:
        key: the table's primary key.
        due_at: the column that says from when on a row is due.
        then: orders those that are due equally long.
        where: what else holds of them.
    """
    # Looked up once: PostgreSQL may run a subquery anew for each row, beyond the limit.
    longest = longest_due([key], due_at, *then, where=where).cte()
    return update(key.table).where(key.in_(select(longest.c[key.name])), due_at <= bindparam("now"))
