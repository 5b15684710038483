"""`study`: what followed, in these data, whenever something was so, and what chance alone would show."""

from __future__ import annotations

import json as text_of
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rotascope.cli.options import AsOf, Json, give
from rotascope.errors import UsageError

if TYPE_CHECKING:
    from rotascope.cli.screen import Screen
    from rotascope.data.market import Market
    from rotascope.explain.studies import Study

PAGE = Path("study.html")


def study(
    condition: Annotated[
        str | None, typer.Argument(metavar="CONDITION", help="What was so; docs/studies.md has the language.")
    ] = None,
    then: Annotated[str | None, typer.Option("--then", metavar="OUTCOME", help="What is looked at afterwards.")] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="A study of the catalog; --list has them.")
    ] = None,
    as_of: AsOf = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="terminal, html, md or json; else by the end of FILE."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the studies of the catalog.")] = False,
    no_ledger: Annotated[bool, typer.Option("--no-ledger", help="Do not count this as a trial.")] = False,
    json: Json = False,
) -> None:
    """What usually followed: cases, outcomes, base rate and chance.

    First the smallest effect that so few cases could show; last whether chance alone would do. Conditions see only
    what was public on their day; outcomes count when they are over by the as-of. Each study is a trial, counted in the
    ledger in your home folder: the more were tried, the less a small p-value means.

    \b
    Examples:
      rotascope study --name january-effect
      rotascope study "outperformance_streak(IWM/SPY) >= 10" \\
          --then "active_return(IWM, SPY, next 63)"
      rotascope study "strength_level(small/large) crosses above 0" \\
          --then "leader_still_leads(small/large, next 126)" --as-of 2026-01-14
      rotascope study "active_return(IWM/SPY, first 10 sessions of year) > 2%" \\
          --then "active_return(IWM/SPY, rest of year)" --out study.html
      rotascope study --list
    """
    if listed:
        give(json, list_dict, show_list)
        return
    asked = _asked(condition, then, name)
    _deliver(_told(asked, as_of, not no_ledger), json, format, out)


@dataclass(frozen=True)
class Asked:
    condition: str
    then: str
    about: str = ""


@dataclass(frozen=True)
class Told:
    """A study with its data's version and its place among the studies of the ledger (None: not counted)."""

    study: Study
    about: str
    vintage: str
    trials: int | None

    @property
    def remark(self) -> str:
        from rotascope.explain.studies.wording import family

        return "" if self.trials is None else family(self.study.chance.p_value, self.trials)

    def to_dict(self) -> dict[str, object]:
        told = {"vintage": self.vintage, "trials": self.trials, "remark": self.remark or None}
        return self.study.to_dict() | told


def _asked(condition: str | None, then: str | None, name: str | None) -> Asked:
    from rotascope.explain.studies import named_study

    if name is not None:
        if condition is not None or then is not None:
            raise UsageError("Give a condition with --then, or --name alone.")
        known = named_study(name)
        return Asked(known.condition, known.then, known.about)
    if condition is None or then is None:
        raise UsageError(
            'A study needs a condition and an outcome: rotascope study "CONDITION" --then "OUTCOME"; or a name,'
            " --name january-effect (--list has them)."
        )
    return Asked(condition, then)


def _told(asked: Asked, as_of: str | None, counted: bool) -> Told:
    from rotascope.data.market import Market
    from rotascope.explain.studies import study as studied
    from rotascope.publish.brief import data_version

    market = Market.open()
    panel = market.as_of(as_of or _last_day(asked, market))
    found = studied(asked.condition, asked.then, panel, progress=_say if sys.stderr.isatty() else None)
    version = data_version(market)
    return Told(found, asked.about, version, _counted(found, version) if counted else None)


def _say(words: str) -> None:
    print(f"{words} ...", file=sys.stderr)  # noqa: T201


def _last_day(asked: Asked, market: Market) -> date:
    """The last session on which everything that the study reads has data."""
    from rotascope.explain.studies import subjects_of
    from rotascope.questions import last_session

    found = subjects_of(asked.condition, asked.then, market)
    return min((last_session(market, of) for of in found), default=market.last_day)


def _counted(found: Study, version: str) -> int:
    """Enter the trial, once however often it is asked; the number of studies in the ledger."""
    from rotascope.data.ledger import Ledger

    ledger = Ledger.open()
    ledger.append({**found.trial(), "made": date.today(), "vintage": version})
    return sum(entry.get("what") == "study" for entry in ledger.entries("trial"))


def _deliver(told: Told, json: bool, format: str | None, out: Path | None) -> None:
    from rotascope.cli.briefs import deliver, destination
    from rotascope.cli.screen import Screen
    from rotascope.cli.streams import write_json, write_text
    from rotascope.publish.render_files import write_text as write_file
    from rotascope.publish.study import study_document

    chosen, file = destination("json" if json and format is None else format, out, False, PAGE)
    if chosen != "json":
        deliver(study_document(told.study, told.vintage, told.about, told.remark), chosen, file, Screen())
    elif file is None:
        write_json(told.to_dict())
    else:
        write_file(file, text_of.dumps(told.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n")
        write_text(f"The study is at {file.absolute()}")


def list_dict() -> dict[str, object]:
    """The studies of the catalog as plain data."""
    from rotascope.explain.studies import named_studies

    return {
        one.name: {"condition": one.condition, "then": one.then, "about": one.about} for one in named_studies().values()
    }


def show_list(screen: Screen) -> None:
    """Each study with what it asks."""
    from rotascope.cli.screen import facts, heading
    from rotascope.explain.studies import named_studies

    for one in named_studies().values():
        rows = [("about", one.about), ("when", one.condition), ("then", one.then)]
        screen.show(heading(one.name), facts(rows), "")
