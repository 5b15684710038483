"""A checked article in a terminal: a summary, and a row for each claim that was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table as Grid
from rich.text import Text

from rotascope.publish.article import contradictions, summary_line
from rotascope.publish.render_terminal import printable

if TYPE_CHECKING:
    from rich.console import Console

    from rotascope.claims.check import Checked, Judgement, Verdict

WIDEST = 120
LONGEST = 160  # characters of a claim that are shown
_STYLES: dict[Verdict, str] = {
    "holds": "green",
    "holds approximately": "green",
    "holds on another date": "cyan",
    "holds under another reading": "magenta",
    "fails": "bold red",
    "cannot check": "yellow",
    "not a checkable claim": "dim",
}


def print_checked(checked: Checked, console: Console) -> None:
    """Print the check; opinions and causes are counted and not listed."""
    width = min(console.width, WIDEST)

    def line(text: str, style: str = "") -> None:
        console.print(Text(printable(text, console.encoding), style=style), width=width)

    line(summary_line(checked), "bold")
    line(f"As of {checked.as_of}; data {checked.vintage}.", "dim")
    for told in contradictions(checked):
        line(told, "italic")
    judged = [(number, one) for number, one in enumerate(checked.judgements, start=1) if _is_judged(one)]
    if judged:
        console.print()
        console.print(_grid(checked, judged, console.encoding), width=width)
        line(
            "`rotascope why ID` asks a figure again; --format html shows the article with its sentences marked.", "dim"
        )


def _is_judged(judgement: Judgement) -> bool:
    return judgement.verdict != "not a checkable claim"


def _grid(checked: Checked, judged: list[tuple[int, Judgement]], encoding: str) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, 1, 1, 0), header_style="dim")
    grid.add_column("#", justify="right", vertical="top")
    grid.add_column("claim and verdict", ratio=2, overflow="fold")
    grid.add_column("what the data say", ratio=3, overflow="fold")
    for number, one in judged:
        told = Text(printable(one.why, encoding))
        if one.findings:
            told.append(f" why {one.findings[0].id[-8:]}", style="dim")
        claimed = Text(f"{printable(_short(one.claim.text), encoding)}\n")
        grid.add_row(str(number), claimed.append_text(_verdict(checked, one, encoding)), told)
    return grid


def _verdict(checked: Checked, judgement: Judgement, encoding: str) -> Text:
    """The verdict, and the reading or the day where they are not the claim's own."""
    text = Text(judgement.verdict, style=_STYLES[judgement.verdict])
    beside = [judgement.reading] if judgement.reading else []
    beside += [str(judgement.date)] if judgement.date not in (None, checked.as_of) else []
    if beside:
        text.append(f" ({printable(', '.join(beside), encoding)})", style="dim")
    return text


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
