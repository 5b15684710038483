"""What is said rather than measured: targets, forecasts, upside, opinions and causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.claims.read.markets import MARKETS
from rotascope.claims.read.targets import house_of

if TYPE_CHECKING:
    from rotascope.claims.read.line import Line

_SHORTEST = 5  # items that an opinion has at least


def read_opinions(line: Line) -> None:
    """A sentence of no other claim that judges or expects; and causes that a sentence gives."""
    if line.roles.isdisjoint(("cause", "opinion")):
        return
    cause = next((at for at, item in enumerate(line.items) if "cause" in item.roles and at not in line.used), None)
    if cause is not None and _is_about_market(line) and cause + 1 < len(line.items):
        _whole(line, "cause", cause)
    elif not line.found and len(line.items) > _SHORTEST:
        cue = next((at for at in range(len(line.items)) if _judges(line, at)), None)
        if cue is not None and (_is_about_market(line) or _opens_with_view(line)):
            _whole(line, "opinion", cue)
    elif "view" in line.roles:
        _aside(line)


def _opens_with_view(line: Line) -> bool:
    """Whether the sentence, or what it quotes, begins with "we think", "in our view"."""
    first = line.skip(0, frozenset({"“", '"', "and", "but", "still", ",", "yet"}), 3)
    return line.has(first, "view")


def _aside(line: Line) -> None:
    """A view in a clause of its own, where another clause makes a claim: "...; in our view, energy remains cheap"."""
    cue = next(at for at, item in enumerate(line.items) if "view" in item.roles)
    clause = line.clause(cue)
    apart = next((part for part in (clause, range(cue, clause.stop)) if not _holds_claim(line, part)), None)
    if apart is not None and len(apart) > _SHORTEST:
        _whole(line, "opinion", cue, apart)


def _holds_claim(line: Line, part: range) -> bool:
    """Whether a claim stands, in whole or in part, among these items."""
    lo, hi = line.tokens.starts[line.items[part.start].lo], line.tokens.ends[line.items[part.stop - 1].hi - 1]
    return any(claim.span.start < hi and claim.span.end > lo for claim in line.found)


def _judges(line: Line, index: int) -> bool:
    """Whether a word judges; "look for", "appear in" do not."""
    if not line.items[index].roles & {"opinion", "view"}:
        return False
    if line.word(index) == "should" and line.word(index - 1) in (",", ""):
        return False  # "should earnings recover": a condition
    if line.word(index) in ("underweight", "overweight") and line.word(index - 1) in ("our", "its", "the", "an"):
        return False  # "our underweight in biotechnology cost us": a position held
    bare = line.word(index) in ("look", "looks", "appear", "appears", "seem", "seems")
    return not (
        bare and line.word(index + 1) in ("for", "at", "in", "on", "into", "back", "ahead", "over", "set", "to")
    )


def _is_about_market(line: Line) -> bool:
    if not line.roles.isdisjoint(("noun", "rank_noun", "members")):
        return True
    return any(
        (entity := line.entity(at)) is not None and entity.kind in (*MARKETS, "rate", "series")
        for at in range(len(line.items))
    )


def _whole(line: Line, kind: Any, cue: int, clause: range | None = None) -> None:
    """The clause from the cue to its end; of an opinion, the sentence."""
    first, last = (0, len(line.items) - 1) if kind == "opinion" else (cue, line.clause(cue).stop - 1)
    if clause is not None:
        first, last = clause.start + (line.word(clause.start) in (";", ",", "and", "but")), clause.stop - 1
    while last > first and line.word(last) in (".", "!", "?", ",", "”", '"'):
        last -= 1
    line.add(kind, [first, last], house=house_of(line), quoted=line.is_quoted(cue))
