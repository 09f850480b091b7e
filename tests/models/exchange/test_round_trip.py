"""What is written is what is read: whole, in parts, since last time, sealed."""

import hashlib
import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.edits.organizations import change_organization
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.errors import FileProblem, InputProblem, MergeProblem
from models.exchange import facts_out, writing
from models.exchange.bookkeeping import last_sent, note_received, receipt_of, receipts_for, sent_files
from models.exchange.cards import Card
from models.exchange.container import COVER_BYTES, FACTS
from models.exchange.file import ExchangeFile
from models.exchange.manifest import SINCE, SLICE, WHOLE
from models.exchange.reading import open_exchange
from models.exchange.sealing import PassphraseNeeded, Seal
from models.exchange.selecting import Scope
from models.exchange.signing import public_key_of
from models.exchange.writing import Recipient, Wanted
from models.facts.arrivals import take_out_arrivals
from models.facts.records import chunks
from models.inputs.forms import UnionInput, VisitInput
from models.ledger.health import digests
from models.progress import Progress
from models.tables.record_kinds import FORMER_NAME, ORGANIZATION, TRADE_UNION, VISIT
from tests.models.edits.desk import CHIGANG, TODAY, Desk
from tests.models.exchange.conftest import OTHER_STREET
from tests.models.exchange.post import (
    STRANGER,
    comparable,
    keyring,
    merge,
    parts,
    put_together,
    receive,
    send,
    whole_body,
)


def test_a_whole_ledger_arrives_as_it_is(office: Desk, tmp_path: Path) -> None:
    written = send(office.ledger, tmp_path / "全部.jhx")
    incoming = receive(written.path)
    assert comparable(incoming.body) == comparable(whole_body(office.ledger))
    assert incoming.digest == written.digest
    assert incoming.manifest == written.manifest
    assert (incoming.manifest.kind, incoming.manifest.organizations) == (WHOLE, 3)
    assert (incoming.manifest.author, incoming.manifest.unit) == ("张三", "海珠区总工会")
    facts, state = digests(office.ledger)
    assert (incoming.manifest.facts, incoming.manifest.state) == (facts, state)
    with create_ledger(tmp_path / "新.jhtz", unit="朝阳区总工会", person="王五") as other:
        merge(other, incoming)
        merge(office.ledger, receive(send(other, tmp_path / "回.jhx").path))
        assert digests(other) == digests(office.ledger)


def test_a_large_ledger_is_read_from_a_copy(office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's commit has to wait for a long export, and the file is that of one moment."""
    body = comparable(whole_body(office.ledger))
    monkeypatch.setattr(writing, "_LARGE", 0)
    held = []

    def step(progress: Progress, done: int, total: int | None = None, label: str | None = None) -> None:
        if not held:
            held.append(office.add("其间新增"))

    monkeypatch.setattr(Progress, "step", step)
    written = send(office.ledger, tmp_path / "a.jhx")
    assert held
    assert comparable(receive(written.path).body) == body


def test_the_manifest_says_up_to_which_change(office: Desk, tmp_path: Path) -> None:
    manifest = receive(send(office.ledger, tmp_path / "a.jhx").path).manifest
    (highest,) = office.one("SELECT max(seq) FROM batch")
    assert manifest.up_to(manifest.installation) == highest > 3
    assert manifest.up_to("ff" * 16) == 0
    assert manifest.installation == office.one("SELECT lower(hex(uid)) FROM replica")[0]


def test_a_person_can_read_the_cover(office: Desk, tmp_path: Path) -> None:
    path = send(office.ledger, tmp_path / "a.jhx").path
    with path.open("rb") as file:
        cover = file.read(COVER_BYTES).decode("utf-8-sig")
    assert cover.startswith("建会台账交换文件\r\n")
    assert "发件人：张三（海珠区总工会）" in cover
    assert "3 家单位" in cover
    assert "没有加密" in cover
    assert "怎样打开" in cover


def test_the_name_means_nothing(office: Desk, tmp_path: Path) -> None:
    written = send(office.ledger, tmp_path / "a.jhx")
    for name in ("a.jhx.txt", "a(1).jhx", "无扩展名", "合并我.xlsx"):
        renamed = tmp_path / name
        renamed.write_bytes(written.path.read_bytes())
        assert receive(renamed).digest == written.digest


def test_streets_and_cadres(office: Desk, tmp_path: Path) -> None:
    whole = whole_body(office.ledger)
    (four,) = office.one("SELECT uid FROM cadre WHERE name='李四'")
    for scope, names in (
        (Scope(streets=(CHIGANG,)), {"阳光幼儿园", "已注销的学会"}),
        (Scope(streets=("440105",)), {"阳光幼儿园", "已注销的学会", "𠮷祥书画社，“丙”\n第二行"}),
        (Scope(cadres=(four,)), {"𠮷祥书画社，“丙”\n第二行"}),
        (Scope(streets=(CHIGANG,), cadres=(four,)), set[str]()),
    ):
        incoming = receive(send(office.ledger, tmp_path / "a.jhx", Wanted(scope=scope)).path)
        assert incoming.manifest.kind == SLICE
        organizations = incoming.body.creations.get(1, [])
        assert {row.values[1] for row in organizations} == names
        inside = {row.uid for row in organizations}
        for kind in (4, 5, 6):
            wanted = {row.uid for row in whole.creations.get(kind, []) if row.parent in inside}
            assert {row.uid for row in incoming.body.creations.get(kind, [])} == wanted
        uids = {row.uid for rows in incoming.body.creations.values() for row in rows}
        assert {e.uid for e in incoming.body.edits} == {e.uid for e in whole.edits if e.record in uids}


def test_an_organization_that_moved_on_is_still_in_the_slice(office: Desk, tmp_path: Path) -> None:
    one = office.one("SELECT id FROM organization WHERE name='阳光幼儿园'")[0]
    change_organization(office.ledger, one, {"street": OTHER_STREET})
    change_organization(office.ledger, one, {"street": "440105003"})
    for street in (CHIGANG, OTHER_STREET, "440105003"):
        found = receive(send(office.ledger, tmp_path / "a.jhx", Wanted(scope=Scope(streets=(street,)))).path)
        assert "阳光幼儿园" in {row.values[1] for row in found.body.creations[1]}


def test_an_organization_that_was_handed_on_is_still_in_the_slice(office: Desk, tmp_path: Path) -> None:
    with office.ledger.change() as change:
        change.create(ORGANIZATION, {"name": "新来的"})
    one = office.one("SELECT id FROM organization WHERE name='新来的'")[0]
    cadres = [uid for (uid,) in office.all("SELECT uid FROM cadre ORDER BY name")]
    assert len(cadres) > 1
    for cadre in cadres:
        change_organization(office.ledger, one, {"owner": cadre.hex()})
    for chosen in (*((cadre,) for cadre in cadres), tuple(cadres)):
        found = receive(send(office.ledger, tmp_path / "a.jhx", Wanted(scope=Scope(cadres=chosen))).path)
        assert "新来的" in {row.values[1] for row in found.body.creations[1]}


def test_a_slice_brings_only_the_unions_of_its_organizations(office: Desk, tmp_path: Path) -> None:
    ids = {
        name: office.one("SELECT id FROM organization WHERE name LIKE ?", f"%{name}%")[0] for name in ("阳光", "书画")
    }
    recipient = Recipient("赤岗街道")
    for name, record in ids.items():
        form_union(office.ledger, [record], UnionInput(name=f"{name}工会", route="own", founded_on=TODAY))

    def unions(wanted: Wanted) -> set[object]:
        body = receive(send(office.ledger, tmp_path / "a.jhx", wanted).path).body
        return {row.values[0] for row in body.creations.get(TRADE_UNION.number, [])}

    assert unions(Wanted(Scope(streets=(CHIGANG,)), recipient)) == {"阳光工会"}
    assert unions(Wanted()) == {"阳光工会", "书画工会"}
    change_organization(office.ledger, ids["书画"], {"street": CHIGANG})
    assert unions(Wanted(Scope(streets=(CHIGANG,)), recipient, since=True)) == {"书画工会"}


def test_only_what_is_new_since_the_last_file(office: Desk, tmp_path: Path) -> None:
    wanted = Wanted(recipient=Recipient("区总"), since=True)
    first = send(office.ledger, tmp_path / "1.jhx", wanted)
    assert (first.manifest.kind, first.manifest.number) == (WHOLE, 1)
    nothing = send(office.ledger, tmp_path / "2.jhx", wanted)
    assert (nothing.manifest.kind, nothing.manifest.number, nothing.facts) == (SINCE, 2, 0)
    assert nothing.manifest.basis == first.digest.hex()
    with create_ledger(tmp_path / "区.jhtz", unit="市总工会", person="赵六") as upstairs:
        merge(upstairs, receive(first.path))
        one = office.one("SELECT id FROM organization WHERE name='阳光幼儿园'")[0]
        change_organization(office.ledger, one, {"phone": "1"})
        office.add("新来的")
        third = send(office.ledger, tmp_path / "3.jhx", wanted)
        assert {row.values[1] for row in receive(third.path).body.creations[1]} == {"阳光幼儿园", "新来的"}
        assert third.manifest.organizations == 2
        merge(upstairs, receive(third.path))
        merge(office.ledger, receive(send(upstairs, tmp_path / "回.jhx").path))
        assert digests(upstairs) == digests(office.ledger)
    with office.ledger.reading() as db:
        assert [sent.number for sent in sent_files(db)] == [3, 2, 1]
        sent = last_sent(db, "区总")
    assert sent is not None
    assert sent.file == third.digest


def test_a_batch_that_came_in_parts_is_new_again_with_each(office: Desk, tmp_path: Path) -> None:
    """One import, of which two slices arrive one after the other: the batch is known, what it brought is new."""
    with create_ledger(tmp_path / "b.jhtz", unit="甲", person="乙", division="440105") as other:
        with other.change() as change:
            change.create(ORGANIZATION, {"name": "一街的", "street": CHIGANG})
            change.create(ORGANIZATION, {"name": "二街的", "street": OTHER_STREET})
        files = [
            send(other, tmp_path / f"{street}.jhx", Wanted(Scope(streets=(street,))), secret=STRANGER).path
            for street in (CHIGANG, OTHER_STREET)
        ]
    wanted = Wanted(recipient=Recipient("区总"), since=True)
    merge(office.ledger, receive(files[0]))
    send(office.ledger, tmp_path / "1.jhx", wanted)
    merge(office.ledger, receive(files[1]))
    found = receive(send(office.ledger, tmp_path / "2.jhx", wanted).path).body.creations[1]
    assert "二街的" in {row.values[1] for row in found}


def test_another_part_than_last_time_goes_whole(office: Desk, tmp_path: Path) -> None:
    recipient = Recipient("区总")
    send(office.ledger, tmp_path / "1.jhx", Wanted(Scope(streets=(CHIGANG,)), recipient, since=True))
    second = send(office.ledger, tmp_path / "2.jhx", Wanted(recipient=recipient, since=True))
    assert (second.manifest.kind, second.manifest.organizations) == (WHOLE, 3)


def test_what_an_undone_merge_took_away_and_brought_back_is_new(office: Desk, tmp_path: Path) -> None:
    """Local numbers are given again after an undo: what is new is told by ids and digests, never by them."""
    with create_ledger(tmp_path / "b.jhtz", unit="甲", person="乙") as other:
        with other.change() as change:
            change.create(ORGANIZATION, {"name": "别处的单位"})
        file = send(other, tmp_path / "b.jhx", secret=STRANGER).path
    merge(office.ledger, receive(file))
    wanted = Wanted(recipient=Recipient("区总"), since=True)
    send(office.ledger, tmp_path / "1.jhx", wanted)
    with office.ledger.local_write() as db:
        take_out_arrivals(db, [db.execute("SELECT max(id) FROM arrival").fetchone()[0]])
    office.add("在它的号上")
    second = receive(send(office.ledger, tmp_path / "2.jhx", wanted).path)
    assert {row.values[1] for row in second.body.creations[1]} == {"在它的号上"}


def test_a_file_sealed_for_a_card_opens_for_it_alone(office: Desk, tmp_path: Path) -> None:
    card = Card(public_key_of(STRANGER), "李四", "朝阳区总工会", "00" * 16)
    path = send(office.ledger, tmp_path / "a.jhx", Wanted(seal=Seal([card]))).path
    assert comparable(receive(path, secret=STRANGER).body) == comparable(whole_body(office.ledger))
    with pytest.raises(MergeProblem, match="密封给别人"):
        receive(path)
    data = path.read_bytes()
    assert "阳光幼儿园".encode() not in data
    assert "3 家单位".encode() not in data


def test_a_file_sealed_for_several(office: Desk, tmp_path: Path) -> None:
    """The office's card beside the cadre's: whoever lost a laptop is not lost."""
    cards = [Card(public_key_of(secret), "某", "", "") for secret in (STRANGER, b"\x09" * 32)]
    path = send(office.ledger, tmp_path / "a.jhx", Wanted(seal=Seal(cards))).path
    assert receive(path, secret=STRANGER).digest == receive(path, secret=b"\x09" * 32).digest


PASSPHRASE, WITH_A_BLANK, WRONG, SHORT = "春天 的第一 场雨", "春天 的第一 场雨 ", "春天的第二场雨", "短"


def test_a_passphrase(office: Desk, tmp_path: Path) -> None:
    path = send(office.ledger, tmp_path / "a.jhx", Wanted(seal=Seal(passphrase=PASSPHRASE))).path
    assert comparable(receive(path, passphrase=WITH_A_BLANK).body) == comparable(whole_body(office.ledger))
    for wrong, passphrase in ((False, None), (True, WRONG)):
        with pytest.raises(PassphraseNeeded, match="口令") as caught:
            receive(path, passphrase=passphrase)
        assert caught.value.was_wrong is wrong
    with pytest.raises(InputProblem, match="口令太短"):
        send(office.ledger, tmp_path / "b.jhx", Wanted(seal=Seal(passphrase=SHORT)))


def test_sections_of_a_sealed_file_stay_where_they_are(office: Desk, tmp_path: Path) -> None:
    """Even the sender's own key cannot leave one out, double one or move one of what is encrypted."""
    card = Card(public_key_of(STRANGER), "李四", "", "")
    cover, frames, _end = parts(send(office.ledger, tmp_path / "a.jhx", Wanted(seal=Seal([card]))).path)
    assert len(frames) > 6
    for other in (frames[:3] + frames[4:], [*frames, frames[-1]], [*frames[:-2], frames[-1], frames[-2]]):
        path = put_together(tmp_path / "b.jhx", cover, other)
        with pytest.raises(MergeProblem, match="前后不符"):
            receive(path, secret=STRANGER)


def test_senders_are_known_by_key(office: Desk, tmp_path: Path) -> None:
    path = send(office.ledger, tmp_path / "a.jhx", secret=STRANGER).path
    stranger = open_exchange(path, keys=keyring()).sender
    assert (stranger.known, stranger.name) == (False, "张三")
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", stranger.code)
    colleague = open_exchange(path, keys=keyring(STRANGER)).sender
    assert (colleague.known, colleague.name, colleague.unit) == (True, "李四", "朝阳区总工会")
    assert open_exchange(path, keys=keyring(secret=STRANGER)).sender.known


def test_known_sections_are_not_even_unpacked(office: Desk, tmp_path: Path) -> None:
    path = send(office.ledger, tmp_path / "a.jhx").path
    with ExchangeFile.open(path, keys=keyring()) as found:
        assert list(found.sections(known=lambda _batch: True)) == []
    first = None
    with ExchangeFile.open(path, keys=keyring()) as found:
        first = found.batches[0].uid
        seen = list(found.sections(known=lambda batch: batch.uid != first))
    assert seen
    assert len(seen) < len([frame for frame in parts(path)[1] if frame.tag == FACTS])


def test_a_file_that_changes_after_it_was_proven(office: Desk, tmp_path: Path) -> None:
    """On a stick, or by somebody who waits for it; the byte that changes means nothing to any other check."""
    with office.ledger.change() as change:
        one = change.create(ORGANIZATION, {"name": "名字很多的单位"})
        for number in range(600):
            change.create(FORMER_NAME, {"name": hashlib.sha256(str(number).encode()).hexdigest()}, parent=one)
    path = send(office.ledger, tmp_path / "a.jhx").path
    at = path.read_bytes().rindex(b'["edits",0') + len('["edits",')
    assert at > 30_000  # beyond what is read ahead
    with ExchangeFile.open(path, keys=keyring()) as found:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"1")
        with pytest.raises(MergeProblem, match="前后不符"):
            list(found.sections())


def test_receipts_go_back_with_the_next_file(office: Desk, tmp_path: Path) -> None:
    key = public_key_of(STRANGER)
    with office.ledger.local_write() as db:
        note_received(
            db,
            file=b"\x05" * 32,
            sender=key,
            installation="00" * 16,
            merged=1_750_000_000,
            merged_by="张三",
            counts={"new": 37},
        )
    written = send(office.ledger, tmp_path / "a.jhx", Wanted(recipient=Recipient("李四", key)))
    (receipt,) = receive(written.path).manifest.receipts
    assert (receipt.file, receipt.by, dict(receipt.counts)) == ("05" * 32, "张三", {"new": 37})
    assert not receive(send(office.ledger, tmp_path / "b.jhx").path).manifest.receipts
    with office.ledger.local_write() as db:
        note_received(
            db,
            file=b"\x06" * 32,
            sender=key,
            installation="",
            merged=0,
            merged_by="",
            counts={},
            receipts=(receipt,),
        )
        assert receipt_of(db, b"\x05" * 32) == receipt
        assert receipt_of(db, b"\x06" * 32) is None
        assert len(receipts_for(db, key)) == 2


def test_exporting_changes_nothing_that_counts(office: Desk, tmp_path: Path) -> None:
    before = digests(office.ledger), office.count("organization")
    send(office.ledger, tmp_path / "a.jhx", Wanted(recipient=Recipient("区总"), since=True))
    assert (digests(office.ledger), office.count("organization")) == before
    office.prove()


def test_odd_names_are_written_as_they_can_be_read(office: Desk, tmp_path: Path) -> None:
    """What a manifest would refuse must not make an own file unreadable."""
    key = public_key_of(STRANGER)
    with office.ledger.local_write() as db:
        db.execute("UPDATE cadre SET name=? WHERE name='张三'", ("王\u200b五\u202e·\u3000阿卜杜" + "长" * 900,))
        db.execute("UPDATE working_unit SET name=?", ("某\n会",))
        note_received(
            db,
            file=b"\x05" * 32,
            sender=key,
            installation="",
            merged=0,
            merged_by="赵\u200b六\n" + "长" * 2000,
            counts={"new": 1},
        )
    office.reopen()
    wanted = Wanted(Scope(streets=(CHIGANG,)), Recipient("孙\u200b七", key), streets=("赤\n岗",))
    manifest = receive(send(office.ledger, tmp_path / "a.jhx", wanted).path).manifest
    assert manifest.author.startswith("王五·\u3000阿卜杜")
    assert manifest.unit == "某会"
    assert manifest.receipts[0].by.startswith("赵六长")


def test_a_damaged_ledger_is_not_handed_on(office: Desk, tmp_path: Path) -> None:
    with office.ledger.local_write() as db:
        db.execute("UPDATE organization SET leader='改过' WHERE name='阳光幼儿园'")
    with pytest.raises(FileProblem, match="校验值不符"):
        send(office.ledger, tmp_path / "a.jhx")
    assert not (tmp_path / "a.jhx").exists()


def test_a_slice_has_records_by_age(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old ones stand together whosever they are, so that who has them need not unpack their part."""
    monkeypatch.setattr(facts_out, "chunks", partial(chunks, size=1))
    ids = [row[0] for row in office.all("SELECT id FROM organization")]
    for organization in reversed(ids[:2]):
        record_visits(office.ledger, [organization], VisitInput(visited_on=date(2024, 9, 25), result="1"))
    with office.ledger.reading() as db:
        chosen = facts_out.Selection(ids, {})
        sections = facts_out.creations_out(db, facts_out.Numbering(), chosen, kinds=[VISIT])
        found = [made.uid for _kind, rows in sections for made in rows]
    assert found == [row[0] for row in office.all("SELECT uid FROM visit ORDER BY id")]
    assert len(found) == 4
