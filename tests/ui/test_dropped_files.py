"""What is dropped is told by its content, whatever it is called."""

import shutil
from pathlib import Path

import pytest

from models.exchange.cards import write_card
from models.exchange.known import own_card
from models.exchange.signing import own_secret
from tests.models.merging.conftest import offices, street
from tests.models.merging.offices import Office
from ui.dropped_files import sort_dropped

__all__ = ["offices", "street"]


@pytest.fixture
def sent(street: Office) -> Path:
    street.add("阳光幼儿园")
    return street.send("first")


def test_names_say_nothing(street: Office, sent: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "微信图片_2024.xlsx"
    shutil.copyfile(sent, renamed)
    card = tmp_path / "张三.txt"
    write_card(own_card(street.ledger), own_secret(), card)
    ledger = tmp_path / "台账.bak"
    shutil.copyfile(street.path, ledger)
    sheet = tmp_path / "名册.xlsx"
    sheet.write_bytes(b"PK\x03\x04")
    photo = tmp_path / "IMG_1"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    cut = tmp_path / "半个.jhx"
    cut.write_bytes(b"nothing of ours")
    folder = tmp_path / "U盘"
    folder.mkdir()
    found = sort_dropped([renamed, card, ledger, sheet, photo, cut, folder])
    assert found.merges == (renamed, photo, cut, folder)
    assert found.cards == (card,)
    assert found.ledgers == (ledger,)
    assert found.lists == (sheet,)


def test_what_is_not_there_is_left_to_the_import_to_explain(tmp_path: Path) -> None:
    gone = tmp_path / "走了.jhx"
    assert sort_dropped([gone]).lists == (gone,)
