"""The rows that are painted first are those of the first screen, in its order."""

from pathlib import Path

from models.divisions import division_name, names_without_tables
from models.edits.followups import assign_followup
from models.edits.reasons import add_reason
from models.inputs.forms import FollowupInput, ReasonInput
from models.queries.first_page import FirstRow, first_rows
from models.queries.today import today
from models.tables.record_kinds import CODE_ENTRY
from tests.models.edits.desk import TODAY, Desk


def _of_today(desk: Desk) -> list[FirstRow]:
    shown = today(desk.ledger)
    return [
        FirstRow(
            span,
            row.organization_name,
            row.word,
            row.street,
            row.task,
            row.due_on.isoformat(),
            row.last_visit_on,
            row.last_visit_mode,
            row.cadre,
        )
        for span, rows in (("late", shown.late), ("today", shown.due), ("week", shown.this_week))
        for row in rows
    ]


def test_the_rows_of_the_first_screen_in_its_order(messy: Desk) -> None:
    found = first_rows(messy.ledger.path, TODAY, 10_000)
    assert found is not None
    assert list(found.rows) == _of_today(messy)
    assert {row.span for row in found.rows} == {"late", "today", "week"}
    few = first_rows(messy.ledger.path, TODAY, 3)
    assert few is not None
    assert few.rows == found.rows[:3]


def test_a_reason_of_the_ledgers_own_takes_off_the_list_here_too(office: Desk) -> None:
    one = office.add("海珠区阳光幼儿园")
    with office.ledger.change() as change:
        change.create(CODE_ENTRY, {"list": "reason", "code": "Z9", "label": "自定", "effect": "X"})
    assign_followup(office.ledger, [one], FollowupInput(task="再联系", due_on=TODAY))
    assert [row.task for row in _first(office)] == ["再联系"]
    add_reason(office.ledger, one, ReasonInput(code="Z9", is_primary=True, opened_on=TODAY))
    assert _first(office) == _of_today(office) == []


def _first(desk: Desk) -> list[FirstRow]:
    found = first_rows(desk.ledger.path, TODAY, 10)
    assert found is not None
    return list(found.rows)


def test_what_is_no_ledger_has_no_first_page(tmp_path: Path) -> None:
    assert first_rows(tmp_path / "missing.jhtz", TODAY, 5) is None
    other = tmp_path / "other.jhtz"
    other.write_bytes(b"no database" * 100)
    assert first_rows(other, TODAY, 5) is None
    assert first_rows(tmp_path, TODAY, 5) is None


def test_names_of_a_few_codes_without_the_table() -> None:
    codes = ["440105009", "110101001", "659012503", "44", "4401", "440105", "999999999", "", "1"]
    known = {code: division_name(code) for code in codes}
    assert names_without_tables(codes) == {code: name for code, name in known.items() if name}
