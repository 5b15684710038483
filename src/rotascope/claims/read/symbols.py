"""Symbols in brackets after a name: "(NYSE Arca: IWM)", "(AAPL)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Span
from rotascope.claims.read.item import Item, cues
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.lexicon import Lexicon, Name
    from rotascope.claims.read.tokens import Tokens

_FIGURES = frozenset("+-−–0123456789")  # "(NVDA, -1.4%)"
_EXCHANGES = words_of("exchanges")


def symbol_in_brackets(lexicon: Lexicon, tokens: Tokens, i: int, items: list[Item]) -> Item | None:
    """ "(NYSE Arca: IWM)" or "(AAPL)": the symbol of the name before it, or of a company not known otherwise."""
    at = i + 1
    exchange = tokens.word(at) in _EXCHANGES
    while exchange and (
        tokens.word(at) in _EXCHANGES or tokens.word(at) in ("american", ":", "mkt", "stock", "exchange")
    ):
        at += 1
    symbol, close = _symbol(tokens, at)
    figure = tokens.word(close) in (",", ";") and tokens.word(close + 1)[:1] in _FIGURES
    if not symbol or (tokens.word(close) != ")" and not figure):
        return None
    before = items[-1] if items and items[-1].sort == "name" else None
    unlisted = not exchange and symbol not in lexicon.symbols and before is None
    if unlisted and not _is_unlisted(tokens, i, close, items):
        return None
    if before is not None:
        before.data = _with_symbol(before.entity, lexicon.symbols.get(symbol), symbol)
        return Item("word", i, close + 1, "()")
    known = lexicon.symbols.get(symbol)
    lo = _whole_title(_capitals_before(tokens, i, items), items, known)
    name = " ".join(tokens.raw[lo:i]).replace(" .", ".") or symbol
    start = lo if lo < i else i
    entity = Entity(
        name=known.name if known else name,
        subject=known.subject if known else "",
        kind=known.kind if known else "fund" if tokens.word(i - 1) in ("etf", "fund", "trust") else "stock",
        ticker=symbol,
        span=Span(start=tokens.starts[start], end=tokens.ends[close]),
    )
    while items and items[-1].lo >= lo:
        items.pop()
    return Item("name", lo, close + 1, tokens.words[lo], entity)


def _is_unlisted(tokens: Tokens, i: int, close: int, items: list[Item]) -> bool:
    """Whether a symbol that no list holds follows a title and moves: not an abbreviation of the words before it."""
    lo = _capitals_before(tokens, i, items)
    initials = "".join(raw[0] for raw in tokens.raw[lo:i] if raw[0].isupper())
    after = cues().at(tokens, close + 1)
    moves = after is not None and bool(after[1] & {"up", "down", "flat", "beat", "lag"})
    return moves and len(initials) > 1 and not tokens.raw[i + 1].startswith(initials)


def _whole_title(lo: int, items: list[Item], known: Name | None) -> int:
    """Where a title begins of which only a part was read as a name: "Invesco QQQ Trust (QQQ)"."""
    for item in reversed(items[-6:]):
        if item.hi != lo or item.sort != "name" or known is None:
            continue
        if item.entity.kind == "house" or item.entity.subject == known.subject:
            lo = item.lo
    return lo


def _symbol(tokens: Tokens, at: int) -> tuple[str, int]:
    """A symbol such as IWM, BRK.B; where it ends."""
    at += tokens.word(at) == "$"
    raw = tokens.raw[at] if at < len(tokens) else ""
    if not (raw.isalpha() and raw.isupper() and len(raw) <= 5):
        return "", at
    if (
        tokens.word(at + 1) == "."
        and at + 2 < len(tokens)
        and tokens.raw[at + 2].isupper()
        and len(tokens.raw[at + 2]) == 1
    ):
        return f"{raw}.{tokens.raw[at + 2]}", at + 3
    return raw, at + 1


def _with_symbol(entity: Entity, known: Name | None, symbol: str) -> Entity:
    """A name that its symbol tells more of: a stock or fund takes the symbol's own subject, an index keeps its own."""
    if known is None or entity.kind in ("index", "basket", "sector", "market"):
        return entity.model_copy(update={"ticker": symbol})
    kind = entity.kind if entity.kind == "house" else known.kind
    return entity.model_copy(update={"ticker": symbol, "subject": known.subject, "kind": kind})


def _capitals_before(tokens: Tokens, i: int, items: list[Item]) -> int:
    """Where the run of capitalised words that ends at token i begins."""
    lo = i
    while lo > 0 and i - lo < 8 and (tokens.raw[lo - 1][0].isupper() or tokens.raw[lo - 1] in ("&", ".", "of")):
        if any(item.lo <= lo - 1 < item.hi and item.sort in ("name", "number", "time") for item in items[-10:]):
            break
        lo -= 1
    return lo
