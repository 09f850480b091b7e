"""Reasons for having no union: the primary one, resolving, retired codes, 其他 needs words."""

from datetime import date

import pytest

from models.edits.reasons import add_reason, resolve_reason
from models.inputs.forms import ReasonInput
from models.tables.record_kinds import CODE_ENTRY
from tests.models.edits.desk import TODAY, Desk, nothing_changed, refused


def say(office: Desk, one: int, code: str, **values: object) -> None:
    add_reason(office.ledger, one, ReasonInput.parse({"code": code, "opened_on": TODAY, **values}))


def listed(office: Desk) -> list[tuple[str, int, str | None]]:
    """Code, primary, resolved on of every reason in the order of their making."""
    return office.all("SELECT code, is_primary, resolved_on FROM reason WHERE deleted IS NOT 1 ORDER BY id")


def test_the_first_reason_is_primary_by_itself(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    say(office, one, "B2")
    say(office, one, "D1")
    assert listed(office) == [("B2", 1, None), ("D1", 0, None)]
    assert office.column(one, "main_reason") == "B2"


def test_another_one_is_made_primary_and_the_old_one_stays(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    say(office, one, "B2")
    say(office, one, "D1", is_primary=True)
    assert listed(office) == [("B2", 0, None), ("D1", 1, None)]
    say(office, one, "B2", is_primary=True)
    assert listed(office) == [("B2", 1, None), ("D1", 0, None)]
    assert office.column(one, "main_reason") == "B2"
    office.prove()


def test_an_open_reason_is_said_once_and_gains_words_and_evidence(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    say(office, one, "B2")
    say(office, one, "B2", note="12人", evidence="职工名册")
    say(office, one, "B2", note=None)
    assert office.all("SELECT code, note, evidence FROM reason") == [("B2", "12人", "职工名册")]


def test_saying_the_same_again_writes_nothing(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    say(office, one, "B2", note="12人")
    again = ReasonInput.parse({"code": "B2", "opened_on": TODAY, "note": "12人"})
    assert nothing_changed(add_reason(office.ledger, one, again))


def test_resolving_the_primary_reason_lets_the_latest_other_one_count(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    say(office, one, "B2")
    say(office, one, "D1", opened_on=date(2024, 9, 1))
    say(office, one, "F1", opened_on=date(2024, 9, 20))
    resolve_reason(office.ledger, one, "B2", on=TODAY, by="已讲清政策")
    assert office.column(one, "main_reason") == "F1"
    assert office.one("SELECT resolved_on, resolved_by FROM reason WHERE code='B2'") == ("2024-09-25", "已讲清政策")
    resolve_reason(office.ledger, one, "F1", on=TODAY)
    resolve_reason(office.ledger, one, "D1", on=TODAY)
    assert office.column(one, "main_reason") is None
    office.prove()


def test_a_resolved_reason_may_come_back_as_a_new_entry(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    say(office, one, "B2")
    resolve_reason(office.ledger, one, "B2", on=TODAY)
    say(office, one, "B2")
    assert listed(office) == [("B2", 1, "2024-09-25"), ("B2", 1, None)]


def test_only_what_is_open_can_be_resolved(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    with refused(office, "这家没有未解决的原因 B2。"):
        resolve_reason(office.ledger, one, "B2", on=TODAY)
    say(office, one, "B2")
    resolve_reason(office.ledger, one, "B2", on=TODAY)
    with refused(office, "这家没有未解决的原因 B2。"):
        resolve_reason(office.ledger, one, "B2", on=TODAY)


def test_unknown_codes_are_refused_with_the_known_ones(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    for code in ("B9", "b2", "职工不足"):
        with refused(office, f"没有原因代码“{code}”。可用：A1、A2、.*、G3、Z", fields={"code": ""}):
            say(office, one, code)


@pytest.mark.parametrize("note", [None, "", "  "])
def test_other_needs_words(office: Desk, note: str | None) -> None:
    one = office.add("阳光幼儿园")
    with refused(office, "选“其他”要写明原因。", fields={"note": ""}):
        say(office, one, "Z", note=note)
    say(office, one, "Z", note="等房东同意")
    assert office.column(one, "main_reason") == "Z"


def test_an_office_retires_and_adds_codes(office: Desk) -> None:
    one, other = office.add("阳光幼儿园"), office.add("月光幼儿园")
    say(office, one, "D3")
    with office.ledger.change() as change:
        change.create(CODE_ENTRY, {"list": "reason", "code": "D3", "retired": True})
        change.create(CODE_ENTRY, {"list": "reason", "code": "H1", "label": "疫情停业", "effect": "N"})
    with refused(office, "没有原因代码“D3”。"):
        say(office, other, "D3")
    say(office, one, "H1")
    assert [code for code, _primary, _resolved in listed(office)] == ["D3", "H1"]
    assert office.column(one, "main_reason") == "D3"  # what was said stays readable


def test_an_organization_that_is_gone(office: Desk) -> None:
    with refused(office, "这条记录已经不在台账里"):
        say(office, 999, "B2")
