"""The layers of the package hold, and the walker that says so sees every way around them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.import_walk import Source, walk
from tests.layers import cycle, layer_breaches, outside_touches, slow_imports

PACKAGE = Path(__file__).parent.parent / "src" / "rotascope"


@pytest.fixture(scope="module")
def package() -> list[Source]:
    return walk(PACKAGE)


def test_every_module_is_read(package: list[Source]) -> None:
    assert {"rotascope", "rotascope.errors", "rotascope.data.store"} <= {source.name for source in package}
    assert sum(len(source.imports) for source in package) > 50


def test_rows_import_only_rows_above(package: list[Source]) -> None:
    assert layer_breaches(package) == []


def test_no_import_cycle(package: list[Source]) -> None:
    assert cycle(package) == []


def test_slow_libraries_are_imported_where_used(package: list[Source]) -> None:
    assert slow_imports(package) == []


def test_files_sockets_and_clock_stay_in_their_rows(package: list[Source]) -> None:
    assert outside_touches(package) == []


def made(folder: Path, files: dict[str, str]) -> list[Source]:
    """The sources of a small package called rotascope."""
    for name, text in files.items():
        file = folder / "rotascope" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
        (file.parent / "__init__.py").touch()
    return walk(folder / "rotascope")


UPWARD = {
    "plain": "import rotascope.publish.brief",
    "named": "from rotascope.publish import brief",
    "from the root": "from rotascope import publish",
    "from the root's exports": "from rotascope import Market",
    "relative": "from ..publish import brief",
    "relative root": "from .. import publish",
    "in a function": "def f():\n    from rotascope.publish import brief\n",
    "for types": "import typing\nif typing.TYPE_CHECKING:\n    from rotascope.publish import brief\n",
    "by name": "from importlib import import_module\nimport_module('rotascope.publish.brief')",
    "by relative name": "import importlib\nimportlib.import_module('..publish.brief', __package__)",
    "by a computed name": "name = 'rotascope.' + 'publish'\n__import__(name)",
    "in a method": "class A:\n    def f(self):\n        from ..cli import main",
    "in a failed try": "try:\n    pass\nexcept ImportError:\n    import rotascope.server.app\n",
}


@pytest.mark.parametrize("text", UPWARD.values(), ids=UPWARD)
def test_an_import_of_a_later_row_is_seen(tmp_path: Path, text: str) -> None:
    later = dict.fromkeys(("publish/brief.py", "server/app.py", "cli.py"), "")
    (breach,) = layer_breaches(made(tmp_path, {"measures/returns.py": text, **later}))
    assert breach.startswith("rotascope.measures.returns, line ")


def test_imports_of_rows_above_and_of_the_version_are_fine(tmp_path: Path) -> None:
    text = """
        import json
        from rotascope import __version__
        from rotascope.data.store import Store
        from .records import streak
        from ..errors import UsageError
    """
    sources = made(tmp_path, {"measures/returns.py": text, "measures/records.py": "", "errors.py": ""})
    assert layer_breaches(sources) == []


def test_a_module_outside_the_rows_is_seen(tmp_path: Path) -> None:
    (breach,) = layer_breaches(made(tmp_path, {"helpers.py": ""}))
    assert breach == "rotascope.helpers: no row of the layers names it"


def test_a_cycle_through_a_function_is_seen(tmp_path: Path) -> None:
    first = "def f():\n    from rotascope.data.store import Store\n"
    second = "from . import panel"
    found = cycle(made(tmp_path, {"data/panel.py": first, "data/store.py": second}))
    assert set(found) == {"rotascope.data.panel", "rotascope.data.store"}


def test_slow_libraries_are_seen_at_module_level_only(tmp_path: Path) -> None:
    text = """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            import pandas as pd
        else:
            import numba
        try:
            from scipy import stats
        except ImportError:
            stats = None
        class A:
            import statsmodels.api
        def f():
            import altair
    """
    found = " ".join(slow_imports(made(tmp_path, {"models/markov.py": text})))
    assert all(name in found for name in ("numba", "scipy", "statsmodels"))
    assert not any(name in found for name in ("pandas", "altair"))


def test_compiled_loops_may_import_numba_and_are_imported_in_functions_only(tmp_path: Path) -> None:
    loops = "from numba import njit\nfrom rotascope.kernels import compiled_other\n"
    files = {"kernels/compiled_loops.py": loops, "kernels/compiled_other.py": ""}
    lazy = "def f():\n    from rotascope.kernels import compiled_loops\n"
    assert slow_imports(made(tmp_path / "lazy", {**files, "kernels/breadth.py": lazy})) == []
    eager = "from rotascope.kernels import compiled_loops\nimport numba\n"
    found = slow_imports(made(tmp_path / "eager", {**files, "kernels/breadth.py": eager}))
    assert [line.split(": ")[0] for line in found] == [f"rotascope.kernels.breadth, line {n}" for n in (1, 2)]
    other = slow_imports(made(tmp_path / "other", {"kernels/compiled_loops.py": "import scipy\n"}))
    assert len(other) == 1


TOUCHES = {
    "file": "open('x')",
    "path": "Path('x').read_text()",
    "existence": "path.exists()",
    "frame": "pl.read_parquet('x')",
    "array": "np.load('x')",
    "environment": "import os\n",
    "environment by name": "from os import environ\n",
    "socket": "def f():\n    import httpx\n",
    "part of a library": "import urllib.request\n",
    "from a library": "from urllib import request\nimport urllib.request as r\n",
    "clock": "from time import perf_counter\n",
    "today": "date.today()",
    "now": "datetime.datetime.now(tz)",
}


ALLOWED = (
    "data/bodies.py",
    "config.py",
    "cli.py",
    "server/app.py",
    "publish/render.py",
    "publish/render/page.py",
)


@pytest.mark.parametrize("text", TOUCHES.values(), ids=TOUCHES)
def test_a_touch_of_the_outside_is_seen(tmp_path: Path, text: str) -> None:
    assert len(outside_touches(made(tmp_path / "inner", {"publish/charts.py": text}))) == 1
    for name in ALLOWED:
        assert outside_touches(made(tmp_path / name.replace("/", "-"), {name: text})) == []


def test_inner_work_is_no_touch(tmp_path: Path) -> None:
    text = """
        from urllib.parse import quote
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            import os
        text = "a".replace("a", "b")
        market = Market.open()
        other = rs.Market.open()
        store.scan("prices")
    """
    assert outside_touches(made(tmp_path, {"publish/charts.py": text})) == []
