"""A whole article checked: one panel, every claim by the checker of its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rotascope.claims.check.asking import Asker
from rotascope.claims.check.contradictions import with_contradictions
from rotascope.claims.check.directions import check_direction
from rotascope.claims.check.eras import with_era
from rotascope.claims.check.fairness import fairly
from rotascope.claims.check.macro import check_rate, check_rate_moves
from rotascope.claims.check.market import check_breadth, check_concentration, check_contribution, check_flow
from rotascope.claims.check.prices import check_arithmetic, check_level, check_quote_row
from rotascope.claims.check.records import check_record
from rotascope.claims.check.returns import check_comparison, check_flatness, check_return
from rotascope.claims.check.stocks import with_stocks
from rotascope.claims.check.streaks import check_rank, check_streak
from rotascope.claims.check.targets import check_forecast, check_upside
from rotascope.claims.check.trials import cannot
from rotascope.claims.check.valuations import check_valuation
from rotascope.claims.check.verdicts import Checked, Judgement
from rotascope.claims.check.windows import lies_ahead

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.claim import Article, Claim
    from rotascope.data.panel import Panel


def _not_checkable(asker: Asker, claim: Claim) -> Judgement:
    words = "A cause is said, not a figure." if claim.kind == "cause" else "An opinion, not a figure."
    return Judgement(claim, "not a checkable claim", words)


CHECKERS: dict[str, Callable[[Asker, Claim], Judgement]] = {
    "return": check_return,
    "comparison": check_comparison,
    "flatness": check_flatness,
    "level": check_level,
    "quote row": check_quote_row,
    "record": check_record,
    "streak": check_streak,
    "rank": check_rank,
    "direction": check_direction,
    "valuation": check_valuation,
    "rate": check_rate,
    "rate moves": check_rate_moves,
    "upside": check_upside,
    "contribution": check_contribution,
    "concentration": check_concentration,
    "breadth": check_breadth,
    "flow": check_flow,
    "arithmetic": check_arithmetic,
    "forecast": check_forecast,
    "opinion": _not_checkable,
    "cause": _not_checkable,
}


def check_article(article: Article, panel: Panel) -> Checked:
    """A verdict on each claim of an article, from what was known as of the panel's session.

    Nothing in a claim can make it raise but a store that cannot be read (`StoreError`): what the data do not hold is
    said to be beyond check.
    """
    asker = Asker(panel, article)
    panel.market.load(_symbols(panel, article))
    judgements = [check_claim(asker, claim) for claim in article.claims]
    versions = "+".join(body.facts("prices").version for body in panel.market.store.bodies if "prices" in body.tables())
    return Checked(article, panel.as_of, versions, with_contradictions(judgements))


def check_claim(asker: Asker, claim: Claim) -> Judgement:
    """The verdict on one claim; on a denial, the opposite of what it denies."""
    if claim.kind not in ("forecast", "opinion", "cause") and lies_ahead(asker, claim):
        return cannot(claim, f"It speaks of a time after {asker.as_of}, which was not known then.")
    asked = with_stocks(with_era(asker.article, claim))
    judged = replace(fairly(asker, asked, CHECKERS[claim.kind](asker, asked)), claim=claim)  # as it was read
    return _denied(judged) if claim.negated else judged


def _denied(judged: Judgement) -> Judgement:
    if judged.verdict in ("cannot check", "not a checkable claim"):
        return judged
    true = judged.verdict not in ("holds", "holds approximately")
    words = "The sentence denies it."
    return replace(judged, verdict="holds" if true else "fails", why=f"{judged.why} {words}", reading="")


def _symbols(panel: Panel, article: Article) -> list[str]:
    """The symbols that the claims name, to be read in one pass."""
    named = [entity.subject for claim in article.claims for entity in (claim.subject, claim.other) if entity]
    return [name for name in dict.fromkeys(named) if name in panel.market.instruments]
