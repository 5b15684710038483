"""The rules on imports and side effects, as functions from sources to sentences; no sentence, no breach."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from tests.import_walk import DYNAMIC, Import, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A row imports only rows above it, itself included.
ROWS = (
    *("errors", "config", "kernels", "data", "pairs", "measures", "models", "explain", "act"),
    *("registry", "signature", "questions", "claims", "publish", "server", "cli"),
)
TOP = ("__init__", "__main__")

# Slow to import, so only inside the function that needs them.
SLOW = frozenset(
    {
        *("altair", "autograd", "dask", "distributed", "exchange_calendars", "formulaic", "httpx", "joblib", "lark"),
        *("lifelines", "matplotlib", "numba", "pandas", "pyarrow", "pydantic_settings", "ray", "scipy"),
        *("selectolax", "stamina", "statsmodels", "vl_convert"),
    }
)

# Compiled loops are decorated where they are defined, so these modules may import numba at their head, and nothing
# imports them outside a function but one another.
COMPILED = "rotascope.kernels.compiled_"

# Files, sockets and the clock belong to these rows and to the render writers.
OUTSIDE_ROWS = frozenset({"config", "data", "server", "cli"})
RENDERERS = "rotascope.publish.render"

_MODULES = {
    "files": ("fileinput", "glob", "importlib.resources", "mmap", "os", "shutil", "sqlite3", "tempfile"),
    "network": (
        "ftplib",
        "http",
        "httpx",
        "requests",
        "smtplib",
        "socket",
        "ssl",
        "urllib.request",
        "urllib3",
    ),
    "clock": ("time",),
    "other programs": ("subprocess", "webbrowser", "yfinance"),
}
_METHODS = {
    "read and write": ("open", "read_text", "read_bytes", "write_text", "write_bytes", "save"),
    "look": ("exists", "is_file", "is_dir", "stat", "iterdir", "glob", "rglob", "expanduser", "cwd", "home"),
    "change": ("mkdir", "rmdir", "touch", "unlink", "symlink_to", "hardlink_to"),
    "arrays": ("memmap", "loadtxt", "savetxt", "genfromtxt", "fromfile", "tofile"),
    "clock": ("now", "today", "utcnow"),
}
_FRAME_VERBS = ("read", "scan", "write", "sink")
_FRAME_KINDS = ("csv", "delta", "ipc", "ndjson", "parquet")
OUTSIDE_MODULES = frozenset(name for group in _MODULES.values() for name in group)
OUTSIDE_METHODS = frozenset(name for group in _METHODS.values() for name in group) | {
    f"{verb}_{kind}" for verb in _FRAME_VERBS for kind in _FRAME_KINDS
}
OUTSIDE_CALLS = frozenset({"np.load", "np.save", "np.savez", "np.savez_compressed"})
# Opens the data layer, not a file.
INSIDE_CALLS = frozenset({"Market.open"})


def _row(module: str) -> int | None:
    """Place in the order; None for a module that no row names."""
    name = _second(module)
    if name in TOP:
        return len(ROWS)
    return ROWS.index(name) if name in ROWS else None


def _second(module: str) -> str:
    return module.partition(".")[2].partition(".")[0] or "__init__"


def _own_imports(source: Source) -> Iterator[Import]:
    """Imports of the package itself; the version is a constant, whoever asks for it."""
    package = source.name.split(".")[0]
    for found in source.imports:
        ours = found.target.split(".")[0] in {package, DYNAMIC}
        if ours and found.target != f"{package}.__version__":
            yield found


def layer_breaches(sources: Sequence[Source]) -> list[str]:
    """Modules outside the table of rows, and imports of a later row."""
    breaches = []
    for source in sources:
        own = _row(source.name)
        if own is None:
            breaches.append(f"{source.name}: no row of the layers names it")
        elif own < len(ROWS):
            breaches += [
                f"{source.name}, line {found.line}: imports {found.target}, which is not above it"
                for found in _own_imports(source)
                if not _is_above(found.target, own)
            ]
    return breaches


def _is_above(target: str, own: int) -> bool:
    row = None if target == DYNAMIC else _row(target)
    return row is not None and row <= own


def cycle(sources: Sequence[Source]) -> list[str]:
    """The modules of one import cycle, first and last the same; empty where there is none.

    Imports for the type checker alone never run, so they close no cycle.
    """
    graph = {source.name: {found.target for found in _own_imports(source) if not found.for_types} for source in sources}
    for name, targets in graph.items():
        targets.discard(name)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def slow_imports(sources: Sequence[Source]) -> list[str]:
    """Slow libraries, and modules of compiled loops, that are imported as soon as the module is."""
    return [
        f"{source.name}, line {found.line}: imports {found.target} outside a function"
        for source in sources
        for found in source.imports
        if _is_slow(found.target, source.name) and not found.in_function and not found.for_types
    ]


def _is_slow(target: str, importer: str) -> bool:
    if importer.startswith(COMPILED) and (target.split(".")[0] == "numba" or target.startswith(COMPILED)):
        return False
    return target.split(".")[0] in SLOW or target.startswith(COMPILED)


def _touches_by_import(source: Source) -> Iterator[tuple[str, int]]:
    for found in source.imports:
        ancestors = {found.target[:end] for end, sign in enumerate(found.target + ".") if sign == "."}
        if ancestors & OUTSIDE_MODULES and not found.for_types:
            yield f"imports {found.target}", found.line


def _touches_by_call(source: Source) -> Iterator[tuple[str, int]]:
    for text, line in source.calls:
        method = text.rpartition(".")[2]
        inside = any(text == call or text.endswith(f".{call}") for call in INSIDE_CALLS)
        if (method in OUTSIDE_METHODS or text in OUTSIDE_CALLS) and not inside and (text == "open" or "." in text):
            yield f"calls {text}", line


def outside_touches(sources: Sequence[Source]) -> list[str]:
    """Uses of files, sockets or the clock where they have no place."""
    inner = [
        source
        for source in sources
        if _second(source.name) not in OUTSIDE_ROWS and not source.name.startswith(RENDERERS)
    ]
    return [
        f"{source.name}, line {line}: {what}; only config, data, server, cli and the renderers may"
        for source in inner
        for what, line in (*_touches_by_import(source), *_touches_by_call(source))
    ]
