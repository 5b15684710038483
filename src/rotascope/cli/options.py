"""What several commands share: options, what the shell can complete, and the two ways to give an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.cli.screen import Screen

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Use only what was public by then, such as 2026-01-14."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]


def give(json: bool, data: Callable[[], object], show: Callable[[Screen], None]) -> None:
    """The answer as JSON, or on the screen."""
    if json:
        from rotascope.cli.streams import write_json

        write_json(data())
    else:
        from rotascope.cli.screen import Screen

        show(Screen())


def complete_pairs(incomplete: str) -> list[str]:
    from rotascope.data.catalog import read_catalog

    return [name for name in read_catalog()["pairs"] if name.startswith(incomplete)]


def complete_measures(incomplete: str) -> list[str]:
    from rotascope.registry import ASKED

    return [name for name in ASKED if name.startswith(incomplete)]


def complete_tables(incomplete: str) -> list[str]:
    from rotascope.data.schemas import SCHEMAS

    return [name for name in SCHEMAS if name.startswith(incomplete)]
