"""The brief as Markdown, for a note or a repository: text, tables, and every figure with its command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rotascope.publish.references import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.publish.parts import Document, Section, Table
    from rotascope.questions import Finding

# Signs with a meaning in Markdown or HTML; a full stop or hyphen has one only where a line begins.
_SIGNS = re.compile(r"([\\`*_\[\]<>|#~&])")


def render_markdown(brief: Document) -> str:
    """The brief as Markdown text; `[n]` refers to the figures listed under each section."""
    numbers = brief.numbers
    about = f"{plain(brief.about)}. " if brief.about else ""
    lines = [
        f"# {plain(brief.headline)}",
        "",
        f"{about}Rotascope {brief.kind} on {plain(brief.pair)} as of {brief.as_of}; data {plain(brief.vintage)}.",
        *([f"\n{plain(brief.note)}"] if brief.note else []),
        "",
    ]
    for mark in brief.highlights:
        reference = number_text([mark.finding], numbers)
        lines.append(f"- {plain(mark.label)}: **{plain(mark.figure)}** {plain(mark.beside)}{plain(reference)}")
    for section in brief.sections:
        lines += ["", *_section(section, numbers)]
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section, numbers: Mapping[str, int]) -> list[str]:
    lines = [f"## {plain(section.title)}", ""]
    for paragraph in section.paragraphs:
        told = " ".join(f"{plain(one.text)}{plain(number_text(one.findings, numbers))}" for one in paragraph)
        lines += [told, ""]
    lines += [line for missing in section.missing for line in (f"*{plain(missing)}*", "")]
    for table in section.tables:
        lines += [*_table(table), ""]
    if section.findings:
        lines += ["Figures:", ""]
        lines += [_figure(finding, numbers[finding.id]) for finding in section.findings]
    return lines


def _table(table: Table) -> list[str]:
    heads = " | ".join(plain(name) for name in table.columns)
    rules = " | ".join("---:" if name in table.numeric else "---" for name in table.columns)
    rows = [f"| {' | '.join(plain(cell.text) for cell in row)} |" for row in table.rows]
    note = ["", plain(table.note)] if table.note else []
    return [f"**{plain(table.title)}**", "", f"| {heads} |", f"| {rules} |", *rows, *note]


def _figure(finding: Finding, number: int) -> str:
    return f"- [{number}] `{code(finding.id)}`: `{code(finding.question.command)}`"


def plain(text: str) -> str:
    """The text on one line, every sign that Markdown would read taken as itself."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Text for a code span, which cannot hold the sign that ends it."""
    return " ".join(text.replace("`", "'").split())
