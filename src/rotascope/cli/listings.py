"""`pairs` and `measures`: what there is to ask, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.cli.screen import Screen, facts, heading, table
from rotascope.data.catalog import read_catalog
from rotascope.errors import unknown
from rotascope.pairs import Pair, catalog, groups
from rotascope.registry import ASKED
from rotascope.signature import Signature, signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

# What a measure is asked about in its example, by the kind of subject; some measures need their own.
_SUBJECTS = {"leg": "IWM", "pair": "IWM/SPY", "leg or pair": "IWM", "slice": "us:small", "name": "CPI"}
_EXAMPLES = {
    "level": "--of RUT",
    "implied_upside": "--of RUT --param target=2825",
    "growth_needed": "--of RUT --param target=2825",
    "rank_within": "--of XLF",
}

_KINDS = {
    "int": "whole number", "float": "number", "date": "date", "str": "text", "Basis": "total or price",
    "Direction": "high or low", "Window": "number of sessions, or mtd, qtd, ytd, all",
}  # fmt: skip


def pairs_dict() -> dict[str, object]:
    """The catalog as plain data."""
    about = {name: str(entry.get("about", "")) for name, entry in read_catalog()["groups"].items()}
    return {
        "pairs": [{"pair": name, **_pair_dict(pair), "about": pair.about} for name, pair in catalog().items()],
        "groups": [{"group": name, "members": list(names), "about": about[name]} for name, names in groups().items()],
    }


def _pair_dict(pair: Pair) -> dict[str, object]:
    before = _pair_dict(pair.before) if pair.before else None
    return {"first": str(pair.first), "second": str(pair.second), "before": before}


def show_pairs(screen: Screen) -> None:
    rows = [(name, f"{pair.first}/{pair.second}", _about(pair)) for name, pair in catalog().items()]
    parts: list[RenderableType] = [table(["pair", "legs", "what"], rows), ""]
    parts += [heading("Groups, to rank members within (--param group=NAME)")]
    parts += [table(["group", "members"], [(name, " ".join(members)) for name, members in groups().items()]), ""]
    screen.show(*parts, "Any two symbols or baskets make a pair too: IWM/SPY, XLI+XLF/XLK.")


def _about(pair: Pair) -> str:
    before = f"; {pair.before.first}/{pair.before.second} before the funds" if pair.before else ""
    return f"{pair.about}{before}"


def measure_dict(name: str) -> dict[str, object]:
    """A measure as plain data; `UsageError` with the nearest names where there is none."""
    if name not in ASKED:
        raise unknown("Measure", name, ASKED, "`rotascope measures` lists them.")
    asked = signature(name)
    return {
        "measure": name,
        "of": asked.subject,
        "natural": asked.natural,
        "params": [{"name": key, "kind": kind, "default": asked.defaults[key]} for key, kind in asked.kinds.items()],
        "summary": asked.summary,
        "formula": asked.formula,
        "example": example(asked),
    }


def example(asked: Signature) -> str:
    """A command that answers on the embedded data."""
    given = "" if asked.subject == "none" or asked.natural else f"--of {_SUBJECTS[asked.subject]}"
    return f"rotascope ask {asked.name} {_EXAMPLES.get(asked.name, given)}".strip()


def measures_dict() -> dict[str, object]:
    """Every measure as plain data."""
    return {"measures": [measure_dict(name) for name in ASKED]}


def show_measures(screen: Screen) -> None:
    rows = [(name, signature(name).summary) for name in ASKED]
    screen.show(table(["measure", "what it says"], rows), "", "`rotascope measures NAME` shows one in full.")


def show_measure(screen: Screen, name: str) -> None:
    found: Any = measure_dict(name)
    natural = f"; {found['natural']} where none is given" if found["natural"] else ""
    rows: list[tuple[str, RenderableType]] = [("of", f"{found['of']}{natural}")]
    rows += [(param["name"], parameter_words(param)) for param in found["params"]]
    rows += [("example", screen.command(found["example"]))]
    paragraphs = [" ".join(part.split()) for part in found["formula"].split("\n\n")]
    spaced = [part for paragraph in paragraphs for part in (paragraph, "")]
    screen.show(heading(name), *spaced, facts(rows))


def parameter_words(param: Mapping[str, Any]) -> str:
    """What a parameter takes, and its default."""
    kind = str(param["kind"]).removesuffix(" | None")
    default = "" if param["default"] is None else f"; {param['default']} by default"
    return f"{_KINDS.get(kind, kind)}{default}"
