"""The list: views, orders, reading by pages, and what a change does to it."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.edits.organizations import add_organization, change_organization, delete_organizations
from models.edits.undo import undo
from models.ledger.ledger import Changes, Ledger
from models.queries.organization_list import ListQuery, OrganizationRow, ids, rows_of
from models.vocabulary import STAGE_WORDS
from tests.conftest import ROOT
from tests.ui.organizations.conftest import Desk, Key, Modifier
from tests.ui.waiting import wait
from ui import organization_rows
from ui.organization_rows import PAGE
from ui.organizations import list_loader
from ui.organizations.views import VIEW_NAMES, Shown

Reads = list[list[int]]


def change(desk: Desk, edit: Callable[[Ledger], Changes]) -> None:
    """As another screen does it."""
    desk.session.change(edit, initiator=desk.window)
    desk.settle()


def noting(monkeypatch: pytest.MonkeyPatch, module: object) -> Reads:
    """What `rows_of` is asked for by a module."""
    reads: Reads = []

    def note(ledger: Ledger, records: Sequence[int], more: Sequence[str] = ()) -> list[OrganizationRow]:
        reads.append(list(records))
        return rows_of(ledger, records, more)

    monkeypatch.setattr(module, "rows_of", note)
    return reads


def test_first_rows_are_there_before_anything_is_read_in_the_background(ledger: Ledger) -> None:
    desk = Desk(ledger)
    desk.window.show()
    desk.page.activate()
    shown = desk.listed
    assert len(shown) == list_loader.FIRST
    assert shown == ids(ledger, ListQuery(view="open", sort="next")).tolist()[: len(shown)]
    assert desk.table.current_row() == 0
    desk.close()


def test_the_first_list_loads_no_heavy_package() -> None:
    code = (
        "import sys, ui.organizations.page\n"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'pydantic', 'openpyxl') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_view_shows_what_the_ledger_says(desk: Desk) -> None:
    sizes = set()
    for view in VIEW_NAMES:
        assert desk.show(Shown(view=view)) == ids(desk.ledger, ListQuery(view=view)).tolist()
        sizes.add(len(desk.listed))
    assert len(sizes) > 4


def test_a_click_on_a_heading_sorts_and_another_one_turns_round(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    column = [spec.key for spec in desk.table.column_specs].index("staff")
    x = desk.table.columnViewportPosition(column) + 20
    header = desk.table.horizontalHeader().viewport()
    staff = {row.id: row.staff for row in desk.rows()}
    QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=header.rect().center().__class__(x, 10))
    desk.settle()
    known = [staff[record] for record in desk.listed if staff[record] is not None]
    assert known == sorted(known)
    QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=header.rect().center().__class__(x, 10))
    desk.settle()
    assert [staff[record] for record in desk.listed if staff[record] is not None] == sorted(known, reverse=True)
    assert desk.table.current_row() == 0


def test_states_sort_in_their_own_order_and_people_by_name(desk: Desk) -> None:
    rows = {row.id: row for row in desk.rows()}
    places = {entry.code: number for number, entry in enumerate(STAGE_WORDS.entries)}
    words = [places[rows[record].word] for record in desk.show(Shown(view="all", sort="word"))]
    assert words == sorted(words)
    assert len(set(words)) > 3
    owners = [rows[record].owner for record in desk.show(Shown(view="all", sort="owner"))]
    assert owners == sorted(owners)
    assert len(set(owners)) > 2


def test_rows_that_are_not_in_sight_are_not_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.show(Shown(view="all"))
    reads = noting(monkeypatch, organization_rows)
    assert desk.table.rows is not None
    last = len(desk.listed) - 1
    assert desk.table.rows.cell(last, "name").words == "…"  # the question itself asks for the page
    desk.settle()
    assert reads == [desk.listed[last // PAGE * PAGE :]]
    assert desk.table.rows.cell(last, "name").words == rows_of(desk.ledger, [desk.listed[last]])[0].name


def test_an_arriving_page_repaints_its_rows_only(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    changed: list[tuple[int, int]] = []
    desk.table.model().dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    desk.table.verticalScrollBar().setValue(PAGE + 30)
    desk.settle()
    assert changed[0] == (PAGE, 2 * PAGE - 1)
    top = PAGE + 30  # then the marks, of what is in sight
    assert changed[1:] == [(top, top + desk.table.verticalScrollBar().pageStep())]


def test_what_was_scrolled_past_is_not_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.show(Shown(view="all"))
    reads = noting(monkeypatch, organization_rows)
    rows = desk.table.rows
    assert rows is not None
    for row in range(PAGE, len(desk.listed), PAGE):
        rows.cell(row, "name")
    rows.cell(2 * PAGE, "name")
    desk.settle()
    assert reads[0] == desk.listed[2 * PAGE : 3 * PAGE]  # what is wanted last comes first
    assert len(reads) == 3


def test_the_cache_lets_old_rows_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organization_rows, "_KEPT", 150)
    rows = desk.rows()
    cache = desk.page.list.keeper._cache
    cache.put(rows)
    assert [cache.row(row.id) is not None for row in (rows[0], rows[-151], rows[-150], rows[-1])] == [
        False,
        False,
        True,
        True,
    ]


def test_a_change_reads_its_own_rows_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.show(Shown(view="all"))
    organization = desk.listed[3]
    pages, changed = noting(monkeypatch, organization_rows), noting(monkeypatch, list_loader)
    change(desk, lambda ledger: change_organization(ledger, organization, {"staff": 777}))
    assert (pages, changed) == ([], [[organization]])
    assert desk.cell(organization, "staff") == "777"
    assert desk.cell(organization, "mark") == "改"


def test_current_and_marked_organizations_stay_when_the_list_is_read_again(desk: Desk) -> None:
    desk.show(Shown(view="all", sort="name"))
    desk.table.setFocus()
    desk.table.go_to_row(200)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    current, marked = desk.table.current_organization(), set(desk.page.chosen_organizations())
    above = desk.table.current_row() - desk.table.verticalScrollBar().value()
    change(desk, lambda ledger: add_organization(ledger, {"name": "阿" * 4}))
    assert desk.table.current_organization() == current
    assert set(desk.page.chosen_organizations()) == marked
    assert len(marked) == 2
    assert desk.table.current_row() - desk.table.verticalScrollBar().value() == above
    desk.press(Key.Key_Down)
    assert set(desk.page.chosen_organizations()) == marked  # marks stay marks


def test_who_leaves_the_list_gives_its_place_to_the_next(desk: Desk) -> None:
    desk.show(Shown(view="all", sort="name"))
    desk.table.go_to_row(10)
    gone, following = desk.listed[10], desk.listed[11]
    change(desk, lambda ledger: delete_organizations(ledger, [gone]))
    assert gone not in desk.listed
    assert desk.table.current_organization() == following
    change(desk, lambda ledger: undo(ledger).changes)
    assert gone in desk.listed
    assert desk.table.current_organization() == following


def test_a_late_answer_is_dropped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    late = Event()

    def slow(ledger: Ledger, query: ListQuery) -> object:
        if query.search == "幼儿园":
            late.wait(10)
        return ids(ledger, query)

    monkeypatch.setattr(list_loader, "ids", slow)
    desk.page.list.show_list(Shown(view="all", search="幼儿园"))
    wanted = desk.page.list
    wanted.show_list(Shown(view="built"))
    wait(50)
    late.set()
    desk.settle()
    assert desk.listed == ids(desk.ledger, ListQuery(view="built")).tolist()


def test_a_page_that_is_hidden_catches_up_when_it_is_shown(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    organization = desk.listed[2]
    desk.page.hide()
    change(desk, lambda ledger: change_organization(ledger, organization, {"staff": 4321}))
    assert desk.cell(organization, "staff") != "4321"
    desk.page.show()
    desk.page.activate()
    desk.settle()
    assert desk.cell(organization, "staff") == "4321"


@pytest.mark.parametrize("height", [613, 640, 701, 768])
def test_only_whole_rows_are_shown(ledger: Ledger, height: int) -> None:
    desk = Desk(ledger, height=height).open()
    assert desk.table.viewport().height() % desk.table.row_height() == 0
    assert desk.table.viewport().height() // desk.table.row_height() >= 14
    desk.close()


def said(desk: Desk) -> str:
    """What the bar says of number and staff; the rate stands behind it."""
    return "　".join(desk.page.list.bar._words.text().split("　")[:2])


def test_the_bar_counts_what_is_selected(desk: Desk) -> None:
    desk.show(Shown(view="all"))
    staff = {row.id: row.staff or 0 for row in desk.rows()}
    desk.table.setFocus()
    desk.press(Key.Key_Down, Modifier.ShiftModifier)
    two = sum(staff[record] for record in desk.listed[:2])
    assert said(desk) == f"已选 2 家　职工 {two} 人"
    desk.press(Key.Key_A, Modifier.ControlModifier)
    assert said(desk) == f"已选 400 家　职工 {sum(staff.values()):,} 人"
    desk.press(Key.Key_Space)
    many = sum(staff[record] for record in desk.page.chosen_organizations())
    assert said(desk) == f"已选 399 家　职工 {many:,} 人"
