"""A checked article as one self-contained page: its sentences marked in place, the verdicts in the margin."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from rotascope import __version__
from rotascope.publish.article import PLAIN, SIGNS, contradictions, measured_beside, paragraphs, summary_line
from rotascope.publish.render_html import asset, data_line, long_date, marked, page_style, policy

if TYPE_CHECKING:
    from jinja2 import Template

    from rotascope.claims.check import Checked


def render_article_html(checked: Checked, title: str = "") -> str:
    """The page. title: of the article, such as its file's name; whatever comes from outside is escaped."""
    style = f"{page_style()}\n{asset('article.css')}"
    return _template().render(
        checked=checked,
        title=title or "An article, checked",
        paragraphs=paragraphs(checked),
        contradictions=contradictions(checked),
        summary=summary_line(checked),
        bar=_bar(checked),
        numbers=checked.numbers,
        plain=PLAIN,
        signs=SIGNS,
        marked=marked,
        measured_beside=measured_beside,
        data_line=data_line,
        long_date=long_date,
        version=__version__,
        style=style,
        policy=policy(style),
    )


def _bar(checked: Checked) -> list[tuple[str, float, float]]:
    """Each verdict's class, where its part of the bar begins, and how wide it is, of 100."""
    total, begin, parts = sum(checked.summary.values()), 0.0, []
    for verdict, number in checked.summary.items():
        parts.append((PLAIN[verdict], begin, 100 * number / total))
        begin += 100 * number / total
    return parts


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(asset("article.html.j2"))
