"""`check`: an article read, its claims asked, and the verdicts shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rotascope.cli.options import AsOf, Json
from rotascope.errors import unknown

PAGE = Path("check.html")
READERS = ("rules", "llm")
FAILED = 3


def check(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="A text, Markdown or HTML file; - for stdin; a URL.")
    ],
    as_of: AsOf = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="terminal, html, md or json; else by the end of FILE."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Then show the file in the browser.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 where a claim fails.")] = False,
    fetch: Annotated[bool, typer.Option("--fetch", help="ARTICLE is a URL: fetch it.")] = False,
    reader: Annotated[
        str, typer.Option("--reader", metavar="READER", help="rules, or llm: the endpoint of your settings.")
    ] = "rules",
    json: Json = False,
) -> int:
    """Which sentences of an article hold.

    Finds the claims that can be checked, asks the questions that they come down to, and gives each a verdict:
    holds, holds approximately, holds on another date, holds under another reading, fails, cannot check, or not a
    checkable claim. By default as of the article's own date where it states one, else of the last session. The
    figures are remembered, so that `rotascope why` can ask them again; forecasts by a named house go to the ledger.

    \b
    Examples:
      rotascope check article.txt --as-of 2026-01-14
      rotascope check article.html --out check.html --open
      rotascope check - --json < article.md
      rotascope check article.txt --strict
      rotascope check https://example.com/article --fetch
    """
    from rotascope.cli.articles import check_text, read_source
    from rotascope.cli.briefs import destination, open_page
    from rotascope.cli.showing import deliver_check

    if reader not in READERS:
        raise unknown("Reader", reader, READERS, "Readers are rules and llm.")
    chosen, file = destination("json" if json and format is None else format, out, open_it, PAGE)
    source = read_source(article, fetch)
    checked = check_text(source, as_of, reader)
    deliver_check(checked, source.title, chosen, file)
    if open_it and file is not None:
        open_page(file)
    return FAILED if strict and checked.fails else 0
