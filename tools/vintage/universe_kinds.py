"""Which listed securities are common stocks, told from their names and symbols alone.

The listings hold everything that trades: warrants, units, preferreds, notes, receipts of foreign shares,
funds, shells. What a name does not tell is kept by hand in tools/universe_exceptions.csv.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tools.vintage.raw import raw_file

NAMES = "listings/us_listed_names.parquet"
EXCEPTIONS = Path(__file__).parent.parent / "universe_exceptions.csv"
COMMON = "common stock"
# The first rule that fits names the kind. (?i) where a word may stand in capitals.
PATTERNS = {
    "partnership": r"\bL\.?\s?P\.?(\s|$)|(?i:limited partner|partnership|common units|depositary units|\bllc units)",
    "warrant": r"(?i:\bwarrants?\b|\bwts?\b)",
    "right": r"(?i:\brights?\b)",
    "unit": r"(?i:\bunits?\b)",
    "receipt": r"\bADRs?\b|\bADSs?\b|\bGDR\b|(?i:american deposit|depositary receipt|registry sh|depositary shs)",
    "fund": r"\bETFs?\b|\bETNs?\b|\bETPs?\b|(?i:\bfunds?\b|municipal|closed.end|leveraged|bitcoin trust|ethereum trust"
    r"|term trust|income trust|opportunit\w+ trust|allocation trust|strategic trust|dividend trust|equity trust"
    r"|income securities trust|grayscale|\bcapital and income|physical (gold|silver|platinum|palladium))"
    r"|^(?i:nuveen |(the )?gabelli |royce .*trust|john hancock|calamos|franklin universal|eaton vance|tortoise energy"
    r"|kayne anderson|abrdn|aberdeen|fs credit opp|arrowmark|templeton|blackrock .*(trust|resources|beneficial))",
    "preferred or note": r"(?i:%|preferred( [^ba]|$)|\bpfd\b|\bnotes?\b|debenture|\bdue 20\d\d|\bbonds?\b"
    r"|perpetual|subordinated (notes|deb)|depositary sh|\bzones\b|tangible equity|certificates?\b|\bctf\b|mandatory"
    r"|trust securities|corporate backed|\bcorts\b|saturns|\bstrats\b|capital trust i|when issued|contingent value)",
    "shell": r"(?i:\bacquisitions? (corp|co\b|company|limited|ltd|holdings|inc|i\b|ii|iii|iv|v\b|x)|\bacquisitions?\s"
    r"(class|ordinary|common)|merger corp|blank check|\bspac\b|capital investment corp\. [ivx]+|churchill capital corp"
    r"|social capital (suvretta|hedosophia)|gores (holdings|technology|guggenheim)|gigcapital|northern star invest"
    r"|leo holdings|partnering corp|growth corporation (i|ii|iii)\b|conx corp|slam corp|cc neuberger"
    r"|cantor equity partners|landcadia|clover leaf capital|unicorn capital)",
}  # fmt: skip


def read_kinds(raw: Path) -> pl.DataFrame:
    """Columns symbol (with a dot), name, kind of every listed symbol; `name` is the last one known."""
    names = pl.read_parquet(raw_file(raw, NAMES), columns=["symbol", "name"])
    known = names.with_columns(kind=kind_of()).with_columns(symbol=dotted())
    by_hand = pl.read_csv(EXCEPTIONS, schema={"symbol": pl.String, "kind": pl.String, "reason": pl.String})
    joined = known.join(by_hand.select("symbol", by_hand="kind"), on="symbol", how="left")
    return joined.select("symbol", "name", kind=pl.coalesce("by_hand", "kind")).sort("symbol")


def kind_of() -> pl.Expr:
    """The kind of security by symbol and name, COMMON where no rule fits."""
    expression = pl.lit(COMMON)
    for kind, pattern in reversed(PATTERNS.items()):
        expression = pl.when(pl.col("name").str.contains(pattern)).then(pl.lit(kind)).otherwise(expression)
    return pl.when(pl.col("symbol").str.contains(r"\^")).then(pl.lit("preferred or note")).otherwise(expression)


def dotted() -> pl.Expr:
    """The column `symbol` of a listings file in our spelling: BRK/B is BRK.B; a few have blanks after them."""
    return pl.col("symbol").cast(pl.String).str.strip_chars().str.replace_all("/", ".", literal=True)
