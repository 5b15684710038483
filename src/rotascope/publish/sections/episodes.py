"""When the last turn was, since when it could be known, and how long such leads last, beside chance."""

from __future__ import annotations

from math import expm1
from typing import TYPE_CHECKING

from rotascope.data.french import parse_french
from rotascope.errors import RotascopeError
from rotascope.pairs import catalog
from rotascope.publish.charts.episodes import strip_chart, survival_chart
from rotascope.publish.figures import cell, number, signed_percent
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rotascope.pairs import Pair
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

# The pairs of funds whose rotation the French library knows since 1926.
LONG = {
    "small/mega": "small/large_since_1926",
    "small/large": "small/large_since_1926",
    "value/growth": "value/growth_since_1926",
}
SHOWN = 8  # episodes in the table, the running one last
STATISTICS = {
    "episodes": "Finished episodes",
    "median_duration": "Median length",
    "mean_duration": "Mean length",
    "median_amplitude": "Median size (log points)",
}
NOTE = (
    "From and to: days of the turning points; known: the day on which the start could be known from data that were"
    " public, the first on which the phase after it was long enough by itself, so that nothing later takes it back."
    " Change: of relative strength, first leg over second."
)


def episodes(inquiry: Inquiry) -> Section:
    """The running episode and its age; the chronology of a century with its null; survival with today's age."""
    own = inquiry.ask("episode", inquiry.pair, label=f"turning points of {inquiry.pair}")
    lasting = None if own is None else inquiry.ask("episode_survival", inquiry.pair, label="how long leads last")
    long = _long(inquiry)
    century = None if long is None else inquiry.ask("episode", long, label=f"turning points of {long}")
    found = [(pair, one) for pair, one in ((inquiry.pair, own), (long, century)) if one is not None]
    return inquiry.section(
        "episodes",
        "Turns and how long leads last",
        [says(own), says(lasting), _since_1926(century)],
        tables=[*_tables(own), *(_null(str(pair), one) for pair, one in found)],
        charts=_charts(inquiry, own, lasting, long, century),
    )


def _long(inquiry: Inquiry) -> Pair | None:
    """The pair's monthly counterpart, where the data hold its portfolios."""
    name = LONG.get(str(inquiry.named))
    if name is None:
        return None
    pair = catalog()[name]
    try:
        for symbol in pair.symbols:
            inquiry.panel.french(parse_french(symbol).portfolios)
    except RotascopeError as error:
        inquiry.miss(f"episodes of {name}", str(error))
        return None
    return pair


def _since_1926(found: Finding | None) -> list[Sentence]:
    """The century by month, and that it is known late."""
    if found is None:
        return []
    lead = f"By month since 1926 ({found.question.of}), to the last month that was public: "
    return [Sentence(f"{lead}{found.text}", (found,))]


def _tables(own: Finding | None) -> list[Table]:
    if own is None:
        return []
    told: Mapping[str, Sequence[object]] = own.detail["episodes"]  # type: ignore[assignment]
    keys = ("leader", "start", "end", "known_on", "amplitude", "duration", "confirmed")
    listed = list(zip(*(told[key] for key in keys), strict=True))[-SHOWN:]
    columns = ("Leader", "From", "To", "Known", "Change", f"{str(own.detail['step']).capitalize()}s")
    rows = tuple(_row(own, *one) for one in listed)
    return [Table("The last episodes", columns, rows, frozenset(columns[4:]), frozenset({columns[5]}), NOTE)]


def _row(
    own: Finding,
    leader: object,
    start: object,
    end: object,
    known: object,
    amplitude: object,
    duration: object,
    confirmed: object,
) -> tuple[Cell, ...]:
    change = signed_percent(expm1(float(str(amplitude))))
    texts = (str(leader), str(start), str(end) if confirmed else "running", str(known), change, f"{duration:,}")
    return tuple(cell(own, text) for text in texts)


def _null(pair: str, found: Finding) -> Table:
    """The statistics beside the bands of chance."""
    null: Mapping[str, Sequence[float | None]] = found.detail["null"]  # type: ignore[assignment]
    columns = ("Statistic", "Seen", "Shuffled steps", "Blocks without drift")
    rows = tuple(
        tuple(
            cell(found, text)
            for text in (
                STATISTICS[str(name)],
                _figure(null["seen"][at]),
                _band(null, "shuffled", at),
                _band(null, "blocks", at),
            )
        )
        for at, name in enumerate(null["statistic"])
    )
    note = (
        f"Bands: 5th to 95th percentile of {found.arguments['paths']:,} histories of the same steps, in any order, or"
        f" in blocks of a phase without their mean. {found.detail['verdict'].capitalize()}"  # type: ignore[attr-defined]
        f" in number and length taken together. Lengths in {found.detail['step']}s. Size also depends on when the wild"
        " years were, which shuffling spreads out."
    )
    return Table(f"{pair} beside chance", columns, rows, frozenset(columns[1:]), note=note)


def _figure(value: float | None) -> str:
    return "none" if value is None else number(value, 2 if abs(value) < 10 and value % 1 else 0)


def _band(null: Mapping[str, Sequence[float | None]], way: str, at: int) -> str:
    return f"{_figure(null[f'{way}_low'][at])} to {_figure(null[f'{way}_high'][at])}"


def _charts(
    inquiry: Inquiry, own: Finding | None, lasting: Finding | None, long: Pair | None, century: Finding | None
) -> list[Chart]:
    charts: list[Chart] = []
    if long is not None and century is not None:
        charts += strip_chart(inquiry.panel, long, century)
    elif own is not None:
        charts += strip_chart(inquiry.panel, inquiry.pair, own)
    if lasting is not None:
        charts += survival_chart(inquiry.panel, lasting, inquiry.pair)
    return charts
