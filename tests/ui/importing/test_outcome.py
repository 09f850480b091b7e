"""The dry run's numbers, each with all its rows, and what the receipt leads to."""

import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog

from models.edits.undo import undo
from models.importing.queue import queue_rows
from models.importing.queue_decisions import decide_different
from tests.models.edits.desk import Desk, code_of
from tests.models.importing.sheets import bring_text, csv_file
from tests.ui.importing.after_import import HEAD, fill, line, words
from tests.ui.importing.bench import ImportBench, Key
from tests.ui.waiting import settle
from ui.importing import jobs
from ui.importing.outcome_step import OutcomeStep
from ui.requests import ShowList, ShowQueue, ShowRegistry


def tab(bench: ImportBench, key: str) -> list[str]:
    """The rows under a number."""
    step = bench.panel.outcome
    step.numbers.choose(key)
    step._show_tab(key)
    return [words(step.table, row) for row in range(step.table.model().rowCount())]


def numbers(step: OutcomeStep) -> dict[str, int]:
    return {key: each.number.count for key, each in step._tabs.items()}


def try_out(bench: ImportBench, folder: Path, text: str) -> None:
    bench.open(csv_file(folder, text))
    if bench.step() == "columns":
        bench.press(Key.Key_Return)
    assert bench.step() == "outcome"


def test_every_row_of_every_number(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    bring_text(office, HEAD + line(0) + ",甲中心,乙路,020-34080000,5,\n")
    text = HEAD + line(0, address="新路") + ",甲中心,乙路,020-99990000,,\n,,无名,,,\n"
    text += f"{code_of('91', '440105')},某公司,丁路,,多,\n" + "".join(f",第{n}社,{n}号,,,\n" for n in range(700))
    try_out(bench, tmp_path, text)
    assert numbers(bench.panel.outcome) == {
        "new": 701,
        "updated": 1,
        "same": 0,
        "duplicate": 1,
        "rejected": 1,
        "unverified": 700,
        "same_name": 0,
        "outside": 1,
        "problems": 1,
        "registry": 1,
    }
    new = tab(bench, "new")
    assert len(new) == 701
    assert new[-1].startswith("705，第699社，")
    assert tab(bench, "updated") == ["2，第0园，地址，甲路0号，新路"]
    assert tab(bench, "duplicate") == ["3，甲中心，乙路，与台账里的“甲中心”名称相同，地址也相同，等人判断。"]
    assert tab(bench, "rejected") == ["4，无名，没有单位名称。"]
    assert [row.split("，")[1] for row in tab(bench, "outside")] == ["某公司"]
    assert len(tab(bench, "unverified")) == 700
    assert tab(bench, "problems") == ["5，从业人员，“多”不是人数，要写整数。"]
    assert "疑似重复的 1 行进“待判”。退回的 1 行不写入。" in bench.panel.outcome.foot.words.text()


def test_a_row_with_several_changes_has_a_line_for_each(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    bring_text(office, HEAD + line(0) + line(1))
    text = HEAD.replace("存续状态", "曾用名")
    first, second = line(0).split(",")[0], line(1).split(",")[0]
    try_out(bench, tmp_path, text + f"{first},改名园,新路,,9,\n{second},第1园,,,,第一幼儿园\n")
    assert tab(bench, "updated") == [
        "2，第0园，单位名称，第0园，改名园",
        "2，第0园，地址，甲路0号，新路",
        "2，第0园，从业人员，（空），9",
        "3，第1园，曾用名，—，第一幼儿园",
    ]


def test_a_list_that_only_asks_can_be_noted(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    bring_text(office, HEAD + line(0) + line(1) + line(2))
    try_out(bench, tmp_path, HEAD + line(0) + line(1))
    primary = bench.panel.outcome.primary
    assert primary is not None
    assert (primary.text(), primary.isEnabled()) == ("记下这份名册", True)
    assert tab(bench, "registry")[0].startswith("名册里没有了，第2园")


def test_what_is_here_already_cannot_be_imported(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    bring_text(office, HEAD + line(0))
    try_out(bench, tmp_path, HEAD + line(0))
    primary = bench.panel.outcome.primary
    assert primary is not None
    assert not primary.isEnabled()
    assert bench.panel.outcome.foot.words.text().startswith("没有要写入的内容")


def test_the_receipt_leads_to_the_queue_the_comparison_and_the_lists(
    bench: ImportBench, office: Desk, tmp_path: Path
) -> None:
    fill(office)
    doubtful = ",甲中心,乙路甲号,020-77770000,8,\n,,无名,,,\n,新社,新路,,,\n"
    try_out(bench, tmp_path, HEAD + "".join(map(line, range(5))) + line(9) + doubtful)
    bench.press(Key.Key_Return)
    assert bench.step() == "receipt"
    cards = bench.panel.receipt.cards
    assert list(cards)[:5] == ["registry", "queue", "rejects", "unverified", "no_street"]
    for key in ("queue", "registry", "no_street"):
        cards[key].click()
    queue, registry, listed = bench.asked
    assert queue == ShowQueue()
    assert isinstance(registry, ShowRegistry)
    assert isinstance(listed, ShowList)


def test_the_receipt_counts_what_still_waits_in_the_queue(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    fill(office)
    doubtful = ",甲中心,乙路甲号,020-77770000,8,\n,乙中心,乙路乙号,020-77770001,8,\n"
    try_out(bench, tmp_path, HEAD + line(9) + doubtful)
    bench.press(Key.Key_Return)
    receipt = bench.panel.receipt
    assert "疑似重复 2 行" in receipt.cards["queue"].text()
    *others, first, second = queue_rows(office.ledger)  # those of an earlier list wait as well
    assert len(others) == 3
    for left, row in ((1, first.id), (0, second.id)):
        bench.panel.session.change(partial(decide_different, rows=[row]), initiator=receipt)
        bench.settle()
        if left:
            assert f"疑似重复 {left} 行" in receipt.cards["queue"].text()
    assert "queue" not in receipt.cards
    bench.panel.session.change(lambda ledger: undo(ledger).changes, initiator=receipt)
    bench.settle()
    assert "疑似重复 1 行" in receipt.cards["queue"].text()


def test_rejects_are_saved_from_the_receipt(
    bench: ImportBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_out(bench, tmp_path, HEAD + line(0) + ",,无名,,,\n")
    bench.press(Key.Key_Return)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "退回"), ""))
    bench.panel.receipt.cards["rejects"].click()
    bench.settle()
    rows = list(openpyxl.load_workbook(tmp_path / "退回.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[-1] for row in rows] == ["退回原因", "原第 3 行：没有单位名称。"]
    assert any("1 行已存成“退回.xlsx”" in words for words in bench.banners())


def test_rejects_are_saved_where_nothing_is_imported(
    bench: ImportBench, office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_text(office, HEAD + line(0))
    try_out(bench, tmp_path, HEAD + line(0) + line(1))
    assert not bench.panel.outcome.save.isVisible()
    bench.press(Key.Key_Escape, Key.Key_Escape)
    try_out(bench, tmp_path, HEAD + line(0) + ",,无名,,,\n")
    assert not bench.panel.outcome.primary.isEnabled()  # type: ignore[union-attr] - it has one
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "退回"), ""))
    bench.panel.outcome.save.click()
    bench.settle()
    rows = list(openpyxl.load_workbook(tmp_path / "退回.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[-1][-1] == "原第 3 行：没有单位名称。"
    assert bench.step() == "outcome"
    assert any("1 行已存成“退回.xlsx”" in words for words in bench.banners())


def test_undone_from_the_receipt(bench: ImportBench, office: Desk, tmp_path: Path) -> None:
    try_out(bench, tmp_path, HEAD + line(0))
    bench.press(Key.Key_Return)
    bench.panel.receipt.undo.click()
    bench.settle()
    assert office.count("organization") == 0
    assert any("已撤销本次导入" in words for words in bench.banners())


def test_the_trial_needs_no_count_and_going_back_counts_again(
    bench: ImportBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting, going_on = threading.Event(), threading.Event()
    count = jobs.count_rows

    def count_slowly(*given: Any) -> Any:
        counting.set()
        while not going_on.is_set():
            given[-1].check()
            time.sleep(0.001)
        return count(*given)

    monkeypatch.setattr(jobs, "count_rows", count_slowly)
    bench.panel.open_file(csv_file(tmp_path, HEAD + line(0) + line(1)))
    settle(lambda: not (bench.step() == "columns" and counting.is_set()))
    bench.press(Key.Key_Return)
    assert bench.step() == "outcome"
    going_on.set()
    bench.press(Key.Key_Escape)
    assert bench.step() == "columns"
    assert bench.panel._rows == 2
