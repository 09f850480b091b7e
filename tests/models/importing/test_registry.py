"""A newer list against earlier ones: new, renamed, moved, deregistered, missing, reappeared, with decisions."""

from datetime import timedelta

from models.edits.organizations import change_organization, delete_organizations
from models.edits.registry_decisions import bring_back, mark_deregistered
from models.edits.undo import undo
from models.importing.registry import RegistryReport, keep, keep_no_longer, report_of
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.importing.sheets import bring_text, counts

HEAD = "统一社会信用代码,单位名称,地址,存续状态\n"
OTHER_HEAD = "代码,名称,住所\n"
LATER = TODAY + timedelta(days=30)
CODES = [code_of("52", "440105", number) for number in range(1, 12)]


def line(number: int, *, name: str = "", address: str = "", status: str = "") -> str:
    return f"{CODES[number]},{name or f'第{number}园'},{address or f'甲路{number}号'},{status}\n"


def first_list(office: Desk) -> None:
    bring_text(office, HEAD + "".join(line(number) for number in range(10)))


def report(found: RegistryReport | None) -> RegistryReport:
    assert found is not None
    return found


def test_the_first_list_has_nothing_to_be_held_against(office: Desk) -> None:
    assert bring_text(office, HEAD + line(0)).registry is None


def test_the_five_findings_and_the_new_ones(office: Desk) -> None:
    first_list(office)
    change_organization(office.ledger, 4, {"status": "cancelled"})
    delete_organizations(office.ledger, [5])
    text = HEAD + (
        line(0, name="改名园")
        + line(1, address="乙路1号")
        + line(2, status="注销")
        + line(3)  # held for gone by a person
        + line(4)  # in the trash
        + line(5)
        + line(6)
        + line(7)
        + line(10)  # new; 8 and 9 are missing
    )
    result = bring_text(office, text, day=LATER)
    found = report(result.registry)
    assert counts(result) == (1, 3, 5, 0, 0)
    assert found.new == 1
    said = {(each.kind, each.organization): (each.before, each.after, each.open) for each in found.entries}
    assert said == {
        ("renamed", 1): ("第0园", "改名园", False),
        ("moved", 2): ("甲路1号", "乙路1号", False),
        ("deregistered", 3): ("未写明", "已注销", False),
        ("missing", 9): ("未写明", "名册里没有", True),
        ("missing", 10): ("未写明", "名册里没有", True),
        ("reappeared", 4): ("已注销", "名册里有", True),
        ("reappeared", 5): ("在回收站", "名册里有", True),
    }
    assert found.scope == "同一来源（表头相同）2024-09-25 的名册：海珠区民办非企业单位 7 家中 5 家仍在册"
    assert office.all("SELECT name FROM former_name") == [("第0园",)]
    assert office.all("SELECT id FROM organization WHERE deleted=1 OR status='cancelled' ORDER BY id") == [
        (3,),
        (4,),
        (5,),
    ]
    assert report_of(office.ledger, result.batch) == found  # later, from what is stored
    office.prove()


def test_a_dry_run_reports_the_same(office: Desk) -> None:
    first_list(office)
    text = HEAD + "".join(line(number, address="丙路") for number in range(8))
    trial = bring_text(office, text, day=LATER, dry_run=True).registry
    assert trial == bring_text(office, text, day=LATER).registry


def test_a_list_in_which_only_somebody_is_missing_is_an_import(office: Desk) -> None:
    """It changes nothing by itself, but it asks; so it is kept, and can be taken back."""
    first_list(office)
    result = bring_text(office, HEAD + "".join(line(number) for number in range(9)), day=LATER)
    assert counts(result) == (0, 0, 9, 0, 0)
    assert result.batch
    assert [each.organization for each in report(report_of(office.ledger, result.batch)).of("missing")] == [10]
    assert office.column(10, "status") is None


def test_nobody_is_missing_from_another_kind_of_list(office: Desk) -> None:
    """The same headings, another trade: what does not overlap is no newer edition."""
    first_list(office)
    other = HEAD + f"{code_of('51', '440105', 77)},某协会,丁路,\n"
    assert bring_text(office, other, day=LATER).registry is None


def test_a_slice_judges_only_its_own_region(office: Desk) -> None:
    elsewhere = [code_of("52", "440106", number) for number in range(1, 11)]
    both = "".join(line(number) for number in range(10)) + "".join(
        f"{code},天河{code[-3:]}园,,\n" for code in elsewhere
    )
    bring_text(office, HEAD + both)
    result = bring_text(office, HEAD + "".join(line(number) for number in range(9)), day=LATER)
    assert [each.organization for each in report(result.registry).of("missing")] == [10]
    assert "天河区" not in report(result.registry).scope


def test_a_list_of_another_source_over_the_same_field(office: Desk) -> None:
    first_list(office)
    rows = "".join(f"{CODES[number]},第{number}园,甲路{number}号\n" for number in range(8))
    found = report(bring_text(office, OTHER_HEAD + rows, day=LATER).registry)
    assert [each.organization for each in found.of("missing")] == [9, 10]
    assert found.scope.startswith("同地区、同类型的其他名册（2024-09-25）")


def test_the_same_headings_in_another_order_and_year_are_one_source(office: Desk) -> None:
    first = "统一社会信用代码,单位名称,2023年职工数,地址\n"
    bring_text(office, first + "".join(f"{CODES[number]},第{number}园,5,甲路\n" for number in range(3)))
    second = "单位名称,统一社会信用代码,地址,2024年职工数\n"
    rows = "".join(f"第{number}园,{CODES[number]},甲路,6\n" for number in range(2))
    found = report(bring_text(office, second + rows, day=LATER).registry)
    assert found.scope.startswith("同一来源（表头相同）2024-09-25 的名册")
    assert [each.organization for each in found.of("missing")] == [3]


def test_an_older_list_that_comes_later_judges_nobody(office: Desk) -> None:
    first_list(office)
    assert bring_text(office, HEAD + line(0), day=TODAY - timedelta(days=30)).registry is None


def test_a_list_that_was_taken_back_is_no_earlier_one(office: Desk) -> None:
    first_list(office)
    undo(office.ledger)
    assert bring_text(office, HEAD + line(0), day=LATER).registry is None


# Decisions.


def missing(office: Desk) -> tuple[str, list[int]]:
    first_list(office)
    batch = bring_text(office, HEAD + "".join(line(number) for number in range(8)), day=LATER).batch
    return batch, [each.organization for each in report(report_of(office.ledger, batch)).of("missing")]


def test_missing_ones_are_marked_at_once_with_their_reason(office: Desk) -> None:
    batch, organizations = missing(office)
    assert organizations == [9, 10]
    mark_deregistered(office.ledger, organizations, on=LATER, note="2024-10 名册中没有")
    assert office.all("SELECT status, main_reason FROM organization WHERE id>8") == [("cancelled", "A1")] * 2
    assert report(report_of(office.ledger, batch)).of("missing") == ()
    undo(office.ledger)
    assert office.all("SELECT status, main_reason FROM organization WHERE id>8") == [(None, None)] * 2
    assert len(report(report_of(office.ledger, batch)).of("missing")) == 2
    office.prove()


def test_without_the_reason(office: Desk) -> None:
    _batch, organizations = missing(office)
    mark_deregistered(office.ledger, organizations, on=LATER, with_reason=False)
    assert office.all("SELECT status, main_reason FROM organization WHERE id>8") == [("cancelled", None)] * 2


def test_to_keep_is_remembered_for_this_list(office: Desk) -> None:
    batch, organizations = missing(office)
    keep(office.ledger, batch, organizations[:1])
    assert [each.open for each in report(report_of(office.ledger, batch)).of("missing")] == [False, True]
    keep_no_longer(office.ledger, batch, organizations[:1])
    assert [each.open for each in report(report_of(office.ledger, batch)).of("missing")] == [True, True]


def test_who_reappears_is_brought_back(office: Desk) -> None:
    first_list(office)
    mark_deregistered(office.ledger, [1], on=TODAY)
    delete_organizations(office.ledger, [2])
    batch = bring_text(office, HEAD + "".join(line(number) for number in range(10)), day=LATER).batch
    found = report(report_of(office.ledger, batch))
    assert [(each.organization, each.open) for each in found.of("reappeared")] == [(1, True), (2, True)]
    bring_back(office.ledger, [1, 2], on=LATER)
    assert office.all("SELECT status, main_reason, deleted FROM organization WHERE id<3") == [
        ("active", None, None),
        (None, None, None),
    ]
    assert [each.open for each in report(report_of(office.ledger, batch)).of("reappeared")] == [False, False]
    undo(office.ledger)
    assert office.all("SELECT status, main_reason, deleted FROM organization WHERE id<3") == [
        ("cancelled", "A1", None),
        (None, None, 1),
    ]
    office.prove()
