"""The whole window over a real ledger: keys, places, what goes wrong, and that nothing typed or saved is lost."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization, change_organizations
from models.edits.people import add_cadre, use_as
from models.errors import FileProblem
from models.ledger.drafts import kept_drafts
from models.ledger.ledger import Changes, Ledger
from models.queries.organization_detail import organization_detail
from models.queries.people_list import cadres
from tests.ui import waiting
from tests.ui.waiting import wait
from ui.crash import CrashDialog, CrashReporter
from ui.index_keeper import IndexKeeper
from ui.ledger_care.people_form import PeopleForm
from ui.main_window import MainWindow
from ui.organizations.page import OrganizationsPage
from ui.places import PLACES
from ui.preferences import Preferences
from ui.requests import AddReason, AnswerSurvey, RecordVisit
from ui.shared.banner import Banner
from ui.starting import show_window
from ui.survey.acting import attach_paths

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
_SMALL_SCREEN = 768 - 48  # without the bar of the system


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with two organizations."""
    path = tmp_path / "台账.jhtz"
    with create_ledger(path, unit="朝阳区总工会", person="周岚", division="110105") as ledger:
        for name in ("阳光幼儿园", "望江幼儿园"):
            add_organization(ledger, {"name": name, "staff": 20})
    return path


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[MainWindow]:
    """The window over it."""
    made = MainWindow(Preferences())
    made.show()
    made.activateWindow()
    made.show_ledger(Ledger.open(path))
    settle(made)
    yield made
    made.close()


def settle(window: MainWindow) -> None:
    """Wait until nothing is read or written any more."""
    waiting.settle(lambda: window.runner.is_busy)


def banners(window: MainWindow) -> list[str]:
    """What stands above the places."""
    return [banner.reason for banner in window.findChildren(Banner) if banner.isVisible()]


def test_no_key_has_two_owners(window: MainWindow) -> None:
    for place in PLACES:
        window.go_to(place.key)
        settle(window)
    actions = [key.toString() for action in window.actions() for key in action.shortcuts()]
    shortcuts = [
        shortcut.key().toString()
        for shortcut in window.findChildren(QShortcut)
        if shortcut.context() is Qt.ShortcutContext.WindowShortcut and shortcut.key() != QKeySequence("Esc")
    ]
    twice = [key for key, count in Counter([*actions, *shortcuts]).items() if count > 1]
    assert twice == []


def test_every_menu_is_one_column_on_a_small_screen(window: MainWindow) -> None:
    for key, menu in window.actions_of_window.menus.items():
        assert menu.sizeHint().height() <= _SMALL_SCREEN, key


def test_keys_of_the_window_arrive(window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_K, Control)
    assert window.top.command.hasFocus()
    for number, place in enumerate(PLACES, start=1):
        QTest.keyClick(window, Key(Key.Key_0 + number), Control)
        settle(window)
        assert window.stack.currentWidget() is window.pages[place.key]
        assert QApplication.focusWidget() is not None
        assert window.pages[place.key].isAncestorOf(QApplication.focusWidget()), place.key


def test_a_copy_says_in_whose_name_it_writes_and_leads_to_another(window: MainWindow, path: Path) -> None:
    assert not any("别处拷来" in words for words in banners(window))
    copy = path.with_name("拷来的.jhtz")
    window.leave_ledger()
    copy.write_bytes(path.read_bytes())
    window.show_ledger(Ledger.open(copy))
    settle(window)
    note = next(each for each in window.findChildren(Banner) if "都在“周岚”名下" in each.reason)
    note.action_asked.emit()
    settle(window)
    assert isinstance(window.overlay.content, PeopleForm)
    add_cadre(window.session.ledger, "沈嘉")
    other = cadres(window.session.ledger)[-1]
    window.session.change(partial(use_as, cadre=other.uid), initiator=window)
    settle(window)
    assert not note.isVisible()
    window.leave_ledger()
    window.show_ledger(Ledger.open(copy))
    settle(window)
    assert not any("别处拷来" in words for words in banners(window)), "said once"


def test_without_a_ledger_the_form_of_a_new_one_is_in_the_window(qtbot: QtBot) -> None:
    window = MainWindow(Preferences())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=10_000)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)  # the first way in
    settle(window)
    strip = window.overlay._strip
    assert strip is not None
    assert window.rect().contains(strip.geometry().center())
    assert strip.height() > 150
    assert window.overlay.content.isAncestorOf(window.focusWidget())
    window.close()


def test_a_small_screen_gets_a_full_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    for screen, is_full in (((1366, 768), True), ((1366, 840), False), ((1920, 1040), False), ((1280, 900), True)):
        room = SimpleNamespace(availableGeometry=partial(QRect, 0, 0, *screen))
        monkeypatch.setattr(MainWindow, "screen", lambda _window, room=room: room)
        window = MainWindow(Preferences())
        show_window(window)
        assert window.isMaximized() is is_full, screen
        window.close()


def test_closing_the_ledger_takes_its_numbers_away(window: MainWindow) -> None:
    alerts = [button for button, _template, _role in window.top._alerts.values()]
    assert alerts
    assert all(button.isVisible() for button in alerts)
    window.leave_ledger()
    assert not any(button.isVisible() for button in alerts)
    assert window.windowTitle() == "建会台账"


def test_what_hears_of_a_closed_ledger_starts_nothing(window: MainWindow) -> None:
    keeper = window.session.findChild(IndexKeeper)
    window.leave_ledger()
    keeper.keep()
    assert not window.runner.is_busy


# What goes wrong


@pytest.fixture
def reporter(qapp: QApplication) -> Iterator[CrashReporter]:
    """As the running program has it."""
    made = CrashReporter()
    made.install()
    yield made
    made.uninstall()
    if made._shown is not None:
        made._shown.accept()


def crash(window: MainWindow) -> CrashDialog:
    wait(1)
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog) and each.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def begin_visit(window: MainWindow) -> None:
    """A visit to the first organization, with its result typed."""
    window.desk.answer(RecordVisit((1,)))
    settle(window)
    for _stop in range(2):
        QTest.keyClick(window.focusWidget(), Key.Key_Return)
    QTest.keyClick(window.focusWidget(), Key.Key_2)
    settle(window)


def test_a_bug_in_a_reader_is_reported_and_the_rest_goes_on(window: MainWindow, reporter: CrashReporter) -> None:
    begin_visit(window)

    def ask(_ledger: Ledger) -> None:
        raise ZeroDivisionError

    window.session.read(ask, print)
    settle(window)
    crash(window).accept()
    QTest.keyClick(window.focusWidget(), Key.Key_Return, Control)
    settle(window)
    assert len(organization_detail(window.session.ledger, 1).visits) == 1


def test_a_bug_in_a_writer_keeps_nothing_of_it_and_the_form_stays(
    window: MainWindow, reporter: CrashReporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_visit(window)
    typed = window.overlay.content._texts()

    def record(ledger: Ledger, *_what: object) -> Changes:
        with ledger.together():
            change_organizations(ledger, (1,), {"staff": 99})
            raise ZeroDivisionError

    monkeypatch.setattr("ui.visits.visit_form.record_visits", record)
    QTest.keyClick(window.focusWidget(), Key.Key_Return, Control)
    settle(window)
    crash(window).accept()
    assert organization_detail(window.session.ledger, 1).facts["staff"] == 20
    assert window.overlay.is_open
    assert window.overlay.content._texts() == typed
    monkeypatch.undo()
    QTest.keyClick(window.overlay.content.focusWidget(), Key.Key_Return, Control)
    settle(window)
    assert len(organization_detail(window.session.ledger, 1).visits) == 1


def test_a_full_disk_is_said_in_the_form_and_what_is_typed_can_be_saved_later(window: MainWindow) -> None:
    begin_visit(window)
    writer = window.session.ledger._writer
    window.runner.settle()
    writer.execute("VACUUM")
    writer.execute("PRAGMA max_page_count=1")  # no page more than there are
    window.overlay.content.stops.note.setText("园长在会" * 999)
    QTest.keyClick(window.focusWidget(), Key.Key_Return, Control)
    settle(window)
    assert banners(window) == ["磁盘已满，这一步没有存进去。"]
    assert window.overlay.is_open
    assert organization_detail(window.session.ledger, 1).visits == ()
    writer.execute("PRAGMA max_page_count=1000000")
    QTest.keyClick(window.overlay.content.focusWidget(), Key.Key_Return, Control)
    settle(window)
    assert len(organization_detail(window.session.ledger, 1).visits) == 1


def test_a_problem_of_undo_stays_until_it_is_read_and_stands_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_what: object, **_how: object) -> None:
        raise FileProblem("磁盘已满，没有保存。", hint="请腾出空间后再保存。")

    monkeypatch.setattr("models.edits.undo.undo", refuse)
    for _time in range(3):
        window.commands.undo()
        settle(window)
    assert banners(window) == ["磁盘已满，没有保存。"]


def test_a_ledger_that_is_gone_is_said_where_one_saves(window: MainWindow, path: Path) -> None:
    begin_visit(window)
    window.runner.settle()
    path.unlink()
    QTest.keyClick(window.focusWidget(), Key.Key_Return, Control)
    settle(window)
    assert len(banners(window)) == 1
    assert window.overlay.is_open


# Drafts


def test_what_is_typed_is_in_the_ledger_a_moment_later_and_leaves_it_when_saved(
    window: MainWindow, qtbot: QtBot
) -> None:
    ledger = window.session.ledger
    begin_visit(window)
    qtbot.waitUntil(lambda: ("VisitForm", (1,)) in kept_drafts(ledger), timeout=10_000)
    assert kept_drafts(ledger)["VisitForm", (1,)]["result"] == "2"
    settle(window)
    QTest.keyClick(window.focusWidget(), Key.Key_Return, Control)
    settle(window)
    assert kept_drafts(ledger) == {}


def test_what_an_earlier_run_left_is_offered_and_comes_back(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    begin_visit(window)
    qtbot.waitUntil(lambda: kept_drafts(window.session.ledger) != {}, timeout=10_000)
    settle(window)
    window.leave_ledger()
    window.show_ledger(Ledger.open(path))
    settle(window)
    assert any("填了一半" in words for words in banners(window))
    window.desk.answer(RecordVisit((2,)))  # another one: what is chosen goes before what was left
    settle(window)
    assert not window.overlay.content.draft_tag.isVisible()
    window.overlay.close()
    settle(window)
    next(each for each in window.findChildren(Banner) if "填了一半" in each.reason).action_asked.emit()
    settle(window)
    assert window.overlay.content.stops.result.choice() == "2"
    assert window.overlay.content.draft_tag.isVisible()
    assert not any(each.isVisible() for each in window.findChildren(Banner) if "填了一半" in each.reason)


def test_with_several_marked_a_form_about_one_is_about_the_one_beside_the_list(window: MainWindow) -> None:
    page = window.go_to("organizations")
    settle(window)
    assert isinstance(page, OrganizationsPage)
    table = page.list.table
    table.setFocus()
    for key in (Key.Key_Home, Key.Key_Space, Key.Key_Down, Key.Key_Space):
        QTest.keyClick(table, key)
    settle(window)
    first, second = page.chosen_organizations()
    assert page.ringed_organization() == second
    asked: list[object] = []
    window.desk.answer = asked.append  # type: ignore[method-assign]
    for key in (Key.Key_F7, Key.Key_F5):
        QTest.keyClick(table, key)
    assert asked == [AddReason(second), AnswerSurvey(second)]
    assert first != second


def test_a_refusal_stays_until_the_next_thing_is_done(window: MainWindow, tmp_path: Path) -> None:
    session = window.session
    assert session is not None
    wrong, right = tmp_path / "说明.txt", tmp_path / "证书.pdf"
    wrong.write_text("不是图片", encoding="utf-8")
    right.write_bytes(b"%PDF-1.4\n%%EOF\n")
    before = banners(window)
    for _time in range(2):
        attach_paths(window, session, [1], [wrong])
        settle(window)
        (said,) = set(banners(window)) - set(before)
        assert "说明.txt" in said
    attach_paths(window, session, [1], [right])
    settle(window)
    assert banners(window) == before
    attach_paths(window, session, [1], [wrong])
    settle(window)
    (refusal,) = [
        banner for banner in window.findChildren(Banner) if banner.reason not in before and banner.isVisible()
    ]
    refusal.closed.emit()  # by its cross
    QApplication.sendPostedEvents(refusal, QEvent.Type.DeferredDelete)
    attach_paths(window, session, [2], [right])
    settle(window)
    assert banners(window) == before
