"""The brief as one self-contained page: it loads nothing, so it works from a mail as it does from a server."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from rotascope import __version__
from rotascope.measures.wording import count
from rotascope.publish.palette import DARK, LIGHT, PAGE, variables
from rotascope.publish.references import number_runs

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Template

    from rotascope.data.sources import Source
    from rotascope.publish.parts import Document, Section, Table

LONG = 1000  # signs of text that reach further down than one chart
ASSETS = Path(__file__).parent / "assets"


def render_html(brief: Document) -> str:
    """The page: text, tables, charts that draw themselves, and every figure with its command."""
    numbers = brief.numbers
    script = asset("page.js")
    return _template().render(
        brief=brief,
        numbers=numbers,
        runs=lambda findings: number_runs(findings, numbers),
        classes=_classes,
        marked=marked,
        aside=_aside,
        data_line=data_line,
        long_date=long_date,
        version=__version__,
        style=page_style(),
        charts=_charts(brief),
        library=asset("vega.js"),
        script=script,
        policy=policy(page_style(), asset("vega.js"), script),
    )


@cache
def asset(name: str) -> str:
    """The text of a file that pages are made of."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(asset("page.html.j2"))


@cache
def page_style() -> str:
    """The style sheet, and the palette of each scheme as variables; a print is always light."""
    light, dark = (
        "".join(f"{name}:{value};" for name, value in variables(palette).items()) for palette in (LIGHT, DARK)
    )
    schemes = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f"{schemes}\n{asset('page.css')}"


def policy(style: str, *scripts: str) -> str:
    """What the page may do: run these scripts and this style sheet, and load nothing."""
    code = " ".join(f"'{_fingerprint(script)}'" for script in scripts) or "'none'"
    rules = ("default-src 'none'", f"script-src {code}", f"style-src '{_fingerprint(style)}'")
    return "; ".join((*rules, "img-src data:", "base-uri 'none'", "form-action 'none'"))


@cache
def _fingerprint(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _charts(brief: Document) -> str:
    """Specs and their datasets as JSON that can stand in a page; a dataset that several charts use stands once."""
    datasets: dict[str, object] = {}
    charts = []
    for chart in (chart for section in brief.sections for chart in section.charts):
        spec = chart.build(PAGE)
        own: dict[str, object] = spec.pop("datasets")  # type: ignore[assignment]
        places = {name: _place(datasets, name, rows) for name, rows in own.items()}
        charts.append({"id": chart.id, "datasets": places, "spec": spec})
    text = json.dumps(
        {"datasets": datasets, "charts": charts}, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return _harmless(text)


def _place(datasets: dict[str, object], name: str, rows: object) -> str:
    """The name under which the page holds these rows; other rows of the same name keep theirs."""
    while datasets.setdefault(name, rows) != rows:
        name += "_"
    return name


def _harmless(text: str) -> str:
    """JSON without the signs that end a script or open a comment: within JSON strings their codes mean the same."""
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@dataclass(frozen=True)
class _Aside:
    """How many of a section's charts and tables stand beside its text on a wide page."""

    charts: int
    tables: int


def _aside(section: Section) -> _Aside:
    """One thing beside the text, two beside a long one, such that the charts below come in twos.

    A long text without charts takes the whole width, in two columns.
    """
    length = sum(len(sentence.text) for sentence in section.sentences) + sum(map(len, section.missing))
    tables, charts = len(section.tables), len(section.charts)
    if length < LONG:
        return _Aside(1, 0) if charts else _Aside(0, min(tables, 1))
    if not charts:
        return _Aside(0, 0)
    return _Aside(2, 0) if charts % 2 == 0 else _Aside(1, min(tables, 1))


def data_line(source: Source) -> str:
    """What a figure rests on: table, key, column, span, rows and digest."""
    what = f"{source.table} {', '.join(source.keys)} ({source.column})"
    return f"{what}, {source.first} to {source.last}, {count(source.rows, 'row')}, digest {source.digest[:12]}"


def _classes(table: Table, name: str, tone: str = "") -> str:
    """How a cell is set: numbers flush right, some columns only where there is room, a leg's colour."""
    return " ".join(["n"] * (name in table.numeric) + ["wide"] * (name in table.wide) + [f"tone-{tone}"] * bool(tone))


_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_COMMAND = re.compile(r"`([^`]+)`")
_BELOW_ZERO = re.compile(r"(?<![\w.`-])-(?=\d)")


def marked(text: str) -> str:
    """Text as HTML for a reader: dates unbroken, commands as such, minus signs true. What it holds is escaped first."""
    marked = _BELOW_ZERO.sub("−", html.escape(text))
    marked = marked.replace("/", "/<wbr>")
    marked = _DATE.sub(r'<span class="day">\g<0></span>', marked)
    return _COMMAND.sub(r"<code>\1</code>", marked)


def long_date(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"
