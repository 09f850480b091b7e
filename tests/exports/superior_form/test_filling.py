"""Superiors' forms: what they ask for is found, the values are the ledger's, and nothing else of the file changes."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports.superior_form import FormSpec, fill, keep_spec, read_form, remembered, spec_of, write_form
from exports.superior_form.form import Form
from exports.superior_form.patching import SheetPart, address, place_of
from models.demo.make import make_demo
from models.divisions import streets_of as streets_in
from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.errors import FileProblem, LedgerProblem
from models.ledger.ledger import Ledger
from models.queries.figures import figures, figures_by_area
from models.queries.organization_list import ListQuery, totals
from models.queries.people_list import home_unit_name
from tests.exports.libreoffice import CSV, converted
from tests.exports.superior_form import forms


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("forms") / "示例.jhtz"
    with make_demo(path, organizations=120, seed=5) as opened:
        yield opened


def streets_of(ledger: Ledger) -> list[str]:
    return [area.name for area in figures_by_area(ledger) if area.code]


def filled_copy(ledger: Ledger, form: Form, target: Path) -> list[str]:
    filled = fill(form, spec_of(ledger, form), ledger)
    write_form(filled, target)
    return filled.left


def test_a_summary_by_street_is_filled_with_the_ledger_s_figures(ledger: Ledger, tmp_path: Path) -> None:
    streets = streets_of(ledger)
    path = forms.summary_by_street(tmp_path / "汇总表.xlsx", streets)
    left = filled_copy(ledger, read_form(path), tmp_path / "填好.xlsx")
    sheet = load_workbook(tmp_path / "填好.xlsx")["汇总"]
    for row, area in enumerate([area for area in figures_by_area(ledger) if area.code], 5):
        sums = area.figures
        got = [sheet.cell(row, column).value for column in range(4, 8)]
        rate = None if sums.rate is None else sums.rate / 1000
        assert got == [sums.eligible, sums.built, sums.eligible - sums.built, rate], area.name
    last = 5 + len(streets)
    assert sheet[f"D{last}"].value == f"=SUM(D5:D{last - 1})"
    assert sheet[f"G{last}"].value == (figures(ledger).rate or 0) / 1000
    assert any("培训场次" in sentence for sentence in left)
    assert sheet["A2"].value == f"填报单位：{home_unit_name(ledger)}"


def test_only_the_filled_cells_differ(ledger: Ledger, tmp_path: Path) -> None:
    path = forms.summary_by_street(tmp_path / "汇总表.xlsx", streets_of(ledger))
    form = read_form(path)
    filled = fill(form, spec_of(ledger, form), ledger)
    write_form(filled, tmp_path / "填好.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "填好.xlsx") as after:
        assert before.namelist() == after.namelist()
        touched = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert touched <= {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    old, new = load_workbook(path)["汇总"], load_workbook(tmp_path / "填好.xlsx")["汇总"]
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert (new.freeze_panes, new.print_title_rows, new.page_setup.orientation) == ("C5", "$1:$4", "landscape")
    for row in old.iter_rows():
        for cell in row:
            other = new[cell.coordinate]
            assert other._style == cell._style
            if (cell.row, cell.column) not in filled.values:
                assert other.value == cell.value, cell.coordinate


def test_rows_that_the_ledger_does_not_know_are_named(ledger: Ledger, tmp_path: Path) -> None:
    streets = streets_of(ledger)
    names = [f"{streets[0]}办事处", streets[1].removesuffix("街道"), "不存在街道", streets[0]]
    form = read_form(forms.summary_by_street(tmp_path / "汇总表.xlsx", names))
    filled = fill(form, spec_of(ledger, form), ledger)
    said = "\n".join(filled.left)
    assert "第 7 行“不存在街道”台账里没有" in said
    assert f"第 8 行“{streets[0]}”前面已经有了" in said
    assert "台账里有、表里没有这一行" in said
    by_name = {area.name: area.figures for area in figures_by_area(ledger)}
    assert (filled.values[5, 4], filled.values[6, 4]) == (by_name[streets[0]].eligible, by_name[streets[1]].eligible)
    assert not {place for place in filled.values if place[0] in {7, 8}}


def test_who_belongs_to_no_row_is_counted_and_said(tmp_path: Path) -> None:
    with create_ledger(tmp_path / "台账.jhtz", unit="海珠区总工会", person="周岚", division="440105") as ledger:
        streets = streets_in("440105")[:3]
        for name, values in (("甲", {"street": streets[0].code}), ("乙", {}), ("丙", {})):
            add_organization(ledger, {"name": f"{name}幼儿园", **values})
        form = read_form(forms.summary_by_street(tmp_path / "汇总表.xlsx", [street.name for street in streets]))
        left = fill(form, spec_of(ledger, form), ledger).left
        assert "台账里有 2 家没有填明属于哪一行，各行都没有算。" in left


def test_a_list_is_filled_row_by_row_in_the_form_s_style(ledger: Ledger, tmp_path: Path) -> None:
    path = forms.list_of_open(tmp_path / "名单.xlsx")
    left = filled_copy(ledger, read_form(path), tmp_path / "填好.xlsx")
    sheet = load_workbook(tmp_path / "填好.xlsx")["名单"]
    count = totals(ledger, ListQuery(view="open")).count
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows] == list(range(1, count + 1))
    assert all(row[1] for row in rows)
    assert all(isinstance(row[2], str) and len(row[2]) == 18 for row in rows if row[2])
    assert sheet.cell(2 + count, 2).font.name == "仿宋"
    assert sheet.cell(2 + count, 2).border.left.style == "thin"
    assert left == ["“帮扶措施”一列没有对应的栏目，空着。"]


def test_a_list_with_too_little_room_says_how_many_are_left_out(ledger: Ledger, tmp_path: Path) -> None:
    form = read_form(forms.list_of_open(tmp_path / "名单.xlsx", room=4))
    filled = fill(form, spec_of(ledger, form), ledger)
    count = totals(ledger, ListQuery(view="open")).count
    assert {row for row, _column in filled.values} == {3, 4, 5, 6}
    assert any(f"名单有 {count} 家，表里只有 4 行空着，后面 {count - 4} 家没有填" in text for text in filled.left)


def test_single_figures_stand_beside_their_words(ledger: Ledger, tmp_path: Path) -> None:
    form = read_form(forms.single_figures(tmp_path / "数字.xlsx"))
    filled = fill(form, spec_of(ledger, form), ledger)
    sums = figures(ledger)
    assert filled.values[2, 3] == sums.key
    assert filled.values[3, 3] == sums.eligible
    assert filled.values[4, 3] == sums.built
    assert filled.values[5, 3] == (sums.rate or 0) / 1000
    assert (6, 3) in filled.values


def test_what_a_person_chose_is_remembered_by_the_headings(ledger: Ledger, tmp_path: Path) -> None:
    form = read_form(forms.single_figures(tmp_path / "数字.xlsx"))
    assert remembered(ledger, form) is None
    spec = spec_of(ledger, form).with_meaning((2, 3), "undecided")
    keep_spec(ledger, form, spec)
    again = read_form(forms.single_figures(tmp_path / "下周 数字.xlsx"))
    assert spec_of(ledger, again) == spec
    assert fill(again, spec_of(ledger, again), ledger).values[2, 3] == figures(ledger).undecided


def test_a_spec_survives_its_json_and_broken_json_is_none(ledger: Ledger, tmp_path: Path) -> None:
    for make in (
        forms.single_figures,
        forms.list_of_open,
        lambda path: forms.summary_by_street(path, streets_of(ledger)),
    ):
        form = read_form(make(tmp_path / "表.xlsx"))
        spec = spec_of(ledger, form)
        assert not spec.is_empty
        assert FormSpec.from_json(spec.to_json()) == spec
    assert FormSpec.from_json("{") is None
    assert FormSpec.from_json('{"cells": {"B2": "no such measure"}}') == FormSpec()


def test_a_cell_with_a_formula_is_left_and_named(ledger: Ledger, tmp_path: Path) -> None:
    path = forms.single_figures(tmp_path / "数字.xlsx")
    book = load_workbook(path)
    for cell in ("C3", "C4", "C6"):
        book.active[cell] = "=C2*2"
    book.save(path)
    form = read_form(path)
    filled = fill(form, FormSpec(form.sheet, dict.fromkeys([(6, 3), (3, 3), (4, 3)], "eligible")), ledger)
    assert not filled.values
    assert filled.left == ["C3:C4 有公式，没有改。", "C6 有公式，没有改。"]


@pytest.mark.parametrize("name", ["表.xls", "表.csv", "表.xlsx"])
def test_what_is_no_xlsx_is_said(ledger: Ledger, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("街道,应建\n沙园街道,\n".encode())
    with pytest.raises(LedgerProblem):
        read_form(tmp_path / name)


def _full(*_arguments: object) -> None:
    raise OSError(28, "full")


def test_a_full_disk_leaves_the_old_file(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = read_form(forms.single_figures(tmp_path / "数字.xlsx"))
    target = tmp_path / "填好.xlsx"
    target.write_bytes(b"before")
    monkeypatch.setattr(
        "exports.superior_form.filling.write_filled", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(FileProblem):
        write_form(fill(form, spec_of(ledger, form), ledger), target)
    assert target.read_bytes() == b"before"


def test_a_copy_that_reads_back_differently_is_refused(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = read_form(forms.single_figures(tmp_path / "数字.xlsx"))
    monkeypatch.setattr(
        "exports.superior_form.filling.write_filled", lambda source, path, *_: shutil.copy(source, path)
    )
    with pytest.raises(FileProblem):
        write_form(fill(form, spec_of(ledger, form), ledger), tmp_path / "填好.xlsx")


def test_libreoffice_adds_up_to_the_same(ledger: Ledger, tmp_path: Path) -> None:
    path = forms.summary_by_street(tmp_path / "汇总表.xlsx", streets_of(ledger))
    filled_copy(ledger, read_form(path), tmp_path / "填好.xlsx")
    read = converted(tmp_path / "填好.xlsx", tmp_path, CSV).read_text("utf-8")
    total = next(line for line in read.splitlines() if "合计" in line).split(",")
    of_streets = [area.figures for area in figures_by_area(ledger) if area.code]
    assert total[3:5] == [str(sum(s.eligible for s in of_streets)), str(sum(s.built for s in of_streets))]


PARTS = {
    "empty": b"<worksheet><sheetData/></worksheet>",
    "prefixed": b'<x:worksheet xmlns:x="u"><x:sheetData><x:row r="2" spans="1:2"/></x:sheetData></x:worksheet>',
    "tight": (
        b'<worksheet><sheetData><row r="2"><c r="B2" s="3"/><c r="D2"><v>4</v></c></row><row/></sheetData></worksheet>'
    ),
    "utf-16": '<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData/></worksheet>'.encode("utf-16"),
    "quoted": (
        b'<worksheet><sheetPr codeName="a>b"/><sheetData><row r="1" ht="&gt;"><c r="A1" t="s"><v>0</v></c></row>'
        b"</sheetData></worksheet>"
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_cells_are_spliced_in_whatever_the_part_looks_like(name: str) -> None:
    values = {(1, 2): 5, (2, 2): "<甲>&", (2, 28): 1.5, (9, 1): "末"}
    part = SheetPart(SheetPart(PARTS[name]).filled(values, {(9, 1): "7"}))
    assert {place for place in values if part.cell(place) is None} == set()
    assert list(part.rows) == sorted(part.rows)
    assert all(list(row.cells) == sorted(row.cells) for row in part.rows.values())
    cell = part.cell((2, 2))
    assert cell is not None
    assert "&lt;甲&gt;&amp;".encode() in part.data[cell.start : cell.end]
    assert name != "tight" or (cell.style, part.cell((2, 4)) is not None) == ("3", True)
    assert part.cell((9, 1)).style == "7"  # type: ignore[union-attr]


def test_addresses() -> None:
    assert [address(5, column) for column in (1, 26, 27, 702, 703)] == ["A5", "Z5", "AA5", "ZZ5", "AAA5"]
    assert place_of("aa5") == (5, 27)
    with pytest.raises(ValueError, match="5A"):
        place_of("5A")
