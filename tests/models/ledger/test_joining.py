"""Who is shown as whom: the rule against an oracle of its own, and derived columns against a full reckoning.

The oracle knows nothing of local ids and joins sets of record ids by the definition of docs/ledger-format.md.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.edits.links import join_organizations, keep_apart, relate_organizations, split_off, withdraw_link
from models.edits.organizations import (
    add_organization,
    change_organization,
    delete_organizations,
    restore_organizations,
)
from models.edits.undo import redo, undo
from models.edits.visits import record_visits
from models.errors import InputProblem
from models.facts.body import take_out
from models.facts.union import unite
from models.inputs.forms import VisitInput
from models.ledger.campaign_rule import scope_rule
from models.ledger.joining import Node, Said, group
from models.ledger.ledger import Ledger
from models.ledger.summaries import refresh_touched
from tests.models.edits.desk import TODAY, Desk, code_of, desk, without_waiting_for_the_disk

CODES = [code_of("52", "440105", number) for number in range(3)]
SCRIPTS, STEPS = 60, 25
Facts = tuple[list[tuple[bytes, str]], list[tuple[bytes, bytes, bytes, str]]]


def oracle(facts: Facts) -> dict[bytes, bytes]:  # noqa: C901 - the definition in one piece
    """Record id to the record id that is shown, by definition: one step after the other over plain sets."""
    organizations, links = facts
    codes = dict(organizations)
    links = sorted(link for link in links if link[1] in codes and link[2] in codes)
    apart = [{a, b} for _uid, a, b, relation in links if relation in {"apart", "related"}]
    groups = [{uid} for uid in codes]

    def rank(uid: bytes) -> tuple[int, int, bytes]:
        return (0 if codes[uid] else 1, 0 if uid[6] // 16 == 5 else 1, uid)

    def join(a: bytes, b: bytes) -> bool:
        one = next(each for each in groups if a in each)
        two = next(each for each in groups if b in each)
        if one is not two and any(pair <= one | two for pair in apart):
            return False
        if one is not two:
            groups.remove(two)
            one |= two
        return True

    for _uid, a, b, relation in links:
        if relation == "same":
            join(a, b)
    for code in sorted(set(codes.values()) - {""}):
        alike = sorted((uid for uid in codes if codes[uid] == code), key=rank)
        for place, uid in enumerate(alike):
            for earlier in alike[:place]:
                if join(earlier, uid):
                    break
    return {uid: min(each, key=rank) for each in groups for uid in each}


def facts_of(db: sqlite3.Connection) -> Facts:
    organizations = db.execute(
        "SELECT uid, CASE WHEN code_state='valid' THEN code ELSE '' END FROM organization WHERE deleted IS NOT 1"
    ).fetchall()
    links = db.execute(
        "SELECT l.uid, o.uid, l.other, l.relation FROM organization_link l JOIN organization o ON o.id=l.org_id "
        "WHERE l.deleted IS NOT 1"
    ).fetchall()
    return organizations, links


def shown_in(ledger: Ledger) -> dict[bytes, bytes]:
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT o.uid, coalesce(s.uid,o.uid) FROM organization o LEFT JOIN organization s ON s.id=o.joined_into "
            "WHERE o.deleted IS NOT 1"
        ).fetchall()
    return dict(rows)


def assert_as_the_oracle(ledger: Ledger) -> None:
    with ledger.reading() as db:
        wanted = oracle(facts_of(db))
    assert shown_in(ledger) == wanted


@pytest.mark.parametrize("seed", range(300))
def test_the_rule_agrees_with_the_oracle_in_any_order(seed: int) -> None:
    rng = random.Random(seed)
    uids = {number: rng.randbytes(6) + bytes([rng.choice((0x70, 0x50))]) + rng.randbytes(9) for number in range(1, 8)}
    codes = {number: rng.choice([*CODES, "", ""]) for number in uids}
    links = []
    for _each in range(rng.randrange(9)):
        a, b = rng.sample(sorted(uids), 2)
        links.append(Said(rng.randbytes(16), a, b, rng.choice(("same", "same", "apart", "related"))))
    nodes = [Node(number, uids[number], codes[number], is_present=rng.random() < 0.9) for number in uids]
    facts = (
        [(node.uid, node.code) for node in nodes if node.is_present],
        [(link.uid, uids[link.a], uids[link.b], link.relation) for link in links],
    )
    wanted = oracle(facts)
    for _again in range(3):
        rng.shuffle(nodes)
        rng.shuffle(links)
        found = group(nodes, links)
        assert {uids[record]: uids[shown] for record, shown in found.shown.items()} == wanted
        for link in found.contradictions:
            assert found.shown[link.a] != found.shown[link.b]
            assert found.against
        for link in links:
            if link.relation != "same" and link.a in found.shown and link.b in found.shown:
                assert found.shown[link.a] != found.shown[link.b]


def step(rng: random.Random, office: Desk) -> None:  # noqa: C901 - a case for each thing
    """Something that a person does; what is refused changes nothing."""
    ledger = office.ledger
    here = [row[0] for row in office.all("SELECT id FROM organization WHERE deleted IS NOT 1")]
    gone = [row[0] for row in office.all("SELECT id FROM organization WHERE deleted=1")]
    pair = rng.sample(here, 2) if len(here) > 1 else []
    one = rng.choice(here) if here else 0
    match rng.randrange(11):
        case 0 | 1 if len(here) < 9:
            code = rng.choice([*CODES, None])
            taken = office.one("SELECT count(*) FROM organization WHERE code=? AND deleted IS NOT 1", code)[0]
            add_organization(ledger, {"name": f"单位{rng.randrange(99)}", "code": None if taken else code})
        case 2 if one:
            change_organization(ledger, one, {"code": rng.choice([*CODES, None]), "note": str(rng.random())})
        case 3 | 4 if pair:
            join_organizations(ledger, *pair, values={"staff": rng.randrange(99)})
        case 5 if pair:
            keep_apart(ledger, [tuple(pair)])
        case 6 if pair:
            rng.choice((relate_organizations, keep_apart))(ledger, [tuple(pair)])
        case 7 if one:
            rng.choice((split_off, lambda each, record: withdraw_link(each, record, here[0])))(ledger, one)
        case 8 if one:
            delete_organizations(ledger, [one])
        case 8 | 9 if gone:
            restore_organizations(ledger, [rng.choice(gone)])
        case 9 if one:
            record_visits(ledger, [one], VisitInput(visited_on=TODAY, mode="1", result="2"))
        case 10:
            rng.choice((undo, redo))(ledger)
        case _:
            pass


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Desk]]:
    without_waiting_for_the_disk(monkeypatch)
    with ExitStack() as stack:
        desks = []
        for name in ("甲", "乙"):
            (tmp_path / name).mkdir()
            desks.append(stack.enter_context(desk(tmp_path / name)))
        desks[1].ledger.surroundings = desks[1].ledger.surroundings.__class__(
            desks[1].clock, random.Random(8).randbytes
        )
        yield desks[0], desks[1]


def take_in(into: Ledger, source: Ledger, number: int) -> None:
    with source.reading() as db:
        body = take_out(db)
    with into.local_write() as db:
        arrival = unite(db, body, file_digest=number.to_bytes(16, "big"), now=1)
        refresh_touched(db, scope_rule(db), arrival.touched)


@pytest.mark.parametrize("seed", range(4))
def test_derived_joins_follow_every_step_and_merging_commutes(two: tuple[Desk, Desk], seed: int) -> None:
    rng = random.Random(seed)
    merges = 0
    for number in range(SCRIPTS):
        office = rng.choice(two)
        for _each in range(rng.randrange(1, 4)):
            try:
                step(rng, office)
            except InputProblem:
                continue
            assert_as_the_oracle(office.ledger)
        if number % 10 == 9:
            merges += 2
            take_in(two[0].ledger, two[1].ledger, merges)
            take_in(two[1].ledger, two[0].ledger, merges + 1)
            assert shown_in(two[0].ledger) == shown_in(two[1].ledger)
            for each in two:
                assert_as_the_oracle(each.ledger)
                each.prove()


def test_contrary_words_of_two_laptops_are_a_conflict_of_the_relation(two: tuple[Desk, Desk]) -> None:
    one, other = two
    a, b = one.add("甲园"), one.add("乙园")
    take_in(other.ledger, one.ledger, 1)
    uids = [one.column(record, "uid") for record in (a, b)]
    theirs = [other.one("SELECT id FROM organization WHERE uid=?", uid)[0] for uid in uids]
    join_organizations(one.ledger, a, b)
    keep_apart(other.ledger, [(theirs[0], theirs[1])])
    take_in(one.ledger, other.ledger, 2)
    take_in(other.ledger, one.ledger, 3)
    for each in two:
        assert each.one("SELECT count(*) FROM organization_link") == (1,)
        assert each.all("SELECT field FROM head WHERE kind=21") == [("relation",)]
        each.prove()
    assert shown_in(one.ledger) == shown_in(other.ledger)
    (record,) = one.one("SELECT id FROM organization_link")
    keep_apart(one.ledger, [(a, b)])  # a decision: asked nowhere again
    assert one.all("SELECT field FROM head WHERE kind=21") == []
    take_in(other.ledger, one.ledger, 4)
    assert other.all("SELECT field FROM head WHERE kind=21") == []
    assert shown_in(other.ledger)[uids[1]] == uids[1]
    assert record


def test_an_upgraded_ledger_is_joined_when_it_is_first_opened(two: tuple[Desk, Desk]) -> None:
    office = two[0]
    a, b = office.add("甲园"), office.add("乙园")
    for record in (a, b):
        change_organization(office.ledger, record, {"code": CODES[0]})
    record_visits(office.ledger, [b], VisitInput(visited_on=TODAY, mode="1", result="2"))
    with office.ledger.local_write() as db:  # as a migration leaves it
        db.execute("UPDATE organization SET joined_into=NULL, visit_count=NULL")
        db.execute("UPDATE organization SET visit_count=1 WHERE id=?", (b,))
        db.execute("INSERT INTO meta(key, value) VALUES ('joins', 'to do')")
    office.reopen()
    assert (office.column(b, "joined_into"), office.column(a, "visit_count")) == (a, 1)
    office.prove()
