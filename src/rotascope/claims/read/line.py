"""One sentence under the grammar: its items, its clauses, and the questions that rules ask of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rotascope.claims.claim import Claim, Entity, Span, Window
from rotascope.claims.read import timing
from rotascope.claims.read.echoes import resolve_echoes
from rotascope.claims.read.subjects import Subjects
from rotascope.claims.read.timing import NOTHING

if TYPE_CHECKING:
    from rotascope.claims.claim import Figure, Kind
    from rotascope.claims.read.item import Item
    from rotascope.claims.read.memory import Memory
    from rotascope.claims.read.sentences import Sentence
    from rotascope.claims.read.tokens import Tokens

_OF_STOCKS = frozenset(
    {
        *("up", "down", "flat", "neutral", "beat", "lag", "valuation", "lead", "trail_rank", "double", "triple"),
        *("weight", "contribution", "streak"),
    }
)
_GOES_ON = frozenset({"return", "comparison", "flatness", "direction", "rank", "contribution"})
_CARRIED = frozenset({"sessions", "year to date", "calendar"})


class Line(Subjects):
    """A sentence that claims are added to."""

    def __init__(self, text: str, tokens: Tokens, items: list[Item], sentence: Sentence, memory: Memory) -> None:
        super().__init__(text, tokens, items, sentence, memory)
        memory.told = resolve_echoes(items, memory.told)
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
                if item.entity.kind != "house" and (not self.is_object(index, 0) or (fronted and index < 4)):
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
        if self.word(index - 1) in ("on", "for") and index > 1 and "target" in self.items[index - 2].roles:
            return True  # "our price target on JPMorgan Chase"
        figure = self.item(index + 1)
        if figure is not None and figure.sort == "number" and figure.number.unit == "percent":
            return True  # "Wells Fargo fell 4.6% and Bank of America 3.8%"
        after = self.item(index + 2)
        if self.word(index + 1) == "," and after is not None and after.roles & {"up", "down"}:
            return True  # "JPMorgan Chase, up 41% for the year, trades at ..."
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
        aims = [one.window for one in self.found if one.kind == "forecast" and one.window and one.window.kind == "at"]
        self.memory.told = [*self.memory.told, *aims]
        self.memory.rivals = next((one for one in reversed(self.found) if one.kind == "comparison"), self.memory.rivals)
        self.memory.moved = next((one for one in reversed(self.found) if one.kind == "return"), None)
        houses = [item.entity.name for item in self.items if item.sort == "name" and item.entity.kind == "house"]
        self.memory.house = houses[-1] if houses else self.memory.house
        self.memory.aim = next((one for one in reversed(self.found) if one.kind == "forecast"), self.memory.aim)
        if self.found:
            return
        names = [at for at, item in enumerate(self.items) if item.sort == "name" and item.entity.kind != "house"]
        plain = [at for at in names if not self.is_object(at, 0)]
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
        aside = self.layout.openers[self.clauses[middle]] in ("which", "dash")
        window = claim.window
        lasting = window is not None and window.kind not in ("unstated", "at") and kind in _GOES_ON
        lasting = lasting and not (window is not None and window.extreme)  # "since its peak" is of one claim
        if lasting and not aside:
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
