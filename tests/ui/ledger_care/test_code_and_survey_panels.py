"""代码表 and 摸底情况: two panels by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.edits.survey import answer_survey
from models.queries.organization_list import ids
from models.queries.reason_list import known_reasons
from models.queries.survey import survey_of
from models.rules.survey import Answer, State
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.ui.importing.after_import import PanelBench
from ui.requests import AnswerSurvey, ShowList
from ui.survey import codes_panel, report_panel

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        for name in ("甲园", "乙园", "丙园"):
            open_desk.add(name)
        yield open_desk


def test_every_number_of_the_report_is_a_list(office: Desk, qapp: object) -> None:
    answer_survey(office.ledger, 1, {"staff": Answer(State.YES, 3), "place": Answer(State.UNKNOWN)})
    bench = PanelBench(office.ledger, report_panel.make_panel)
    try:
        panel = bench.panel
        assert isinstance(panel, report_panel.SurveyPanel)
        source = panel.table.model().source  # type: ignore[attr-defined] - a table of the kit
        row = next(n for n in range(source.count()) if source.rows[n].question.code == "staff")
        assert source.summary(row) == "从业人员：已知 1，不清楚 0，没问 2"
        panel.setFocus()
        panel.table.go_to_row(row)
        bench.press(Key.Key_Return)
        (asked,) = bench.asked
        assert isinstance(asked, ShowList)
        assert asked.title == "没问过：从业人员"
        assert list(ids(office.ledger, asked.query)) == [2, 3]
        panel.table.go_to_row(next(n for n in range(source.count()) if source.rows[n].question.code == "place"))
        bench.press(Key.Key_U)
        assert isinstance(bench.asked[-1], ShowList)
        assert list(ids(office.ledger, bench.asked[-1].query)) == [1]
        panel._next.click()
        assert bench.asked[-1] == AnswerSurvey()
    finally:
        bench.close()


def test_codes_are_changed_added_and_retired_by_keyboard(office: Desk, qapp: object) -> None:
    bench = PanelBench(office.ledger, codes_panel.make_panel)
    try:
        panel = bench.panel
        assert isinstance(panel, codes_panel.CodesPanel)
        panel.setFocus()
        bench.press(Key.Key_Return)  # A1 into the editor
        assert panel.editor.label.hasFocus()
        bench.press(Key.Key_Return, Key.Key_Return)
        assert panel.editor.next_step.hasFocus()
        panel.editor.next_step.selectAll()
        QTest.keyClicks(panel.editor.next_step, "check")
        bench.press(Key.Key_Return, modifiers=CONTROL)
        assert known_reasons(office.ledger)["A1"].next_step == "check"
        assert not panel.editor.isVisible()
        assert panel.table.hasFocus()
        bench.press(Key.Key_Delete)
        assert known_reasons(office.ledger)["A1"].retired
        bench.press(Key.Key_N, modifiers=CONTROL)
        QTest.keyClicks(panel.editor.code, "h")
        panel.editor.label.setText("租约到期")
        bench.press(Key.Key_Return, modifiers=CONTROL)
        assert panel.editor.isVisible()  # no such code
        panel.editor.code.setText("H1")
        bench.press(Key.Key_Return, modifiers=CONTROL)
        assert known_reasons(office.ledger)["H1"].label == "租约到期"
        panel.lists.choose("survey")
        panel.setFocus()
        bench.press(Key.Key_N, modifiers=CONTROL)
        panel.editor.code.setText("rooms")
        panel.editor.label.setText("班级数")
        panel.editor.effect.choose("number")
        bench.press(Key.Key_Return, modifiers=CONTROL)
        assert survey_of(office.ledger, 1).questions["rooms"].shape.value == "number"
        panel.lists.choose("mode")
        panel.setFocus()
        bench.press(Key.Key_N, modifiers=CONTROL)
        panel.editor.code.setText("4")
        panel.editor.label.setText("微信")
        bench.press(Key.Key_Return, modifiers=CONTROL)
        source = panel.table.model().source  # type: ignore[attr-defined] - a table of the kit
        assert [(row.code, row.label) for row in source.rows][-1] == ("4", "微信")
    finally:
        bench.close()
