"""No dead code: a function, class or constant of a module is named somewhere besides its own definition."""

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.architecture import sources

CHECKED = ("models/", "exports/", "ui/")
# A decorator outside this list registers what it decorates, which is a use.
PLAIN_DECORATORS = {"dataclass", "cache", "lru_cache", "contextmanager", "total_ordering", "final", "unique"}

Definition = tuple[str, ast.stmt]


def definitions(tree: ast.Module) -> Iterator[Definition]:
    """The functions, classes and constants of a module, with the statement that makes them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if all(_decorator_name(each) in PLAIN_DECORATORS for each in node.decorator_list):
                yield node.name, node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from ((each.id, node) for each in ast.walk(target) if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node


def _decorator_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def uses(tree: ast.AST) -> Counter[str]:
    """How often each name is read, imported, or given as a string without spaces."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found[node.id] += 1
        elif isinstance(node, ast.Attribute):
            found[node.attr] += 1
        elif isinstance(node, ast.alias):
            found[node.name.rpartition(".")[2]] += 1
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            found[node.value] += 1
    return found


def unused(checked: list[tuple[str, ast.Module]], everything: Counter[str]) -> list[str]:
    """`file: name` of each definition that only its own statement uses."""
    return [
        f"{file}: {name}"
        for file, tree in checked
        for name, node in definitions(tree)
        if not name.startswith("__") and everything[name] <= uses(node)[name]
    ]


def test_every_name_is_used() -> None:
    everything: Counter[str] = Counter()
    for source in (*sources.shipped(), *sources.tests()):
        everything.update(uses(source.tree))
    checked = [(each.name, each.tree) for each in sources.shipped() if each.name.startswith(CHECKED)]
    found = unused(checked, everything)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def lonely(): return lonely()", ["lonely"]),
        ("LONELY = 1", ["LONELY"]),
        ("lonely: int = 1", ["lonely"]),
        ("class Lonely: pass", ["Lonely"]),
        ("@cache\ndef lonely(): pass", ["lonely"]),
        ("@register('x')\ndef handler(): pass", []),
        ("def used(): pass\nused()", []),
        ("USED = 1\nother.USED", []),
        ("from elsewhere import used\ndef used(): pass", []),
        ("__version__ = '1'", []),
    ],
)
def test_the_rule_itself(code: str, names: list[str]) -> None:
    tree = ast.parse(code)
    assert unused([("file", tree)], uses(tree)) == [f"file: {name}" for name in names]
