"""Which phrases letters stand for."""

import pytest

from models.rules.phrases import Phrase, Source, clauses, find_phrases, is_whole, shipped_phrases

OUT = Phrase("负责人外出", Source.SHIPPED)
OUT_AGAIN = Phrase("负责人外出，约下周三再访", Source.SHIPPED)
HEAD = Phrase("园长出差", Source.SHIPPED)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("负责人外出", "fzrwc"),
        ("园长出差", "yzcc"),
        ("校长开会", "xzkh"),
        ("专职人员不足25人", "zzrybz25r"),
        ("负责人外出，约下周三再访", "fzrwcyxzszf"),
        ("已加微信", "yjwx"),
    ],
)
def test_the_letters_that_are_shown_are_those_of_the_usual_sound(text: str, letters: str) -> None:
    phrase = Phrase(text, Source.OWN)
    assert phrase.abbreviation == letters
    assert is_whole(phrase, letters)
    assert not is_whole(phrase, letters[:-1])


def test_every_shipped_phrase_can_be_typed_by_its_own_letters() -> None:
    bank = [Phrase(text, Source.SHIPPED) for text in shipped_phrases()]
    assert len(bank) == len(set(shipped_phrases())) >= 50
    for phrase in bank:
        assert find_phrases(bank, phrase.abbreviation)[0] == phrase


def test_other_sounds_of_a_character_are_typed_too() -> None:
    assert find_phrases([HEAD], "yccc") == find_phrases([HEAD], "YZCC") == [HEAD]


def test_whole_before_begun_own_before_learnt_before_shipped_and_often_before_rare() -> None:
    own, often, rare = (
        Phrase("放重物处", Source.OWN),
        Phrase("福祉人外出", Source.LEARNT, 9),
        Phrase("附中人外出", Source.LEARNT, 2),
    )
    bank = [OUT_AGAIN, OUT, rare, often, own]
    assert find_phrases(bank, "fzrwc") == [often, rare, OUT, OUT_AGAIN]
    assert find_phrases(bank, "fz") == [own, often, rare, OUT, OUT_AGAIN]


def test_what_is_retired_and_what_is_one_letter_is_not_found() -> None:
    assert find_phrases([Phrase("负责人外出", Source.SHIPPED, retired=True)], "fzrwc") == []
    assert find_phrases([OUT], "f") == []
    assert find_phrases([OUT], "fzx") == []


def test_clauses_of_a_note() -> None:
    assert list(clauses("园长出差，约下周三再访。电话 13800138000；好")) == ["园长出差", "约下周三再访"]
    assert list(clauses("愿看材料，等回复")) == ["愿看材料", "等回复", "愿看材料，等回复"]
    assert list(clauses("ok ok ok")) == []
