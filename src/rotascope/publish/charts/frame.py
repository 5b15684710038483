"""What all charts share: rows for a spec, fonts and axes in the palette's colours, and the finished spec."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

MOST_POINTS = 1500
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


class Picture:
    """A chart while it is drawn: layers over named datasets. Altair is imported with the first one."""

    def __init__(self, palette: Palette, height: int = 300) -> None:
        self.palette = palette
        self.height = height
        self.datasets: dict[str, list[dict[str, object]]] = {}
        self._layers: list[Any] = []

    @cached_property
    def alt(self) -> Any:
        import altair

        return altair

    def chart(self, dataset: str) -> Any:
        """An Altair chart over one of the datasets."""
        return self.alt.Chart(self.alt.NamedData(dataset))

    def add(self, layer: Any) -> None:
        self._layers.append(layer)

    @property
    def halo(self) -> dict[str, object]:
        """What keeps words readable where lines run behind them: the same words in the ground's colour, drawn first."""
        paper = self.palette.paper
        return {"color": paper, "stroke": paper, "strokeWidth": 4, "strokeJoin": "round"}

    def days(self, field: str = "date", form: str = "%Y") -> Any:
        """A horizontal axis of days, labelled in a form; in UTC, or a reader west of it sees the day before."""
        axis = self.alt.Axis(tickCount=6, format=form)
        return self.alt.X(f"{field}:T", title=None, scale=self.alt.Scale(type="utc"), axis=axis)

    def tips(self, *fields: str, **quantities: str) -> list[Any]:
        """Tooltips: fields by their own name, "date" as a day, quantities (field to title) to three digits."""
        tip = self.alt.Tooltip
        day = tip("date:T", timeUnit="utcyearmonthdate", format="%Y-%m-%d", title="day")
        named = [day if field == "date" else tip(field, title=field.split(":")[0]) for field in fields]
        return named + [tip(f"{key}:Q", title=title, format=".3~f") for key, title in quantities.items()]

    def spec(self) -> Spec:
        """The Vega-Lite spec, as wide as its place."""
        chart = self.alt.layer(*self._layers).properties(width="container", height=self.height)
        spec: Spec = chart.to_dict(validate=False)
        return spec | {"datasets": self.datasets, "background": "transparent", "config": _config(self.palette)}


def iso(days: NDArray[np.int64]) -> list[str]:
    """Day numbers as ISO dates."""
    return np.datetime_as_string(days.view("datetime64[D]")).tolist()  # type: ignore[no-any-return]


def rounded(values: NDArray[np.float64], digits: int = 4) -> list[float]:
    """Values to as many digits as a page can show."""
    return np.round(values, digits).tolist()  # type: ignore[no-any-return]


def rows(**columns: Sequence[object]) -> list[dict[str, object]]:
    """Columns as rows."""
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _config(palette: Palette) -> dict[str, object]:
    words = {"labelColor": palette.quiet, "titleColor": palette.quiet, "labelFont": FONT, "titleFont": FONT}
    sizes = {"labelFontSize": 11.5, "titleFontSize": 11.5, "titleFontWeight": 500}
    lines = {"domainColor": palette.line, "tickColor": palette.line, "gridColor": palette.grid, "labelOverlap": True}
    above = {
        "titleAngle": 0,
        "titleAnchor": "end",
        "titleAlign": "left",
        "titleX": 0,
        "titleY": -8,
        "titleBaseline": "bottom",
    }
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": words | sizes | lines,
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6} | above,
        "legend": words | sizes | {"orient": "top", "title": None, "symbolStrokeWidth": 2.5},
        "text": {"font": FONT, "fontSize": 11.5, "color": palette.ink},
    }
