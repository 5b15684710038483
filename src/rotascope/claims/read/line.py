"""One sentence under the grammar: its items, its clauses, and the questions that rules ask of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rotascope.claims.claim import Claim, Entity, Span, Window
from rotascope.claims.read import timing
from rotascope.claims.read.clauses import Clauses
from rotascope.claims.read.layout import quotations, runs
from rotascope.claims.read.timing import NOTHING
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from rotascope.claims.claim import Figure, Kind
    from rotascope.claims.read.items import Item
    from rotascope.claims.read.memory import Memory
    from rotascope.claims.read.sentences import Sentence
    from rotascope.claims.read.tokens import Tokens

PREPOSITIONS = words_of("prepositions")
_HEADS = words_of("heads")
_LIGHT = words_of("light")
_LIST_WORDS = words_of("list_words")
_NEARBY = words_of("nearby")
_GENERIC = words_of("generic")
_OF_STOCKS = frozenset(
    {
        *("up", "down", "flat", "neutral", "beat", "lag", "valuation", "lead", "trail_rank", "double", "triple"),
        *("weight", "contribution", "streak"),
    }
)
_GOES_ON = frozenset({"return", "comparison", "flatness", "direction", "rank"})
_CARRIED = frozenset({"sessions", "year to date", "calendar"})


class Line:
    """A sentence. `found`: claims so far; `used`: indices of items that a claim has taken."""

    def __init__(self, text: str, tokens: Tokens, items: list[Item], sentence: Sentence, memory: Memory) -> None:
        self.text, self.tokens, self.items, self.memory = text, tokens, items, memory
        self.span = Span(start=sentence.start, end=sentence.end)
        self.roles = {role for item in items if item.roles for role in item.roles} | {item.sort for item in items}
        self.used: set[int] = set()
        self.found: list[Claim] = []
        self.taken: set[int] = set()
        self.layout = Clauses(items)
        self.clauses = self.layout.numbers
        self._ranges = runs(self.clauses)
        self._quotes = quotations(tokens)
        self._resolve()

    def _resolve(self) -> None:
        """What each pronoun means; names are noted in passing."""
        fronted = self.word(0) == "for"  # "For the Nasdaq, it is ...": the name that "it" means
        spoken: Entity | None = None  # the sentence's own subject so far, which "its" means before any other
        for index, item in enumerate(self.items):
            if item.sort == "name":
                if item.entity.kind == "house" and item.entity.ticker and self._is_traded(self._last_listed(index)):
                    item.data = item.entity.model_copy(update={"kind": "stock"})
                self.memory.name(item.entity)
                if item.entity.kind != "house" and (not self._is_object(index, 0) or (fronted and index < 4)):
                    spoken = item.entity
            elif item.sort == "pronoun":
                kind = item.data
                item.data = (kind, spoken if spoken is not None and kind == "any" else self.memory.fitting(kind))

    def _last_listed(self, index: int) -> int:
        """The last name of a list that goes on from a name."""
        while True:
            after = self.skip(index + 1, {",", "and"}, 3)
            if after == index + 1 or self.item(after) is None or self.items[after].sort != "name":
                return index
            index = after

    def _is_traded(self, index: int) -> bool:
        """Whether a house is spoken of as a stock: its shares, or a move of its own."""
        if self.word(index + 1) in ("shares", "stock") or (
            self.word(index - 1) == "of" and self.word(index - 2) == "shares"
        ):
            return True
        after = self.item(index + 2)
        if self.word(index + 1) == "at" and after is not None and after.sort == "number" and "target" not in self.roles:
            return True
        if (
            self.word(index - 1) in ("at", "for")
            and "target" not in self.roles
            and index > 1
            and self.items[index - 2].sort == "number"
        ):
            return True
        clause = range(index + 1, min(self.clause(index).stop, index + 12))
        if self.any_role(clause, "target", "forecast", "says", "modal", "opinion"):
            return False
        at = index + 1
        while at < len(self.items) and ("aux" in self.items[at].roles or self.items[at].sort == "time"):
            at += 1
        if self.word(at) == "'s":
            moved = at + 1 < len(self.items) and bool(self.items[at + 1].roles & {"up", "down"})
            return moved or self.any_role(range(at, min(at + 6, len(self.items))), "noun", "earnings")
        return at < len(self.items) and (
            bool(self.items[at].roles & _OF_STOCKS) or self.items[at].word in ("changes", "yields", "carries", "trades")
        )

    # What stands where.

    def skip(self, index: int, words: Container[str], most: int = 99) -> int:
        """The first item from index on whose word is none of these, after at most so many."""
        stop = min(len(self.items), index + most)
        while index < stop and self.items[index].sort != "name" and self.items[index].word in words:
            index += 1
        return index

    def item(self, index: int) -> Item | None:
        """The item, or None outside."""
        return self.items[index] if 0 <= index < len(self.items) else None

    def has(self, index: int, role: str) -> bool:
        """Whether the item there plays a role."""
        return 0 <= index < len(self.items) and role in self.items[index].roles

    def word(self, index: int) -> str:
        """The first word of the item there."""
        return self.items[index].word if 0 <= index < len(self.items) else ""

    def clause(self, index: int) -> range:
        """The items of the clause that an item is in."""
        return self._ranges[self.clauses[index]]

    def range_of(self, clause: int) -> range:
        """The items of a clause by its number."""
        return self._ranges.get(clause, range(0))

    def roles_in(self, indices: range, role: str) -> list[int]:
        """The items among these that play a role."""
        return [index for index in indices if role in self.items[index].roles]

    def any_role(self, indices: Iterable[int], *roles: str) -> bool:
        """Whether an item among these plays one of the roles."""
        wanted = set(roles)
        return any(self.items[index].roles & wanted for index in indices)

    def entities(self) -> Iterator[Entity]:
        """What the names and pronouns of the sentence stand for."""
        for item in self.items:
            if item.sort == "name":
                yield item.entity
            elif item.sort == "pronoun" and item.data[1] is not None:
                yield item.data[1]

    def entity(self, index: int) -> Entity | None:
        """What a name or a pronoun stands for, houses left aside."""
        item = self.item(index)
        if item is None:
            return None
        if item.sort == "name":
            return item.entity
        if item.sort == "pronoun":
            found: Entity | None = item.data[1]
            return found
        return None

    # Subjects.

    def subject_before(self, verb: int) -> int | None:
        """The name or pronoun that a verb speaks of, within its clause."""
        found = self._subject_in(verb, self.clause(verb).start)
        main = self.layout.resumes.get(self.clauses[verb])
        if found is None and main is not None:
            run = self.range_of(main)
            return self._subject_in(run.stop, run.start)
        return found

    def _subject_in(self, verb: int, first: int) -> int | None:
        at = verb - 1
        while at >= first and "aux" in self.items[at].roles and self.items[at].sort in ("cue", "word"):
            at -= 1
        if at >= first and self.word(at) == "," and not self.word(verb).endswith("ing"):
            at = self._past_aside(at, first)
        spare = None
        while at >= first:
            if self.items[at].sort in ("name", "pronoun") and self.entity(at) is not None and not self.is_house(at):
                if not self._is_object(at, first):
                    return at
                spare = at if spare is None else spare
            at -= 1
        return spare

    def is_house(self, index: int) -> bool:
        entity = self.entity(index)
        return entity is not None and entity.kind == "house"

    def _past_aside(self, comma: int, first: int) -> int:
        """Before an aside in commas, where a name stands before it: "the index, tracked by IWM, rose"."""
        opening = next((at for at in range(comma - 1, first, -1) if self.word(at) == ","), None)
        if opening is None or self.items[opening - 1].sort not in ("name", "pronoun", "word"):
            return comma - 1
        named = any(self.items[at].sort in ("name", "pronoun") for at in range(first, opening))
        return opening - 1 if named else comma - 1

    def _is_object(self, index: int, first: int) -> bool:
        """Whether a preposition governs the name."""
        at = index - 1
        while at >= first and self.items[at].word in _LIGHT and self.items[at].word not in (",", "and"):
            at -= 1
        if at >= first and self.items[at].roles & {"beat", "lag", "versus"}:
            return True
        if at < first or self.items[at].word not in PREPOSITIONS:
            return False
        return not (self.items[at].word in ("of", "in", "for") and self.word(at - 1) in _HEADS)

    def is_plain_name(self, index: int) -> bool:
        """Whether a name or pronoun stands there that no preposition governs."""
        return self.entity(index) is not None and not self._is_object(index, 0)

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
            if not joined or self.items[at].sort != "name" or self.is_house(at):
                break
            names.append(at)
            at -= 1
        return names[::-1]

    def name_after(self, index: int, prepositions: Container[str], reach: int = 9) -> int | None:
        """The name that follows with one of the prepositions: "2.0% for the Nasdaq"."""
        at = index + 1
        while at < len(self.items) and self.items[at].sort in ("time", "cue") and at - index < reach:
            if self.items[at].sort == "cue" and not (self.items[at].roles & {"noun", "aux"}):
                break
            at += 1
        if at >= len(self.items) or self.items[at].word not in prepositions or self.items[at].sort == "time":
            return None
        first = at + 1
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
        plain = [at for at in names if not self._is_object(at, self.clause(at).start)]
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
            or self.items[at].roles & {"up", "down", "against"}
        ):
            at -= 1
        return at < first or self.items[at].sort == "pronoun"

    def entity_named(self, phrase: str, index: int) -> Entity:
        """A name of the lexicon for words that the text only implies, placed at an item."""
        item = self.items[index]
        span = Span(start=self.tokens.starts[item.lo], end=self.tokens.ends[item.hi - 1])
        name = self.memory.lexicon.named[phrase]
        return Entity(name=name.name, subject=name.subject, kind=name.kind, span=span)

    # Times.

    def unstated(self) -> Window:
        """The window of a claim that states none."""
        return NOTHING

    def year_end(self, year: str) -> Window:
        """The last day of a year named in digits, else of the article's own."""
        dated = self.memory.dated
        number = int(year) if year.isdigit() and len(year) == 4 else dated.year if dated else None
        return Window(kind="at", text="year-end", end=date(number, 12, 31) if number else None)

    def time_for(self, index: int) -> int | None:
        """The window of a move: its clause's own, or one that other clauses of the sentence state for it."""
        return timing.time_for(self, index)

    def own_window(self, index: int) -> tuple[int | None, Window | None]:
        """The window that the clause itself states for a figure, and its item."""
        time = timing.own_time(self, index)
        return time, None if time is None else self.items[time].window

    def window(self, index: int | None, near: int | None = None) -> Window:
        """The window at an item, else the one that goes on from the sentence before, else "unstated".

        near: an item of the clause that asks, which tells whether a single day's move can go on in it.
        """
        if index is not None:
            return self.items[index].window
        carried = self.memory.window
        if carried is None:
            return NOTHING
        standing = near is not None and timing.is_standing(self, self.clauses[near])
        return NOTHING if standing and timing.is_one_day(carried) else carried.model_copy(update={"text": ""})

    # Claims.

    def is_quoted(self, index: int) -> bool:
        """Whether the item stands in a quotation of more than a few words."""
        lo = self.items[index].lo
        return any(start < lo < stop for start, stop in self._quotes)

    def is_negated(self, index: int) -> bool:
        """Whether a denial stands just before a verb."""
        near = range(max(self.clause(index).start, index - 4), index)
        return self.any_role(near, "negation")

    def close(self) -> None:
        """The sentence is read: what the next one may call "it" is what this one was about."""
        stated = [item.window for item in self.items if item.sort == "time" and item.window.kind in _CARRIED]
        if stated and not any(claim.window and claim.window.kind in _CARRIED for claim in self.found):
            self.memory.window = stated[0]
        self.memory.aim = next((one for one in reversed(self.found) if one.kind == "forecast"), self.memory.aim)
        if self.found:
            return
        names = [at for at, item in enumerate(self.items) if item.sort == "name" and item.entity.kind != "house"]
        plain = [at for at in names if not self._is_object(at, 0)]
        if plain or names:
            self.memory.subject = self.items[(plain or names)[0]].entity

    def add(self, kind: Kind, indices: list[int | None], **fields: Any) -> Claim:
        """A claim over the items, from the first to the last."""
        places = sorted(index for index in indices if index is not None)
        start = self.tokens.starts[self.items[places[0]].lo]
        end = self.tokens.ends[self.items[places[-1]].hi - 1]
        middle = places[len(places) // 2]
        claim = Claim.of_text(
            self.text, start, end, sentence=self.span, kind=kind, **{"quoted": self.is_quoted(middle)} | fields
        )
        self.used.update(places)
        self.found.append(claim)
        if claim.subject is not None:
            self.memory.subject = claim.subject
        if claim.window is not None and claim.window.kind not in ("unstated", "at") and kind in _GOES_ON:
            self.memory.window = claim.window
        return claim

    def extend_last(self, index: int, parts: dict[str, Figure]) -> None:
        """The last claim with further figures, and its span as far as the item that prints them."""
        claim, item = self.found[-1], self.items[index]
        start = min(claim.span.start, self.tokens.starts[item.lo])
        end = max(claim.span.end, self.tokens.ends[item.hi - 1])
        span = Span(start=start, end=end)
        self.found[-1] = claim.model_copy(
            update={"parts": claim.parts | parts, "span": span, "text": self.text[start:end]}
        )
        self.used.add(index)

    def join_before(self, index: int, *units: str) -> None:
        """Joins "up from 41%" to the claim just made, as what it was before."""
        for at in range(index + 1, min(index + 8, len(self.items))):
            item = self.items[at]
            if item.sort != "number":
                continue
            start = at - 1
            while start > index and self.word(start) not in ("from", ","):
                start -= 1
            if self.word(start) == "from" and item.number.unit in (units or ("percent",)):
                self.extend_last(at, {"before": self.figure(at)})
            return

    def before_name(self, index: int) -> int:
        """The item before a name, its article and the like left out."""
        return next((at for at in range(index - 1, -1, -1) if self.items[at].word not in _LIGHT), -1)

    def figure(self, index: int, sign: float = 1.0) -> Figure:
        """The figure at an item."""
        return self.items[index].number.figure(self.tokens, sign)
