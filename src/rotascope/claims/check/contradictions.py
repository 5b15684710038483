"""Figures of one article that cannot both be right: same kind, subject and window, and different values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import fit
from rotascope.claims.check.saying import printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim

KINDS = ("return", "level", "streak", "rate", "valuation", "concentration", "comparison", "forecast")


def contradicts(first: Claim, second: Claim) -> bool:
    """Whether two claims say different figures of the same thing."""
    if first.kind != second.kind or first.kind not in KINDS or first.figure is None or second.figure is None:
        return False
    if first.kind in ("return", "comparison") and not (_says_when(first) and _says_when(second)):
        return False  # a window that is only carried over may have been another
    same = _about(first) == _about(second) and first.figure.unit == second.figure.unit
    return same and fit(first.figure, second.figure.value) == "no" and fit(second.figure, first.figure.value) == "no"


def _says_when(claim: Claim) -> bool:
    """Whether the claim's own sentence states its window."""
    return claim.window is not None and bool(claim.window.text)


def _about(claim: Claim) -> tuple[object, ...]:
    window = claim.window
    when = None if window is None else (window.kind, window.count, window.start, window.end)
    names = tuple(entity.subject or entity.name if entity else "" for entity in (claim.subject, claim.other))
    return (*names, when, claim.measure, claim.house)


def with_contradictions(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The judgements, each told what else the article says of the same thing."""
    return tuple(_told(judgement, judgements) for judgement in judgements)


def _told(judgement: Judgement, every: Sequence[Judgement]) -> Judgement:
    others = [one.claim for one in every if one is not judgement and contradicts(judgement.claim, one.claim)]
    said = list(dict.fromkeys(printed(other.figure) for other in others if other.figure is not None))
    if not said:
        return judgement
    return replace(
        judgement, why=f"{judgement.why} The article contradicts itself: elsewhere it says {', '.join(said)}."
    )
