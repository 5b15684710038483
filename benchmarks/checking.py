"""Checking an article: read, asked and shown, as a user waits for it. No other tool does this, so there is no peer."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.table import Row, middle_time

LIMIT = 3.0
ARTICLE = """Small caps keep the lead

January 14, 2026. The Russell 2000 (NYSE Arca: IWM) is up 5.8% year-to-date, its strongest opening in over a decade.
The Nasdaq 100 (NASDAQ: QQQ) has gained 2.0%. Apple Inc. (NASDAQ: AAPL) fell 4.3% in the first two weeks of January,
while NVIDIA Corp. (NASDAQ: NVDA) is nearly flat since the start of the year.

The Federal Reserve cut rates by 0.25% three times in a row, and the federal funds rate stands at 3.50%-3.75%. The yield
curve is steepening, and regional banks have led the charge. The ten largest companies make up about 40% of the
S&P 500, and some 70% of its members trade above their 50-day average.

A house raised its year-end target for the Russell 2000 to 2,825, which implies double-digit upside from current levels.
The index trades at roughly 18x forward earnings. Energy is the best-performing sector of the year.

AMZN 236.65 -5.95 (-2.45%)
AAPL 259.96 -1.09 (-0.42%)
MSFT 459.38 -11.29 (-2.40%)
TSLA 439.20 -8.00 (-1.79%)
"""


def _check(home: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "rotascope", "check", *arguments, "--as-of", "2026-01-14"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "ROTASCOPE_HOME": home})


def rows() -> list[Row]:
    """The whole process, in the terminal and as a page, of a one-page article with claims of most kinds."""
    with tempfile.TemporaryDirectory() as folder:
        article, page = Path(folder) / "article.txt", Path(folder) / "check.html"
        article.write_text(ARTICLE, encoding="utf-8")
        found = []
        for name, given in (("terminal", ()), ("page", ("--out", str(page)))):
            seconds = middle_time(lambda given=given: _check(folder, str(article), *given))  # type: ignore[misc]
            job = f"check an article, {name} (whole process)"
            found.append(Row(job, seconds, "s", aim=f"at most {LIMIT} s", met=seconds <= LIMIT))
        return found
