"""The language: what docs/studies.md shows reads, trees come back from their own text, and nothing else ever raises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope import Market
from rotascope.errors import RotascopeError, UsageError
from rotascope.explain.studies import named_studies, studies, study, tree, windows
from rotascope.explain.studies.reading import read_condition, read_outcome

DOCS = Path(__file__).parent.parent.parent / "docs" / "studies.md"


def examples(kind: str) -> list[str]:
    blocks = re.findall(rf"```{kind}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.parametrize("text", examples("condition"))
def test_documented_conditions_read(text: str) -> None:
    found = read_condition(text)
    assert read_condition(str(found)) == found


@pytest.mark.parametrize("text", examples("outcome"))
def test_documented_outcomes_can_be_studied(text: str) -> None:
    found = read_outcome(text)
    assert read_outcome(str(found)) == found
    told = study("drawdown(SPY) < -10%", text, Market.open().as_of("2025-12-31"), draws=100)
    assert told.found.count
    assert told.base.count > told.found.count


SLOW = ("share_above", "inflation")
QUICK = [text for text in examples("condition") if not any(word in text for word in SLOW)]


def test_documented_conditions_can_be_studied() -> None:
    """Every one on one panel, but for two that take a while and are compared with their measures elsewhere."""
    asked = [(text, "active_return(small/large, next 21)") for text in QUICK]
    for told in studies(asked, Market.open().as_of("2025-12-31"), draws=100):
        assert told.base.count, told.condition
        assert told.verdict


def test_named_studies_answer() -> None:
    for one in named_studies().values():
        assert study(one.condition, one.then, Market.open().as_of("2026-01-14"), draws=100).found.count


PERIODS = st.sampled_from(["year", "quarter", "month"])
COUNTS = st.integers(1, 2000)
MONTHS = st.builds(windows.Months, st.integers(1, 12), st.integers(1, 12))
BEHIND = st.one_of(
    st.builds(windows.Trailing, COUNTS),
    st.sampled_from([windows.Calendar(word) for word in windows.CALENDAR]),
    st.builds(windows.Opening, COUNTS, PERIODS),
    MONTHS,
)
AHEAD = st.one_of(
    st.builds(windows.Ahead, COUNTS), st.builds(windows.NextPeriod, PERIODS), st.builds(windows.RestOf, PERIODS), MONTHS
)
SUBJECTS = (
    "IWM",
    "IWM/SPY",
    "small/large",
    "10y-2y",
    "us:small",
    "french:size:Lo 30",
    "0.6*XLI+0.4*XLB",
    "first",
    "May",
)
NAMES = st.sampled_from(SUBJECTS)
RESERVED = {
    *(
        "and",
        "or",
        "not",
        "is",
        "at",
        "of",
        "every",
        "crosses",
        "month",
        "year",
        "first",
        "last",
        "session",
        "sessions",
    ),
    *("percentile", "rank", "change", "streak", "window", "next", "rest", "to"),
}
WORDS = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True).filter(lambda word: word not in RESERVED)
SETTINGS = st.dictionaries(WORDS, st.sampled_from(["total", "21", "0.5", "two words"]), max_size=2)


def calls(windows: st.SearchStrategy[windows.Window]) -> st.SearchStrategy[tree.Call]:
    settings_ = SETTINGS.map(lambda held: tuple(sorted(held.items())))
    parts = st.just("") | WORDS
    return st.builds(tree.Call, WORDS, st.none() | NAMES, st.none() | windows, settings_, parts)


NUMBERS = st.decimals(-1000, 1000, places=4).map(float)
SIGNS = st.sampled_from([">", ">=", "<", "<=", "=", "!="])


def quantities(inner: st.SearchStrategy[tree.Condition]) -> st.SearchStrategy[tree.Quantity]:
    call = calls(BEHIND)
    return st.one_of(
        call,
        st.builds(tree.Percentile, call, st.none() | COUNTS),
        st.builds(tree.Rank, call),
        st.builds(tree.Change, call, COUNTS),
        st.builds(tree.Streak, inner),
    )


def branches(inner: st.SearchStrategy[tree.Condition]) -> st.SearchStrategy[tree.Condition]:
    of = quantities(inner)
    operand = NUMBERS | of
    return st.one_of(
        st.builds(tree.Comparison, of, SIGNS, operand),
        st.builds(tree.Crossing, of, st.sampled_from(["above", "below"]), operand),
        st.builds(tree.Extreme, of, st.sampled_from(["high", "low"]), st.none() | COUNTS),
        st.builds(tree.Named, of, WORDS),
        st.builds(tree.Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.Joined("and", tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.Joined("or", tuple(parts))),
    )


LEAVES: st.SearchStrategy[tree.Condition] = st.one_of(
    st.builds(tree.MonthIs, st.integers(1, 12)),
    st.builds(tree.YearIs, SIGNS, st.integers(1900, 2100)),
    st.builds(tree.SessionOf, st.sampled_from(["first", "number"]), COUNTS, PERIODS),
    st.builds(tree.SessionOf, st.just("last"), st.just(1), PERIODS),
)
CONDITIONS = st.recursive(LEAVES, branches, max_leaves=4)


@given(st.builds(tree.Occasion, CONDITIONS, st.none() | COUNTS))
def test_conditions_come_back_from_their_text(occasion: tree.Occasion) -> None:
    text = str(occasion)
    if len(text) <= 1000:
        assert read_condition(text) == occasion


@given(calls(AHEAD), st.none() | st.tuples(SIGNS, NUMBERS))
def test_outcomes_come_back_from_their_text(call: tree.Call, compared: tuple[str, float] | None) -> None:
    outcome = tree.Outcome(call) if compared is None else tree.Outcome(call, *compared)
    assert read_outcome(str(outcome)) == outcome


PIECES = (
    "active_return ( ) IWM , SPY first 10 sessions of year > 2.5% and not is at low next 63 month January every"
    ' percentile " . drawdown = rest'
)
FRAGMENTS = st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join)


@settings(max_examples=300)
@given(st.text(max_size=60) | FRAGMENTS)
def test_any_text_reads_or_is_refused(text: str) -> None:
    for read in (read_condition, read_outcome):
        try:
            read(text)
        except UsageError as error:
            assert len(str(error)) < 500


@settings(max_examples=60)
@given(CONDITIONS, calls(AHEAD))
def test_any_study_is_answered_or_refused(condition: tree.Condition, then: tree.Call) -> None:
    try:
        study(str(condition), str(then), Market.open().as_of("2005-12-30"), draws=100)
    except RotascopeError as error:
        assert len(str(error)) < 1500


@pytest.mark.parametrize("text", ["(" * 900, "not " * 249 + "month is May", "streak(" * 140, "x" * 5000])
def test_depth_and_length_are_bounded(text: str) -> None:
    try:
        found = read_condition(text)
    except UsageError:
        return
    assert read_condition(str(found)) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "strength_level(small/large) crosses abve 0",
            "column 37, 'abve': expected above or below (did you mean above?)",
        ),
        ("month is Janury", "Column 10: 'Janury' is not a month; did you mean January?"),
        ("period_return(IWM, 63)", "column 23, where it ends: expected a comparison"),
        ("period_return(IWM 63) > 0", "column 19, '63)': expected ), a comma"),
        ("perod_return(IWM, 63) > 0", "Column 1: Measure 'perod_return' is not known. Did you mean period_return"),
        ("period_return(IWM/SPY, 63) > 0", "Column 1: period_return takes a leg"),
        ("period_return(IWMM, 63) > 0", "Column 1: Symbol 'IWMM' is not known. Did you mean IWM"),
        ("period_return(IWM, next 63) > 0", "next 63 sessions lies ahead"),
        ("curve_slope_change(10y-2y, months=1, months=2) > 0", "is given months twice"),
        ("policy_range() > 0", "name one of them: .lower, .upper"),
        ("period_return(IWM, basis=gross) > 0", "basis 'gross' must be total or price"),
        ("period_return(IWM, 0) > 0", "Column 20: '0' must be a whole number from 1"),
        ("curve_slope(10y) > 0", "not two different tenors"),
        ("curve_slope(10y-2y-3y) > 0", "not two different tenors"),
        ("curve_slope_change(10y-2y, months=-3) > 0", "months -3 must be from 1"),
        ("curve_slope_change(10y-2y, months=99999999999999999999) > 0", "must be from 1 to 100000"),
        ("strength_momentum(small/large, momentum_window=0) > 0", "momentum_window 0 must be 1 or more"),
        ("annualised_volatility(IWM, 1) > 0", "window of two sessions or more"),
        ("phase(small/mega).foo > 1", "name one of them: .strength_level"),
        ("inflation_rate(CPI, months=-1) > 0", "months -1 must be from 1"),
        ("payroll_change(months=-1) > 0", "months -1 must be from 1"),
        ("jobless_claims(weeks=0) > 0", "weeks 0 must be from 1"),
        ("book_yield_spread(months=0) > 0", "months 0 must be from 1"),
        ("top_share(sp500, k=0) > 0", "k 0 must be from 1"),
        ("phase(small/mega) is leding", "A phase is leading, weakening, lagging or improving"),
    ],
)
def test_refusals_say_where_and_what(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        study(text, "period_return(SPY, next 21)", Market.open().as_of("2025-12-31"), draws=100)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("period_return(SPY, 63)", "An outcome looks ahead"),
        ("hhi(us, next 21)", "is no outcome; outcomes are"),
        ("period_return(SPY, next 21).lower", "has no part 'lower'"),
        ("leader_still_leads(SPY, next 21)", "takes a pair"),
        ("period_return(SPY, next 21) > period_return(IWM, next 21)", "compared with a number"),
        ("period_return(SPY, January to December)", "takes the whole year"),
    ],
)
def test_outcomes_that_are_none(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        study("month is May", text, Market.open().as_of("2025-12-31"), draws=100)


def test_what_a_measure_refuses_on_one_day_alone_can_be_studied() -> None:
    """Ten sessions of a year that has had nine."""
    told = study("opening_rank(IWM/SPY, 10) = 1", "period_return(SPY, next 21)", Market.open().as_of("2026-01-14"))
    assert told.found.count
