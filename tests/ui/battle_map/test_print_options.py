"""The same choices where it is printed: remembered for both screens, outlines shown to fit before they are used."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.ui.targets.campaign_office import Bench, Office
from tests.ui.waiting import wait
from ui.map_choices import MapChoices, keep_map_choices, map_choices
from ui.reports.page import ReportsPage, make_page
from ui.shared.banner import Banner

_UNTIL_MADE = 500  # milliseconds: changes are gathered for a moment


@pytest.fixture
def bench(filled: Office, qapp: object) -> Iterator[Bench]:
    made = Bench(filled.ledger, make_page)
    yield made
    made.close()


def made(bench: Bench) -> ReportsPage:
    wait(_UNTIL_MADE)
    bench.settle()
    page = bench.page
    assert isinstance(page, ReportsPage)
    return page


def test_what_the_map_shows_is_what_is_printed(
    filled: Office, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_map_choices(filled.ledger.path, MapChoices("cadre", only_open=True))
    bench.show()
    page = made(bench)
    page.show_report("battle_map")
    made(bench)
    assert page.side.options.map.choices() == MapChoices("cadre", only_open=True)
    assert page.made is not None
    assert page.made.options.map == MapChoices("cadre", only_open=True)
    page.side.options.map.redacted.set_ticked(True)
    made(bench)
    assert map_choices(filled.ledger.path).redacted
    path = tmp_path / "streets.geojson"
    square = [[113.0, 23.0], [113.1, 23.0], [113.1, 23.1], [113.0, 23.1], [113.0, 23.0]]
    feature = {
        "type": "Feature",
        "properties": {"N": "赤岗街道"},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    before = page.made.printed.pages
    page.side.options.map.file_asked.emit()
    made(bench)
    (banner,) = (each for each in page.findChildren(Banner) if each.isVisible())
    assert "对上 1 个" in banner.reason
    assert page.made.printed.pages == before  # not before it is agreed to
    banner.action_asked.emit()
    made(bench)
    assert page.made is not None
    assert page.made.printed.pages == before + 1
    assert map_choices(filled.ledger.path).geo == str(path)
    path.unlink()
    page.side.options.map.redacted.set_ticked(False)
    made(bench)
    assert page.made is None
    assert any("读不了" in each.reason for each in page.findChildren(Banner) if each.isVisible())
