"""What a note speaks of."""

import pytest

from models.rules.reason_suggestion import suggest_reasons, suggestion_words
from models.rules.reasons import shipped_reasons


@pytest.mark.parametrize(
    ("note", "code", "word"),
    [
        ("园长担心增加支出，愿看材料", "D1", "担心"),
        ("門口無人，電話打不通", "A3", "打不通"),
        ("老师都是总院编制，人事关系在总院", "C1", "人事关系在"),
        ("刚换了新园长，等新负责人到任", "F5", "新负责人"),
        ("只有三四个人，想并入联合工会", "B3", "三四个人"),
        ("负责人明确拒绝，不配合", "D2", "不配合"),
        ("没有合适的人选当主席", "F1", "没有合适人选"),
    ],
)
def test_a_note_names_its_reason_and_the_word(note: str, code: str, word: str) -> None:
    found = {suggestion.code: suggestion for suggestion in suggest_reasons(note)}
    assert word in found[code].words


def test_what_is_denied_does_not_count() -> None:
    assert "D2" not in {found.code for found in suggest_reasons("负责人没有拒绝")}
    assert "D2" in {found.code for found in suggest_reasons("负责人没有拒绝，后来又拒绝")}


def test_no_reason_that_is_open_already_and_three_at_most() -> None:
    note = "担心增加支出，人太少，联系不上，没有经费，换届"
    assert len(suggest_reasons(note)) == 3
    assert "D1" not in {found.code for found in suggest_reasons(note, without=("D1",))}
    assert suggest_reasons("") == suggest_reasons("今天天气好") == []


def test_every_word_belongs_to_a_reason_that_ships() -> None:
    assert suggestion_words().keys() <= shipped_reasons().keys()
