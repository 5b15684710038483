"""What a figure is a share of, and whose share it is: of a gain, of a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Span
from rotascope.claims.read.markets import is_market

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line


_REACH = 12


def whole_after(line: Line, index: int, role: str) -> tuple[int | None, int | None]:
    """The item that says what the figure is a share of, and the name of the whole: "of the S&P 500's gain"."""
    stop = min(index + _REACH, len(line.items))
    for at in range(index + 1, stop):
        if line.items[at].sort == "number" and not line.has(at + 1, "noun"):
            return None, None
        if role in line.items[at].roles or (role == "gain_of" and "noun" in line.items[at].roles):
            names = [place for place in range(index + 1, min(at + 6, len(line.items))) if is_market(line.entity(place))]
            return at, names[0] if names else None
    return None, None


def together(line: Line, subject: int | None, cue: int) -> Entity | None:
    """Names that add up to one part: "Alphabet and Nvidia together"; a basket by its members."""
    if subject is None or subject > cue:
        return None
    names = [one for at in line.listed(subject) if (one := line.entity(at)) is not None and one.subject]
    if len(names) < 2:
        return None
    span = Span(start=names[0].span.start, end=names[-1].span.end)
    return Entity(
        name=line.text[span.start : span.end],
        subject="+".join(one.subject for one in names),
        kind="basket",
        span=span,
    )


def cue_of(line: Line, index: int, role: str) -> int | None:
    for at in range(index - 1, max(line.clause(index).start, index - 9) - 1, -1):
        if role in line.items[at].roles:
            return at
        if line.items[at].sort == "number":
            break
    after = range(index + 1, min(index + 14, len(line.items)))
    return next(
        (
            at
            for at in after
            if role in line.items[at].roles
            and line.word(at) in ("came", "comes", "due", "attributable", "thanks", "driven")
        ),
        None,
    )
