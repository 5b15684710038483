"""A checked article as renderers take it: paragraphs cut where claims begin and end, with notes for the margin."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING

from rotascope.claims.check import VERDICTS
from rotascope.claims.check.contradictions import contradicts
from rotascope.claims.check.saying import measured, printed
from rotascope.measures.wording import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.claims.check import Checked, Judgement, Verdict
    from rotascope.claims.claim import Claim

# Which verdict colours words that several claims share: the one that a reader must not miss.
GRAVEST: tuple[Verdict, ...] = (
    "fails",
    "cannot check",
    "holds under another reading",
    "holds on another date",
    "holds approximately",
    "holds",
    "not a checkable claim",
)
PLAIN = {verdict: verdict.replace(" ", "-") for verdict in VERDICTS}
SIGNS: dict[Verdict, str] = {
    "holds": "✓",
    "holds approximately": "≈",
    "holds on another date": "◷",
    "holds under another reading": "◇",
    "fails": "✗",
    "cannot check": "?",
    "not a checkable claim": "–",
}
_BREAK = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True)
class Note:
    """A claim's verdict with the number that it has in the text."""

    number: int
    judgement: Judgement


@dataclass(frozen=True)
class Piece:
    """Characters under the same claims. notes: all that cover it; ends: numbers of those that end with it."""

    text: str
    notes: tuple[Note, ...]
    ends: tuple[int, ...]

    @property
    def verdict(self) -> Verdict | None:
        """The gravest of its verdicts."""
        return min((note.judgement.verdict for note in self.notes), key=GRAVEST.index, default=None)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in pieces, and the notes of the claims that begin in it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def paragraphs(checked: Checked) -> tuple[Paragraph, ...]:
    """The whole article, each claim marked; a line break inside a claim does not end its paragraph."""
    text = checked.article.text
    notes = [Note(number, judgement) for number, judgement in enumerate(checked.judgements, start=1)]
    notes = sorted((note for note in notes if 0 <= _start(note) < _end(note) <= len(text)), key=_start)
    starts = [_start(note) for note in notes]
    return tuple(
        _paragraph(text, begin, end, notes[bisect_left(starts, begin) : bisect_left(starts, end)])
        for begin, end in _bounds(text, notes)
    )


def _start(note: Note) -> int:
    return note.judgement.claim.span.start


def _end(note: Note) -> int:
    return note.judgement.claim.span.end


def _bounds(text: str, notes: list[Note]) -> Iterator[tuple[int, int]]:
    """Where paragraphs begin and end: at line breaks outside of claims."""
    spans = iter(sorted((_start(note), _end(note)) for note in notes))
    span, reach, begin = next(spans, None), 0, 0
    for found in _BREAK.finditer(text):
        while span is not None and span[0] < found.end():
            reach = max(reach, span[1])
            span = next(spans, None)
        if found.start() < reach:
            continue
        if text[begin : found.start()].strip():
            yield begin, found.start()
        begin = found.end()
    if text[begin:].strip():
        yield begin, len(text)


def _paragraph(text: str, begin: int, end: int, inside: list[Note]) -> Paragraph:
    cuts = sorted({begin, end, *(_start(note) for note in inside), *(_end(note) for note in inside)})
    return Paragraph(tuple(_pieces(text, cuts, inside)), tuple(inside))


def _pieces(text: str, cuts: list[int], inside: list[Note]) -> Iterator[Piece]:
    """Between each two cuts the notes that cover them, in one pass: those that begin join, those that ended leave."""
    coming = iter(inside)
    note, covering = next(coming, None), list[Note]()
    for first, last in pairwise(cuts):
        covering = [one for one in covering if _end(one) > first]
        while note is not None and _start(note) <= first:
            covering.append(note)
            note = next(coming, None)
        yield Piece(text[first:last], tuple(covering), tuple(one.number for one in covering if _end(one) == last))


def measured_beside(judgement: Judgement) -> str:
    """ "printed 5.8%, measured 5.73%" where a claim prints one figure and one was measured; else nothing."""
    figure, actual = judgement.claim.figure, judgement.actual
    if figure is None or not isinstance(actual, int | float) or not isinstance(judgement.expected, int | float):
        return ""
    return f"printed {printed(figure)}, measured {measured(float(actual), figure)}"


def summary_line(checked: Checked) -> str:
    """ "41 claims: 12 hold, 2 hold approximately, 5 fail and 8 cannot be checked; 14 are no checkable claims." """
    summary = dict(checked.summary)
    free = summary.pop("not a checkable claim", 0)
    judged = sum(summary.values())
    if not judged + free:
        return "No checkable claim was found."
    parts = [f"{number} {_words(verdict, number)}" for verdict, number in summary.items()]
    told = f"{count(judged, 'claim')}: {listed(parts)}" if parts else "No claim that can be checked"
    rest = f"; {count(free, 'sentence')} {'says' if free == 1 else 'say'} an opinion or a cause" if free else ""
    return f"{told}{rest}."


def _words(verdict: str, number: int) -> str:
    """The verdict as a verb for one or for many."""
    if verdict == "cannot check":
        return "cannot be checked"
    return verdict if number == 1 else verdict.replace("holds", "hold").replace("fails", "fail")


MOST_TOLD = 40


def contradictions(checked: Checked) -> tuple[str, ...]:
    """A sentence for each pair of figures of the article that cannot both be right; of very many the first 40."""
    told = dict.fromkeys(
        f"The article says both \u201c{first.text}\u201d and \u201c{second.text}\u201d."
        for first, second in islice(_contradicting(checked), MOST_TOLD)
    )
    return tuple(told)


def _contradicting(checked: Checked) -> Iterator[tuple[Claim, Claim]]:
    """Pairs that contradict each other, the same said again left out; only claims about the same are compared."""
    alike: dict[tuple[object, ...], dict[tuple[object, ...], Claim]] = {}
    for judgement in checked.judgements:
        claim = judgement.claim
        if claim.figure is not None:
            same = alike.setdefault(_about(claim), {})
            same.setdefault((claim.text, claim.figure.value, claim.window), claim)
    pairs = (pair for same in alike.values() for pair in combinations(same.values(), 2))
    return (pair for pair in pairs if contradicts(*pair))


def _about(claim: Claim) -> tuple[object, ...]:
    names = tuple(entity.subject or entity.name if entity else "" for entity in (claim.subject, claim.other))
    return (claim.kind, claim.measure, claim.house, *names)
