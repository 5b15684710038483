"""Reading an article: plain text in, typed claims out, offline and the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rotascope.claims.claim import Article
from rotascope.claims.read.dates import article_date
from rotascope.claims.read.extract import plain_text
from rotascope.claims.read.items import Reader
from rotascope.claims.read.lexicon import vintage_lexicon
from rotascope.claims.read.line import Line
from rotascope.claims.read.memory import Memory
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
    reader = Reader(lexicon or vintage_lexicon(), Calendar(own))
    memory = Memory()
    claims: list[Claim] = []
    for sentence in sentences_of(plain):
        tokens = tokens_of(plain, sentence.start, sentence.end)
        memory.turn(sentence.paragraph)
        line = Line(plain, tokens, reader.items_of(tokens), sentence, memory)
        apply_rules(line)
        claims += sorted(line.found, key=lambda claim: (claim.span.start, claim.span.end))
    return Article(text=plain, dated=own, claims=tuple(claims))
