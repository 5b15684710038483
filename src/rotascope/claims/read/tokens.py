"""Words, numbers and signs of a stretch of text, in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

# One alternative a character class, no repetition inside a repetition that overlaps it: linear on any text.
_TOKEN = re.compile(
    r"[A-Za-z](?:\.(?:[A-Za-z]\.)+|[^\W\d_]*(?:&[^\W\d_]+|(?<=[^\W\d_]n)['\u2019]t\b)?)"
    r"|[^\W\d_]+(?:&[^\W\d_]+|(?<=[^\W\d_]n)['\u2019]t\b)?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d+(?:\.\d+)?|\.\d+"
    r"|['\u2019](?:s|ll|re|ve)\b"
    r"|\S"
)
_HYPHENS = frozenset("-‐‑")  # noqa: RUF001


@dataclass(slots=True)
class Tokens:
    """Parallel lists: the token in lower case, as printed, and its characters [start, end) of the text.

    A hyphen inside a word ("year-to-date", "10-year") is left out; one between two numbers stays.
    """

    words: list[str]
    raw: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """The token in lower case, "" outside."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def adjoins(self, index: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return 0 < index < len(self.words) and self.ends[index - 1] == self.starts[index]


def tokens_of(text: str, start: int = 0, stop: int | None = None) -> Tokens:
    """The tokens of text[start:stop], with places in the whole text."""
    stop = len(text) if stop is None else stop
    spans = [one.span() for one in _TOKEN.finditer(text, start, stop)]
    piece = text[start:stop]
    if "-" in piece or not piece.isascii():
        spans = [(lo, hi) for lo, hi in spans if text[lo] not in _HYPHENS or not _inside_word(text, lo, start, stop)]
    raw = [text[lo:hi] for lo, hi in spans]
    words = [word.lower() for word in raw]
    if "\u2019" in piece:
        words = [word.replace("\u2019", "'") for word in words]
    return Tokens(words, raw, [lo for lo, _ in spans], [hi for _, hi in spans])


def _inside_word(text: str, at: int, start: int, stop: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < stop else " "
    return (before.isalpha() and (after.isalnum() or after == " ")) or (
        before.isdigit() and (after.isalpha() or after == " ")
    )
