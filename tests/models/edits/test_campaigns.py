"""The campaign as data: what is written, what is refused, and that the rule reaches every organization."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.demo.make import make_demo
from models.edits.campaigns import TargetChange, change_campaign
from models.edits.new_ledger import create_ledger
from models.edits.undo import redo, undo
from models.errors import InputProblem
from models.ledger.campaign_rule import CAMPAIGN_UID, TARGET_UIDS
from models.ledger.ledger import Changes, Ledger
from models.queries.figures import campaign, figures
from models.rules.campaigns import SHIPPED, proposed_days
from models.rules.scope import ScopeRule
from models.tables.record_kinds import CAMPAIGN, TARGET
from tests.models.edits.desk import Desk, code_of, nothing_changed, refused

#: An association and two service units of the district, a foundation of the province.
CODES = (
    code_of("51", "440105"),
    code_of("53", "440000"),
    code_of("52", "440105", 2),
    code_of("52", "440105", 3),
)
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
SIXTY, EIGHTY_FIVE = (TargetChange(t.key, t.percent, t.due_on) for t in SHIPPED.targets)


def change(
    ledger: Ledger,
    *,
    name: str = SHIPPED.name,
    starts_on: date | None = SHIPPED.starts_on,
    ends_on: date | None = SHIPPED.ends_on,
    targets: Sequence[TargetChange] = (SIXTY, EIGHTY_FIVE),
    rule: ScopeRule | None = None,
) -> Changes:
    rule = rule or ledger.scope_rule()
    return change_campaign(ledger, name=name, starts_on=starts_on, ends_on=ends_on, targets=targets, rule=rule)


def targets(ledger: Ledger) -> list[tuple[str, int, date]]:
    return [(target.key, target.percent, target.due_on) for target in campaign(ledger).targets]


def test_what_ships_is_not_written_again(office: Desk) -> None:
    assert nothing_changed(change(office.ledger))
    assert office.count("campaign") == office.count("target") == 0


def test_records_with_known_ids_hold_only_what_differs(office: Desk) -> None:
    made = change(office.ledger, name="二期行动", targets=[SIXTY, replace(EIGHTY_FIVE, percent=90)])
    assert made.kinds == {CAMPAIGN.number, TARGET.number}
    assert not made.everything
    assert office.all("SELECT uid, name, starts_on, ends_on, scope_rule FROM campaign") == [
        (CAMPAIGN_UID, "二期行动", None, None, None)
    ]
    assert office.all("SELECT uid, percent, due_on, retired FROM target") == [(TARGET_UIDS[1], 90, None, None)]
    found = campaign(office.ledger)
    assert (found.name, found.starts_on) == ("二期行动", SHIPPED.starts_on)
    assert targets(office.ledger) == [
        ("60", 60, SHIPPED.targets[0].due_on),
        ("85", 90, SHIPPED.targets[1].due_on),
    ]
    assert nothing_changed(change(office.ledger, name="二期行动", targets=[SIXTY, replace(EIGHTY_FIVE, percent=90)]))
    office.prove()


def test_undo_and_redo_put_everything_back(office: Desk) -> None:
    change(office.ledger, name="二期行动", ends_on=LAST, targets=[TargetChange("60", 70, LAST)])
    changed = campaign(office.ledger)
    undo(office.ledger)
    assert campaign(office.ledger) == SHIPPED
    redo(office.ledger)
    assert campaign(office.ledger) == changed
    undo(office.ledger)
    change(office.ledger, name="三期行动")  # the records are there, but gone
    found = campaign(office.ledger)
    assert (found.name, found.ends_on, found.targets) == ("三期行动", SHIPPED.ends_on, SHIPPED.targets)
    assert office.one("SELECT deleted FROM campaign") == (None,)  # back, not merely changed while gone
    office.prove()


def test_a_target_goes_and_another_comes(office: Desk) -> None:
    change(office.ledger, ends_on=LAST, targets=[EIGHTY_FIVE, TargetChange("", 95, LAST)])
    (_key, *first), (key, *second) = targets(office.ledger)
    assert first == [85, SHIPPED.targets[1].due_on]
    assert second == [95, LAST]
    change(office.ledger, ends_on=LAST, targets=[EIGHTY_FIVE, TargetChange(key, 96, LAST)])
    assert targets(office.ledger)[1] == (key, 96, LAST)
    change(office.ledger, ends_on=LAST, targets=[EIGHTY_FIVE])
    assert [target[1] for target in targets(office.ledger)] == [85]
    undo(office.ledger)
    undo(office.ledger)
    assert targets(office.ledger)[1] == (key, 95, LAST)
    office.prove()


def test_the_rule_reaches_every_organization_and_undo_takes_it_back(office: Desk) -> None:
    key, ordinary = office.add("省级基金会", code=CODES[1]), office.add("区级协会", code=CODES[0])
    garden = office.add("幼儿园", code=CODES[2], category="kindergarten")
    marked = office.add("指定的", code=CODES[3], key_declared=1)
    before = [office.column(each, "scope") for each in (key, ordinary, garden, marked)]
    assert before == ["key", "ordinary", "key", "key"]
    made = change(
        office.ledger,
        rule=ScopeRule(key_levels=frozenset({"county"}), key_categories=frozenset({"hospital"})),
    )
    assert made.everything
    # The kindergarten is registered in the district, too.
    assert [office.column(each, "scope") for each in (key, ordinary, garden, marked)] == [
        "ordinary",
        "key",
        "key",
        "key",
    ]
    assert figures(office.ledger).key == 3
    assert office.ledger.scope_rule().extension_types == ScopeRule().extension_types
    office.prove()
    undo(office.ledger)
    assert [office.column(each, "scope") for each in (key, ordinary, garden, marked)] == before
    assert office.ledger.scope_rule() == ScopeRule()
    redo(office.ledger)
    assert office.column(ordinary, "scope") == "key"
    office.prove()


def test_new_organizations_follow_the_changed_rule(office: Desk) -> None:
    change(office.ledger, rule=ScopeRule(key_categories=frozenset({"clinic"})))
    assert office.column(office.add("诊所", code=CODES[2], category="clinic"), "scope") == "key"
    assert office.column(office.add("幼儿园", code=CODES[3], category="kindergarten"), "scope") == "ordinary"


def test_a_ledger_that_has_its_own_campaign_is_edited(tmp_path: Path) -> None:
    with make_demo(tmp_path / "示例.jhtz", organizations=20, today=date(2024, 9, 27)) as ledger:
        running = campaign(ledger)
        kept = [TargetChange(target.key, target.percent, target.due_on) for target in running.targets]
        same = {"name": running.name, "starts_on": running.starts_on, "ends_on": running.ends_on}
        assert nothing_changed(change(ledger, **same, targets=kept))
        change(ledger, **same, targets=[kept[0], replace(kept[1], percent=88)])
        assert [target.percent for target in campaign(ledger).targets] == [60, 88]
        assert [target.due_on for target in campaign(ledger).targets] == [target.due_on for target in kept]


def test_a_ledger_founded_later_begins_with_targets_of_its_own(tmp_path: Path) -> None:
    assert proposed_days(date(2024, 12, 31)) == (date(2023, 12, 31), date(2024, 12, 31))
    assert proposed_days(date(2026, 11, 29)) == (date(2026, 12, 31), date(2027, 12, 31))
    today = date.today()  # noqa: DTZ011 - as the ledger
    with create_ledger(tmp_path / "甲.jhtz", unit="甲", person="乙", target_days=proposed_days(today)) as ledger:
        running = campaign(ledger)
        assert [(t.key, t.label, t.percent, t.due_on) for t in running.targets] == [
            ("60", "阶段目标", 60, date(today.year, 12, 31)),
            ("85", "总目标", 85, date(today.year + 1, 12, 31)),
        ]
        assert (running.starts_on, running.ends_on) == (date(today.year, 1, 1), date(today.year + 1, 12, 31))
        assert not ledger.has_facts()
        kept = [TargetChange(target.key, target.percent, target.due_on) for target in running.targets]
        # The form of the campaign takes what was founded as it stands.
        same = {"name": running.name, "starts_on": running.starts_on, "ends_on": running.ends_on}
        assert nothing_changed(change(ledger, **same, targets=kept))


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ((date(2020, 12, 31), date(2099, 12, 31)), "target_0"),
        ((date(2099, 12, 31), date(2098, 12, 31)), "target_1"),
        ((date(2099, 12, 31),), ""),
    ],
)
def test_target_days_that_cannot_be_found_no_ledger(tmp_path: Path, days: tuple[date, ...], field: str) -> None:
    with pytest.raises(InputProblem) as refusal:
        create_ledger(tmp_path / "甲.jhtz", unit="甲", person="乙", target_days=days)
    assert set(refusal.value.fields) == ({field} if field else set())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"name": " "}, {"name"}),
        ({"name": "长" * 61}, {"name"}),
        ({"starts_on": None}, {"starts_on"}),
        ({"ends_on": date(2023, 4, 30)}, {"ends_on", "due_on_0", "due_on_1"}),
        ({"targets": []}, {"percent_0"}),
        ({"targets": [SIXTY, replace(EIGHTY_FIVE, percent=0)]}, {"percent_1"}),
        ({"targets": [replace(SIXTY, percent=101)]}, {"percent_0"}),
        ({"targets": [TargetChange("", None, FIRST)]}, {"percent_0"}),
        ({"targets": [replace(SIXTY, due_on=None)]}, {"due_on_0"}),
        ({"targets": [SIXTY, replace(EIGHTY_FIVE, due_on=LAST)]}, {"due_on_1"}),
        ({"rule": ScopeRule(frozenset(), frozenset())}, {"key_levels"}),
    ],
)
def test_what_cannot_be_is_refused_by_field(office: Desk, wrong: dict[str, object], fields: set[str]) -> None:
    with refused(office, ".", fields=dict.fromkeys(fields, "")):
        change(office.ledger, **wrong)  # type: ignore[arg-type]
    assert campaign(office.ledger) == SHIPPED
