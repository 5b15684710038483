"""Clauses: where a subject with a verb of its own begins, and what an aside interrupts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.words import words_of

if TYPE_CHECKING:
    from rotascope.claims.read.item import Item

_BREAKS = frozenset({";", "—", "–", "while", "whereas", "although", "though"})
_DASHES = frozenset({"—", "–"})
_SUBORDINATE = frozenset({"while", "although", "though", "as", "when", "because", "if", "whereas", "since"})
_LISTING = frozenset({",", "and", "or"})
_JOINTS = words_of("clause_joints")
_TURNS = _BREAKS | _DASHES | _JOINTS | {",", "which", "who", "but", "even"}  # at no other word a clause begins or ends
_FINITE = words_of("finite")
_LIGHT = words_of("light") | frozenset({"shares", "of", "stock"})
_AFTER_NAME = frozenset(
    {"(", ")", "shares", "stock", "stocks", "index", "also", "funds", "fund", "itself", "alone", "together"}
)
_VERBS = frozenset(
    {
        *("up", "down", "beat", "lag", "flat", "lead", "trail_rank", "steeper", "flatter", "neutral", "wider"),
        *("narrower", "inverted", "double", "triple", "contribution", "weight", "inflow", "outflow", "modal"),
    }
)
_LONGEST_ASIDE = 14


class Clauses:
    """The clauses of a sentence. `numbers`: each item's clause; `openers`: the word that opens each clause;
    `resumes`: for a clause that goes on after an aside, the clause that it goes on with."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.numbers: list[int] = []
        self.openers: list[str] = [""]
        self.resumes: dict[int, int] = {}
        self._inside: int | None = None
        for index, item in enumerate(items):
            if item.word in _TURNS or "cause" in item.roles:
                self._place(index, item)
            self.numbers.append(len(self.openers) - 1)

    def _place(self, index: int, item: Item) -> None:
        closed = item.word == "," and self._goes_on(index + 1)
        if self._inside is not None and (closed or (item.word in _DASHES and self.openers[-1] == "dash")):
            self._open("")
            self.resumes[len(self.openers) - 1], self._inside = self._inside, None
        elif self._relative(index, item):
            self._inside = len(self.openers) - 1
            self._open("which")
        elif item.word in _DASHES and index > 0 and self._closes_later(index):
            self._inside = len(self.openers) - 1
            self._open("dash")
        elif self._breaks(index, item):
            self._inside = None
            self._open(item.word)

    def _closes_later(self, index: int) -> bool:
        """Whether a second dash closes the aside that this one opens, and a sentence goes on after it."""
        reach = range(index + 2, min(index + _LONGEST_ASIDE + 6, len(self.items)))
        close = next((at for at in reach if self.items[at].word in _DASHES), None)
        return close is not None and close + 1 < len(self.items)

    def _open(self, word: str) -> None:
        self.openers.append(word)

    def _relative(self, index: int, item: Item) -> bool:
        """Whether "which" or "who" opens an aside: right after a comma."""
        return item.word in ("which", "who") and index > 1 and self.items[index - 1].word == ","

    def _goes_on(self, index: int) -> bool:
        """Whether a verb follows the comma that closes an aside."""
        return self._is_verb(self._past_light_verbs(index))

    def _breaks(self, index: int, item: Item) -> bool:
        """Whether a new clause begins here."""
        word = item.word
        if word in _BREAKS and item.sort in ("word", "cue"):
            return True
        if word == "but" and self._counts(index + 1):
            return False
        if word == "but" or "cause" in item.roles or (word == "even" and "against" in item.roles):
            return True
        if word == "," and self._ends_first(index):
            return True
        if word not in _JOINTS or item.sort not in ("word", "cue"):
            return False
        return (word not in _LISTING or self._said(index)) and self.opens(index + 1, word == "with")

    def _ends_first(self, index: int) -> bool:
        """Whether a comma ends the subordinate clause that the sentence begins with: "While the Dow rose, ..."."""
        if len(self.openers) > 2 or self.items[0].word not in _SUBORDINATE:
            return False
        follows = index + 1 < len(self.items) and self.items[index + 1].sort != "number"
        return follows and not any(item.word == "," for item in self.items[:index]) and self._said(index)

    def _counts(self, index: int) -> bool:
        """Whether a figure follows at once: "34% of the one but just 15% of the other"."""
        at = index
        while at < min(index + 4, len(self.items)) and self.items[at].sort in ("cue", "word"):
            if self.items[at].roles & _VERBS or self.items[at].word in _FINITE:
                return False
            at += 1
        return at < len(self.items) and self.items[at].sort == "number"

    def _said(self, index: int) -> bool:
        """Whether the clause that runs has its verb: "Apple and Nvidia fell" is one clause."""
        clause = len(self.openers) - 1
        at = index - 1
        while at >= 0 and self.numbers[at] == clause:
            if self._is_verb(at):
                return True
            at -= 1
        return False

    def opens(self, index: int, absolute: bool = False) -> bool:
        """Whether a name with a verb of its own follows: "and Microsoft fell", "with the Nasdaq closing at 2%"."""
        at = self._skip(index, _LIGHT, 7)
        if at >= len(self.items):
            return False
        item = self.items[at]
        if item.sort == "pronoun":
            return item.data != "near" and item.word != "that" and self._is_verb(self._past_light_verbs(at + 1))
        if item.sort == "number":
            return self._is_share(at)
        if "earnings" in item.roles:
            return self._is_verb(self._past_light_verbs(at + 1))
        if item.sort != "name":
            return False
        follows = self.items[at + 1].word if at + 1 < len(self.items) else ""
        return self._has_verb(at) or (absolute and follows.endswith("ing"))

    def _is_share(self, number: int) -> bool:
        """Whether a share of a market's members is what a clause is about: "71% of Russell 2000 stocks finished"."""
        if number + 1 >= len(self.items):
            return False
        if self.items[number + 1].roles & {"inflow", "outflow"}:
            return True
        if self.items[number + 1].word != "of":
            return False
        for at in range(number + 2, min(number + 9, len(self.items))):
            if "members" in self.items[at].roles:
                return self._is_verb(self._past_light_verbs(at + 1))
            if self.items[at].sort not in ("name", "word", "cue") or self.items[at].word in (",", "."):
                return False
        return False

    def _has_verb(self, name: int) -> bool:
        """Whether a verb follows a name, its list, its brackets and an aside in commas left out."""
        at = self._past_list(name) + 1
        if at < len(self.items) and self.items[at].word == "(":
            close = next((i for i in range(at, min(at + 6, len(self.items))) if self.items[i].word == ")"), at)
            at = close + 1
        if at < len(self.items) and self.items[at].word == "'s":
            at += 1 + (at + 2 < len(self.items) and "noun" in self.items[at + 1].roles)
        at = self._skip(at, _AFTER_NAME, 3)
        if self._is_verb(self._past_light_verbs(at)):
            return True
        if at < len(self.items) and self.items[at].word == ",":
            reach = range(at + 1, min(at + _LONGEST_ASIDE, len(self.items)))
            close = next((i for i in reach if self.items[i].word == ","), 0)
            return bool(close) and self._is_verb(self._past_light_verbs(close + 1))
        return False

    def _past_list(self, name: int) -> int:
        """The last name of a list that begins with a name."""
        at = name
        while True:
            after = self._skip(at + 1, frozenset({",", "and", "or", "the", "both", "shares", "of"}), 4)
            joined = any(self.items[i].word in (",", "and", "or") for i in range(at + 1, min(after, len(self.items))))
            if not joined or after >= len(self.items) or self.items[after].sort != "name":
                return at
            at = after

    def _past_light_verbs(self, at: int) -> int:
        """Past adverbs, times and the like, as far as an auxiliary verb or another word."""
        while at < len(self.items):
            item = self.items[at]
            light = item.sort == "time" or ("aux" in item.roles and item.word not in _FINITE)
            if not (light or (item.sort == "word" and item.word.endswith("ly"))) or item.roles & _VERBS:
                break
            at += 1
        return at

    def _is_verb(self, at: int) -> bool:
        if at >= len(self.items):
            return False
        item = self.items[at]
        if item.sort in ("name", "number", "time", "pronoun"):
            return False
        return bool(item.roles & _VERBS) or item.word in _FINITE or (len(item.word) > 4 and item.word.endswith("ed"))

    def _skip(self, index: int, words: frozenset[str], most: int) -> int:
        stop = min(len(self.items), index + most)
        while index < stop and self.items[index].sort not in ("name", "pronoun") and self.items[index].word in words:
            index += 1
        return index
