"""The queue of likely duplicates: what is proposed and why, what is not asked again, what is counted once."""

from datetime import date

import pytest

from models.edits.eligibility import decide_eligibility
from models.edits.links import join_organizations, keep_apart, relate_organizations, split_off, withdraw_link
from models.edits.organizations import change_organization, delete_organizations
from models.edits.redaction import purge_name
from models.edits.visits import record_visits
from models.inputs.forms import EligibilityInput, VisitInput
from models.progress import Cancelled, Progress
from models.queries.duplicate_finding import find_duplicates
from models.queries.duplicate_index import DuplicateIndex, duplicate_path
from models.queries.duplicates import DuplicatePair, Kind, duplicate_queue
from models.queries.export_rows import export_sheet
from models.queries.figures import figures, figures_by
from models.queries.find_organization import find_organization
from models.queries.join_plan import join_plan
from models.queries.list_groups import grouped_list
from models.queries.near_names import near_names
from models.queries.organization_detail import organization_detail
from models.queries.organization_list import ListQuery, ids, totals
from models.queries.search_hits import best_hits
from models.queries.weekly_ledger import weekly_ledger
from models.rules.likeness import Reason
from tests.models.edits.desk import CHIGANG, Desk, code_of


def asked(office: Desk, *, decided: bool = False) -> list[DuplicatePair]:
    find_duplicates(office.ledger)
    return [pair for pair in duplicate_queue(office.ledger).pairs if decided or pair.kind is not Kind.DECIDED]


def test_a_name_without_its_generic_parts_and_a_phone_are_strong(office: Desk) -> None:
    a = office.add("广州市海珠区小星星幼儿园", code=code_of("52", "440105"), phone="020-34567890")
    b = office.add("海珠小星星民办幼儿园", phone="02034567890")
    (pair,) = asked(office)
    assert (pair.kind, pair.a, pair.b) == (Kind.STRONG, a, b)
    assert pair.reasons == (Reason.NAME, Reason.PHONE)
    assert pair.name >= 85


def test_two_valid_codes_are_never_more_than_a_hint(office: Desk) -> None:
    same = {"phone": "34567890", "address": "广州市海珠区江南大道中12号", "head": "陈某"}
    for number in (1, 2):
        office.add("小星星幼儿园", code=code_of("52", "440105", number), **same)
    (pair,) = asked(office)
    assert pair.kind is Kind.HINT
    assert Reason.OTHER_CODES in pair.reasons


def test_numbers_tell_two_apart_and_a_common_name_alone_is_nothing(office: Desk) -> None:
    office.add("第一幼儿园", address="江南大道中1号")
    office.add("第二幼儿园", address="江南大道中2号")
    office.add("广州市天河区阳光幼儿园", code=code_of("52", "440106", 2), phone="11111111", address="天河路1号")
    office.add("广州市海珠区阳光幼儿园", code=code_of("52", "440105"), phone="22222222", address="江南路2号")
    assert asked(office) == []


def test_only_what_changed_is_looked_at_again(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    a = office.add("小星星幼儿园", phone="34567890")
    assert asked(office) == []
    compared: list[int] = []
    original = DuplicateIndex.add_postings

    def counted(self: DuplicateIndex, rows: object) -> None:
        kept = list(rows)  # type: ignore[call-overload]
        compared.extend(row[1] for row in kept)
        original(self, kept)

    monkeypatch.setattr(DuplicateIndex, "add_postings", counted)
    b = office.add("小星星幼稚园", phone="34567890")
    assert [(pair.a, pair.b) for pair in asked(office)] == [(a, b)]
    assert set(compared) == {b}
    change_organization(office.ledger, b, {"name": "大海幼儿园", "phone": "99999999"})
    assert asked(office) == []


def test_stopping_keeps_what_is_done(office: Desk) -> None:
    for number in range(6):
        office.add(f"小星星幼儿园{'春夏秋冬风雨'[number]}", phone="34567890")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        find_duplicates(office.ledger, progress)
    assert duplicate_queue(office.ledger).pairs == ()
    assert len(asked(office)) == 15


def test_a_damaged_cache_is_made_anew(office: Desk) -> None:
    office.add("小星星幼儿园", phone="34567890")
    office.add("小星星幼稚园", phone="34567890")
    assert len(asked(office)) == 1
    duplicate_path(office.ledger).write_bytes(b"nothing of the kind" * 400)
    assert len(asked(office)) == 1


def test_nobody_is_asked_twice(office: Desk) -> None:
    a, b, c, d = (office.add("小星星幼儿园", phone="34567890", note=note) for note in "甲乙丙丁")
    assert len(asked(office)) == 6
    keep_apart(office.ledger, [(a, b)])
    relate_organizations(office.ledger, [(a, c)])
    join_organizations(office.ledger, c, d)
    left = {(pair.a, pair.b) for pair in asked(office) if pair.kind is not Kind.JOINED}
    assert left == {(b, c)}  # d is shown as c, and c and a are related
    decided = [pair for pair in asked(office, decided=True) if pair.kind is Kind.DECIDED]
    assert {(pair.relation, pair.said_by) for pair in decided} == {
        (relation, "张三（海珠区总工会）") for relation in ("apart", "related", "same")
    }
    withdraw_link(office.ledger, a, b)
    assert (a, b) in {(pair.a, pair.b) for pair in asked(office)}


def test_joined_by_code_the_contents_wait_for_a_person_once(office: Desk) -> None:
    code = code_of("52", "440105")
    a, b = office.add("小星星幼儿园", code=code), office.add("小星星", staff=38)
    change_organization(office.ledger, b, {"code": code})
    (pair,) = asked(office)
    assert (pair.kind, pair.a, pair.b, pair.reasons, pair.differing) == (Kind.JOINED, a, b, (Reason.CODE,), 2)
    plan = join_plan(office.ledger, a, b)
    assert plan.is_joined
    assert {each.field: each.takes_other for each in plan.fields if each.is_open} == {"name": False, "staff": True}
    join_organizations(office.ledger, a, b, values={"staff": 38})
    assert asked(office) == []
    change_organization(office.ledger, b, {"phone": "34567890"})  # what another laptop may still do
    assert [(each.kind, each.differing) for each in asked(office)] == [(Kind.JOINED, 2)]


def test_a_contradiction_is_shown_as_one(office: Desk) -> None:
    a, b, c = office.add("甲"), office.add("乙"), office.add("丙")
    join_organizations(office.ledger, a, b)
    join_organizations(office.ledger, b, c)
    keep_apart(office.ledger, [(a, c)])
    pairs = asked(office)
    assert {pair.kind for pair in pairs} == {Kind.CONTRADICTION}
    said = {pair.relation: {pair.a, pair.b} for pair in pairs}
    assert said["apart"] == {a, c}
    assert said["same"] in ({a, b}, {b, c})
    assert not join_plan(office.ledger, *said["same"]).is_possible
    keep_apart(office.ledger, [tuple(said["same"])])
    assert asked(office) == []


def test_the_plan_prefills_and_adds_up(office: Desk) -> None:
    a = office.add("小星星幼儿园", phone="34567890", staff=30)
    b = office.add("小星星幼儿园有限公司", code=code_of("52", "440105"), head="陈某", staff=38)
    for organization, times in ((a, 5), (b, 3)):
        for day in range(times):
            said = VisitInput(visited_on=date(2024, 9, 1 + day), mode="1", result="2")
            record_visits(office.ledger, [organization], said)
    plan = join_plan(office.ledger, a, b)
    assert (plan.shown.id, plan.other.id, plan.visits) == (b, a, (3, 5))
    assert {each.field: (each.differs, each.takes_other) for each in plan.fields if each.is_open} == {
        "name": (True, False),  # the one with the valid code is believed
        "phone": (False, True),
        "staff": (True, False),  # the other was entered earlier
    }
    join_organizations(office.ledger, a, b, values=plan.values())
    assert office.facts(b)["phone"] == "34567890"
    assert office.column(b, "visit_count") == 8
    assert join_plan(office.ledger, a, b).visits == (3, 5)


def test_everything_counts_joined_ones_once(office: Desk) -> None:
    """Every list, figure, group, rate, search and sheet; and everything of both stands under the one."""
    key = {"category": "kindergarten", "street": CHIGANG}
    a = office.add("小星星幼儿园", code=code_of("52", "440105"), **key)
    b = office.add("海燕托儿所", code=code_of("52", "440105", 2), phone="34567890", **key)
    c = office.add("另一家", code=code_of("52", "440105", 3), **key)
    for organization in (a, b, c):
        record_visits(
            office.ledger,
            [organization],
            VisitInput(visited_on=date(2024, 9, 24), mode="1", result="2", reasons=("B2",), next_on=date(2024, 9, 26)),
        )
        decide_eligibility(
            office.ledger, [organization], EligibilityInput(decision="yes", decided_on=date(2024, 9, 24), ground="走访")
        )
    before = figures(office.ledger)
    join_organizations(office.ledger, a, b)
    total = figures(office.ledger)
    assert (before.key, before.eligible) == (3, 3)
    assert (total.key, total.eligible) == (2, 2)
    assert sum(group.figures.key for group in figures_by(office.ledger, "street")) == 2
    assert list(ids(office.ledger, ListQuery())) == [a, c]
    assert totals(office.ledger, ListQuery()).count == 2
    assert sum(each.sums.count for each in grouped_list(office.ledger, ListQuery(group="street")).groups) == 2
    assert [hit.row.id for hit in best_hits(office.ledger, "海燕", 5)] == [a]
    assert list(ids(office.ledger, ListQuery(search="海燕"))) == [a]
    assert list(ids(office.ledger, ListQuery(search="34567890"))) == [a]
    assert export_sheet(office.ledger, ListQuery()).count == 2
    week = weekly_ledger(office.ledger)
    assert sum(len(section.rows) for section in week.main) == 2
    assert (week.total.key, week.progress.visits) == (2, 3)
    detail = organization_detail(office.ledger, a)
    assert detail is not None
    assert (len(detail.visits), len(detail.followups), len(detail.reasons)) == (2, 2, 2)
    for word in ("海燕托儿所", office.column(b, "uid").hex(), "小星星幼儿园"):
        assert find_organization(office.ledger, word) == a
    split_off(office.ledger, b)
    assert figures(office.ledger) == before
    assert find_organization(office.ledger, "海燕托儿所") == b
    delete_organizations(office.ledger, [b])
    assert asked(office) == []


def test_a_typed_name_finds_who_is_near(office: Desk) -> None:
    a = office.add("广州市海珠区小星星幼儿园", code=code_of("52", "440105"))
    b = office.add("小星星双语幼儿园")
    office.add("大海幼儿园")
    gone = office.add("小星星托儿所")
    delete_organizations(office.ledger, [gone])
    assert [(near.row.id, near.same_code) for near in near_names(office.ledger, "海珠区小星星民办幼儿园", "", 5)] == [
        (a, False),
        (b, False),
    ]
    (best,) = near_names(office.ledger, "别的名字", code_of("52", "440105"), 5)
    assert (best.row.id, best.same_code) == (a, True)
    assert near_names(office.ledger, "小晨星幼儿园", "", 5) == []
    find_duplicates(office.ledger)  # what it remembers finds what is spelt differently, too
    assert [near.row.id for near in near_names(office.ledger, "小新星幼儿园", "", 5)] == [a]
    join_organizations(office.ledger, a, b)
    assert [near.row.id for near in near_names(office.ledger, "小星星双语", "", 5)] == [a]


def test_after_a_purge_nothing_of_before_is_remembered(office: Desk) -> None:
    a = office.add("小星星幼儿园", phone="34567890", contact="李老师")
    assert asked(office) == []
    before = keys_in(office)
    purge_name(office.ledger, a, "李老师", texts=True)
    assert asked(office) == []
    assert len(before - keys_in(office)) == 1  # that of the telephone number


def keys_in(office: Desk) -> set[int]:
    index = DuplicateIndex(duplicate_path(office.ledger))
    found = {row[0] for row in index.db.execute("SELECT key FROM posting")}
    index.close()
    return found
