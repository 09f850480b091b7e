"""Texts for people are found by the extraction of translations, and nothing shipped says "not yet"."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import sources
from tests.conftest import ROOT

UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|NotImplementedError|not implemented|coming soon)\b|敬请期待|尚未实现|暂未实现|待实现"
)


def texts_that_cannot_be_translated(tree: ast.AST) -> Iterator[str]:
    """Calls of `_()` and `N_()` whose text is put together: f-strings, sums, formatted or empty strings.

    `N_()` takes a literal only; `_()` also takes a name that was marked with `N_()` elsewhere.
    """
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}):
            continue
        text = node.args[0] if len(node.args) == 1 and not node.keywords else None
        if isinstance(text, ast.Constant):
            good = isinstance(text.value, str) and text.value.strip() != ""
        else:
            good = node.func.id == "_" and (
                isinstance(text, ast.Name | ast.Attribute | ast.Subscript) or _is_look_up(text)
            )
        if not good:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_look_up(node: ast.expr | None) -> bool:
    """`TEXTS.get(key, OTHER)`; a literal as the default would not be extracted."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get"):
        return False
    return not any(isinstance(each, ast.Constant | ast.JoinedStr) for each in node.args[1:])


def test_texts_are_literals() -> None:
    found = [
        f"{source.name}, {each}"
        for source in sources.shipped()
        for each in texts_that_cannot_be_translated(source.tree)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("_('好')", 0),
        ("_('好' '的')", 0),
        ("_('{n} 家').format(n=n)", 0),
        ("_(label)", 0),
        ("_(LABELS[key])", 0),
        ("_(LABELS.get(key, OTHER))", 0),
        ("N_('好')", 0),
        ("_(f'{n} 家')", 1),
        ("_('{n} 家'.format(n=n))", 1),
        ("_('%d 家' % n)", 1),
        ("_('共' + n)", 1),
        ("_(LABELS.get(key, '其他'))", 1),
        ("_('')", 1),
        ("N_(label)", 1),
        ("_()", 1),
    ],
)
def test_the_rule_itself(code: str, count: int) -> None:
    assert len(list(texts_that_cannot_be_translated(ast.parse(code)))) == count


def test_nothing_unfinished_is_shipped() -> None:
    texts = {source.name: source.text for source in sources.shipped()}
    texts |= {name: (ROOT / name).read_text("utf-8") for name in ("jianhui", "jianhui.cmd", "pyproject.toml")}
    found = [f"{name}: {match[0]}" for name, text in texts.items() for match in UNFINISHED.finditer(text)]
    assert not found, "\n".join(found)


def test_texts_quote_in_one_style() -> None:
    table = ROOT / "exports" / "pdf" / "text.py"  # which characters may not end a line
    folders = [ROOT / name for name in ("models", "exports", "ui")]
    others = [
        path
        for folder in folders
        for path in folder.rglob("*.py")
        if path != table and any(mark in path.read_text(encoding="utf-8") for mark in "「」『』")
    ]
    assert others == []
