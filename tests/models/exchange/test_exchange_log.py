"""What nobody was sent yet, and what came back about what went out."""

import shutil
from pathlib import Path

import pytest

from models.exchange.exchange_log import sent_log
from models.exchange.known import confirm, own_card
from models.exchange.selecting import Scope
from models.exchange.unsent import unsent
from models.exchange.writing import Recipient, Wanted, write_exchange
from models.progress import Progress
from tests.models.edits.desk import CHIGANG, code_of
from tests.models.merging.conftest import district, offices, street
from tests.models.merging.offices import Office

__all__ = ["district", "offices", "street"]


def send(office: Office, name: str, wanted: Wanted) -> Path:
    office.at_work()
    path = office.path.parent / f"{name}.jhx"
    write_exchange(office.ledger, path, wanted, program="t", progress=Progress())
    return path


def test_steps_count_until_a_whole_file_went_out(district: Office, street: Office) -> None:
    assert (unsent(street.ledger).steps, unsent(street.ledger).last) == (0, 0)  # the founding is everybody's
    for number in range(3):
        street.add(f"幼儿园{number}", code=code_of("52", "440105", number + 1))
    assert unsent(street.ledger).steps == 3
    part = Wanted(scope=Scope(streets=(CHIGANG,)), recipient=Recipient("街道"))
    send(street, "part", part)
    assert unsent(street.ledger).steps == 3  # a part of the ledger may leave some of it out
    street.send("whole", to="区总工会")
    found = unsent(street.ledger)
    assert found.steps == 0
    assert found.last > 0
    street.add("第四家", code=code_of("52", "440105", 9))
    district.add("本机的", code=code_of("52", "440105", 8))
    street.merge(district.send("back"))
    assert unsent(street.ledger).steps == 1  # what came from elsewhere is not one's own
    street.send("later", to="区总工会", since=True)
    assert unsent(street.ledger).steps == 0


def test_what_one_has_oneself_counts_as_sent_with_ones_own_part(street: Office) -> None:
    street.add("阳光幼儿园", code=code_of("52", "440105"))
    own = street.ledger.author.cadre
    send(street, "own", Wanted(scope=Scope(cadres=(own,)), recipient=Recipient("区")))
    assert unsent(street.ledger).steps == 0


def test_receipts_come_back_with_the_next_file(district: Office, street: Office, tmp_path: Path) -> None:
    street.add("阳光幼儿园", code=code_of("52", "440105"))
    file = street.send("up", to="区总工会")
    assert [(one.recipient, one.number, one.merged) for one in sent_log(street.ledger)] == [("区总工会", 1, 0)]
    street.at_work()
    card = own_card(street.ledger)
    district.merge(file)
    back = send(district, "back", Wanted(recipient=Recipient(card.title, card.public_key)))
    shutil.copyfile(back, tmp_path / "back.jhx")
    street.merge(tmp_path / "back.jhx")
    (one,) = sent_log(street.ledger)
    assert one.merged > 0
    assert one.merged_by.startswith("张三")
    assert one.counts is not None
    assert one.counts["new"] == 1


def test_a_colleague_is_named_by_the_confirmed_card(
    district: Office, street: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.at_work()
    card = own_card(street.ledger)
    district.at_work()
    confirm(card, card.code, on="2024-09-25")
    send(district, "down", Wanted(recipient=Recipient(card.title, card.public_key)))
    assert sent_log(district.ledger)[0].recipient == "张三（海珠区总工会）"
