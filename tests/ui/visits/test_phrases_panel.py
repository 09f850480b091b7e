"""常用短语: seen, saved, reworded, retired and back, by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.edits.phrases import save_phrase
from models.edits.undo import undo
from models.queries.phrases import phrases
from models.rules.phrases import shipped_phrases
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.ui.importing.after_import import PanelBench, words
from ui.visits.phrases_panel import PhrasesPanel, make_panel

Key = Qt.Key


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        save_phrase(open_desk.ledger, "楼里停电")
        yield open_desk


@pytest.fixture
def bench(office: Desk, qapp: object) -> Iterator[PanelBench]:
    made = PanelBench(office.ledger, make_panel)
    made.panel.setFocus()
    yield made
    made.close()


def panel(bench: PanelBench) -> PhrasesPanel:
    assert isinstance(bench.panel, PhrasesPanel)
    return bench.panel


def test_own_ones_first_then_what_ships(bench: PanelBench) -> None:
    assert words(panel(bench).table, 0) == "楼里停电，lltd，自己存的"
    assert words(panel(bench).table, 1) == f"{shipped_phrases()[0]}，fzrwc，软件自带"


def test_one_more_is_saved_by_enter(bench: PanelBench, office: Desk) -> None:
    bench.press(Key.Key_N, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert panel(bench).line.hasFocus()
    panel(bench).line.setText("园里装修")
    assert panel(bench)._field._help.text() == "ylzx + 空格"
    bench.press(Key.Key_Return)
    assert bench.said == [("已存短语", True)]
    assert words(panel(bench).table, 1) == "园里装修，ylzx，自己存的"
    assert panel(bench).table.hasFocus()
    assert panel(bench).line.text() == ""


def test_what_nobody_could_type_is_said_beside_the_line(bench: PanelBench) -> None:
    panel(bench).line.setFocus()
    QTest.keyClicks(panel(bench).line, "a")
    bench.press(Key.Key_Return)
    assert panel(bench)._field._help.text() == "短语太短，至少两个字。"
    assert panel(bench).line.text() == "a"


def test_enter_rewords_the_current_one(bench: PanelBench, office: Desk) -> None:
    bench.press(Key.Key_Down, Key.Key_Return)
    assert panel(bench).line.text() == "负责人外出"
    assert panel(bench).keep.text() == "改成这样"
    panel(bench).line.setText("负责人外出未归")
    bench.press(Key.Key_Return)
    found = {each.text: each.retired for each in phrases(office.ledger)}
    assert (found["负责人外出"], found["负责人外出未归"]) == (True, False)
    undo(office.ledger)
    assert not {each.text: each.retired for each in phrases(office.ledger)}["负责人外出"]


def test_delete_retires_and_brings_back(bench: PanelBench, office: Desk) -> None:
    bench.press(Key.Key_Delete)
    assert bench.said == [("已停用“楼里停电”", True)]
    last = panel(bench)._model.source.count() - 1
    assert words(panel(bench).table, last) == "楼里停电，lltd，自己存的，停用"
    bench.press(Key.Key_End)
    assert panel(bench).retire.text() == "启用"
    bench.press(Key.Key_Delete)
    assert words(panel(bench).table, 0) == "楼里停电，lltd，自己存的"
    assert phrases(office.ledger)[0].text == "楼里停电"


def test_delete_in_the_line_belongs_to_the_line(bench: PanelBench) -> None:
    panel(bench).line.setFocus()
    bench.press(Key.Key_Delete)
    assert bench.said == []
