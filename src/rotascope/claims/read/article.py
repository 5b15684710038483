"""Reading an article: plain text in, typed claims out, offline and the same every time."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from rotascope.claims.claim import Article
from rotascope.claims.read.dates import article_date
from rotascope.claims.read.extract import plain_text
from rotascope.claims.read.items import Reader
from rotascope.claims.read.lexicon import vintage_lexicon
from rotascope.claims.read.line import Line
from rotascope.claims.read.memory import Memory
from rotascope.claims.read.rows import read_rows
from rotascope.claims.read.rules import apply_rules
from rotascope.claims.read.sentences import sentences_of
from rotascope.claims.read.tokens import tokens_of
from rotascope.claims.read.windows import Calendar

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.claim import Claim
    from rotascope.claims.read.lexicon import Lexicon

Form = Literal["text", "html", "markdown"]


def read(text: str, *, form: Form = "text", dated: date | None = None, lexicon: Lexicon | None = None) -> Article:
    """The typed claims of an article, in reading order; spans point into `Article.text`.

    dated: the day that "Friday" and "this year" are counted from where the article states no day of its own.
    lexicon: what may be named (`lexicon_of(market)`); that of the embedded data where None. Never raises on any text.
    """
    plain = plain_text(text, form)
    own = article_date(plain) or dated
    names = lexicon or vintage_lexicon()
    reader, memory = Reader(names, Calendar(own)), Memory(names, own)
    claims = list(read_rows(plain, names))
    for sentence in sentences_of(plain):
        tokens = tokens_of(plain, sentence.start, sentence.end)
        memory.turn(sentence.paragraph)
        line = Line(plain, tokens, reader.items_of(tokens), sentence, memory)
        apply_rules(line)
        line.close()
        claims += line.found
    ordered = sorted(_apart(claims), key=lambda claim: (claim.span.start, claim.span.end))
    return Article(text=plain, dated=own, claims=tuple(ordered))


def _apart(claims: list[Claim]) -> list[Claim]:
    """Every claim but those that prose rules found inside a quote row."""
    rows = sorted((claim.span.start, claim.span.end) for claim in claims if claim.kind == "quote row")
    starts = [start for start, _ in rows]
    return [claim for claim in claims if claim.kind == "quote row" or not _inside(claim, rows, starts)]


def _inside(claim: Claim, rows: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_right(starts, claim.span.end - 1) - 1
    return at >= 0 and claim.span.start < rows[at][1] and claim.sentence.start != rows[at][0]
