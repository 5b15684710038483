"""The page: one file that loads nothing, safe against what is in the data, with every figure's command in it."""

from __future__ import annotations

import hashlib
import html
import json
import re
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest

from rotascope import Market, brief
from rotascope.data.bodies import FrameBody
from rotascope.data.store import Store
from rotascope.publish.render_html import ASSETS, render_html
from rotascope.publish.render_markdown import render_markdown
from tests.measures.hand import embedded
from tests.publish.making import EARLY, THEN, brief_of

HOSTILE = "</script><img src=x onerror=alert(1)><!--\"'&`|*_[x](y)"
VOID = {"meta", "link", "img", "br", "hr", "input", "source", "wbr"}


@dataclass
class Page(HTMLParser):
    """What a browser would find: tags with their attributes, scripts by type, text, and unclosed tags."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    scripts: list[tuple[str, str]] = field(default_factory=list)
    style: str = ""
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append((str(dict(attrs).get("type", "")), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            kind, text = self.scripts[-1]
            self.scripts[-1] = (kind, text + data)
        elif self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words.append(data)

    def found(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page


@cache
def text_of_page(day: str = THEN) -> str:
    return render_html(brief_of(day))


@cache
def page_of(day: str = THEN) -> Page:
    return read(text_of_page(day))


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_it_is_at_most_three_megabytes(day: str) -> None:
    assert len(text_of_page(day).encode()) <= 3_000_000


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_it_loads_nothing(day: str) -> None:
    page = page_of(day)
    assert page.found("link") == page.found("img") == page.found("iframe") == page.found("base") == []
    for _, attributes in page.tags:
        assert "src" not in attributes
        assert str(attributes.get("href", "#")).startswith("#")
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert not re.search(r"url\(|@import|expression\(", page.style)
    assert all("src" not in attributes for attributes in page.found("script"))


def test_its_policy_lets_its_own_code_run_and_nothing_else() -> None:
    page = page_of()
    (policy,) = (
        str(meta["content"]) for meta in page.found("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    )
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    code = [text for kind, text in page.scripts if not kind]
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == [fingerprint(text) for text in code]
    assert rules["style-src"] == [fingerprint(page.style)]
    assert "unsafe" not in policy


def fingerprint(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_every_figure_has_its_place_id_and_command(day: str) -> None:
    text, page = html.unescape(text_of_page(day)), page_of(day)
    for number, finding in enumerate(brief_of(day).findings, start=1):
        assert f"figure-{number}" in page.ids
        assert f"<code>{finding.id}</code>" in text
        assert f"<code>{finding.question.command}</code>" in text


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_links_lead_somewhere_and_names_are_unique(day: str) -> None:
    page = page_of(day)
    assert len(set(page.ids)) == len(page.ids)
    targets = {str(link["href"])[1:] for link in page.found("a")}
    assert targets <= set(page.ids)


def test_tables_and_charts_are_named_for_those_who_do_not_see_them() -> None:
    page = page_of()
    tables = len(page.found("table"))
    assert tables == len(page.found("caption")) == sum(len(section.tables) for section in brief_of().sections)
    assert all(head.get("scope") in ("col", "row") for head in page.found("th"))
    charts = [place for place in page.found("div") if place.get("class") == "chart"]
    assert len(charts) == sum(len(section.charts) for section in brief_of().sections)
    assert all(place["role"] == "img" and len(str(place["aria-label"])) > 40 for place in charts)
    assert page.found("html") == [{"lang": "en"}]
    assert [tag for tag, _ in page.tags].count("h1") == 1


def test_it_follows_the_readers_scheme_and_width_and_prints() -> None:
    style = page_of().style
    assert "@media screen and (prefers-color-scheme:dark)" in style
    assert "@media print" in style
    assert "@media (max-width: 560px)" in style
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page_of().found("meta")


def test_chart_data_stand_once() -> None:
    held = chart_data(text_of_page())
    assert [chart["id"] for chart in held["charts"]] == [c.id for s in brief_of().sections for c in s.charts]
    used = [name for chart in held["charts"] for name in chart["datasets"].values()]
    assert set(used) == set(held["datasets"])
    assert used.count("relative_strength") == 2


def chart_data(text: str) -> Any:
    (found,) = (script for kind, script in read(text).scripts if kind == "application/json")
    assert "<" not in found
    return json.loads(found)


def hostile_market() -> Market:
    """The embedded data under a house, a source and an instrument's name full of markup."""
    target = embedded().store.rows("targets").drop("body").with_columns(house=pl.lit(HOSTILE), source=pl.lit(HOSTILE))
    target = target.with_columns(made=pl.lit(date(2026, 1, 14)))
    named = embedded().store.rows("instruments", ["IWM"]).drop("body").with_columns(name=pl.lit(HOSTILE))
    return Market(Store([*embedded().store.bodies, FrameBody({"targets": target, "instruments": named}, name=HOSTILE)]))


@cache
def hostile_page() -> str:
    return render_html(brief("small/mega", hostile_market(), as_of=THEN))


def test_markup_in_the_data_stays_text() -> None:
    page = read(hostile_page())
    assert page.found("img") == []
    assert len(page.scripts) == 3
    assert HOSTILE in "".join(page.words)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_markup_in_chart_data_cannot_end_the_script() -> None:
    made = brief("small/mega", hostile_market(), as_of=THEN, sections=["rotation"])
    (chart,) = made.sections[0].charts
    assert chart_data(render_html(made))["charts"][0]["id"] == chart.id
    from rotascope.publish.render_html import _harmless

    assert json.loads(_harmless(json.dumps(HOSTILE, ensure_ascii=False))) == HOSTILE
    assert "<" not in _harmless(HOSTILE)


def test_markup_in_the_data_stays_text_in_markdown() -> None:
    text = render_markdown(brief("small/mega", hostile_market(), as_of=THEN))
    assert not re.search(r"(?<!\\)<", text)
    assert r"\[x\](y)" in text
    for line in text.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) in range(3, 11)


def test_the_bundle_carries_its_licence_and_can_stand_in_a_page() -> None:
    script = (ASSETS / "vega.js").read_text(encoding="utf-8")
    assert script.startswith("/*! Vega ")
    assert "BSD 3-Clause" in script[:400]
    assert "Redistribution and use" in (ASSETS / "LICENSE-vega.txt").read_text(encoding="utf-8")
    assert not re.search(r"</script|<!--", script, re.IGNORECASE)


def test_one_section_makes_a_page() -> None:
    page = read(render_html(brief("small/mega", embedded(), as_of=THEN, sections=["quotes"])))
    assert page.found("nav") == []
    assert "quotes" in page.ids
