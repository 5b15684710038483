"""Reads what a package's source files import and touch, without running them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Stands for the target of an import whose name is only known when the code runs.
DYNAMIC = "<computed when run>"


@dataclass(frozen=True)
class Import:
    """`target` is absolute: the module, or the package where the imported name is no module of its own."""

    target: str
    line: int
    in_function: bool
    for_types: bool


@dataclass(frozen=True)
class Source:
    """One module: its dotted name, its imports, and its calls as (dotted text as written, line)."""

    name: str
    imports: tuple[Import, ...]
    calls: tuple[tuple[str, int], ...]


def walk(package: Path) -> list[Source]:
    """Every module under the folder `package`, sorted by name."""
    files = {_dotted(package, file): file for file in package.rglob("*.py")}
    return [_read(name, files[name], frozenset(files)) for name in sorted(files)]


def _dotted(package: Path, file: Path) -> str:
    parts = [package.name, *file.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(name: str, file: Path, modules: frozenset[str]) -> Source:
    home = name if file.name == "__init__.py" else name.rpartition(".")[0]
    visitor = _Visitor(home, modules)
    visitor.visit(ast.parse(file.read_text(encoding="utf-8"), str(file)))
    return Source(name, tuple(visitor.imports), tuple(visitor.calls))


def _names_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


class _Visitor(ast.NodeVisitor):
    """Collects imports and calls, and whether they stand in a function or a type-checking block."""

    def __init__(self, home: str, modules: frozenset[str]) -> None:
        self.home, self.modules = home, modules
        self.imports: list[Import] = []
        self.calls: list[tuple[str, int]] = []
        self.functions = self.type_blocks = 0

    def _add(self, target: str, line: int) -> None:
        self.imports.append(Import(target, line, self.functions > 0, self.type_blocks > 0))

    def _absolute(self, module: str, level: int) -> str:
        if level == 0:
            return module
        parts = self.home.split(".")
        return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = self._absolute(node.module or "", node.level)
        for alias in node.names:
            full = f"{base}.{alias.name}"
            self._add(full if full in self.modules or alias.name == "__version__" else base, node.lineno)

    def visit_If(self, node: ast.If) -> None:
        typed = _names_type_checking(node.test)
        self.type_blocks += typed
        for statement in node.body:
            self.visit(statement)
        self.type_blocks -= typed
        for part in (node.test, *node.orelse):
            self.visit(part)

    def _function(self, node: ast.AST) -> None:
        self.functions += 1
        self.generic_visit(node)
        self.functions -= 1

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _function  # noqa: N815

    def visit_Call(self, node: ast.Call) -> None:
        text = ast.unparse(node.func)
        self.calls.append((text, node.lineno))
        if text.rpartition(".")[2] in {"import_module", "__import__"}:
            self._add(self._named(node), node.lineno)
        self.generic_visit(node)

    def _named(self, node: ast.Call) -> str:
        first = node.args[0] if node.args else None
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            return DYNAMIC
        bare = first.value.lstrip(".")
        return self._absolute(bare, len(first.value) - len(bare))
