"""What every command prints: help, plain characters, 80 columns, no colour in pipes; and what it loads."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import typer

from rotascope.cli.app import app
from rotascope.cli.screen import continued
from tests.cli.running import run, spawn

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
SHOWN = {
    "ask": ("ask", "opening_rank", "--of", "IWM", "--as-of", "2026-01-14"),
    "series": ("ask", "relative_strength", "--of", "small/mega", "--as-of", "2026-01-14"),
    "board": ("board", "--as-of", "2026-01-14"),
    "early board": ("board", "--as-of", "2001-01-12"),
    "quote": ("quote", "IWM", "RUT", "BRK.B", "--as-of", "2026-01-14"),
    "pairs": ("pairs",),
    "measures": ("measures",),
    "measure": ("measures", "period_return"),
    "data": ("data",),
    "symbols": ("data", "--symbols"),
    "version": ("version",),
    "brief": ("brief", "--as-of", "2026-01-14"),
    "regime": ("regime", "IWM/SPY", "--as-of", "2026-01-14"),
    "episodes": ("episodes", "small/large", "--as-of", "2026-01-14"),
    "forecast": ("forecast", "small/large", "--as-of", "2026-01-14", "--outcome", "--no-ledger"),
    "ledger": ("ledger",),
    "study": ("study", "--name", "streak-10", "--as-of", "2026-01-14", "--no-ledger"),
    "scan": ("scan", "us:mega:Energy", "--as-of", "2026-01-14", "--model", "jump", "--workers", "1"),
    "jump": ("regime", "IWM/SPY", "--as-of", "2002-01-14", "--model", "jump"),
    "scoreboard": ("scoreboard", "--as-of", "2026-01-14"),
}


def test_every_command_of_the_contract_is_there() -> None:
    contract = ["brief", "board", "ask", "why", "quote", "pairs", "measures", "data", "version"]
    contract += ["regime", "episodes", "forecast", "ledger", "study", "scan", "scorecard", "check", "scoreboard"]
    assert contract == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0
    assert run(name, "-h") == ran
    assert len(re.findall(rf"^    rotascope {name}\b", ran.out, re.MULTILINE)) >= 2
    parameters = typer.main.get_command(app).commands[name].params  # type: ignore[attr-defined]
    assert all(getattr(parameter, "help", None) for parameter in parameters)


def test_help_alone_lists_every_command_whole() -> None:
    ran = run()
    assert ran.code == 0
    assert ran == run("--help")
    assert "..." not in ran.out.partition("Commands:")[2]
    assert all(f"\n  {name} " in ran.out for name in COMMANDS)


@pytest.mark.parametrize("arguments", SHOWN.values(), ids=SHOWN)
def test_lines_fit_80_columns(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run(*arguments)
    assert ran.code == 0
    assert [line for line in ran.lines if len(line) > 80] == []
    assert [line for line in ran.lines if line != line.rstrip()] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert [line for line in run(name, "--help").lines if len(line) > 80] == []


@pytest.mark.parametrize("name", ["ask", "board", "brief"])
def test_plain_characters_where_the_locale_has_no_others(name: str) -> None:
    ran = spawn(*SHOWN[name], env={"LC_ALL": "C", "COLUMNS": "80"})
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.isascii()
    assert "?" not in ran.out


def test_json_in_a_plain_locale_is_escaped_not_lossy() -> None:
    assert spawn("measures", "--json", env={"LC_ALL": "C"}).json == run("measures", "--json").json


def test_no_colour_in_a_pipe_and_none_where_it_is_not_wanted() -> None:
    assert "\x1b" not in run(*SHOWN["board"]).out
    assert "\x1b[3" not in spawn(*SHOWN["board"], env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert "\x1b[3" in spawn(*SHOWN["board"], env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}).out


def test_json_is_never_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert run(*SHOWN["ask"], "--json").json["value"] == 3


def test_a_long_command_is_continued_so_that_a_shell_still_reads_it() -> None:
    command = "rotascope ask period_return --of IWM --since 2025-12-31 --as-of 2026-01-14 --param basis=total"
    broken = continued(command, 60)
    assert max(map(len, broken.splitlines())) <= 60
    said = subprocess.run(["sh", "-c", f"echo {broken}"], capture_output=True, check=True, text=True).stdout
    assert said == f"{command}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_the_commands(shell: str) -> None:
    environment = {
        "_ROTASCOPE_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "rotascope bo",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": "rotascope bo",
        "COMP_CWORD": "1",
    }
    assert "board" in spawn(env=environment).out


def test_completion_names_measures_and_pairs() -> None:
    for words, found in [("ask period_r", "period_return"), ("brief small/", "small/mega")]:
        environment = {"COMP_WORDS": f"rotascope {words}", "COMP_CWORD": "2"}
        assert found in spawn(env=environment | {"_ROTASCOPE_COMPLETE": "complete_bash"}).out


SLOW = ("numba", "pandas", "altair", "scipy", "statsmodels", "pyarrow", "vl_convert", "matplotlib", "jinja2")
PROBE = """
import sys
from rotascope.cli import main
code = main(sys.argv[1:])
sys.stderr.write(" ".join(sys.modules))
sys.exit(code)
"""


@pytest.mark.parametrize("name", ["ask", "board", "quote", "brief"])
def test_nothing_slow_is_loaded(name: str) -> None:
    command = [sys.executable, "-c", PROBE, *SHOWN[name]]
    done = subprocess.run(command, capture_output=True, check=True, env=os.environ, text=True)
    loaded = {module.partition(".")[0] for module in done.stderr.split()}
    assert "rotascope" in loaded
    assert loaded & set(SLOW) == set()


def test_importing_the_package_loads_no_library() -> None:
    probe = "import sys; before = set(sys.modules); import rotascope; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True, text=True)
    loaded = {module.partition(".")[0] for module in done.stdout.split()}
    assert loaded <= {"rotascope", *sys.stdlib_module_names}
