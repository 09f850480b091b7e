"""Texts are looked up in the language that is set when they are shown; the catalogues hold every text."""

import ast
import csv
import re
from collections.abc import Iterator

import pytest

from models.language import LANGUAGES, N_, SOURCE_LANGUAGE, _, language, set_language
from models.resources import RESOURCES
from models.vocabulary import CATEGORIES

ROOT = RESOURCES.parent
OTHERS = [code for code in LANGUAGES if code != SOURCE_LANGUAGE]
PLACEHOLDER = re.compile(r"\{[^{}\"]*\}")
CHINESE = re.compile("[\u4e00-\u9fff]")
#: Tables that go into a new ledger, and which of their columns are shown.
SHIPPED = (("reasons.csv", ("label", "next_step", "evidence")), ("survey.csv", ("label", "hint", "group")))
#: Chinese in an English text: what one types into a field, names of unions as they are registered, examples.
TYPED = re.compile(
    "下周三|朝阳区(总工会)?|张三（女）|工发〔2024〕12号|未访天数|原因|职工|类别|民办幼儿园|地址|机构类别|重点对象|是|否|报|、"
)
#: Proposed names of unions, which are registered in Chinese.
NAME_OF_UNION = re.compile("^{(name|place)}.*工会")


@pytest.fixture(autouse=True)
def back_to_chinese() -> Iterator[None]:
    yield
    set_language(SOURCE_LANGUAGE)


def texts_of_the_program() -> set[str]:
    """Every text in `_()` or `N_()`, found in the syntax trees, and the texts of the shipped tables."""
    found: set[str] = set()
    for folder in ("models", "exports", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
                    argument = node.args[0]
                    if isinstance(argument, ast.Constant):
                        found.add(argument.value)
    for name, columns in SHIPPED:
        with (RESOURCES / "codes" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found |= {row[column] for column in columns if row[column]}
    return found - {""}


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_with_its_places(code: str) -> None:
    texts = texts_of_the_program()
    assert len(texts) > 2_000
    set_language(code)
    untranslated = [text for text in texts if CHINESE.search(text) and code == "en" and _(text) == text]
    untranslated = [text for text in untranslated if not NAME_OF_UNION.search(text)]
    assert not untranslated, "write them into resources/translations, then run packaging/catalogues.py"
    wrong = [text for text in texts if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(_(text)))]
    assert not wrong


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_holds_the_program_s_texts_and_no_others(code: str) -> None:
    pofile = pytest.importorskip("babel.messages.pofile")
    path = RESOURCES / "translations" / code / "LC_MESSAGES" / "jianhui.po"
    with path.open("rb") as file:
        said = {message.id: message.string for message in pofile.read_po(file) if message.id}
    assert said.keys() == texts_of_the_program()
    set_language(code)
    assert {text: _(text) for text in said} == said  # the compiled file is of this one


def test_english_is_english() -> None:
    set_language("en")
    left = {text: _(text) for text in texts_of_the_program() if CHINESE.search(TYPED.sub("", _(text)))}
    assert not {text for text in left if not NAME_OF_UNION.search(text)}


def test_a_marked_text_follows_the_language_that_is_set() -> None:
    label = N_("走访")
    set_language("en")
    assert (_(label), language()) == ("Visit", "en")
    set_language("zh_TW")
    assert _(label) == "走訪"
    set_language(SOURCE_LANGUAGE)
    assert _(label) == "走访"


def test_an_unknown_language_is_the_source_and_an_empty_text_stays_empty() -> None:
    set_language("de")
    assert (_("走访"), language()) == ("走访", SOURCE_LANGUAGE)
    set_language("en")
    assert _("") == ""
    assert _("not in any catalogue") == "not in any catalogue"


def test_codes_are_understood_in_the_language_that_is_shown() -> None:
    set_language("en")
    assert CATEGORIES.label("kindergarten") == "Private kindergarten"
    assert CATEGORIES.code_of("Private kindergarten") == CATEGORIES.code_of("民办幼儿园") == "kindergarten"
