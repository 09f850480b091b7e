"""The map on the screen: walked by arrows, opened by Enter and by click, read aloud, in every scheme."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog

from exports.battle_map.packing import TILE_COLUMNS, TILE_GAP, TILE_WIDE
from exports.pdf.shapes import MM
from models.edits.campaigns import TargetChange, change_campaign
from models.edits.visits import record_visits
from models.inputs.forms import VisitInput
from models.queries.battle_map import battle_map
from models.queries.map_lists import MapTarget
from models.queries.organization_list import ids
from tests.ui.targets.campaign_office import TODAY, Bench, Office
from ui.battle_map.page import BattleMapPage
from ui.battle_map.placing import free_place, tile_heads
from ui.map_choices import MapChoices, map_choices
from ui.requests import DoAction, ImportSheet, PrintReport, ShowList, ShowOrganization
from ui.shape_spots import nearest
from ui.shape_view import ShapeView
from ui.shared.banner import Banner
from ui.theme.palette import colour
from ui.theme.tokens import PAPER, Role, Scheme


def shown(bench: Bench) -> tuple[BattleMapPage, ShapeView]:
    bench.show()
    page = bench.page
    assert isinstance(page, BattleMapPage)
    return page, page.view


def press(bench: Bench, view: ShapeView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view, key)
    bench.settle()


def centre(view: ShapeView, number: int) -> QPoint:
    return view._on_screen(number).center().toPoint()


def spot(view: ShapeView, **parts: object) -> int:
    """The place whose target has these values."""
    return next(
        number
        for number, each in enumerate(view._spots)
        if isinstance(each.link.target, MapTarget)
        and all(getattr(each.link.target, name) == value for name, value in parts.items())
    )


def test_arrows_reach_a_cell_whose_name_is_read_and_enter_opens_it(filled: Office, bench: Bench) -> None:
    page, view = shown(bench)
    assert view.hasFocus()
    assert view.place is not None
    assert "建会率" in view.place.words  # what one reads first
    press(bench, view, Qt.Key.Key_Down)
    below = view._spots[view._at or 0]
    press(bench, view, Qt.Key.Key_Up, Qt.Key.Key_Down)
    assert view._spots[view._at or 0] is below
    view._go_to(spot(view, measure="cells"))
    bench.settle()
    name = next(each.name for each in filled.organizations if each.name in page.line.text())
    assert name in view.accessibleDescription()
    press(bench, view, Qt.Key.Key_Return)
    request = bench.asked[-1]
    assert isinstance(request, ShowOrganization)
    assert request.organization == next(each.id for each in filled.organizations if each.name == name)


def test_every_place_is_reached_by_arrows(filled: Office, bench: Bench) -> None:
    _page, view = shown(bench)
    places = [each.place for each in view._spots]
    found, todo = {0}, [0]
    while todo:
        here = todo.pop()
        near = {nearest(places, here, *way) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))}
        new = {each for each in near if each is not None} - found
        found |= new
        todo += new
    assert [view._spots[n].link.words for n in range(len(places)) if n not in found] == []


def test_a_click_on_a_number_opens_its_list(filled: Office, bench: Bench) -> None:
    _page, view = shown(bench)
    at = spot(view, measure="eligible", group="440105001")
    view._bring_into_view(at)
    QTest.mouseMove(view.viewport(), centre(view, at))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, at))
    bench.settle()
    request = bench.asked[-1]
    assert isinstance(request, ShowList)
    wanted = {each.id for each in filled.organizations if each.eligible == "yes" and each.street == "440105001"}
    assert set(ids(filled.ledger, request.query)) == wanted
    assert "赤岗街道" in request.title


def test_the_ring_stays_at_its_cell_when_another_screen_changes_the_ledger(filled: Office, bench: Bench) -> None:
    _page, view = shown(bench)
    at = spot(view, measure="eligible", group="440105002")
    view._go_to(at)
    before = view._spots[at].link.target
    entry = VisitInput(visited_on=TODAY, mode="1", result="1", note="愿意")
    bench.elsewhere(lambda ledger: record_visits(ledger, [filled.organizations[0].id], entry))
    bench.settle()
    assert view.place is not None
    assert view.place.target == before


def test_choices_are_drawn_and_remembered(filled: Office, bench: Bench) -> None:
    page, view = shown(bench)
    every = len(view._spots)
    page.bar.only_open.set_ticked(True)
    bench.settle()
    assert len(view._spots) < every
    assert not any(each.link.target == MapTarget("cells", "built") for each in view._spots)
    page.bar.rows.choose("cadre")
    page.bar.rows.chosen.emit("cadre")
    bench.settle()
    assert any(isinstance(t := each.link.target, MapTarget) and t.by == "cadre" for each in view._spots)
    assert map_choices(filled.ledger.path) == MapChoices("cadre", only_open=True)


def test_zoom_keeps_the_place_in_view_and_0_fits_the_width(filled: Office, bench: Bench) -> None:
    _page, view = shown(bench)
    view._go_to(len(view._spots) - 1)
    fitting = view.zoom
    press(bench, view, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert view.zoom > fitting
    place = view._on_screen(len(view._spots) - 1)
    assert QRectF(view.viewport().rect()).intersects(place)
    press(bench, view, Qt.Key.Key_0)
    assert view.zoom == pytest.approx(fitting)
    press(bench, view, Qt.Key.Key_Home, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0


def test_a_dark_screen_shows_dark_paper_and_light_words(
    filled: Office, bench: Bench, restyle: Callable[[Scheme, int], None]
) -> None:
    _page, view = shown(bench)
    point = QPointF(view._frame(0).topLeft() + view._origin()).toPoint() + QPoint(6, 6)
    assert view.viewport().grab().toImage().pixelColor(point) == QColor(PAPER)
    restyle(Scheme.DARK, 100)
    bench.settle()
    image = view.viewport().grab().toImage()
    assert image.pixelColor(point) == colour(Role.SURFACE)
    lights = sum(image.pixelColor(x, 60).lightness() > 180 for x in range(0, image.width(), 2))
    assert lights > 5  # of the title


def test_outlines_are_shown_to_fit_before_they_are_used(
    filled: Office, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, view = shown(bench)
    path = tmp_path / "streets.geojson"
    square = [[113.0, 23.0], [113.1, 23.0], [113.1, 23.1], [113.0, 23.1], [113.0, 23.0]]
    features = [
        {"type": "Feature", "properties": {"NAME": name}, "geometry": {"type": "Polygon", "coordinates": [square]}}
        for name in ("赤岗街道", "东湖街道")
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    page.bar.file.click()
    bench.settle()
    (banner,) = (each for each in page.findChildren(Banner) if each.isVisible())
    assert "对上 1 个" in banner.accessibleName()
    assert "东湖街道" in banner.accessibleName()
    assert len(view._pages) == 1
    banner.action_asked.emit()
    bench.settle()
    assert len(view._pages) == 2
    area = next(number for number, each in enumerate(view._spots) if each.outline is not None)
    assert view._spots[area].holds(view._spots[area].place.center())
    path.unlink()
    page.reload()
    bench.settle()
    assert len(view._pages) == 1
    assert any("读不了" in each.reason for each in page.findChildren(Banner) if each.isVisible())
    page.bar.file.click()
    bench.settle()
    assert map_choices(filled.ledger.path).geo == ""


def test_the_way_to_paper(filled: Office, bench: Bench) -> None:
    page, _view = shown(bench)
    page.bar.print.click()
    assert bench.asked == [PrintReport("battle_map")]


def test_past_targets_say_what_to_do_until_it_is_read(filled: Office, bench: Bench) -> None:
    page, _view = shown(bench)
    assert page.findChildren(Banner) == []
    change_campaign(
        filled.ledger,
        name="专项行动",
        starts_on=date(2023, 1, 1),
        ends_on=date(2024, 12, 31),
        targets=[TargetChange("60", 60, date(2024, 1, 31)), TargetChange("85", 85, date(2024, 9, 20))],
        rule=filled.ledger.scope_rule(),
    )
    page.reload()
    bench.settle()
    (banner,) = page.findChildren(Banner)
    assert "目标日已过 7 天" in banner.reason
    aim, close = banner.findChildren(QAbstractButton)
    aim.click()
    assert bench.asked == [DoAction("campaign")]
    close.click()
    page.reload()
    bench.settle()
    assert not any(each.isVisible() for each in page.findChildren(Banner))


def test_an_empty_ledger_says_what_to_do(bench: Bench) -> None:
    page, view = shown(bench)
    assert not view.isVisible()
    assert page.empty is not None
    page.empty.chosen.emit("import")
    assert bench.asked == [ImportSheet()]


def test_the_next_place_is_the_one_ahead() -> None:
    row = [QRectF(x, 0, 8, 8) for x in (0, 10, 20)] + [QRectF(10, 10, 8, 8), QRectF(12, 30, 8, 8)]
    assert nearest(row, 0, 1, 0) == 1
    assert nearest(row, 1, 1, 0) == 2
    assert nearest(row, 2, 1, 0) is None
    assert nearest(row, 1, 0, 1) == 3
    assert nearest(row, 3, 0, 1) == 4
    assert nearest(row, 3, 0, -1) == 1


def test_the_office_arranges_its_tiles(filled: Office, bench: Bench) -> None:
    page, view = shown(bench)

    def order() -> list[str]:
        return [tile.street.code for tile in battle_map(filled.ledger, number=1).tiles if tile.street.code]

    before = order()
    view._go_to(spot(view, measure="cells", group=before[0]))
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert order() == [before[1], before[0], *before[2:]]
    assert page.bar.order.choice() == "office"
    assert bench.said[-1] == ("作战图的方块已重新排列", True)
    view.set_zoom(0.5)
    begin, end = (centre(view, spot(view, measure="cells", group=code)) for code in (before[0], before[1]))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    bench.settle()
    assert order() == before
    assert page.bar.order.choice() == "office"
    assert not bench.asked  # nothing was opened

    last = before[-1]
    view._go_to(spot(view, measure="cells", group=last))
    for _row in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        bench.settle()
    apart = next(tile.before for tile in battle_map(filled.ledger, number=1).tiles if tile.street.code == last)
    assert apart >= TILE_COLUMNS  # two rows lie free, further it does not go
    heads = tile_heads(view.pages[0], page._order)
    box, beside = heads[page._order.index(last)], heads[0]
    away = len(page._order) % TILE_COLUMNS == 1
    column = 3 if away else 0
    x = beside.left + column * (TILE_WIDE + TILE_GAP) * MM + 5
    view.dropped_beside.emit(view.place, 0, x, box.top + 5)
    bench.settle()
    moved = tile_heads(view.pages[0], page._order)[page._order.index(last)]
    assert moved.top == box.top
    assert abs(moved.left - (x - 5)) < 1
    assert free_place(heads, beside.left + 5, beside.top + 5) is None  # a street stands there
    assert free_place(heads, 5, 5) is None
    assert not bench.asked
    page.bar.order.setCurrentIndex(0)
    page.bar.order.activated.emit(0)
    bench.settle()
    assert page.bar.order.choice() == "rate"
