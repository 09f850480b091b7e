"""The index is only ever a help: whatever happens to the ledger or to the file, a search finds what is there."""

import os
import random
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.edits.organizations import (
    add_former_name,
    add_organization,
    change_organization,
    delete_organizations,
    restore_organizations,
)
from models.edits.undo import redo, undo
from models.errors import LedgerProblem
from models.facts.arrivals import take_out_arrivals
from models.facts.body import take_out
from models.facts.union import unite
from models.ledger.backups import unpack
from models.ledger.ledger import Ledger
from models.progress import Cancelled, Progress, working
from models.queries.organization_list import ListQuery, first_ids, first_rows, ids, rows_of, totals
from models.search import index_file, keeping, ledger_index
from models.search.index_file import IndexFile
from models.search.keeping import keep_index
from models.search.ledger_index import LedgerIndex, index_of
from models.search.tokens import tokens_of
from models.tables.record_kinds import ORGANIZATION, PERSON, VISIT
from tests.models.edits.desk import without_waiting_for_the_disk
from tests.models.search import oracle
from tests.models.search.made_up import fill, queries, records_of, text_of

COUNT = 320


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A ledger of some hundred organizations."""
    without_waiting_for_the_disk(monkeypatch)
    rng = random.Random(3)
    with Ledger.create(tmp_path / "台账.jhtz") as made:
        fill(made, [text_of(rng, rng.randrange(2, 9)) for _name in range(COUNT)], rng)
        yield made


def the_index(ledger: Ledger) -> LedgerIndex:
    index = index_of(ledger)
    assert index is not None
    return index


def uses_index(ledger: Ledger) -> bool:
    """Whether questions are answered by it."""
    with ledger.reading() as db:
        return the_index(ledger).all(db, ("幼",)) is not None


def found(ledger: Ledger, text: str) -> list[str]:
    """The names that a search finds, asked in all ways."""
    query = ListQuery(search=text)
    records = list(ids(ledger, query))
    rows = first_rows(ledger, query, 1_000)
    assert rows == rows_of(ledger, records)
    assert totals(ledger, query).count == len(records)
    return [row.name for row in rows]


def check(ledger: Ledger, rng: random.Random, count: int) -> None:
    """Some searches against trying everything."""
    records = records_of(ledger)
    for text in queries(records, rng, count):
        wanted = oracle.search(records, text)
        assert list(ids(ledger, ListQuery(search=text))) == wanted, text
        assert [row.id for row in first_rows(ledger, ListQuery(search=text), 9)] == wanted[:9], text


def test_random_edits_deletes_and_undo(ledger: Ledger) -> None:
    """After every step right at once; refreshed it is as good as made anew."""
    rng = random.Random(5)
    assert keep_index(ledger)
    for step in range(24):
        _some_edit(ledger, rng)
        check(ledger, rng, 6)
        if step % 3 == 2:
            assert keep_index(ledger)
            with ledger.reading() as db:
                state = IndexFile(the_index(ledger).path).state()
                assert state is not None
                assert ledger_index.unseen_by(db, state, ledger_index.position(db)) == frozenset()
            check(ledger, rng, 6)
    records = records_of(ledger)
    asked = queries(records, rng, 60)
    refreshed = [list(ids(ledger, ListQuery(search=text))) for text in asked]
    the_index(ledger).drop()
    assert keep_index(ledger)
    assert [list(ids(ledger, ListQuery(search=text))) for text in asked] == refreshed


def _some_edit(ledger: Ledger, rng: random.Random) -> None:
    record = rng.randrange(1, COUNT)
    kind = rng.randrange(7)
    try:
        if kind == 0:
            add_organization(ledger, {"name": text_of(rng, 6)})
        elif kind == 1:
            change_organization(ledger, record, {"name": text_of(rng, 6), "head": "单田芳"})
        elif kind == 2:
            delete_organizations(ledger, [record, record + 1])
        elif kind == 3:
            restore_organizations(ledger, [record])
        elif kind == 4:
            add_former_name(ledger, record, text_of(rng, 6))
        elif kind == 5:
            undo(ledger)
        else:
            redo(ledger)
    except LedgerProblem:
        pass  # nothing to undo, or not in the trash


def test_an_edit_is_found_before_the_index_has_seen_it(ledger: Ledger) -> None:
    assert keep_index(ledger)
    change_organization(ledger, 7, {"name": "奔流不息律师事务所"})
    add_organization(ledger, {"name": "奔流到海学会"})
    assert found(ledger, "奔流") == ["奔流不息律师事务所", "奔流到海学会"]
    assert found(ledger, "blbx") == ["奔流不息律师事务所"]
    assert uses_index(ledger)
    assert keep_index(ledger)
    assert found(ledger, "奔流") == ["奔流不息律师事务所", "奔流到海学会"]
    change_organization(ledger, 7, {"name": "无关的名字"})
    assert found(ledger, "奔流") == ["奔流到海学会"]
    assert keep_index(ledger)
    assert found(ledger, "奔流") == ["奔流到海学会"]  # its old tokens are still in the index


def test_first_rows_are_those_of_the_list_with_all_their_columns(ledger: Ledger) -> None:
    assert keep_index(ledger)
    change_organization(ledger, 3, {"name": "阳光改名学校"})  # looked at, not only proposed
    more = ("address", "phone")
    for text in ("阳", "yang", "阳 学"):
        query = ListQuery(view="open", search=text, where="o.phone IS NOT ?", values=(None,))
        wanted = ids(ledger, query).tolist()
        assert wanted
        for limit in (1, 7, 10_000):
            assert first_ids(ledger, query, limit) == wanted[:limit]
            assert first_rows(ledger, query, limit, more) == rows_of(ledger, wanted[:limit], more)
    assert first_rows(ledger, query, 1, more)[0].more["phone"]


def test_notes_of_visits_and_people(ledger: Ledger) -> None:
    assert keep_index(ledger)
    with ledger.change() as change:
        parent = change.ref(ORGANIZATION, 7)
        visit = change.create(VISIT, {"visited_on": "2024-03-05", "note": "鼯鼠在场"}, parent=parent)
        change.create(VISIT, {"visited_on": "2024-03-06"}, parent=change.ref(ORGANIZATION, 8))
        change.create(PERSON, {"name": "甲", "note": "鼹鼠朋友"}, parent=parent)
    for kept in (False, True):
        assert len(found(ledger, "鼯鼠")) == len(found(ledger, "鼹鼠朋")) == 1
        assert found(ledger, "鼯鼠 鼹鼠") == found(ledger, "鼯")
        assert keep_index(ledger) or not kept
    file = IndexFile(the_index(ledger).path)
    assert [row[0] for row in file.db.execute("SELECT id FROM stale")] == [7]  # a visit without a note touches nothing
    file.close()
    with ledger.change() as change:
        change.delete(VISIT, visit.id)
    assert found(ledger, "鼯鼠") == []
    assert uses_index(ledger)


def test_no_fts5_no_index_and_the_same_answers(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_index, "_is_possible", lambda: False)
    assert not keep_index(ledger)
    assert index_of(ledger) is None
    check(ledger, random.Random(1), 12)


def test_is_possible_says_no_without_fts5(monkeypatch: pytest.MonkeyPatch) -> None:
    assert index_file.is_possible()
    monkeypatch.setattr(index_file, "_SCHEMA", ("CREATE VIRTUAL TABLE words USING fts99(t)",))
    assert not index_file.is_possible()


def test_a_small_ledger_has_none(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "小.jhtz") as small:
        fill(small, ["阳光幼儿园"], random.Random(1))
        assert not keep_index(small)
        assert not the_index(small).path.exists()
        assert found(small, "yg") == ["阳光幼儿园"]


def test_it_lies_in_the_cache_for_this_person_only(ledger: Ledger) -> None:
    before = sorted(ledger.path.parent.iterdir())
    assert keep_index(ledger)
    path = the_index(ledger).path
    assert path.is_relative_to(Path(os.environ["JIANHUI_PROFILE"]) / "cache")
    assert sorted(ledger.path.parent.iterdir()) == before
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"13812345678" not in path.read_bytes()


def test_it_takes_no_lock_of_the_ledger(ledger: Ledger) -> None:
    """It is made while somebody writes, from what was saved before."""
    with ledger.change() as change:
        change.edit(ORGANIZATION, 1, {"name": "写到一半"})
        assert keep_index(ledger)
    assert found(ledger, "写到一半") == ["写到一半"]


def test_stopped_it_goes_on_from_where_it_was(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_PIECE", 100)
    progress = Progress()
    seen: list[int] = []

    def stop_later(texts: object) -> str:
        seen.append(1)
        if len(seen) == 150:
            progress.cancel()
        return tokens_of(texts)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "_VIEW", 10)
    monkeypatch.setattr(keeping, "tokens_of", stop_later)
    with pytest.raises(Cancelled):
        keep_index(ledger, progress)
    with closing(IndexFile(the_index(ledger).path)) as file:
        state = file.state()
    assert state is not None
    assert (state.upto, state.ready) == (100, False)
    assert not uses_index(ledger)
    check(ledger, random.Random(2), 6)
    change_organization(ledger, 3, {"name": "途中改名"})
    seen.clear()
    assert keep_index(ledger)
    assert len(seen) < COUNT - 50
    assert uses_index(ledger)
    assert found(ledger, "途中") == ["途中改名"]


@pytest.mark.parametrize("damage", ["zeros", "text", "empty", "no table", "half"])
def test_a_damaged_file_is_made_anew(ledger: Ledger, damage: str) -> None:
    assert keep_index(ledger)
    path = the_index(ledger).path
    the_index(ledger).close()
    whole = path.read_bytes()
    if damage == "no table":
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("DROP TABLE words")
    else:
        broken = {"zeros": whole[:4096] + bytes(len(whole) - 4096), "text": b"not a database" * 99}
        path.write_bytes({"empty": b"", "half": whole[: len(whole) // 2 // 4096 * 4096], **broken}[damage])
    check(ledger, random.Random(4), 8)  # right all the same
    add_organization(ledger, {"name": "新来的"})
    assert keep_index(ledger) or keep_index(ledger)
    assert uses_index(ledger)
    check(ledger, random.Random(4), 8)


def test_another_version_is_made_anew(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_index(ledger)
    monkeypatch.setattr(index_file, "VERSION", index_file.VERSION + 1)
    assert not uses_index(ledger)
    assert keep_index(ledger)
    assert uses_index(ledger)


def test_an_older_copy_in_the_same_place_has_its_own_truth(ledger: Ledger, tmp_path: Path) -> None:
    """A restored backup: the index has seen more than the ledger knows."""
    copy = ledger.backup(tmp_path).path
    change_organization(ledger, 5, {"name": "后来的名字"})
    assert keep_index(ledger)
    path, surroundings = ledger.path, ledger.surroundings
    ledger.close()
    unpack(copy, tmp_path / "old.jhtz")
    (tmp_path / "old.jhtz").replace(path)
    with Ledger.open(path, surroundings=surroundings) as restored:
        assert not uses_index(restored)
        assert found(restored, "后来的名字") == []
        change_organization(restored, 6, {"name": "后来的名字也不同"})
        assert found(restored, "后来的名字") == ["后来的名字也不同"]
        assert keep_index(restored)
        assert uses_index(restored)
        check(restored, random.Random(6), 8)


def test_a_merge_and_its_undoing(ledger: Ledger, tmp_path: Path) -> None:
    """What a merge brings is found at once and refreshed without making everything anew; taken out, it is not found."""
    other_path = tmp_path / "同事.jhtz"
    unpack(ledger.backup(tmp_path).path, other_path)
    with Ledger.open(other_path, surroundings=ledger.surroundings) as other:
        change_organization(other, 5, {"name": "同事改的名字"})
        add_former_name(other, 9, "同事记的曾用名")
        add_organization(other, {"name": "同事新加的学会"})
        with other.reading() as db:
            body = take_out(db)
    assert keep_index(ledger)
    with ledger.local_write() as db:
        arrival = unite(db, body, file_digest=b"1", now=0).id
    assert len(found(ledger, "同事")) == 3
    assert keep_index(ledger)
    with closing(IndexFile(the_index(ledger).path)) as file:
        assert file.stale_count() == 2
    assert uses_index(ledger)
    assert len(found(ledger, "同事")) == 3
    assert arrival is not None
    with ledger.local_write() as db:
        take_out_arrivals(db, [arrival])
    assert not uses_index(ledger)
    assert found(ledger, "同事") == []
    check(ledger, random.Random(9), 8)
    assert keep_index(ledger)
    assert uses_index(ledger)
    check(ledger, random.Random(9), 8)


def test_many_refreshed_ones_are_reason_to_make_it_anew(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_index(ledger)
    for record in (1, 2, 3):
        change_organization(ledger, record, {"name": f"改名{record}"})
        assert keep_index(ledger)
    with closing(IndexFile(the_index(ledger).path)) as file:
        assert file.stale_count() == 3
    monkeypatch.setattr(keeping, "_MOST_STALE", 2)
    assert keep_index(ledger)
    with closing(IndexFile(the_index(ledger).path)) as file:
        assert file.stale_count() == 0
    assert found(ledger, "改名") == ["改名1", "改名2", "改名3"]


def test_indexes_of_ledgers_that_nobody_opens_go_away(ledger: Ledger) -> None:
    folder = the_index(ledger).path.parent
    folder.mkdir(parents=True)
    old, recent = folder / "old.idx", folder / "recent.idx"
    for path in (old, recent):
        path.write_bytes(b"")
    os.utime(old, (1, 1))
    assert keep_index(ledger)
    assert not old.exists()
    assert recent.exists()


def test_a_cache_that_cannot_be_written_costs_speed_only(ledger: Ledger) -> None:
    the_index(ledger).path.parent.parent.mkdir(parents=True)
    the_index(ledger).path.parent.write_bytes(b"a file where the folder should be")
    assert not keep_index(ledger)
    check(ledger, random.Random(8), 4)


def test_a_question_that_nobody_waits_for_stops(ledger: Ledger) -> None:
    progress = Progress()
    progress.cancel()
    with working(progress), pytest.raises(Cancelled), ledger.reading() as db:
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<100000000) SELECT count(*) FROM n"
        ).fetchone()
    assert found(ledger, "没有这样的") == []
