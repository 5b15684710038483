"""Reading an article: plain text in, typed claims out, offline and the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rotascope.claims.claim import Article
from rotascope.claims.read.dates import article_date
from rotascope.claims.read.extract import plain_text
from rotascope.claims.read.glance import glance_of
from rotascope.claims.read.items import Reader
from rotascope.claims.read.lexicon import vintage_lexicon
from rotascope.claims.read.line import Line
from rotascope.claims.read.memory import Memory
from rotascope.claims.read.rows import read_rows
from rotascope.claims.read.rules import apply_rules
from rotascope.claims.read.sentences import sentences_of
from rotascope.claims.read.tables import read_tables
from rotascope.claims.read.tokens import tokens_of
from rotascope.claims.read.windows import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rotascope.claims.claim import Claim
    from rotascope.claims.read.item import Item
    from rotascope.claims.read.lexicon import Lexicon
    from rotascope.claims.read.sentences import Sentence

_TALK = frozenset({"opinion", "cause"})
_SUBJECTS = frozenset({"name", "number", "pronoun", "time"})
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
    rows = sorted((*read_rows(plain, names), *read_tables(plain, reader)), key=lambda claim: claim.span.start)
    claims = list(rows)
    glance = glance_of(names)
    for sentence in _outside(sentences_of(plain), rows):
        if not glance.is_worth_reading(plain, sentence.start, sentence.end):
            continue
        tokens = tokens_of(plain, sentence.start, sentence.end)
        memory.turn(sentence.paragraph)
        items = reader.items_of(tokens)
        if _says_nothing(items):
            continue
        line = Line(plain, tokens, items, sentence, memory)
        apply_rules(line)
        line.close()
        claims += line.found
    claims.sort(key=lambda claim: (claim.span.start, claim.span.end))
    return Article(text=plain, dated=own, claims=tuple(claims))


def _says_nothing(items: list[Item]) -> bool:
    """Whether no claim can stand in the items: no name, number, pronoun or time."""
    return not any(item.sort in _SUBJECTS or (item.roles and item.roles & _TALK) for item in items)


def _outside(sentences: Iterable[Sentence], rows: list[Claim]) -> Iterator[Sentence]:
    """The sentences that share nothing with a row of quotes; both are in order."""
    at = 0
    for sentence in sentences:
        while at < len(rows) and rows[at].span.end <= sentence.start:
            at += 1
        if at == len(rows) or rows[at].span.start >= sentence.end:
            yield sentence
