"""Claims written by hand, as a reader would hand them over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rotascope.claims.check import check_article
from rotascope.claims.claim import Article, Claim, Entity, Figure, Span, Window

if TYPE_CHECKING:
    from rotascope.claims.check import Checked, Judgement
    from rotascope.data.panel import Panel

NOWHERE = Span(start=0, end=0)
INDICES, FUNDS = ("RUT", "NDX", "SPX"), ("IWM", "QQQ", "SPY", "KRE", "XLE", "XLI", "XLK", "RSP")
STEPS = {"percent": 1e-2, "points": 1e-2, "basis points": 1e-4}


def entity(name: str, subject: str | None = None, kind: str = "", ticker: str = "") -> Entity:
    """What a claim is about; its kind follows from the subject where none is given."""
    subject = name if subject is None else subject
    kind = kind or ("index" if subject in INDICES else "fund" if subject in FUNDS else "stock")
    return Entity(name=name, subject=subject, kind=kind, ticker=ticker, span=NOWHERE)  # type: ignore[arg-type]


def figure(text: str, unit: str = "percent", hedge: str = "", upper: str | None = None) -> Figure:
    """A figure from its digits as printed: `figure("5.8")` is 0.058 with a step of 0.001."""
    scale = STEPS.get(unit, 1.0)
    digits = len(text.partition(".")[2])
    number = float(text.replace(",", ""))
    return Figure(
        value=number * scale,
        step=10.0**-digits * scale,
        unit=unit,  # type: ignore[arg-type]
        hedge=hedge,  # type: ignore[arg-type]
        upper=None if upper is None else float(upper) * scale,
        span=NOWHERE,
    )


def window(kind: str, start: str = "", end: str = "", count: int | None = None, **more: Any) -> Window:
    """A window; days as ISO text."""
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    return Window(kind=kind, text=kind, count=count, start=first, end=last, **more)  # type: ignore[arg-type]


YEAR = window("year to date")


def claim(kind: str, subject: str | Entity | None = None, text: str = "a claim", **fields: Any) -> Claim:
    """A claim of one kind, with what is given."""
    of = entity(subject) if isinstance(subject, str) else subject
    if isinstance(other := fields.get("other"), str):
        fields["other"] = entity(other)
    if isinstance(printed := fields.get("figure"), str):
        fields["figure"] = figure(printed)
    if isinstance(printed := fields.get("other_figure"), str):
        fields["other_figure"] = figure(printed)
    return Claim(text=text, span=Span(start=0, end=len(text)), sentence=NOWHERE, kind=kind, subject=of, **fields)  # type: ignore[arg-type]


def check(panel: Panel, *claims: Claim, dated: date | None = None) -> Checked:
    """The check of an article that holds these claims."""
    return check_article(Article(text="a claim", dated=dated, claims=claims), panel)


def judge(panel: Panel, one: Claim, *beside: Claim) -> Judgement:
    """The judgement on the first claim."""
    return check(panel, one, *beside).judgements[0]
