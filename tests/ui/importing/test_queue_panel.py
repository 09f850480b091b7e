"""待判 by keys alone: the row beside its candidate, S, D, L, several at once, and the way back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from models.edits.undo import undo
from models.importing.queue import queue_rows
from models.importing.queue_decisions import decide_different
from models.queries.import_queue import queue_count
from tests.models.edits.desk import Desk
from tests.models.importing.sheets import bring_text
from tests.ui.importing.after_import import HEAD, LATER, PanelBench, fill, words
from ui.importing.queue_panel import QueuePanel, make_panel
from ui.importing.receipt_step import read_left
from ui.requests import ShowOrganization

Key = Qt.Key


@pytest.fixture
def queue(office: Desk, qapp: object) -> Iterator[PanelBench]:
    fill(office)
    bench = PanelBench(office.ledger, make_panel)
    yield bench
    bench.close()


def panel(bench: PanelBench) -> QueuePanel:
    assert isinstance(bench.panel, QueuePanel)
    return bench.panel


def names(bench: PanelBench) -> list[str]:
    return [row.name for row in panel(bench).rows]


def test_the_row_stands_beside_what_the_ledger_says(queue: PanelBench) -> None:
    assert names(queue) == ["甲中心", "乙中心", "丙中心"]
    fields = panel(queue).beside.table
    assert [words(fields, row) for row in range(4)] == [
        "从业人员，7，5，改为名册的",
        "电话，020****0000，020****0000，改为名册的",
        "单位名称，甲中心，甲中心",
        "地址，乙路甲号，乙路甲号",
    ]
    assert fields.model().rowCount() == 4


def test_s_takes_over_and_goes_on_to_the_next(queue: PanelBench, office: Desk) -> None:
    queue.press(Key.Key_S)
    assert office.one("SELECT staff, phone FROM organization WHERE id=9") == (7, "020-99990000")
    assert names(queue) == ["乙中心", "丙中心"]
    assert queue.said == [("已认作同一家：1 行", True)]
    queue.press(Key.Key_S)
    assert names(queue) == ["丙中心"]
    undo(office.ledger)
    panel(queue).reload()
    queue.settle()
    assert names(queue) == ["乙中心", "丙中心"]


def test_what_a_person_changed_stays_unless_space_says_otherwise(queue: PanelBench, office: Desk) -> None:
    queue.press(Key.Key_Down, Key.Key_Down)
    fields = panel(queue).beside.table
    assert words(fields, 0) == "从业人员，7，99，保留（人改过或更新）"
    queue.press(Key.Key_Return, Key.Key_Space, Key.Key_Down, Key.Key_Space)
    assert words(fields, 0) == "从业人员，7，99，改为名册的"
    assert words(fields, 1) == "电话，020****0002，020****0002，保留台账的"
    queue.press(Key.Key_S)
    assert office.one("SELECT staff, phone, conflicts FROM organization WHERE id=11") == (7, "020-34080002", None)


def test_d_adds_another_one(queue: PanelBench, office: Desk) -> None:
    queue.press(Key.Key_D)
    assert office.all("SELECT staff FROM organization WHERE name='甲中心' ORDER BY id") == [(5,), (7,)]
    assert names(queue) == ["乙中心", "丙中心"]
    assert queue.said == [("已作为不同的单位新增：1 家", True)]


def test_l_puts_off_and_fetches_back(queue: PanelBench, office: Desk) -> None:
    queue.press(Key.Key_L)
    assert names(queue) == ["乙中心", "丙中心", "甲中心"]
    assert "以后再判" in panel(queue).table.model().source.cell(2, "name").words  # type: ignore[attr-defined] - a table
    queue.press(Key.Key_Down, Key.Key_Down, Key.Key_L)
    assert names(queue) == ["甲中心", "乙中心", "丙中心"]
    assert office.one("SELECT count(*) FROM batch") == (5,)  # founding, two lists, two edits by hand


def test_several_at_once_are_one_step(queue: PanelBench, office: Desk) -> None:
    queue.press(Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier)
    queue.press(Key.Key_S)
    assert queue_count(office.ledger) == 0
    assert office.all("SELECT staff FROM organization WHERE id BETWEEN 9 AND 11 ORDER BY id") == [(7,), (7,), (99,)]
    assert not panel(queue).beside.isVisible()
    undo(office.ledger)
    assert queue_count(office.ledger) == 3


def test_digits_choose_among_several_candidates(office: Desk, qapp: object) -> None:
    bring_text(office, HEAD + ",甲园,甲路,020-34080001,,\n")
    bring_text(office, HEAD + ",甲园,乙路,020-34080002,,\n")
    bring_text(office, HEAD + ",甲园,甲路,020-34080002,8,\n", day=LATER)
    bench = PanelBench(office.ledger, make_panel)
    try:
        assert [each.id for each in panel(bench).rows[0].candidates] == [1, 2]
        bench.press(Key.Key_2, Key.Key_S)
        assert office.all("SELECT staff FROM organization ORDER BY id") == [(None,), (8,)]
    finally:
        bench.close()


def test_the_candidate_opens_in_the_ledger(queue: PanelBench) -> None:
    panel(queue)._open_candidate()
    assert queue.asked == [ShowOrganization(9)]


def test_nothing_waits(office: Desk, qapp: object) -> None:
    bench = PanelBench(office.ledger, make_panel)
    try:
        assert names(bench) == []
        assert not panel(bench).beside.isVisible()
        bench.press(Key.Key_S, Key.Key_D, Key.Key_L)
        assert bench.banners() == []
    finally:
        bench.close()


def test_a_row_that_was_decided_elsewhere_meanwhile(queue: PanelBench, office: Desk) -> None:
    from models.importing.queue_decisions import decide_same  # noqa: PLC0415 - this one only

    decide_same(office.ledger, [panel(queue).rows[0].id])
    queue.press(Key.Key_S)
    assert queue.banners() == ["这些行已经处理过了，请刷新。"]
    assert names(queue) == ["乙中心", "丙中心"]
    queue.press(Key.Key_S)
    assert queue.banners() == []
    assert names(queue) == ["丙中心"]


def test_rows_that_wait_since_an_earlier_list_are_to_be_done_for_the_newer_one(office: Desk) -> None:
    bring_text(office, HEAD + ",甲园,甲路1号,,,\n")
    doubtful = ",甲园,甲路1号,020-99999999,,\n"
    bring_text(office, HEAD + doubtful, day=LATER)
    again = bring_text(office, HEAD + doubtful + ",乙园,乙路,,,\n", day=LATER)
    waiting = [row.id for row in queue_rows(office.ledger)]
    earlier = again.duplicates - again.queued
    assert (earlier, bool(again.batch)) == (len(waiting), True)
    assert read_left(office.ledger, again.batch, earlier).doubtful == len(waiting) > 0
    decide_different(office.ledger, waiting)
    assert read_left(office.ledger, again.batch, earlier).doubtful == 0
