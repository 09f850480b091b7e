"""The log of a ledger, the history of one organization, and its timeline."""

from datetime import date, timedelta

import pytest

from models.edits.eligibility import decide_eligibility
from models.edits.followups import finish_followups
from models.edits.organizations import (
    change_organization,
    change_organizations,
    delete_organizations,
    restore_organizations,
)
from models.edits.reasons import resolve_reason
from models.edits.undo import redo, undo
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.facts.writer import BatchKind
from models.inputs.forms import EligibilityInput, UnionInput, VisitInput
from models.queries.history import LogEntry, describe, log
from models.queries.timeline import TimelineItem, change_text, timeline
from models.tables.record_kinds import IMPORT_SOURCE, ORGANIZATION
from tests.models.edits.desk import TODAY, Desk


def lines(office: Desk, one: int) -> list[TimelineItem]:
    return list(timeline(office.ledger, one).items)


def test_newest_first_with_who_when_and_what(office: Desk) -> None:
    office.colleague("李四")
    office.clock.set(TODAY + timedelta(days=1))
    one = office.add("甲园", staff=3)
    office.ledger.act_as("李四")
    office.clock.set(TODAY + timedelta(days=2))
    changes = change_organization(office.ledger, one, {"staff": 4, "note": "新"})
    newest, second, *_older, founding = log(office.ledger)
    assert (newest.author, newest.at[:10], newest.kind, newest.edit) == (
        "李四（海珠区总工会）",
        "2024-09-27",
        "edit",
        changes.batch,
    )
    assert [(c.kind, c.name, c.field, c.old, c.new) for c in newest.changes] == [
        ("organization", "甲园", "note", None, "新"),
        ("organization", "甲园", "staff", 3, 4),
    ]
    assert (second.author, second.at[:10], second.made) == ("张三（海珠区总工会）", "2024-09-26", {"organization": 1})
    assert (founding.kind, founding.made) == ("founding", {"working_unit": 1, "cadre": 1})


def test_old_values_are_those_that_were_replaced(office: Desk) -> None:
    one = office.add("甲园", staff=3)
    for staff in (4, None, 6):
        change_organization(office.ledger, one, {"staff": staff})
    entries = log(office.ledger)[:3]
    assert [(entry.changes[0].old, entry.changes[0].new) for entry in entries] == [(None, 6), (4, None), (3, 4)]


def test_undo_and_redo_name_what_they_revert(office: Desk) -> None:
    one = office.add("甲园", staff=3)
    batch = change_organization(office.ledger, one, {"staff": 4}).batch
    undone = undo(office.ledger).changes.batch
    redo(office.ledger)
    assert [(entry.kind, entry.reverts) for entry in log(office.ledger)[:3]] == [
        ("redo", undone),
        ("undo", batch),
        ("edit", ""),
    ]


def test_of_one_organization_only_what_concerns_it(office: Desk) -> None:
    one, other = office.add("甲园"), office.add("乙园")
    visit = VisitInput(visited_on=TODAY, result="1", reasons=("B2",), next_on=TODAY)
    both = record_visits(office.ledger, [one, other], visit).batch
    only_other = change_organization(office.ledger, other, {"staff": 3}).batch
    changed = change_organizations(office.ledger, [one, other], {"note": "甲"}).batch
    done = finish_followups(office.ledger, [1], on=TODAY).batch
    resolved = resolve_reason(office.ledger, one, "B2", on=TODAY).batch
    entries = log(office.ledger, organization=one)
    assert [entry.edit for entry in entries[:-1]] == [resolved, done, changed, both]
    assert only_other not in {entry.edit for entry in entries}
    assert entries[3].made == {"visit": 1, "reason": 1, "followup": 1}
    assert [c.name for c in entries[2].changes] == ["甲园"]
    assert entries[-1].made == {"organization": 1}


def test_limits_of_the_log(office: Desk) -> None:
    many = [office.add(f"{number}园") for number in range(25)]
    change_organizations(office.ledger, many, {"note": "甲"})
    assert len(log(office.ledger, limit=3)) == 3
    newest = log(office.ledger, limit=1)[0]
    assert (len(newest.changes), newest.more) == (20, 5)
    assert describe(newest) == "修改 25 项"
    assert len(log(office.ledger, limit=1000)) == 27


def test_an_import_says_how_much_it_made(office: Desk) -> None:
    with office.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-01") as change:
        for number in range(3):
            change.create(ORGANIZATION, {"name": f"{number}园"})
    entry = log(office.ledger)[0]
    assert (entry.kind, entry.made, describe(entry)) == ("import", {"organization": 3}, "新增单位 3")
    with office.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-02") as change:
        change.create(ORGANIZATION, {"name": "甲园"})
        change.create(IMPORT_SOURCE, {"file_name": "C:\\名册\\九月.xlsx"})
    entry = log(office.ledger)[0]
    assert (entry.file, describe(entry)) == ("九月.xlsx", "九月.xlsx · 新增单位 1")


def test_a_batch_in_words(office: Desk) -> None:
    one = office.add("甲园")
    form_union(office.ledger, [one], UnionInput(name="甲园工会", route="own", founded_on=TODAY))
    assert describe(log(office.ledger)[0]) == "新增认定 1 · 新增覆盖 1 · 新增工会 1 · 修改 1 项"
    assert describe(LogEntry("", "", "", "edit", "", {}, (), 0)) == "—"


def test_trash_in_words(office: Desk) -> None:
    one = office.add("甲园")
    delete_organizations(office.ledger, [one])
    restore_organizations(office.ledger, [one])
    words = [change_text(entry.changes[0]) for entry in log(office.ledger)[:2]]
    assert words == ["从回收站恢复", "移入回收站"]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("staff", 38, "从业人员 空 → 38"),
        ("category", "kindergarten", "机构类别 空 → 民办幼儿园"),
        ("key_declared", 1, "是否重点 空 → 是"),
        ("street", "440105001", "所在街道(镇) 空 → 广东省广州市海珠区赤岗街道"),
        ("stage", "S3", "当前阶段 空 → S3 有意向"),
        ("phone", "13812345678", "电话 已更改"),
    ],
)
def test_changes_in_words_without_phones(office: Desk, field: str, value: object, text: str) -> None:
    one = office.add("甲园")
    change_organization(office.ledger, one, {field: value})
    assert change_text(log(office.ledger)[0].changes[0]) == text


def test_the_timeline_of_one_organization(office: Desk) -> None:
    office.clock.set(date(2024, 9, 1))
    one = office.add("甲园", staff=3)
    visit = VisitInput(
        visited_on=date(2024, 9, 10),
        result="2",
        mode="2",
        companions="李四",
        note="再商量",
        reasons=("D1",),
        next_on=date(2024, 9, 12),
    )
    record_visits(office.ledger, [one], visit)
    office.clock.set(date(2024, 9, 14))
    finish_followups(office.ledger, [1], on=date(2024, 9, 12), outcome="已谈妥")
    resolve_reason(office.ledger, one, "D1", on=date(2024, 9, 13), by="讲清政策")
    decide_eligibility(
        office.ledger, [one], EligibilityInput(decision="yes", decided_on=date(2024, 9, 15), ground="人员稳定")
    )
    form_union(
        office.ledger,
        [one],
        UnionInput(name="甲园工会", route="own", founded_on=date(2024, 9, 20), document_no="工发1号"),
    )
    office.clock.set(TODAY)
    change_organization(office.ledger, one, {"staff": 5})
    assert [(item.day, item.icon, item.headline, item.strong, item.text) for item in lines(office, one)] == [
        ("2024-09-25", "edit", "修改", "", "张三（海珠区总工会）：从业人员 3 → 5"),
        ("2024-09-20", "union", "建会", "单独建", "甲园工会 工发1号"),
        ("2024-09-15", "decision", "认定", "具备条件", "张三：人员稳定"),
        ("2024-09-14", "edit", "修改", "", "张三（海珠区总工会）：当前阶段 空 → S10 已建会"),
        ("2024-09-13", "reason", "原因解决", "D1", "讲清政策"),
        ("2024-09-12", "followup", "跟进", "已办", "张三：已谈妥"),
        ("2024-09-10", "phone", "电话", "观望", "张三、李四：再商量 · 记原因 D1"),
        ("2024-09-01", "edit", "新增单位", "", "张三（海珠区总工会）"),
    ]


def test_a_corrected_visit_is_said_to_be_corrected(office: Desk) -> None:
    one = office.add("甲园")
    record_visits(office.ledger, [one], VisitInput(visited_on=TODAY, result="3"))
    (wrong,) = office.one("SELECT uid FROM visit")
    record_visits(office.ledger, [one], VisitInput(visited_on=TODAY, result="1", corrects=wrong))
    assert [item.strong for item in lines(office, one) if item.icon == "visit"] == ["同意", "拒绝（已更正）"]


def test_an_import_and_an_undo_on_the_timeline(office: Desk) -> None:
    with office.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-01") as change:
        one = change.create(ORGANIZATION, {"name": "甲园"}).id
    change_organization(office.ledger, one, {"staff": 5})
    undo(office.ledger)
    assert {item.headline for item in lines(office, one)} == {"导入", "修改", "撤销"}


def test_the_log_of_an_untidy_ledger_names_every_author(messy: Desk) -> None:
    authors = {entry.author.partition("（")[0] for entry in log(messy.ledger, limit=10_000)}
    assert authors == {"周岚", "韩立群", "沈嘉"}
    (batches,) = messy.one("SELECT count(*) FROM batch")
    assert len(log(messy.ledger, limit=10_000)) == batches
