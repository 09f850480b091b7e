"""What the index is asked for a word: as little as finds everyone, and nobody to look at without need."""

import pytest

from models.search.tokens import asked_for, block_token


@pytest.mark.parametrize("word", ["学", "学校", "hx", "xyz", "si", "he", "na", "li", "sh", "zh"])
def test_short_words_leave_nobody_to_look_at(word: str) -> None:
    asked = asked_for(word)
    assert f'"{word}"' in asked.sure or word == "学校"
    assert asked.maybe == ""


@pytest.mark.parametrize(
    ("word", "maybe"),
    [
        ("yue", '("ye" AND "yu")'),  # yu and an e; 月 is sure
        ("xin", '("xi" AND "xn")'),  # xi and an n, not an x before xin
        ("hua", '("ha" AND "hu")'),
    ],
)
def test_of_ways_that_are_sure_already_nobody_is_asked_again(word: str, maybe: str) -> None:
    assert asked_for(word).maybe == maybe


def test_ways_are_looked_for_in_blocks_of_ids() -> None:
    assert asked_for("hua").maybe_between(1, 4_095) == '("\uf1000" AND ("ha" AND "hu"))'
    assert asked_for("xin").maybe_between(4_096, 8_192) == '(("\uf1001" OR "\uf1002") AND ("xi" AND "xn"))'
    assert (block_token(4_095), block_token(4_096)) == ("\uf1000", "\uf1001")
