"""Asking on behalf of a check: one panel, earlier sessions of it, each question once, and no error that escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.history import day_of
from rotascope.errors import DataError, UsageError
from rotascope.questions import Question, answer

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.claim import Article
    from rotascope.data.panel import Panel
    from rotascope.questions import Finding

BEFORE = 10  # sessions before the as-of on which a figure may have been taken


class Asker:
    """The questions of one article. `refused`: why the last question without an answer had none."""

    def __init__(self, panel: Panel, article: Article) -> None:
        self.panel = panel
        self.article = article
        self.refused = ""
        self._panels: dict[date, Panel] = {panel.as_of: panel}
        self._answers: dict[tuple[Question, date], Finding | str] = {}

    @property
    def as_of(self) -> date:
        return self.panel.as_of

    def ask(self, question: Question, day: date | None = None) -> Finding | None:
        """The answer as of a day (the check's own where None), or None: `refused` then says why."""
        day = min(day or self.as_of, self.as_of)
        key = (question, day)
        if key not in self._answers:
            self._answers[key] = self._asked(question, day)
        found = self._answers[key]
        if isinstance(found, str):
            self.refused = found
            return None
        return found

    def _asked(self, question: Question, day: date) -> Finding | str:
        try:
            if day not in self._panels:
                self._panels[day] = self.panel.at(day)
            return answer(question, self._panels[day])
        except (DataError, UsageError) as error:
            return str(error)

    def earlier(self, count: int = BEFORE) -> list[date]:
        """The sessions before the as-of, the latest first."""
        return [day_of(int(day)) for day in self.panel.sessions[-1 - count : -1][::-1]]

    def knows(self, subject: str) -> bool:
        """Whether the data hold every symbol of a leg."""
        return bool(subject) and all(self.panel.market.has(part.rpartition("*")[2]) for part in subject.split("+"))
