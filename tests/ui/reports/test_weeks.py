"""Frozen weeks in the place of prints: frozen by a button, unchanged by what comes later, opened by their number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.demo.make import make_demo
from models.edits.organizations import delete_organizations
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.frozen_weeks import frozen_weeks
from models.queries.report_head import next_report_number, week_of
from tests.ui.conftest import Show
from tests.ui.waiting import settle, wait
from ui.jobs import JobRunner
from ui.reports.handing_out import save_print, saved_as
from ui.reports.making import Made, make_report
from ui.reports.options import BATTLE_MAP, WEEKLY, ReportOptions
from ui.reports.page import ReportsPage
from ui.reports.private_folder import PrivateFolder
from ui.reports.weeks import freeze
from ui.session import LedgerSession
from ui.shared.banner import Banner


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with make_demo(tmp_path / "示例.jhtz", organizations=60, seed=3) as made:
        yield made


def made(ledger: Ledger, options: ReportOptions) -> tuple[Made, bytes]:
    folder = PrivateFolder()
    try:
        found = make_report(ledger, options, folder, Progress())
        assert isinstance(found, Made)
        copy = folder.path() / "copy.pdf"
        found.pages.save_copy(copy)
        data = copy.read_bytes()
        found.pages.close()
        return found, data
    finally:
        folder.wipe()


def test_a_weekly_ledger_is_saved_as_its_name_ends(ledger: Ledger, tmp_path: Path) -> None:
    folder = PrivateFolder()
    found = make_report(ledger, ReportOptions(WEEKLY), folder, Progress())
    assert isinstance(found, Made)
    for name, filter_ in (("周.pdf", ""), ("周", "Excel (*.xlsx)"), ("周.docx", ""), ("周 2", "")):
        path = saved_as(str(tmp_path / name), filter_)
        assert save_print(ledger, found, path, Progress()) == path.name
        assert path.stat().st_size > 5000
    assert {path.name for path in tmp_path.glob("周*")} == {"周.pdf", "周.xlsx", "周.docx", "周 2.pdf"}
    assert next_report_number(ledger) == found.number + 1
    found.pages.close()
    folder.wipe()


@pytest.mark.parametrize("kind", [WEEKLY, BATTLE_MAP])
def test_a_frozen_print_keeps_its_bytes_and_its_number(ledger: Ledger, kind: str) -> None:
    options = ReportOptions(kind)
    loose, _data = made(ledger, options)
    assert loose.frozen is None
    freeze(ledger, options, loose.number)
    assert next_report_number(ledger) == loose.number + 1
    first, data = made(ledger, options)
    assert first.printed.report_id == loose.printed.report_id
    assert first.number == 0
    delete_organizations(ledger, list(range(1, 30)))
    assert made(ledger, options)[1] == data
    number = first.printed.report_id
    assert made(ledger, ReportOptions(kind, areas=("440105001",), reopen=number))[1] == data
    assert made(ledger, replace(options, areas=("440105001",)))[0].frozen is None


def test_an_earlier_week_that_nobody_froze_is_estimated(ledger: Ledger) -> None:
    before = week_of(ledger.today() - timedelta(weeks=1))
    report, _data = made(ledger, ReportOptions(WEEKLY, week=before))
    texts = report.printed
    assert texts.pages > 1
    assert report.frozen is None


def test_in_the_page(ledger: Ledger, show: Show) -> None:
    runner = JobRunner()
    session = LedgerSession(ledger, runner)
    page = ReportsPage(session)
    said: list[str] = []
    session.said.connect(lambda text, *_more: said.append(text))

    def rest() -> None:
        settle(lambda: runner.is_busy or page.side.options._soon.isActive())

    try:
        show(page)
        page.resize(1366, 768)
        page.activate()
        rest()
        weeks = page.side.weeks
        assert weeks.freeze.isVisible()
        page.weeks.offer()
        (banner,) = page.findChildren(Banner)
        assert "还没有定格" in banner.reason
        banner.action_asked.emit()
        rest()
        (row,) = frozen_weeks(ledger)
        assert said == ["已定格，以后重印一字不差"]
        assert page.made is not None
        assert page.made.frozen == row
        assert not weeks.freeze.isVisible()
        delete_organizations(ledger, list(range(1, 30)))
        page.side.options.key_only.set_ticked(True)
        wait(400)
        rest()
        assert page.made is not None
        assert page.made.frozen is None
        for text, found in (("ZT-19990101-0001", None), (f" {row.report.lower()} 202411301800 0A1B2C3D", row)):
            weeks.number.setText(text)
            QTest.keyClick(weeks.number, Qt.Key.Key_Return)
            rest()
            assert page.made is not None
            assert page.made.frozen == found
        assert weeks.back.isVisible()
        weeks.back.clicked.emit()
        rest()
        assert page.made is not None
        assert page.made.frozen is None
    finally:
        page.close()
        runner.shut_down()
