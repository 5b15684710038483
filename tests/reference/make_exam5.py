"""Facts of the fifth exam of articles, from raw files: python -m tests.reference.make_exam5 --raw RAW

One row for each `fact` that exam5.toml of tests/claims/passages names: its value and its raw file. The verdicts beside
the claims follow from these by hand. Shares, returns, gaps, yields and inflation are decimals, prices and levels as
quoted, flows in dollars; "earlier ... as good", "as bad", "as low" and "as long" give the last day before (YYYYMMDD; 0:
none). Dividend yields are per cent, as the file has them.
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from pathlib import Path

from tests.reference.make_exam2 import LISTINGS, Facts, file_of
from tests.reference.make_exam4 import answer, earlier_run
from tests.reference.raw_files import Raw

OUT = Path(__file__).with_name("exam5_facts.csv")
PASSAGES = Path(__file__).parents[1] / "claims" / "passages" / "exam5.toml"
LOW, RISES, PRICE = "earlier close as low ", "earlier run of rises as long ", "price return "


def as_low(facts: Facts, symbol: str, day: str) -> int:
    """The last day before on which the index stood as low."""
    closes = facts.raw.closes(symbol)[:day]
    before = closes.index[:-1][(closes[:-1] <= closes.iloc[-1]).to_numpy()]
    return int(before[-1].strftime("%Y%m%d")) if len(before) else 0


def value_of(facts: Facts, name: str) -> tuple[float, str]:
    """The value of a fact and its file; most are asked as the earlier exams ask them."""
    if name.startswith(LOW):
        symbol, day = name.removeprefix(LOW).split()
        return as_low(facts, symbol, day), file_of(symbol)
    if name.startswith(RISES):
        symbol, day = name.removeprefix(RISES).split()
        return earlier_run(facts.raw.closes(symbol)[:day].pct_change().dropna() > 0), file_of(symbol)
    if name.startswith(PRICE):
        symbol, first, last = name.removeprefix(PRICE).split()
        return facts.price(symbol, last) / facts.price(symbol, first) - 1, LISTINGS
    return answer(facts, name)


def main() -> int:
    """Write the table beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="the folder of raw files")
    facts = Facts(Raw(parser.parse_args().raw))
    passages = tomllib.loads(PASSAGES.read_text(encoding="utf-8"))["passages"]
    names = {claim["fact"] for one in passages for claim in one.get("claims", []) if "fact" in claim}
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("fact", "value", "origin"))
        for name in sorted(names):
            value, origin = value_of(facts, name)
            writer.writerow((name, f"{value:.12g}", origin))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
