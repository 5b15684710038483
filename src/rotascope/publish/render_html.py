"""The brief as one self-contained page: it loads nothing, and works from a mail or a folder as it does from a server."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from rotascope import __version__
from rotascope.publish.palette import DARK, LIGHT, PAGE, variables
from rotascope.publish.references import number_runs

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Template

    from rotascope.publish.parts import Document, Table

ASSETS = Path(__file__).parent / "assets"


def render_html(brief: Document) -> str:
    """The page: text, tables, charts that draw themselves, and every figure with its command."""
    numbers = brief.numbers
    script = _asset("page.js")
    return _template().render(
        brief=brief,
        numbers=numbers,
        runs=lambda findings: number_runs(findings, numbers),
        kind=_kind,
        long_date=_long_date,
        version=__version__,
        style=Markup(_style()),
        charts=Markup(_charts(brief)),
        library=Markup(_asset("vega.js")),
        script=Markup(script),
        policy=_policy(_style(), _asset("vega.js"), script),
    )


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("page.html.j2"))


@cache
def _style() -> str:
    """The style sheet, and the palette of each scheme as variables; a print is always light."""
    light, dark = (
        "".join(f"{name}:{value};" for name, value in variables(palette).items()) for palette in (LIGHT, DARK)
    )
    schemes = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f"{schemes}\n{_asset('page.css')}"


def _policy(style: str, *scripts: str) -> str:
    """What the page may do: run these scripts and this style sheet, and load nothing."""
    code = " ".join(f"'{_fingerprint(script)}'" for script in scripts)
    return f"default-src 'none'; script-src {code}; style-src '{_fingerprint(style)}'; img-src data:; base-uri 'none'; form-action 'none'"


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


def _kind(table: Table, name: str, tone: str = "") -> Markup:
    """The class attribute of a cell."""
    classes = ["n"] * (name in table.numeric) + ["wide"] * (name in table.wide) + [f"tone-{tone}"] * bool(tone)
    return Markup(f' class="{escape(" ".join(classes))}"') if classes else Markup()


def _long_date(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"
