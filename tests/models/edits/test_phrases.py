"""The phrase bank: saved, changed, retired, learnt from notes, the same on two laptops."""

from datetime import date

import pytest

from models.edits.organizations import add_organization
from models.edits.phrases import change_phrase, retire_phrase, save_phrase
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.inputs.forms import VisitInput
from models.ledger.ledger import Ledger
from models.queries.history import describe_batch
from models.queries.phrases import phrases
from models.rules.phrases import Phrase, Source
from tests.models.edits.desk import Desk


def bank(ledger: Ledger) -> dict[str, Phrase]:
    return {phrase.text: phrase for phrase in phrases(ledger)}


def visit(ledger: Ledger, note: str, organizations: int = 1, corrects: bytes | None = None) -> None:
    found = [1, 2, 3][:organizations]
    record_visits(ledger, found, VisitInput(visited_on=date(2024, 6, 3), result="2", note=note, corrects=corrects))


@pytest.fixture
def ledger(office: Desk) -> Ledger:
    return office.ledger


@pytest.fixture
def three(ledger: Ledger) -> Ledger:
    for name in ("一家幼儿园", "二家幼儿园", "三家幼儿园"):
        add_organization(ledger, {"name": name})
    return ledger


def test_a_new_ledger_has_what_ships(ledger: Ledger) -> None:
    assert {phrase.source for phrase in phrases(ledger)} == {Source.SHIPPED}
    assert bank(ledger)["负责人外出"].abbreviation == "fzrwc"


def test_a_clause_that_is_typed_again_is_learnt(three: Ledger) -> None:
    visit(three, "副园长接待，愿意联系")
    assert "副园长接待" not in bank(three)
    visit(three, "副园长接待。电话 01065551234")
    found = bank(three)
    assert (found["副园长接待"].source, found["副园长接待"].uses) == (Source.LEARNT, 2)
    assert "愿意联系" not in found
    assert not any("65551234" in text for text in found)


def test_a_note_for_many_is_typed_once_and_a_correction_not_again(three: Ledger) -> None:
    visit(three, "楼里停电", organizations=3)
    with three.reading() as db:
        uid = bytes(db.execute("SELECT uid FROM visit WHERE org_id=1").fetchone()[0])
    visit(three, "楼里停电", corrects=uid)
    assert "楼里停电" not in bank(three)


def test_what_is_saved_comes_first_and_is_one_record_everywhere(ledger: Ledger) -> None:
    save_phrase(ledger, " 园里  停电 ")
    save_phrase(ledger, "园里 停电")
    first = phrases(ledger)[0]
    assert (first.text, first.source) == ("园里 停电", Source.OWN)
    with ledger.reading() as db:
        rows = db.execute("SELECT uid, list, label FROM code_entry").fetchall()
    assert [(bytes(uid), kind, label) for uid, kind, label in rows] == [
        (known_record_uid("phrase", "园里 停电"), "phrase", "园里 停电")
    ]


def test_a_shipped_or_learnt_one_is_retired_and_comes_back(three: Ledger) -> None:
    visit(three, "副园长接待")
    visit(three, "副园长接待")
    for text in ("负责人外出", "副园长接待"):
        retire_phrase(three, text)
        assert bank(three)[text].retired
        retire_phrase(three, text, retired=False)
        assert not bank(three)[text].retired


def test_another_wording_is_one_undo(ledger: Ledger) -> None:
    change_phrase(ledger, "负责人外出", to="负责人外出未归")
    assert bank(ledger)["负责人外出"].retired
    assert bank(ledger)["负责人外出未归"].source == Source.OWN
    undo(ledger)
    assert not bank(ledger)["负责人外出"].retired
    assert "负责人外出未归" not in bank(ledger)


@pytest.mark.parametrize("text", ["", "  ", "好", "，。", "长" * 61])
def test_what_nobody_could_type_is_refused(ledger: Ledger, text: str) -> None:
    with pytest.raises(InputProblem) as caught:
        save_phrase(ledger, text)
    assert set(caught.value.fields) == {"phrase"}


def test_reasons_are_not_touched_by_phrases(ledger: Ledger) -> None:
    from models.ledger.code_lists import reasons_of  # noqa: PLC0415 - only here

    with ledger.reading() as db:
        before = reasons_of(db)
    save_phrase(ledger, "园里停电")
    with ledger.reading() as db:
        assert reasons_of(db) == before


def test_the_log_says_what_it_was(ledger: Ledger) -> None:
    made = save_phrase(ledger, "园里停电")
    assert describe_batch(ledger, made.batch) == "新增代码或短语 1"
