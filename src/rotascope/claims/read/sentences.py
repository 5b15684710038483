"""Where sentences begin and end: abbreviations, decimals, quotations, wrapped lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.data.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = re.compile(r"[.!?…][\"'”\u2019)\]]{0,4}(?=\s)|\n")
_ABBREVIATIONS = words_of("abbreviations")
# After these a full stop ends a sentence only where the next word begins one.
_MAYBE = words_of("maybe_abbreviations")
_STARTERS = words_of("starters")
LONGEST = 1200  # characters; a longer stretch without an end is no sentence, and is cut
_WRAPPED = 55  # a line at least this long may be wrapped and go on below
_LAST_WORD = re.compile(r"[\w.]*\w$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters [start, end) of the text, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences, headings and table lines of a text, in order; white space around them is left out."""
    start, paragraph = 0, 0
    for match in _END.finditer(text):
        if match[0] == "\n":
            blank = _is_blank(text, match.end())
            if not blank and _is_wrapped(text, start, match.start()):
                continue
            yield from _cut(text, start, match.start(), paragraph)
            paragraph += blank
        elif _is_abbreviation(text, match):
            continue
        else:
            yield from _cut(text, start, match.end(), paragraph)
        start = match.end()
    yield from _cut(text, start, len(text), paragraph)


def _cut(text: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = space if space > 0 else start + LONGEST
        yield Sentence(start, cut, paragraph)
        start = cut
    if start < end:
        yield Sentence(start, end, paragraph)


def _is_blank(text: str, at: int) -> bool:
    """Whether the line that begins here is empty."""
    while at < len(text) and text[at] in " \t\r":
        at += 1
    return at >= len(text) or text[at] == "\n"


def _is_wrapped(text: str, start: int, at: int) -> bool:
    """Whether the line that ends here goes on in the next: it is long, or the next begins in lower case."""
    line = text.rfind("\n", max(start, at - 400), at) + 1 or max(start, at - 400)
    following = text[at + 1 : at + 40].lstrip(" \t")
    if not following or not text[line:at].strip():
        return False
    if following[0].islower():
        return True
    long_enough = at - line >= _WRAPPED
    return long_enough and (following[0].isalnum() or following[0] in '$("“') and text[line:at].rstrip()[-1].isalnum()


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to a word, such as Inc. or U.S., and the sentence goes on."""
    if match[0] != ".":
        return False
    word = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    last = word[0].lower() if word else ""
    following = text[match.end() : match.end() + 24].lstrip(" \"“'(")
    if following[:1].islower():
        return True
    if last in _MAYBE:
        return following.split(" ", 1)[0].strip(",.'").lower() not in _STARTERS
    return last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "i")
