"""Where the data are too near and too coarse to say "fails": stand-ins for an index, and days not published yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.check.fits import fit
from rotascope.claims.check.kin import TRACKED
from rotascope.claims.check.windows import end_of
from rotascope.data.history import day_number, day_of
from rotascope.data.slices import is_slice

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Entity

A_YEAR = 252
DIVIDENDS = 0.025  # a year that a fund's total return may differ by from its index's price
SLACK = 0.003  # over any window: fees, and closes of another hour
ANOTHER = 0.04  # two indices of one name: the root of this, squared, times years
FLOAT = 0.05  # of a weight: the S&P 500's members have some five per cent of their shares in firm hands
A_DAY_S_YIELD = 0.0018  # further than this a yield goes on one day in a hundred (2y to 30y, since 2000)


def fairly(asker: Asker, claim: Claim, judged: Judgement) -> Judgement:
    """The judgement, or "cannot check" where it fails by no more than the stand-in or the day not known may explain."""
    if judged.verdict == "holds approximately" and claim.kind == "rate":
        return _unless_unpublished(asker, claim, judged)
    if judged.verdict != "fails" or claim.negated:
        return judged
    if claim.kind in ("return", "comparison") and (entity := _stand_in(claim)) is not None and _near(claim, judged):
        needed = (
            f"{entity.name} itself is not held, and {entity.subject} stands for it; its own closes would be needed."
        )
        return replace(judged, verdict="cannot check", why=f"{judged.why} {needed}")
    if claim.kind in ("streak", "record") and (entity := _stand_in(claim)) is not None and _broken_by_little(judged):
        needed = f"{entity.subject} stands for {entity.name}, whose own closes would be needed where so little decides."
        return replace(judged, verdict="cannot check", why=f"{judged.why} {needed}")
    if claim.kind == "concentration" and _within_float(claim, judged):
        needed = "An index weighs only shares that trade freely; its own weights would be needed for so small a gap."
        return replace(judged, verdict="cannot check", why=f"{judged.why} {needed}")
    return _unless_unpublished(asker, claim, judged)


def _within_float(claim: Claim, judged: Judgement) -> bool:
    """Whether a weight by all shares lies as near to the printed one as an index's weight by free float may."""
    figure, actual = claim.figure, judged.actual
    if figure is None or figure.hedge not in ("", "about") or not isinstance(actual, float):
        return False
    return abs(figure.value - actual) <= FLOAT * abs(actual)


def _broken_by_little(judged: Judgement) -> bool:
    """Whether the run was ended by a move so small that the index itself may have gone the other way."""
    by = judged.findings[0].detail.get("broken_by") if judged.findings else None
    return isinstance(by, float) and abs(by) <= SLACK


def _stand_in(claim: Claim) -> Entity | None:
    """A side that is an index and is measured by a fund, or by another index of its name."""
    for entity in (claim.subject, claim.other):
        if entity is None or entity.kind != "index" or is_slice(entity.subject):
            continue
        if entity.name == "Nasdaq" or entity.subject not in TRACKED:
            return entity
    return None


def _near(claim: Claim, judged: Judgement) -> bool:
    """Whether every printed figure lies as near to what was measured as a stand-in's may."""
    sessions = judged.findings[0].detail.get("sessions") if judged.findings else None
    years = (float(sessions) if isinstance(sessions, int) else A_YEAR) / A_YEAR
    entity = _stand_in(claim)
    reach = SLACK + DIVIDENDS * years
    if entity is not None and entity.name == "Nasdaq":
        reach = max(reach, ANOTHER * years**0.5)
    figures = [figure for figure in (claim.figure, claim.other_figure) if figure is not None]
    actual = judged.actual if isinstance(judged.actual, tuple) else (judged.actual,)
    pairs = [(figure, value) for figure, value in zip(figures, actual, strict=False) if isinstance(value, int | float)]
    return bool(pairs) and all(
        fit(figure, value) != "no" or abs(figure.value - value) <= reach for figure, value in pairs
    )


def _last_session(asker: Asker, day: date) -> date:
    """The last session up to a day: a yield of a Sunday is that of the Friday before."""
    sessions = asker.panel.market.sessions
    at = int(sessions.searchsorted(day_number(day), side="right")) - 1
    return day if at < 0 else min(day, day_of(int(sessions[at])))


def _unless_unpublished(asker: Asker, claim: Claim, judged: Judgement) -> Judgement:
    """A yield of a day that was not published by the as-of may be anything near the last one that was."""
    if claim.kind not in ("rate", "rate moves") or claim.figure is None or not isinstance(judged.actual, int | float):
        return judged
    published = judged.findings[0].detail.get("date") if judged.findings else None
    day = end_of(asker, claim)
    near = abs(claim.figure.value - judged.actual) <= A_DAY_S_YIELD
    if not isinstance(published, date) or published >= _last_session(asker, day) or not near:
        return judged
    needed = f"The figure for {day} itself was published later and would be needed."
    return replace(judged, verdict="cannot check", why=f"{judged.why} {needed}")
