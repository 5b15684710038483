"""`data` and `version`: which tables are held, by whom, and what is installed."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

from rotascope import __version__
from rotascope.cli.screen import Screen, facts, heading, table
from rotascope.config import home_folder
from rotascope.data.bodies import VintageBody
from rotascope.data.market import Market
from rotascope.data.schemas import SCHEMAS
from rotascope.data.user_store import UserStore
from rotascope.errors import RotascopeError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from rotascope.data.bodies import TableFacts


def data_dict(market: Market, name: str | None = None) -> dict[str, object]:
    """The tables, one entry for each body that holds the table; or one table's. `UsageError` for an unknown one."""
    tables = market.store.tables()
    if name is not None and name not in tables:
        raise unknown("Table", name, tables, "`rotascope data` lists them.")
    names = [table for table in SCHEMAS if table in tables and name in (None, table)]
    return {"tables": [_facts_dict(facts) for table in names for facts in market.store.facts(table)]}


def _facts_dict(held: TableFacts) -> dict[str, object]:
    return {
        "table": held.table, "body": held.body, "rows": held.rows, "first": held.first, "last": held.last,
        "known_to": held.known_to.isoformat(), "revised": held.revised, "release": held.release,
        "source": held.source, "licence": held.licence, "version": held.version, "key": list(SCHEMAS[held.table].key),
    }  # fmt: skip


def show_data(screen: Screen, market: Market, name: str | None) -> None:
    found: Any = data_dict(market, name)
    parts: list[RenderableType] = []
    for entry in found["tables"]:
        span = f", {entry['first']} to {entry['last']}" if entry["first"] else ""
        rows = [("rows", f"{entry['rows']:,}{span}; complete to {entry['known_to']}")]
        rows += [(key, entry[key]) for key in ("release", "source", "licence", "version") if entry[key]]
        rows += [("revised", "yes: today's revision of past values")] if entry["revised"] else []
        parts += [heading(f"{entry['table']} ({entry['body']})"), facts(rows), ""]
    screen.show(*parts[:-1])


def symbols_dict(market: Market) -> dict[str, object]:
    """The directory of symbols as plain data."""
    held = market.instruments.values()
    return {"symbols": [{"symbol": one.symbol, "name": one.name, "kind": one.kind} for one in held]}


def show_symbols(screen: Screen, market: Market) -> None:
    rows = [(one.symbol, one.kind, one.name) for one in market.instruments.values()]
    screen.show(table(["symbol", "kind", "name"], rows))


def version_dict() -> dict[str, object]:
    """What is installed and which data it holds. What cannot be read is said, not raised: reports need the rest."""
    import polars as pl

    return {
        "rotascope": __version__,
        "vintage": _or_reason(lambda: VintageBody().version),
        "python": platform.python_version(),
        "polars": pl.__version__,
        "home": _or_reason(lambda: str(home_folder())),
        "store": _or_reason(_store_versions),
    }


def _store_versions() -> dict[str, str] | None:
    """The digest of each table in the user's store; None where there is no store."""
    store = Market.open().store
    names = [name for name in SCHEMAS if name in store.tables()]
    held = (facts for name in names for facts in store.facts(name) if facts.body == UserStore.name)
    return {facts.table: facts.version for facts in held} or None


def _or_reason(find: Callable[[], object]) -> object:
    try:
        return find()
    except RotascopeError as error:
        return str(error)


def show_version(screen: Screen) -> None:
    found = version_dict()
    store = found["store"]
    if isinstance(store, dict):
        found["store"] = ", ".join(f"{name} {version}" for name, version in store.items())
    found["store"] = found["store"] or "none: the embedded data alone answer"
    screen.show(facts((key, str(value)) for key, value in found.items()))
