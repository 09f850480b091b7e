"""proposals: the groups, and writing what is sure."""

from pathlib import Path

import pytest

from tests.models.edits.desk import HAIZHU, code_of
from tests.ui.command_line.program import done, jianhui, problem

RIGHT = code_of("52", HAIZHU, 77)


@pytest.fixture
def proposing(ledger: Path) -> Path:
    """Three organizations more: a sure category, a broken code that is clear, and one that is not."""
    done("add", ledger, "--name", "晨光幼儿园", f"统一社会信用代码={code_of('52', HAIZHU, 78)}")
    done("add", ledger, "--name", "春晖之家", f"统一社会信用代码={RIGHT.replace('0', 'O')}")
    done("add", ledger, "--name", "文体之家", "统一社会信用代码=515309025577792000")
    return ledger


def groups(data: dict[str, object], field: str) -> list[dict[str, object]]:
    found = data["proposals"]
    assert isinstance(found, list)
    return [group for group in found if group["field"] == field]


def test_groups_with_their_grounds(proposing: Path) -> None:
    data = done("proposals", proposing)
    sure = {
        "field": "code",
        "value": None,
        "ground": "数字录成了字母 O、I、Z、S",
        "confidence": "sure",
        "organizations": 1,
        "needs_choice": False,
    }
    assert sure in groups(data, "code")
    assert ("kindergarten", "名称含“幼儿园”", "sure") in {
        (group["value"], group["ground"], group["confidence"]) for group in groups(data, "category")
    }
    assert done("show", proposing, "晨光幼儿园")["category"] in {None, ""}


def test_one_kind_only(proposing: Path) -> None:
    data = done("proposals", proposing, "--kind", "机构类别")
    assert {group["field"] for group in data["proposals"]} == {"category"}
    assert "没有“地址”这类建议" in problem("proposals", proposing, "--kind", "地址")


def test_confirming_writes_what_is_sure_and_nothing_else(proposing: Path) -> None:
    data = done("proposals", proposing, "--confirm")
    assert data["confirmed"] >= 2
    assert done("show", proposing, "春晖之家")["code"] == RIGHT
    assert done("show", proposing, "文体之家")["code"] == "515309025577792000"
    assert all(group["confidence"] != "sure" for group in data["proposals"])
    assert done("undo", proposing)["edit"]
    assert done("show", proposing, "春晖之家")["code"] == RIGHT.replace("0", "O")


def test_a_second_time_there_is_nothing_sure_left(proposing: Path) -> None:
    done("proposals", proposing, "--confirm")
    again = done("proposals", proposing, "--confirm")
    assert (again["confirmed"], again["edit"]) == (0, "")


def test_for_a_person(proposing: Path) -> None:
    said = jianhui("proposals", proposing)
    assert "统一社会信用代码\t可靠\t数字录成了字母 O、I、Z、S → 各有各的：1 家" in said.out.splitlines()
    said = jianhui("proposals", proposing, "--confirm")
    assert said.out.startswith("已写入 ")
