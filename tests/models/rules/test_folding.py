"""Folding: what a person takes for the same is the same, character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.folding import SEPARATOR, fold, fold_with_places


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("廣東省廈門會計師協會", "广东省厦门会计师协会"),
        ("ＡＢＣ１２３（南）", "abc123(南)"),
        ("阳光 幼儿园", "阳光幼儿园"),
        ("阳光\u3000幼\u200b儿园", "阳光幼儿园"),
        ("艾力•买买提", "艾力·买买提"),
        ("020—3408", "020-3408"),
        ("Éñ", "en"),
        ("啟明", "启明"),
        ("啓明", "启明"),
        ("桜の里", "樱の里"),
        ("【甲】", "(甲)"),
        ("㈱", "(株)"),
        ("葛\U000e0100城", "葛城"),  # a variant chosen by a selector
        ("Ⅲ①", "iii1"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other) == other.casefold().replace("ñ", "n")


@pytest.mark.parametrize("text", ["会沪芸弁么予欠", "阳光", "𠮷䶮", "😀", "жα", "がか"])
def test_left_alone(text: str) -> None:
    assert fold(text) == text


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_character_by_character(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
    assert fold(one + SEPARATOR + other) == fold(one) + SEPARATOR + fold(other)


@given(st.text())
def test_places_say_where_it_came_from(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert all(folded[at] in fold(text[place]) for at, place in enumerate(places))


def test_every_character_of_unicode_folds_to_what_stays() -> None:
    for number in (*range(0x20, 0xD800), *range(0xE000, 0x32000)):
        folded = fold(chr(number))
        assert fold(folded) == folded, hex(number)
