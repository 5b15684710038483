"""Returns, comparisons, flatness, levels and rows: claims and the verdicts that follow."""

from __future__ import annotations

from tests.claims.case import DECEMBER, DOUBLE, LAST_YEAR, TWO_WEEKS, Case, boeing, row
from tests.claims.making import YEAR, claim, entity, figure, window

RETURNS = [
    # 5.8 against 5.73 on the 9th: off by 0.07, more than half a unit and less than one
    Case("index of another date", claim("return", "RUT", figure="5.8", window=YEAR), "holds on another date",
         "return RUT 2025-12-31 2026-01-09", "2026-01-09"),
    Case("fund of another date", claim("return", "IWM", figure="5.8", window=YEAR), "holds on another date",
         "return IWM 2025-12-31 2026-01-09", "2026-01-09"),
    # 2.0 against 2.05 on the 9th: off by 0.045
    Case("exact on another date", claim("return", "NDX", figure="2.0", window=YEAR), "holds on another date",
         "return NDX 2025-12-31 2026-01-09", "2026-01-09"),
    # 6.9 against 6.918
    Case("as printed", claim("return", "IWM", figure="6.9", window=YEAR), "holds", "return IWM 2025-12-31 2026-01-14"),
    # 7.0 against 6.918: off by 0.08
    Case("off by less than a unit", claim("return", "IWM", figure="7.0", window=YEAR), "holds approximately",
         "return IWM 2025-12-31 2026-01-14"),
    Case("nearly seven", claim("return", "IWM", figure=figure("7", hedge="nearly"), window=YEAR), "holds",
         "return IWM 2025-12-31 2026-01-14"),
    # 6.918 is above 6.9, so it is not nearly that; off by 0.02
    Case("nearly, from above", claim("return", "IWM", figure=figure("6.9", hedge="nearly"), window=YEAR),
         "holds approximately", "return IWM 2025-12-31 2026-01-14"),
    Case("more than six", claim("return", "IWM", figure=figure("6", hedge="more than"), window=YEAR), "holds",
         "return IWM 2025-12-31 2026-01-14"),
    # 6.918 falls short of 7 by 0.08 of a unit of one point
    Case("more than seven", claim("return", "IWM", figure=figure("7", hedge="more than"), window=YEAR),
         "holds approximately", "return IWM 2025-12-31 2026-01-14"),
    Case("less than seven", claim("return", "IWM", figure=figure("7", hedge="less than"), window=YEAR), "holds",
         "return IWM 2025-12-31 2026-01-14"),
    Case("single-digit", claim("return", "IWM", figure=figure("9", hedge="single-digit"), window=YEAR), "holds",
         "return IWM 2025-12-31 2026-01-14"),
    Case("double-digit", claim("return", "IWM", figure=DOUBLE, window=YEAR), "fails",
         "return IWM 2025-12-31 2026-01-14"),
    # -4.3 against -4.377: off by 0.08
    Case("fall", claim("return", "AAPL", figure="-4.3", window=TWO_WEEKS), "holds approximately",
         "return AAPL 2025-12-31 2026-01-14"),
    Case("fall of more than four", claim("return", "AAPL", figure=figure("-4", hedge="more than"), window=YEAR),
         "holds", "return AAPL 2025-12-31 2026-01-14"),
    Case("sign turned", claim("return", "AAPL", figure="4.4", window=YEAR), "fails",
         "return AAPL 2025-12-31 2026-01-14"),
    Case("far off", claim("return", "QQQ", figure="5.8", window=YEAR), "fails", "return QQQ 2025-12-31 2026-01-14"),
    Case("last year's index", claim("return", "SPX", figure="16.4", window=LAST_YEAR), "holds",
         "return SPX 2024-12-31 2025-12-31"),
    # 16.4 is the index without dividends; the fund returned 17.7
    Case("index for fund", claim("return", "SPY", figure="16.4", window=LAST_YEAR), "holds under another reading",
         "return SPX 2024-12-31 2025-12-31", reading="index for fund (SPX)"),
    Case("index for fund ruled out", claim("return", "SPY", figure="16.4", window=LAST_YEAR, rules_out=("instrument",)),
         "fails", "return SPY 2024-12-31 2025-12-31"),
    # 4.5 from the close of January 2
    Case("since a day", claim("return", "RUT", figure="50.6", window=window("since", "2025-04-08")), "holds",
         "return RUT 2025-04-08 2026-01-14"),
    Case("from its April low",
         claim("return", "RUT", figure="50.6", window=window("since", "2025-04-01", "2025-04-30", extreme="low")),
         "holds", "return RUT 2025-04-08 2026-01-14"),
    Case("five sessions", claim("return", "RUT", figure="3.0", window=window("sessions", count=5)), "holds",
         "return RUT 2026-01-07 2026-01-14"),
    Case("twelve months", claim("return", "RUT", figure="19.5", window=window("since", months=12)), "holds",
         "return RUT 2025-01-14 2026-01-14"),
    Case("month named, no other date", claim("return", "RUT", figure="2.0", window=DECEMBER), "fails",
         "return RUT 2025-11-28 2025-12-31"),
    # no history of its own: from the whole market's closes
    Case("stock of the whole market", claim("return", boeing(), figure="11.7", window=YEAR), "holds",
         "return BA 2025-12-31 2026-01-14"),
    # 3.7 on the 16th, 9.76 on the 8th
    Case("such a stock on another date", claim("return", entity("Ford Motor", "", "stock", "F"), figure="9.7",
                                               window=YEAR), "holds on another date", day="2026-01-08",
         as_of="2026-01-16"),
    Case("stock of the whole market, last year",
         claim("return", entity("Walt Disney", "", "stock", "DIS"), figure="5.3", window=LAST_YEAR), "fails",
         "return DIS 2024-12-31 2025-12-31"),
    # the listing of January 15 shows 242.61, the close of the 14th
    Case("price of such a stock", claim("level", boeing(), figure=figure("242.61", "dollars")), "holds"),
    Case("false price of such a stock", claim("level", boeing(), figure=figure("262.61", "dollars")), "fails"),
    # 209.53 after 214.55: -2.34 %
    Case("row of such a stock", claim("quote row", boeing(), parts=row("209.53", "-5.02", "-2.34")), "holds",
         as_of="2025-06-30"),
    # 1.67 on 122.34 is 1.37 %
    Case("row that contradicts itself", claim("quote row", entity("Walt Disney", "", "stock", "DIS"),
                                              parts=row("124.01", "1.67", "1.73")), "fails", as_of="2025-06-30"),
    Case("row of nothing that is held", claim("quote row", entity("Zzyzx", "", "stock", "ZZYZX"),
                                              parts=row("124.01", "1.67", "1.37")), "cannot check", as_of="2025-06-30"),
    Case("no stock at all", claim("return", entity("Zzyzx", "", "stock", "ZZYZX"), figure="2.0", window=YEAR),
         "cannot check"),
    # the fund returned 14.7 with dividends, and the average itself is not held: 13.0 is too near to be called false
    Case("fund in an index's stead",
         claim("return", entity("Dow Jones Industrial Average", "DIA", "index"), figure="13.0", window=LAST_YEAR),
         "cannot check", "return DIA 2024-12-31 2025-12-31"),
    Case("fund in an index's stead, far off",
         claim("return", entity("Dow Jones Industrial Average", "DIA", "index"), figure="25.0", window=LAST_YEAR),
         "fails", "return DIA 2024-12-31 2025-12-31"),
    # 2.2 by the Nasdaq-100; the word may mean the Composite, which is not held
    Case("another index of the name",
         claim("return", entity("Nasdaq", "NDX", "index"), figure="1.9",
               window=window("calendar", "2026-01-05", "2026-01-09")), "cannot check"),
    Case("not held", claim("return", entity("Dow Jones Industrial Average", "", "index"), figure="2.0", window=YEAR),
         "cannot check"),
    Case("symbol of nothing", claim("return", entity("Zzyzx", "ZZYZX"), figure="2.0", window=YEAR), "cannot check"),
    Case("no subject", claim("return", None, figure="2.0", window=YEAR), "cannot check"),
    Case("after the as-of", claim("return", "IWM", figure="2.0", window=window("between", "2026-02-01", "2026-02-27")),
         "cannot check"),
    Case("before the data", claim("return", "IWM", figure="2.0", window=window("between", "1990-02-01", "1990-02-27")),
         "cannot check"),
    Case("denied and false", claim("return", "IWM", figure=figure("5", hedge="more than"), window=YEAR, negated=True),
         "fails", "return IWM 2025-12-31 2026-01-14"),
    Case("denied and true", claim("return", "IWM", figure=figure("9", hedge="more than"), window=YEAR, negated=True),
         "holds", "return IWM 2025-12-31 2026-01-14"),
]  # fmt: skip

COMPARISONS = [
    Case("both of another date", claim("comparison", "IWM", other="QQQ", figure="5.8", other_figure="2.0", window=YEAR),
         "holds on another date", day="2026-01-09"),
    Case("both as printed", claim("comparison", "IWM", other="QQQ", figure="6.9", other_figure="0.9", window=YEAR),
         "holds"),
    Case("each of a day of its own",
         claim("comparison", "IWM", other="QQQ", figure="6.9", other_figure="2.0", window=YEAR), "fails"),
    # 6.84 - 1.18 = 5.65
    Case("gap in points",
         claim("comparison", "RUT", other="SPX", figure=figure("5.7", "points"), window=YEAR, direction="ahead"),
               "holds"),
    Case("gap of the trailing side",
         claim("comparison", "SPX", other="RUT", figure=figure("5.7", "points"), window=YEAR, direction="behind"),
               "holds"),
    Case("who was ahead", claim("comparison", "SPY", other="IWM", window=YEAR, direction="ahead"), "fails"),
    Case("other side not held",
         claim("comparison", "IWM", other=entity("Dow", "", "index"), figure="6.9", other_figure="2.0", window=YEAR),
         "cannot check"),
]  # fmt: skip

FLAT = [
    Case("flat", claim("flatness", "NVDA", window=YEAR), "holds", "flatness NVDA 2026-01-14"),
    Case("not flat", claim("flatness", "IWM", window=YEAR), "fails", "flatness IWM 2026-01-14"),
]

PRICES = [
    Case("level", claim("level", "RUT", figure=figure("2,651.64", "level")), "holds", "level RUT 2026-01-14"),
    Case("level of another date", claim("level", "RUT", figure=figure("2,624", "level")), "holds on another date",
         "level RUT 2026-01-09", "2026-01-09"),
    Case("level of a stated date",
         claim("level", "RUT", figure=figure("2,624", "level"), window=window("at", "", "2026-01-08")), "fails"),
    Case("above a level", claim("level", "NDX", figure=figure("25,000", "level", "more than")), "holds",
         "level NDX 2026-01-14"),
    Case("false level", claim("level", "RUT", figure=figure("2,700", "level")), "fails", "level RUT 2026-01-14"),
    Case("price", claim("level", "AAPL", figure=figure("259.96", "dollars")), "holds", "price AAPL 2026-01-14"),
    Case("fund's price", claim("level", "IWM", figure=figure("263.10", "dollars")), "cannot check"),
    Case("quote row", claim("quote row", "AAPL", parts=row("259.96", "-1.09", "-0.42")), "holds"),
    # 183.14 closed, two units of the last digit away
    Case("quote row of no close", claim("quote row", "NVDA", parts=row("183.16", "-2.65", "-1.43")), "fails"),
    Case("quote row of a fund", claim("quote row", "IWM", parts=row("263.10", "1.83", "0.70")), "cannot check"),
    # 236.65 / 242.60 - 1 = -2.4526 %
    Case("sums agree", claim("arithmetic", "AMZN", parts=row("236.65", "-5.95", "-2.45")), "holds"),
    Case("sums nearly agree",
         claim("arithmetic", "AMZN", parts=row("236.65", "-5.95", "-2.46")), "holds approximately"),
    Case("sums disagree", claim("arithmetic", "AMZN", parts=row("236.65", "-5.95", "-2.65")), "fails"),
    # 2,825 / 2,481.91 - 1 = 13.82 %
    Case("from before to after",
         claim("arithmetic", "RUT", parts={"before": figure("2,481.91", "level"), "price": figure("2,825", "level"),
                                           "percent": figure("13.8")}), "holds"),
    Case("sums with a figure missing", claim("arithmetic", "RUT", parts={"percent": figure("13.8")}), "cannot check"),
]  # fmt: skip
