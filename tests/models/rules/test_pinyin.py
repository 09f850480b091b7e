"""Readings: what pypinyin's phrase mode says of real names is findable, and the readings it gets wrong as well."""

from pathlib import Path

import pytest

from models.rules.folding import fold
from models.rules.pinyin import PinyinWord, beginnings, initials, readings, syllables, units
from tests.models.search.real_names import real_names


@pytest.mark.parametrize(
    ("character", "letters"),
    [
        *(("单", "dcs"), ("重", "zc"), ("厦", "xs"), ("行", "xh"), ("乐", "ly"), ("曾", "cz"), ("会", "hk")),
        *(("长", "cz"), ("朝", "cz"), ("解", "jx"), ("查", "cz"), ("区", "qo"), ("尉", "wy"), ("翟", "zd")),
        *(("市", "s"), ("广", "g"), ("大", "dt"), ("任", "r"), ("华", "h"), ("阳", "y"), ("仇", "cq"), ("覃", "tq")),
        *(("3", "3"), ("a", "a"), ("，", "")),
    ],
)
def test_initials(character: str, letters: str) -> None:
    assert set(initials(character)) == set(letters)


def test_units_of_a_character() -> None:
    assert units("中") == {"中", "z", "zh", "zhong"}
    assert units("吕") == {"吕", "l", "lv", "lu", "lyu"}
    assert units("b") == {"b"}
    assert units("i") == frozenset()


def test_syllables() -> None:
    assert {"zhuang", "er", "a", "lv", "lyu", "xiong"} <= syllables()
    assert all(syllable.isascii() and syllable.isalpha() and len(syllable) <= 6 for syllable in syllables())
    assert beginnings()["guan"] == ("guan", "guang")
    assert len(readings()) > 40_000


def test_a_long_word_is_no_burden() -> None:
    word = PinyinWord("yangguang" * 6)
    assert word.is_in("阳光" * 6)
    assert word.find("甲" + "阳光" * 6 + "乙") == (1, 13)
    assert not word.is_in("阳光" * 5)


def test_phrase_mode_initials_of_real_names(shared_data: Path) -> None:
    """Goal G6: at least 99.9 % of them find the name."""
    pypinyin = pytest.importorskip("pypinyin")
    names = real_names(shared_data)
    assert len(names) > 30_000
    missed = []
    for name in names:
        letters = fold("".join(pypinyin.lazy_pinyin(name, style=pypinyin.Style.FIRST_LETTER)))
        word = "".join(letter for letter in letters if letter.isalnum())
        if word and not PinyinWord(word).is_in(fold(name)):
            missed.append((name, word))
    assert len(missed) <= len(names) / 1_000, missed[:20]
