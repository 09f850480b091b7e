"""new, demo, check, digest, backup, restore: ledgers as files."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.ui.command_line.program import done, first, jianhui, problem


def test_new_gives_a_ledger_that_may_be_copied(tmp_path: Path) -> None:
    path = tmp_path / "台账.jhtz"
    assert done("new", path, "--unit", "海珠区总工会", "--person", "张三", "--division", "440105") == {
        "ledger": str(path)
    }
    copy = Path(shutil.copy(path, tmp_path / "副本.jhtz"))
    assert done("digest", path) == done("digest", copy)
    done("add", copy, "--name", "甲")
    assert (done("list", copy)["total"], done("list", path)["total"]) == (1, 0)
    assert done("unit", "list", path)["units"][0]["division"] == "440105"


def test_a_new_ledger_has_its_targets_ahead(tmp_path: Path) -> None:
    path, other = tmp_path / "台账.jhtz", tmp_path / "别的.jhtz"
    done("new", path, "--unit", "甲", "--person", "乙")
    assert [target["percent"] for target in done("stats", path)["targets"]] == [60, 85]
    assert all(target["days_left"] >= 0 for target in done("stats", path)["targets"])
    done("new", other, "--unit", "甲", "--person", "乙", "--targets", "2098-06-30", "2099-12-31")
    assert [target["due_on"] for target in done("stats", other)["targets"]] == ["2098-06-30", "2099-12-31"]
    assert done("check", other) == {"problems": []}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--targets", "2020-12-31", "2099-12-31", "--unit", "甲", "--person", "乙"], "已经过了"),
        (["--targets", "2099-12-31", "2098-12-31", "--unit", "甲", "--person", "乙"], "不能早于前一个目标"),
        (["--unit", "", "--person", "甲"], "都要填写"),
        (["--unit", "甲", "--person", ""], "都要填写"),
        (["--unit", "甲", "--person", "乙", "--division", "999999"], "没有代码为 999999 的行政区划"),
    ],
)
def test_new_that_cannot_be_leaves_no_file(tmp_path: Path, words: list[str], part: str) -> None:
    assert part in problem("new", tmp_path / "台账.jhtz", *words)
    assert list(tmp_path.iterdir()) == []


def test_new_overwrites_nothing(ledger: Path) -> None:
    before = ledger.read_bytes()
    assert "已经存在，没有覆盖它" in problem("new", ledger, "--unit", "甲", "--person", "乙")
    assert "已经存在，没有覆盖它" in problem("demo", ledger, "--organizations", 3)
    assert ledger.read_bytes() == before
    assert "不存在。请先建好文件夹" in problem("new", ledger.parent / "无" / "a.jhtz", "--unit", "甲", "--person", "乙")


@pytest.mark.parametrize("command", ["list", "stats", "digest", "check", "log", "backup"])
def test_what_is_no_ledger_says_so(tmp_path: Path, command: str) -> None:
    assert "找不到" in problem(command, tmp_path / "没有.jhtz")
    text = tmp_path / "名册.csv"
    text.write_text("单位名称\n甲\n", encoding="utf-8")
    assert "不是建会台账文件" in problem(command, text)
    assert text.read_text(encoding="utf-8") == "单位名称\n甲\n"


def test_the_same_seed_gives_the_same_ledger(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.jhtz" for name in ("a", "b", "c")]
    words = ("--organizations", 40, "--today", "2024-09-27")
    for path, seed in zip(paths, (5, 5, 6), strict=True):
        assert done("demo", path, *words, "--seed", seed)["organizations"] == 40
    digests = [done("digest", path) for path in paths]
    assert digests[0] == digests[1]
    assert set(digests[0]) == {"facts", "state"}
    assert len({each["facts"] for each in digests}) == len({each["state"] for each in digests}) == 2


@pytest.mark.parametrize("number", [0, 1, 10, 100])
def test_a_demo_has_the_promised_proportions_and_checks(tmp_path: Path, number: int) -> None:
    path = tmp_path / "demo.jhtz"
    made = done("demo", path, "--organizations", number)
    assert made == done("stats", path)
    counts = (made["organizations"], made["visits"], made["reasons"], made["followups"])
    assert counts == (number, number * 17 // 10, number, number * 6 // 10)
    assert done("check", path) == {"problems": []}


def test_the_log_of_a_demo_shows_its_authors(demo_ledger: Path) -> None:
    edits = done("log", demo_ledger, "--limit", 1000)["edits"]
    made: Counter[str] = Counter()
    for edit in edits:
        made.update(edit["made"])
    assert [edit["made"]["organization"] for edit in edits if "organization" in edit["made"]] == [60]
    assert (made["visit"], made["reason"], made["followup"]) == (102, 60, 36)
    assert len({edit["author"] for edit in edits if "visit" in edit["made"]}) >= 2
    assert any(change["field"] == "staff" for edit in edits for change in edit["changes"])
    assert len({edit["at"][:7] for edit in edits}) > 3


def test_a_demo_of_all_organizations_is_taken_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def note(_path: Path, *, organizations: int, **_rest: object) -> None:
        asked.append(organizations)
        raise KeyboardInterrupt

    monkeypatch.setattr("models.demo.make.make_demo", note)
    assert jianhui("demo", tmp_path / "a.jhtz", "--organizations", 902_000).code == 1
    assert "最多 902000 家" in problem("demo", tmp_path / "a.jhtz", "--organizations", 902_001)
    assert asked == [902_000]
    assert "看不懂日期" in problem("demo", tmp_path / "a.jhtz", "--organizations", 1, "--today", "2024-02-30")


def test_check_finds_a_changed_byte(demo: Path) -> None:
    name = first(demo)["name"].encode()
    data = demo.read_bytes()
    demo.write_bytes(data.replace(name, name[:-3] + "坏".encode()))
    said = jianhui("check", demo, "--json")
    assert said.code == 1
    assert said.data["problems"]
    assert all(set(each) == {"part", "id", "text"} for each in said.data["problems"])
    assert said.errors == "\n".join(each["text"] for each in said.data["problems"]) + "\n"


def test_backup_check_restore(ledger: Path, tmp_path: Path) -> None:
    wanted = done("digest", ledger)
    beside = Path(done("backup", ledger)["backup"])
    assert beside.parent == tmp_path / "台账-备份"
    elsewhere = Path(done("backup", ledger, tmp_path / "盘" / "备份")["backup"])
    assert elsewhere.parent == tmp_path / "盘" / "备份"
    assert done("check", elsewhere) == {"problems": []}
    new = tmp_path / "恢复.jhtz"
    assert done("restore", elsewhere, new) == {"ledger": str(new)}
    assert done("digest", new) == wanted
    done("delete", ledger, "向阳书画社")
    said = jianhui("restore", beside, ledger)
    assert (said.code, said.errors) == (0, "")
    assert said.out == f"已恢复：{ledger}\n原来的台账改名保留在旁边。\n"
    assert done("digest", ledger) == wanted
    (kept,) = tmp_path.glob("台账-恢复前-*.jhtz")
    assert done("list", kept)["total"] == 1
    assert jianhui("restore", beside, tmp_path / "又一份.jhtz").out == f"已恢复：{tmp_path / '又一份.jhtz'}\n"


def test_restore_of_what_is_no_backup_leaves_the_ledger(ledger: Path, tmp_path: Path) -> None:
    before = ledger.read_bytes()
    assert "找不到备份" in problem("restore", tmp_path / "没有.jhbak", ledger)
    assert "就是这份台账自己" in problem("restore", ledger, ledger)
    backup = Path(done("backup", ledger)["backup"])
    backup.write_bytes(backup.read_bytes()[:-9])
    assert "已损坏" in problem("restore", backup, ledger)
    assert ledger.read_bytes() == before
