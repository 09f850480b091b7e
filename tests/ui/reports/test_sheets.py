"""The office's sheets in the place of prints: every kind, its options, many at one go, the address for joining."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QWidget

from models.demo.make import make_demo
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.joining_leaflet import joining_page
from models.queries.report_head import next_report_number
from tests.ui.conftest import Show
from tests.ui.waiting import settle, wait
from ui.jobs import JobRunner
from ui.reports.batch_making import PEOPLE, STREETS, make_batch, ways_of
from ui.reports.options import (
    CIRCULAR,
    DOSSIER,
    KINDS,
    LEADERS,
    LEAFLET,
    REASONS,
    ROLL_UP,
    TASKS,
    WEEKLY,
    ReportOptions,
)
from ui.reports.page import ReportsPage
from ui.reports.sheet_keeping import target_of
from ui.session import LedgerSession
from ui.shared.banner import Banner


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with make_demo(tmp_path / "示例.jhtz", organizations=60, seed=3) as made:
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_split_is_split(ledger: Ledger, tmp_path: Path, kind: str) -> None:
    options = ReportOptions(kind, larger=True, footer="基层工作部", masked=True)
    assert bool(ways_of(options)) == (kind not in {ROLL_UP, LEAFLET})
    for way in ways_of(options):
        number = next_report_number(ledger)
        path = tmp_path / f"{way}.pdf"
        made = make_batch(ledger, options, way, path, Progress())
        reader = PdfReader(path)
        assert len(reader.pages) == made.pages
        assert len(reader.outline) == len(made.report_ids) > 1
        assert len(set(made.report_ids)) == len(made.report_ids)
        assert next_report_number(ledger) == number + len(made.report_ids)


def test_the_file_or_the_folder_that_was_named() -> None:
    assert target_of("/a/各街道.pdf", one_file=True) == Path("/a/各街道.pdf")
    assert target_of("/a/各街道", one_file=True) == Path("/a/各街道.pdf")
    assert target_of("/a/各街道.pdf", one_file=False) == Path("/a/各街道")


@dataclass
class Bench:
    """The page over a ledger, and what it said."""

    page: ReportsPage
    rest: Callable[[], None]
    said: list[str]

    @property
    def made(self) -> ReportOptions:
        """The options of the print that is shown."""
        self.rest()
        assert self.page.made is not None
        return self.page.made.options

    def show(self, kind: str, organizations: tuple[int, ...] = ()) -> ReportOptions:
        self.page.show_report(kind, organizations)
        return self.made

    def problems(self) -> list[str]:
        return [banner.reason for banner in self.page.findChildren(Banner)]


@pytest.fixture
def bench(ledger: Ledger, show: Show) -> Iterator[Bench]:
    runner = JobRunner()
    session = LedgerSession(ledger, runner)
    page = ReportsPage(session)
    said: list[str] = []
    session.said.connect(lambda text, *_more: said.append(text))
    session.saved_file.connect(lambda text, path: said.append(f"{text} {path}"))
    show(page)
    page.resize(1366, 768)
    page.activate()
    made = Bench(page, lambda: settle(lambda: runner.is_busy or page.side.options._soon.isActive()), said)
    made.rest()
    yield made
    page.close()
    runner.shut_down()


def shown(bench: Bench) -> set[QWidget]:
    pane = bench.page.side.options
    sheets = pane.sheets
    widgets: set[QWidget] = {pane.range_field, pane.week_field, pane.paper_field, pane.day_field, pane.person_field}
    widgets |= {pane.key_only, sheets.leader_field, sheets.pick_files, sheets.address_field, sheets.masked}
    return {widget for widget in widgets if widget.isVisible()}


def test_each_print_is_asked_for_what_it_has_use_for(bench: Bench) -> None:
    pane = bench.page.side.options
    sheets = pane.sheets
    expected: dict[str, set[QWidget]] = {
        TASKS: {pane.range_field, pane.person_field, sheets.masked},
        LEADERS: {pane.range_field, sheets.leader_field, sheets.masked},
        REASONS: {pane.range_field, pane.key_only},
        CIRCULAR: {pane.range_field, pane.week_field},
        ROLL_UP: {sheets.pick_files},
        WEEKLY: {pane.range_field, pane.week_field, pane.key_only, sheets.masked},
    }
    for kind, widgets in expected.items():
        assert bench.show(kind).kind == kind
        assert shown(bench) == widgets, kind
        assert bench.page.gallery.choice() == kind
        assert bench.page.side.streets.isVisible() == (kind != ROLL_UP)
        assert bench.page.side.people.isVisible() == (kind == TASKS)
    assert bench.show(DOSSIER, (1, 2)).organizations == (1, 2)
    assert pane.range_field not in shown(bench)
    sheets.everybody.clicked.emit()
    assert bench.made.organizations == ()
    assert pane.range_field in shown(bench)


def test_how_a_print_is_finished_goes_into_it(bench: Bench) -> None:
    sheets = bench.page.side.options.sheets
    bench.show(TASKS)
    assert bench.page.made is not None
    plain = bench.page.made.printed.pages
    for tick in (sheets.grey, sheets.larger, sheets.masked):
        tick.set_ticked(True)
    sheets.footer.setText(" 基层工作部 ")
    sheets.footer.editingFinished.emit()
    wait(400)
    options = bench.made
    assert (options.grey, options.larger, options.masked, options.footer) == (True, True, True, "基层工作部")
    assert bench.page.made.printed.pages > plain


def test_where_one_joins_is_entered_here(bench: Bench, ledger: Ledger) -> None:
    sheets = bench.page.side.options.sheets
    bench.page.show_report(LEAFLET)
    bench.rest()
    assert bench.page.made is None
    assert any("还没有填入会网址" in reason for reason in bench.problems())
    sheets.address.setText("不是网址")
    sheets.keep.clicked.emit()
    bench.rest()
    assert not joining_page(ledger).address
    sheets.address.setText("https://example.org/join")
    sheets.keep.clicked.emit()
    bench.rest()
    assert joining_page(ledger).address == "https://example.org/join"
    assert bench.made.kind == LEAFLET


def test_a_saved_print_says_where_it_lies(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.show(LEADERS)
    chosen = tmp_path / "给领导" / "包联.pdf"
    chosen.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(chosen), ""))
    bench.page.side.save.click()
    bench.rest()
    assert chosen.read_bytes().startswith(b"%PDF")
    assert bench.said[-1] == f"已存：包联.pdf {chosen}"


def test_many_at_one_go_in_the_page(bench: Bench, tmp_path: Path) -> None:
    options = bench.show(LEADERS)
    bench.page.sheets.batch(options, STREETS, tmp_path / "各街道")
    bench.rest()
    assert any(text.startswith("已存") and text.endswith(str(tmp_path / "各街道")) for text in bench.said)
    assert len(list((tmp_path / "各街道").glob("包联领导一页 *.pdf"))) > 1
    (tmp_path / "占着").write_text("x")
    bench.page.sheets.batch(options, PEOPLE, tmp_path / "占着")
    bench.rest()
    assert any("不是文件夹" in reason for reason in bench.problems())
