"""What the sections on the inside of the market say of figures that rise, fall or are level, and what they draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rotascope.data.slices import parse_slice
from rotascope.measures.breadth import daily_share_above, share_above_average
from rotascope.measures.contribution import contribution
from rotascope.measures.measured import Measured
from rotascope.pairs import Pair, parse_subject
from rotascope.publish.charts.bars import Bars
from rotascope.publish.charts.concentration import DECILES, decile_shares
from rotascope.publish.charts.valuation import trailing_band
from rotascope.publish.inquiry import Inquiry
from rotascope.publish.market import carried_from
from rotascope.publish.palette import LIGHT
from rotascope.publish.sections import breadth, concentration, valuation, winners
from rotascope.questions import Finding, Question
from tests.measures.hand import embedded
from tests.publish.making import EARLY, THEN, brief_of, section_of, text_of

SECTIONS = ("breadth", "concentration", "winners", "valuation")


def finding(value: float, **detail: Any) -> Finding:
    """An answer with a value and a detail of its own, whatever was asked."""
    measured = Measured(value, "fraction", "Made.", detail)
    return Finding(Question("hhi", "us"), None, {}, measured, embedded().as_of(THEN))


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.024, "2.4 points ahead of"), (-0.024, "2.4 points behind"), (0.0004, "did as well as")],
)
def test_equal_weights_ahead_behind_and_level(value: float, words: str) -> None:
    text = breadth._equal_words("the S&P 500", finding(value, equal=0.05, cap=0.05 - value))
    assert words in text
    assert "(5.0% against" in text


@pytest.mark.parametrize(
    ("highs", "lows", "words"), [(9, 2, "more highs than lows"), (2, 9, "more lows than highs"), (3, 3, "as many")]
)
def test_highs_and_lows_are_weighed(highs: int, lows: int, words: str) -> None:
    assert words in breadth._highs_words("the 3,000 largest", finding(0, highs=highs, lows=lows, counted=100))


@pytest.mark.parametrize(("value", "word"), [(0.7, "Most"), (0.5, "Half of the"), (0.3, "Fewer than half of the")])
def test_the_average_of_fifty_decides_the_first_word(value: float, word: str) -> None:
    above = {window: finding(value, counted=500) for window in breadth.WINDOWS}
    (sentence,) = breadth._averages(above)
    assert sentence.text.startswith(f"{word} members of the S&P 500 closed above their average: ")
    assert breadth._averages(dict.fromkeys(breadth.WINDOWS)) == []


@pytest.mark.parametrize(
    ("small", "words"), [(0.8, "more small companies"), (0.2, "fewer small companies"), (0.52, "about as many small")]
)
def test_small_companies_are_set_against_giants(small: float, words: str) -> None:
    middle = {"us:mega": finding(0.5), "us:large": finding(0.6), "us:small": finding(small)}
    (sentence,) = breadth._by_size(middle)
    assert words in sentence.text
    assert breadth._by_size({**middle, "us:large": None}) == []


@pytest.mark.parametrize(
    ("value", "whole", "words"),
    [
        (0.07, 0.19, "gave 7.0 points of the S&P 500's return of 19.0% (37%)"),
        (-0.004, 0.012, "took 0.4 points, and the S&P 500 as a whole returned 1.2%"),
        (0.02, -0.05, "gave 2.0 points, and the S&P 500 as a whole returned −5.0%"),
        (-0.06, -0.05, "took 6.0 points, and the S&P 500 as a whole returned −5.0%"),
    ],
)
def test_a_share_of_the_return_is_told_only_where_it_means_something(value: float, whole: float, words: str) -> None:
    assert words in concentration._gave_words(finding(value, **{"return": whole, "from": "2025-12-31"}))


@pytest.mark.parametrize(
    ("gap", "words"), [(0.013, "they held it back by 1.3"), (-0.013, "they carried it by 1.3"), (0.0, "no difference")]
)
def test_without_the_largest(gap: float, words: str) -> None:
    found = finding(0.025, **{"return": 0.025 - gap, "difference": gap, "from": "2025-12-31"})
    assert words in concentration._without_words("the S&P 500", found)


def sectors(*values: float) -> Finding:
    names = ["Energy", "Finance", "Technology"][: len(values)]
    held = dict(sorted(zip(names, values, strict=True), key=lambda item: -item[1]))
    each = {"returns": held, "members": dict.fromkeys(names, 9)}
    return finding(sum(values), contributions=held, **{"return": sum(values), "from": "2025-12-31"}, **each)


def test_sectors_that_gave_and_took() -> None:
    up, down = (
        winners._parts("us:small", sectors(0.02, 0.01, -0.005)),
        winners._parts("us:small", sectors(-0.02, -0.01)),
    )
    assert up[0].text.endswith(
        "most came from Energy (2.0 points) and Finance (1.0 points); most was lost in Technology (0.5 points)."
    )
    assert down[0].text.startswith("Ranks 1,001 to 3,000 returned −3.0% since 2025-12-31; most was lost in Energy")
    assert "came from" not in down[0].text
    assert up[1].text == "By their own returns Energy led (2.0%) and Technology came last (−0.5%)."
    assert winners._parts("us:small", None) == []


def test_a_small_or_unnamed_sector_has_no_return_told() -> None:
    found = finding(0.1, returns={"Energy": 0.1, "unknown": 0.3, "Utilities": 0.2},
                    members={"Energy": 5, "unknown": 50, "Utilities": 4})  # fmt: skip
    assert winners.returns(found) == {"Energy": 0.1}


@pytest.mark.parametrize(("rank", "words"), [(1, "Regional banks led"), (5, "Regional banks did not lead")])
def test_whether_banks_led(rank: int, words: str) -> None:
    banks = finding(rank, members=12, returns={"KRE": 0.034, "XLB": 0.075})
    for gap, place in ((-0.036, "3.6 points behind"), (0.036, "3.6 points ahead of"), (0.0, "level with")):
        text = " ".join(said.text for said in winners._banks(banks, finding(gap, second=0.069)))
        assert text.startswith(words)
        assert place in text
    assert winners._banks(None, None) == []


def readings(**shares: float) -> dict[str, Finding]:
    return {name: finding(2.0, percentile=share, months=300) for name, share in shares.items()}


def test_an_extreme_is_judged_under_each_reading() -> None:
    lead, disagree = valuation._extremes(readings(rolled=0.97, june=1.0, december=0.93))
    assert "small companies were cheap to the extreme by the rolled (97.0%) and june (100.0%) readings" in lead.text
    assert lead.text.endswith("at no extreme by the december (93.0%) reading.")
    assert disagree.text.startswith("The readings disagree")
    (alone,) = valuation._extremes(readings(rolled=0.01, june=0.02))
    assert "dear to the extreme by" in alone.text
    assert valuation._extremes({}) == []


def test_the_band_is_of_the_months_before() -> None:
    low, high = trailing_band(np.arange(1.0, 8.0), 4)
    assert np.isnan(low[:4]).all()
    assert low[4:].tolist() == pytest.approx([1.3, 2.3, 3.3])  # 1 to 4: a tenth of the way up is 1 + 0.1 x 3
    assert high[4:].tolist() == pytest.approx([3.7, 4.7, 5.7])
    assert np.isnan(trailing_band(np.arange(3.0), 4)).all()


@pytest.mark.parametrize("of", ["sp500", "us:mega", "us:small"])
@pytest.mark.parametrize("day", ["2023-12-29", "2025-04-08", THEN])
def test_breadth_by_day_ends_at_the_figure(of: str, day: str) -> None:
    panel = embedded().as_of(day)
    members = panel.slice(parse_slice(of))
    share = daily_share_above(members, 50)
    assert np.isnan(share[:49]).all()
    assert len(share) == len(members.days)
    assert share[-1] == share_above_average(panel, members.wanted, window=50).value


def test_sectors_add_up_to_the_share() -> None:
    found = share_above_average(embedded().as_of(THEN), parse_slice("us:small"), window=50)
    counts: Any = found.detail["sectors"]
    assert sum(above for above, _ in counts.values()) == found.detail["above"]
    assert sum(counted for _, counted in counts.values()) == found.detail["counted"]


def test_returns_of_sectors_are_those_of_their_slices() -> None:
    panel = embedded().as_of(THEN)
    found = contribution(panel, parse_slice("us:small"), by="sector")
    own: Any = found.detail["returns"]
    level = panel.series("us:small:Technology")
    start = level.position(int(np.datetime64("2025-12-31").astype(np.int64)))
    assert own["Technology"] == pytest.approx(level.values[-1] / level.values[start] - 1, abs=2e-3)


def test_deciles_share_the_market() -> None:
    days, shares = decile_shares(embedded().as_of(THEN))
    assert shares.shape == (len(days), len(DECILES))
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (np.diff(shares[-1]) > 0).all()
    assert str(days[-1].astype("datetime64[D]")) == "2025-10-31"


@pytest.mark.parametrize("name", SECTIONS)
def test_before_stocks_are_listed_the_sections_say_so(name: str) -> None:
    said = text_of(brief_of(EARLY), name)
    if name == "valuation":
        assert "In December 2000 a dollar in small companies bought" in said
    else:
        assert "figures of single stocks, because the universe of stocks begins later than that day, on" in said


def test_before_stocks_are_listed_french_charts_and_funds_are_kept() -> None:
    kept = [chart.id for name in SECTIONS for chart in section_of(brief_of(EARLY), name).charts]
    assert kept == ["size-deciles", "fund-returns", "valuation-gap"]


def test_membership_is_said_to_be_carried_only_after_it_is_known() -> None:
    market, pair = embedded(), parse_subject("small/mega", embedded())
    assert isinstance(pair, Pair)
    days = {"2025-06-30": None, THEN: "2025-11-11"}
    for day, known in days.items():
        inquiry = Inquiry(market.as_of(day), pair, {})
        assert str(carried_from(inquiry)) == str(known)
    assert "its list is known to 2025-11-11 and carried forward since" in text_of(brief_of(), "breadth")


def test_bars_keep_their_order_and_dates() -> None:
    dates = {"from": "2025-12-31", "date": THEN}
    spec: Any = Bars("made", "sector", "points", {"B": 2.0, "A": -1.0}, dates, 0.5).spec(LIGHT)
    assert [row["name"] for row in spec["datasets"]["made"]] == ["B", "A"]
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["B", "A"]
    assert {row["from"] for row in spec["datasets"]["made"]} == {"2025-12-31"}
