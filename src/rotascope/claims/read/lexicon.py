"""What an article may name: the word lists joined with the instruments and the listed companies of a market."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from rotascope.claims.read.phrases import Phrases
from rotascope.data.market import Market
from rotascope.data.words import list_of, read_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.claims.claim import EntityKind

SUFFIXES = words_of("company_suffixes")
_FUND_WORDS = frozenset({"ETF", "Trust", "Fund", "Shares"})
_TAILS = list_of("title_tails")


@dataclass(frozen=True)
class Name:
    """A thing that can be named. `word`: its phrase is an everyday word too; `capital`: it must be printed with one."""

    name: str
    subject: str
    kind: EntityKind
    ticker: str = ""
    capital: bool = False
    word: bool = False


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Names by phrase, and symbols that may stand alone. `symbols`: every symbol that is listed;
    `wordlike`: those that are words too."""

    entries: tuple[tuple[str, Name], ...]
    symbols: dict[str, Name]
    alone: frozenset[str]
    wordlike: frozenset[str] = frozenset()

    @cached_property
    def named(self) -> dict[str, Name]:
        """Names by phrase."""
        return dict(self.entries)

    @cached_property
    def phrases(self) -> Phrases[Name]:
        return Phrases(self.entries)


@cache
def vintage_lexicon() -> Lexicon:
    """The lexicon of the data that come with the package."""
    return lexicon_of(Market.embedded())


def lexicon_of(market: Market) -> Lexicon:
    """The word lists, and every instrument and listed company of a market."""
    words = read_words("lexicon")
    entries = dict(_static(words))
    symbols: dict[str, Name] = {}
    known = words["companies"]["also"]
    for symbol, (title, kind) in sorted(_listed(market).items(), key=lambda one: one[0] not in known):
        held = symbol if market.has(symbol) else ""
        symbols[symbol] = Name(_short(title), held, kind, symbol)
        for phrase in _phrases_of(symbol, title, kind, words):
            is_word = phrase.lower() in words["companies"]["names"]
            entries.setdefault(phrase.lower(), Name(_short(title), held, kind, symbol, True, is_word))
    for house in words["houses"]["names"]:
        known = entries.get(house.lower())
        entries[house.lower()] = Name(
            house, known.subject if known else "", "house", known.ticker if known else "", True
        )
    barred = frozenset(words["companies"]["words"])
    alone = frozenset(symbol for symbol in symbols if symbol not in barred and len(symbol) >= 3 and market.has(symbol))
    wordlike = frozenset(symbol for symbol in barred & symbols.keys() if len(symbol) >= 3 and market.has(symbol))
    return Lexicon(tuple(entries.items()), symbols, alone, wordlike)


def _static(words: dict[str, Any]) -> list[tuple[str, Name]]:
    found = []
    for entry in words["names"]:
        capitals = set(entry.get("cased", ()))
        for phrase in entry["phrases"]:
            capital = phrase in capitals
            found.append((phrase, Name(entry["name"], entry["subject"], entry["kind"], "", capital, False)))
    styles = [("value", "large cap value"), ("growth", "large cap growth")]
    meant = dict(found)
    found += [(word, replace(meant[phrase], word=True)) for word, phrase in styles]
    return found + list(_tenors())


_TENORS = {
    "1m": ("1 month", "one month"),
    "3m": ("3 month", "three month"),
    "6m": ("6 month", "six month"),
    "1y": ("1 year", "one year"),
    "2y": ("2 year", "two year"),
    "3y": ("3 year", "three year"),
    "5y": ("5 year", "five year"),
    "7y": ("7 year", "seven year"),
    "10y": ("10 year", "ten year"),
    "20y": ("20 year", "twenty year"),
    "30y": ("30 year", "thirty year"),
}
_YIELDS = list_of("yield_phrases")


def _tenors() -> Iterator[tuple[str, Name]]:
    """Treasury yields by tenor, in digits and in words."""
    for tenor, spellings in _TENORS.items():
        for spelling in spellings:
            yield spelling, Name(f"{spellings[0]} Treasury yield".replace(" ", "-", 1), tenor, "rate", word=True)
            for phrase in _YIELDS:
                yield (
                    phrase.format(spelling),
                    Name(f"{spellings[0]} Treasury yield".replace(" ", "-", 1), tenor, "rate"),
                )


def _listed(market: Market) -> dict[str, tuple[str, EntityKind]]:
    """Every symbol with its title; the directory's own title over the listing's."""
    found: dict[str, tuple[str, EntityKind]] = {}
    if "universe_attributes" in market.store.tables():
        rows = market.store.rows("universe_attributes").select("symbol", "name").unique("symbol", keep="last")
        found |= {symbol: (name or symbol, "stock") for symbol, name in rows.sort("symbol").iter_rows()}
    return found | {one.symbol: (one.name, _kind(one.kind)) for one in market.instruments.values()}


def _kind(kind: str) -> EntityKind:
    return "index" if kind == "index" else "fund" if kind == "fund" else "stock"


def _short(title: str) -> str:
    """A title without its share class and the words for a company's form."""
    text = title
    for tail in _TAILS:
        at = text.lower().find(tail)
        text = text[:at] if at > 0 else text
    words = text.replace(",", "").split()
    while len(words) > 1 and words[-1].lower().strip(".") in {suffix.strip(".") for suffix in SUFFIXES}:
        words.pop()
    return " ".join(words)


def _fund_phrases(title: str) -> list[str]:
    """A fund's title with and without the words for what it is: "SPDR S&P 500 ETF Trust", "SPDR S&P 500 ETF"."""
    found = [title, title.partition(" (")[0]]
    while found[-1].rpartition(" ")[2] in _FUND_WORDS and found[-1].count(" ") > 1:
        found.append(found[-1].rpartition(" ")[0])
    return [*found, f"{found[-1]} ETF", f"{found[-1]} fund"]


def _phrases_of(symbol: str, title: str, kind: EntityKind, words: dict[str, Any]) -> list[str]:
    short = _short(title)
    if kind == "index":
        return [title]
    if kind == "fund":
        return _fund_phrases(title)
    known = words["companies"]["also"].get(symbol)
    if known is not None:
        return [*known, short]
    plain = " " in short and len(short) > 7
    return [short] if plain or (len(short) > 6 and short[0].isupper() and not short.isupper()) else []
