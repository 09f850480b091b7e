"""import: what it counts, what it refuses, what it asks for."""

import json
from pathlib import Path

from tests.ui.command_line.program import done, jianhui, problem

COUNTS = ("new", "updated", "same", "duplicates", "rejected")
SHEET = """单位名称,统一社会信用代码,联系电话,地址,备注
甲幼儿园,52310107MJ5075334L,13812345678,赤岗街道一号,
乙学会,51310110501144395U,,,
丙书院,,,,没有代码
,,13900000000,无名,
"""


def sheet(folder: Path, text: str = SHEET) -> Path:
    path = folder / "名册.csv"
    path.write_text(text, encoding="utf-8")
    return path


def counts(data: dict[str, object]) -> tuple[object, ...]:
    assert data["rows"] == sum(int(str(data[name])) for name in COUNTS)
    return tuple(data[name] for name in COUNTS)


def test_import_counts_every_row_once(ledger: Path, tmp_path: Path) -> None:
    data = done("import", ledger, sheet(tmp_path))
    assert {"rows", *COUNTS, "batch", "unverified"} <= set(data)
    assert counts(data) == (3, 0, 0, 0, 1)
    assert data["unverified"] == 1
    assert counts(done("import", ledger, sheet(tmp_path))) == (0, 0, 3, 0, 1)
    changed = sheet(tmp_path, SHEET.replace("赤岗街道一号", "赤岗街道二号"))
    assert counts(done("import", ledger, changed)) == (0, 1, 2, 0, 1)
    assert done("show", ledger, "甲幼儿园")["address"] == "赤岗街道二号"
    assert done("list", ledger)["total"] == 5


def test_one_undo_takes_an_import_back(ledger: Path, tmp_path: Path) -> None:
    batch = done("import", ledger, sheet(tmp_path))["batch"]
    assert done("log", ledger, "--limit", 1)["edits"][0]["edit"] == batch
    assert done("undo", ledger, batch)["reverted"] == batch
    assert done("list", ledger)["total"] == 2


def test_a_dry_run_writes_nothing(ledger: Path, tmp_path: Path) -> None:
    before = done("digest", ledger)
    data = done("import", ledger, sheet(tmp_path), "--dry-run")
    assert (counts(data), data["batch"]) == ((3, 0, 0, 0, 1), None)
    assert done("digest", ledger) == before
    assert "没有写入任何内容" in jianhui("import", ledger, sheet(tmp_path), "--dry-run").out


def test_rows_that_were_not_taken_are_kept(ledger: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "退回.xlsx"
    said = jianhui("import", ledger, sheet(tmp_path), "--rejects", rejects)
    assert (said.code, said.errors) == (0, "")
    assert str(rejects) in said.out
    assert counts(done("import", ledger, rejects))[-1] == 1


def test_rejects_never_overwrite_the_list(ledger: Path, tmp_path: Path) -> None:
    before = done("digest", ledger)
    assert "请把文件名改成 .xlsx 结尾" in problem("import", ledger, sheet(tmp_path), "--rejects", ledger)
    book = tmp_path / "名册.xlsx"
    done("export", ledger, book)
    assert "不能写到名册自己身上" in problem("import", ledger, book, "--rejects", book)
    assert done("digest", ledger) == before


def test_an_uncertain_sheet_ends_with_the_proposal(ledger: Path, tmp_path: Path) -> None:
    odd = sheet(tmp_path, "红,蓝\n一,二\n三,四\n")
    said = jianhui("import", ledger, odd, "--json")
    assert said.code == 1
    assert "没有把握认出各列" in said.errors
    assert (set(said.data), said.data["problem"]) == ({"proposal", "problem"}, said.errors.rstrip("\n"))
    assert done("list", ledger)["total"] == 2
    proposal = said.data["proposal"]
    proposal["columns"] = dict.fromkeys(proposal["columns"], "")
    proposal["columns"][next(iter(proposal["columns"]))] = "单位名称"
    mapping = tmp_path / "对应.json"
    mapping.write_text(json.dumps(proposal, ensure_ascii=False), encoding="utf-8")
    assert counts(done("import", ledger, odd, "--mapping", mapping))[0] >= 2


def test_files_that_cannot_be_imported(ledger: Path, tmp_path: Path) -> None:
    assert "找不到文件" in problem("import", ledger, tmp_path / "无.csv")
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    assert "读不懂" in problem("import", ledger, sheet(tmp_path), "--mapping", tmp_path / "x.json")
    book = tmp_path / "b.xlsx"
    done("export", ledger, book)
    assert "没有名为“无”的工作表" in problem("import", ledger, book, "--sheet", "无")
    assert "看不懂日期" in problem("import", ledger, sheet(tmp_path), "--registry-date", "火星")
    assert "还没有到" in problem("import", ledger, sheet(tmp_path), "--registry-date", "2099-01-01")
    assert "找不到对应关系文件" in problem("import", ledger, sheet(tmp_path), "--mapping", tmp_path / "无.json")
    assert "找不到文件" in problem("import", ledger, tmp_path / "无.csv", "--rejects", tmp_path / "b.xlsx")


def test_an_export_comes_back_as_the_same(demo: Path, tmp_path: Path) -> None:
    done("export", demo, tmp_path / "o.xlsx")
    assert counts(done("import", demo, tmp_path / "o.xlsx"))[0] == 0


def test_a_real_list(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.jhtz"
    done("new", path, "--unit", "广州市总工会", "--person", "张三", "--division", "4401")
    assert counts(done("import", path, shared_data / "guangzhou_kindergartens" / "kindergartens_1688.csv"))[0] == 1688
