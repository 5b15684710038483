"""Reading: megabytes of text a second, over text dense with claims and over text with few."""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.table import Row, best_time  # noqa: E402
from rotascope.claims.read import read  # noqa: E402

DATED = date(2026, 1, 14)
SIZE = 300_000  # characters a timed text has at least
PROSE = (
    "The committee met in the old building on the square, and the members talked for some hours about the plan. "
    "Nobody who was there remembers who spoke first, but all agree that the room was cold and the coffee poor. "
)


def rows() -> list[Row]:
    """One row for each kind of text."""
    dense = "\n\n".join(_passages())
    article = "\n\n".join(f"{passage} {PROSE * 3}" for passage in _passages())
    plain = PROSE * 50
    return [
        _row("reading an article: one sentence in four or five a claim, MB/s", article, "1 MB/s"),
        _row("reading text in which every sentence is a claim, MB/s", dense, ""),
        _row("reading text without a claim, MB/s", plain, ""),
    ]


def _row(job: str, text: str, aim: str) -> Row:
    long = (text + "\n\n") * (1 + SIZE // len(text))
    seconds = best_time(lambda: read(long, dated=DATED), repeats=3)
    speed = len(long) / 1e6 / seconds
    return Row(job, speed, "MB/s", aim=aim, met=speed >= 1 if aim else None)


def _passages() -> list[str]:
    found = []
    for file in sorted((ROOT / "tests" / "claims" / "passages").glob("*.toml")):
        for passage in tomllib.loads(file.read_text(encoding="utf-8"))["passages"]:
            if passage.get("form", "text") == "text":
                found.append(passage["text"])
    return found


if __name__ == "__main__":
    for row in rows():
        print(row.job, f"{row.ours:.2f}", row.met)
