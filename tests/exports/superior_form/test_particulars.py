"""填报单位, 填报日期, 填表人 of a form: filled where the place is empty, and nothing that somebody wrote is touched."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Side
from openpyxl.workbook import Workbook

from exports.superior_form import FilledForm, Form, FormSpec, fill, keep_spec, read_form, spec_of, write_form
from exports.superior_form.particulars import DAY, PERSON, UNIT, empty_places, filled_in
from exports.superior_form.patching import SheetPart
from exports.superior_form.runs import Run, edited, text_of
from models.demo.make import make_demo
from models.edits.import_profiles import keep_form_profile
from models.ledger.ledger import Ledger
from models.queries.figures import figures, figures_by_area
from models.queries.people_list import home_unit_name
from tests.exports.libreoffice import CSV, converted
from tests.exports.superior_form import forms

TODAY = date(2026, 11, 30)
SAID = {UNIT: "海珠区总工会", DAY: "2026-11-30", PERSON: "李梅"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with make_demo(tmp_path_factory.mktemp("forms") / "示例.jhtz", organizations=60, seed=5) as opened:
        yield opened


def filled_copy(ledger: Ledger, path: Path) -> tuple[Path, FilledForm]:
    form = read_form(path)
    filled = fill(form, spec_of(ledger, form), ledger)
    target = path.with_name(f"{path.stem} 已填.xlsx")
    write_form(filled, target)
    return target, filled


def one_cell(path: Path, text: object, **others: object) -> Form:
    """A form with a text in B2, other cells beside it, and a figure below."""
    book = Workbook()
    sheet = book.active
    sheet["B2"] = text
    sheet["B8"] = "应建数："
    sheet["C8"].number_format = "0"
    for at, value in others.items():
        sheet[at] = value
    book.save(path)
    return read_form(path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("填报单位：", "填报单位：海珠区总工会"),
        ("填 报 单 位:    ", "填 报 单 位:海珠区总工会"),
        ("填报单位（盖章）：________", "填报单位（盖章）：海珠区总工会"),
        ("填报单位：        （盖章）", "填报单位：海珠区总工会  （盖章）"),
        ("（填报单位：      ）", "（填报单位：海珠区总工会  ）"),
        ("填报单位____ 填表人____", "填报单位 海珠区总工会  填表人 李梅"),
        ("填表人：", "填表人：李梅"),
        ("填报日期：", "填报日期：2026-11-30"),
        ("填报日期：    年  月  日", "填报日期：2026年11月30日"),
        ("填报时间：____年__月__日", "填报时间：2026年11月30日"),
        ("填表日期：20  年  月  日（公章）", "填表日期：2026年11月30日（公章）"),
        ("填报日期：2026年  月  日", "填报日期：2026年11月30日"),
        ("填报日期    年  月", "填报日期    2026年11月"),
        ("填报日期：   /   /", "填报日期：2026/11/30"),
        ("填报单位：\n填报日期：____-__-__", "填报单位：海珠区总工会\n填报日期：2026-11-30"),
        (
            "填报单位：　　　　　　　　填表人：      审核人：        填报日期：  年 月 日",
            "填报单位：海珠区总工会　　填表人：李梅  审核人：        填报日期：2026年11月30日",
        ),
        ("填表人:张三  填报日期:   ", "填表人:张三  填报日期:2026-11-30"),
    ],
)
def test_empty_places_are_filled_where_they_stand(text: str, wanted: str) -> None:
    made = filled_in((Run(text),), empty_places(text), SAID, TODAY)
    assert made is not None
    assert text_of(made) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *(
            "填报单位：海珠区教育工会",
            "填报单位： 海珠区教育工会  联系电话：",
            "填报单位：  海珠区教育工会填报日期：3日",
        ),
        *("填报单位：\n海珠区教育工会", "填报单位：请填全称", "各填报单位：", "填报单位：填报人员名单"),
        *("填表人（签字）：", "填表人电话：", "填表人签名：________", "审核人：", "负责人签字：    年  月  日"),
        "填报单位：" + "_ " * 16_000,
        *("填报日期：2025年  月  日", "填报日期：2026年3月  日", "填报日期：11月30日", "填报时间：每月  年 月 日前"),
    ],
)
def test_what_is_written_and_what_is_signed_stays(text: str) -> None:
    assert filled_in((Run(text),), empty_places(text), SAID, TODAY) is None


def test_a_form_with_a_line_for_them_all(ledger: Ledger, tmp_path: Path) -> None:
    streets = [area.name for area in figures_by_area(ledger) if area.code]
    path = forms.signed_summary(tmp_path / "汇总表.xlsx", streets)
    target, filled = filled_copy(ledger, path)
    unit, person, today = home_unit_name(ledger), ledger.author.name, ledger.today()
    day = f"{today.year}年{today.month}月{today.day}日"
    old, new = load_workbook(path)["汇总"], load_workbook(target)["汇总"]
    foot = 4 + len(streets) + 3
    assert new["A2"].value == f"填报单位（盖章）：{unit}      填报日期：{day}      单位：家"
    assert new[f"A{foot}"].value == f"填表人：{person}"
    assert (new[f"D{foot + 1}"].value, new[f"E{foot + 1}"].value) == ("填报时间", day)  # as A2 writes a day
    for signed in (f"D{foot}", f"A{foot + 1}", f"B{foot + 1}"):
        assert new[signed].value == old[signed].value
    assert new.merged_cells.ranges == old.merged_cells.ranges
    for row in old.iter_rows():
        for cell in row:
            assert new[cell.coordinate]._style == cell._style
            if (cell.row, cell.column) not in filled.values:
                assert new[cell.coordinate].value == cell.value, cell.coordinate
    assert new["D5"].value == figures_by_area(ledger)[0].figures.eligible
    assert not any("填表人" in sentence or "审核人" in sentence for sentence in filled.left)
    read = converted(target, tmp_path, CSV).read_text("utf-8")
    assert f"填报日期：{day}" in read
    assert f"填表人：{person}" in read


@pytest.mark.parametrize("day_format", ["General", 'yyyy"年"m"月"d"日"'])
def test_boxes_right_of_labels_are_filled(ledger: Ledger, tmp_path: Path, day_format: str) -> None:
    target, filled = filled_copy(ledger, forms.boxes(tmp_path / "表.xlsx", day_format))
    sheet = load_workbook(target).active
    assert [sheet[f"B{row}"].value for row in range(1, 4)] == ["填报单位", "填报日期：", "填表人"]
    assert (sheet["C1"].value, sheet["C3"].value) == (home_unit_name(ledger), ledger.author.name)
    day = sheet["C2"].value
    assert (day if day_format == "General" else day.date().isoformat()) == ledger.today().isoformat()
    assert sheet["C5"].value == figures(ledger).eligible
    assert sheet["C6"].value is None
    assert set(filled.values) == {(1, 3), (2, 3), (3, 3), (5, 3)}


def test_a_cell_beside_that_says_it_already_keeps_it(ledger: Ledger, tmp_path: Path) -> None:
    for number, written in enumerate(("海珠区教育工会", "=TODAY()", 20261130)):
        form = one_cell(tmp_path / f"{number}.xlsx", "填报日期：", C2=written)
        assert set(fill(form, spec_of(ledger, form), ledger).values) == {(8, 3)}, written
    form = one_cell(tmp_path / "线.xlsx", "填报单位：", C2="________", D2="填表人：", E2="（签字）")
    values = fill(form, spec_of(ledger, form), ledger).values
    assert (values[2, 3], values[2, 4]) == (home_unit_name(ledger), f"填表人：{ledger.author.name}")
    form = one_cell(
        tmp_path / "日.xlsx", "填报日期", C2="    年   月   日", B3="填报单位", C3="", B4="附件：    年  月  日"
    )
    today = ledger.today()
    values = fill(form, spec_of(ledger, form), ledger).values
    assert values[2, 3] == f"{today.year}年{today.month}月{today.day}日"
    assert values[3, 3] == home_unit_name(ledger)
    assert set(values) == {(2, 3), (3, 3), (8, 3)}


def test_a_heading_is_no_label(ledger: Ledger, tmp_path: Path) -> None:
    streets = [area.name for area in figures_by_area(ledger) if area.code]
    path = forms.summary_by_street(tmp_path / "汇总表.xlsx", streets)
    book = load_workbook(path)
    sheet = book["汇总"]
    sheet["H3"] = "填表人"
    sheet["I3"].border = Border(left=Side("thin"))
    sheet["A1"], sheet["A2"] = "各填报单位汇总表", None
    book.save(path)
    _target, filled = filled_copy(ledger, path)
    foot = (4 + len(streets) + 3, 1)
    assert {column for row, column in filled.values if (row, column) != foot} <= set(range(3, 8))
    assert not any("填表人" in sentence for sentence in filled.left if "一列没有对应的数" not in sentence)


@pytest.mark.parametrize("keeps", [Path, forms.as_excel_keeps_texts])
def test_each_piece_of_a_text_keeps_its_look(ledger: Ledger, tmp_path: Path, keeps: Callable[[Path], Path]) -> None:
    bold, line = InlineFont(b=True, rFont="黑体", sz=12), InlineFont(u="single", rFont="仿宋", color="FF123456")
    text = CellRichText(
        TextBlock(bold, "填报单位："), TextBlock(line, " " * 24), "填报日期：", TextBlock(line, "    年  月  日")
    )
    book = Workbook()
    book.active["A1"], book.active["A3"] = text, "应建数："
    book.active["B3"].number_format = "0"
    book.save(tmp_path / "表.xlsx")
    target, filled = filled_copy(ledger, keeps(tmp_path / "表.xlsx"))
    read = load_workbook(target, rich_text=True).active["A1"].value
    unit, today = home_unit_name(ledger), ledger.today()
    pieces = [(str(piece), piece.font if isinstance(piece, TextBlock) else None) for piece in read]
    assert [piece.rstrip() for piece, _font in pieces] == [
        *("填报单位：", unit, "填报日期：", f"{today.year}年{today.month}月{today.day}日")
    ]
    fonts = [font for _piece, font in pieces]
    assert (fonts[0].b, fonts[0].rFont, fonts[0].sz) == (True, "黑体", 12)
    assert fonts[1] == fonts[3]
    assert (fonts[1].u, fonts[1].color.rgb) == ("single", "FF123456")
    assert fonts[2] is None
    assert filled.values[1, 1] == "".join(piece for piece, _font in pieces)
    with zipfile.ZipFile(tmp_path / "表.xlsx") as before, zipfile.ZipFile(target) as after:
        others = set(before.namelist()) - {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
        assert all(before.read(name) == after.read(name) for name in others)
    assert unit in converted(target, tmp_path, CSV).read_text("utf-8")


def test_pieces_are_cut_where_they_meet() -> None:
    runs = (Run("甲乙", (("b", ()),)), Run("丙丁"))
    assert edited(runs, 1, 3, "X") == (Run("甲X", (("b", ()),)), Run("丁"))
    assert edited(runs, 2, 2, "X") == (Run("甲乙X", (("b", ()),)), Run("丙丁"))
    assert edited(runs, 2, 4, "") == (Run("甲乙", (("b", ()),)),)
    assert edited(runs, 4, 4, "X") == (Run("甲乙", (("b", ()),)), Run("丙丁X"))


def test_pieces_are_written_in_the_words_of_the_part() -> None:
    part = SheetPart(b'<x:worksheet xmlns:x="u"><x:sheetData/></x:worksheet>')
    runs = (Run("甲<", (("b", ()), ("sz", (("val", "12"),)))), Run(" 乙"))
    written = part.filled({(1, 1): runs}, {}).decode()
    wanted = '<x:is><x:r><x:rPr><x:b/><x:sz val="12"/></x:rPr><x:t xml:space="preserve">甲&lt;</x:t></x:r><x:r>'
    assert f'{wanted}<x:t xml:space="preserve"> 乙</x:t></x:r></x:is>' in written


def test_they_are_chosen_taken_away_and_remembered_as_figures_are(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    form = one_cell(path, "填报单位：      填报日期：    年  月  日", B3="填表人：")
    spec = spec_of(ledger, form)
    assert (spec.meaning_at((2, 2)), spec.meaning_at((3, 2))) == ("unit day", "person")
    assert FormSpec.from_json(spec.to_json()) == spec
    spec = spec.with_meaning((3, 2), None).with_meaning((2, 2), "day").with_meaning((12, 2), "unit")
    values = fill(form, spec, ledger).values
    assert re.fullmatch("填报单位： +填报日期：[0-9]+年[0-9]+月[0-9]+日", str(values[2, 2]))
    assert values[12, 2] == home_unit_name(ledger)
    assert (3, 2) not in values
    keep_spec(ledger, form, spec)
    assert spec_of(ledger, read_form(path)) == spec
    said = json.loads(spec.to_json())
    del said["particulars"]  # as an earlier version remembered it
    keep_form_profile(ledger, fingerprint=form.fingerprint, mapping=json.dumps(said), name="表")
    assert spec_of(ledger, form).cells == {(8, 3): "eligible", (2, 2): "unit day", (3, 2): "person"}


def test_what_cannot_be_filled_is_said(ledger: Ledger, tmp_path: Path) -> None:
    form = one_cell(tmp_path / "表.xlsx", "填报日期：2025年  月  日", B3="备注：无")
    spec = spec_of(ledger, form).with_meaning((3, 2), "unit")
    filled = fill(form, spec, ledger)
    assert set(filled.values) == {(8, 3)}
    assert filled.left == ["B2 已经写了内容，没有改。", "B3 已经写了内容，没有改。"]
    with_only = replace(FormSpec(form.sheet), cells={(12, 2): "person"})
    assert fill(form, with_only, ledger).left == ["没有认出要填的数和名单，只填了单位、日期和填表人。"]


def test_a_ledger_without_a_person_leaves_the_place_empty(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = one_cell(tmp_path / "表.xlsx", "填表人：")
    monkeypatch.setattr(ledger, "_author", replace(ledger.author, cadre=b"", name="本机"))
    filled = fill(form, spec_of(ledger, form), ledger)
    assert set(filled.values) == {(8, 3)}
    assert filled.left == ["B2 的填表人台账里没有，空着。"]
