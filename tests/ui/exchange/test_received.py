"""What the screen says of received files and of what they would bring, without a window."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models.edits.organizations import change_organization, delete_organizations
from models.edits.visits import record_visits
from models.exchange.few_facts import write_few
from models.exchange.known import confirm, forget, profile_keyring
from models.exchange.qr_symbols import split
from models.exchange.sealing import Seal
from models.exchange.writing import Recipient, Wanted, write_exchange
from models.inputs.forms import VisitInput
from models.merging.merge import merge
from models.merging.rows import CONFLICTS, DOUBLES, ORGANIZATIONS, VISITS
from models.merging.undoing import undo_merge
from models.progress import Progress
from tests.models.edits.desk import TODAY, code_of
from tests.models.merging.offices import Office, Offices
from ui.exchange.basket import Basket, Looked, card_of, look
from ui.exchange.file_words import FileWords, file_words
from ui.exchange.preview_rows import NOTHING_NEW, REFUSED, PreviewTab, Selection, preview_tabs, will_be_written

WORDS = "四个不相干的词啊"
EIGHT = ["organizations", "visits", "changed", "joined", "conflicts", "duplicates", "nothing_new", "refused"]


def seen(office: Office, *paths: Path, basket: Basket | None = None, before: Looked | None = None) -> Looked:
    office.at_work()
    asked = (basket or Basket()).with_paths(paths)
    return look(office.ledger, asked, before.offers if before else [], Progress())


def known(office: Office, looked: Looked) -> None:
    """The code of every sender was heard on the telephone."""
    for offer in looked.offers:
        card = card_of(offer)
        if card is not None:
            confirm(card, card.code, on="2024-09-25")


def visit(office: Office, organization: int, note: str = "") -> None:
    values = {"visited_on": TODAY, "result": "2", "mode": "1", "note": note or None}
    record_visits(office.ledger, [organization], VisitInput.parse(values))


def tabs(looked: Looked, chosen: Selection | None = None) -> dict[str, PreviewTab]:
    return {tab.number.key: tab for tab in preview_tabs(looked, chosen or Selection(looked))}


def words(looked: Looked) -> list[FileWords]:
    return [file_words(file) for file in looked.files]


@pytest.fixture
def sent(district: Office, street: Office) -> Path:
    """The street's file: one new organization with a visit, one change of what both have."""
    first = street.add("阳光幼儿园", code=code_of("52", "440105"), staff=30, phone="13800001111")
    district.merge(street.send("before"))
    visit(street, street.add("望江幼儿园", code=code_of("52", "440105", 2)), "园长外出")
    change_organization(street.ledger, first, {"staff": 38, "phone": "13800002222"})
    change_organization(district.ledger, district.id_of("阳光幼儿园"), {"phone": "13800003333"})
    return street.send("九月第四周")


def test_a_stranger_is_previewed_and_not_merged_until_the_code_was_heard(district: Office, sent: Path) -> None:
    looked = seen(district, sent)
    (said,) = words(looked)
    assert (said.title, said.tag) == ("张三", "要核对")
    assert said.code == profile_keyring_of(looked)
    assert "海珠区总工会" in said.lines
    assert "九月第四周.jhx" in said.lines
    assert tabs(looked)[VISITS].number.count == 1
    assert will_be_written(looked, Selection(looked)) == (0, 0)
    known(district, looked)
    looked = seen(district, sent, before=looked)
    (said,) = words(looked)
    assert (said.tag, said.code, said.problem) == ("可合并", "", "")
    assert "签名有效" in said.sound
    (counted,) = [line for line in said.lines if "改动到第" in line]
    assert counted.endswith("本机到 1")  # what came before
    written, conflicts = will_be_written(looked, Selection(looked))
    assert (written, conflicts) == (4, 1)


def profile_keyring_of(looked: Looked) -> str:
    sender = looked.offers[0].sender
    assert sender is not None
    return sender.code


def test_accepted_once_is_merged_and_forgotten(district: Office, sent: Path) -> None:
    looked = seen(district, sent)
    code = profile_keyring_of(looked)
    looked = seen(district, sent, basket=Basket().accepting(code), before=looked)
    assert words(looked)[0].tag == "可合并"
    assert profile_keyring().known == {}


def test_eight_numbers_open_their_rows(district: Office, sent: Path) -> None:
    looked = seen(district, sent)
    known(district, looked)
    looked = seen(district, sent)
    found = tabs(looked)
    assert list(found)[:8] == EIGHT
    counts = {key: tab.number.count for key, tab in found.items() if key != NOTHING_NEW}
    assert counts == {
        "organizations": 1, "visits": 1, "changed": 0, "joined": 1, "conflicts": 1, "duplicates": 0, "refused": 0
    }  # fmt: skip
    rows = found[CONFLICTS].source
    cells = {key: rows.cell(0, key).text for key in ("name", "field", "before", "theirs", "ours")}
    assert cells == {
        "name": "阳光幼儿园", "field": "电话", "before": "138****1111", "theirs": "138****2222", "ours": "138****3333"
    }  # fmt: skip
    assert rows.cell(0, "result").tag == "待判"
    assert rows.cell(0, "who").text == "张三 09-25　张三 09-25"
    assert "13800002222" not in rows.summary(0)
    assert rows.summary(0).endswith("要写入")
    assert found[VISITS].source.cell(0, "note").text == "2024-09-25 上门 观望 园长外出"
    assert found[NOTHING_NEW].number.count == looked.files[0].preview.nothing_new
    for tab in found.values():
        assert tab.explanation
        for row in range(tab.source.count()):
            assert all(tab.source.cell(row, spec.key) is not None for spec in tab.columns)


def test_a_tick_taken_away_stays_out_with_all_that_belongs_to_it(district: Office, sent: Path) -> None:
    known(district, seen(district, sent))
    looked = seen(district, sent)
    chosen = Selection(looked)
    rows = tabs(looked, chosen)[ORGANIZATIONS].source.rows
    chosen.switch(rows)
    visits = tabs(looked, chosen)[VISITS].source
    assert visits.cell(0, "tick").ticked is False
    assert visits.cell(0, "result").tag == "不写入"
    assert visits.summary(0).endswith("这次不写入")
    assert will_be_written(looked, chosen) == (2, 1)
    merged = merge(district.ledger, looked.offers, leaving_out=chosen.left_out)
    assert merged.files[0].left_out == 2
    assert {key: merged.files[0].counts[key] for key in ("new", "visits", "joined")} == {
        "new": 0, "visits": 0, "joined": 1
    }  # fmt: skip  # the sender is told what came
    assert district.count("organization") == 1
    again = seen(district, sent)  # what was left out can come later
    assert tabs(again)[ORGANIZATIONS].number.count == 1
    assert Selection(again, chosen).left_out == chosen.left_out
    chosen.switch(rows)
    assert chosen.left_out == frozenset()


def test_several_files_twice_old_damaged_locked_and_of_a_wrong_clock(
    district: Office, street: Office, offices: Offices, sent: Path
) -> None:
    twice = sent.with_name("九月第四周 (1).jhx")
    shutil.copyfile(sent, twice)
    damaged = sent.with_name("坏了.jhx")
    data = sent.read_bytes()
    damaged.write_bytes(data[:2500] + bytes([data[2500] ^ 1]) + data[2501:])
    other = offices.found("other", today=TODAY + timedelta(days=2))
    other.add("海燕幼儿园", code=code_of("52", "440105", 7))
    fast = other.send("快了两天")
    other.at_work()
    locked = other.path.parent / "加了口令.jhx"
    write_exchange(other.ledger, locked, Wanted(seal=Seal(passphrase=WORDS)), program="t", progress=Progress())
    paths = (sent, twice, damaged, fast, locked)
    known(district, seen(district, *paths))
    looked = seen(district, *paths)
    by_name = {file.offer.name: file_words(file) for file in looked.files}
    assert by_name["九月第四周 (1).jhx"].tag == "跳过"
    assert by_name["九月第四周 (1).jhx"].warnings == ("与“九月第四周.jhx”是同一个文件，只合并一次。",)
    assert by_name["坏了.jhx"].tag == "拒收"
    assert "损坏" in by_name["坏了.jhx"].problem
    assert "对方时钟快 2 天，已按改动次序排" in by_name["快了两天.jhx"].warnings
    assert by_name["加了口令.jhx"].needs_passphrase
    assert [name for name, said in by_name.items() if said.tag == "可合并"] == ["九月第四周.jhx", "快了两天.jhx"]
    assert tabs(looked)[REFUSED].number.count == 2
    wrong = looked.basket.with_passphrase(locked, "不是这个口令")
    looked = look(district.ledger, wrong, looked.offers, Progress())
    assert "口令不对" in next(file_words(file).problem for file in looked.files if file.offer.path == locked)
    right = wrong.with_passphrase(locked, WORDS)
    looked = look(district.ledger, right, looked.offers, Progress())
    assert not any(file.offer.needs_passphrase for file in looked.files)
    merge(district.ledger, looked.offers)
    again = seen(district, sent)
    (said,) = words(again)
    assert (said.tag, said.warnings) == ("跳过", ("以前合并过：再合一次不会重复计数，本次跳过。",))
    assert not again.files[0].is_merged


def test_one_code_is_enough_for_all_files_of_a_sender(district: Office, street: Office, sent: Path) -> None:
    visit(street, street.id_of("阳光幼儿园"))
    later = street.send("后来")
    looked = seen(district, sent, later)
    assert [bool(said.code) for said in words(looked)] == [True, False]
    assert words(looked)[1].warnings[-1] == "发件人同上：核对一次代码就行。"
    known(district, looked)
    assert [said.tag for said in words(seen(district, sent, later, before=looked))] == ["可合并", "可合并"]
    forget(profile_keyring_of(looked))


def test_files_that_lie_there_while_a_merge_is_undone_are_looked_at_anew(
    district: Office, street: Office, sent: Path
) -> None:
    looked = seen(district, sent)
    known(district, looked)
    merge(district.ledger, seen(district, sent, before=looked).offers)
    looked = seen(district, sent, street.send("后来"))
    assert [bool(file.offer.known_in) for file in looked.files] == [True, False]
    assert tabs(looked)[VISITS].number.count == 0
    undo_merge(district.ledger, "latest")
    looked = seen(district, *looked.basket.paths, before=looked)
    assert [bool(file.offer.known_in) for file in looked.files] == [False, False]
    assert tabs(looked)[VISITS].number.count == 1
    merge(district.ledger, looked.offers, looked=looked.found)
    assert district.count("visit") == 1
    district.prove()
    forget(profile_keyring_of(looked))


def test_a_file_that_was_copied_again_is_opened_anew(district: Office, street: Office, sent: Path) -> None:
    """A damaged one by a good one, an old one by a new one: of the same name, in the same place."""
    whole, later = sent.read_bytes(), street.send("后来").read_bytes()
    sent.write_bytes(whole[:-100])
    looked = seen(district, sent)
    assert looked.files[0].offer.refused
    sent.write_bytes(whole)
    looked = seen(district, sent, before=looked)
    assert not looked.files[0].offer.refused
    kept = looked.offers
    looked = seen(district, sent, before=looked)
    assert looked.offers[0] is kept[0]
    sent.write_bytes(later)
    looked = seen(district, sent, before=looked)
    assert looked.offers[0] is not kept[0]
    sent.unlink()
    assert seen(district, sent, before=looked).offers == looked.offers  # a stick that was pulled out
    looked = seen(district, sent)
    assert looked.files[0].offer.refused
    sent.write_bytes(whole)
    assert not seen(district, sent, before=looked).files[0].offer.refused


def test_a_conflict_of_three_is_one(district: Office, street: Office, offices: Offices, sent: Path) -> None:
    third = offices.found("third")
    third.merge(sent.with_name("before.jhx"))
    change_organization(third.ledger, third.id_of("阳光幼儿园"), {"phone": "13800004444"})
    other = third.send("third")
    known(district, seen(district, sent, other))
    looked = seen(district, sent, other)
    rows = tabs(looked)[CONFLICTS].source
    assert rows.count() == 1
    assert len(rows.rows[0].said) == 3
    assert will_be_written(looked, Selection(looked))[1] == 1


def test_a_folder_and_a_file_taken_out_of_it(district: Office, street: Office, sent: Path) -> None:
    looked = seen(district, sent.parent)
    assert {file.offer.name for file in looked.files} == {"before.jhx", "九月第四周.jhx", "台账.jhtz"}
    street.ledger.close()  # a laptop that is no more; while it is open its file is refused
    ledger = next(file for file in seen(district, street.path).files)
    assert "没有签名" in file_words(ledger).lines[-1]
    assert file_words(ledger).tag == "可合并"
    basket = Basket((sent, sent.with_name("before.jhx"))).without(sent)
    assert basket.paths == (sent.with_name("before.jhx"),)


def test_probable_duplicates_and_removals_have_numbers(district: Office, street: Office, sent: Path) -> None:
    district.add("同名幼儿园")
    street.add("同名幼儿园")
    delete_organizations(street.ledger, [street.id_of("阳光幼儿园")])
    file = street.send("more")
    known(district, seen(district, file))
    found = tabs(seen(district, file))
    assert found[DOUBLES].number.count == 1
    assert found["returned"].number.count == 1  # changed here meanwhile
    assert found[DOUBLES].source.cell(0, "note").text == "与“同名幼儿园”同名"
    assert found["returned"].source.cell(0, "field").text == "回收站"


def test_the_recipient_is_told_from_the_card(district: Office, street: Office) -> None:
    """A file that is sealed for somebody else says whose card it needs."""
    street.at_work()
    from models.exchange.known import own_card  # noqa: PLC0415

    card = own_card(street.ledger)
    path = street.path.parent / "给自己.jhx"
    wanted = Wanted(recipient=Recipient(card.title, card.public_key), seal=Seal(cards=(card,)))
    write_exchange(street.ledger, path, replace(wanted), program="t", progress=Progress())
    (said,) = words(seen(district, path))
    assert (said.tag, said.needs_passphrase) == ("拒收", False)
    assert "密封给别人的" in said.problem


def test_photos_of_codes_are_one_piece_however_many_there_are(district: Office, street: Office) -> None:
    import segno  # noqa: PLC0415 - for this test alone

    first = street.add("阳光幼儿园", code=code_of("52", "440105"))
    for number in range(12):
        visit(street, first, f"第 {number} 次：{number * 7919 % 10007} 号，约下周三再访")
    street.at_work()
    parts = split(write_few(street.ledger, program="t").data)
    assert len(parts) > 1
    photos = []
    for number, part in enumerate(parts):
        photos.append(street.path.parent / f"IMG_{number}.png")
        segno.make_qr(part, error="m", mode="byte", boost_error=False).save(str(photos[-1]), scale=5, border=4)
    looked = seen(district, *photos[1:])
    (said,) = words(looked)
    assert "还缺第 1 个" in said.problem
    looked = seen(district, photos[0], basket=looked.basket, before=looked)  # the missing one is taken besides
    assert len(looked.files) == 1
    known(district, looked)
    looked = seen(district, basket=looked.basket, before=looked)
    assert words(looked)[0].tag == "可合并"
    assert tabs(looked)[VISITS].number.count == 12
    assert looked.basket.without(photos[0]).paths == ()  # they belong together
