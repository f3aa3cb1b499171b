"""Which fields of ``scraper.publication`` the program reads, told from its source: a word that nothing reads is dead.

The types of names are followed only as far as this code base needs: annotations of parameters and of classes, loops,
and assignments. Reading a field of an object whose type is not known counts for nothing, so a false alarm is cured by
annotating a parameter.
"""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator
from pathlib import Path

from scraper import publication

ROOT = Path(__file__).parents[2]
TYPES = {
    name: type_
    for name, type_ in vars(publication).items()
    if isinstance(type_, type) and type_.__module__ == publication.__name__
}


def fields_read() -> set[tuple[str, str]]:
    """Type and name of every field that is read by what obeys a publication file, and not only by what checks it."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "scraper").rglob("*.py"))}
    known = {_name_of(node): found for tree in trees.values() for node in ast.walk(tree) if (found := _declared(node))}
    reading = Reading(known)
    for path, tree in trees.items():
        if path.parent.name != "catalogue" and path.name != "publication.py":
            reading.visit(tree)
    return reading.read


class Reading(ast.NodeVisitor):
    """Follows the types of names through a module, and notes each field that is read."""

    def __init__(self, known: dict[str, str]) -> None:
        self.read: set[tuple[str, str]] = set()
        self._known = known  # what functions give back and attributes hold, by name
        self._names: dict[str, str] = {}
        self._texts: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """The body, with the types of the parameters."""
        outer, self._texts = self._names, _texts_of(node)
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        self._names = outer | {each.arg: found for each in arguments if (found := _named(each.annotation))}
        self.generic_visit(node)
        self._names = outer

    def visit_Assign(self, node: ast.Assign) -> None:
        """What is assigned, to a name or to several."""
        self.generic_visit(node)
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        for target in node.targets:
            for name, value in zip(target.elts if isinstance(target, ast.Tuple) else [target], values, strict=False):
                self._bind(name, value)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """``name := value``."""
        self._bind(node.target, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        """A loop."""
        self._bind(node.target, node.iter)
        self.generic_visit(node)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        for part in node.generators:
            self._bind(part.target, part.iter)
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """A field of something."""
        if isinstance(node.ctx, ast.Load) and (holder := self._type(node.value)):
            self.read.add((holder, node.attr))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """A call: ``key=lambda`` takes what is sorted; ``getattr`` may read what the function names."""
        first = node.args[0] if node.args else node.func
        kind = self._type(node.func.value if isinstance(node.func, ast.Attribute) else first)
        for key in node.keywords:
            if kind and isinstance(key.value, ast.Lambda):
                self._names |= {each.arg: kind for each in key.value.args.args}
        if kind and _name_of(node.func) == "getattr":
            self.read |= {(kind, each) for each in self._texts}
        self.generic_visit(node)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        for name in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(name, ast.Name):
                self._names.pop(name.id, None)
                if found := self._type(value):
                    self._names[name.id] = found

    def _type(self, node: ast.expr) -> str | None:
        """The type of an expression, or of what it holds, where it is one of ``TYPES``."""
        match node:
            case ast.Name():
                return self._names.get(node.id)
            case ast.Attribute():
                holder = self._type(node.value)
                return _held(holder, node.attr) if holder else self._known.get(node.attr)
            case ast.Subscript():
                return self._type(node.value)
            case ast.Call(func=ast.Attribute(attr="get" | "values" | "items") as called):
                return self._type(called.value)
            case ast.Call(func=ast.Name(id="replace" | "enumerate" | "sorted" | "list" | "reversed"), args=[first, *_]):
                return self._type(first)
            case ast.Call():
                return self._known.get(_name_of(node.func))
            case ast.BoolOp():
                return next(filter(None, map(self._type, node.values)), None)
            case ast.ListComp():
                return self._type(node.elt)
            case ast.IfExp():
                return self._type(node.body) or self._type(node.orelse)
        return None


def _held(type_: str, field: str) -> str | None:
    hints = typing.get_type_hints(TYPES[type_])
    return next(iter(_types_in(hints[field])), None) if field in hints else None


def _types_in(hint: object) -> Iterator[str]:
    yield from (name for name, type_ in TYPES.items() if hint is type_)
    for part in typing.get_args(hint):
        yield from _types_in(part)


def _texts_of(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def _declared(node: ast.AST) -> str | None:
    """The type a function gives back, or an attribute of a class holds."""
    if isinstance(node, ast.FunctionDef):
        return _named(node.returns)
    return _named(node.annotation) if isinstance(node, ast.AnnAssign) else None


def _named(annotation: ast.expr | None) -> str | None:
    names = [each.id for each in ast.walk(annotation) if isinstance(each, ast.Name)] if annotation else []
    return next((name for name in names if name in TYPES), None)


def _name_of(node: ast.AST) -> str:
    match node:
        case ast.FunctionDef():
            return node.name
        case ast.AnnAssign():
            return _name_of(node.target)
        case ast.Name():
            return node.id
        case ast.Attribute():
            return node.attr
    return ""
