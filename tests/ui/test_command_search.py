"""The command box: organizations and commands alike, what was typed is marked, a later answer is never overtaken."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_former_name, add_organization, change_organization
from models.ledger.ledger import Ledger
from models.progress import is_stopped
from models.queries.search_hits import best_hits
from models.search.ledger_index import index_of
from tests.models.search.made_up import fill
from ui import command_search, index_keeper
from ui.command_search import CommandSearch
from ui.index_keeper import IndexKeeper
from ui.main_window import MainWindow
from ui.panel import Panel
from ui.preferences import Preferences
from ui.requests import ShowList, ShowOrganization
from ui.shared.marked_text import fitting, marked_width, pieces
from ui.shared.suggestions import Suggestion
from ui.theme.tokens import TextSize

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window over a ledger with a few organizations."""
    path = tmp_path / "台账.jhtz"
    with create_ledger(path, unit="朝阳区总工会", person="周岚", division="110105") as ledger:
        for name in ("阳光幼儿园", "望江阳光学校", "单县协会", *(f"同名{number}园" for number in range(12))):
            add_organization(ledger, {"name": name})
        add_former_name(ledger, 3, "海燕托儿所")
    made = MainWindow(Preferences())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_ledger(Ledger.open(path))
    qtbot.waitUntil(lambda: not made.runner.is_busy, timeout=20_000)
    yield made
    made.close()


def type_into(qtbot: QtBot, window: MainWindow, text: str) -> list[Suggestion]:
    """Ctrl+K, the text, and what is proposed then."""
    QTest.keyClick(window, Key.Key_K, Control)
    field = window.top.command
    qtbot.waitUntil(field.hasFocus)
    field.clear()
    field.insert(text)
    field.textEdited.emit(text)
    qtbot.waitUntil(lambda: not window.runner.is_busy, timeout=20_000)
    found = field._list
    return list(found._suggestions) if found is not None and found.isVisible() else []


@pytest.mark.parametrize(
    ("typed", "first", "detail"),
    [
        ("阳光", "[阳光]幼儿园", ""),
        ("wjyg", "[望江阳光]学校", ""),
        ("dx", "[单县]协会", ""),
        ("sxxh", "[单县协会]", ""),
        ("haiyan", "单县协会", "曾用名：[海燕]托儿所"),
        ("望江 yg", "[望江阳光]学校", ""),
    ],
)
def test_organizations_with_marks(qtbot: QtBot, window: MainWindow, typed: str, first: str, detail: str) -> None:
    found = type_into(qtbot, window, typed)
    assert _marked(found[0].text, found[0].marks) == first
    assert _marked(found[0].detail, found[0].detail_marks) == detail
    assert found[0].key.startswith("organization:")


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"[{part}]" if marked else part for part, marked in pieces(text, marks))


@pytest.mark.parametrize("typed", ["备份", "beifen", "bf", "備份"])
def test_commands_by_word_and_by_sound(qtbot: QtBot, window: MainWindow, typed: str) -> None:
    found = type_into(qtbot, window, typed)
    keys = [suggestion.key for suggestion in found]
    assert "command:backup" in keys
    assert _marked(*_of(found, "command:backup")) == "立即[备份]"


def _of(found: list[Suggestion], key: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    (one,) = [each for each in found if each.key == key]
    return one.text, one.marks


def test_a_command_that_is_typed_whole_goes_before_names_that_hold_it(qtbot: QtBot, window: MainWindow) -> None:
    assert window.session is not None
    add_organization(window.session.ledger, {"name": "红山镇幼儿园"})
    found = type_into(qtbot, window, "hsz")
    assert [one.text for one in found[:2]] == ["回收站", "红山镇幼儿园"]
    assert type_into(qtbot, window, "hs")[0].text == "红山镇幼儿园"


def test_esc_and_a_command_give_the_keyboard_back_to_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = window.go_to("organizations")
    field = window.top.command
    assert type_into(qtbot, window, "阳光")
    QTest.keyClick(field, Key.Key_Escape)
    assert (field.suggestions_shown(), field.hasFocus(), field.text()) == (False, True, "阳光")
    QTest.keyClick(field, Key.Key_Escape)
    assert (field.hasFocus(), page.isAncestorOf(window.focusWidget()), field.text()) == (False, True, "")
    type_into(qtbot, window, "操作记录")
    QTest.keyClick(field, Key.Key_Return)
    panel = window.stack.currentWidget()
    assert isinstance(panel, Panel)
    QTest.keyClick(window, Key.Key_K, Control)
    QTest.keyClick(field, Key.Key_Escape)
    assert window.stack.currentWidget() is panel, "Esc in the box leaves the box, not what is behind"
    type_into(qtbot, window, "新增单位")
    QTest.keyClick(field, Key.Key_Return)
    window.overlay.content.leave()
    assert panel.isAncestorOf(window.focusWidget())


def test_more_than_fit_are_listed_by_the_last_row(qtbot: QtBot, window: MainWindow) -> None:
    asked: list[object] = []
    window.findChild(CommandSearch).asked.connect(asked.append)
    found = type_into(qtbot, window, "同名")
    assert [suggestion.key.split(":")[0] for suggestion in found] == ["organization"] * 6 + ["everything"]
    for _row in range(6):
        QTest.keyClick(window.top.command, Key.Key_Down)
    QTest.keyClick(window.top.command, Key.Key_Return)
    assert isinstance(asked[0], ShowList)
    assert asked[0].query.search == "同名"
    type_into(qtbot, window, "阳光幼")
    QTest.keyClick(window.top.command, Key.Key_Return)
    assert asked[1] == ShowOrganization(1)


def test_a_later_keystroke_stops_the_question_before(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question would never end; it is stopped, and only the later answer is shown."""
    started, stopped = threading.Event(), threading.Event()

    def slow_at_first(ledger: Ledger, text: str, limit: int) -> object:
        if text == "同":
            started.set()
            try:
                with ledger.reading() as db:
                    db.execute(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n"
                    ).fetchone()
            finally:
                assert is_stopped()
                stopped.set()
        return best_hits(ledger, text, limit)

    monkeypatch.setattr(command_search, "best_hits", slow_at_first)
    field = window.top.command
    QTest.keyClick(window, Key.Key_K, Control)
    qtbot.waitUntil(field.hasFocus)
    field.setText("同")
    field.textEdited.emit("同")
    qtbot.waitUntil(started.is_set, timeout=20_000)
    found = type_into(qtbot, window, "阳光")
    assert stopped.wait(10)
    assert found[0].text == "阳光幼儿园"


def test_long_texts_are_shortened_around_what_was_typed(qapp: object) -> None:
    text, marks = "很长" * 40 + "海燕" + "很长" * 40, ((80, 82),)
    shown, kept = fitting(text, marks, TextSize.SMALL, 200, bold=False)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert [part for part, marked in pieces(shown, kept) if marked] == ["海燕"]
    assert marked_width(shown, kept, TextSize.SMALL, bold=False) <= 200
    assert fitting("短", (), TextSize.SMALL, 200, bold=False) == ("短", ())
    shown, _kept = fitting("很长" * 40, (), TextSize.SMALL, 100, bold=False)
    assert shown.startswith("很")
    assert shown.endswith("…")


def test_the_index_is_made_and_kept_in_the_background(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    assert session is not None
    ledger = session.ledger
    fill(ledger, [f"望海{number}学会" for number in range(320)], random.Random(1))
    index = index_of(ledger)
    assert index is not None

    def is_used() -> bool:
        with ledger.reading() as db:
            return index.all(db, ("望海",)) is not None and not index_is_behind()

    def index_is_behind() -> bool:
        with ledger.reading() as db:
            asked = index._ask(db)
        return asked is None or bool(asked[3])

    shown: list[str] = []
    monkeypatch.setattr(index_keeper, "_SHOWN_AFTER", 1)
    monkeypatch.setattr(index_keeper, "_POLLED_EVERY", 1)
    window.runner._precedence.begin()  # somebody waits: the index lets that go first, so that it takes a while
    monkeypatch.setattr(window.status, "set_segment", lambda key, runs, **_more: shown.append(key))
    window.findChild(IndexKeeper).keep()
    qtbot.waitUntil(is_used, timeout=20_000)
    qtbot.waitUntil(lambda: not window.runner.is_busy, timeout=20_000)
    session.change(lambda each: change_organization(each, 20, {"name": "奔流学会"}), initiator=window)
    qtbot.waitUntil(lambda: not window.runner.is_busy, timeout=20_000)
    qtbot.waitUntil(is_used, timeout=20_000)
    assert "index" in shown
