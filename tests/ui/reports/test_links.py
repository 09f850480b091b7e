"""Numbers of the preview are followed, by the pointer and by keys; those of a frozen week to who was counted then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from models.demo.make import make_demo
from models.ledger.ledger import Ledger
from models.queries.map_lists import MapTarget
from models.queries.organization_list import totals
from models.queries.print_lists import Organizations
from tests.ui.conftest import Show
from tests.ui.waiting import settle
from ui.jobs import JobRunner
from ui.reports import page_view
from ui.reports.options import REASONS, WEEKLY
from ui.reports.page import ReportsPage
from ui.reports.page_links import PagePlace
from ui.requests import ShowList, ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with make_demo(tmp_path / "示例.jhtz", organizations=60, seed=3) as made:
        yield made


@dataclass
class Bench:
    """The page over a ledger, and what it asked for."""

    page: ReportsPage
    rest: Callable[[], None]
    asked: list[object] = field(default_factory=list)

    def point(self, place: PagePlace) -> QPoint:
        """Where it is clicked, once it is in view."""
        self.page.view._go(place)
        return self.page.view._on_screen(place).center().toPoint()

    def places(self) -> list[PagePlace]:
        pages = self.page.view._links
        return [place for page in range(len(pages._pages)) for place in pages.on(page)]

    def answer(self) -> object:
        self.rest()
        return self.asked.pop()


@pytest.fixture
def bench(ledger: Ledger, show: Show) -> Iterator[Bench]:
    runner = JobRunner()
    page = ReportsPage(LedgerSession(ledger, runner))
    made = Bench(page, lambda: settle(lambda: runner.is_busy or page.side.options._soon.isActive()))
    page.asked.connect(made.asked.append)
    show(page)
    page.resize(1300, 800)
    page.activate()
    made.rest()
    yield made
    page.close()
    runner.shut_down()


def test_a_number_is_followed_by_the_pointer_and_by_keys(
    bench: Bench, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(page_view, "paint_told", lambda _painter, _room, words: told.append(words))
    view = bench.page.view
    eligible = next(place for place in bench.places() if place.link.target == MapTarget("eligible"))
    spot = bench.point(eligible)
    QTest.mouseMove(view.viewport(), spot)
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(view.viewport(), QPoint(2, 2))
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    shown = bench.answer()
    assert isinstance(shown, ShowList)
    assert totals(ledger, shown.query).count == eligible.link.count
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.place is not None
    assert view.place.target == MapTarget("built")
    assert "Enter" in view.accessibleDescription()
    view.grab()
    assert told[-1] == view.accessibleDescription()
    QTest.mouseMove(view.viewport(), bench.point(eligible))
    QTest.keyClick(view, Qt.Key.Key_Right)
    view.grab()
    assert told[-1] == eligible.link.words  # under the pointer; Enter opens what has the ring
    QTest.mouseMove(view.viewport(), QPoint(2, 2))
    QTest.keyClick(view, Qt.Key.Key_Return)
    shown = bench.answer()
    assert isinstance(shown, ShowList)
    assert totals(ledger, shown.query).count == view.place.count
    below = view.place.bounds.top
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert isinstance(view.place.target, MapTarget)
    assert view.place.bounds.top < below
    before = view.place
    bench.page._make()
    bench.rest()
    assert view.place == before  # made anew, and the ring is where it was


def test_arrows_go_on_over_the_pages_and_a_row_opens_its_organization(bench: Bench) -> None:
    view = bench.page.view
    pages = set()
    for _step in range(200):
        QTest.keyClick(view, Qt.Key.Key_Down)
        assert view._at is not None
        pages.add(view._at.page)
        row = view.place is not None and isinstance(view.place.target, Organizations)
        if row and len(pages) > 1 and view.place.count == 1:
            break
    assert view._on_screen(view._at).intersects(view.viewport().rect().toRectF())
    QTest.keyClick(view, Qt.Key.Key_Enter)
    assert bench.answer() == ShowOrganization(view.place.target.ids[0])
    bench.page.show_report(REASONS)
    bench.rest()
    assert len(bench.places()) > 20


def test_a_frozen_week_opens_those_of_then_or_says_why_not(bench: Bench) -> None:
    bench.page.show_report(WEEKLY)
    bench.rest()
    bench.page.weeks.freeze()
    bench.rest()
    assert bench.page.made is not None
    assert bench.page.made.frozen is not None
    places = bench.places()
    whole = next(place.link for place in places if place.link.target == MapTarget("eligible"))
    street = next(place.link for place in places if getattr(place.link.target, "group", None))
    bench.page.view.opened.emit(whole)
    shown = bench.answer()
    assert isinstance(shown, ShowList)
    assert totals(bench.page.session.ledger, shown.query).count == whole.count
    row = next(place.link for place in places if isinstance(place.link.target, Organizations))
    bench.page.view.opened.emit(row)
    assert bench.answer() is not None
    bench.page.view.opened.emit(street)
    bench.rest()
    assert bench.asked == []
    assert any("名单" in banner.reason for banner in bench.page.findChildren(Banner))
