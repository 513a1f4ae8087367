"""The native chart block, `data_visualization`, with the limits of its documentation page.

The documentation says at most 6 series or segments; a few libraries allow 12. The stand-in keeps to
what is documented.
"""

from collections.abc import Iterator
from typing import Any

from bot.demo.local_slack.shapes import array, kind, number, problem, record, string, typed

_LABEL = string(20)
_AXIS_LABEL = string(50)
_SERIES = 6
_POINTS = 20


def _positive(value: Any, at: str) -> Iterator[str]:
    yield from number(value, at)
    if isinstance(value, int | float) and value <= 0:
        yield problem("must be greater than 0", at)


def _unique_categories(axis: Any, at: str) -> Iterator[str]:
    if len(set(axis["categories"])) != len(axis["categories"]):
        yield problem("must contain unique labels", f"{at}/categories")


def _series_fit(chart: Any, at: str) -> Iterator[str]:
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) != len(names):
        yield problem("series names must be unique", f"{at}/series")
    categories = sorted(chart["axis_config"]["categories"])
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield problem(
                "must contain exactly one point for every category", f"{at}/series/{index}/data"
            )


_POINT = record({"label": _LABEL, "value": number})
_AXES = kind(
    {
        "series": array(
            record({"name": _LABEL, "data": array(_POINT, most=_POINTS)}), most=_SERIES
        ),
        "axis_config": record(
            {"categories": array(_LABEL, most=_POINTS)},
            {"x_label": _AXIS_LABEL, "y_label": _AXIS_LABEL},
            _unique_categories,
        ),
    },
    None,
    _series_fit,
)
_PIE = kind({"segments": array(record({"label": _LABEL, "value": _positive}), most=_SERIES)})

DATA_VISUALIZATION = kind(
    {
        "title": string(50),
        "chart": typed({"line": _AXES, "bar": _AXES, "area": _AXES, "pie": _PIE}),
    },
    {"block_id": string(255)},
)
