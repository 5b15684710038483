"""Records, streaks and directions: claims and the verdicts that follow."""

from __future__ import annotations

from datetime import date

from tests.claims.case import RECORD, WEEKS, Case, curve
from tests.claims.making import YEAR, claim, entity, figure, window

HALF = window("between", "2022-01-01", "2022-06-30")

RECORDS = [
    # nine sessions: 2021 and 2023 opened stronger
    Case("strongest opening in a decade", claim("record", "IWM", measure="opening", record_years=10, direction="up"),
         "fails"),
    Case("strongest opening since 2023",
         claim("record", "IWM", measure="opening", record_since=date(2023, 1, 1), direction="up"), "holds"),
    Case("strongest opening since 2021",
         claim("record", "IWM", measure="opening", record_since=date(2021, 1, 1), direction="up"), "fails"),
    Case("weakest opening in a decade", claim("record", "IWM", measure="opening", record_years=10, direction="down"),
         "fails"),
    Case("record close", claim("record", "RUT", measure="high"), "holds"),
    Case("no record close", claim("record", "SPX", measure="high"), "fails"),
    Case("record of history too short",
         claim("record", "KRE", measure="opening", record_years=40, direction="up"), "fails"),
    # 7.0 % in August 2025, the best of the eight months since November 2024
    Case("best month since", claim("record", "RUT", measure="month", direction="up", record_since=date(2024, 11, 1),
                                   window=window("calendar", "2025-08-01", "2025-08-31")), "holds",
         "month RUT 2025-08"),
    Case("not the best month", claim("record", "RUT", measure="month", direction="up", record_since=date(2024, 11, 1),
                                     window=window("calendar", "2025-12-01", "2025-12-31")), "fails",
         "month RUT 2025-12"),
    # 9.52 %; 10.8 % on 2008-10-28, 9.4 % on 2020-03-24
    Case("best day since 2008", claim("record", "SPX", measure="day", direction="up", record_since=date(2008, 1, 1),
                                      window=window("sessions", "", "2025-04-09")), "holds", as_of="2025-04-09"),
    Case("best day since 2007", claim("record", "SPX", measure="day", direction="up", record_since=date(2007, 1, 1),
                                      window=window("sessions", "", "2025-04-09")), "fails", as_of="2025-04-09"),
    # first half of 2022: -20.6 %; of 1970: -21.0 %
    Case("worst first half since 1970", claim("record", "SPX", direction="down", record_since=date(1970, 1, 1),
                                              window=HALF), "holds", as_of="2022-06-30"),
    Case("worst first half since 1969", claim("record", "SPX", direction="down", record_since=date(1969, 1, 1),
                                              window=HALF), "fails", as_of="2022-06-30"),
    # two sessions to April 4, 2025: -10.5 %; to March 12, 2020: -13.9 %
    Case("worst two days since 2020", claim("record", "SPX", measure="day", direction="down",
                                            record_since=date(2020, 3, 1), window=window("sessions", count=2)), "holds",
         as_of="2025-04-04"),
    Case("worst two days since 2019", claim("record", "SPX", measure="day", direction="down",
                                            record_since=date(2019, 1, 1), window=window("sessions", count=2)), "fails",
         as_of="2025-04-04"),
    # November 2020: 10.8 %; October 2011 10.8 % too, April 2020 12.7 %; November 1928 12.0 %
    Case("best November", claim("record", "SPX", "its best November since 1928", measure="month", direction="up",
                                record_since=date(1928, 1, 1), window=window("calendar", "2020-11-01", "2020-11-30")),
         "holds", as_of="2020-11-30"),
    Case("best month, not the best November alone", claim(
        "record", "SPX", "its best month since 1928", measure="month", direction="up", record_since=date(1928, 1, 1),
        window=window("calendar", "2020-11-01", "2020-11-30")), "fails", as_of="2020-11-30"),
    Case("losses in a row", claim("streak", "SPX", measure="losses", figure=figure("2", "sessions")), "holds",
         "falls SPX 2026-01-14"),
    Case("flow record", claim("record", "VBR", measure="flow"), "cannot check"),
    Case("widest gap of valuation", claim("record", "RUT", measure="valuation gap", record_years=25),
         "holds under another reading", reading="book yield, june"),
    Case("longest streak since 1996",
         claim("streak", "RUT", other="SPX", figure=figure("14", "sessions"), record_since=date(1996, 5, 1)), "holds",
         as_of=RECORD),
    # the index had a longer run in May 1996; the fund, whose history begins in 2000, cannot tell
    Case("longest streak since 1990",
         claim("streak", "RUT", other="SPX", figure=figure("14", "sessions"), record_since=date(1990, 1, 1)),
         "fails", as_of=RECORD),
    Case("streak", claim("streak", "IWM", other="SPY", figure=figure("14", "sessions")), "holds", as_of=RECORD),
    Case("streak off by one", claim("streak", "IWM", other="SPY", figure=figure("15", "sessions")),
         "holds approximately", as_of=RECORD),
    Case("streak far off", claim("streak", "IWM", other="SPY", figure=figure("20", "sessions")), "fails", as_of=RECORD),
    # weeks to January 2, 9 and 14: -1.05, +4.60, +1.14 %; the week of the 14th is not over
    Case("streak by week", claim("streak", "IWM", figure=figure("1", "sessions"), parts=WEEKS), "holds"),
    Case("streak by week, this one counted", claim("streak", "IWM", figure=figure("2", "sessions"), parts=WEEKS,
                                                   record_since=date(2025, 12, 1)), "holds under another reading",
         reading="the week so far counted"),
    Case("no streak by week", claim("streak", "IWM", figure=figure("4", "sessions"), parts=WEEKS), "fails"),
    Case("record of weeks up", claim("record", "SPX", "longest weekly winning streak", measure="streak", direction="up",
                                     record_since=date(2004, 1, 1)), "holds", as_of="2023-12-29"),
    Case("record of weeks up too old", claim("record", "SPX", "longest weekly winning streak", measure="streak",
                                             direction="up", record_since=date(2003, 1, 1)), "fails",
         as_of="2023-12-29"),
    Case("seven weeks down", claim("streak", "SPX", measure="losses", figure=figure("7", "sessions"), parts=WEEKS,
                                   record_since=date(2001, 3, 1)), "holds", as_of="2022-05-20"),
    Case("five weeks down", claim("streak", "SPX", measure="losses", figure=figure("5", "sessions"), parts=WEEKS),
         "fails", as_of="2022-05-20"),
]  # fmt: skip

DIRECTIONS = [
    Case("led, and did not", claim("direction", "KRE", direction="ahead", window=YEAR), "fails"),
    Case("led the sectors", claim("direction", "XLE", direction="ahead", window=YEAR), "fails"),
    Case("rose", claim("direction", "RUT", direction="up", window=YEAR), "holds", "return RUT 2025-12-31 2026-01-14"),
    Case("fell, and rose", claim("direction", "RUT", direction="down", window=YEAR), "fails",
         "return RUT 2025-12-31 2026-01-14"),
    # 52 bp on October 10, 64 on January 13; 71 at the end of 2025
    Case("steeper", claim("direction", curve(), direction="steeper"), "holds under another reading",
         reading="10y-2y over 3 months"),
    Case("flatter", claim("direction", curve(), direction="flatter"), "holds"),
    Case("spreads", claim("direction", entity("credit spreads", "", "series"), direction="narrower"), "cannot check"),
]  # fmt: skip
