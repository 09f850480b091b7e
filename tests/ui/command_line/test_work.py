"""visit, reason, followup, eligibility, union, log, undo, redo: what they write and what they refuse."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from models.rules.reasons import shipped_reasons
from models.rules.workdays import add_workdays, is_workday
from models.vocabulary import VISIT_MODES, VISIT_RESULTS
from tests.ui.command_line.program import done, jianhui, problem

NAME = "向阳幼儿园"
TODAY = date.today()  # noqa: DTZ011 - the person's own calendar, as the program has it


def shown(ledger: Path) -> dict[str, object]:
    return done("show", ledger, NAME)


def test_a_visit_with_all_that_belongs_to_it(ledger: Path) -> None:
    words = ("--mode", 2, "--on", -1, "--reason", "B2", "d1", "--note", "已读", "--met", "李老师", "--minutes", 20)
    data = done("visit", ledger, NAME, "--result", 2, *words, "--with", "李四", "--next", "+5", "--task", "送材料")
    assert set(data) == {"visit", "visits", "followup", "edit"}
    found = shown(ledger)
    (visit,) = found["visits"]
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert (visit["uid"], visit["visited_on"], visit["mode"], visit["result"]) == (data["visit"], yesterday, "2", "2")
    assert (visit["note"], visit["met"], visit["minutes"], visit["cadre"]) == ("已读", "李老师", 20, "张三")
    assert visit["companions"] == "李四"
    assert {(each["code"], each["is_primary"]) for each in found["reasons"]} == {("B2", True), ("D1", False)}
    (followup,) = found["followups"]
    assert (followup["uid"], followup["task"]) == (data["followup"], "送材料")
    assert followup["due_on"] == add_workdays(TODAY, 5).isoformat()
    assert (found["stage"], found["state"]) == ("S2", "visited")


@pytest.mark.parametrize("codes", [VISIT_RESULTS, VISIT_MODES], ids=lambda codes: codes.name)
def test_every_code_of_the_strip_is_taken(ledger: Path, codes: object) -> None:
    assert isinstance(codes, type(VISIT_RESULTS))
    for entry in codes.entries:
        result = ("--result", entry.code) if codes is VISIT_RESULTS else ("--result", 1, "--mode", entry.code)
        done("visit", ledger, NAME, *result)
    found = [visit[codes.name] for visit in shown(ledger)["visits"]]
    assert sorted(found) == [entry.code for entry in codes.entries]


def test_one_visit_to_several_is_one_step(ledger: Path) -> None:
    data = done("visit", ledger, NAME, "向阳书画社", NAME, "--result", 8)
    assert (len(data["visits"]), data["visits"][0], data["followup"]) == (2, data["visit"], None)
    done("undo", ledger)
    assert shown(ledger)["visits"] == done("show", ledger, "向阳书画社")["visits"] == []


def test_a_correction_names_the_visit(ledger: Path) -> None:
    wrong = done("visit", ledger, NAME, "--result", 1)["visit"]
    done("visit", ledger, NAME, "--result", 3, "--corrects", wrong)
    assert {visit["result"]: visit["corrected"] for visit in shown(ledger)["visits"]} == {"1": True, "3": False}
    assert "不是走访的编号" in problem("visit", ledger, NAME, "--result", 1, "--corrects", "xyz")
    assert "不在这家单位" in problem("visit", ledger, "向阳书画社", "--result", 1, "--corrects", wrong)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("0", TODAY),
        ("-1", TODAY - timedelta(days=1)),
        ("昨天", TODAY - timedelta(days=1)),
        ("2024-06-18", date(2024, 6, 18)),
        ("2024/6/18", date(2024, 6, 18)),
    ],
)
def test_days_as_the_strip_takes_them(ledger: Path, words: str, day: date) -> None:
    done("visit", ledger, NAME, "--result", 1, "--on", words)
    assert shown(ledger)["visits"][0]["visited_on"] == day.isoformat()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("visit", ["--result", "1"]),
        ("reason", ["B2"]),
        ("eligibility", ["yes"]),
        ("union", ["--name", "甲工会", "--route", "own"]),
    ],
)
def test_what_has_happened_is_not_in_the_future(ledger: Path, command: str, words: list[str]) -> None:
    before = done("digest", ledger)
    assert "还没有到，请写今天或以前的日期" in problem(command, ledger, NAME, *words, "--on", "2099-01-01")
    assert "看不懂日期“火星”。可以写" in problem(command, ledger, NAME, *words, "--on", "火星")
    assert done("digest", ledger) == before


def test_odd_due_days_are_taken_and_said(ledger: Path) -> None:
    late = jianhui("followup", ledger, NAME, "送材料", "--due", "2024-01-02", "--json")
    assert (late.code, late.errors) == (0, "提醒：2024-01-02 已经过了，这项跟进一记下就是逾期。\n")
    assert set(late.data) == {"followup", "edit"}
    saturday = TODAY + timedelta(days=1)
    while is_workday(saturday):
        saturday += timedelta(days=1)
    said = jianhui("visit", ledger, NAME, "--result", 8, "--next", saturday.isoformat())
    assert (said.code, said.errors) == (0, f"提醒：{saturday} 不是工作日。\n")
    assert {f["due_on"] for f in shown(ledger)["followups"]} == {"2024-01-02", saturday.isoformat()}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--result", "42"], "没有“42”这一项，走访结果可选：1 同意、2 观望"),
        (["--result", "1", "--mode", "7"], "没有“7”这一项，走访方式可选"),
        (["--result", "1", "--reason", "Q9"], "没有原因代码“Q9”。可用：A1、A2"),
        (["--result", "1", "--reason", "Z"], "要写明原因"),
        (["--result", "1", "--minutes", "99999999999"], "太大了"),
        (["--result", "1", "--note", "长" * 4001], "太长了"),
    ],
)
def test_a_visit_that_cannot_be_taken_leaves_nothing(ledger: Path, words: list[str], part: str) -> None:
    before = done("digest", ledger)
    assert part in problem("visit", ledger, NAME, *words)
    assert done("digest", ledger) == before


@pytest.mark.parametrize("code", sorted(shipped_reasons()))
def test_every_reason_code_is_taken(ledger: Path, code: str) -> None:
    data = done("reason", ledger, NAME, code.lower(), "--note", "说明", "--evidence", "照片")
    (reason,) = shown(ledger)["reasons"]
    assert data == {"reason": reason["uid"], "edit": data["edit"]}
    assert (reason["code"], reason["note"], reason["evidence"]) == (code, "说明", "照片")


def test_reasons_become_primary_and_are_resolved(ledger: Path) -> None:
    first = done("reason", ledger, NAME, "B2")["reason"]
    second = done("reason", ledger, NAME, "D1", "--primary")["reason"]
    assert {r["uid"]: r["is_primary"] for r in shown(ledger)["reasons"]} == {first: False, second: True}
    assert done("reason", ledger, NAME, "D1", "--resolve", "--note", "已当面讲解")["reason"] == second
    found = {r["uid"]: (r["resolved_on"], r["resolved_by"]) for r in shown(ledger)["reasons"]}
    assert found == {first: ("", ""), second: (TODAY.isoformat(), "已当面讲解")}
    assert "没有未解决的原因 D1" in problem("reason", ledger, NAME, "D1", "--resolve")
    assert done("reason", ledger, NAME, "B2")["edit"]  # primary now
    assert done("reason", ledger, NAME, "B2") == {"reason": first, "edit": None}


def test_a_followup_is_for_somebody(ledger: Path) -> None:
    done("person", "add", ledger, "王五")
    data = done("followup", ledger, NAME, "送材料", "--due", "+3", "--to", "王五")
    (found,) = shown(ledger)["followups"]
    assert (found["uid"], found["cadre"], found["task"]) == (data["followup"], "王五", "送材料")
    assert "请先用 person add 添加" in problem("followup", ledger, NAME, "送材料", "--due", "+3", "--to", "谁")
    assert problem("followup", ledger, NAME, "", "--due", "+3") == "做什么：必须填写。"


@pytest.mark.parametrize("decision", ["yes", "no", "unknown"])
def test_a_decision_on_eligibility(ledger: Path, decision: str) -> None:
    words = ("--ground", "依据", "--evidence", "照片", "--until", "2099-01-01")
    data = done("eligibility", ledger, NAME, decision, *words)
    found = shown(ledger)
    assert found["eligibility"] == decision
    (made,) = found["decisions"]
    assert (made["uid"], made["ground"], made["until"]) == (data["eligibility"], "依据", "2099-01-01")


def test_a_no_without_ground_is_taken_and_reminded(ledger: Path) -> None:
    said = jianhui("eligibility", ledger, NAME, "no", "--json")
    assert (said.code, set(said.data)) == (0, {"edit", "eligibility"})
    assert said.errors == "提醒：“暂不具备”应写明依据（--ground）和复核日期（--until）。\n"
    assert "不能早于" in problem("eligibility", ledger, NAME, "no", "--until", "2020-01-01")


@pytest.mark.parametrize("route", ["own", "joint", "sector", "area"])
def test_a_union_covers_what_it_names_once(ledger: Path, route: str) -> None:
    names = [NAME] if route == "own" else [NAME, "向阳书画社"]
    words = ("--members", 12, "--women", 9, "--chair", "赵六", "--approved-by", "上级工会", "--document", "文〔1〕号")
    data = done("union", ledger, *names, NAME, "--name", "甲工会", "--route", route, "--on", "0", *words)
    assert set(data) == {"union", "edit"}
    for name in names:
        found = done("show", ledger, name)
        (union,) = found["unions"]
        assert (union["uid"], union["route"], union["covers"]) == (data["union"], route, len(names))
        assert (union["members"], union["women_members"], union["chair"]) == (12, 9, "赵六")
        assert (found["state"], found["columns"]["批准机关与文号"]) == ("built", "上级工会 文〔1〕号")


def test_an_own_union_covers_one(ledger: Path) -> None:
    words = ("--name", "甲工会", "--route", "own", "--on", "0")
    assert "几家一起请选联合建" in problem("union", ledger, NAME, "向阳书画社", *words)


def test_a_union_with_more_women_than_members(ledger: Path) -> None:
    words = ("--name", "甲工会", "--route", "own", "--on", "0", "--members", 3, "--women", 9)
    assert problem("union", ledger, NAME, *words) == "女会员数不能多于会员数。"


def test_the_log_says_who_did_what(ledger: Path) -> None:
    done("set", ledger, NAME, "职工=40")
    edits = done("log", ledger)["edits"]
    assert [set(edit) for edit in edits] == [
        {"edit", "author", "at", "kind", "reverts", "made", "changes", "more"} | {"file", "came_with", "sender"}
        for _ in edits
    ]
    (change,) = edits[0]["changes"]
    assert (change["field"], change["old"], change["new"]) == ("staff", 38, 40)
    assert (edits[0]["author"], edits[-1]["kind"]) == ("张三（海珠区总工会）", "founding")
    assert len(done("log", ledger, NAME)["edits"]) == 2
    assert len(done("log", ledger, "--limit", 1)["edits"]) == 1
    lines = jianhui("log", ledger).out
    assert f"    {NAME}  从业人员 38 → 40\n" in lines
    assert "新建台账：新增工作单位 1 · 新增干部 1" in lines


def picture(ledger: Path) -> object:
    """What is shown, without how it came about."""
    shown_now = shown(ledger)
    shown_now.pop("history")
    return shown_now, done("list", ledger), done("stats", ledger)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("set", [NAME, "职工=40"]),
        ("visit", [NAME, "--result", 2, "--reason", "B2", "--next", "+3"]),
        ("reason", [NAME, "D1", "--primary"]),
        ("reason", [NAME, "C4", "--resolve"]),
        ("followup", [NAME, "送材料", "--due", "+3"]),
        ("eligibility", [NAME, "yes"]),
        ("union", [NAME, "--name", "甲工会", "--route", "own", "--on", "0"]),
        ("delete", ["向阳书画社"]),
        ("add", ["--name", "新单位"]),
    ],
)
def test_undo_and_redo_of_every_kind_of_edit(ledger: Path, command: str, words: list[object]) -> None:
    done("reason", ledger, NAME, "C4")
    before = picture(ledger)
    made = done(command, ledger, *words)["edit"]
    after = picture(ledger)
    back = done("undo", ledger)
    assert (set(back), back["reverted"], back["kept"]) == ({"edit", "reverted", "kept"}, made, 0)
    assert picture(ledger) == before != after
    again = done("redo", ledger)
    assert (set(again), again["reverted"], again["kept"]) == (set(back), back["edit"], 0)
    assert picture(ledger) == after


def test_undo_of_a_step_that_is_named(ledger: Path) -> None:
    edit = done("set", ledger, NAME, "职工=40")["edit"]
    done("set", ledger, "向阳书画社", "职工=2")
    assert done("undo", ledger, edit[:12])["reverted"] == edit
    assert (shown(ledger)["staff"], done("show", ledger, "向阳书画社")["staff"]) == (38, 2)
    done("redo", ledger, edit)
    assert shown(ledger)["staff"] == 40
    assert jianhui("undo", ledger, edit).out.startswith("已撤销：修改 1 项（")


def test_undo_without_anything_to_undo(ledger: Path, tmp_path: Path) -> None:
    assert "没有编号为“xyz”的操作。用 log 查看" in problem("undo", ledger, "xyz")
    assert "没有可以重做的操作" in problem("redo", ledger)
    empty = tmp_path / "empty.jhtz"
    done("new", empty, "--unit", "甲", "--person", "乙")
    assert problem("undo", empty)


def test_redo_says_what_was_done_again(ledger: Path) -> None:
    done("visit", ledger, NAME, "--result", 1)
    assert jianhui("undo", ledger).out.startswith("已撤销：新增走访 1（")
    assert jianhui("redo", ledger).out.startswith("已重做：新增走访 1（")
    assert "撤销：修改 1 项" in jianhui("log", ledger).out
    assert "撤回走访" in jianhui("log", ledger).out


def test_a_second_decision_of_a_day_is_of_the_same_record(ledger: Path) -> None:
    first = done("eligibility", ledger, NAME, "unknown")
    second = done("eligibility", ledger, NAME, "yes")
    assert first["eligibility"] == second["eligibility"] != ""
    assert first["edit"] != second["edit"]
    assert [each["decision"] for each in shown(ledger)["decisions"]] == ["yes"]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("yes", "yes"),
        ("yes:maybe", "yes"),
        ("有：赤岗路3号", "yes"),
        ("赤岗路3号", "yes"),
        ("无", "no"),
        ("?", "unknown"),
    ],
)
def test_answers_of_the_survey_in_words(ledger: Path, answer: str, kept: str) -> None:
    done("survey", ledger, NAME, f"place={answer}")
    assert done("survey", ledger, NAME)["answers"]["place"] == kept


@pytest.mark.parametrize("question", ["place", "party_org"])
@pytest.mark.parametrize("answer", ["maybe", "y", "123", "可能有", "不知道"])
def test_words_that_are_no_answer_are_refused(ledger: Path, question: str, answer: str) -> None:
    before = done("digest", ledger)
    refused = problem("survey", ledger, NAME, f"{question}={answer}")
    assert f"看不懂“{answer}”" in refused
    assert "yes（有）、no（没有）、unknown（不清楚）" in refused
    assert done("digest", ledger) == before
