"""Records among months, quarters and years: each such period is asked for its return, and compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rotascope.claims.check.trials import cannot
from rotascope.claims.check.verdicts import Judgement
from rotascope.claims.check.windows import A_DAY
from rotascope.questions import Question

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.claim import Claim
    from rotascope.questions import Finding

LENGTHS = {"month": 1, "quarter": 3, "year": 12}
MOST = 600  # periods asked
SHOWN = 5


def check_period_record(asker: Asker, claim: Claim, expected: str, low: bool) -> Judgement:
    """The best (worst) month, quarter or year since one named, in so many years, or of all that the data hold."""
    words = f"{claim.measure} {claim.text}".casefold()
    length = next((name for name in LENGTHS if name in words), "")
    if not length or claim.subject is None:
        reason = "Every earlier window of that length would have to be asked, and no measure keeps such a history."
        return cannot(claim, reason, expected)
    own, earlier = _asked(asker, claim, LENGTHS[length])
    if own is None:
        return cannot(claim, asker.refused, expected)
    sign = -1 if low else 1
    mine = sign * float(own.value)  # type: ignore[arg-type]
    beyond = [finding for finding in earlier if sign * float(finding.value) > mine]  # type: ignore[arg-type]
    told = " ".join(finding.text for finding in beyond[:SHOWN]) or f"None of the {len(earlier)} before was beyond it."
    return Judgement(
        claim, "fails" if beyond else "holds", f"{own.text} {told}", "", own.panel.as_of, expected, own.value,  # type: ignore[arg-type]
        (own, *beyond[:SHOWN]),
    )  # fmt: skip


def _asked(asker: Asker, claim: Claim, months: int) -> tuple[Finding | None, list[Finding]]:
    """The claim's own period, and the earlier ones that have an answer, the latest first."""
    start = _own_start(asker, claim, months)
    own = _period(asker, claim, start, months)
    last = _last_start(asker, claim, start)
    earlier = []
    for _ in range(MOST):
        start = _back(start, months)
        if own is None or start <= last:
            break
        found = _period(asker, claim, start, months)
        if found is None:
            break
        earlier.append(found)
    return own, earlier


def _period(asker: Asker, claim: Claim, start: date, months: int) -> Finding | None:
    of = claim.subject.subject if claim.subject else ""
    of = f"{of}/{claim.other.subject}" if claim.other is not None else of
    end = min(_back(start, -months) - A_DAY, asker.as_of)
    measure = "active_return" if claim.other is not None else "period_return"
    return asker.ask(Question(measure, of, start - A_DAY, end))


def _own_start(asker: Asker, claim: Claim, months: int) -> date:
    """The first day of the period that the claim names, else of the as-of's own."""
    day = asker.as_of
    if claim.window is not None and claim.window.start is not None:
        day = min(claim.window.start, day)
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _last_start(asker: Asker, claim: Claim, start: date) -> date:
    """Where to stop: the period that "since" names may be beyond the claim's own."""
    if claim.record_since is not None:
        return claim.record_since
    if claim.record_years is not None:
        return _back(start, 12 * claim.record_years + 1)
    return date.min


def _back(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def period_end(named: date) -> date:
    """The end of what a date stands for: a first of January names a year, another first a month, any other itself."""
    if named.day != 1:
        return named
    if named.month == 1:
        return date(named.year, 12, 31)
    return (named.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
