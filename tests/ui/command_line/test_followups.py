"""close-out, rhythm, the prints of a day and the calendar file."""

from pathlib import Path

import pytest

from tests.ui.command_line.program import done, jianhui, problem


def test_closed_out_in_two_steps(ledger: Path) -> None:
    data = done("close-out", ledger, "向阳幼儿园", "--document", "海工批8号")
    assert len(data["close_outs"]) == data["organizations"] == 1
    assert done("show", ledger, "向阳幼儿园")["closing"] == "pending"
    assert "已经申请" in problem("close-out", ledger, "向阳幼儿园", "--evidence", "批复")
    done("close-out", ledger, "向阳幼儿园", "--return", "缺批复文件")
    shown = done("show", ledger, "向阳幼儿园")
    assert (shown["closing"], shown["followups"][0]["task"]) == ("returned", "销号退回：缺批复文件")
    done("close-out", ledger, "向阳幼儿园", "--evidence", "批复已补")
    done("close-out", ledger, "向阳幼儿园", "--confirm")
    assert done("show", ledger, "向阳幼儿园")["closing"] == "closed"
    done("close-out", ledger, "向阳幼儿园", "--reopen")
    assert done("show", ledger, "向阳幼儿园")["closing"] == "relapsed"
    assert "要有佐证" in problem("close-out", ledger, "向阳书画社")


def test_a_rhythm_is_set_and_seen(ledger: Path) -> None:
    assert done("rhythm", ledger)["rhythm"] == {"key": None, "ordinary": None, "extension": None}
    done("rhythm", ledger, "重点对象=30", "ordinary=90")
    done("rhythm", ledger, "ordinary=")
    assert done("rhythm", ledger)["rhythm"] == {"key": 30, "ordinary": None, "extension": None}
    assert "重点对象：每 30 天" in jianhui("rhythm", ledger).out
    assert "看不懂" in problem("rhythm", ledger, "outside=3")
    done("set", ledger, "向阳幼儿园", "code=52310107MJ5075334L")  # a kindergarten of a civil-affairs department: key
    done("visit", ledger, "向阳幼儿园", "--result", "2")
    assert "按周期回访" in done("show", ledger, "向阳幼儿园")["followups"][0]["task"]


@pytest.mark.parametrize("kind", ["visit-list", "visit-slips", "followups"])
def test_prints_of_a_day(ledger: Path, tmp_path: Path, kind: str) -> None:
    done("followup", ledger, "向阳幼儿园", "送材料", "--due", "+1")
    out = tmp_path / "out.pdf"
    data = done("report", kind, ledger, out)
    assert (data["pages"], data["missing_glyphs"]) == (1, [])
    assert data["report_id"][:2] == {"visit-list": "ZF", "visit-slips": "ZT", "followups": "GJ"}[kind]
    done("person", "add", ledger, "李四")
    assert done("report", kind, ledger, out, "--to", "李四")["pages"] == 1


def test_the_calendar_file(ledger: Path, tmp_path: Path) -> None:
    done("followup", ledger, "向阳幼儿园", "送材料", "--due", "+1")
    done("followup", ledger, "向阳幼儿园", "取批复", "--due", "+9")
    out = tmp_path / "a.ics"
    assert done("export", ledger, out)["rows"] == 2
    assert out.read_text("utf-8").count("BEGIN:VEVENT") == 2
    assert done("export", ledger, out, "--until", "+3")["rows"] == 1
    assert "日历文件" in problem("export", ledger, out, "--search", "向阳")


def test_everything_of_a_person_is_handed_over(ledger: Path, tmp_path: Path) -> None:
    done("person", "add", ledger, "李四")
    done("person", "add", ledger, "王五")
    done("set", ledger, "向阳幼儿园", "owner=李四")
    done("followup", ledger, "向阳幼儿园", "送材料", "--due", "+1", "--to", "李四")
    pdf = tmp_path / "移交.pdf"
    looked = done("handover", ledger, "李四", "王五", "--dry-run", "--report", pdf)
    assert looked | {"organizations": 1, "followups": 1, "late": 0, "edit": None, "dry_run": True} == looked
    assert pdf.read_bytes().startswith(b"%PDF")
    assert done("show", ledger, "向阳幼儿园")["owner"] == "李四"
    said = jianhui("handover", ledger, "李四", "王五").out
    assert "已移交：李四 → 王五，1 家单位、1 件未办的事" in said
    shown = done("show", ledger, "向阳幼儿园")
    assert (shown["owner"], shown["followups"][0]["cadre"]) == ("王五", "王五")
    assert "同一个人" in problem("handover", ledger, "王五", "王五")
    assert "只能写成 .pdf" in problem("handover", ledger, "王五", "李四", "--report", tmp_path / "移交.txt")
