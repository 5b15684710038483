"""A check in its format, to the screen or to a file, and kept for `why`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rotascope.cli.briefs import as_text, print_text
from rotascope.cli.recorded import remember_check
from rotascope.cli.screen import Screen
from rotascope.cli.streams import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from rotascope.claims.check import Checked


def deliver_check(checked: Checked, title: str, chosen: str, out: Path | None) -> None:
    """The check in the chosen format to the file, or to stdout; its figures are kept for `why`."""
    text = json.dumps(checked.to_dict(), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    remember_check(text)
    if out is None and chosen == "terminal":
        from rotascope.publish.render_article_terminal import print_checked

        Screen().draw(lambda console: print_checked(checked, console))
        return
    shown = text if chosen == "json" else _rendered(checked, title, chosen)
    if out is None:
        print_text(shown, chosen)
        return
    from rotascope.publish.render_files import write_text as write_file

    write_file(out, shown)
    write_text(f"The check is at {out.absolute()}")  # not wrapped: a path is there to be copied


def _rendered(checked: Checked, title: str, chosen: str) -> str:
    if chosen == "html":
        from rotascope.publish.render_article_html import render_article_html

        return render_article_html(checked, title)
    if chosen == "md":
        from rotascope.publish.render_article_markdown import render_article_markdown

        return render_article_markdown(checked, title)
    from rotascope.publish.render_article_terminal import print_checked

    return as_text(lambda console: print_checked(checked, console))
