"""The macro backdrop: policy, the curve, prices, work, output and credit, as public by the as-of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import basis_points, count, listed, month, percent
from rotascope.publish.charts.rates import curve_chart, policy_chart
from rotascope.publish.figures import cell, detail, number, plain_percent, record, scalar, signed
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Highlight, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

Asked = dict[str, "Finding | None"]

CHANGES = (1, 3, 6, 12)
YIELDS = ("3m", "2y", "10y", "30y")
PRICES = {"CPI": "CPI", "CORE_CPI": "core CPI", "PCE": "PCE prices", "CORE_PCE": "core PCE prices"}
ECONOMY = {
    "unemployment_rate": "Unemployment",
    "sahm_gap": "Sahm gap, points",
    "payroll_change": "Payrolls, month",
    "jobless_claims": "Initial claims, 4 weeks",
    "industrial_production": "Industrial production, 12 months",
    "credit_standards": "Banks tightening, net",
    "financial_conditions": "Financial conditions, deviations",
}
WORK = ("unemployment_rate", "sahm_gap", "payroll_change", "jobless_claims")


def macro(inquiry: Inquiry) -> Section:
    """Every macro question, in four groups."""
    policy = {name: inquiry.ask(name) for name in ("policy_range", "policy_moves")}
    slope = inquiry.ask("curve_slope")
    changes = {
        months: inquiry.ask(
            "curve_slope_change", months=months, label=f"change of the curve over {count(months, 'month')}"
        )
        for months in CHANGES
    }
    yields = {tenor: inquiry.ask("yield_level", tenor, label=f"{tenor} yield") for tenor in YIELDS}
    prices = {name: inquiry.ask("inflation_rate", name, label=f"{words}") for name, words in PRICES.items()}
    economy = {name: inquiry.ask(name) for name in ECONOMY}
    every = [*policy.values(), slope, *changes.values(), *yields.values(), *prices.values(), *economy.values()]
    return inquiry.section(
        "macro",
        "Macro backdrop",
        [
            says(*policy.values()),
            [*says(slope), *_changes(changes)],
            [*_prices(prices), *says(*(economy[name] for name in WORK))],
            says(*(finding for name, finding in economy.items() if name not in WORK)),
            _revised([finding for finding in every if finding is not None]),
        ],
        tables=[_curve_table(changes), _rates_table(yields), _economy_table(prices, economy)],
        charts=_charts(inquiry, policy, slope, changes),
        highlights=_highlights(policy["policy_range"]),
    )


def _changes(changes: Mapping[int, Finding | None]) -> list[Sentence]:
    """The curve's way over four windows in one sentence; the word "steeper" alone would hide the window."""
    known = {months: finding for months, finding in changes.items() if finding is not None}
    if not known:
        return []
    parts = [f"{_way(scalar(finding))} over {count(months, 'month')}" for months, finding in known.items()]
    return [Sentence(f"That slope had {listed(parts)}.", tuple(known.values()))]


def _way(change: float) -> str:
    if round(change * 1e4) == 0:
        return "not changed"
    return f"{'steepened' if change > 0 else 'flattened'} by {basis_points(abs(change))}"


def _prices(prices: Asked) -> list[Sentence]:
    """Inflation of all four indices, those of one month together."""
    by_month: dict[str, list[Finding]] = {}
    unknown = [finding for finding in prices.values() if finding is not None and finding.value is None]
    for finding in prices.values():
        if finding is not None and finding.value is not None:
            by_month.setdefault(_month(finding), []).append(finding)
    sentences = []
    for when, findings in by_month.items():
        words = listed([f"{plain_percent(scalar(found))} by {PRICES[str(found.question.of)]}" for found in findings])
        sentences.append(Sentence(f"Inflation over 12 months to {when} was {words}.", tuple(findings)))
    return [*sentences, *says(*unknown)]


def _revised(findings: list[Finding]) -> list[Sentence]:
    """What the reader must know of the values: the as-of decides which were public, not which revision."""
    revised = [finding for finding in findings if finding.revised]
    if not revised:
        return []
    return [
        Sentence(
            "Values are today's revised ones: the as-of decides which had been published, not how they read then."
            " Policy decisions and market yields are not revised."
        )
    ]


def _curve_table(changes: Mapping[int, Finding | None]) -> Table:
    rows = tuple(_change_row(months, finding) for months, finding in changes.items() if finding is not None)
    columns = ("Ten minus two years", "From", "Then", "Now", "Change", "Share")
    note = "In basis points. Share: of all windows as long that moved as much that way: what chance would show."
    return Table("The slope of the curve", columns, rows, frozenset(columns[2:]), frozenset({"From"}), note)


def _change_row(months: int, finding: Finding) -> tuple[Cell, ...]:
    before, now, share = (float(detail(finding, key)) for key in ("slope_before", "slope", "share_at_least"))
    texts = (
        f"over {count(months, 'month')}",
        detail(finding, "from"),
        number(before * 1e4, 0),
        number(now * 1e4, 0),
        signed(scalar(finding) * 1e4, 0),
        percent(share, 0),
    )
    return tuple(cell(finding, text) for text in texts)


def _rates_table(yields: Asked) -> Table:
    known = {tenor: finding for tenor, finding in yields.items() if finding is not None}
    rows = tuple(
        (cell(finding, tenor), cell(finding, percent(scalar(finding), 2)), cell(finding, detail(finding, "date")))
        for tenor, finding in known.items()
    )
    return Table("Treasury yields", ("Tenor", "Yield", "Published for"), rows, frozenset({"Yield"}))


def _economy_table(prices: Asked, economy: Asked) -> Table:
    named = {f"{PRICES[name][:1].upper()}{PRICES[name][1:]}, 12 months": finding for name, finding in prices.items()}
    named |= {ECONOMY[name]: finding for name, finding in economy.items()}
    rows = tuple(
        (cell(finding, name), cell(finding, _shown(finding)), cell(finding, _month(finding)))
        for name, finding in named.items()
        if finding is not None
    )
    return Table("The economy as published", ("Indicator", "Value", "For"), rows, frozenset({"Value"}))


def _shown(finding: Finding) -> str:
    """The figure in the unit that readers know it in."""
    if finding.value is None:
        return "unknown"
    value, measure = scalar(finding), finding.question.measure
    if finding.unit == "people":
        return signed(value, 0) if measure == "payroll_change" else number(value, 0)
    if finding.unit == "deviations":
        return signed(value)
    return signed(value * 100, 2) if finding.unit == "points" else plain_percent(value)


def _month(finding: Finding) -> str:
    """The month, survey or week that the figure is for."""
    day: date = next(finding.detail[key] for key in ("month", "survey", "week") if key in finding.detail)  # type: ignore[assignment]
    return f"week to {day}" if "week" in finding.detail else month(day)


def _charts(
    inquiry: Inquiry, policy: Asked, slope: Finding | None, changes: Mapping[int, Finding | None]
) -> list[Chart]:
    charts = []
    if slope is not None:
        day: date = slope.detail["date"]  # type: ignore[assignment]
        words = [sentence.text for sentence in _changes({1: changes[1], 12: changes[12]})]
        charts += curve_chart(inquiry.panel, day, " ".join([slope.text, *words]))
    if policy["policy_range"] is not None:
        moves = policy["policy_moves"]
        caption = policy["policy_range"].text if moves is None else moves.text
        charts += policy_chart(inquiry.panel, caption)
    return charts


def _highlights(policy: Finding | None) -> list[Highlight]:
    if policy is None:
        return []
    values = record(policy)
    figure = f"{percent(values['lower'], 2)[:-1]}–{percent(values['upper'], 2)}"
    return [Highlight("Policy range", figure, f"last decision {detail(policy, 'decided')}", policy)]
