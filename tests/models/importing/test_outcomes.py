"""What becomes of a row: new, updated, same, duplicate, rejected; and whose word counts."""

from datetime import date, timedelta

import pytest

from models.edits.organizations import change_organization, delete_organizations
from models.edits.undo import redo, undo
from models.facts.canonical import known_record_uid
from models.importing.classify import Outcome
from models.queries.organization_detail import organization_detail
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring_text, counts

A, B, C = (code_of("52", "440105", number) for number in (1, 2, 3))
HEAD = "统一社会信用代码,单位名称,地址,电话,从业人员\n"
LATER = TODAY + timedelta(days=30)


def stored(office: Desk, column: str = "name") -> list[object]:
    return [value for (value,) in office.all(f"SELECT {column} FROM organization WHERE deleted IS NOT 1 ORDER BY id")]


def test_the_five_outcomes_add_up(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,,\n,乙园,乙路2号,020-34082442,\n")
    text = HEAD + (
        f"{A},甲园,甲路1号,,12\n"  # updated
        ",乙园,乙路2号,020-34082442,\n"  # same
        ",乙园,乙路2号,020-99999999,\n"  # duplicate: the same address, another phone
        f"{B},丙园,,,\n"  # new
        ",,丁路,,\n"  # rejected
    )
    result = bring_text(office, text)
    assert counts(result) == (1, 1, 1, 1, 1)
    assert stored(office) == ["甲园", "乙园", "丙园"]
    reasons = {outcome: [(row.row, row.reason) for row in found] for outcome, found in result.findings.items()}
    assert reasons == {
        Outcome.NEW: [(5, "")],
        Outcome.UPDATED: [(2, "")],
        Outcome.SAME: [(3, "")],
        Outcome.DUPLICATE: [(4, "与台账里的“乙园”名称相同，地址也相同，等人判断。")],
        Outcome.REJECTED: [(6, "没有单位名称。")],
    }
    (updated,) = result.findings[Outcome.UPDATED]
    assert (updated.changes, updated.before, updated.known_as) == ({"staff": 12}, {"staff": None}, "甲园")


def test_a_record_with_a_code_has_an_id_that_two_laptops_both_know(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,,,\n")
    assert office.one("SELECT uid FROM organization") == (known_record_uid("uscc", A),)


def test_a_masked_number_replaces_none_that_is_known(office: Desk) -> None:
    """A sheet that we printed ourselves comes back with masked numbers."""
    bring_text(office, HEAD + f"{A},甲园,,13812345678,\n{B},乙园,,138****5678,\n")
    masked = HEAD + f"{A},甲园,,138****5678,\n{B},乙园,,139****0000,\n"
    assert counts(bring_text(office, masked, day=LATER)) == (0, 1, 1, 0, 0)
    assert stored(office, "phone") == ["13812345678", "139****0000"]


def test_a_blank_says_nothing(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,020-34082442,12\n")
    for blank in ("", "  ", "-", "—", "N/A", "无", "/", "NULL"):
        assert counts(bring_text(office, HEAD + f"{A},甲园,{blank},{blank},{blank}\n", day=LATER)) == (0, 0, 1, 0, 0)
    assert office.one("SELECT address, phone, staff FROM organization") == ("甲路1号", "020-34082442", 12)


def test_a_newer_list_updates_what_the_older_one_said(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,,12\n")
    assert counts(bring_text(office, HEAD + f"{A},甲园,甲路2号,,12\n", day=LATER)) == (0, 1, 0, 0, 0)
    assert stored(office, "address") == ["甲路2号"]
    assert office.one("SELECT count(*) FROM head") == (0,)


def test_an_older_list_changes_nothing(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路2号,,\n", day=LATER)
    assert counts(bring_text(office, HEAD + f"{A},甲园,甲路1号,,\n", day=TODAY)) == (0, 0, 1, 0, 0)
    assert stored(office, "address") == ["甲路2号"]


def test_what_a_person_typed_stays_while_the_list_says_nothing_new(office: Desk) -> None:
    text = HEAD + f"{A},甲园,甲路1号,020-34082442,12\n"
    bring_text(office, text)
    change_organization(office.ledger, 1, {"phone": "13812345678", "staff": None})
    for day in (TODAY, LATER):
        assert counts(bring_text(office, text, day=day)) == (0, 0, 1, 0, 0)
    assert office.one("SELECT phone, staff FROM organization") == ("13812345678", None)
    assert office.one("SELECT count(*) FROM head") == (0,)


def test_what_a_person_typed_stays_and_conflicts_with_real_news(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,,12\n")
    change_organization(office.ledger, 1, {"address": "乙路9号"})
    result = bring_text(office, HEAD + f"{A},甲园,甲路2号,,15\n", day=LATER)
    assert counts(result) == (0, 1, 0, 0, 0)
    assert office.one("SELECT staff, conflicts FROM organization") == (15, 1)
    detail = organization_detail(office.ledger, 1)
    assert detail is not None
    assert {field: set(values) for field, values in detail.conflicts.items()} == {"address": {"乙路9号", "甲路2号"}}
    change_organization(office.ledger, 1, {"address": "乙路9号"})
    assert office.one("SELECT address, conflicts FROM organization") == ("乙路9号", None)
    assert counts(bring_text(office, HEAD + f"{A},甲园,甲路2号,,15\n", day=LATER)) == (0, 0, 1, 0, 0)
    office.prove()


def test_the_same_value_from_both_is_no_conflict(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,甲路1号,,\n")
    change_organization(office.ledger, 1, {"address": "甲路2号"})
    bring_text(office, HEAD + f"{A},甲园,甲路2号,,\n", day=LATER)
    assert office.one("SELECT address, coalesce(conflicts,0) FROM organization") == ("甲路2号", 0)


def test_a_renamed_organization_keeps_its_former_name(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,,,\n")
    text = HEAD + f"{A},甲双语幼儿园,,,\n"
    assert counts(bring_text(office, text, day=LATER)) == (0, 1, 0, 0, 0)
    assert stored(office) == ["甲双语幼儿园"]
    assert office.all("SELECT name, source, until FROM former_name") == [("甲园", "registry", LATER.isoformat())]
    assert counts(bring_text(office, text, day=LATER)) == (0, 0, 1, 0, 0)
    assert office.count("former_name") == 1
    undo(office.ledger)
    assert stored(office) == ["甲园"]
    assert office.count("former_name") == 0


# Duplicates: only without a valid code, by name and address or phone.


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (",甲园（南区）,甲路1号,,12", "same"),  # says nothing that is not here
        (",甲园（南区）,甲路1号,,13", "duplicates"),
        (", 甲园(南区) ,甲路 1号。,,", "duplicates"),  # spelt otherwise
        (",甲园（南区）,别处,(020)34082442,", "duplicates"),
        ("110108600113450,甲园（南区）,甲路1号,,", "duplicates"),  # an old number is no code
        (",甲园（南区）,别处,020-99999999,", "new"),  # the same name alone
        (",甲园（南区）,,,", "same"),  # nothing but the name, which is here
        (",甲园（北区）,甲路1号,020-34082442,", "new"),
        (f"{B},甲园（南区）,甲路1号,020-34082442,", "new"),  # another valid code
        (f"{A},月园,别处,,", "updated"),  # the same code
    ],
)
def test_who_is_a_duplicate(office: Desk, row: str, outcome: str) -> None:
    bring_text(office, HEAD + f"{A},甲园（南区）,甲路1号,020-34082442,12\n")
    result = bring_text(office, HEAD + row + "\n", day=LATER)
    assert {name: getattr(result, name) for name in ("new", "updated", "same", "duplicates")} == {
        "new": 0,
        "updated": 0,
        "same": 0,
        "duplicates": 0,
        outcome: 1,
    }


def test_duplicates_within_one_file(office: Desk) -> None:
    text = HEAD + (
        ",甲园,甲路1号,,\n"
        ",甲园,甲路1号,,\n"  # the very same row
        ",甲园,甲路1号,020-34082442,\n"  # says more: a person decides
        ",甲园,乙路2号,,\n"  # another one of that name
        f"{A},乙园,,,\n{A},乙园,,,\n{A},乙园,,,8\n"
    )
    result = bring_text(office, text)
    assert counts(result) == (3, 1, 2, 1, 0)
    assert stored(office) == ["甲园", "甲园", "乙园"]
    assert stored(office, "staff") == [None, None, 8]


def test_in_file_duplicates_a_long_way_apart(office: Desk) -> None:
    """Rows are written in chunks; a pair over the edge of one is a pair all the same."""
    between = "".join(f",第{number}园,{number}号,,\n" for number in range(900))
    result = bring_text(office, HEAD + f",甲园,甲路1号,,\n{A},乙园,,,\n{between},甲园,甲路1号,1234567,\n{A},乙园,,,\n")
    assert counts(result) == (902, 0, 1, 1, 0)


def test_an_uncoded_row_stays_the_same_after_corrections_by_hand(office: Desk) -> None:
    text = HEAD + ",甲园,甲路1号,020-34082442,12\n110108600113450,乙园,乙路,,\n"
    bring_text(office, text)
    change_organization(office.ledger, 1, {"phone": "13812345678", "code": A})
    change_organization(office.ledger, 2, {"code": B})
    assert counts(bring_text(office, text, day=LATER)) == (0, 0, 2, 0, 0)
    assert office.all("SELECT code, phone FROM organization ORDER BY id") == [(A, "13812345678"), (B, None)]


def test_a_former_owner_of_a_corrected_code(office: Desk) -> None:
    """Once a record's code is corrected it no longer answers to the old one."""
    bring_text(office, HEAD + f"{A},甲园,,,\n")
    change_organization(office.ledger, 1, {"code": B})
    assert counts(bring_text(office, HEAD + f"{A},别园,,,\n")) == (1, 0, 0, 0, 0)
    assert stored(office, "code") == [B, A]


# Codes.


@pytest.mark.parametrize("written", [f" {A.lower()} ", f"{A[:8]}-{A[8:]}", f"{A[:2]} {A[2:8]} {A[8:]}"])
def test_a_code_is_cleaned(office: Desk, written: str) -> None:
    assert bring_text(office, HEAD + f"{written},甲园,,,\n").unverified == 0
    assert stored(office, "code") == [A]


def test_an_all_digit_code_in_a_text_cell_is_trusted(office: Desk) -> None:
    digits = next(c for n in range(99) if (c := _all_digits(n)).isdigit())
    result = bring_text(office, HEAD + f"{digits},甲园,,,\n")
    assert (result.unverified, list(result.problems)) == (0, [])
    assert office.one("SELECT code, code_state FROM organization") == (digits, "valid")


def _all_digits(number: int) -> str:
    from stdnum.cn import uscc  # noqa: PLC0415 - this one only

    stem = f"52440105{number:08d}1"
    return stem + str(uscc.calc_check_digit(stem))


@pytest.mark.parametrize("code", ["110108600113450", A[:-1] + "0", "5110000O500002862F", "待办"])
def test_a_bad_or_old_code_keeps_its_text_and_is_to_be_verified(office: Desk, code: str) -> None:
    result = bring_text(office, HEAD + f"{code},甲园,,,\n")
    assert (result.new, result.unverified) == (1, 1)
    assert office.one("SELECT code, code_state FROM organization") == (code, "invalid")
    assert [(p.row, p.column, p.text) for p in result.problems] == [
        (2, "统一社会信用代码", f"代码 {code} 没有通过校验，按待核导入。")
    ]


def test_who_is_out_of_scope_is_imported_and_marked(office: Desk) -> None:
    bring_text(office, HEAD + f"{code_of('91', '440105')},某医院有限公司,,,\n{code_of('12', '440105')},某局,,,\n")
    assert stored(office, "scope") == ["outside", "outside"]


# Trash and undo.


def test_what_a_person_put_into_the_trash_stays_there(office: Desk) -> None:
    text = HEAD + f"{A},甲园,甲路1号,,\n,乙园,乙路,,\n"
    bring_text(office, text)
    delete_organizations(office.ledger, [1, 2])
    assert counts(bring_text(office, text)) == (0, 0, 2, 0, 0)
    assert office.count("organization") == 0


def test_an_import_is_undone_and_brought_again(office: Desk) -> None:
    text = HEAD + f"{A},甲园,甲路1号,,\n,乙园,乙路,,\n"
    first = bring_text(office, text)
    before = office.shown()
    assert undo(office.ledger).batch == first.batch
    assert office.count("organization") == 0
    assert counts(bring_text(office, text)) == (2, 0, 0, 0, 0)
    assert [row[2] for row in office.shown()["organization"]] == [row[2] for row in before["organization"]]
    office.prove()


def test_undoing_an_import_keeps_what_was_worked_on_since(office: Desk) -> None:
    batch = bring_text(office, HEAD + f"{A},甲园,,,\n{B},乙园,,,\n{C},丙园,,,\n").batch
    change_organization(office.ledger, 2, {"staff": 3})
    undone = undo(office.ledger, batch)
    assert undone.kept == 1
    assert stored(office) == ["乙园"]
    redo(office.ledger)
    assert sorted(map(str, stored(office))) == sorted(["甲园", "乙园", "丙园"])


def test_where_it_came_from_is_noted(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园,,,\n,,x,,\n", day=date(2024, 9, 1))
    columns = "file_name, sheet, registry_on, total, added, updated, same, doubtful, rejected"
    assert office.all(f"SELECT {columns} FROM import_source") == [("名册.csv", None, "2024-09-01", 2, 1, 0, 0, 0, 1)]
    bring_text(office, HEAD + f"{A},甲园,,,\n")
    assert office.count("import_source") == 1  # nothing came of it
    assert office.one("SELECT registry_on FROM batch ORDER BY id DESC") == ("2024-09-01",)


def test_the_same_name_alone_is_imported_and_marked(office: Desk) -> None:
    bring_text(office, HEAD + f"{A},甲园（南区）,甲路1号,,\n,丙园,丙路,,\n")
    text = HEAD + f"{B},甲园(南区),甲路1号,,\n,丙园,别处,,\n,丁园,丁路,,\n,丁园,戊路,,\n,己园,己路,,\n"
    result = bring_text(office, text, dry_run=True)
    assert counts(result) == (5, 0, 0, 0, 0)
    assert result.same_name == 4
    assert [row.row for row in result.same_name_rows] == [2, 3, 4, 5]
