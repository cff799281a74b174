"""Mutants of the product's rights: one condition, one check or one filter taken away or turned round at a time.

They are made from the syntax tree of a function and put in place of its code, in this process and only for a moment.
"""

from __future__ import annotations

import ast
import copy
import inspect
import pkgutil
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

from tests.walls.rights import policies

VIEWS = ("orientir.access.views", "orientir.roadmaps.views", "orientir.files.views", "orientir.desk.views")
Change = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """One function with one place changed."""

    place: str
    change: str
    function: FunctionType
    source: ast.FunctionDef

    def __str__(self) -> str:
        return f"{self.place}: {self.change}"

    @contextmanager
    def applied(self) -> Iterator[None]:
        usual = self.function.__code__
        self.function.__code__ = _compiled(self.source, self.function)
        try:
            yield
        finally:
            self.function.__code__ = usual


def of_policies() -> Iterator[Mutant]:
    """Yield mutants of every right of every app."""
    for module in policies():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__:
                yield from _mutants(f"{module.__name__}.{name}", function, _of_a_right)


def of_views() -> Iterator[Mutant]:
    """Yield mutants of every page: each check dropped, each right true, each filter left out."""
    for package in VIEWS:
        for module in _modules(package):
            for _, owner in inspect.getmembers(module, inspect.isclass):
                if owner.__module__ == module.__name__:
                    for name, function in vars(owner).items():
                        inner = inspect.unwrap(getattr(function, "fget", function))
                        if inspect.isfunction(inner) and inner.__code__.co_filename == module.__file__:
                            yield from _mutants(f"{module.__name__}.{owner.__name__}.{name}", inner, _of_a_page)


def _modules(package: str) -> Iterator[ModuleType]:
    module = import_module(package)
    yield module
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"{package}."):
        yield import_module(found.name)


def _mutants(
    place: str, function: FunctionType, changes: Callable[[ast.FunctionDef], Iterator[tuple[ast.AST, str, Any]]]
) -> Iterator[Mutant]:
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    if not isinstance(parsed, ast.FunctionDef):
        return
    for node, words, put in changes(parsed):
        yield Mutant(place.removeprefix("orientir."), words, function, _with(parsed, node, put))


def _of_a_right(parsed: ast.FunctionDef) -> Iterator[tuple[ast.AST, str, Any]]:
    returns = ast.unparse(parsed.returns) if parsed.returns else ""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Return) and node.value is not None:
            if returns == "bool":
                yield node.value, f"{_short(node)} → True", ast.Constant(True)
                yield node.value, f"{_short(node)} → not", ast.UnaryOp(ast.Not(), node.value)
            elif returns.endswith(("QuerySet", "Openings")) or "QuerySet[" in returns:
                yield node.value, f"{_short(node)} → all", _unfiltered(node.value)
        yield from _of_a_condition(node)


def _of_a_condition(node: ast.AST) -> Iterator[tuple[ast.AST, str, Any]]:
    if isinstance(node, ast.BoolOp):
        for left_out in node.values:
            rest = [value for value in node.values if value is not left_out]
            put = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield node, f"without {_short(left_out)}", put
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd):
        yield node, f"without {_short(node.right)}", node.left
        yield node, f"without {_short(node.left)}", node.right
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("filter", "exclude")
    ):
        yield node, f"without .{node.func.attr}{_arguments(node)}", ast.Call(_attribute(node.func.value, "all"), [], [])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield node, f"{_short(node)} without its not", node.operand


def _of_a_page(parsed: ast.FunctionDef) -> Iterator[tuple[ast.AST, str, Any]]:
    for node in ast.walk(parsed):
        if isinstance(node, ast.Expr) and _called(node.value) in ("require", "permit"):
            yield node, f"without {_short(node)}", ast.Pass()
        elif isinstance(node, ast.Call) and _called(node).startswith("can_"):
            yield node, f"{_short(node)} → True", ast.Constant(True)
        elif isinstance(node, ast.Call) and _called(node).startswith("visible_"):
            yield node, f"{_short(node)} → all", _unfiltered(node)


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _unfiltered(rows: ast.expr) -> ast.expr:
    return ast.Call(_attribute(_attribute(_attribute(rows, "model"), "_default_manager"), "all"), [], [])


def _attribute(of: ast.expr, name: str) -> ast.expr:
    return ast.Attribute(of, name, ast.Load())


def _arguments(node: ast.Call) -> str:
    return f"({', '.join([*map(ast.unparse, node.args), *map(ast.unparse, node.keywords)])})"


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _with(parsed: ast.FunctionDef, node: ast.AST, put: Any) -> ast.FunctionDef:
    """Return the function with one node replaced; the tree given stays as it is."""

    class Replacing(ast.NodeTransformer):
        def visit(self, found: ast.AST) -> Any:
            return put if found is node else super().visit(found)

    memory = {id(node): node, id(put): put}
    kept = copy.deepcopy(parsed, memory)
    kept.decorator_list = []
    return ast.fix_missing_locations(Replacing().visit(kept))


def _compiled(source: ast.FunctionDef, function: FunctionType) -> Any:
    """Return the code of the changed function, with the same free names as the usual one."""
    free = function.__code__.co_freevars
    outer = ast.FunctionDef(
        name="outer",
        args=ast.arguments([], [ast.arg(name) for name in free], None, [], [], None, []),
        body=[source, ast.Return(ast.Name(source.name, ast.Load()))],
        decorator_list=[],
        returns=None,
        type_params=[],
    )
    tree = ast.fix_missing_locations(ast.Module([outer], []))
    names: dict[str, Any] = {}
    exec(compile(tree, function.__code__.co_filename, "exec", flags=_annotations()), function.__globals__, names)
    made: FunctionType = names["outer"](*[None] * len(free))
    code = made.__code__
    if code.co_freevars != free:
        raise ValueError(f"{function.__qualname__}: uses other names of its class than before")
    return code


def _annotations() -> int:
    import __future__

    return __future__.annotations.compiler_flag
