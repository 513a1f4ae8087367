"""A DevLake to fill: projects, deployments, incidents, findings and changes, a call each."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Insert, column, create_engine, insert, make_url, table, text

from tests.databases import Postgres
from tests.devlake.schema import TABLES

COLLECTED = datetime(2026, 11, 1, 3, tzinfo=UTC)
SHOP = "https://github.com/acme/shop"
_numbers = itertools.count(1)


class Lake:
    """DevLake's tables in one database, and an account that may only read them."""

    def __init__(self, engine: Engine, reader: str) -> None:
        self._engine = engine
        self.reader = reader
        self.run(*(f'CREATE TABLE "{name}" ({columns})' for name, columns in TABLES.items()))

    @property
    def address(self) -> str:
        """The reader's address, as it would stand in DEVLAKE_URL."""
        url = self._engine.url.set(drivername="postgresql", username=self.reader, password="hush")
        return url.render_as_string(hide_password=False)

    def run(self, *statements: str) -> None:
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def told(self, question: str) -> list[tuple[Any, ...]]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(question))]

    def close(self) -> None:
        """Let go of its connections; it can go on being used."""
        self._engine.dispose()

    def deny(self, name: str) -> None:
        """Take the right to read a table away."""
        self.run(f'REVOKE SELECT ON "{name}" FROM {self.reader}')  # noqa: S608 - our own

    def add(self, into: str, /, **values: Any) -> None:
        with self._engine.connect() as connection:
            connection.execute(_insertion(into, tuple(values)), values)

    def project(
        self, name: str = "shop", *, collected: datetime | None = COLLECTED, **rows: str
    ) -> None:
        """A project with one thing of each kind in it, or with those that are named."""
        rows = rows or {
            "repos": "repo",
            "cicd_scopes": "ci",
            "boards": "board",
            "cq_projects": "cq",
        }
        for kind, row in rows.items():
            self.add("project_mapping", project_name=name, table=kind, row_id=row)
        number = next(_numbers)
        self.add("_devlake_blueprints", id=number, project_name=name, name=name, plan="secret")
        for status, began in (
            ("TASK_COMPLETED", collected),
            ("TASK_FAILED", datetime(2027, 1, 1, tzinfo=UTC)),
        ):
            if began:
                run = {"id": next(_numbers), "blueprint_id": number, "status": status}
                self.add("_devlake_pipelines", **run, began_at=began)

    def deployed(self, name: str, finished: datetime | None, commit: str, /, **values: Any) -> None:
        """One commit of a deployment to production."""
        row: Mapping[str, Any] = {
            "id": f"github:Commit:1:{next(_numbers)}", "cicd_scope_id": "ci", "cicd_deployment_id": name,
            "name": "release", "result": "SUCCESS", "environment": "PRODUCTION",
            "finished_date": finished, "commit_sha": commit, "repo_url": SHOP,
            "commit_msg": "typed by ada.lovelace", "prev_success_deployment_commit_id": "before",
        }  # fmt: skip
        self.add("cicd_deployment_commits", **{**row, **values})

    def incident(
        self, name: str, began: datetime | None, ended: datetime | None = None,
        after: str | None = None, **values: Any,
    ) -> None:  # fmt: skip
        """An incident of the board, after a deployment or not."""
        row: Mapping[str, Any] = {
            "id": name, "url": f"https://jira/{name}", "created_date": began, "table": "boards",
            "resolution_date": ended, "scope_id": "board", "creator_name": "ada.lovelace",
            "assignee_name": "grace.hopper", "title": "by ada.lovelace", "status": "DONE",
        }  # fmt: skip
        self.add("incidents", **{**row, **values})
        if after:
            into = "project_incident_deployment_relationships"
            self.add(into, id=name, project_name="shop", deployment_id=after)

    def finding(self, name: str, severity: str, at: datetime | None, **values: Any) -> None:
        """A finding of the scanner."""
        row: Mapping[str, Any] = {
            "id": name, "severity": severity, "created_date": at, "project_key": "cq",
            "commit_author_email": "ada.lovelace@example.com", "assignee": "grace.hopper",
        }  # fmt: skip
        self.add("cq_issues", **{**row, **values})

    def change(
        self, name: str, author: str, began: datetime | None, deployed: datetime | None,
        url: str | None = None, after: str = "before", **values: Any,
    ) -> None:  # fmt: skip
        """A merged pull request, and when it came to production."""
        commit = f"commit-of-{name}"
        self.add(
            "pull_requests", id=name, url=f"{SHOP}/pull/{name}" if url is None else url,
            author_id=author, author_name="ada.lovelace", title="by ada.lovelace",
        )  # fmt: skip
        row: Mapping[str, Any] = {
            "id": name, "project_name": "shop", "first_commit_authored_date": began,
            "pr_deployed_date": deployed, "deployment_commit_id": commit,
        }  # fmt: skip
        self.add("project_pr_metrics", **{**row, **values})
        # It stands in no project, so that it is no deployment of ours.
        self.deployed(
            f"deployment-of-{name}", deployed, "d0", id=commit, cicd_scope_id="elsewhere",
            prev_success_deployment_commit_id=after,
        )  # fmt: skip


@cache
def _insertion(into: str, columns: tuple[str, ...]) -> Insert:
    return insert(table(into, *map(column, columns)))


_idle: WeakKeyDictionary[Postgres, list[Lake]] = WeakKeyDictionary()
_SHAPE = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2"
)


@contextmanager
def lake(server: Postgres) -> Iterator[Lake]:
    """Yield a DevLake without a project, on a real PostgreSQL.

    It is emptied for the next test, unless a test changed its tables.
    """
    idle = _idle.setdefault(server, [])
    made = idle.pop() if idle else _made(server)
    shape = made.told(_SHAPE)
    every = ", ".join(f'"{name}"' for name in TABLES)
    made.run(
        f"REVOKE ALL ON {every} FROM {made.reader}", f"GRANT SELECT ON {every} TO {made.reader}"
    )
    try:
        yield made
    finally:
        if made.told(_SHAPE) == shape:
            made.run(*(f'DELETE FROM "{name}"' for name in TABLES))  # noqa: S608 - our own
            idle.append(made)
        made.close()


def _made(server: Postgres) -> Lake:
    address = make_url(server.lasting()).set(drivername="postgresql+psycopg")
    # A row is written by itself, without a question before and after.
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    made = Lake(engine, f"reader_{next(_numbers)}")
    made.run(f"CREATE ROLE {made.reader} LOGIN")
    return made
