"""The streak that runs, whichever leg's it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.measures.wording import count
from rotascope.publish.figures import scalar
from rotascope.publish.parts import Highlight, Sentence
from rotascope.publish.standing import turned

if TYPE_CHECKING:
    from rotascope.pairs import Pair
    from rotascope.publish.inquiry import Inquiry
    from rotascope.questions import Finding


@dataclass(frozen=True)
class Streak:
    """The legs' streaks as asked: the last one runs, or none does."""

    pair: Pair
    asked: tuple[Finding, ...]

    @property
    def runs(self) -> bool:
        return bool(self.asked and self.asked[-1].value)

    @property
    def sentences(self) -> list[Sentence]:
        if not self.asked:
            return []
        if self.runs or len(self.asked) == 1:
            return [Sentence(self.asked[-1].text, self.asked)]
        day = self.asked[-1].question.as_of
        return [Sentence(f"Neither {self.pair.first} nor {self.pair.second} beat the other on {day}.", self.asked)]

    @property
    def tile(self) -> list[Highlight]:
        """The length of the streak and whose it is; none without a streak."""
        if not self.runs:
            return []
        winner, other = self.pair.first, self.pair.second
        if len(self.asked) > 1:
            winner, other = other, winner
        length = count(int(scalar(self.asked[-1])), "session")
        return [Highlight("Streak", length, f"in which {winner} beat {other}", self.asked[-1])]


def streak_of(inquiry: Inquiry, pair: Pair) -> Streak:
    """The first leg's streak, and the second's where the first has none."""
    asked: list[Finding] = []
    for of in (pair, turned(pair)):
        found = inquiry.ask("outperformance_streak", of, label=f"streak of {of.first} over {of.second}")
        asked += [] if found is None else [found]
        if found is not None and found.value:
            break
    return Streak(pair, tuple(asked))
