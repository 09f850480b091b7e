"""stats, report, export: figures and files."""

import csv
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.ui.command_line.program import done, first, jianhui, problem

FIGURES = {"key", "eligible", "not_eligible", "unknown", "unionized", "own", "rate", "gap", "overdue"}


def text_of(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_stats_have_every_promised_key(demo_ledger: Path) -> None:
    data = done("stats", demo_ledger)
    counts = {"organizations", "visits", "reasons", "followups", "followups_open", "conflicts", "targets", "groups"}
    assert set(data) == counts | FIGURES
    assert data["key"] == data["eligible"] + data["not_eligible"] + data["unknown"]
    assert data["rate"] == round(data["unionized"] / data["eligible"], 4)
    assert data["gap"] == max(0, -(-data["eligible"] * 85 // 100) - data["unionized"])
    assert [target["percent"] for target in data["targets"]] == [60, 85]


def test_rate_is_null_when_nobody_is_eligible(ledger: Path) -> None:
    data = done("stats", ledger)
    assert (data["eligible"], data["rate"], data["gap"]) == (0, None, 0)
    assert "建会率 —" in jianhui("stats", ledger).out


def test_unknown_counts_the_undecided_in_scope(ledger: Path) -> None:
    done("set", ledger, "向阳幼儿园", "code=52310107MJ5075334L")
    done("set", ledger, "向阳书画社", "code=51310110501144395U")  # a county association: out of the key scope
    assert (done("stats", ledger)["unknown"], done("stats", ledger)["key"]) == (1, 1)
    done("eligibility", ledger, "向阳幼儿园", "yes")
    assert done("stats", ledger)["rate"] == 0.0
    done("union", ledger, "向阳幼儿园", "--name", "甲工会", "--route", "area", "--on", 0)
    data = done("stats", ledger)
    assert (data["unknown"], data["eligible"], data["rate"], data["unionized"], data["own"]) == (0, 1, 1.0, 1, 0)


@pytest.mark.parametrize("by", ["street", "cadre", "type", "reason", "stage"])
def test_groups_add_up_to_the_whole(demo_ledger: Path, by: str) -> None:
    data = done("stats", demo_ledger, "--by", by)
    assert all(set(group) == FIGURES | {"key", "label"} for group in data["groups"])
    assert all(group["label"] for group in data["groups"])
    for name in ("eligible", "unionized", "unknown", "not_eligible"):
        assert sum(group[name] for group in data["groups"]) == data[name]
    lines = jianhui("stats", demo_ledger, "--by", by).out.splitlines()
    assert [line.split("  ")[0] for line in lines[-len(data["groups"]) :]] == [g["label"] for g in data["groups"]]


def test_reasons_are_grouped_under_their_words(demo_ledger: Path) -> None:
    labels = [group["label"] for group in done("stats", demo_ledger, "--by", "reason")["groups"]]
    assert all(label == "未定" or (label[:2].strip() and label[3:]) for label in labels)


@pytest.mark.parametrize("kind", ["weekly", "battle-map"])
def test_a_report_is_a_pdf(demo_ledger: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "打印 件.pdf"
    data = done("report", kind, demo_ledger, path)
    assert set(data) == {"pages", "missing_glyphs", "report_id"}
    assert (len(PdfReader(path).pages), data["missing_glyphs"]) == (data["pages"], [])
    said = jianhui("report", kind, demo_ledger, path)
    assert said.out == f"已打印 {data['pages']} 页：{path}\n"


@pytest.mark.parametrize("paper", ["A4", "A3", "A2", "A1", "A0"])
def test_every_paper_has_its_size(demo_ledger: Path, tmp_path: Path, paper: str) -> None:
    path = tmp_path / "map.pdf"
    done("report", "battle-map", demo_ledger, path, "--paper", paper)
    box = PdfReader(path).pages[0].mediabox
    long_side = {"A4": 297, "A3": 420, "A2": 594, "A1": 841, "A0": 1189}[paper]
    assert abs(float(max(box.width, box.height)) / 72 * 25.4 - long_side) < 1


@pytest.mark.parametrize("tile", ["A4", "A3"])
def test_a_large_map_comes_in_tiles(demo_ledger: Path, tmp_path: Path, tile: str) -> None:
    path = tmp_path / "map.pdf"
    data = done("report", "battle-map", demo_ledger, path, "--paper", "A1", "--tile", tile)
    assert data["pages"] > 2
    sides = {round(float(max(p.mediabox.width, p.mediabox.height)) / 72 * 25.4) for p in PdfReader(path).pages}
    assert {"A4": 297, "A3": 420}[tile] in sides


def test_options_of_a_report(demo_ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "周台账.pdf"
    everything = done("report", "weekly", demo_ledger, path)["pages"]
    assert done("report", "weekly", demo_ledger, path, "--week", "2026-W40")["pages"] > 0
    assert "2026年第40周" in text_of(path).replace(" ", "")
    few = done("report", "weekly", demo_ledger, path, "--street", "赤岗街道", "--street", "新港街道", "--key-only")
    assert 0 < few["pages"] < everything
    whole = done("report", "weekly", demo_ledger, path) and text_of(path)
    assert 0 < len(done("report", "weekly", demo_ledger, path, "--key-only") and text_of(path)) < 0.9 * len(whole)
    assert done("report", "weekly", demo_ledger, path, "--street", "440105")["pages"] == everything


def test_options_without_effect_are_said(demo_ledger: Path, tmp_path: Path) -> None:
    weekly = jianhui("report", "weekly", demo_ledger, tmp_path / "a.pdf", "--paper", "A2", "--json")
    assert (weekly.code, weekly.data["pages"] > 0) == (0, True)
    assert weekly.errors == "提醒：周台账总是 A4 横排，--paper 和 --tile 只用于作战图。\n"
    poster = jianhui("report", "battle-map", demo_ledger, tmp_path / "a.pdf", "--key-only")
    assert poster.errors == "提醒：作战图总是只数重点对象，--key-only 只用于周台账。\n"
    assert jianhui("report", "weekly", demo_ledger, tmp_path / "a.pdf", "--paper", "A4").errors == ""


@pytest.mark.parametrize(
    ("name", "words", "part"),
    [
        ("a.txt", [], "只能存成 .pdf"),
        ("a", [], "只能存成 .pdf"),
        ("a.pdf", ["--week", "2026-99"], "“2026-99”不是周次"),
        ("a.pdf", ["--week", "2026-W54"], "周次"),
        ("a.pdf", ["--street", "外星街"], "没有找到街道"),
        ("无/a.pdf", [], "文件夹"),
    ],
)
def test_a_report_that_cannot_be(demo_ledger: Path, tmp_path: Path, name: str, words: list[str], part: str) -> None:
    assert part in problem("report", "weekly", demo_ledger, tmp_path / name, *words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["单位 表.csv", "单位 表.CSV", "单位表.xlsx"])
def test_export_by_the_ending_of_the_name(demo_ledger: Path, tmp_path: Path, name: str) -> None:
    assert done("export", demo_ledger, tmp_path / name) == {"rows": 60}
    assert (tmp_path / name).stat().st_size > 1000


def test_an_export_holds_what_was_asked_for(demo_ledger: Path, tmp_path: Path) -> None:
    path, street = tmp_path / "o.csv", first(demo_ledger, "职工>=25")["street"]
    wanted = done("list", demo_ledger, "--where", f"职工>=25 and 街道={street}")["organizations"]
    made = done("export", demo_ledger, path, "--street", street, "--where", "职工>=25")
    assert 0 < made["rows"] == len(wanted) < 60
    assert [row["单位名称"] for row in rows_of(path)] == [row["name"] for row in wanted]
    name = wanted[0]["name"]
    assert done("export", demo_ledger, path, "--search", name)["rows"] == 1
    assert done("export", demo_ledger, path, "--street", "440105")["rows"] == 60
    assert done("export", demo_ledger, path, "--street", "110105")["rows"] == 0


@pytest.mark.parametrize("name", ["o.txt", "o"])
def test_an_export_of_another_kind(demo_ledger: Path, tmp_path: Path, name: str) -> None:
    assert problem("export", demo_ledger, tmp_path / name) == "只能导出成 .xlsx、.csv、.ics、.jhx 或 .pdf。"
    assert list(tmp_path.iterdir()) == []


def test_stages_of_places(demo_ledger: Path) -> None:
    areas = done("stats", demo_ledger, "--stages", "county")["areas"]
    assert [(area["key"], area["label"]) for area in areas] == [("440105", "海珠区")]
    assert sum(areas[0]["stages"].values()) > 0
    assert "海珠区" in jianhui("stats", demo_ledger, "--stages", "county").out
