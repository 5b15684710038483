"""Sentences read and checked in one go; what is true was worked out from the raw files by one who did not write this.

The figures that decide stand in the last column.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from rotascope import Market
from rotascope.claims.check import check_article
from rotascope.claims.read import read

if TYPE_CHECKING:
    from rotascope.data.panel import Panel

HOLDS, FAILS = "holds", "fails"
OTHER, CANNOT = "holds under another reading", "cannot check"
SENTENCES = [
    ("2026-07-15", "Technology ranks last among the 11 sectors this year.", "rank", FAILS, "second, +26.4 %"),
    ("2026-07-15", "Among the 11 sectors, technology ranks first this year.", "rank", FAILS, "energy +28.1 %"),
    ("2025-08-29", "The Russell 2000 ended August flat.", "flatness", FAILS, "+7.00 %"),
    ("2024-12-31", "The Russell 2000 closed December flat.", "flatness", FAILS, "-8.40 %"),
    ("2025-12-31", "The S&P 500 ended December roughly flat.", "flatness", HOLDS, "-0.05 %"),
    ("2026-06-30", "The Russell 2000 had its best quarter since the fourth quarter of 2020.", "record", HOLDS,
     "+21.15 %; 2020 Q4 +30.99 %"),
    ("2025-06-30", "The S&P 500's 10.6% second-quarter gain was its biggest since the fourth quarter of 2023.",
     "record", HOLDS, "+10.57 %; 2023 Q4 +11.24 %"),
    ("2020-03-16", "The S&P 500 dropped 12.0% on Monday, its worst day since Black Monday in 1987.", "record", HOLDS,
     "-11.98 %"),
    ("2025-12-31", "May was the S&P 500's best month of 2025.", "record", HOLDS, "+6.15 %; June +4.96 %"),
    ("2025-12-31", "June was the S&P 500's best month of 2025.", "record", FAILS, "May +6.15 %"),
    ("2025-04-04", "The S&P 500 fell 6.0% on Friday, its worst day of the year.", "record", HOLDS, "-5.97 %"),
    ("2026-04-30", "The iShares Russell 2000 ETF (IWM) had its best month since November 2020, climbing 12.1%.",
     "record", OTHER, "IWM December 2023 +12.13 %; RUT +12.16 against +12.05 %"),
    ("2026-04-30", "The iShares Russell 2000 ETF (IWM) had its best month since November 2020, climbing 12.1%.",
     "return", HOLDS, "+12.085 % in April"),
    ("2026-01-14", "Goldman Sachs (GS) fell $5.48 to $932.67.", "return", HOLDS, "938.15 to 932.67"),
    ("2026-01-14", "Goldman Sachs (GS) fell $6.48 to $932.67.", "return", FAILS, "938.15 to 932.67"),
    ("2026-06-05", "The 10-year Treasury yield rose 12 basis points in May.", "rate moves", FAILS, "4.40 to 4.45"),
    ("2025-12-05", "The 10-year Treasury yield fell 25 basis points in November.", "rate moves", FAILS, "-9"),
    ("2025-12-05", "The 10-year Treasury yield fell 9 basis points in November.", "rate moves", HOLDS, "-9"),
    ("2026-01-14", "The yield curve has flattened over the past year, with the gap between 2-year and 10-year Treasury"
     " yields at 65 basis points.", "direction", FAILS, "41 to 65"),
    ("2026-01-14", "The S&P 500 closed above 6,900 for the first time on Wednesday.", "level", FAILS, "in December"),
    ("2025-12-11", "The S&P 500 closed above 6,900 for the first time on Thursday.", "level", HOLDS, "6,901.00"),
    ("2026-05-29", "The Russell 2000 has outperformed the Nasdaq-100 fund QQQ this year.", "comparison", FAILS,
     "17.6 against 20.3 %"),
    ("2026-01-14", "UBS sees the Russell 2000 rising to 3,000, 21% above where it ended 2025.", "upside", HOLDS,
     "3,000 / 2,481.91 = +20.87 %"),
    ("2026-01-14", "JPMorgan sees the S&P 500 at 7,500 by December, 9.6% above where it ended 2025.", "upside", HOLDS,
     "+9.56 %"),
    ("2026-01-22", "The ten largest holdings make up 5.9% of the iShares Russell 2000 ETF (IWM).", "concentration",
     HOLDS, "5.91 % in the issuer's file"),
    ("2026-07-17", "The top 10 holdings account for 36.5% of the iShares Russell 1000 ETF (IWB).", "concentration",
     FAILS, "34.47 % in the issuer's file"),
    ("2026-01-22", "Financials account for 17.3% of the iShares Russell 2000 ETF.", "concentration", HOLDS, "17.30 %"),
    ("2025-11-21", "The ten largest holdings make up 5.9% of IWM.", "concentration", CANNOT, "no file of that time"),
    ("2026-01-22", "Bloom Energy is the top holding of IWM with a weight of 1.04%.", "rank", HOLDS, "then 0.68 %"),
    ("2025-05-30", "Advancing stocks outnumbered decliners in the S&P 500 on Friday.", "breadth", HOLDS,
     "250 up, 233 down"),
    ("2025-05-30", "Decliners outnumbered advancers in the S&P 500 on Friday.", "breadth", FAILS, "250 up, 233 down"),
    ("2026-07-17", "Nvidia is the largest holding of IWB.", "rank", FAILS, "Apple 7.00 %"),
    ("2025-12-31", "The Russell 2000 gained more than the Nasdaq-100 in 2025.", "comparison", FAILS, "11.3, 20.2 %"),
    ("2025-12-31", "Apple rose less than Nvidia in 2025.", "comparison", HOLDS, "9.1, 38.9 %"),
    ("2024-12-31", "The S&P 500 slid for a seventh day on Tuesday.", "streak", FAILS, "4 days"),
    ("2024-12-31", "The S&P 500 slid for a fourth day on Tuesday.", "streak", HOLDS, "4 days"),
    ("2026-07-15", "Apple closed at a record on Tuesday.", "record", FAILS, "314.86, after 317.31 on Monday"),
    ("2026-01-14", "On Monday the S&P 500 closed at 6,977.27, a record.", "record", HOLDS, "the highest by then"),
    ("2026-02-27", "KRE fell 5.1% on Friday, its sharpest daily drop since April 2025.", "record", FAILS,
     "-6.20 % on 2025-10-16"),
    ("2024-12-31", "The S&P 500's total return for 2024 was 23.3%.", "return", FAILS, "SPY +24.9 %"),
    ("2024-12-31", "The S&P 500's total return for 2024 was 24.9%.", "return", HOLDS, "SPY +24.9 %"),
    ("2026-01-14", "In price terms alone SPY rose 17.7% in 2025.", "return", FAILS, "SPX +16.4 %"),
    ("2026-01-14", "In 2025 the S&P 500 rose 16.4%, and SPY returned 17.7% with dividends.", "return", HOLDS,
     "SPX +16.4, SPY +17.7 %"),
    ("2026-01-14", "The target of 2,825 for the Russell 2000 is 13.8% above its 2024 close.", "upside", FAILS,
     "2,230.16: +26.7 %"),
    ("2023-11-14", "The spread between RSP and SPY has widened to roughly 15 points this year.", "comparison", HOLDS,
     "-14.9"),
    ("2025-04-09", "The Russell 2000, up 8.7%, posted its largest gain since March 2020.", "record", HOLDS,
     "8.66, then 8.24"),
    ("2026-01-14", "The target of 2,825 for the Russell 2000 is 13.8% above its 2025 close.", "upside", HOLDS,
     "+13.8 %"),
    ("2026-02-27", "Only two of the 11 sectors are lower this year.", "breadth", FAILS, "three"),
]  # fmt: skip


@cache
def _panel(as_of: str) -> Panel:
    return Market.open().as_of(as_of)


@pytest.mark.parametrize(("as_of", "text", "kind", "verdict", "why"), SENTENCES, ids=lambda value: str(value)[:40])
def test_verdict_on_a_sentence(as_of: str, text: str, kind: str, verdict: str, why: str) -> None:
    checked = check_article(read(text, dated=date.fromisoformat(as_of)), _panel(as_of))
    found = {str(judged.claim.kind): judged for judged in checked.judgements}
    assert found[kind].verdict == verdict, f"{found[kind].why} True: {why}"


def test_each_and_every_is_not_read_as_all_together() -> None:
    text = "Small caps have beaten large caps on every session so far this year."
    assert not read(text, dated=date(2026, 1, 30)).claims


@pytest.mark.parametrize("text", ["The Russell 2000 is 8% above.", "A bank has a target of 7,500 on it, 8% above."])
def test_what_ends_too_early_raises_nothing(text: str) -> None:
    assert read(text).text == text


SUMS = [
    ("Shares of the retailer slid from $150 to $141, a drop of 6%.", HOLDS),
    ("Acme stock rose $8 to $108, a gain of 9.1%.", FAILS),  # 8 / 100
    ("The fund fell 50 points, or 4.0%, to 1,200.", HOLDS),
    ("The fund fell 50 points, or 5.0%, to 1,200.", FAILS),  # 50 / 1,250
    ("Apple ended at 259.96 on Wednesday, down 1.09, or 0.62%.", FAILS),  # 1.09 / 261.05 = 0.42 %
]


@pytest.mark.parametrize(("text", "verdict"), SUMS)
def test_figures_of_a_sentence_must_agree_whomever_they_are_of(text: str, verdict: str) -> None:
    checked = check_article(read(text, dated=date(2026, 1, 14)), _panel("2026-01-14"))
    assert [one.verdict for one in checked.judgements if one.claim.kind == "arithmetic"] == [verdict]


def test_two_days_of_a_sentence_are_not_exchanged() -> None:
    """+2.60 % on Thursday, -2.37 % on Friday."""
    text = "Thursday's 2.6% gain for the S&P 500 was undone on Friday when the index surrendered 2.4%."
    checked = check_article(read(text, dated=date(2022, 10, 14)), _panel("2022-10-14"))
    assert [one.verdict for one in checked.judgements] == [HOLDS, HOLDS]


def test_a_window_carried_over_may_be_another_that_the_article_states() -> None:
    """-0.43 % that day, +23.3 % in 2024; two figures of windows that were not stated are no contradiction."""
    text = "The S&P 500 slid 0.4% on Tuesday. The index returned 23.3%. Nvidia gained 171.2% in 2024."
    checked = check_article(read(text, dated=date(2024, 12, 31)), _panel("2024-12-31"))
    assert [one.verdict for one in checked.judgements] == [HOLDS, OTHER, HOLDS]
    assert not any("contradicts" in one.why for one in checked.judgements)


@pytest.mark.parametrize("text", ["The S&P 500 rose by a third in 2025.", "It lost more than a third of its value."])
def test_a_size_that_is_not_read_leaves_no_bare_direction(text: str) -> None:
    assert not [claim for claim in read(text, dated=date(2025, 12, 31)).claims if claim.kind == "direction"]
