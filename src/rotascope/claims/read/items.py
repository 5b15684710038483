"""A sentence as a row of items: names, numbers, times, cues and the plain words between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rotascope.claims.claim import Entity, Span
from rotascope.claims.read.lexicon import SUFFIXES, Name
from rotascope.claims.read.number import FRACTIONS, ONES, ORDINALS, TENS, Number
from rotascope.claims.read.numbers import number_at, with_hedge
from rotascope.claims.read.phrases import Phrases
from rotascope.claims.read.windows import FIRSTS, Calendar, key_places
from rotascope.data.words import read_words, words_of

if TYPE_CHECKING:
    from rotascope.claims.claim import Window
    from rotascope.claims.read.lexicon import Lexicon
    from rotascope.claims.read.tokens import Tokens

NO_ROLES: frozenset[str] = frozenset()
_NUMBER_FIRSTS = frozenset({"a", "an", "double", "single", "triple", "dozen", "us", "$", "+", "-", "−", "–", "—"}) | (
    ONES.keys() | TENS.keys() | ORDINALS.keys() | FRACTIONS.keys()
)
_AFTER_SECTOR = words_of("after_sector")
_AFTER_TENOR = words_of("after_tenor")
_EXCHANGES = words_of("exchanges")
_APART = frozenset({"gap", "spread", "difference", "differential"})
_TWO = 2
_BETWEEN_TENORS = frozenset(
    {
        *("the", "yields", "yield", "on", "of", "and", "treasury", "treasuries", "note", "notes", "u.s.", "bond"),
        *("bonds", "rates", "those", "benchmark", "a", "for", "government"),
    }
)
_PRONOUNS = {
    "it": "any",
    "its": "any",
    "they": "any",
    "their": "any",
    "which": "near",
    "who": "near",
    "that": "near",
    "itself": "any",
}
_NOUN_PHRASES: list[tuple[str, str]] = [
    *(
        (f"{the} {noun}", kind)
        for the in ("the", "this", "that")
        for noun, kind in (
            ("index", "index"),
            ("benchmark", "index"),
            ("gauge", "index"),
            ("average", "index"),
            ("fund", "fund"),
            ("etf", "fund"),
            ("stock", "stock"),
            ("shares", "stock"),
            ("company", "stock"),
            ("group", "group"),
            ("sector", "sector"),
            ("basket", "basket"),
            ("tech heavy index", "index"),
            ("chipmaker", "stock"),
            ("stocks", "group"),
            ("iphone maker", "stock"),
            ("chip maker", "stock"),
            ("lender", "stock"),
            ("retailer", "stock"),
            ("software giant", "stock"),
            ("yield", "rate"),
            ("rate", "rate"),
            ("spread", "rate"),
        )
    ),
    ("the former", "former"),
    ("the latter", "latter"),
]
PRONOUN_PHRASES = Phrases(_NOUN_PHRASES)


@dataclass(slots=True)
class Item:
    """Tokens [lo, hi). `sort`: "name", "pronoun", "number", "time", "cue" or "word"; `data` by sort."""

    sort: str
    lo: int
    hi: int
    word: str
    data: Any = None
    roles: frozenset[str] = NO_ROLES

    @property
    def number(self) -> Number:
        number: Number = self.data
        return number

    @property
    def window(self) -> Window:
        window: Window = self.data
        return window

    @property
    def window_kind(self) -> str:
        """The kind of window that a time names; "" for what is no time."""
        return self.data.kind if self.sort == "time" else ""

    @property
    def entity(self) -> Entity:
        entity: Entity = self.data
        return entity


@cache
def cues() -> Phrases[frozenset[str]]:
    """Roles by phrase, from the word lists."""
    roles: dict[str, set[str]] = {}
    for role, phrases in read_words("cues").items():
        for phrase in phrases:
            roles.setdefault(phrase, set()).add(role)
    return Phrases((phrase, frozenset(found)) for phrase, found in roles.items())


class Reader:
    """Turns tokens into items, with one lexicon and one calendar."""

    def __init__(self, lexicon: Lexicon, calendar: Calendar) -> None:
        self.lexicon, self.calendar = lexicon, calendar
        self._names, self._cues = lexicon.phrases, cues()
        self._timely: list[bool] = []
        self._name_firsts, self._cue_firsts = self._names.firsts, self._cues.firsts
        names = self._name_firsts | _APART | _NUMBER_FIRSTS | _PRONOUNS.keys() | PRONOUN_PHRASES.firsts | {"(", "$"}
        others = names | FIRSTS
        self._firsts = others | self._cue_firsts
        self._wordlike = lexicon.wordlike
        shown = {symbol.lower() for symbol in (*lexicon.alone, *lexicon.wordlike)}
        single = self._cues.single()
        taken = others | shown
        self._simple = {word: roles for word, roles in single.items() if word not in taken}
        # Words that begin a time or are a cue or nothing: what they are where no word of time is near.
        longer = self._cue_firsts - single.keys()
        self._timeless = {
            word: single.get(word, NO_ROLES) for word in FIRSTS - names - shown - longer if word.isalpha()
        }

    def items_of(self, tokens: Tokens) -> list[Item]:
        """The items of a sentence, in order; no two share a token."""
        items: list[Item] = []
        i, count = 0, len(tokens)
        words, raw, firsts, simple, alone = tokens.words, tokens.raw, self._firsts, self._simple, self.lexicon.alone
        timely = self._timely = key_places(tokens)
        timeless = self._timeless
        while i < count:
            word = words[i]
            item = None
            if word in timeless and not timely[i]:
                item = Item("cue" if timeless[word] else "word", i, i + 1, word, None, timeless[word])
            elif word in simple:
                item = Item("cue", i, i + 1, word, None, simple[word])
            elif (
                word in firsts
                or raw[i] in alone
                or raw[i] in self._wordlike
                or word[0].isdigit()
                or (word[0] == "." and len(word) > 1)
            ):
                item = self._at(tokens, i, items)
            if item is None:
                item = Item("word", i, i + 1, word)
            items.append(item)
            i = item.hi
        return _without_brackets(items)

    def _at(self, tokens: Tokens, i: int, items: list[Item]) -> Item | None:
        word = tokens.words[i]
        if word == "(" and (named := self._symbol_in_brackets(tokens, i, items)):
            return named
        if (
            self._timely[i]
            and (word in FIRSTS or (len(word) == 4 and word.isdigit()))
            and (time := self.calendar.at(tokens, i))
        ):
            return Item("time", i, time[0], word, time[1])
        name = self._name(tokens, i)
        if name is None and _may_be_number(tokens, i, word):
            floor = items[-1].hi if items and items[-1].sort not in ("word", "cue") else 0
            if number := number_at(tokens, i):
                return self._number(tokens, number, items, floor)
        meant = None if name else self._pronoun(tokens, i, word)
        cue = self._cues.at(tokens, i) if word in self._cue_firsts else None
        if (
            meant
            and meant.hi > i + 1
            and tokens.word(meant.hi) != "between"
            and not self._is_longer(tokens, i + 1, meant.hi)
            and (cue is None or meant.hi >= cue[0])
        ):
            return meant
        if cue and not (name and name.hi >= cue[0]):
            return Item("cue", i, cue[0], word, None, cue[1])
        return name or meant

    def _is_longer(self, tokens: Tokens, i: int, hi: int) -> bool:
        """Whether a name begins at token i that goes past hi: "the yield on the 10-year note" is no pronoun."""
        if tokens.word(i) in _APART and tokens.word(i + 1) == "between" and self._slope(tokens, i) is not None:
            return True
        found = self._names.at(tokens, i) if tokens.word(i) in self._name_firsts else None
        return found is not None and found[0] > hi

    def _number(self, tokens: Tokens, number: Number, items: list[Item], floor: int) -> Item:
        """A number with its hedge, whose words stand as items already, and in brackets where it stands alone there."""
        number = with_hedge(tokens, number, floor)
        if tokens.word(number.lo - 1) == "(" and tokens.word(number.hi) == ")":
            number = Number(**{name: getattr(number, name) for name in Number.__slots__} | {"bracketed": True})
        return Item("number", number.lo, number.hi, tokens.words[number.lo], number)

    def _name(self, tokens: Tokens, i: int) -> Item | None:
        word, raw = tokens.words[i], tokens.raw[i]
        if word == "$" and tokens.adjoins(i + 1) and tokens.raw[i + 1] in self.lexicon.symbols:
            return self._item(tokens, i, i + 2, self.lexicon.symbols[tokens.raw[i + 1]])
        if word in _APART and tokens.word(i + 1) == "between" and (slope := self._slope(tokens, i)):
            return slope
        found = self._names.at(tokens, i) if word in self._name_firsts else None
        while found and not self._is_meant(tokens, i, found[0], found[1]):
            found = None
        if found:
            return self._item(tokens, i, _with_suffix(tokens, found[0]), found[1])
        if raw in self._wordlike and self._is_spoken_of(tokens, i) and not _is_shouting(tokens):
            return self._item(tokens, i, i + 1, self.lexicon.symbols[raw])
        if raw in self.lexicon.alone and not _is_shouting(tokens):
            return self._item(tokens, i, i + 1, self.lexicon.symbols[raw])
        return None

    def _is_spoken_of(self, tokens: Tokens, i: int) -> bool:
        """Whether a verb of motion, or "shares", follows a symbol that is a word too: "COST rose"."""
        after = tokens.word(i + 1)
        cue = self._cues.at(tokens, i + 1) if after in self._cue_firsts else None
        moves = cue is not None and bool(cue[1] & {"up", "down", "beat", "lag", "flat"}) and "noun" not in cue[1]
        return moves or after in ("shares", "stock")

    def _is_meant(self, tokens: Tokens, lo: int, hi: int, name: Name) -> bool:
        """Whether a phrase that could be an everyday word is meant as a name."""
        if name.kind == "rate" and name.word:
            return tokens.word(lo - 1) == "the" and self._stands_as_rate(tokens, hi)
        if name.word and not name.capital:
            return self._is_set_against(tokens, lo, hi)
        if name.capital and tokens.raw[lo].islower():
            return name.kind == "sector" and self._stands_as_name(tokens, hi)
        if name.kind == "house" or not name.capital or hi - lo > 1:
            return True
        if not name.word:
            return True
        return _has_sign(tokens, hi)

    def _stands_as_name(self, tokens: Tokens, hi: int) -> bool:
        """Whether a sector in lower case is no adjective: a verb, a comma or "and" follows, or "funds"."""
        word = tokens.word(hi)
        if word in _AFTER_SECTOR or word[:1].isdigit():
            return True
        cue = self._cues.at(tokens, hi) if word in self._cue_firsts else None
        return cue is not None and bool(cue[1] & {"up", "down", "beat", "lag", "lead", "flat", "trail_rank"})

    def _is_set_against(self, tokens: Tokens, lo: int, hi: int) -> bool:
        """Whether a word such as "value" is meant as a style of stocks: it beats, or is beaten by, the other."""
        cue = self._cues.at(tokens, hi) if tokens.word(hi) in self._cue_firsts else None
        if cue is not None and cue[1] & {"beat", "lag"}:
            return True
        before = self._cues.single().get(tokens.word(lo - 1), NO_ROLES) if lo else NO_ROLES
        return bool(before & {"beat", "lag"}) or (
            tokens.word(lo - 1) in ("than", "of") and tokens.word(lo - 2) in ("better", "worse", "ahead", "behind")
        )

    def _stands_as_rate(self, tokens: Tokens, hi: int) -> bool:
        """Whether a bare tenor ("the two-year") is a yield: a verb follows, or the end of its clause."""
        if tokens.word(hi) in _AFTER_TENOR:
            return True
        cue = self._cues.at(tokens, hi) if tokens.word(hi) in self._cue_firsts else None
        return cue is not None and bool(cue[1] & {"up", "down", "hold"}) and "noun" not in cue[1]

    def _item(self, tokens: Tokens, lo: int, hi: int, name: Name) -> Item:
        span = Span(start=tokens.starts[lo], end=tokens.ends[hi - 1])
        entity = Entity.model_construct(
            name=name.name, subject=name.subject, kind=name.kind, span=span, ticker=name.ticker
        )
        return Item("name", lo, hi, tokens.words[lo], entity)

    def _slope(self, tokens: Tokens, i: int) -> Item | None:
        """The gap between two tenors: "the spread between yields on 2- and 10-year notes"."""
        tenors: list[int] = []
        at, last = i + 2, i
        while at < min(i + 14, len(tokens)) and len(tenors) < _TWO:
            if (tenor := _tenor(tokens, at)) is not None:
                tenors.append(tenor[1])
                last = at = tenor[0]
            elif tokens.word(at) in _BETWEEN_TENORS:
                at += 1
            else:
                return None
        while tokens.word(last) in _BETWEEN_TENORS and tokens.word(last) not in ("and", "the", "on"):
            last += 1
        if len(tenors) < _TWO or "year" not in tokens.words[i:last]:
            return None
        short, long = sorted(tenors)
        named = self.lexicon.named.get("yield curve") if (short, long) == (24, 120) else None
        subject = f"{_told(long)}-{_told(short)}"
        name = Name(named.name if named else f"{_told(long)} less {_told(short)}", subject, "rate")
        return self._item(tokens, i, last, name)

    def _symbol_in_brackets(self, tokens: Tokens, i: int, items: list[Item]) -> Item | None:
        """ "(NYSE Arca: IWM)" or "(AAPL)": the symbol of the name before it, or of a company not known otherwise."""
        at = i + 1
        exchange = tokens.word(at) in _EXCHANGES
        while exchange and (
            tokens.word(at) in _EXCHANGES or tokens.word(at) in ("american", ":", "mkt", "stock", "exchange")
        ):
            at += 1
        symbol, close = self._symbol(tokens, at)
        if not symbol or tokens.word(close) != ")":
            return None
        before = items[-1] if items and items[-1].sort == "name" else None
        if not exchange and symbol not in self.lexicon.symbols and before is None:
            return None
        if before is not None:
            before.data = _with_symbol(before.entity, self.lexicon.symbols.get(symbol), symbol)
            return Item("word", i, close + 1, "()")
        lo = _capitals_before(tokens, i, items)
        known = self.lexicon.symbols.get(symbol)
        name = " ".join(tokens.raw[lo:i]).replace(" .", ".") or symbol
        start = lo if lo < i else i
        entity = Entity(
            name=known.name if known else name,
            subject=known.subject if known else "",
            kind=known.kind if known else "stock",
            ticker=symbol,
            span=Span(start=tokens.starts[start], end=tokens.ends[close]),
        )
        while items and items[-1].lo >= lo:
            items.pop()
        return Item("name", lo, close + 1, tokens.words[lo], entity)

    def _symbol(self, tokens: Tokens, at: int) -> tuple[str, int]:
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

    def _pronoun(self, tokens: Tokens, i: int, word: str) -> Item | None:
        if found := (PRONOUN_PHRASES.at(tokens, i) if word in PRONOUN_PHRASES.firsts else None):
            return Item("pronoun", i, found[0], word, found[1])
        return Item("pronoun", i, i + 1, word, _PRONOUNS[word]) if word in _PRONOUNS else None


def _tenor(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Where a tenor ends, and its months: "10-year", "two", "three-month"."""
    word = tokens.word(i)
    count = int(word) if word.isdigit() and len(word) <= _TWO else ONES.get(word) or TENS.get(word)
    if not count:
        return None
    unit = tokens.word(i + 1)
    unit = tokens.word(i + 2) if unit == "-" else unit
    hi = i + 1 + (tokens.word(i + 1) == "-")
    return (hi + (unit in ("year", "month"))), count if unit == "month" else 12 * count


def _told(months: int) -> str:
    return f"{months // 12}y" if months >= 12 else f"{months}m"


def _may_be_number(tokens: Tokens, i: int, word: str) -> bool:
    """Whether a number may begin here: "a" begins one only as "a third", "a dozen"."""
    if word in ("a", "an"):
        after = tokens.word(i + 1)
        return after in FRACTIONS or after == "dozen"
    return word in _NUMBER_FIRSTS or word[0].isdigit() or word[0] == "."


def _is_shouting(tokens: Tokens) -> bool:
    """Whether most words are capitals, so that a capital says nothing."""
    words = [raw for raw in tokens.raw if len(raw) > 1 and raw.isalpha()]
    return len(words) > 3 and sum(raw.isupper() for raw in words) > 0.6 * len(words)


def _with_suffix(tokens: Tokens, hi: int) -> int:
    """Past "Inc.", "Corp." and the like."""
    while tokens.word(hi) in SUFFIXES and tokens.raw[hi][0].isupper():
        hi += 1
        hi += tokens.word(hi) == "." and tokens.adjoins(hi) and hi + 1 < len(tokens)
    return hi


def _has_sign(tokens: Tokens, hi: int) -> bool:
    """Whether what follows shows that a word is a company."""
    after = tokens.word(hi)
    return after in SUFFIXES or after in ("'s", "shares", "stock", "(") or after in cues().firsts


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


def _without_brackets(items: list[Item]) -> list[Item]:
    """Symbols in brackets after a name say no more once read."""
    return [item for item in items if item.word != "()"]
