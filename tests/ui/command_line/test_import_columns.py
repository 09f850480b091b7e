"""import: columns that are remembered, columns that a person should look at first."""

import json
from pathlib import Path

from openpyxl import Workbook

from tests.ui.command_line.program import done, jianhui


def sheet(folder: Path, text: str, name: str = "摸底2023年6月.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mapping_that_was_given_once_is_remembered(ledger: Path, tmp_path: Path) -> None:
    first = sheet(tmp_path, "机构代号名,所在,颜色\n甲某,乙路,红\n")
    said = jianhui("import", ledger, first, "--json")
    assert said.code == 1
    proposal = json.loads(said.out)["proposal"]
    proposal["columns"] |= {"机构代号名": "单位名称", "所在": "地址"}
    proposal["header_row"] = 1
    mapping = tmp_path / "对应.json"
    mapping.write_text(
        json.dumps({"columns": {"机构代号名": "单位名称", "所在": "地址"}}, ensure_ascii=False), encoding="utf-8"
    )
    assert done("import", ledger, first, "--mapping", mapping)["new"] == 1
    second = sheet(tmp_path, "摸底表,,\n颜色,机构代号名,所在\n红,丙某,丁路\n", name="摸底2024年.csv")
    data = done("import", ledger, second)
    assert (data["new"], data["profile"]) == (1, "摸底")
    assert done("show", ledger, "丙某")["address"] == "丁路"
    assert "栏目按上次的对应“摸底”" in jianhui("import", ledger, second).out


def test_the_last_step_after_an_import_with_a_mapping_is_the_import(ledger: Path, tmp_path: Path) -> None:
    first = sheet(tmp_path, "机构代号名,所在\n甲某,乙路\n")
    mapping = tmp_path / "对应.json"
    mapping.write_text(json.dumps({"columns": {"机构代号名": "单位名称"}}, ensure_ascii=False), encoding="utf-8")
    batch = done("import", ledger, first, "--mapping", mapping)["batch"]
    assert done("undo", ledger)["reverted"] == batch
    assert done("import", ledger, first)["profile"] == "摸底"  # what was learned stays


def test_a_dry_run_and_a_proposal_learn_nothing(ledger: Path, tmp_path: Path) -> None:
    first = sheet(tmp_path, "机构代号名,所在\n甲某,乙路\n")
    mapping = tmp_path / "对应.json"
    mapping.write_text(json.dumps({"columns": {"机构代号名": "单位名称"}}, ensure_ascii=False), encoding="utf-8")
    before = done("digest", ledger)
    done("import", ledger, first, "--mapping", mapping, "--dry-run")
    assert done("digest", ledger) == before
    assert jianhui("import", ledger, first).code == 1
    done("import", ledger, sheet(tmp_path, "单位名称,地址\n甲园,乙路\n", name="好认.csv"))
    assert done("import", ledger, tmp_path / "好认.csv")["profile"] is None


def test_columns_without_certainty_stay_open_and_are_said(ledger: Path, tmp_path: Path) -> None:
    text = "单位名称,地址,园长电话\n甲园,乙路,13812345678\n"
    data = done("import", ledger, sheet(tmp_path, text))
    assert data["unsure"] == {"园长电话": "phone"}
    assert done("show", ledger, "甲园").get("phone") in (None, "")
    assert "没有把握，没有导入：“园长电话”可能是“电话”" in jianhui("import", ledger, sheet(tmp_path, text)).out


def test_two_rows_of_headings_come_back_in_the_mapping_file(ledger: Path, tmp_path: Path) -> None:
    text = "机构代号名,从业人员,\n,专职,兼职\n甲某,3,4\n"
    said = json.loads(jianhui("import", ledger, sheet(tmp_path, text), "--json").out)["proposal"]
    assert (said["header_row"], said["header_rows"]) == (2, 2)
    assert said["columns"] == {"机构代号名": "", "从业人员/专职": "专职", "从业人员/兼职": "兼职"}
    said["columns"]["机构代号名"] = "单位名称"
    mapping = tmp_path / "对应.json"
    mapping.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    assert done("import", ledger, sheet(tmp_path, text), "--mapping", mapping)["new"] == 1
    assert done("show", ledger, "甲某")["full_time"] in (3, "3")


def test_lists_that_are_none_of_organizations_are_asked_about(ledger: Path, shared_data: Path) -> None:
    for name in ("provinces.csv", "cities.csv", "areas.csv", "streets.csv"):
        assert jianhui("import", ledger, shared_data / "admin_divisions" / name).code == 1


def workbook(folder: Path, first: list[list[str]]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "说明"
    for row in first:
        page.append(row)
    book.create_sheet("颜色").append(["颜色", "大小", "name"])
    other = book.create_sheet("名册")
    for row in (["单位名称", "地址", "联系人"], ["甲园", "乙路", "王芳"]):
        other.append(row)
    path = folder / "多表.xlsx"
    book.save(path)
    return path


def test_instructions_before_the_list_are_passed_over(ledger: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path, [["请按要求填写"]])
    data = done("import", ledger, path)
    assert (data["new"], data["sheet"]) == (1, "名册")
    assert "取自工作表“名册”" in jianhui("import", ledger, path).out
    assert jianhui("import", ledger, path, "--sheet", "说明").code == 1  # what was asked for


def test_the_first_sheet_counts_if_it_has_names(ledger: Path, tmp_path: Path) -> None:
    data = done("import", ledger, workbook(tmp_path, [["单位名称", "地址"], ["丙园", "丁路"]]))
    assert (data["sheet"], done("show", ledger, "丙园")["name"]) == ("说明", "丙园")
