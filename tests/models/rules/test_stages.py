"""Stages, side states and the six words: domain rules, section 6."""

import pytest

from models.rules.stages import proposed_stage, shown_stage, shown_word, side_state_of_decision, stage_number
from models.vocabulary import SIDE_STATES, STAGE_WORDS, STAGES, VISIT_RESULTS, WORD_LETTERS, stage_word

WORDS = {
    "untouched": ("S0", "S1"),
    "visited": ("S2",),
    "preparing": ("S3", "S4", "S5", "S6"),
    "filed": ("S7", "S8", "S9"),
    "built": ("S10",),
}


def test_eleven_stages_in_order() -> None:
    assert [entry.code for entry in STAGES.entries] == [f"S{number}" for number in range(11)]
    assert [stage_number(entry.code) for entry in STAGES.entries] == list(range(11))


@pytest.mark.parametrize(("word", "stage"), [(word, stage) for word, stages in WORDS.items() for stage in stages])
def test_every_stage_has_its_word(word: str, stage: str) -> None:
    assert shown_word(stage, None, 0) == word
    assert stage_word(stage, None) == word


def test_no_stage_is_untouched() -> None:
    assert shown_stage(None, None) == "S0"
    assert shown_word(None, None, None) == "untouched"


@pytest.mark.parametrize("stage", [None, *(entry.code for entry in STAGES.entries)])
def test_side_states(stage: str | None) -> None:
    """P1 and P3 are 暂不具备; P2 keeps the word of the stage it stopped at."""
    assert shown_word(stage, "P1", 3) == "excluded"
    assert shown_word(stage, "P3", 3) == "excluded"
    assert shown_word(stage, "P2", 3) == shown_word(stage, None, 3)


def test_side_states_have_their_codes() -> None:
    assert [entry.code for entry in SIDE_STATES.entries] == ["P1", "P2", "P3"]


@pytest.mark.parametrize(("stage", "shown"), [(None, "S2"), ("S0", "S2"), ("S1", "S2"), ("S2", "S2"), ("S3", "S3")])
def test_a_visit_shows_as_visited_and_never_takes_a_stage_back(stage: str | None, shown: str) -> None:
    assert shown_stage(stage, 1) == shown
    assert shown_stage("S10", 4) == "S10"
    assert shown_word(stage, None, 1) == ("preparing" if shown == "S3" else "visited")


def test_only_consent_proposes_a_stage_and_only_forward() -> None:
    proposals = {entry.code: proposed_stage(entry.code, "S1") for entry in VISIT_RESULTS.entries}
    assert proposals == dict.fromkeys("123456789") | {"1": "S3"}
    assert proposed_stage("1", None) == "S3"
    assert proposed_stage("1", "S2") == "S3"
    assert proposed_stage("1", "S3") is None
    assert proposed_stage("1", "S10") is None


def test_a_decision_proposes_the_side_state_of_its_word() -> None:
    for word in ("untouched", "visited", "preparing", "reported"):
        assert side_state_of_decision("no", word=word) == "P1"
        assert side_state_of_decision("no", word=word, side_state="P2") == "P1"
    assert side_state_of_decision("no", word="built") is None
    assert side_state_of_decision("no", word="excluded", side_state="P1") is None
    assert side_state_of_decision("yes", word="excluded", side_state="P1") == ""
    assert side_state_of_decision("yes", word="excluded", side_state="P3") is None
    assert side_state_of_decision("unknown", word="excluded", side_state="P1") is None


def test_six_words_with_a_letter_each() -> None:
    assert [entry.label for entry in STAGE_WORDS.entries] == [
        "未启动",
        "已走访",
        "筹建中",
        "已报批",
        "已建会",
        "暂不具备",
    ]
    assert list(WORD_LETTERS.values()) == ["未", "访", "筹", "报", "建", "暂"]
    assert list(WORD_LETTERS) == [entry.code for entry in STAGE_WORDS.entries]
