"""Our own units and cadres, people of organizations, who writes, a new ledger, disclosures, campaigns as records."""

import re
from datetime import date
from pathlib import Path

import pytest

from models.edits.disclosures import disclosures, note_disclosure
from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.edits.people import add_cadre, add_person, add_unit
from models.edits.visits import record_visits
from models.errors import AmbiguousProblem, FileProblem, InputProblem
from models.inputs.forms import VisitInput
from models.ledger.campaign_rule import CAMPAIGN_UID, TARGET_UIDS
from models.ledger.health import digests
from models.queries.figures import campaign, figures, target_lines
from models.rules.campaigns import SHIPPED
from models.rules.scope import ScopeRule
from models.tables.record_kinds import CAMPAIGN, TARGET, WORKING_UNIT
from tests.models.edits.desk import TODAY, Desk, code_of, refused


def test_a_new_ledger_has_its_unit_and_its_person(office: Desk) -> None:
    assert office.all("SELECT name, division FROM working_unit") == [("海珠区总工会", "440105")]
    assert office.all("SELECT name FROM cadre") == [("张三",)]
    assert office.ledger.author.text == "张三（海珠区总工会）"
    assert office.one("SELECT a.name FROM batch b JOIN author a ON a.id=b.author") == ("张三（海珠区总工会）",)
    office.prove()


@pytest.mark.parametrize(
    ("unit", "person", "division", "words"),
    [
        ("", "张三", None, "单位名称和姓名都要填写。"),
        ("海珠区总工会", " ", None, "单位名称和姓名都要填写。"),
        ("海珠区总工会", "张三", "999999", "没有代码为 999999 的行政区划。"),
        ("海珠区总工会", "张三", "海珠", "没有代码为 海珠 的行政区划。"),
    ],
)
def test_a_ledger_that_is_not_founded(tmp_path: Path, unit: str, person: str, division: str | None, words: str) -> None:
    with pytest.raises(InputProblem, match=words):
        create_ledger(tmp_path / "甲.jhtz", unit=unit, person=person, division=division)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_never_replaces_a_file_and_gets_its_ending(tmp_path: Path) -> None:
    create_ledger(tmp_path / "甲", unit="海珠区总工会", person="张三").close()
    assert [path.name for path in tmp_path.iterdir()] == ["甲.jhtz"]
    content = (tmp_path / "甲.jhtz").read_bytes()
    with pytest.raises(FileProblem, match="已经存在"):
        create_ledger(tmp_path / "甲.jhtz", unit="海珠区总工会", person="张三")
    assert (tmp_path / "甲.jhtz").read_bytes() == content


def test_units_and_cadres_have_names_of_their_own(office: Desk) -> None:
    add_unit(office.ledger, " 赤岗街道总工会 ", division="440105001")
    with refused(office, "已经有叫“赤岗街道总工会”的工作单位。"):
        add_unit(office.ledger, "赤岗街道总工会")
    with refused(office, "单位名称不能为空。"):
        add_unit(office.ledger, " ")
    with refused(office, "没有代码为 44x 的行政区划。"):
        add_unit(office.ledger, "南洲街道总工会", division="44x")
    with refused(office, "这个单位已经有叫“张三”的人员。"):
        add_cadre(office.ledger, "张三")
    with refused(office, "姓名不能为空。"):
        add_cadre(office.ledger, "")
    assert office.all("SELECT name, division FROM working_unit") == [
        ("海珠区总工会", "440105"),
        ("赤岗街道总工会", "440105001"),
    ]


def test_the_same_name_in_another_unit(office: Desk) -> None:
    uid = bytes.fromhex(add_unit(office.ledger, "赤岗街道总工会").made_id(WORKING_UNIT))
    add_cadre(office.ledger, "张三", unit=uid)
    with pytest.raises(AmbiguousProblem, match="有 2 个人都叫“张三”：") as caught:
        office.ledger.act_as("张三")
    assert [re.sub("[0-9a-f]{32}", "id", line) for line in caught.value.candidates] == [
        "张三（海珠区总工会） id",
        "张三（赤岗街道总工会） id",
    ]


def test_people_of_an_organization(office: Desk) -> None:
    one = office.add("甲园")
    add_person(office.ledger, one, {"name": "王芳", "role": "chair_candidate", "phone": "13812345678"})
    assert office.all("SELECT name, role, phone FROM person") == [("王芳", "chair_candidate", "13812345678")]
    with refused(office, "姓名必须填写。", fields={"name": ""}):
        add_person(office.ledger, one, {"role": "head"})
    with refused(office, "这条记录已经不在台账里"):
        add_person(office.ledger, 999, {"name": "王芳"})


def test_every_batch_carries_who_worked(office: Desk) -> None:
    office.colleague("李四")
    one = office.add("甲园")
    office.ledger.act_as("李四")
    record_visits(office.ledger, [one], VisitInput(visited_on=TODAY, result="1"))
    office.ledger.act_as(None)
    add_organization(office.ledger, {"name": "乙园"})
    authors = office.all("SELECT a.name FROM batch b JOIN author a ON a.id=b.author ORDER BY b.id DESC LIMIT 2")
    assert authors == [("张三（海珠区总工会）",), ("李四（海珠区总工会）",)]
    with pytest.raises(InputProblem, match="台账里没有叫“王五”的人员。"):
        office.ledger.act_as("王五")


def test_showing_numbers_is_recorded_without_numbers_or_names_and_is_no_fact(office: Desk) -> None:
    office.add("甲园", phone="13812345678")
    before = digests(office.ledger)
    for number in range(3):
        note_disclosure(office.ledger, "export", number)
    recorded = disclosures(office.ledger)
    assert [entry["organizations"] for entry in recorded] == [0, 1, 2]
    assert {(entry["by"], entry["what"]) for entry in recorded} == {("张三（海珠区总工会）", "export")}
    assert all(str(entry["at"]).startswith("2024-09-25T09:") for entry in recorded)
    assert not re.search("1381234|甲园", str(recorded))
    assert digests(office.ledger) == before
    office.reopen()
    assert len(disclosures(office.ledger)) == 3


def test_the_oldest_disclosures_make_room(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.edits.disclosures._KEPT", 3)
    for number in range(5):
        note_disclosure(office.ledger, "show", number)
    assert [entry["organizations"] for entry in disclosures(office.ledger)] == [2, 3, 4]


def test_without_records_the_campaign_is_the_one_that_ships(office: Desk) -> None:
    assert campaign(office.ledger) == SHIPPED


def test_a_campaign_s_rule_is_a_record_and_moves_every_scope(office: Desk) -> None:
    one = office.add("甲培训学校", code=code_of("52", "440105"), category="training")
    other = office.add("乙园", code=code_of("52", "440105", 2), category="kindergarten")
    assert [office.column(org, "scope") for org in (one, other)] == ["ordinary", "key"]
    rule = ScopeRule(key_categories=frozenset({"training"}))
    with office.ledger.change() as change:
        made = change.create(CAMPAIGN, {"name": "第二阶段", "scope_rule": rule.to_json()}, uid=CAMPAIGN_UID)
    assert [office.column(org, "scope") for org in (one, other)] == ["key", "ordinary"]
    assert figures(office.ledger).key == 1
    assert campaign(office.ledger).name == "第二阶段"
    with office.ledger.change() as change:
        change.edit(CAMPAIGN, made.id, {"scope_rule": None, "ends_on": date(2025, 12, 31)})
    assert [office.column(org, "scope") for org in (one, other)] == ["ordinary", "key"]
    assert campaign(office.ledger).ends_on == date(2025, 12, 31)
    assert office.ledger.scope_rule() == ScopeRule()
    office.prove()


def test_targets_are_changed_added_and_retired_by_records(office: Desk) -> None:
    with office.ledger.change() as change:
        change.create(TARGET, {"percent": 70, "due_on": date(2024, 11, 30)}, uid=TARGET_UIDS[0])
        change.create(TARGET, {"retired": True}, uid=TARGET_UIDS[1])
        change.create(TARGET, {"percent": 95, "due_on": date(2025, 6, 30), "label": "全覆盖"})
        change.create(TARGET, {"percent": 99})  # without a date it is none
    running = campaign(office.ledger)
    assert [(t.percent, t.due_on, t.label) for t in running.targets] == [
        (70, date(2024, 11, 30), "阶段目标"),
        (95, date(2025, 6, 30), "全覆盖"),
    ]
    lines = target_lines(running, figures(office.ledger), TODAY)
    assert [(line.percent, line.days_left) for line in lines] == [(70, 66), (95, 278)]
