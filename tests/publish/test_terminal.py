"""The brief in a terminal, and as Markdown."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from rich.console import Console

from rotascope.publish.render_markdown import render_markdown
from rotascope.publish.render_terminal import print_brief, printable
from tests.publish.making import EARLY, THEN, brief_of


def printed(day: str = THEN, pair: str = "small/mega", width: int = 80, encoding: str = "utf-8") -> str:
    """What a console of that width and encoding receives."""
    held = io.BytesIO()
    stream = io.TextIOWrapper(held, encoding=encoding, newline="\n")
    print_brief(brief_of(day, pair), Console(file=stream, width=width, color_system=None))
    stream.flush()
    return held.getvalue().decode(encoding)


@pytest.mark.parametrize("pair", ["small/mega", "small_value/large_growth", "0.6*XLI+0.4*XLB/XLK"])
@pytest.mark.parametrize("day", [THEN, EARLY])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits(pair: str, day: str, width: int) -> None:
    if (pair, day) != ("small_value/large_growth", EARLY):  # that pair is younger
        assert max(map(len, printed(day, pair, width).splitlines())) <= width


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_it_is_ascii_where_the_console_is(day: str) -> None:
    text = printed(day, encoding="ascii")
    assert text.isascii()
    assert "?" not in text
    assert "-" in text


def test_it_says_what_the_brief_says() -> None:
    text, made = " ".join(printed(width=200).split()), brief_of()
    assert made.headline in text
    said = [sentence.text for section in made.sections for sentence in section.sentences]
    bare = re.sub(r" \[[\d, -]+\]", "", text)
    assert [sentence for sentence in said if sentence not in bare] == []
    assert all(finding.id in text for finding in made.findings)


def test_every_id_stands_whole_on_one_line() -> None:
    lines = printed().splitlines()
    for number, finding in enumerate(brief_of().findings, start=1):
        assert any(f"[{number}] {finding.id}" in line for line in lines)


def test_narrow_tables_leave_out_their_wide_columns_only() -> None:
    assert "vintage:" in printed(width=80)
    assert "Licence" not in printed(width=80)
    assert "Licence" in printed(width=400)
    assert "…" not in printed(width=60)


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07c\u202ed\n", "utf-8") == "a [31mb c d "
    assert printable("1−2 × 3 – “x” é", "ascii") == '1-2 x 3 - "x" ?'


def test_markdown_has_every_section_figure_and_table() -> None:
    text, made = render_markdown(brief_of()), brief_of()
    assert text.startswith("# IWM leads QQQ")
    assert [f"## {section.title}" in text for section in made.sections] == [True] * len(made.sections)
    assert all(f"`{finding.question.command}`" in text for finding in made.findings)
    assert len(re.findall(r"^\| -", text, re.MULTILINE)) == sum(len(section.tables) for section in made.sections)
    assert "\n\n\n" not in text


def test_a_terminal_brief_imports_nothing_that_draws() -> None:
    code = (
        "import io, sys, rotascope as rs; from rich.console import Console;"
        "from rotascope.publish.render_terminal import print_brief;"
        f"made = rs.brief(as_of='{THEN}'); print_brief(made, Console(file=io.StringIO())); made.to_dict();"
        "sys.exit(str({'altair', 'jinja2', 'numba', 'pandas', 'vl_convert'} & set(sys.modules) or ''))"
    )
    for _ in ("working out what takes long", "remembering it"):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
