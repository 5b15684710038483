"""A checked article as renderers take it: paragraphs cut where claims begin and end, with notes for the margin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rotascope.claims.check import VERDICTS
from rotascope.claims.check.contradictions import contradicts
from rotascope.claims.check.saying import measured, printed
from rotascope.measures.wording import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.claims.check import Checked, Judgement, Verdict

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
    notes = [note for note in notes if 0 <= _start(note) < _end(note) <= len(text)]
    return tuple(_paragraph(text, begin, end, notes) for begin, end in _bounds(text, notes))


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


def _paragraph(text: str, begin: int, end: int, notes: list[Note]) -> Paragraph:
    inside = [note for note in notes if begin <= _start(note) < end]
    cuts = sorted({begin, end, *(_start(note) for note in inside), *(_end(note) for note in inside)})
    pieces = tuple(
        Piece(
            text[first:last],
            tuple(note for note in inside if _start(note) <= first and last <= _end(note)),
            tuple(note.number for note in inside if _end(note) == last),
        )
        for first, last in pairwise(cuts)
    )
    return Paragraph(pieces, tuple(inside))


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


def contradictions(checked: Checked) -> tuple[str, ...]:
    """A sentence for each pair of figures of the article that cannot both be right."""
    claims = [judgement.claim for judgement in checked.judgements]
    told = []
    for at, first in enumerate(claims):
        for second in claims[at + 1 :]:
            if contradicts(first, second):
                told.append(f"The article says both \u201c{first.text}\u201d and \u201c{second.text}\u201d.")
    return tuple(dict.fromkeys(told))
