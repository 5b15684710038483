"""The brief: every section asked of one panel, and rendered on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.data.bodies import VintageBody
from rotascope.data.digest import digest_texts
from rotascope.data.market import Market, parse_day
from rotascope.data.panel import Panel
from rotascope.errors import UsageError, unknown
from rotascope.measures.wording import listed
from rotascope.pairs import Pair, catalog, pair_series, parse_subject
from rotascope.publish.inquiry import Inquiry
from rotascope.publish.news import published_between
from rotascope.publish.parts import Document
from rotascope.publish.registry import SECTIONS
from rotascope.publish.sections.outlook import INDICES
from rotascope.publish.sections.quotes import WATCHED
from rotascope.publish.standing import standing
from rotascope.questions import last_session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from rotascope.data.bodies import Body
    from rotascope.questions import Finding


@dataclass(frozen=True)
class Brief(Document):
    """A brief as of one day. Every figure in it is a finding with its question."""

    def to_dict(self, *, specs: bool = False) -> dict[str, object]:
        """The brief as plain data; specs: with each chart's Vega-Lite spec, which takes a drawing library."""
        from rotascope.publish.render_json import as_dict

        return as_dict(self, specs=specs)

    def to_html(self, path: Path | str) -> Path:
        """Write the brief as one self-contained page; `WriteError` leaves what stood there."""
        from rotascope.publish.render_files import write_text
        from rotascope.publish.render_html import render_html

        return write_text(path, render_html(self))

    def to_markdown(self, path: Path | str) -> Path:
        """Write the brief as Markdown."""
        from rotascope.publish.render_files import write_text
        from rotascope.publish.render_markdown import render_markdown

        return write_text(path, render_markdown(self))

    def to_json(self, path: Path | str) -> Path:
        """Write the brief as JSON, charts' specs included."""
        from rotascope.publish.render_files import write_text
        from rotascope.publish.render_json import render_json

        return write_text(path, render_json(self, specs=True))


def brief(
    pair: str | Pair = "small/mega",
    source: Panel | Market | None = None,
    *,
    as_of: date | str | None = None,
    sections: Iterable[str] | None = None,
) -> Brief:
    """The brief on a pair as of a day: by default the last session of the pair's data.

    source: a market, a panel (then its day is the default), or None for `Market.open()`. sections: names from
    `SECTIONS`; all where left out. Errors: `UsageError` for names, `DataError` where the pair has no data then.
    """
    names = _chosen(sections)
    market = source.market if isinstance(source, Panel) else source or Market.open()
    of = pair if isinstance(pair, Pair) else _pair(pair, market)
    market.load(_symbols(market, of))
    asked = _panel(source, market, of, as_of)
    panel = _asked_on_a_session(asked)
    pair_series(panel, of)
    told: dict[str, Finding] = {}
    made = tuple(SECTIONS[name](Inquiry(panel, of, told)) for name in names)
    notes = [*_day_note(asked), *_legs_note(panel, of)]
    return Brief(str(of), panel.as_of, data_version(market), made, of.about, " ".join(notes))


def _chosen(sections: Iterable[str] | None) -> list[str]:
    names = list(SECTIONS) if sections is None else list(dict.fromkeys(sections))
    for name in names:
        if name not in SECTIONS:
            raise unknown("Section", name, SECTIONS, f"The sections are {', '.join(SECTIONS)}.")
    return names


def _pair(name: str, market: Market) -> Pair:
    subject = parse_subject(name, market)
    if not isinstance(subject, Pair):
        raise UsageError(f"A brief takes a pair, such as small/mega or IWM/SPY, and {name} is a leg.")
    return subject


def _symbols(market: Market, pair: Pair) -> list[str]:
    """Every symbol that some section reads, to be loaded in one pass."""
    every = [*pair.symbols, *WATCHED, *INDICES]
    every += [symbol for known in catalog().values() for symbol in known.symbols]
    return [symbol for symbol in dict.fromkeys(every) if symbol in market.instruments]


def _panel(source: Panel | Market | None, market: Market, pair: Pair, as_of: date | str | None) -> Panel:
    if isinstance(source, Panel):
        return source if as_of is None else source.at(parse_day(as_of, "as_of"))
    return market.as_of(last_session(market, pair) if as_of is None else as_of)


def _asked_on_a_session(panel: Panel) -> Panel:
    """The panel of the same moment, asked for by its session: the brief says once what every figure would repeat."""
    return panel if panel.asked == panel.as_of else panel.market.as_of(panel.as_of)


def _day_note(panel: Panel) -> list[str]:
    """That the day asked for is no session, and whether something was published since the last one."""
    if panel.asked == panel.as_of:
        return []
    days = published_between(panel.market, panel.as_of, panel.asked)
    later = f" What was published on {listed(days)} counts from the next session." if days else ""
    return [f"{panel.asked} is no session; the brief is as of {panel.as_of}, the last one before it.{later}"]


def _legs_note(panel: Panel, pair: Pair) -> list[str]:
    """Which indices stand for funds that had not both traded."""
    carrying = standing(panel, pair)
    if carrying == pair:
        return []
    return [
        f"{pair.first} and {pair.second} had not both traded by {panel.as_of}:"
        f" {carrying.first} and {carrying.second} stand for them, by price return."
    ]


def data_version(market: Market) -> str:
    """The versions of the data, lowest body first: the vintage's own, and a digest of whatever lies over it."""
    return "+".join(_body_version(body) for body in market.store.bodies)


def _body_version(body: Body) -> str:
    if isinstance(body, VintageBody):
        return body.version
    facts = [body.facts(table) for table in sorted(body.tables())]
    return f"{body.name}:{digest_texts(f'{fact.table}:{fact.version}' for fact in facts)[:16]}"
