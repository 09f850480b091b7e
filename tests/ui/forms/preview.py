"""Renders the forms over a real window with the demo ledger: `python -m tests.ui.forms.preview FOLDER [--scale 150]`.

QT_SCALE_FACTOR works as for every Qt program. Look at the files beside picture 04 before and after every change.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from models.demo.make import make_demo
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, first_rows
from tests.ui.waiting import wait
from ui import form_draft, requests
from ui.main_window import MainWindow
from ui.page import Page
from ui.places import Place
from ui.preferences import Preferences
from ui.session import LedgerSession
from ui.theme.apply import apply_theme
from ui.theme.fonts import load_fonts
from ui.theme.tokens import Scheme

TODAY = date(2024, 9, 27)
Key = Qt.Key


def settle(window: MainWindow) -> None:
    """Let reads and writes end and their answers arrive."""
    until = time.monotonic() + 5
    quiet = 0
    while quiet < 5 and time.monotonic() < until:
        QApplication.processEvents()
        wait(10)
        quiet = 0 if window.runner.is_busy else quiet + 1


class Typist:
    """Types into whatever has the keyboard."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def type(self, text: str) -> None:
        field = self.window.focusWidget()
        if isinstance(field, QLineEdit):
            field.insert(text)
            field.textEdited.emit(field.text())
        else:
            QTest.keyClicks(field, text)
        settle(self.window)

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget(), key, modifier)
        settle(self.window)

    def enter(self, times: int = 1) -> None:
        for _time in range(times):
            self.press(Key.Key_Return)


def forget_drafts() -> None:
    form_draft._KEPT.clear()


def visit(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.RecordVisit((ids[0],)))
    settle(window)
    typist.enter(2)
    typist.type("2")
    typist.enter(2)
    typist.type("+5")


def visit_today(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.RecordVisit())
    settle(window)
    typist.enter(2)
    typist.type("1")
    typist.enter()
    typist.type("f3")


def visit_wrong(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.RecordVisit((ids[1],)))
    settle(window)
    typist.type("下个月")
    typist.enter(3)
    typist.type("qq")
    typist.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def visit_several(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.RecordVisit(tuple(ids[:3])))
    settle(window)
    typist.enter(2)
    typist.type("4")


def visit_search(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.RecordVisit((ids[0],)))
    settle(window)
    typist.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    typist.window.focusWidget().selectAll()
    typist.type("幼儿园")


def followup(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.AssignFollowup((ids[0],)))
    settle(window)
    typist.enter()


def followup_several(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.AssignFollowup(tuple(ids)))
    settle(window)
    typist.press(Key.Key_Down)


def reason(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.AddReason(ids[0]))
    settle(window)
    typist.type("b1")
    typist.enter()
    typist.press(Key.Key_F6)


def reason_wrong(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.AddReason(ids[1]))
    settle(window)
    typist.type("z")
    typist.enter()
    typist.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def eligibility(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.DecideEligibility((ids[0],)))
    settle(window)
    typist.type("2")


def eligibility_several(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.DecideEligibility(tuple(ids)))
    settle(window)
    typist.type("1")
    typist.enter(2)


def union(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.FormUnion((ids[0],)))
    settle(window)
    typist.enter(4)
    typist.type("18")
    typist.enter()
    typist.type("12")


def union_several(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.FormUnion(tuple(ids)))
    settle(window)
    typist.enter(4)
    typist.type("8")
    typist.enter()
    typist.type("12")
    typist.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def people(window: MainWindow, typist: Typist, _ids: list[int]) -> None:
    window.commands._form("ui.ledger_care.people_form")
    settle(window)
    typist.type("李明")


def visit_saved(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.RecordVisit((ids[3],)))
    settle(window)
    typist.enter(2)
    typist.type("1")
    typist.press(Key.Key_Return, Qt.KeyboardModifier.AltModifier)


def visit_many(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.RecordVisit(tuple(ids)))
    settle(window)
    typist.enter(2)
    typist.type("1")


def reason_resolving(window: MainWindow, typist: Typist, ids: list[int]) -> None:
    window.desk.answer(requests.AddReason(ids[1]))
    settle(window)
    window.overlay.content.open_reasons.order[1].setFocus()
    typist.enter()


SCENES: dict[str, Callable[[MainWindow, Typist, list[int]], None]] = {
    "visit": visit,
    "visit-today": visit_today,
    "visit-wrong": visit_wrong,
    "visit-several": visit_several,
    "visit-search": visit_search,
    "followup": followup,
    "followup-several": followup_several,
    "reason": reason,
    "reason-wrong": reason_wrong,
    "eligibility": eligibility,
    "eligibility-several": eligibility_several,
    "union": union,
    "union-several": union_several,
    "people": people,
    "visit-saved": visit_saved,
    "visit-many": visit_many,
    "reason-resolving": reason_resolving,
}


class EmptyPage(Page):
    """Stands in for a place that is not there."""

    def reload(self) -> None:
        pass


def make_place(place: Place, session: LedgerSession) -> Page:
    try:
        page: Page = import_module(place.module).make_page(session)
    except ImportError:
        page = EmptyPage(session)
    return page


def open_window(ledger: Ledger, size: QSize) -> MainWindow:
    Place.make = make_place
    window = MainWindow(Preferences())
    window.overlay.set_edges(window.top, window.status, window.rail)
    window.resize(size)
    window.show()
    window.show_ledger(ledger)
    window.activateWindow()
    window.go_to("organizations")
    settle(window)
    return window


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scheme", choices=list(Scheme), action="append")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    os.environ["JIANHUI_PROFILE"] = tempfile.mkdtemp()
    app = QApplication.instance() or QApplication(["forms"])
    assert isinstance(app, QApplication)
    load_fonts()
    options.folder.mkdir(parents=True, exist_ok=True)
    width, height = map(int, options.size.split("x"))
    folder = Path(tempfile.mkdtemp())
    ledger = make_demo(folder / "demo.jhtz", organizations=458, today=TODAY)
    ids = [row.id for row in first_rows(ledger, ListQuery(view="key_open", sort="next"), 12)]
    window = open_window(ledger, QSize(width, height))
    typist = Typist(window)
    for scheme in options.scheme or (Scheme.LIGHT, Scheme.DARK):
        apply_theme(app, Scheme(scheme), options.scale)
        for name, scene in SCENES.items():
            if options.only not in name:
                continue
            window.resize(width, height)
            window.overlay.close()
            forget_drafts()
            scene(window, typist, ids)
            settle(window)
            file = options.folder / f"{name}-{scheme}-{options.scale}.png"
            window.grab().save(str(file))
            print(file, window.size().toTuple())
    window.overlay.close()
    window.close()


if __name__ == "__main__":
    main()
