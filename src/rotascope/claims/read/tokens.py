"""Words, numbers and signs of a stretch of text, in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

# One alternative a character class, no repetition inside a repetition that overlaps it: linear on any text.
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d+(?:\.\d+)?|\.\d+"
    r"|(?:[A-Za-z]\.){2,}"
    r"|[^\W\d_]+&[^\W\d_]+"
    r"|[^\W\d_]+n['\u2019]t\b|['\u2019](?:s|ll|re|ve)\b|['\u2019]"
    r"|[^\W\d_]+"
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
    matches = list(_TOKEN.finditer(text, start, stop))
    if "-" in text[start:stop] or not text[start:stop].isascii():
        matches = [one for one in matches if one[0] not in _HYPHENS or not _inside_word(text, one.start(), start, stop)]
    raw = [one[0] for one in matches]
    words = [piece.lower() for piece in raw]
    if "\u2019" in text[start:stop]:
        words = [word.replace("\u2019", "'") for word in words]
    return Tokens(words, raw, [one.start() for one in matches], [one.end() for one in matches])


def _inside_word(text: str, at: int, start: int, stop: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < stop else " "
    return (before.isalpha() and (after.isalnum() or after == " ")) or (
        before.isdigit() and (after.isalpha() or after == " ")
    )
