"""Concentration: the ten largest and the effective number day by day, and a century of size deciles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.french import french_values
from rotascope.data.history import day_of
from rotascope.data.slices import parse_slice
from rotascope.errors import DataError
from rotascope.measures.concentration import cap_weights
from rotascope.publish.charts.frame import Picture, iso
from rotascope.publish.charts.lines import Lines
from rotascope.publish.parts import Chart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.publish.palette import Palette
    from rotascope.publish.parts import Spec

    Floats = NDArray[np.float64]

DECILES = ("Lo 10", *(f"Dec {at}" for at in range(2, 10)), "Hi 10")
BANDS = {"largest tenth": ("Hi 10",), "second tenth": ("Dec 9",), "tenths 6 to 8": ("Dec 6", "Dec 7", "Dec 8"),
         "smallest half": ("Lo 10", "Dec 2", "Dec 3", "Dec 4", "Dec 5")}  # fmt: skip
OPACITY = (0.85, 0.6, 0.38, 0.2)


def top_chart(panel: Panel, caption: str) -> list[Chart]:
    """The ten largest's share of the S&P 500 by value, and its effective number."""
    first = day_of(panel.universe().days[0])
    source = f"Stocks as listed, from {first} to {panel.as_of}; weights by market value of each day."
    return [
        Chart("concentration-top", "Share of the ten largest companies", caption, source, lambda p: _top(panel, p)),
        Chart(
            "concentration-effective",
            "As concentrated as how many companies of one size",
            "Effective number: 1 over the sum of squared weights. Falling: the market hangs on fewer companies.",
            source,
            lambda palette: _effective(panel, palette),
        ),
    ]


def _weights(panel: Panel, of: str) -> tuple[Floats, Floats]:
    """(n_dates,) twice: the ten largest's share, and the effective number."""
    weights = cap_weights(panel.slice(parse_slice(of)))
    top = np.partition(weights, -10, axis=1)[:, -10:].sum(axis=1)
    return top, 1 / np.einsum("ij,ij->i", weights, weights)


def _both(panel: Panel) -> dict[str, tuple[Floats, Floats]]:
    names = {"sp500": "S&P 500", "us": "3,000 largest"}
    return panel.cached("concentration by day", lambda inner: {names[of]: _weights(inner, of) for of in names})


def _top(panel: Panel, palette: Palette) -> Spec:
    shares = {name: 100 * found[0] for name, found in _both(panel).items()}
    return Lines("top_share", "share of market value (%)", panel.universe().days, shares).spec(palette)


def _effective(panel: Panel, palette: Palette) -> Spec:
    numbers = {name: found[1] for name, found in _both(panel).items()}
    return Lines("effective_number", "companies of one size", panel.universe().days, numbers).spec(palette)


def deciles_chart(panel: Panel) -> list[Chart]:
    """Shares of the French size deciles; none where no month of them was public."""
    try:
        days, _ = panel.cached("decile shares", decile_shares)
    except DataError:
        return []
    if not len(days):
        return []
    return [
        Chart(
            "size-deciles",
            f"Market value by tenths of companies, since {day_of(days[0]).year}",
            "Each tenth holds as many NYSE companies; the largest tenth's band is the market's share at the top.",
            f"French library (size portfolios: firms x average size), months to {day_of(days[-1])}, known two months"
            " late, as revised since.",
            lambda palette: _deciles(panel, palette),
        )
    ]


def decile_shares(panel: Panel) -> tuple[NDArray[np.int64], Floats]:
    """Months (n,) and each decile's share of all market value (n, 10), smallest first; months with a gap left out."""
    firms, caps = ([french_values(panel, "size", kind, name) for name in DECILES] for kind in ("firms", "average_cap"))
    days = firms[-1].days
    if any(len(part) != len(days) for part in (*firms, *caps)):
        raise DataError("The size deciles have gaps.")
    worth = np.column_stack([number.values * size.values for number, size in zip(firms, caps, strict=True)])
    whole = np.isfinite(worth).all(axis=1) & (worth > 0).all(axis=1)
    shares: Floats = worth[whole] / worth[whole].sum(axis=1, keepdims=True)
    return days[whole], shares


def _deciles(panel: Panel, palette: Palette) -> Spec:
    days, shares = panel.cached("decile shares", decile_shares)
    picture = Picture(palette)
    alt = picture.alt
    edges = [np.zeros(len(days))]
    for parts in BANDS.values():
        edges.append(edges[-1] + 100 * shares[:, [DECILES.index(part) for part in parts]].sum(axis=1))
    rounded = [np.round(edge, 2).tolist() for edge in edges]
    rows = zip(iso(days), *rounded, strict=True)
    picture.datasets["deciles"] = [
        {"date": day} | {f"e{at}": value for at, value in enumerate(values)} for day, *values in rows
    ]
    scale = alt.Scale(domain=[0, 100])
    for at, (name, opacity) in enumerate(zip(BANDS, OPACITY, strict=True)):
        y = alt.Y(f"e{at}:Q", title="share of market value (%)", scale=scale)
        band = picture.chart("deciles").mark_area(color=palette.first, opacity=opacity)
        picture.add(band.encode(x=picture.days(), y=y, y2=f"e{at + 1}:Q"))
        picture.datasets[f"decile_{at}"] = [{"date": iso(days[-1:])[0], "name": name,
                                             "place": (rounded[at][-1] + rounded[at + 1][-1]) / 2}]  # fmt: skip
    for at in range(len(BANDS)):
        for look in (picture.halo, {"color": palette.ink}):
            words = picture.chart(f"decile_{at}").mark_text(align="right", dx=-6, fontWeight=600, **look)
            picture.add(
                words.encode(x=picture.days(), y=alt.Y("place:Q", title="share of market value (%)"), text="name:N")
            )
    return picture.spec()
