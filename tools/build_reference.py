"""Write docs/reference.md from the code: every command's help, and every measure.

    python tools/build_reference.py [--check]

--check writes nothing and exits with 1 where the file is not what the code says.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from rotascope.cli.app import app
from rotascope.cli.listings import measures_dict, parameter_words

if TYPE_CHECKING:
    from collections.abc import Sequence

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
HEAD = """# Reference

Made from the code by `make docs`; do not edit. A test fails where it is stale.
"""


def reference() -> str:
    """The whole file."""
    commands = [command.callback.__name__ for command in app.registered_commands if command.callback]
    parts = [HEAD, "## Commands\n", *map(_command, [None, *commands]), "## Measures\n", *_measures()]
    return "\n".join(parts)


def _command(name: str | None) -> str:
    arguments = [name, "--help"] if name else ["--help"]
    shown = CliRunner().invoke(app, arguments, prog_name="rotascope", env={"COLUMNS": "88"})
    if shown.exit_code:
        raise RuntimeError(f"rotascope {' '.join(arguments)} ended with {shown.exit_code}: {shown.output}")
    return f"### rotascope{f' {name}' if name else ''}\n\n```text\n{shown.output.rstrip()}\n```\n"


def _measures() -> list[str]:
    found: Any = measures_dict()["measures"]
    index = ", ".join(f"[{entry['measure']}](#{entry['measure']})" for entry in found)
    return [f"{index}\n", *map(_measure, found)]


def _measure(entry: dict[str, Any]) -> str:
    natural = f"; `{entry['natural']}` where none is given" if entry["natural"] else ""
    lines = [f"- subject (`--of`): {entry['of']}{natural}"]
    lines += [f"- `{param['name']}`: {parameter_words(param)}" for param in entry["params"]]
    lines += [f"- example: `{entry['example']}`"]
    return f"### {entry['measure']}\n\n{entry['formula']}\n\n" + "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file, or with --check compare; 1 where it is stale."""
    parser = argparse.ArgumentParser(description="Write docs/reference.md from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file is stale")
    options = parser.parse_args(arguments)
    text = reference()
    held = REFERENCE.read_text(encoding="utf-8") if REFERENCE.is_file() else ""
    if held == text:
        print("docs/reference.md is what the code says.")
        return 0
    if options.check:
        print("docs/reference.md is stale; run `make docs`.", file=sys.stderr)
        return 1
    REFERENCE.write_text(text, encoding="utf-8")
    print("docs/reference.md is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
