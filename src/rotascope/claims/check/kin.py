"""Other instruments that a name may mean: the index behind a fund, the fund on an index, another share class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.check.windows import rules_out

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.claim import Claim

TRACKED = {"RUT": ("IWM",), "NDX": ("QQQ",), "SPX": ("SPY", "IVV", "VOO")}
SAME_NAME = {
    "GOOG": ("GOOGL",),
    "GOOGL": ("GOOG",),
    "KRE": ("IAT", "KBE"),
    "IWN": ("VBR", "IJS"),
    "IWO": ("VBK", "IJT"),
    "sp500:seven": ("MAGS",),
    "us:small": ("IWM", "RUT"),
    "sp500": ("SPX", "SPY"),
}
FUNDS = {fund: index for index, funds in TRACKED.items() for fund in funds}


def kin(asker: Asker, claim: Claim, subject: str) -> list[tuple[str, str]]:
    """(name of the reading, subject) of each other instrument that the name may mean and the data hold."""
    if rules_out(claim, "instrument"):
        return []
    found = []
    if subject in FUNDS:
        found.append((f"index for fund ({FUNDS[subject]})", FUNDS[subject]))
    found += [(f"fund for index ({fund})", fund) for fund in TRACKED.get(subject, ())]
    found += [(f"another instrument of the name ({other})", other) for other in SAME_NAME.get(subject, ())]
    return [(name, other) for name, other in found if asker.knows(other)]
