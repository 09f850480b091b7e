"""Who somebody is: keys, cards, codes, whom one knows; and which copy of a ledger this is."""

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.errors import AmbiguousProblem, FileProblem, InputProblem
from models.exchange.cards import Card, card_line, card_text, parse_card, read_card, same_code, short_code, write_card
from models.exchange.known import (
    confirm,
    find_known,
    forget,
    known_senders,
    own_card,
    profile_keyring,
)
from models.exchange.reading import open_exchange
from models.exchange.signing import own_secret, public_key_of
from models.ledger.ledger import Ledger
from models.ledger.profile import PROFILE_VARIABLE, profile_folder
from tests.models.edits.desk import Desk
from tests.models.exchange.post import SECRET, STRANGER, receive, send

CARD = Card(public_key_of(SECRET), "张三", "朝阳区总工会", "ab" * 16)


def test_the_key_is_made_once_and_stays_in_the_profile(office: Desk) -> None:
    secret = own_secret()
    assert own_secret() == secret
    path = profile_folder() / "identity.key"
    assert [each.name for each in profile_folder().iterdir() if "identity" in each.name] == ["identity.key"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret.hex() in path.read_text()
    office.ledger.close()
    assert secret not in office.path.read_bytes()
    assert secret.hex().encode() not in office.path.read_bytes()


@pytest.mark.parametrize("change", [lambda text: text[:-9], lambda _text: "", lambda text: text.replace("1", "2", 1)])
def test_a_damaged_key_is_never_replaced_in_silence(change: object) -> None:
    own_secret()
    path = profile_folder() / "identity.key"
    path.write_text(change(path.read_text()))  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(FileProblem, match="身份密钥已损坏"):
        own_secret()
    assert path.read_bytes() == before


def test_reading_makes_no_key(office: Desk, tmp_path: Path) -> None:
    path = send(office.ledger, tmp_path / "a.jhx").path
    assert not open_exchange(path).sender.known
    assert not (profile_folder() / "identity.key").exists()


def test_two_profiles_are_two_people(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = own_secret()
    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path / "other"))
    assert own_secret() != first


def test_a_key_that_cannot_be_kept_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path / "a file" / "profile"))
    with pytest.raises(FileProblem):
        own_secret()


# -- Cards and codes -----------------------------------------------------------------------------------------------


def test_a_card_says_who_and_survives_chats(tmp_path: Path) -> None:
    text = card_text(CARD, SECRET)
    assert "张三" in text
    assert CARD.code in text
    for number, data in enumerate(
        (
            text.encode(),
            b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
            text.encode("utf-16"),
            text.encode("gb18030"),
            card_line(CARD, SECRET).encode(),
            b" \n" + card_line(CARD, SECRET).encode() + b"\n",
        )
    ):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(data)
        assert read_card(path) == CARD


def test_a_card_cannot_be_altered(tmp_path: Path) -> None:
    line = card_line(CARD, SECRET)
    for bad in (line[:-4], line.replace("JHCARD1:", "JHCARD2:"), line[:30] + "A" + line[31:], "", "{}", '{"jhcard":7}'):
        with pytest.raises(InputProblem, match="不是建会台账的名片"):
            parse_card(bad)
    with pytest.raises(InputProblem, match="名片"):
        parse_card(card_line(Card(CARD.public_key, "张\u202e三", "", ""), SECRET))
    path = tmp_path / "x.jhcard"
    with pytest.raises(InputProblem, match="打不开"):
        read_card(path)
    path.write_bytes(b"x" * 1_000_000)
    with pytest.raises(InputProblem, match="不是建会台账的名片"):
        read_card(path)


@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("jhcard", b"{")])
def test_a_card_as_file_and_as_symbol(ending: str, start: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"张三.{ending}"
    write_card(CARD, SECRET, path)
    assert path.read_bytes().startswith(start)


def test_codes_are_short_and_forgive_how_they_are_typed() -> None:
    code = CARD.code
    assert len(code) == 9
    assert code == short_code(CARD.public_key) != short_code(public_key_of(STRANGER))
    spoken = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert same_code(spoken, code)
    assert same_code(wide, code)
    for wrong in ("", "-", code[:-1], code + "2", short_code(public_key_of(STRANGER))):
        assert not same_code(wrong, code)


def test_a_colleague_is_confirmed_by_the_code_and_can_be_forgotten() -> None:
    with pytest.raises(InputProblem, match="代码不对"):
        confirm(CARD, "0000-0000", on="2026-01-01")
    assert known_senders() == {}
    confirm(CARD, CARD.code.lower(), on="2026-01-01")
    known = known_senders()[CARD.public_key]
    assert (known.card, known.on) == (CARD, "2026-01-01")
    assert find_known("张三") == find_known("张三（朝阳区总工会）") == find_known(CARD.code) == known
    assert find_known("王五") is None
    assert profile_keyring().knows(CARD.public_key)
    other = Card(public_key_of(STRANGER), "张三", "海珠区总工会", "")
    confirm(other, other.code, on="2026-01-02")
    with pytest.raises(AmbiguousProblem, match="2 个叫“张三”"):
        find_known("张三")
    forget(CARD.code)
    assert list(known_senders()) == [other.public_key]
    with pytest.raises(InputProblem, match="没有代码是"):
        forget(CARD.code)


def test_a_damaged_list_of_known_senders_makes_strangers_never_friends() -> None:
    confirm(CARD, CARD.code, on="2026-01-01")
    path = profile_folder() / "known_senders.json"
    path.write_text('{"zz": {}, "00": 7, "01": {"name": "x"}}')
    assert known_senders() == {}
    path.write_text("{")
    assert not profile_keyring().knows(CARD.public_key)


def test_a_list_that_cannot_be_kept_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path / "a file" / "profile"))
    with pytest.raises(FileProblem, match="没有存进"):
        confirm(CARD, CARD.code, on="2026-01-01")


# -- Copies --------------------------------------------------------------------------------------------------------


def installation(path: Path) -> str:
    with Ledger.open(path) as ledger:
        return own_card(ledger).installation


def test_a_copied_ledger_gets_a_new_installation_number(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "原.jhtz"
    create_ledger(path, unit="甲", person="乙").close()
    first = installation(path)
    assert installation(path) == first
    beside = Path(shutil.copy(path, tmp_path / "副本.jhtz"))
    assert installation(beside) != first
    assert installation(beside) == installation(beside)
    assert installation(path) == first
    stick = Path(shutil.copy(path, tmp_path / "U盘.jhtz"))
    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path / "另一台电脑"))
    assert installation(stick) not in {first, installation(beside)}
    moved = tmp_path / "移动过.jhtz"
    number = installation(stick)
    os.rename(stick, moved)  # noqa: PTH104 - moved, not copied
    assert installation(moved) == number


def test_a_copy_signs_as_whoever_holds_it(office: Desk, tmp_path: Path) -> None:
    """The key does not go with the ledger: the copy's files are another sender's, with a number of their own."""
    first = receive(send(office.ledger, tmp_path / "1.jhx").path)
    copy = Path(shutil.copy(office.path, tmp_path / "副本.jhtz"))
    with Ledger.open(copy) as ledger:
        second = receive(send(ledger, tmp_path / "2.jhx", secret=STRANGER).path)
    assert first.sender.public_key != second.sender.public_key
    assert first.manifest.installation != second.manifest.installation
    assert first.manifest.facts == second.manifest.facts
    assert second.manifest.up_to(second.manifest.installation) == 0
