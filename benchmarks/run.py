"""`make bench`: every table in one run, printed and kept in benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import (  # noqa: E402
    breadth,
    changes,
    checking,
    episodes,
    forecasts,
    jump,
    kernels,
    markov,
    processes,
    questions,
    reading,
    studies,
)
from benchmarks.table import page  # noqa: E402

PARTS = (processes, checking, questions, kernels, episodes, changes, jump, markov, forecasts, reading, studies)


def main() -> int:
    parser = argparse.ArgumentParser(description="Speed and memory, as ratios of one run.")
    parser.add_argument("--raw", type=Path, help="the folder of raw files, for the full-scale rows")
    raw = parser.parse_args().raw
    bandwidth = kernels.bandwidth()
    found = []
    for part in PARTS:
        print(f"running {part.__name__} ...", file=sys.stderr)
        found += part.rows()
    if raw is not None:
        print("running the whole raw panel ...", file=sys.stderr)
        found += breadth.rows(raw)
    text = page(found, bandwidth, markov.NOTES + (() if raw is None else breadth.NOTES))
    (ROOT / "benchmarks" / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)
    wrong = [row.job for row in found if row.same is False]
    if wrong:
        print(f"Results differ from the peer's: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
