"""undo-import, the newer registry on the command line, and the counts that the contract names."""

from pathlib import Path

import pytest

from tests.ui.command_line.program import done, jianhui, problem
from tests.ui.command_line.test_import import COUNTS, SHEET, counts, sheet

CODES = ("52310107MJ5075334L", "51310110501144395U")


def test_an_import_is_taken_back_with_what_stays(ledger: Path, tmp_path: Path) -> None:
    batch = done("import", ledger, sheet(tmp_path))["batch"]
    done("visit", ledger, "乙学会", "--result", "1")
    preview = done("undo-import", ledger, batch, "--dry-run")
    assert {name: preview[name] for name in ("withdrawn", "kept", "put_back", "batch", "edit")} == {
        "withdrawn": 2,
        "kept": 1,
        "put_back": 0,
        "batch": batch,
        "edit": None,
    }
    assert [(each["name"], each["why"]) for each in preview["kept_organizations"]] == [("乙学会", "走访 1 次")]
    assert done("list", ledger)["total"] == 5
    said = jianhui("undo-import", ledger, batch[:10])
    assert (said.code, said.errors) == (0, "")
    assert "已撤回 2 家" in said.out
    assert "乙学会：走访 1 次" in said.out
    assert sorted(each["name"] for each in done("list", ledger)["organizations"]) == [
        "乙学会",
        "向阳书画社",
        "向阳幼儿园",
    ]
    assert "已经撤销过" in problem("undo-import", ledger, batch)


def test_the_latest_import(ledger: Path, tmp_path: Path) -> None:
    assert "没有可以撤销的导入" in problem("undo-import", ledger, "latest")
    first = done("import", ledger, sheet(tmp_path))["batch"]
    changed = sheet(tmp_path, SHEET.replace("赤岗街道一号", "赤岗街道二号"))
    second = done("import", ledger, changed)["batch"]
    done("add", ledger, "--name", "丁中心")
    assert done("undo-import", ledger, "latest")["batch"] == second
    assert done("show", ledger, "甲幼儿园")["address"] == "赤岗街道一号"
    assert done("undo-import", ledger, "latest")["batch"] == first
    assert done("list", ledger)["total"] == 3
    assert done("check", ledger)["problems"] == []


def test_what_is_no_import(ledger: Path) -> None:
    edit = done("log", ledger, "--limit", 1)["edits"][0]["edit"]
    assert "不是一次导入" in problem("undo-import", ledger, edit)
    assert jianhui("undo-import", ledger).code == 2


def test_a_newer_list_is_held_against_the_older_one(ledger: Path, tmp_path: Path) -> None:
    head = "单位名称,统一社会信用代码,地址\n"
    older = sheet(tmp_path, head + f"甲幼儿园,{CODES[0]},旧路\n乙学会,{CODES[1]},乙路\n丙园,,丙路\n丁园,,丁路\n")
    assert done("import", ledger, older, "--registry-date", "2024-01-31")["registry"] is None
    newer = sheet(tmp_path, head + f"甲双语幼儿园,{CODES[0]},新路\n乙学会,{CODES[1]},乙路\n丙园,,丙路\n戊园,,戊路\n")
    assert "名册里没有了：丁园" in jianhui("import", ledger, newer, "--dry-run").out
    data = done("import", ledger, newer, "--registry-date", "2024-06-30")
    assert counts(data) == (1, 1, 2, 0, 0)
    registry = data["registry"]
    kinds = ("new", "renamed", "moved", "deregistered", "missing", "reappeared")
    assert tuple(registry[kind] for kind in kinds) == (1, 1, 1, 0, 1, 0)
    assert "2024-01-31" in registry["scope"]
    assert {(row["change"], row["name"], row["open"]) for row in registry["rows"]} == {
        ("renamed", "甲双语幼儿园", False),
        ("moved", "甲双语幼儿园", False),
        ("missing", "丁园", True),
    }
    assert done("list", ledger)["total"] == 7


@pytest.mark.parametrize(
    ("files", "expected", "total"),
    [
        (("guangzhou_kindergartens/kindergartens_1688.csv",), (1688,), 1688),
        (("enterprise_extracts/accounting_firms.csv",), (1509,), 1509),
        (("enterprise_extracts/tax_agent_firms.csv",), (879,), 879),
    ],
)
def test_the_counts_of_the_contract(
    shared_data: Path, tmp_path: Path, files: tuple[str, ...], expected: tuple[int, ...], total: int
) -> None:
    path = tmp_path / "台账.jhtz"
    done("new", path, "--unit", "广州市总工会", "--person", "张三", "--division", "4401")
    for file, new in zip(files, expected, strict=True):
        data = done("import", path, shared_data / file)
        assert {name: data[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0) | {"new": new}
        assert data["unverified"] == {"tax_agent_firms.csv": 2, "kindergartens_1688.csv": 1688}.get(Path(file).name, 0)
    assert done("list", path, "--limit", 1)["total"] == total


def test_all_seven_extracts(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.jhtz"
    done("new", path, "--unit", "某总工会", "--person", "张三")
    files = sorted((shared_data / "enterprise_extracts").glob("*.csv"))
    data = [done("import", path, file) for file in files]
    assert (len(files), sum(each["rows"] for each in data)) == (7, 3801)
    assert done("list", path, "--limit", 1)["total"] == 3794
