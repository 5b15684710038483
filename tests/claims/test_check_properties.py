"""Whatever a claim says, a check ends in one of seven verdicts; and its arithmetic keeps to its rules."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rotascope.claims.check import VERDICTS, check_article
from rotascope.claims.check.fits import fit
from rotascope.claims.claim import (
    Article,
    Claim,
    Direction,
    Entity,
    EntityKind,
    Figure,
    Hedge,
    Kind,
    Span,
    Unit,
    Window,
)
from tests.claims.making import NOWHERE, check, claim, entity, figure, judge, window
from tests.measures.hand import embedded

if TYPE_CHECKING:
    from rotascope.data.panel import Panel

# Names of every sort that a reader may hand over, and some that it should not; slices have cases of their own.
SUBJECTS = ("", "IWM", "RUT", "QQQ", "AAPL", "XLE", "IWM+QQQ", "IWM/SPY", "10y", "10y-2y", "DFEDTARU", "CPI", "UNRATE",
            "nothing", "us:nothing", "sp500:seven/", "A+", "*", "10y-10y", "french:size:Lo 30", "🦊")  # fmt: skip
MEASURES = ("", "opening", "high", "low", "close", "day", "week", "month", "quarter", "year", "best", "worst", "policy",
            "yield", "slope", "forward P/E", "trailing P/E", "P/B", "above average", "valuation gap", "flow", "streak",
            "gains", "losses", "outperformance", "underperformance", "inflation", "odd")  # fmt: skip
ROLES = ("price", "change", "percent", "count", "target", "before", "average", "members", "period")
days = st.one_of(st.none(), st.dates(date(1985, 1, 1), date(2027, 12, 31)))
numbers = st.one_of(st.sampled_from([0.0, -0.05, 0.058, 5.8, 2825.0, 1e12, -1e12]), st.floats(-1e6, 1e6))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    upper = draw(st.one_of(st.none(), numbers))
    return Figure(value=draw(numbers), step=draw(st.sampled_from([1e-4, 1e-3, 0.01, 1.0])), upper=upper, span=NOWHERE,
                  unit=draw(st.sampled_from(get_args(Unit))), hedge=draw(st.sampled_from(get_args(Hedge))))  # fmt: skip


@st.composite
def windows(draw: st.DrawFn) -> Window:
    return Window(
        kind=draw(st.sampled_from(["year to date", "sessions", "calendar", "since", "between", "at", "unstated"])),
        count=draw(st.one_of(st.none(), st.integers(0, 10_000))),
        start=draw(days),
        end=draw(days),
        months=draw(st.one_of(st.none(), st.integers(0, 600))),
        extreme=draw(st.sampled_from(["", "", "low", "high"])),
    )


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    subject = draw(st.sampled_from(SUBJECTS))
    return Entity(name=subject, subject=subject, kind=draw(st.sampled_from(get_args(EntityKind))), span=NOWHERE)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    some, one, when = st.none() | figures(), st.none() | entities(), st.none() | windows()
    return Claim(
        text=draw(st.sampled_from(["a claim", "weakest start", "by year-end", "from current levels"])),
        span=Span(start=0, end=7),
        sentence=NOWHERE,
        kind=draw(st.sampled_from(get_args(Kind))),
        subject=draw(one),
        other=draw(one),
        figure=draw(some),
        other_figure=draw(some),
        direction=draw(st.sampled_from(get_args(Direction))),
        window=draw(when),
        record_since=draw(days),
        record_years=draw(st.one_of(st.none(), st.integers(0, 200))),
        measure=draw(st.sampled_from(MEASURES)),
        negated=draw(st.booleans()),
        house=draw(st.sampled_from(["", "A house"])),
        rules_out=draw(st.sampled_from([(), ("base", "date"), ("instrument",), ("basis",)])),
        parts=draw(st.dictionaries(st.sampled_from(ROLES), figures(), max_size=3)),
    )


@pytest.fixture(scope="module")
def panel() -> Panel:
    return embedded().as_of("2026-01-14")


@given(drawn=st.lists(claims(), min_size=1, max_size=4))
def test_every_claim_gets_a_verdict(panel: Panel, drawn: list[Claim]) -> None:
    checked = check(panel, *drawn, dated=date(2026, 1, 14))
    assert len(checked.judgements) == len(drawn)
    assert all(judged.verdict in VERDICTS and judged.why for judged in checked.judgements)
    assert sum(checked.summary.values()) == len(drawn)
    json.dumps(checked.to_dict(), allow_nan=False)


@given(st.integers(-2000, 2000), st.sampled_from([1, 0.1, 0.01]), st.floats(-3, 3))
def test_half_a_unit_holds_and_a_unit_holds_approximately(steps: int, step: float, off: float) -> None:
    value = steps * step
    assume(abs(abs(off) - 0.5) > 1e-6 and abs(abs(off) - 1) > 1e-6)
    printed = Figure(value=value, step=step, unit="percent", span=NOWHERE)
    expected = "exact" if abs(off) < 0.5 else "near" if abs(off) < 1 else "no"
    assert fit(printed, value + off * step) == expected


@pytest.mark.parametrize(
    ("text", "hedge", "actual", "expected"),
    [
        ("5.8", "", 0.0575, "exact"),  # rounds up to it
        ("5.8", "", 0.0585, "exact"),
        ("5.8", "", 0.0587, "near"),
        ("5.8", "", 0.0591, "no"),
        ("3", "nearly", 0.0296, "exact"),
        ("3", "nearly", 0.0304, "near"),  # above it
        ("3", "nearly", 0.0240, "near"),
        ("3", "nearly", 0.0190, "no"),
        ("-3", "nearly", -0.0296, "exact"),
        ("-3", "nearly", 0.0296, "no"),
        ("5", "more than", 0.0501, "exact"),
        ("5", "more than", 0.05, "near"),
        ("5", "at least", 0.05, "exact"),
        ("-5", "more than", -0.06, "exact"),
        ("-5", "more than", -0.03, "no"),
        ("5", "less than", 0.0499, "exact"),
        ("5", "at most", 0.05, "exact"),
        ("5", "less than", 0.0612, "no"),
        ("18", "about", 0.1885, "exact"),  # within a twentieth
        ("18", "about", 0.1950, "near"),
        ("18", "about", 0.2100, "no"),
        ("10", "double-digit", 0.065, "no"),
        ("10", "double-digit", 0.138, "exact"),
        ("-10", "double-digit", -0.138, "exact"),
        ("9", "single-digit", 0.065, "exact"),
        ("9", "single-digit", 0.138, "no"),
    ],
)
def test_hedges(text: str, hedge: str, actual: float, expected: str) -> None:
    assert fit(figure(text, hedge=hedge), actual) == expected


def test_a_range_holds_what_lies_in_it() -> None:
    printed = figure("5", upper="7")
    assert [fit(printed, value) for value in (0.044, 0.046, 0.06, 0.0749, 0.079, 0.09)] == [
        "near", "exact", "exact", "exact", "near", "no",
    ]  # fmt: skip


def test_a_decade_that_the_sentence_names_is_the_window() -> None:
    text = "As in the early 2000s, small caps beat technology."
    said = Claim(text=text, span=Span(start=0, end=5), sentence=Span(start=0, end=len(text)), kind="comparison",
                 subject=entity("IWM"), other=entity("XLK"), direction="ahead")  # fmt: skip
    judged = check_article(Article(text=text, dated=None, claims=(said,)), embedded().as_of("2026-01-14")).judgements[0]
    # IWM's history begins in May 2000, after the window's first day; the index's does not
    assert judged.verdict == "holds under another reading"
    assert all(finding.question.as_of == "2003-12-31" for finding in judged.findings)


def test_a_record_is_of_the_day_of_the_return_beside_it() -> None:
    """Beside a gain on Wednesday, "the biggest since November 2020" is of Wednesday, not of the as-of (Friday)."""
    panel = embedded().as_of("2024-11-08")
    wednesday = window("sessions", "", "2024-11-06")
    record = claim("record", "KRE", measure="day", direction="up", record_since=date(2020, 11, 1))
    # 13.4 % on November 6; 15.4 % on 2020-11-09; 0.5 % on November 8
    assert judge(panel, record, claim("return", "KRE", figure="13.4", window=wednesday)).verdict == "holds"
    assert judge(panel, record).verdict == "fails"


def test_a_figure_beside_a_record_opening_is_of_the_year_so_far() -> None:
    panel = embedded().as_of("2026-01-16")
    record = claim("record", "RUT", measure="opening", direction="up", record_since=date(2019, 1, 1))
    # 7.89 % since 2025-12-31; 2021 began with 8.93 % in as many sessions
    judged = check(panel, claim("return", "RUT", figure="7.9"), record).judgements
    assert [one.verdict for one in judged] == ["holds", "fails"]
