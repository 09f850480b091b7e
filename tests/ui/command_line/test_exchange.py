"""export OUT.jhx and identity: two people on two laptops."""

import re
from pathlib import Path

import pytest

from models.exchange.reading import open_exchange
from models.exchange.sealing import PassphraseNeeded
from models.ledger.profile import PROFILE_VARIABLE
from tests.ui.command_line.program import done, jianhui, problem


def at(monkeypatch: pytest.MonkeyPatch, folder: Path, laptop: str) -> None:
    monkeypatch.setenv(PROFILE_VARIABLE, str(folder / laptop))


def test_identity_card_confirm_forget(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = tmp_path / "张三.jhcard"
    mine = done("identity", ledger, "--card", card)
    assert re.fullmatch(r"[0-9a-f]{32}", mine["installation"])
    assert mine["known"] == []
    assert done("identity", ledger)["code"] == mine["code"]
    at(monkeypatch, tmp_path, "别的电脑")
    other = tmp_path / "另一份.jhtz"
    done("new", other, "--unit", "朝阳区总工会", "--person", "李四")
    assert "代码不对" in problem("identity", other, "--confirm", card, "AAAA-AAAA")
    known = done("identity", other, "--confirm", card, mine["code"].lower())
    assert known["confirmed"] == mine["code"]
    assert known["code"] != mine["code"]
    assert [(each["name"], each["unit"], each["code"]) for each in known["known"]] == [
        ("张三", "海珠区总工会", mine["code"])
    ]
    assert "张三（海珠区总工会）" in jianhui("identity", other).out
    assert done("identity", other, "--forget", mine["code"])["known"] == []
    assert "名片" in problem("identity", other, "--confirm", ledger, "x")


def test_export_of_everything_a_part_and_what_is_new(demo: Path, tmp_path: Path) -> None:
    everything = done("export", demo, tmp_path / "全部.jhx")
    assert everything["organizations"] == 60
    assert (everything["kind"], everything["number"]) == ("whole", 0)
    assert open_exchange(tmp_path / "全部.jhx").digest.hex() == everything["file"]
    street = done("list", demo, "--limit", 1)["organizations"][0]["street"]
    part = done("export", demo, tmp_path / "街道.jhx", "--street", street)
    assert part["kind"] == "slice"
    assert 0 < part["organizations"] < 60
    cadre = done("export", demo, tmp_path / "干部.jhx", "--cadre", "周岚")
    assert 0 < cadre["organizations"] < 60
    first = done("export", demo, tmp_path / "1.jhx", "--since-last", "区总")
    assert (first["kind"], first["number"], first["edits"]) == ("whole", 1, everything["edits"])
    name = done("list", demo, "--limit", 1)["organizations"][0]["id"]
    done("set", demo, name, "备注=新的")
    second = done("export", demo, tmp_path / "2.jhx", "--since-last", "区总")
    assert (second["kind"], second["number"], second["organizations"]) == ("since", 2, 1)
    assert 0 < second["edits"] < everything["edits"]
    third = jianhui("export", demo, tmp_path / "3.jhx", "--since-last", "区总", "--json")
    assert (third.code, third.data["edits"]) == (0, 0)
    assert "没有新的内容" in third.errors
    assert done("export", demo, tmp_path / "4.jhx", "--recipient", "区总")["kind"] == "whole"


def test_export_sealed(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = tmp_path / "李四.jhcard"
    at(monkeypatch, tmp_path, "李四的电脑")
    hers = tmp_path / "李四.jhtz"
    done("new", hers, "--unit", "朝阳区总工会", "--person", "李四")
    code = done("identity", hers, "--card", card)["code"]
    at(monkeypatch, tmp_path, "张三的电脑")
    said = jianhui("export", ledger, tmp_path / "a.jhx", "--seal", card, "--json")
    assert said.code == 0
    assert f"（代码 {code}）还没有核对过" in said.errors
    counted = jianhui("export", ledger, tmp_path / "0.jhx", "--seal", card, "--since-last", "李四", "--json").data
    assert (counted["kind"], counted["number"]) == ("since", 2)
    done("identity", ledger, "--confirm", card, code)
    again = jianhui("export", ledger, tmp_path / "0.jhx", "--since-last", "李四", "--json").data
    assert (again["kind"], again["number"]) == ("since", 3)
    done("export", ledger, tmp_path / "a.jhx", "--seal", card)
    done("export", ledger, tmp_path / "b.jhx", "--seal", "李四", "--seal", code)
    with pytest.raises(Exception, match="密封给别人"):
        open_exchange(tmp_path / "a.jhx")
    at(monkeypatch, tmp_path, "李四的电脑")
    assert open_exchange(tmp_path / "a.jhx").manifest.author == "张三"
    assert open_exchange(tmp_path / "b.jhx").manifest.organizations == 2


def test_export_with_a_password(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    password = tmp_path / "口令.txt"
    password.write_bytes("\ufeff春天的第一场大雨\r\n".encode())
    done("export", ledger, tmp_path / "a.jhx", "--password-file", password)
    with pytest.raises(PassphraseNeeded):
        open_exchange(tmp_path / "a.jhx")
    assert open_exchange(tmp_path / "a.jhx", passphrase=password.read_text("utf-8-sig").strip())
    assert "不能输入口令" in problem("export", ledger, tmp_path / "b.jhx", "--password")
    typed = iter(["春天的第一场大雨", "春天的第二场大雨"] * 2)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert "不一样" in problem("export", ledger, tmp_path / "b.jhx", "--password")
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "春天的第一场大雨")
    done("export", ledger, tmp_path / "b.jhx", "--password")
    for text, words in (("短\n", "口令太短"), ("\n", "第一行是空的"), (None, "读不出口令文件")):
        path = tmp_path / "p.txt"
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")
        assert words in problem("export", ledger, tmp_path / "c.jhx", "--password-file", path)
    assert not (tmp_path / "c.jhx").exists()


def test_options_that_do_not_fit(ledger: Path, tmp_path: Path) -> None:
    assert "--street 或 --cadre" in problem("export", ledger, tmp_path / "a.jhx", "--search", "幼")
    assert "没有叫“王五”的人员" in problem("export", ledger, tmp_path / "a.jhx", "--cadre", "王五")
    assert ".jhx" in problem("export", ledger, tmp_path / "a.xlsx", "--since-last", "区总")
    assert "名片" in problem("export", ledger, tmp_path / "a.jhx", "--seal", "没有的.jhcard")


def test_while_a_window_has_it_open(ledger: Path, tmp_path: Path) -> None:
    """What is not noted needs no writing; what is noted says who has it open."""
    from models.ledger.ledger import Ledger  # noqa: PLC0415

    with Ledger.open(ledger):
        done("identity", ledger)
        done("export", ledger, tmp_path / "a.jhx")
        done("identity", ledger, "--card", tmp_path / "自己.jhcard")
        assert done("export", ledger, tmp_path / "a.jhx", "--seal", tmp_path / "自己.jhcard")["number"] == 1
        assert "打开" in problem("export", ledger, tmp_path / "b.jhx", "--since-last", "区总")
