"""What the index is asked for a word: as little as finds everyone, and nobody to look at without need."""

import random

import pytest

from models.rules.folding import fold
from models.rules.pinyin import PinyinWord, beginnings, readings
from models.search.tokens import Texts, asked_for, tokens_of


@pytest.mark.parametrize("word", ["学", "学校", "hx", "xyz", "si", "he", "na", "li", "sh", "zh"])
def test_short_words_leave_nobody_to_look_at(word: str) -> None:
    asked = asked_for(word)
    assert f'"{word}"' in asked.sure or word == "学校"
    assert asked.maybe == ""


def test_one_syllable_leaves_nobody_to_look_at() -> None:
    words = [letters for letters in beginnings() if len(letters) > 1]
    asked = {word: asked_for(word) for word in words}
    assert len(words) > 400
    assert [word for word, of_it in asked.items() if f'"{word}"' not in of_it.sure or of_it.maybe] == []


def test_of_ways_that_are_sure_already_nobody_is_asked_again() -> None:
    assert asked_for("xab").maybe == ""  # three initials
    assert asked_for("xib").maybe == '("xb" AND "xi")'  # xi before a b


def test_a_name_is_found_by_one_syllable_exactly_where_the_rule_finds_it() -> None:
    """Characters and letters that may stand inside of a syllable, in any order; every beginning of a syllable."""
    rng = random.Random(5)
    inner = [each for each, spelt in readings().items() if each.isalnum() and spelt[0][0] in "aeohngr"]
    words = {letters: PinyinWord(letters) for letters in beginnings() if len(letters) > 1}
    held = 0
    for _name in range(300):
        chosen = rng.choices(inner, k=4) + rng.choices("西下先光官鸣青瑞税赵a1n·哦", k=4)
        name = fold("".join(rng.sample(chosen, rng.randrange(1, 9))))
        tokens = set(tokens_of(Texts((name,), (), ())).split())
        for letters, word in words.items():
            found = not tokens.isdisjoint({letters, *beginnings()[letters]})
            assert found == (letters in name or word.is_in(name)), (name, letters)
            held += found
    assert held > 2_000


def test_letters_of_a_text_are_found_by_a_syllable_too() -> None:
    tokens = set(tokens_of(Texts((), ("shuangyi 2号",), ())).split())
    assert {"shuang", "guan"} & tokens == {"shuang"}
    assert "uangy" not in tokens
