"""`brief`: which format, and where it goes."""

from __future__ import annotations

import io
import json
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from rotascope.cli.streams import write_bytes, write_json, write_text
from rotascope.errors import UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from rotascope.cli.screen import Screen
    from rotascope.publish.parts import Document

FORMATS = ("terminal", "html", "md", "json")
_SUFFIXES = {
    ".txt": "terminal", ".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json",
}  # fmt: skip
PAGE = Path("brief.html")


def destination(wanted: str | None, out: Path | None, opens: bool, page: Path = PAGE) -> tuple[str, Path | None]:
    """The format and the file (None: stdout).

    The format is the one asked for, else what the file's suffix says, else a page if it is to be opened, else the
    terminal's. A page goes to `page` in the current folder where no file is named, unless stdout is piped.
    """
    chosen = wanted or (_from_suffix(out) if out else "html" if opens else "terminal")
    if chosen not in FORMATS:
        raise unknown("Format", chosen, FORMATS, f"Formats are {', '.join(FORMATS)}.")
    if out is None and chosen == "html" and (opens or sys.stdout.isatty()):
        out = page
    if opens and out is None:
        raise UsageError(f"--open needs a file to open; name one with --out, such as --out {page.stem}.{chosen}.")
    return chosen, out


def _from_suffix(out: Path) -> str:
    try:
        return _SUFFIXES[out.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"The name {out.name!r} does not say the format; give --format, or end it in .html, .md, .json or .txt."
        ) from None


def deliver(brief: Document, chosen: str, out: Path | None, screen: Screen) -> None:
    """The brief in the chosen format to the file, or to stdout."""
    if out is None and chosen == "terminal":
        from rotascope.publish.render_terminal import print_brief

        screen.draw(lambda console: print_brief(brief, console))
    elif out is None:
        print_text(rendered(brief, chosen), chosen)
    else:
        from rotascope.publish.render_files import write_text as write_file

        write_file(out, rendered(brief, chosen))
        write_text(f"The {brief.kind} is at {out.absolute()}")  # not wrapped: a path is there to be copied


def rendered(brief: Document, chosen: str) -> str:
    """The brief as the text of a file."""
    if chosen == "html":
        from rotascope.publish.render_html import render_html

        return render_html(brief)
    if chosen == "md":
        from rotascope.publish.render_markdown import render_markdown

        return render_markdown(brief)
    if chosen == "json":
        from rotascope.publish.render_json import render_json

        return render_json(brief, specs=True)
    return _as_text(brief)


def _as_text(brief: Document) -> str:
    from rotascope.publish.render_terminal import print_brief

    return as_text(lambda console: print_brief(brief, console))


def as_text(paint: Callable[[Console], None]) -> str:
    """What the terminal shows, 80 columns wide and without colours."""
    from rich.console import Console

    console = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), width=80, color_system=None)
    with console.capture() as painted:
        paint(console)
    return "".join(f"{line.rstrip()}\n" for line in painted.get().splitlines())


def print_text(text: str, chosen: str) -> None:
    """A page names its own encoding, and JSON can escape; Markdown is text for the terminal's characters."""
    if chosen == "html":
        write_bytes(text.encode())
    elif chosen == "json":
        write_json(json.loads(text))
    else:
        write_text(text)


def open_page(out: Path) -> None:
    """Show the file in the browser; a machine without one is no error, for the file is there."""
    webbrowser.open(out.absolute().as_uri())
