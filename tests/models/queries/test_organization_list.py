"""The ledger as a list: views, search, order, totals, marks, and finding one by a word."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from models.edits.followups import assign_followup
from models.edits.organizations import (
    add_former_name,
    add_organization,
    change_organization,
    delete_organizations,
    restore_organizations,
)
from models.errors import AmbiguousProblem, InputProblem
from models.facts.writer import BatchKind
from models.inputs.forms import FollowupInput
from models.queries.find_organization import find_organization
from models.queries.ledger_counts import ledger_counts
from models.queries.organization_list import (
    SORTS,
    VIEWS,
    ListQuery,
    first_rows,
    ids,
    marks_of,
    phones_of,
    rows_of,
    totals,
)
from models.tables.record_kinds import ORGANIZATION, RECORD_KINDS
from tests.models.edits.desk import TODAY, Desk, code_of
from tests.models.queries.reckoning import Reckoned

TODAY_TEXT = TODAY.isoformat()

BY_HAND: dict[str, Callable[[Reckoned], bool]] = {
    "all": lambda one: not one.detail.in_trash,
    "open": lambda one: one.live and not one.covered,
    "key_open": lambda one: one.key and not one.covered,
    "built": lambda one: one.live and one.covered,
    "due": lambda one: one.live and one.due_on is not None and one.due_on <= TODAY_TEXT,
    "unverified": lambda one: one.live and not one.code_valid,
    "no_street": lambda one: one.live and one.street is None,
    "undecided": lambda one: one.key and one.decision is None,
    "conflicts": lambda one: bool(one.detail.conflicts),
}


@pytest.mark.parametrize("view", BY_HAND)
def test_views_and_their_totals(messy: Desk, reckoned: list[Reckoned], view: str) -> None:
    chosen = [one for one in reckoned if BY_HAND[view](one)]
    query = ListQuery(view=view)
    assert sorted(ids(messy.ledger, query)) == [one.id for one in chosen]
    assert chosen or view == "conflicts"
    found = totals(messy.ledger, query)
    assert found.count == len(chosen)
    assert found.staff == sum(one.detail.facts["staff"] or 0 for one in chosen)
    assert found.overdue == sum(one.due_on is not None and one.due_on < TODAY_TEXT for one in chosen)
    assert found.due_today == sum(one.due_on == TODAY_TEXT for one in chosen)


def test_every_view_is_compared() -> None:
    assert set(BY_HAND) <= set(VIEWS)


def test_the_trash_holds_what_was_deleted(messy: Desk, reckoned: list[Reckoned]) -> None:
    gone = [one.id for one in reckoned if one.detail.in_trash]
    assert gone
    assert any(one.detail.returned for one in reckoned)  # worked on after they were deleted: back, flagged
    assert sorted(ids(messy.ledger, ListQuery(trash=True))) == gone


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", sorted(SORTS))
def test_order_with_empty_last_and_ties_by_id(messy: Desk, sort: str, descending: bool) -> None:  # noqa: FBT001
    query = ListQuery(view="open", sort=sort, descending=descending)
    records = ids(messy.ledger, query).tolist()
    assert sorted(records) == sorted(ids(messy.ledger, ListQuery(view="open")))
    with messy.ledger.reading() as db:
        values = dict(db.execute(f"SELECT id, {SORTS[sort]} FROM organization o", {"today": TODAY_TEXT}).fetchall())
    filled = [record for record in records if values[record] is not None]
    assert records[: len(filled)] == filled
    keys = [values[record] for record in filled]
    assert keys == sorted(keys, reverse=descending)
    for one, other in pairwise(records):
        if values[one] == values[other] and not (descending and sort == "name"):
            assert one < other
    assert [row.id for row in first_rows(messy.ledger, query, 40)] == records[:40]


def test_rows_say_what_the_detail_says(messy: Desk, reckoned: list[Reckoned]) -> None:
    by_id = {one.id: one for one in reckoned}
    rows = rows_of(messy.ledger, list(by_id))
    assert [row.id for row in rows] == list(by_id)
    for row in rows:
        one = by_id[row.id]
        assert row.uid == one.detail.uid
        assert row.name == one.detail.facts["name"]
        assert (row.code, row.code_state == "valid") == (one.detail.facts["code"] or "", one.code_valid)
        assert (row.word, row.scope, row.category) == (one.word, one.scope, one.detail.facts["category"] or "")
        assert (row.coverage, row.main_reason) == (one.route or "", one.main_reason or "")
        assert (row.next_due_on, row.visit_count) == (one.due_on or "", one.detail.visit_count)
        assert row.blocked == (one.detail.facts["side_state"] == "P2")
        assert row.street == (one.street or "")
        assert row.returned == one.detail.returned


def test_rows_that_are_gone_are_left_out(office: Desk) -> None:
    one = office.add("甲园")
    assert [row.id for row in rows_of(office.ledger, [999, one])] == [one]
    assert rows_of(office.ledger, []) == []


# Search.


@pytest.fixture
def three(office: Desk) -> Desk:
    jia = office.add(
        "赤岗阳光幼儿园（南区）",
        code=code_of("52", "440105"),
        address="新港中路１号",
        head="张园长",
        contact="李老师",
        phone="020-3408-2442",
    )
    add_former_name(office.ledger, jia, "月光托儿所")
    office.add("阳光学校100%", address="南洲路8_1号", phone="13812345678")
    office.add("琶洲基金会!", code="110108600113450")
    return office


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "赤阳琶"),
        ("  ", "赤阳琶"),
        ("阳光", "赤阳"),
        ("光", "赤阳"),  # one character is enough
        ("阳光 学校", "阳"),  # both words
        ("阳光 琶洲", ""),
        ("月光", "赤"),  # a former name
        ("ｙａｎｇ", "赤阳"),  # by its sound, in full width
        ("新港中路", "赤"),
        ("张园长", "赤"),
        ("李老师", "赤"),
        ("52440105", "赤"),
        ("1101086", "琶"),
        ("34082442", "赤"),  # a phone without its hyphens
        ("5678", "阳"),
        ("567", ""),  # too short for a phone
        ("%", "阳"),
        ("_", "阳"),
        ("!", "琶"),
        ("'", ""),
        ("' OR '1'='1", ""),
        ("没有", ""),
    ],
)
def test_search(three: Desk, text: str, names: str) -> None:
    found = ids(three.ledger, ListQuery(search=text))
    assert "".join(row.name[0] for row in rows_of(three.ledger, found.tolist())) == names
    assert totals(three.ledger, ListQuery(search=text)).count == len(names)


@pytest.mark.parametrize("text", ["长" * 60_000, "词 " * 3_000], ids=["long", "many"])
def test_a_text_pasted_by_mistake_finds_nothing(three: Desk, text: str) -> None:
    assert len(ids(three.ledger, ListQuery(search=text))) == 0


def test_search_view_and_condition_together(three: Desk) -> None:
    query = ListQuery(view="unverified", search="阳光", where="o.phone IS NOT ?", values=("1",))
    assert [row.name for row in first_rows(three.ledger, query, 9)] == ["阳光学校100%"]


# Marks: what is new or changed since a day.


def test_new_and_changed_since_monday(office: Desk) -> None:
    office.clock.set(TODAY - timedelta(days=9))
    with office.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-01") as change:
        old = change.create(ORGANIZATION, {"name": "旧园"}).id
        touched = change.create(ORGANIZATION, {"name": "改园"}).id
    office.clock.set(TODAY)
    change_organization(office.ledger, touched, {"staff": 3})
    new = office.add("新园")
    assert {row.id: row.mark for row in rows_of(office.ledger, [old, touched, new])} == {
        old: "",
        touched: "改",
        new: "新",
    }
    assert marks_of(office.ledger, [old, touched, new], TODAY - timedelta(days=30)) == {touched: "改", new: "新"}
    office.clock.set(TODAY + timedelta(days=7))
    assert marks_of(office.ledger, [old, touched, new], TODAY + timedelta(days=5)) == {}


def test_the_first_import_makes_nothing_new(office: Desk) -> None:
    with office.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-01") as change:
        one = change.create(ORGANIZATION, {"name": "甲园"}).id
    assert rows_of(office.ledger, [one])[0].mark == ""


def test_the_next_step_and_whose_it_is(office: Desk) -> None:
    li = office.colleague("李四")
    one = office.add("甲园", owner=office.ledger.author.cadre)
    assert rows_of(office.ledger, [one])[0].owner == "张三"
    assign_followup(office.ledger, [one], FollowupInput(task="送材料", due_on=TODAY, cadre=li))
    row = rows_of(office.ledger, [one])[0]
    assert (row.next_task, row.next_due_on, row.owner) == ("送材料", TODAY_TEXT, "李四")


def test_phones_in_full_only_where_asked(office: Desk) -> None:
    one, other = office.add("甲园", phone="13812345678"), office.add("乙园")
    assert phones_of(office.ledger, [one, other]) == {one: "13812345678", other: ""}
    assert "13812345678" not in repr(rows_of(office.ledger, [one]))


# Finding one.


def test_one_by_id_code_or_exact_name(three: Desk) -> None:
    uid, code, name = three.one("SELECT lower(hex(uid)), code, name FROM organization WHERE id=1")
    for text in (uid, uid.upper(), code, code.lower(), f" {code[:8]} {code[8:]} ", name, f" {name} "):
        assert find_organization(three.ledger, text) == 1


@pytest.mark.parametrize("text", ["阳光", "", "0" * 32, "%", "' OR 1=1 --"])
def test_none(three: Desk, text: str) -> None:
    with pytest.raises(InputProblem, match=f"台账里没有“{text.strip()}”。请写代码、编号或完整名称"):
        find_organization(three.ledger, text)


def test_several_of_one_name_are_listed(office: Desk) -> None:
    for number in range(12):
        code = code_of("52", "440105", number) if number else None
        add_organization(office.ledger, {"name": "阳光幼儿园", "code": code, "address": f"赤岗路{number}号"})
    with pytest.raises(AmbiguousProblem, match="“阳光幼儿园”对应 12 家单位，请改用代码或编号：") as caught:
        find_organization(office.ledger, "阳光幼儿园")
    assert len(caught.value.candidates) == 10
    uid, code = office.one("SELECT lower(hex(uid)), code FROM organization WHERE id=2")
    assert caught.value.candidates[1] == f"{uid}  {code}  阳光幼儿园  赤岗路1号"
    assert "—" in caught.value.candidates[0]


def test_in_the_trash_or_out_of_it(office: Desk) -> None:
    one = office.add("甲园")
    delete_organizations(office.ledger, [one])
    assert find_organization(office.ledger, "甲园", trash=True) == one
    with pytest.raises(InputProblem):
        find_organization(office.ledger, "甲园")
    restore_organizations(office.ledger, [one])
    assert find_organization(office.ledger, "甲园") == one


def test_counts_are_of_what_is_present(messy: Desk, reckoned: list[Reckoned]) -> None:
    counts = ledger_counts(messy.ledger)
    assert counts.organizations == sum(not one.detail.in_trash for one in reckoned)
    assert counts.visits == messy.count("visit")
    assert counts.followups_open == sum(f.state == "open" for one in reckoned for f in one.detail.followups)
    fields = sum(len(one.detail.conflicts) for one in reckoned)
    tables = [kind.table for kind in RECORD_KINDS if not kind.append_only]
    returned = sum(messy.one(f"SELECT count(*) FROM {table} WHERE deleted=2")[0] for table in tables)
    assert counts.conflicts == fields + returned
