"""What Coach asks DevLake's database, as statements that each database quotes in its own way.

`table` is a reserved word, so nothing here is written as SQL. No column that names a person is in
them. The one that holds an account's id is compared and counted inside the database, and never
answered. Each function asks of one project.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    TableClause,
    and_,
    case,
    column,
    func,
    or_,
    select,
    table,
)

Question = Select[*tuple[Any, ...]]


def _table(name: str, *columns: str) -> TableClause:
    return table(name, *(column(each) for each in columns))


MAPPING = _table("project_mapping", "project_name", "table", "row_id")
BLUEPRINTS = _table("_devlake_blueprints", "id", "project_name")
RUNS = _table("_devlake_pipelines", "blueprint_id", "status", "began_at")
SCOPES = _table("cicd_scopes", "id", "name")
DEPLOYMENTS = _table(
    "cicd_deployment_commits", "id", "cicd_scope_id", "cicd_deployment_id", "name", "result",
    "environment", "finished_date", "commit_sha", "repo_url", "prev_success_deployment_commit_id",
)  # fmt: skip
INCIDENTS = _table("incidents", "id", "url", "created_date", "resolution_date", "table", "scope_id")
CAUSES = _table("project_incident_deployment_relationships", "id", "project_name", "deployment_id")
FINDINGS = _table("cq_issues", "id", "severity", "project_key", "created_date")
CHANGES = _table(
    "project_pr_metrics", "id", "project_name", "deployment_commit_id",
    "first_commit_authored_date", "pr_deployed_date",
)  # fmt: skip
PULL_REQUESTS = _table("pull_requests", "id", "url", "author_id")
TABLES = (
    MAPPING, BLUEPRINTS, RUNS, SCOPES, DEPLOYMENTS, INCIDENTS, CAUSES, FINDINGS, CHANGES,
    PULL_REQUESTS,
)  # fmt: skip


def _or_id(of: TableClause, name: str) -> ColumnElement[str]:
    """Name a thing by what is the same in two connections, or by its id where that is empty."""
    return func.coalesce(func.nullif(of.c[name], ""), of.c.id)


def _of_project(rows: TableClause, kind: object, row_id: object) -> Any:
    belongs = and_(MAPPING.c["table"] == kind, MAPPING.c.row_id == row_id)
    return rows.join(MAPPING, belongs)


def projects(names: Collection[str]) -> Question:
    """Ask which projects there are."""
    return select(MAPPING.c.project_name).where(MAPPING.c.project_name.in_(names)).distinct()


def collected(project: str) -> Question:
    """Ask when DevLake last began to collect a project, and went on to the end."""
    runs = RUNS.join(BLUEPRINTS, BLUEPRINTS.c.id == RUNS.c.blueprint_id)
    return (
        select(func.max(RUNS.c.began_at))
        .select_from(runs)
        .where(BLUEPRINTS.c.project_name == project, RUNS.c.status == "TASK_COMPLETED")
    )


def deployments(project: str, production: Collection[str]) -> Question:
    """Ask for all commits that were deployed to production, whatever came of it.

    A name counts as that of the environment, or of the place that deploys where that is empty.
    """
    names = sorted({name.upper() for name in production})
    rows, environment = DEPLOYMENTS.c, func.coalesce(DEPLOYMENTS.c.environment, "")
    of = _of_project(DEPLOYMENTS, "cicd_scopes", rows.cicd_scope_id)
    by_scope = and_(environment == "", func.upper(SCOPES.c.name).in_(names))
    return (
        select(
            _or_id(DEPLOYMENTS, "cicd_deployment_id"),
            rows.name,
            rows.result,
            environment,
            rows.finished_date,
            rows.repo_url,
            rows.commit_sha,
        )
        .select_from(of.outerjoin(SCOPES, SCOPES.c.id == rows.cicd_scope_id))
        .where(MAPPING.c.project_name == project)
        .where(or_(func.upper(environment).in_(names), by_scope))
    )


def causes(project: str) -> Question:
    """Ask for the deployments after which there was an incident, and when the first one began."""
    of = CAUSES.join(INCIDENTS, INCIDENTS.c.id == CAUSES.c.id)
    return (
        select(CAUSES.c.deployment_id, func.min(INCIDENTS.c.created_date))
        .select_from(of)
        .where(CAUSES.c.project_name == project)
        .group_by(CAUSES.c.deployment_id)
    )


def incidents(project: str, since: datetime, until: datetime) -> Question:
    """Ask for the incidents that began or ended in some time, or do not say when."""
    began, ended = func.min(INCIDENTS.c.created_date), func.max(INCIDENTS.c.resolution_date)
    return (
        select(began, ended)
        .select_from(_of_project(INCIDENTS, INCIDENTS.c["table"], INCIDENTS.c.scope_id))
        .where(MAPPING.c.project_name == project)
        .group_by(_or_id(INCIDENTS, "url"))
        .having(or_(began.is_(None), _within(began, since, until), _within(ended, since, until)))
    )


def first_incident(project: str) -> Question:
    """Ask when the first incident began that DevLake knows of."""
    return (
        select(func.min(INCIDENTS.c.created_date))
        .select_from(_of_project(INCIDENTS, INCIDENTS.c["table"], INCIDENTS.c.scope_id))
        .where(MAPPING.c.project_name == project)
    )


def findings(project: str, since: datetime, until: datetime) -> Question:
    """Ask for the findings of some time, or that do not say when."""
    created = FINDINGS.c.created_date
    return (
        select(FINDINGS.c.id, FINDINGS.c.severity, created)
        .select_from(_of_project(FINDINGS, "cq_projects", FINDINGS.c.project_key))
        .where(MAPPING.c.project_name == project)
        .where(or_(created.is_(None), _within(created, since, until)))
    )


def first_finding(project: str) -> Question:
    """Ask when the first finding was seen that DevLake knows of."""
    return (
        select(func.min(FINDINGS.c.created_date))
        .select_from(_of_project(FINDINGS, "cq_projects", FINDINGS.c.project_key))
        .where(MAPPING.c.project_name == project)
    )


def _changes(project: str, people: Collection[str], since: datetime, until: datetime) -> Subquery:
    """Ask for the people's pull requests that came to production in some time, each once.

    `is_first`: it came with the first deployment that DevLake knows of there, which to DevLake
    holds everything that was ever merged before.
    """
    of = CHANGES.join(PULL_REQUESTS, PULL_REQUESTS.c.id == CHANGES.c.id)
    before = func.coalesce(func.max(DEPLOYMENTS.c.prev_success_deployment_commit_id), "")
    deployed = func.min(CHANGES.c.pr_deployed_date)
    return (
        select(
            func.min(PULL_REQUESTS.c.author_id).label("whose"),
            func.min(CHANGES.c.first_commit_authored_date).label("began"),
            deployed.label("ended"),
            case((before == "", 1), else_=0).label("is_first"),
        )
        .select_from(of.outerjoin(DEPLOYMENTS, DEPLOYMENTS.c.id == CHANGES.c.deployment_commit_id))
        .where(CHANGES.c.project_name == project, PULL_REQUESTS.c.author_id.in_(people))
        .group_by(_or_id(PULL_REQUESTS, "url"))
        .having(_within(deployed, since, until))
        .subquery("changes")
    )


def changes(project: str, people: Collection[str], since: datetime, until: datetime) -> Question:
    """Ask from when to when each change went, and whether it came with the first deployment."""
    found = _changes(project, people, since, until).c
    return select(found.began, found.ended, found.is_first)


def behind(project: str, people: Collection[str], since: datetime, until: datetime) -> Question:
    """Ask how many people stand behind the changes that have a lead time. Their names stay there."""
    found = _changes(project, people, since, until).c
    each = (
        select(func.count().label("number"))
        .where(found.is_first == 0, found.began <= found.ended)
        .group_by(found.whose)
        .subquery("each_one")
    )
    return select(func.count(), func.max(each.c.number), func.sum(each.c.number))


def _within(what: ColumnElement[Any], since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(what >= since, what < until)
