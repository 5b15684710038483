"""Whose move a figure tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Span
from rotascope.claims.read.datives import object_after
from rotascope.claims.read.gapping import gapped_name, named_after
from rotascope.claims.read.governing import name_before
from rotascope.claims.read.timing import first_comma, sets_scene

if TYPE_CHECKING:
    from rotascope.claims.read.governing import Move
    from rotascope.claims.read.line import Line


def subject_of(line: Line, index: int, move: Move) -> tuple[Entity | None, int | None]:
    """Whose move it is, and the item that names it."""
    at = move.place if move.place is not None else _subject_item(line, index, move)
    if at is not None:
        return line.entity(at), at
    if move.cue is None and line.found and line.found[-1].kind in ("return", "comparison"):
        return line.found[-1].subject, None
    cue = move.cue if move.cue is not None and not move.noun else index
    opens = line.is_bare(cue) or line.word(0) == "with"
    if (sets_scene(line) or (opens and _names_nothing(line, index))) and index < (comma := first_comma(line)):
        # "Even after Wednesday's 0.7% gain, the fund is down"; "Down 0.4%, technology ...": the subject of what follows
        later = next((at for at in range(comma, len(line.items)) if line.is_plain_name(at)), None)
        if later is not None:
            return line.entity(later), None
    if line.found and line.found[-1].subject is not None and line.found[-1].sentence == line.span:
        if line.is_bare(cue):
            return line.found[-1].subject, None
    elif line.is_bare(cue) and _goes_on(line, cue):
        return line.memory.subject, None
    return _unknown_name(line, cue), None


def _names_nothing(line: Line, index: int) -> bool:
    """Whether nothing is named before a figure, and no pronoun stands there."""
    return not any(item.sort in ("name", "pronoun") for item in line.items[:index])


def _subject_item(line: Line, index: int, move: Move) -> int | None:
    if move.cue is None:
        return _beside(line, index)
    owner = line.owner_before(index if move.noun else move.cue) if "noun" in line.items[move.cue].roles else None
    if owner is not None:
        return owner
    after = max(index, move.cue)
    is_phrase = not move.noun and "noun" in line.items[move.cue].roles and line.word(move.cue + 1) == "of"
    if (move.noun or is_phrase) and (
        named := line.name_after(after, ("for", "in", "by", "of", "from", "on", "at"))
    ) is not None:
        return named
    if move.noun and (thing := object_after(line, index)) is not None:
        return thing
    verb = line.subject_before(index if move.noun else min(move.cue, index))
    return verb if verb is not None else line.name_after(after, ("for", "in", "by"))


def _beside(line: Line, index: int) -> int | None:
    """The name beside a number that no word governs: "Apple -4.3%", "the Nasdaq's 2.0%", "2.0% for the Nasdaq"."""
    owner = line.owner_before(index)
    if owner is not None:
        return owner
    at = index - 1
    while at > 0 and (
        line.word(at) in ("(", ":", "by", "about", "than", "more", "at", "with") or "aux" in line.items[at].roles
    ):
        at -= 1
    if line.word(at) == "," and gapped_name(line, index) == at - 1:
        return at - 1  # "the S&P 500 rose 26.4%; the Russell 2000, 43.6%"
    if line.entity(at) is None and line.word(index - 1) == "(":
        at = name_before(line, index)
    if line.entity(at) is not None:
        return at
    after = line.name_after(index, ("for", "in", "by"))
    return after if after is not None else named_after(line, index)


def _goes_on(line: Line, cue: int) -> bool:
    """Whether the sentence goes on about what the last one was about: it names nothing else."""
    return not any(item.sort == "name" and item.entity.kind != "house" for item in line.items[:cue])


def _unknown_name(line: Line, cue: int) -> Entity | None:
    """A capitalised name that no list holds, before the verb: it is recognised, and these data hold nothing for it."""
    at, first = cue - 1, line.clause(cue).start
    while at >= first and "aux" in line.items[at].roles and line.items[at].sort == "cue":
        at -= 1
    hi = at
    while (
        at >= first
        and line.items[at].sort == "word"
        and line.tokens.raw[line.items[at].lo][0].isupper()
        and line.items[at].lo > 0
    ):
        at -= 1
    if at == hi or hi - at > 4:
        return None
    lo, end = line.tokens.starts[line.items[at + 1].lo], line.tokens.ends[line.items[hi].hi - 1]
    return Entity(name=line.text[lo:end], subject="", kind="stock", span=Span(start=lo, end=end))
