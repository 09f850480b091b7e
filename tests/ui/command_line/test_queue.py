"""queue and registry: what imports left open, listed and decided without the window."""

from pathlib import Path
from typing import Any

import pytest

from tests.models.edits.desk import code_of
from tests.ui.command_line.program import done, jianhui, problem

HEAD = "统一社会信用代码,单位名称,地址,电话,从业人员\n"
CODES = [code_of("52", "440105", number) for number in range(1, 9)]


def bring(ledger: Path, folder: Path, rows: str, *options: str) -> dict[str, Any]:
    path = folder / "名册.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return done("import", ledger, path, *options)


@pytest.fixture
def doubts(ledger: Path, tmp_path: Path) -> Path:
    """Three rows without a code that are like somebody."""
    known = "".join(f"{CODES[number]},第{number}园,甲路{number}号,020-3408244{number},12\n" for number in range(3))
    bring(ledger, tmp_path, known)
    said = "".join(f",第{number}园,甲路{number}号,13812345678,{20 + number}\n" for number in range(3))
    assert bring(ledger, tmp_path, said)["queued"] == 3
    return ledger


def test_rows_that_wait_with_their_candidates(doubts: Path) -> None:
    data = done("queue", doubts)
    assert data["total"] == 3
    first = data["rows"][0]
    assert (first["name"], first["phone"], first["sheet_row"], first["later"]) == ("第0园", "138****5678", 2, False)
    (candidate,) = first["candidates"]
    assert (candidate["name"], candidate["code"]) == ("第0园", CODES[0])
    assert candidate["changes"]["staff"] == {"before": "12", "after": "20", "usual": True}
    assert "13812345678" not in str(data)
    assert done("show", doubts, CODES[0])["id"] == candidate["id"]
    said = jianhui("queue", doubts)
    assert "3 行待判" in said.out
    assert "1. 第0园" in said.out


def test_decisions_are_steps_that_can_be_undone(doubts: Path) -> None:
    first, second, third = (str(row["row"]) for row in done("queue", doubts)["rows"])
    data = done("queue", doubts, "--same", first, CODES[0], "--different", second, "--later", third)
    assert [(str(row["row"]), row["later"]) for row in data["rows"]] == [(third, True)]
    assert len(data["edits"]) == 2
    assert done("show", doubts, CODES[0])["staff"] == 20
    assert [each["name"] for each in done("list", doubts, "--search", "第1园")["organizations"]] == ["第1园"] * 2
    done("undo", doubts)
    assert done("queue", doubts)["total"] == 2
    assert done("list", doubts, "--search", "第1园")["total"] == 1


def test_a_wrong_decision_keeps_all_of_them_from_being_made(doubts: Path) -> None:
    first, second, _third = (str(row["row"]) for row in done("queue", doubts)["rows"])
    assert "没有编号是“999”" in problem("queue", doubts, "--same", first, "1", "--different", "999")
    assert "没有“第1园”这个候选" in problem("queue", doubts, "--same", first, "第1园")
    assert "只能有一个判断" in problem("queue", doubts, "--different", second, "--later", second)
    assert done("queue", doubts)["total"] == 3
    assert jianhui("queue", doubts, "--same", first).code == 2


def test_a_newer_list_is_compared_and_decided(ledger: Path, tmp_path: Path) -> None:
    rows = [f"{CODES[number]},第{number}园,甲路{number}号,,\n" for number in range(6)]
    assert done("registry", ledger)["batch"] is None
    bring(ledger, tmp_path, "".join(rows), "--registry-date", "-2")
    done("delete", ledger, "第0园")
    moved = [rows[0], rows[1].replace("甲路", "乙路"), rows[2].replace("第2园", "改名园"), rows[3]]
    imported = bring(ledger, tmp_path, "".join(moved))
    data = done("registry", ledger)
    assert data["batch"] == imported["batch"]
    counts = ("new", "renamed", "moved", "missing", "reappeared", "open")
    assert [data[name] for name in counts] == [0, 1, 1, 2, 1, 3]
    assert done("registry", ledger, data["batch"][:8])["rows"] == data["rows"]
    assert "不在“名册里没有了”里" in problem("registry", ledger, "--gone", "改名园")
    assert "只能有一个判断" in problem("registry", ledger, "--gone", "第4园", "--keep", "第4园")
    assert "没有编号" in problem("registry", ledger, "ffffffff")
    decided = done("registry", ledger, "--gone", "第4园", "--keep", CODES[5], "--back", "all")
    assert (decided["open"], len(decided["edits"])) == (0, 2)
    assert done("show", ledger, "第4园")["status"] == "cancelled"
    assert done("show", ledger, "第5园")["status"] in {None, ""}
    assert done("show", ledger, "第0园")["name"] == "第0园"
    assert "搬迁：第1园" in jianhui("registry", ledger).out
