"""list, show, add, set, delete: names, fields, conditions, phones."""

from pathlib import Path

import pytest

from models.edits.disclosures import disclosures
from models.ledger.ledger import Ledger
from models.ledger_columns import LEDGER_COLUMNS, LedgerColumn, Shape, Source
from tests.ui.command_line.program import done, first, jianhui, problem

ROW = {
    "id", "code", "name", "street", "street_code", "category", "scope", "code_state", "staff", "stage", "state",
    "blocked", "main_reason", "last_visit", "visits", "next", "next_task", "owner", "coverage", "conflicts",
}  # fmt: skip
EXAMPLES = {
    Shape.TEXT: ("某处", "某处"),
    Shape.LONG_TEXT: ("一句话", "一句话"),
    Shape.NUMBER: ("12人", 12),
    Shape.DATE: ("2024/6/18", "2024-06-18"),
    Shape.YES_NO: ("是", 1),
    Shape.PHONE: ("020-12345678", "020****5678"),
    Shape.CODE: ("5110000050000286f", "5110000050000286F"),
    Shape.STREET: ("赤岗街道", "广东省广州市海珠区赤岗街道"),
    Shape.CADRE: ("张三", "张三"),
    Shape.STAGE: ("S3", "S3"),
}
FACTS = [column for column in LEDGER_COLUMNS if column.source is Source.FACT]


def log_of(path: Path) -> list[dict[str, object]]:
    with Ledger.open(path, read_only=True) as ledger:
        return disclosures(ledger)


def test_list_gives_all_with_their_number(demo_ledger: Path) -> None:
    data = done("list", demo_ledger)
    assert set(data) == {"total", "organizations"}
    assert data["total"] == len(data["organizations"]) == 60
    assert all(set(row) == ROW for row in data["organizations"])


def test_list_ends_at_the_limit_but_counts_all(demo_ledger: Path) -> None:
    data = done("list", demo_ledger, "--limit", 3)
    assert (data["total"], len(data["organizations"])) == (60, 3)
    said = jianhui("list", demo_ledger, "--limit", 3)
    assert said.out.splitlines()[-1] == "共 60 家，列出 3 家"
    assert len(said.out.splitlines()) == 4
    assert done("list", demo_ledger, "--limit", 0)["organizations"] == []


def test_lines_end_at_200_unless_a_limit_asks_for_more(tmp_path: Path) -> None:
    path = tmp_path / "many.jhtz"
    done("demo", path, "--organizations", 210, "--quiet")
    assert jianhui("list", path).out.splitlines()[-1] == "共 210 家，列出 200 家"
    assert jianhui("list", path, "--limit", 205).out.splitlines()[-1] == "共 210 家，列出 205 家"
    assert len(done("list", path)["organizations"]) == 210


def test_search_and_conditions_narrow_the_list(ledger: Path) -> None:
    assert done("list", ledger, "--search", "书画")["total"] == 1
    assert done("list", ledger, "--where", "职工>=25")["organizations"][0]["name"] == "向阳幼儿园"
    assert done("list", ledger, "--where", "staff<25 or not 类别=民办幼儿园")["total"] == 1
    assert done("list", ledger, "--search", "向阳", "--where", "职工>=99")["total"] == 0


@pytest.mark.parametrize(
    ("where", "part"),
    [
        ("职工>abc", "“abc”不是人数"),
        ("外星=1", "没有“外星”这一栏。可用："),
        ("职工", "还缺"),
        ("职工 5", "后面要写"),
        ("(职工>5", "少一个右括号"),
        ("街道=外星街", "没有找到街道"),
        ("责任人=谁", "没有叫“谁”的人员"),
    ],
)
def test_a_condition_that_is_not_understood_says_which_part(ledger: Path, where: str, part: str) -> None:
    assert part in problem("list", ledger, "--where", where)


def test_show_by_id_code_and_name_is_the_same(demo_ledger: Path) -> None:
    row = first(demo_ledger, "待核=否 and 走访次数>0")
    found = [done("show", demo_ledger, row[key]) for key in ("id", "code", "name")]
    assert found[0] == found[1] == found[2]
    assert {"visits", "reasons", "followups", "history", "people", "decisions", "unions", "columns"} <= set(found[0])
    assert {column.name for column in FACTS} <= set(found[0])
    assert (found[0]["id"], found[0]["name"]) == (row["id"], row["name"])
    assert len(found[0]["visits"]) == row["visits"] > 0
    assert found[0]["history"][-1]["made"] == {"organization": 1}
    assert found[0]["columns"]["单位名称"] == row["name"]


def test_show_says_the_same_in_lines(ledger: Path) -> None:
    done("visit", ledger, "向阳幼儿园", "--result", 2, "--reason", "B2", "--next", "+5", "--task", "送材料")
    lines = jianhui("show", ledger, "向阳幼儿园").out
    for words in (
        "单位名称：向阳幼儿园",
        "从业人员：38",
        "上门·观望 张三",
        "B2 职工不足25人可单独建（主因）",
        "待办 送材料",
    ):
        assert words in lines


def test_nothing_of_that_name(ledger: Path) -> None:
    assert problem("show", ledger, "没有这家") == (
        "台账里没有“没有这家”。请写代码、编号或完整名称，或先用 list --search 查找。"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("set", "职工=3"),
        ("delete",),
        ("visit", "--result", "2"),
        ("reason", "B2"),
        ("followup", "送材料", "--due", "+3"),
        ("eligibility", "yes"),
        ("union", "--name", "甲工会", "--route", "own", "--on", "0"),
        ("log",),
    ],
)
def test_an_ambiguous_name_lists_the_candidates(ledger: Path, words: tuple[str, ...]) -> None:
    done("add", ledger, "--name", "向阳幼儿园")
    said = jianhui(words[0], ledger, "向阳幼儿园", *words[1:], "--json")
    ids = [row["id"] for row in done("list", ledger, "--search", "幼儿园")["organizations"]]
    assert said.code == 1
    assert said.errors.startswith("“向阳幼儿园”对应 2 家单位，请改用代码或编号：\n")
    assert sorted(line.split()[0] for line in said.data["candidates"]) == sorted(ids)
    assert all(uid in said.errors for uid in ids)


def typed(column: LedgerColumn) -> tuple[str, object]:
    """What may be typed for a column, and what `show` gives then."""
    if column.shape is Shape.CHOICE and column.choices:
        entry = column.choices.entries[-1]
        return entry.label, entry.code
    return EXAMPLES[column.shape]


def test_every_field_is_set_by_heading_and_by_english_name(ledger: Path) -> None:
    others = [column for column in FACTS if column.name != "name"]
    wanted = {column.name: typed(column)[1] for column in others}
    made = done("add", ledger, "--name", "甲", *(f"{c.source_heading}={typed(c)[0]}" for c in others))["id"]
    shown = done("show", ledger, made)
    assert {name: shown[name] for name in wanted} == wanted
    done("set", ledger, made, *(f"{c.name}=" for c in others))
    cleared = done("show", ledger, made)
    assert {cleared[name] for name in wanted if name not in {"stage", "type", "level"}} == {None}
    done("set", ledger, made, "name=乙", *(f"{c.name}={typed(c)[0]}" for c in others))
    shown = done("show", ledger, "乙")
    assert {name: shown[name] for name in wanted} == wanted


def test_set_says_all_that_is_wrong_and_changes_nothing(ledger: Path) -> None:
    before = done("digest", ledger)
    said = jianhui("set", ledger, "向阳幼儿园", "职工=x", "街道=外星街", "foo=3", "曾用名=a", "--json")
    assert said.code == 1
    assert set(said.data["fields"]) == {"从业人员", "所在街道(镇)", "foo", "曾用名"}
    assert said.errors.count("\n") == 4
    assert done("digest", ledger) == before


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["职工"], "“职工”应写成 栏目=值，例如 职工=38。可用的栏目："),
        (["=3"], "应写成 栏目=值"),
        (["职工=3", "staff=4"], "“staff”写了两次"),
        (["名称="], "不能清空"),
        (["责任人=谁"], "请先用 person add 添加"),
        (["阶段=S77"], "没有“S77”这个阶段"),
        (["成立日期=去年"], "“去年”不是日期"),
    ],
)
def test_a_field_that_cannot_be_taken(ledger: Path, words: list[str], part: str) -> None:
    assert part in problem("set", ledger, "向阳幼儿园", *words)


def test_set_without_a_difference_writes_nothing(ledger: Path) -> None:
    assert done("set", ledger, "向阳幼儿园", "职工=38") == {"edit": None}
    assert jianhui("set", ledger, "向阳幼儿园", "职工=38").out == "没有不同，未作修改。\n"


def test_add_gives_the_id(ledger: Path) -> None:
    made = done("add", ledger, "--name", "新单位", "地址=某处=一号")
    assert set(made) == {"edit", "id"}
    assert done("show", ledger, made["id"])["address"] == "某处=一号"
    assert "写了两次" in problem("add", ledger, "--name", "甲", "单位名称=乙")
    assert problem("add", ledger, "--name", " ")


def test_delete_trash_restore(ledger: Path) -> None:
    assert set(done("delete", ledger, "向阳书画社")) == {"edit"}
    assert done("list", ledger)["total"] == 1
    trash = done("list", ledger, "--trash")
    assert (trash["total"], trash["organizations"][0]["name"]) == (1, "向阳书画社")
    assert "没有“向阳书画社”" in problem("show", ledger, "向阳书画社")
    done("delete", ledger, "向阳书画社", "--restore")
    assert (done("list", ledger)["total"], done("list", ledger, "--trash")["total"]) == (2, 0)
    assert "没有“向阳书画社”" in problem("delete", ledger, "向阳书画社", "--restore")


NUMBERS = ("13812345678", "13987654321", "13600000001", "13600000002", "13600000003")


def test_no_command_shows_a_phone_unless_asked(ledger: Path, tmp_path: Path) -> None:
    visit = ("--result", 2, "--note", "园长电话13600000001", "--met", "李老师 13600000003", "--next", "+3")
    done("visit", ledger, "向阳幼儿园", *visit, "--task", "打13600000002")
    done("export", ledger, tmp_path / "o.csv")
    texts = [(tmp_path / "o.csv").read_text("utf-8-sig")]
    for words in (["list"], ["show"], ["log"], ["log"]):
        named = [] if words == ["list"] else ["向阳幼儿园"]
        texts += [jianhui(*words, ledger, *named).out, jianhui(*words, ledger, *named, "--json").out]
    for text in texts:
        assert not [number for number in NUMBERS if number in text], text
    assert "138****5678" in texts[3]
    assert log_of(ledger) == []


def test_phones_that_are_asked_for_are_recorded(ledger: Path, tmp_path: Path) -> None:
    assert done("list", ledger, "--with-phones")["organizations"][0]["phone"] == "13812345678"
    shown = done("show", ledger, "向阳幼儿园", "--with-phones")
    assert (shown["phone"], shown["note"]) == ("13812345678", "园长 13987654321")
    done("export", ledger, tmp_path / "o.csv", "--with-phones")
    assert "13812345678" in (tmp_path / "o.csv").read_text("utf-8-sig")
    noted = log_of(ledger)
    assert [(entry["what"], entry["organizations"]) for entry in noted] == [("list", 2), ("show", 1), ("export", 2)]
    assert {entry["by"] for entry in noted} == {"张三（海珠区总工会）"}
    assert not [number for number in NUMBERS if number in str(noted)]


def test_people_and_units(ledger: Path) -> None:
    unit = done("unit", "add", ledger, "赤岗街道总工会", "--division", "440105001")
    person = done("person", "add", ledger, "王五", "--unit", "赤岗街道总工会")
    assert (set(unit), set(person)) == ({"unit", "edit"}, {"person", "edit"})
    assert {"person": person["person"], "name": "王五", "unit": "赤岗街道总工会"} in done("person", "list", ledger)[
        "people"
    ]
    assert unit["unit"] in {each["unit"] for each in done("unit", "list", ledger)["units"]}
    assert "请先用 unit add 添加" in problem("person", "add", ledger, "赵六", "--unit", "没有")
    assert "已经有叫" in problem("unit", "add", ledger, "赤岗街道总工会")
    assert problem("person", "add", ledger, " ")


def test_changes_are_in_the_name_of_the_person(ledger: Path) -> None:
    done("person", "add", ledger, "王五")
    done("set", ledger, "向阳幼儿园", "职工=40", "--person", "王五")
    assert done("log", ledger, "--limit", 1)["edits"][0]["author"] == "王五（海珠区总工会）"
    assert "没有叫“谁”的人员" in problem("set", ledger, "向阳幼儿园", "职工=41", "--person", "谁")
    assert "没有叫“谁”的人员" in problem("list", ledger, "--person", "谁")
