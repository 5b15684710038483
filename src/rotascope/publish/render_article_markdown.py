"""A checked article as Markdown: each claim with its verdict, what the data say, and the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.publish.article import contradictions, summary_line
from rotascope.publish.render_markdown import code, plain

if TYPE_CHECKING:
    from rotascope.claims.check import Checked, Judgement


def render_article_markdown(checked: Checked, title: str = "") -> str:
    """The check as Markdown text; `[n]` refers to the figures listed at the end."""
    numbers = checked.numbers  # counted anew each time it is asked for
    lines = [
        f"# {plain(title or 'An article, checked')}",
        "",
        f"{plain(summary_line(checked))} Checked by Rotascope as of {checked.as_of}; data {plain(checked.vintage)}.",
        "",
        *(f"> {plain(told)}\n" for told in contradictions(checked)),
    ]
    for number, one in enumerate(checked.judgements, start=1):
        lines += _claim(checked, numbers, number, one)
    if checked.findings:
        lines += ["", "## Figures", ""]
    for finding in checked.findings:
        lines.append(f"- [{numbers[finding.id]}] `{code(finding.id)}`: `{code(finding.question.command)}`")
    return "\n".join(lines).rstrip() + "\n"


def _claim(checked: Checked, numbers: dict[str, int], number: int, one: Judgement) -> list[str]:
    beside = [plain(one.reading)] if one.reading else []
    beside += [str(one.date)] if one.date not in (None, checked.as_of) else []
    named = f" ({', '.join(beside)})" if beside else ""
    referred = ", ".join(str(numbers[finding.id]) for finding in one.findings)
    asked = f" \\[{referred}\\]" if referred else ""
    return [f"{number}. \u201c{plain(one.claim.text)}\u201d: **{one.verdict}**{named}. {plain(one.why)}{asked}"]
