"""The panel with the QR codes: every one is shown, a screenshot of it is read back, the sheet is saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from models.edits.visits import record_visits
from models.exchange.few_facts import open_few
from models.exchange.qr_symbols import join, read_photos
from models.inputs.forms import VisitInput
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.ui.importing.after_import import PanelBench
from ui.qr_codes.panel import QrCodesPanel, make_panel


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        yield open_desk


def test_screenshots_of_all_codes_are_the_day_s_records(office: Desk, tmp_path: Path, qapp: object) -> None:
    for number in range(4):
        organization = office.add(f"第{number}幼儿园")
        entry = VisitInput(visited_on=office.ledger.today(), mode="1", result="1", note="负责人愿意")
        record_visits(office.ledger, [organization], entry)
    bench = PanelBench(office.ledger, make_panel)
    panel = bench.panel
    assert isinstance(panel, QrCodesPanel)
    shots = []
    count = len(panel._codes)
    assert count > 1
    for number in range(count):
        shots.append(tmp_path / f"{number}.png")
        panel.grab().save(str(shots[-1]))
        bench.press(Qt.Key.Key_Right)
    (data,) = join(read_photos(shots))
    assert len(open_few("屏幕", data).body.creations[4]) == 4
    panel.save_to(tmp_path / "码.pdf")
    bench.settle()
    assert (tmp_path / "码.pdf").read_bytes().startswith(b"%PDF")
    assert bench.files == [("已存 PDF：码.pdf", tmp_path / "码.pdf")]
    bench.close()


def test_a_day_without_records_says_so(office: Desk, qapp: object) -> None:
    office.clock.set(office.ledger.today().replace(year=office.ledger.today().year + 1))
    bench = PanelBench(office.ledger, make_panel)
    assert isinstance(bench.panel, QrCodesPanel)
    assert "今天还没有新的记录" in bench.panel._said.text()
    assert not bench.panel._save.isEnabled()
    bench.close()
