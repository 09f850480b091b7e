"""report battle-map: by cadre, only what is open, with outlines, without names."""

import json
from pathlib import Path

from pypdf import PdfReader

from models.ledger.ledger import Ledger
from models.queries.figures import figures_by_area
from models.queries.people_list import cadre_names
from tests.ui.command_line.program import done, jianhui


def text_of(path: Path) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def outlines(path: Path, names: list[str]) -> Path:
    features = []
    for number, name in enumerate(names):
        west = 113 + number * 0.02
        ring = [[west, 23], [west + 0.02, 23], [west + 0.02, 23.03], [west, 23.03], [west, 23]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"NAME": name}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_cadres_by_name_and_for_the_wall_by_number(demo_ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    with Ledger.open(demo_ledger, read_only=True) as ledger:
        names = set(cadre_names(ledger).values())
    done("report", "battle-map", demo_ledger, path, "--by", "cadre")
    named = {name for name in names if name in text_of(path)}
    assert named
    done("report", "battle-map", demo_ledger, path, "--by", "cadre", "--redacted")
    wall = text_of(path)
    assert not {name for name in named if name in wall}
    assert "责任人1" in wall


def test_only_what_is_open(demo_ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    done("report", "battle-map", demo_ledger, path, "--paper", "A1", "--only-open")
    assert "只画未建" in text_of(path)


def test_outlines_are_a_further_sheet_and_what_does_not_meet_is_said(demo_ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    without = done("report", "battle-map", demo_ledger, path)["pages"]
    with Ledger.open(demo_ledger, read_only=True) as ledger:
        names = [area.name for area in figures_by_area(ledger) if area.code]
    outlines(tmp_path / "边界.geojson", [*names[1:], "外星街道"])
    answer = jianhui("report", "battle-map", demo_ledger, path, "--geo", tmp_path / "边界.geojson", "--json")
    assert answer.code == 0
    assert answer.data["pages"] == without + 1
    assert answer.errors == (f"提醒：地图上没有这些街道（镇）：{names[0]}\n提醒：地图上多出这些名称：外星街道\n")
    (tmp_path / "坏.geojson").write_text("{}", encoding="utf-8")
    refused = jianhui("report", "battle-map", demo_ledger, tmp_path / "no.pdf", "--geo", tmp_path / "坏.geojson")
    assert refused.code == 1
    assert "不是能用的地图" in refused.errors
    assert not (tmp_path / "no.pdf").exists()


def test_other_prints_say_that_these_are_the_map_s(demo_ledger: Path, tmp_path: Path) -> None:
    answer = jianhui("report", "weekly", demo_ledger, tmp_path / "a.pdf", "--redacted")
    assert answer.errors == "提醒：--by、--only-open、--geo、--redacted 只用于作战图。\n"
