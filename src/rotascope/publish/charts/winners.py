"""Bars of the year so far: what sectors and companies gave to a slice, and what sectors returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import listed, points
from rotascope.publish.charts.bars import Bars
from rotascope.publish.figures import plain_percent
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.data.panel import Panel
    from rotascope.questions import Finding

ENDS = 8


def contribution_chart(panel: Panel, name: str, found: Finding) -> list[Chart]:
    """Points that each sector gave to a slice's return."""
    values: Mapping[str, float] = found.detail["contributions"]  # type: ignore[assignment]
    return _chart(
        panel, found, "contribution-sectors", f"{name}: what each sector gave", values, "sector", "points of return"
    )


def return_chart(panel: Panel, name: str, found: Finding, values: Mapping[str, float]) -> list[Chart]:
    """Each sector's own return inside a slice, the whole's as a dashed line."""
    whole: float = found.detail["return"]  # type: ignore[assignment]
    title = f"{name}: what each sector returned"
    return _chart(panel, found, "sector-returns", title, values, "sector", "return (%)", whole)


def stock_chart(panel: Panel, name: str, found: Finding, values: Mapping[str, float]) -> list[Chart]:
    """The companies that gave most and took most."""
    rows = list(values.items())
    ends = dict(rows if len(rows) <= 2 * ENDS else [*rows[:ENDS], *rows[-ENDS:]])
    title = f"{name}: the companies that gave and took most"
    return _chart(panel, found, "contribution-stocks", title, ends, "company", "points of return")


def fund_chart(panel: Panel, found: Finding, values: Mapping[str, float]) -> list[Chart]:
    """Returns of the sector funds, with the leg that was ranked among them."""
    title = "Sector funds of the S&P 500, and regional banks" if "KRE" in values else "Sector funds of the S&P 500"
    return _chart(panel, found, "fund-returns", title, values, "sector fund", "total return (%)")


def _chart(
    panel: Panel,
    found: Finding,
    name: str,
    title: str,
    values: Mapping[str, float],
    kind: str,
    quantity: str,
    rule: float | None = None,
) -> list[Chart]:
    if not values:
        return []
    start = str(found.detail["from"])
    dates = {"from": start, "date": panel.as_of.isoformat()}
    scaled = {key: 100 * value for key, value in values.items()}
    bars = Bars(name.replace("-", "_"), kind, quantity, scaled, dates, None if rule is None else 100 * rule)
    dashed = "" if rule is None else "; sectors of at least 5 companies; dashed: all small companies"
    source = f"Prices from {start} to {panel.as_of}, total return{dashed}."
    return [Chart(name, title, _caption(values, quantity), source, bars.spec)]


def _caption(values: Mapping[str, float], quantity: str) -> str:
    """The largest and the smallest, in words."""
    said = points if quantity.startswith("points") else plain_percent
    ordered = sorted(values.items(), key=lambda item: -item[1])
    if len(ordered) == 1:
        return f"There is only one with figures as of the date: {ordered[0][0]} ({said(ordered[0][1])})."
    most = [f"{name} ({said(value)})" for name, value in ordered[:2]]
    last, least = ordered[-1]
    return f"Most: {listed(most)}; least: {last} ({said(least)})."
