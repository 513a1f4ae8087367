"""A file that somebody keeps or exports: weekly figures for which there is no adapter yet."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from pydantic import field_validator
from typing_extensions import override

from bot.errors import OperatorError, SkippedError
from bot.metrics import catalogue
from bot.metrics.fact import Fact
from bot.sources import csv_line, file_rows
from bot.sources.source import Calendar, Model, Probe, Report, Source, Window

_JSON_LINES = {".jsonl", ".ndjson"}


class FileOptions(Model):
    """Where the file is."""

    path: Path

    @field_validator("path")
    @classmethod
    def _is_of_a_kind_that_can_be_read(cls, path: Path) -> Path:
        if path.suffix not in {".csv", *_JSON_LINES}:
            msg = "the file must end in .csv, .jsonl or .ndjson"
            raise ValueError(msg)
        return path


class FileScope(Model):
    """What stands in the columns `team` and `service`, where that is not the name used here."""

    team_name: str | None = None
    service_name: str | None = None


class File(Source):
    """Weekly figures, one row for each week and metric."""

    kind = "file"
    title = "A file of weekly figures"
    calendar = Calendar.UTC
    metrics = tuple(catalogue.METRICS)
    permissions = ("read the file",)
    history = "As far back as the file goes."
    personal = (
        "None is asked for: rows carry how many people stand behind a figure, not who. Columns"
        " that Coach does not ask for are left out as each line is read."
    )
    Options = FileOptions
    Scope = FileScope

    @override
    def probes(self) -> Iterator[Probe]:
        (right,) = self.permissions
        yield Probe(right, self._look)

    def _look(self) -> None:
        path = cast("FileOptions", self.options).path
        with _opened(path) as file:
            if path.suffix not in _JSON_LINES:
                _csv_cells(csv_line.numbered(file), path.name)

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact]:
        path = cast("FileOptions", self.options).path
        places = self._places()
        with _opened(path) as file:
            lines = csv_line.numbered(file)
            cells = _json_cells if path.suffix in _JSON_LINES else _csv_cells(lines, path.name)
            for number, line in lines:
                try:
                    row = file_rows.read(cells(line), window)
                except SkippedError as problem:
                    report.skip(f"{path.name} line {number}", str(problem))
                    continue
                if row is not None:
                    for team, service in places.get((row.team, row.service), ()):
                        yield from file_rows.facts(row, team, service)

    def _places(self) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
        """Return the teams and services meant by what stands in the file's two columns."""
        places: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for place in self.scopes:
            scope = cast("FileScope", place.scope)
            team = place.team if scope.team_name is None else scope.team_name
            service = place.service if scope.service_name is None else scope.service_name
            places.setdefault((team, service), []).append((place.team, place.service))
        return places


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise OperatorError(
            f"The file {path.name} is not there. Put it where coach.yml says, or change `path`."
        ) from None
    except OSError:
        raise OperatorError(
            f"The file {path.name} cannot be opened. Let Coach read it, or change `path`."
        ) from None


def _csv_cells(
    lines: Iterator[tuple[int, bytes]], name: str
) -> Callable[[bytes], Mapping[str, str]]:
    """Read the header, and return what reads a row by it."""
    _, first = next(lines, (0, b""))
    try:
        header = [cell.lower() for cell in csv_line.cells(first)]
    except SkippedError:
        header = []
    lacking = [column for column in file_rows.NEEDED if column not in header]
    if lacking:
        raise OperatorError(
            f"The first line of {name} does not name the column {lacking[0]}. Save the file as"
            f" UTF-8 with commas between the columns {', '.join(file_rows.COLUMNS)}."
        )
    at = {column: header.index(column) for column in file_rows.COLUMNS if column in header}

    def cells(line: bytes) -> Mapping[str, str]:
        row = csv_line.cells(line)
        if len(row) != len(header):
            raise SkippedError("the row has not as many cells as the header")
        return {column: row[index] for column, index in at.items()}

    return cells


def _json_cells(line: bytes) -> Mapping[str, str]:
    """Read one line of JSON as if its values stood in the cells of a row."""
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SkippedError("the line is not JSON in UTF-8") from None
    if not isinstance(said, dict):
        raise SkippedError("the line is not a JSON object")
    return {column: _cell(said[column]) for column in file_rows.COLUMNS if column in said}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(_cell(part) for part in value)
    return str(value).strip()
