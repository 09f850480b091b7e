"""merge, undo-merge, conflicts and purge-person: a supervisor and cadres on their laptops, by command."""

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from models.ledger.profile import PROFILE_VARIABLE
from tests.ui.command_line.program import done, jianhui, problem

COUNTS = {"new", "changed", "conflicts", "duplicates", "nothing_new", "refused"}


class Laptops:
    """Copies of one founding ledger, each with a profile of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch
        self._founding = folder / "founding.jhtz"
        self.at("founding")
        done("new", self._founding, "--unit", "海珠区总工会", "--person", "张三", "--division", "440105")

    def at(self, name: str) -> Path:
        """Work at that laptop from now on; its ledger."""
        self._monkeypatch.setenv(PROFILE_VARIABLE, str(self._folder / f"profile of {name}"))
        path = self._folder / name / "台账.jhtz"
        if name != "founding" and not path.exists():
            path.parent.mkdir()
            shutil.copyfile(self._founding, path)
        return path

    def send(self, name: str, out: str) -> Path:
        path = self._folder / "inbox" / out
        path.parent.mkdir(exist_ok=True)
        done("export", self.at(name), path)
        return path


@pytest.fixture
def laptops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptops:
    return Laptops(tmp_path, monkeypatch)


def test_a_stranger_is_previewed_and_refused_unless_accepted(laptops: Laptops) -> None:
    done("add", laptops.at("cadre"), "--name", "阳光幼儿园", "职工=38")
    file = laptops.send("cadre", "a.jhx")
    district = laptops.at("district")
    done("identity", district)
    before = district.read_bytes()
    said = jianhui("merge", district, file, "--dry-run", "--json")
    assert said.code == 1
    (seen,) = said.data["files"]
    assert seen.keys() >= COUNTS
    assert (seen["new"], seen["refused"], seen["confirmed"]) == (1, 1, False)
    assert [row["name"] for row in seen["rows"] if row["group"] == "organizations"] == ["阳光幼儿园"]
    assert seen["code"] in problem("merge", district, file)
    assert done("list", district)["total"] == 0
    assert district.read_bytes() == before
    merged = done("merge", district, file, "--accept-sender", seen["code"].lower())
    assert (merged["merge"], merged["files"][0]["new"]) == ("1", 1)
    assert done("list", district)["total"] == 1


def test_a_folder_with_good_and_bad_files_and_a_report(laptops: Laptops, tmp_path: Path) -> None:
    codes = []
    for number, name in enumerate(("one", "two")):
        done("add", laptops.at(name), "--name", f"第{number}幼儿园")
        laptops.send(name, f"{name}.jhx")
        codes += ["--accept-sender", done("identity", laptops.at(name))["code"]]
    inbox = tmp_path / "inbox"
    (inbox / "坏的.jhx").write_bytes((inbox / "one.jhx").read_bytes()[:-300])
    (inbox / "笔记.txt").write_text("不是交换文件", encoding="utf-8")
    district, text, pdf = laptops.at("district"), tmp_path / "回执.txt", tmp_path / "回执.pdf"
    said = jianhui("merge", district, inbox, *codes, "--report", text, "--json")
    assert said.code == 1
    assert {Path(each["file"]).name: each["refused"] for each in said.data["files"]} == {
        "one.jhx": 0,
        "two.jhx": 0,
        "坏的.jhx": 1,
    }
    assert "不完整" in said.errors
    assert done("list", district)["total"] == 2
    assert "拒收" in text.read_text(encoding="utf-8")
    again = jianhui("merge", district, inbox, *codes, "--report", pdf, "--json")
    assert again.data["merge"] is None
    assert [each["new"] for each in again.data["files"]] == [0, 0, 0]
    words = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "以前合并过" in words
    assert "回执" in problem("merge", district, inbox, "--report", tmp_path / "回执.doc").replace("--report", "回执")


def test_a_ledgers_own_copies_in_a_folder_are_no_sources_and_said(laptops: Laptops) -> None:
    done("add", laptops.at("cadre"), "--name", "阳光幼儿园")
    sent = laptops.send("cadre", "a.jhx")
    code = done("identity", laptops.at("cadre"))["code"]
    district = laptops.at("district")
    done("add", district, "--name", "晨光幼儿园")
    backup = Path(done("backup", district)["backup"])
    done("restore", backup, district)
    (kept,) = district.parent.glob("台账-恢复前-*.jhtz")
    refused = problem("merge", district, district.parent)
    assert "没有交换文件" in refused
    assert kept.name in refused
    shutil.copy(sent, district.parent)
    done("backup", district, district.parent)
    said = jianhui("merge", district, district.parent, "--accept-sender", code)
    assert said.code == 0, said
    assert "没有当作来源：" in said.out
    merged = done("merge", district, district.parent, "--accept-sender", code)
    assert [Path(each["file"]).name for each in merged["files"]] == ["a.jhx"]
    assert kept.name in merged["own_copies"]
    assert any(name.endswith(".jhbak") for name in merged["own_copies"])
    named = jianhui("merge", district, kept, "--dry-run", "--json")  # named it is taken
    assert [Path(each["file"]).name for each in named.data["files"]] == [kept.name]


def test_conflicts_are_listed_decided_and_travel(laptops: Laptops) -> None:
    done("add", laptops.at("cadre"), "--name", "阳光幼儿园", "职工=10")
    accept = ("--accept-sender", done("identity", laptops.at("cadre"))["code"])
    district = laptops.at("district")
    done("merge", district, laptops.send("cadre", "a.jhx"), *accept)
    done("set", laptops.at("cadre"), "阳光幼儿园", "职工=12")
    laptops.at("district")
    done("set", district, "阳光幼儿园", "职工=11")
    file = laptops.send("cadre", "b.jhx")
    laptops.at("district")
    assert done("merge", district, file, *accept)["files"][0]["conflicts"] == 1
    listed = done("conflicts", district)
    (found,) = listed["conflicts"]
    assert (listed["total"], found["field"], found["base"]["value"]) == (1, "staff", "10")
    assert {(side["value"], side["here"]) for side in found["values"]} == {("12", False), ("11", True)}
    assert "阳光幼儿园" in jianhui("conflicts", district).out
    assert "不是人数" in problem("conflicts", district, "--resolve", found["id"], "很多")
    decided = done("conflicts", district, "--resolve", found["id"][:6], "12")
    assert (decided["total"], decided["resolved"]) == (0, [found["id"]])
    back, district_code = laptops.send("district", "c.jhx"), done("identity", district)["code"]
    cadre = laptops.at("cadre")
    done("merge", cadre, back, "--accept-sender", district_code)
    assert done("conflicts", cadre)["total"] == 0
    assert done("digest", cadre) == done("digest", district)


def test_undoing_a_merge(laptops: Laptops) -> None:
    done("add", laptops.at("cadre"), "--name", "阳光幼儿园")
    accept = ("--accept-sender", done("identity", laptops.at("cadre"))["code"])
    file = laptops.send("cadre", "a.jhx")
    district = laptops.at("district")
    done("merge", district, file, *accept)
    done("visit", district, "阳光幼儿园", "--result", "4")
    planned = done("undo-merge", district, "latest", "--dry-run")
    assert planned["kept"] == 1
    assert planned["kept_records"][0]["name"] == "阳光幼儿园"
    assert done("undo-merge", district, "1")["kept"] == 1
    assert "已经撤销" in problem("undo-merge", district, "1")
    assert done("check", district)["problems"] == []


def test_a_raw_ledger_is_a_source(laptops: Laptops) -> None:
    cadre = laptops.at("cadre")
    done("add", cadre, "--name", "阳光幼儿园")
    before = cadre.read_bytes()
    merged = done("merge", laptops.at("district"), cadre)
    assert merged["files"][0]["new"] == 1
    assert cadre.read_bytes() == before
    assert "就是现在打开的台账" in problem("merge", laptops.at("district"), laptops.at("district"))


def test_purging_a_person(laptops: Laptops) -> None:
    ledger = laptops.at("district")
    done("add", ledger, "--name", "阳光幼儿园", "联络人=欧阳玥琪", "电话=13977665544")
    done("visit", ledger, "阳光幼儿园", "--result", "2", "--note", "见了欧阳玥琪")
    assert "1 段备注" in problem("purge-person", ledger, "欧阳玥琪")
    assert "没有叫" in problem("purge-person", ledger, "王五")
    purged = done("purge-person", ledger, "欧阳玥琪", "--with-notes")
    assert purged["facts"] >= 2
    assert "欧阳玥琪".encode() not in ledger.read_bytes()
    assert done("check", ledger)["problems"] == []


def test_ledgers_that_were_founded_apart_agree_on_their_targets_or_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledgers = {}
    for name, days in (("甲", ()), ("乙", ()), ("丙", ("--targets", "2098-06-30", "2099-12-31"))):
        monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path / f"profile of {name}"))
        ledgers[name] = tmp_path / name / "台账.jhtz"
        ledgers[name].parent.mkdir()
        done("new", ledgers[name], "--unit", f"{name}总工会", "--person", name, *days)
    before = done("stats", ledgers["甲"])["targets"]
    same = done("merge", ledgers["甲"], ledgers["乙"])["files"][0]
    assert (same["conflicts"], same["joined"]) == (0, 0)
    assert done("stats", ledgers["甲"])["targets"] == before
    said = jianhui("merge", ledgers["甲"], ledgers["丙"]).out
    assert "待判 3" in said
    assert "期限：原来 空，对方 2099-12-31，本机 " in said
    assert "待判：目标 " in said
    asked = done("conflicts", ledgers["甲"])["conflicts"]
    assert {(each["kind"], each["field"]) for each in asked} == {("campaign", "ends_on"), ("target", "due_on")}
    assert all(each["what"] for each in asked)
