"""Whose verb and whose figure it is: the names before and after, lists, owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Span
from rotascope.claims.read.row import Row
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from collections.abc import Container

PREPOSITIONS = words_of("prepositions")
_FRONTING = frozenset({"of", "among", "in", "within", "across", "outside", "unlike", "like", "at", "beyond"})
_HEADS = words_of("heads")
_LIGHT = words_of("light")
_LIST_WORDS = words_of("list_words")
_NEARBY = words_of("nearby")
_GENERIC = words_of("generic")
_REMAINING = frozenset({"remains", "remain", "remained", "stands", "stood", "sits", "still"})


class Subjects(Row):
    """A sentence that tells the subject of a verb."""

    def subject_before(self, verb: int) -> int | None:
        """The name or pronoun that a verb speaks of, within its clause."""
        found = self._subject_in(verb, self.clause(verb).start)
        main = self.layout.resumes.get(self.clauses[verb])
        if found is None and main is not None:
            run = self.range_of(main)
            return self._subject_in(run.stop, run.start)
        return self._before_dash(verb) if found is None else found

    def _before_dash(self, verb: int) -> int | None:
        """The name that an aside between dashes stands after: "Energy — up 33% in 2022 — was ..."."""
        first = self.clause(verb).start
        dashed = self.layout.openers[self.clauses[verb]] == "dash"
        return first - 1 if dashed and self.entity(first - 1) is not None else None

    def _subject_in(self, verb: int, first: int) -> int | None:
        at = verb - 1
        while at >= first and "aux" in self.items[at].roles and self.items[at].sort in ("cue", "word"):
            at -= 1
        if at >= first and self.word(at) == "," and not self.word(verb).endswith("ing"):
            at = self._past_aside(at, first)
        spare = None
        while at >= first:
            if self.items[at].sort in ("name", "pronoun") and self.entity(at) is not None and not self.is_house(at):
                if not self.is_object(at, first):
                    return at
                spare = at if spare is None else spare
            at -= 1
        return spare

    def _past_aside(self, comma: int, first: int) -> int:
        """Before an aside in commas, where a name stands before it: "the index, tracked by IWM, rose"."""
        opening = next((at for at in range(comma - 1, first, -1) if self.word(at) == ","), None)
        if opening is None or self.items[opening - 1].sort not in ("name", "pronoun", "word"):
            return comma - 1
        named = any(self.items[at].sort in ("name", "pronoun") for at in range(first, opening))
        return opening - 1 if named else comma - 1

    def is_object(self, index: int, first: int) -> bool:
        """Whether a preposition governs the name."""
        at = index - 1
        while at >= first and self.items[at].word in _LIGHT and self.items[at].word not in (",", "and"):
            at -= 1
        if at >= first and self.items[at].roles & {"beat", "lag", "versus"}:
            return True
        if at >= first and self.items[at].sort == "cue" and self.items[at].roles & {"weight", "inflow", "outflow"}:
            return self.tokens.word(self.items[at].hi - 1) in PREPOSITIONS  # "its weight in", "poured into"
        if at < first or self.items[at].word not in PREPOSITIONS:
            return False
        return not (self.items[at].word in ("of", "in", "for") and self.word(at - 1) in _HEADS)

    def is_part_counted(self, index: int) -> bool:
        """Whether so many of a group are meant and not the group: "three of the seven"."""
        at = index - 1
        while at > 0 and self.word(at) in ("the", "its"):
            at -= 1
        counted = self.item(at - 1)
        if self.word(at) != "of" or counted is None or counted.sort != "number":
            return False
        return counted.number.unit in ("count", "level") and not counted.number.ordinal

    def is_plain_name(self, index: int) -> bool:
        """Whether a name or pronoun stands there that no preposition governs."""
        return self.entity(index) is not None and not self.is_object(index, 0)

    def listed(self, index: int) -> list[int]:
        """The names of the list that ends with a name, in order: "Apple, Microsoft and Nvidia"."""
        names, at = [index], index - 1
        if self.items[index].sort != "name":
            return names
        while at > 0 and len(names) < 12:
            joined = False
            while at > 0 and (self.word(at) in (",", "and", "or", "both", "the") or self.word(at) in _LIST_WORDS):
                joined = joined or self.word(at) in (",", "and", "or")
                at -= 1
            if not joined or self.items[at].sort != "name" or self.is_house(at) or self._is_fronted(at):
                break
            names.append(at)
            at -= 1
        return names[::-1]

    def _is_fronted(self, index: int) -> bool:
        """Whether a name stands in a phrase that opens its clause: "Of the S&P 500 sectors, technology ..."."""
        first = self.clause(index).start
        while first < index and (
            self.items[first].sort == "time" or self.items[first].word in _LIGHT or "aux" in self.items[first].roles
        ):
            first += 1
        return self.items[first].word in _FRONTING and first < index and self.is_object(index, first)

    def name_after(self, index: int, prepositions: Container[str], reach: int = 9) -> int | None:
        """The name that follows with one of the prepositions: "2.0% for the Nasdaq"."""
        at = index + 1
        while at < len(self.items) and self.items[at].sort in ("time", "cue") and at - index < reach:
            if self.items[at].sort == "cue" and self.items[at].word in prepositions:
                break
            if self.items[at].sort == "cue" and not (self.items[at].roles & {"noun", "aux"}):
                break
            at += 1
        if at >= len(self.items) or self.items[at].word not in prepositions or self.items[at].sort == "time":
            return None
        first = at + 1
        if first < len(self.items) and self.items[first].sort == "time":
            return None  # "the weakest of the month so far, health care the strongest"
        at = self.skip(first, _LIGHT | {"shares", "of", "stock"}, 6)
        if self.entity(at) is None and self.word(first) in ("its", "their", "the"):
            while at < min(first + 6, len(self.items)) and self.items[at].sort == "word" and self.items[at].word != ".":
                at += 1  # "for its large-cap cousin, IWF"
        return at if self.entity(at) is not None and not self.is_house(at) else None

    def owner_before(self, index: int) -> int | None:
        """The name that owns what stands here: "the Russell 2000's 5.8%", "Apple's sharp 4% drop"."""
        at = index - 1
        while at >= 0 and (
            self.items[at].sort == "time"
            or "aux" in self.items[at].roles
            or self.word(at) in ("more", "than", "about", "roughly", "-")
        ):
            at -= 1
        if self.word(at) == "'s" and self.entity(at - 1) is not None:
            return at - 1
        if self.word(at) == "'" and self.entity(at - 1) is not None:
            return at - 1
        if self.item(at) and self.items[at].sort == "pronoun" and self.word(at) in ("its", "their"):
            return at if self.entity(at) is not None else None
        return None

    def subject_of_last(self, index: int) -> int | None:
        """The subject of the clause before, where this one names none of its own: ", falling 4.3%"."""
        first = self.clause(index).start
        names = [at for at in range(first) if self.entity(at) is not None and not self.is_house(at)]
        plain = [at for at in names if not self.is_object(at, self.clause(at).start)]
        return (plain or names)[-1] if names else None

    def is_near(self, name: int, verb: int, most: int = 4) -> bool:
        """Whether only small words, times and asides stand between a name and a verb."""
        words = [
            item for item in self.items[name + 1 : verb] if not item.roles & {"aux", "negation"} and item.sort != "time"
        ]
        plain = [item for item in words if item.word not in _LIST_WORDS and item.word not in _NEARBY]
        if len(plain) <= 1 and (not plain or (plain[0].sort == "word" and plain[0].word.endswith("ly"))):
            return True
        return self.word(verb - 1) == "," and self.word(name + 1) == "," and most > 0

    def is_bare(self, cue: int) -> bool:
        """Whether no noun of its own stands before a verb in its clause, or a pronoun alone."""
        at, first = cue - 1, self.clause(cue).start
        while at >= first and (
            "aux" in self.items[at].roles
            or self.items[at].sort in ("time", "number")
            or self.word(at) in _GENERIC
            or self.word(at) in _REMAINING
            or self.items[at].roles & {"up", "down", "against"}
        ):
            at -= 1
        return at < first or self.items[at].sort == "pronoun"

    def before_name(self, index: int) -> int:
        """The item before a name, its article and the like left out."""
        return next((at for at in range(index - 1, -1, -1) if self.items[at].word not in _LIGHT), -1)

    def entity_named(self, phrase: str, index: int) -> Entity:
        """A name of the lexicon for words that the text only implies, placed at an item."""
        item = self.items[index]
        span = Span(start=self.tokens.starts[item.lo], end=self.tokens.ends[item.hi - 1])
        name = self.memory.lexicon.named[phrase]
        return Entity(name=name.name, subject=name.subject, kind=name.kind, span=span)
