"""Rows of quotes: a symbol with its price, change and per cent, on one line or two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rotascope.claims.claim import Claim, Entity, Figure, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.claims.claim import Unit
    from rotascope.claims.read.lexicon import Lexicon

_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})?"
_GAP = r"[ \t|\xa0\u2009]"
_SIGN = r"[+\-\u2212\u2013]?"
# Every repetition is bounded, and a row is looked for in short lines only.
_ROW = re.compile(
    rf"^(?:{_GAP}|[>*]){{0,8}}(?:[^\W\d_][\w.&' ,-]{{0,60}}?{_GAP}{{1,8}})??"
    rf"\$?\(?(?P<symbol>[A-Z]{{1,5}}(?:\.[A-Z])?)\)?"
    rf"(?:{_GAP}|:){{1,40}}\$?(?P<price>{_NUMBER}){_GAP}{{0,40}}(?:\n{_GAP}{{0,8}})?(?P<change>{_SIGN}\$?(?:{_NUMBER}))"
    rf"{_GAP}{{1,40}}(?P<open>\()?(?P<percent>{_SIGN}(?:{_NUMBER}))[ ]?%(?P<close>\))?(?:{_GAP}|\*){{0,8}}$",
    re.MULTILINE,
)
_MINUS = "-−–"
_DIGIT = re.compile(r"\d")
_LONGEST = 160  # characters of a line that may be a row


def read_rows(text: str, lexicon: Lexicon) -> Iterator[Claim]:
    """A claim of each row; `parts` are what must agree."""
    for start, end in _candidates(text):
        match = _ROW.match(text, start, end)
        if match is not None and _is_symbol(match, lexicon):
            yield from _claims(text, match, lexicon)


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Places where a row may begin: a short line that holds a digit and whose row ends in a per cent."""
    lines, start = [], 0
    for piece in text.split("\n"):
        lines.append((start, start + len(piece)))
        start += len(piece) + 1
    for number, (begin, end) in enumerate(lines):
        if not 6 <= end - begin <= _LONGEST or not _DIGIT.search(text, begin, end):
            continue
        if "%" in text[begin:end]:
            yield begin, end
        elif number + 1 < len(lines) and lines[number + 1][1] - lines[number + 1][0] <= _LONGEST:
            following = lines[number + 1]
            if "%" in text[following[0] : following[1]]:
                yield begin, following[1]


def _is_symbol(match: re.Match[str], lexicon: Lexicon) -> bool:
    return match["symbol"] in lexicon.symbols or match["change"][0] in f"+{_MINUS}" or match["open"] is not None


def _claims(text: str, match: re.Match[str], lexicon: Lexicon) -> Iterator[Claim]:
    known = lexicon.symbols.get(match["symbol"])
    span = Span(start=match.start("symbol"), end=match.end("symbol"))
    entity = Entity(
        name=known.name if known else match["symbol"],
        subject=known.subject if known else "",
        kind=known.kind if known else "stock",
        span=span,
        ticker=match["symbol"],
    )
    change = _figure(match, "change", "dollars")
    percent = _figure(match, "percent", "percent")
    if match["percent"][0] not in f"+{_MINUS}" and change.value < 0:
        percent = percent.model_copy(update={"value": -abs(percent.value)})
    parts = {"price": _figure(match, "price", "dollars"), "change": change, "percent": percent}
    start, end = (
        span.start,
        match.end("close") if match["close"] else match.end("percent") + text[match.end("percent") :].index("%") + 1,
    )
    whole = Span(start=start, end=end)
    yield Claim(
        text=text[start:end],
        span=whole,
        sentence=whole,
        kind="quote row",
        subject=entity,
        parts=parts,
        figure=parts["price"],
    )


def _figure(match: re.Match[str], group: str, unit: Unit) -> Figure:
    printed = match[group]
    sign = -1 if printed[0] in _MINUS else 1
    digits = printed.lstrip(f"+{_MINUS}").replace("$", "").replace(",", "")
    scale = 0.01 if unit == "percent" else 1.0
    step = 10.0 ** -len(digits.partition(".")[2]) * scale
    span = Span(start=match.start(group), end=match.end(group))
    return Figure(value=round(sign * float(digits) * scale, 12), step=round(step, 12), unit=unit, span=span)
