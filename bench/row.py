"""One row of the table: a ratio, its bar, and the plain figures behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one comparison.

    Attributes:
        name: the bench, and what was compared.
        ratios: one a repetition.
        bar: the most that the ratio may be.
        said: the figures themselves, for a closing note.
        always: whether every repetition must keep to the bar, and not only their median.
    """

    name: str
    ratios: tuple[float, ...]
    bar: float
    said: str
    always: bool = False

    @property
    def holds(self) -> bool:
        return (max(self.ratios) if self.always else median(self.ratios)) <= self.bar

    def cells(self) -> tuple[str, ...]:
        spread = f"{min(self.ratios):.2f}..{max(self.ratios):.2f}"
        bar = f"{'always ' if self.always else ''}<= {self.bar:g}"
        verdict = "holds" if self.holds else "MISSED"
        return self.name, f"{median(self.ratios):.2f}", spread, bar, verdict

    def figures(self) -> str:
        name, middle, spread, bar, verdict = self.cells()
        return f"{name}: {self.said}; {middle} times ({spread}), {bar}: {verdict}."


def table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned columns under a heading."""
    lines = [("bench", "ratio", "min..max", "bar", ""), *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value at the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def milliseconds(seconds: Sequence[float]) -> str:
    """Return the median of some durations, as text."""
    return f"{median(seconds) * 1000:.2f} ms"
