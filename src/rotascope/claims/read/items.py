"""A sentence as a row of items: names, numbers, times, cues and the plain words between them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rotascope.claims.read.item import NO_ROLES, Item, cues
from rotascope.claims.read.names import APART, Names
from rotascope.claims.read.number import FRACTIONS, ONES, ORDINALS, TENS, Number
from rotascope.claims.read.numbers import number_at, with_hedge
from rotascope.claims.read.pronouns import PRONOUN_PHRASES, PRONOUNS, pronoun_at
from rotascope.claims.read.symbols import symbol_in_brackets
from rotascope.claims.read.windows import FIRSTS, Calendar, key_places

if TYPE_CHECKING:
    from rotascope.claims.read.lexicon import Lexicon
    from rotascope.claims.read.tokens import Tokens

_SIGNS = frozenset({"us", "$", "+", "-", "−", "–", "—", "minus", "negative"})
_NUMBER_FIRSTS = frozenset({"a", "an", "double", "single", "triple", "dozen"}) | (
    _SIGNS | ONES.keys() | TENS.keys() | ORDINALS.keys() | FRACTIONS.keys()
)


_AFTER_ARTICLE = FRACTIONS.keys() | {"dozen"}
_FUND_WORDS = frozenset({"fund", "etf", "tracker"})
_COMPARING = frozenset({"beat", "lag", "beat_weak", "versus", "against"})


class Openings:
    """What a word may begin, with one lexicon: worked out once, and looked up for every word of a text.

    `firsts`: words that may begin more than themselves. `simple`: cues that never do, with their roles. `timeless`:
    words that begin a time, or are a cue or nothing where no word of time is near. `plain`: words that are a cue or
    nothing unless one of the words kept with them follows.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._names, self._cues = lexicon.phrases, cues()
        names = self._names.firsts | APART | _NUMBER_FIRSTS | PRONOUNS.keys() | PRONOUN_PHRASES.firsts | {"(", "$"}
        others = names | FIRSTS
        self.firsts = others | self._cues.firsts
        shown = {symbol.lower() for symbol in (*lexicon.alone, *lexicon.wordlike)}
        single = self._cues.single()
        self.simple = {word: roles for word, roles in single.items() if word not in others | shown}
        longer = self._cues.firsts - single.keys()
        self.timeless = {word: single.get(word, NO_ROLES) for word in FIRSTS - names - shown - longer if word.isalpha()}
        more = shown | APART | PRONOUNS.keys() | (_NUMBER_FIRSTS - {"a", "an"})
        alone = {word for word in self.firsts - more if word.isalpha() and self._names.alone(word) is None}
        self.plain = {word: self._by_itself(word) for word in alone}

    def _by_itself(self, word: str) -> tuple[frozenset[str], set[str]]:
        follow = self._names.seconds(word) | self._cues.seconds(word) | PRONOUN_PHRASES.seconds(word)
        return self._cues.alone(word) or NO_ROLES, follow | (_AFTER_ARTICLE if word in ("a", "an") else set())


_openings = lru_cache(maxsize=4)(Openings)


class Reader:
    """Turns tokens into items, with one lexicon and one calendar."""

    def __init__(self, lexicon: Lexicon, calendar: Calendar) -> None:
        self.lexicon, self.calendar = lexicon, calendar
        self._named, self._cues = Names(lexicon), cues()
        self._timely: list[bool] = []
        self._openings = _openings(lexicon)

    def items_of(self, tokens: Tokens) -> list[Item]:
        """The items of a sentence, in order; no two share a token."""
        items: list[Item] = []
        i, count = 0, len(tokens)
        last = count - 1
        words, raw, alone = tokens.words, tokens.raw, self.lexicon.alone
        timely = self._timely = key_places(tokens)
        opens = self._openings
        firsts, simple, timeless, plain = opens.firsts, opens.simple, opens.timeless, opens.plain
        while i < count:
            word = words[i]
            item = None
            if word in timeless and not timely[i]:
                item = Item("cue" if timeless[word] else "word", i, i + 1, word, None, timeless[word])
            elif word in simple:
                item = Item("cue", i, i + 1, word, None, simple[word])
            elif (
                word in plain and not (timely[i] and word in FIRSTS) and i < last and words[i + 1] not in plain[word][1]
            ):
                roles = plain[word][0]
                item = Item("cue" if roles else "word", i, i + 1, word, None, roles)
            elif (
                word in firsts
                or raw[i] in alone
                or raw[i] in self.lexicon.wordlike
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
        if word == "(" and (named := symbol_in_brackets(self.lexicon, tokens, i, items)):
            return named
        if (
            self._timely[i]
            and (word in FIRSTS or (len(word) == 4 and word.isdigit()))
            and (time := self.calendar.at(tokens, i))
        ):
            return Item("time", i, time[0], word, time[1])
        name = self._named.at(tokens, i)
        if name is None and _may_be_number(tokens, i, word):
            floor = items[-1].hi if items and items[-1].sort not in ("word", "cue") else 0
            if number := number_at(tokens, i):
                return self._number(tokens, number, items, floor)
        meant = None if name else pronoun_at(tokens, i, word)
        cue = self._cues.at(tokens, i) if word in self._cues.firsts else None
        if (
            meant
            and meant.hi > i + 1
            and tokens.word(meant.hi) != "between"
            and not self._named.is_longer(tokens, i + 1, meant.hi)
            and (cue is None or meant.hi >= cue[0])
        ):
            return meant
        if cue and not (name and name.hi >= cue[0]):
            return Item("cue", i, cue[0], word, None, cue[1])
        return name or meant

    def _number(self, tokens: Tokens, number: Number, items: list[Item], floor: int) -> Item:
        """A number with its hedge, whose words stand as items already, and in brackets where it stands alone there."""
        number = with_hedge(tokens, number, floor)
        if number.hedge and items and items[-1].roles & _COMPARING:
            items[-1].roles -= _COMPARING  # "more than 70%" compares with nothing
            items[-1].sort = "cue" if items[-1].roles else "word"
        if tokens.word(number.lo - 1) == "(" and tokens.word(number.hi) == ")":
            number = Number(**{name: getattr(number, name) for name in Number.__slots__} | {"bracketed": True})
        return Item("number", number.lo, number.hi, tokens.words[number.lo], number)


def _may_be_number(tokens: Tokens, i: int, word: str) -> bool:
    """Whether a number may begin here: "a" begins one only as "a third", "a dozen"."""
    if word in ("a", "an"):
        after = tokens.word(i + 1)
        return after in FRACTIONS or after == "dozen"
    return word in _NUMBER_FIRSTS or word[0].isdigit() or word[0] == "."


def _without_brackets(items: list[Item]) -> list[Item]:
    """Symbols in brackets after a name say no more once read; in "the Nasdaq-100 fund QQQ" QQQ is what is named."""
    kept: list[Item] = []
    for item in items:
        if item.word == "()":
            continue
        if item.sort == "name" and item.entity.kind == "fund" and len(kept) > 1 and kept[-1].word in _FUND_WORDS:
            whose = kept[-2]
            if whose.sort == "name" and whose.hi == kept[-1].lo:
                item.lo, item.word = whose.lo, whose.word
                del kept[-2:]
        kept.append(item)
    return kept
