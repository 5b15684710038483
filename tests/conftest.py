"""For every test: nothing is skipped, examples are the same each run, and no user's store is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

# A slow machine must not fail a test that is right, so neither deadlines nor the speed check apply.
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")


@pytest.fixture(scope="session", autouse=True)
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The embedded vintage alone answers: the user's home folder, keys and addresses stay out."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ROTASCOPE_")]:
            if name != "ROTASCOPE_CONTRACT":
                patch.delenv(name)
        patch.setenv("ROTASCOPE_HOME", str(tmp_path_factory.mktemp("home") / "rotascope"))
        yield


def _refuse(report: Any) -> Any:
    """A skipped or expected failure, made a plain failure that says so."""
    if report.skipped or hasattr(report, "wasxfail"):
        reason = getattr(report, "wasxfail", "") or report.longrepr
        report.__dict__.pop("wasxfail", None)
        report.outcome = "failed"
        report.longrepr = f"No test may be skipped or expected to fail: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    return _refuse((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return _refuse((yield))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many answered questions of each measure the truncation contract compared."""
    reports = terminalreporter.stats.get("passed", [])
    counts = [value for report in reports for name, value in report.user_properties if name == "contract_examples"]
    if counts:
        terminalreporter.write_line(
            f"Truncation contract: {len(counts)} registry entries, {min(counts)} to {max(counts)} answered questions"
            f" each, {sum(counts):,} in all, with later rows deleted, present and poisoned."
        )
