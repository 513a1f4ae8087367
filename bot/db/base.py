"""What every table shares: names of constraints, UTC instants, and whom a column is about."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import DDLCompiler
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from typing_extensions import override

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@compiles(CreateIndex, "postgresql")
def _with_its_condition(create: CreateIndex, compiler: DDLCompiler, **options: Any) -> str:
    """Give an index of some rows alone the condition that it declares for SQLite.

    To declare it for PostgreSQL as well would import that dialect, at each start on SQLite too.
    """
    written: str = compiler.visit_create_index(create, **options)  # type: ignore[no-untyped-call]
    condition = create.element.dialect_options["sqlite"]["where"]
    if condition is None or create.element.dialect_options["postgresql"]["where"] is not None:
        return written
    return f"{written} WHERE {condition}"


class About(StrEnum):
    """Whom a column is about. Tables of metrics may have no column about a person."""

    TEAM = "team"
    PERSON = "person"
    SYSTEM = "system"


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses a value without a time zone; always returns UTC.

    SQLite forgets time zones, so what comes back from it is UTC by this type's own rule.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant needs a time zone"
            raise ValueError(msg)
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MaybeJson(TypeDecorator[Any]):
    """JSON, where nothing is stored as NULL and not as the JSON word `null`."""

    impl = JSON(none_as_null=True)
    cache_ok = True


class Table(SQLModel):
    """The base of all tables. Table classes hold columns; they do not validate."""

    # So pydantic need not build what would validate, at each start and for every table.
    model_config = {"defer_build": True}
    metadata = metadata


def column(about: About, why: str, **options: Any) -> Any:
    """Declare a column, whom it is about and why Coach holds it.

    Args:
        about: team, person or system.
        why: the reason, in words that the person may read.
        options: passed on to SQLModel's `Field`.
    """
    return Field(sa_column_kwargs={"info": {"about": about, "why": why}}, **options)
