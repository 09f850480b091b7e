"""Saved views: names, order, retiring, undo, what newer releases said, and that they travel."""

import json

import pytest

from models.edits.saved_views import change_view, move_view, retire_view, save_view
from models.edits.undo import undo
from models.errors import InputProblem
from models.ledger.saved_views import LAYOUT
from models.queries.history import describe_batch
from models.queries.saved_views import saved_views
from models.rules.view_spec import ViewSpec, read_spec
from models.tables.record_kinds import SAVED_VIEW
from tests.models.edits.desk import Desk

SPEC = ViewSpec(
    view="open",
    conditions=(("unvisited_days", ">=", "30"), ("main_reason", "=", "B2")),
    search="园",
    sort="staff",
    descending=True,
    group="street",
    columns=(("name", 240), ("staff", 0)),
    totals=True,
)


def names(office: Desk, purpose: str = "view") -> list[str]:
    return [view.name for view in saved_views(office.ledger, purpose) if not view.retired]


def save(office: Desk, name: str, spec: ViewSpec = SPEC) -> str:
    return save_view(office.ledger, name=name, spec=spec).made_id(SAVED_VIEW)


def test_what_is_saved_comes_back(office: Desk) -> None:
    uid = save(office, "  三十天 未访  ")
    office.reopen()
    (view,) = saved_views(office.ledger)
    assert (view.uid, view.name, view.spec, view.retired) == (uid, "三十天 未访", SPEC, False)
    assert saved_views(office.ledger, LAYOUT) == []


def test_a_layout_has_names_of_its_own(office: Desk) -> None:
    save(office, "摸底一")
    save_view(office.ledger, name="摸底一", spec=ViewSpec(columns=(("name", 0),)), purpose=LAYOUT)
    assert names(office, LAYOUT) == names(office) == ["摸底一"]


@pytest.mark.parametrize(("name", "said"), [("  ", "请写一个名称"), ("长" * 41, "太长"), ("甲", "已经有叫“甲”的")])
def test_names_that_do_not_fit(office: Desk, name: str, said: str) -> None:
    save(office, "甲")
    other = save(office, "乙")
    with pytest.raises(InputProblem, match=said):
        save(office, name)
    with pytest.raises(InputProblem, match=said):
        change_view(office.ledger, other, name=name)
    assert names(office) == ["甲", "乙"]


def test_a_view_is_changed_renamed_and_taken_back(office: Desk) -> None:
    uid = save(office, "甲")
    change_view(office.ledger, uid, name="乙", spec=ViewSpec(view="built"))
    (view,) = saved_views(office.ledger)
    assert (view.name, view.spec) == ("乙", ViewSpec(view="built"))
    assert not change_view(office.ledger, uid, name="乙 ", spec=ViewSpec(view="built")).batch
    undo(office.ledger)
    (view,) = saved_views(office.ledger)
    assert (view.name, view.spec) == ("甲", SPEC)
    undone = undo(office.ledger)
    assert saved_views(office.ledger) == []
    assert describe_batch(office.ledger, undone.batch)


def test_a_retired_view_gives_its_name_free_and_comes_back(office: Desk) -> None:
    uid = save(office, "甲")
    retire_view(office.ledger, uid)
    assert names(office) == []
    second = save(office, "甲")
    with pytest.raises(InputProblem, match="已经有叫“甲”的"):
        retire_view(office.ledger, uid, retired=False)
    change_view(office.ledger, second, name="乙")
    retire_view(office.ledger, uid, retired=False)
    assert names(office) == ["甲", "乙"]


def test_order(office: Desk) -> None:
    first, _second, third = (save(office, name) for name in "甲乙丙")
    move_view(office.ledger, third, by=-1)
    assert names(office) == ["甲", "丙", "乙"]
    move_view(office.ledger, first, by=1)
    assert names(office) == ["丙", "甲", "乙"]
    assert not move_view(office.ledger, third, by=-1).batch


def test_what_a_newer_release_said_is_kept(office: Desk) -> None:
    uid = save(office, "甲")
    said = json.dumps({"version": 1, "view": "open", "colours": ["red"], "sort": 7, "conditions": [["a", "=", "b"], 3]})
    with office.ledger.change() as change:
        change.edit(SAVED_VIEW, 1, {"spec": said})
    (view,) = saved_views(office.ledger)
    assert view.spec == ViewSpec(view="open", conditions=(("a", "=", "b"),), rest={"colours": ["red"]})
    change_view(office.ledger, uid, spec=ViewSpec(view="built"))
    assert json.loads(office.one("SELECT spec FROM saved_view")[0]) == {
        "version": 1,
        "view": "built",
        "colours": ["red"],
    }


def test_a_view_of_a_newer_release_is_not_overwritten(office: Desk) -> None:
    uid = save(office, "甲")
    with office.ledger.change() as change:
        change.edit(SAVED_VIEW, 1, {"spec": '{"version":2,"view":"open"}'})
    with pytest.raises(InputProblem, match="是新版本软件保存的"):
        change_view(office.ledger, uid, spec=SPEC)
    change_view(office.ledger, uid, name="乙")
    assert names(office) == ["乙"]


@pytest.mark.parametrize(
    "text", [None, "", "no json", "[1]", '{"view":3,"columns":[["a"],["b","c"],[1,2]]}', '{"version":"x"}']
)
def test_damaged_specs_are_the_usual_view(text: str | None) -> None:
    assert read_spec(text) == ViewSpec()


def test_a_view_that_is_gone(office: Desk) -> None:
    with pytest.raises(InputProblem, match="已经不在台账里"):
        change_view(office.ledger, "00" * 16, name="甲")


def test_equal_meaning_is_equal_text() -> None:
    assert read_spec(SPEC.to_json()) == SPEC
    assert read_spec(SPEC.to_json()).to_json() == SPEC.to_json()
    assert ViewSpec().to_json() == '{"version":1}'
