"""Facts of the fourth exam of articles, from raw files: python -m tests.reference.make_exam4 --raw RAW

One row for each `fact` that exam4.toml of tests/claims/passages names: its value and its raw file. The verdicts beside
the claims follow from these by hand. Shares, returns, gaps, yields and inflation are decimals, prices and levels as
quoted, flows in dollars; "earlier ... as good", "as bad" and "as long" give the last day before (YYYYMMDD; 0: none).
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from tests.reference.make_exam2 import PRICE_FILE, RATIOS, SECTORS, Facts, fact, file_of
from tests.reference.raw_files import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

OUT = Path(__file__).with_name("exam4_facts.csv")
PASSAGES = Path(__file__).parents[1] / "claims" / "passages" / "exam4.toml"
RULES = {"week": "W-FRI", "month": "ME", "quarter": "QE", "year": "YE"}
MULTIPLES = ("forwardPE", "priceToBook", "dividendYield")


def gap(facts: Facts, first: str, second: str, start: str, end: str) -> float:
    return facts.gain(first, start, end) - facts.gain(second, start, end)


def place(facts: Facts, symbol: str, start: str, end: str) -> int:
    """Place among the sector funds that had a price at the start, first the best."""
    closes = {name: facts.raw.closes(name) for name in SECTORS}
    gains = {name: one[end] / one[start] - 1 for name, one in closes.items() if pd.Timestamp(start) in one.index}
    return int(pd.Series(gains).rank(ascending=False)[symbol])


def moves(facts: Facts, symbol: str, day: str, period: str) -> Any:
    closes = facts.raw.closes(symbol)[:day]
    return (closes if period == "day" else closes.resample(RULES[period]).last()).pct_change().dropna()


def earlier(facts: Facts, period: str, side: str, symbol: str, day: str) -> int:
    """The last period before that moved as far to the same side."""
    found = moves(facts, symbol, day, period) * (1 if side == "good" else -1)
    return _day(found.index[:-1][(found[:-1] >= found.iloc[-1]).to_numpy()])


def wins(facts: Facts, first: str, second: str, day: str) -> Any:
    """Whether the first beat the second, by common session."""
    both = pd.concat([facts.raw.closes(first), facts.raw.closes(second)], axis=1, keys=["a", "b"], sort=True)
    steps = both.dropna()[:day].pct_change().dropna()
    return steps["a"] > steps["b"]


def lengths(won: Any) -> Any:
    """Length of the run that each place ends."""
    found, run = [], 0
    for win in won:
        run = run + 1 if win else 0
        found.append(run)
    return pd.Series(found, index=won.index)


def earlier_run(won: Any) -> int:
    """The last day before the run that ends the series on which a run had been as long."""
    found = lengths(won)
    before = found[: -found.iloc[-1]]
    return _day(before.index[(before >= found.iloc[-1]).to_numpy()])


def flat(facts: Facts, symbol: str, start: str, end: str) -> float:
    """A move over the deviation of all moves of as many sessions up to it; under 0.5 either way is flat."""
    closes = facts.raw.closes(symbol)[:end]
    every = closes.pct_change(len(closes[start:]) - 1).dropna()
    return float(every.iloc[-1] / every.std())


def _day(days: Any) -> int:
    return int(days[-1].strftime("%Y%m%d")) if len(days) else 0


def own(facts: Facts) -> dict[str, tuple[Callable[..., float], str]]:
    """Facts that the earlier exams did not ask."""

    def weeks(symbol: str, day: str) -> Any:
        return moves(facts, symbol, day, "week") > 0

    return {
        "gap": (lambda *words: gap(facts, *words), ""),
        "place": (lambda *words: place(facts, *words), PRICE_FILE),
        "flat": (lambda *words: flat(facts, *words), PRICE_FILE),
        "streak": (lambda *words: int(lengths(wins(facts, *words)).iloc[-1]), ""),
        "earlier streak as long": (lambda *words: earlier_run(wins(facts, *words)), ""),
        "rising weeks": (lambda *words: int(lengths(weeks(*words)).iloc[-1]), ""),
        "earlier run of weeks as long": (lambda *words: earlier_run(weeks(*words)), ""),
        **{
            f"earlier {period} as {side}": (
                lambda *words, period=period, side=side: earlier(facts, period, side, *words),
                "",
            )
            for period in ("day", *RULES)
            for side in ("good", "bad")
        },
        **{name: (lambda symbol, name=name: float(facts.ratios.loc[symbol, name]), RATIOS) for name in MULTIPLES},
    }


def answer(facts: Facts, name: str) -> tuple[float, str]:
    """The value of a fact and its file."""
    for start, (ask, origin) in own(facts).items():
        if name.startswith(start + " "):
            words = name.removeprefix(start + " ").split()
            return ask(*words), origin or file_of(words[0])
    return fact(facts, name)


def main() -> int:
    """Write the table beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    facts = Facts(Raw(parser.parse_args().raw))
    claims = [
        claim
        for one in tomllib.loads(PASSAGES.read_text(encoding="utf-8"))["passages"]
        for claim in one.get("claims", [])
    ]
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("fact", "value", "origin"))
        for name in sorted({claim["fact"] for claim in claims if "fact" in claim}):
            value, origin = answer(facts, name)
            writer.writerow((name, f"{value:.12g}", origin))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
