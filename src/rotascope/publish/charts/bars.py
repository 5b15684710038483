"""Horizontal bars: a quantity a name, longest on top, in one colour or in one a side of zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.publish.charts.frame import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

ROW = 24  # pixels a bar
NAME = 165  # pixels that a name may take; a phone leaves as much for the bars


@dataclass(frozen=True)
class Bars:
    """`values` by name in the order drawn; `kind`: what the names are; `dates`: what each bar's tooltip says of time.

    `rule`: a value marked by a dashed line, such as the whole's.
    """

    dataset: str
    kind: str
    quantity: str
    values: Mapping[str, float]
    dates: Mapping[str, str]
    rule: float | None = None

    def spec(self, palette: Palette) -> Spec:
        """The Vega-Lite spec."""
        picture = Picture(palette, max(4, len(self.values)) * ROW)
        alt = picture.alt
        picture.datasets[self.dataset] = [
            {"name": name, "value": round(value, 3), **self.dates} for name, value in self.values.items()
        ]
        axis = alt.Axis(labelLimit=NAME, ticks=False, labelPadding=8)
        y = alt.Y("name:N", title=self.kind, sort=list(self.values), axis=axis)
        x = alt.X("value:Q", title=self.quantity, axis=alt.Axis(grid=True, tickCount=5))
        color = alt.condition("datum.value < 0", alt.value(palette.second), alt.value(palette.first))
        tips = picture.tips(
            "name:N", *(key if key == "date" else f"{key}:N" for key in self.dates), value=self.quantity
        )
        bars = picture.chart(self.dataset).mark_bar(height={"band": 0.68})
        picture.add(bars.encode(x=x, y=y, color=color, tooltip=tips))
        zero = picture.chart(self.dataset).mark_rule(color=palette.line)
        picture.add(zero.encode(x=alt.datum(0)))
        if self.rule is not None:
            rule = picture.chart(self.dataset).mark_rule(color=palette.ink, strokeDash=[4, 3])
            picture.add(rule.encode(x=alt.datum(round(self.rule, 3))))
        return picture.spec()
