"""duplicates: the queue with its evidence, and every decision with what it gives back."""

from pathlib import Path

import pytest

from tests.models.edits.desk import HAIZHU, code_of
from tests.ui.command_line.program import done, jianhui, problem

TWICE = "海珠区向阳民办幼儿园"


@pytest.fixture
def twice(ledger: Path) -> Path:
    """向阳幼儿园 was entered a second time, with a code."""
    done(
        "add", ledger, "--name", TWICE, f"统一社会信用代码={code_of('52', HAIZHU, 78)}", "电话=138 1234 5678", "职工=40"
    )
    return ledger


def test_the_queue_says_who_and_why(twice: Path) -> None:
    data = done("duplicates", twice)
    (pair,) = data["duplicates"]
    assert {pair["a"]["name"], pair["b"]["name"]} == {"向阳幼儿园", TWICE}
    assert (pair["kind"], pair["reasons"], pair["relation"]) == ("strong", ["name", "phone"], None)
    assert data["counts"] == {
        "contradiction": 0,
        "joined": 0,
        "strong": 1,
        "likely": 0,
        "hint": 0,
        "decided": 0,
    }
    line = jianhui("duplicates", twice).out
    assert "很可能" in line
    assert "电话相同" in line
    assert done("duplicates", twice, "--kind", "hint")["duplicates"] == []


def test_joined_they_are_one_and_the_other_name_leads_there(twice: Path) -> None:
    total = done("list", twice)["total"]
    data = done("duplicates", twice, "--join", "向阳幼儿园", TWICE)
    assert set(data) == {"edit", "shown", "joined", "fields"}
    assert "note" in data["fields"]
    assert done("list", twice)["total"] == total - 1
    shown = done("show", twice, "向阳幼儿园")
    assert (shown["id"], shown["name"], shown["staff"]) == (data["shown"], TWICE, 40)
    assert [each["id"] for each in shown["joined"]] == [data["joined"]]
    assert "合并显示：向阳幼儿园" in jianhui("show", twice, TWICE).out
    done("visit", twice, "向阳幼儿园", "--result", 2)
    assert len(done("show", twice, TWICE)["visits"]) == 1
    assert done("duplicates", twice)["duplicates"] == []
    done("duplicates", twice, "--split", "向阳幼儿园")
    assert done("list", twice)["total"] == total
    assert done("show", twice, TWICE)["note"] is None


@pytest.mark.parametrize("option", ["--apart", "--related"])
def test_apart_and_related_are_remembered(twice: Path, option: str) -> None:
    done("duplicates", twice, option, TWICE, "向阳幼儿园")
    data = done("duplicates", twice)
    assert (data["duplicates"], data["counts"]["decided"]) == ([], 1)
    (pair,) = done("duplicates", twice, "--kind", "decided")["duplicates"]
    assert pair["relation"] == option.removeprefix("--")
    done("undo", twice)
    assert len(done("duplicates", twice)["duplicates"]) == 1


def test_what_cannot_be_done_is_said(twice: Path) -> None:
    assert "不用拆分" in problem("duplicates", twice, "--split", TWICE)
    assert "两家不同" in problem("duplicates", twice, "--join", TWICE, TWICE)
    assert "只能判定一件" in problem("duplicates", twice, "--split", TWICE, "--apart", TWICE, "向阳幼儿园")
    assert jianhui("duplicates", twice, "--join", TWICE).code == 2
