"""Saying that two organizations are the same (同一), are not (不同), or belong together (总分、共址).

What is said is a fact: a link whose record id follows from the two organizations, so that two laptops that say
something of the same two write the same record. Nothing is moved and nothing is deleted: who is the same is shown as
one (models/ledger/joining.py), for as long as the link stands.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from models.edits.undo import Batch, Reversal, take_back_on_record
from models.errors import InputProblem
from models.facts.fold import GONE
from models.facts.records import RecordRef, chunks, find, marks
from models.language import _
from models.ledger.joining import APART, RELATED, SAME, Said, grouping_around, link_uid, seen_of, with_joined
from models.ledger.ledger import Change, Changes, Ledger
from models.progress import Progress
from models.tables.record_kinds import ORGANIZATION, ORGANIZATION_LINK

Pair = tuple[int, int]


def join_organizations(
    ledger: Ledger, a: int, b: int, *, values: Mapping[str, object] | None = None, note: str | None = None
) -> Changes:
    """These two (local ids) are the same: one batch, one undo; `values` are written to the one that is shown.

    InputProblem if somebody said otherwise of them, or of others that they hang together with.
    """
    with ledger.change() as change:
        _join(change, a, b, values or {}, note)
    return change.changes


def join_pairs(
    ledger: Ledger, pairs: Mapping[Pair, Mapping[str, object]], *, progress: Progress | None = None
) -> Changes:
    """The same of several pairs, each with its values: one batch, one undo; Cancelled leaves nothing of it."""
    progress = progress or Progress()
    with ledger.change() as change:
        for number, ((a, b), values) in enumerate(pairs.items()):
            _join(change, a, b, values, None)
            progress.step(number + 1, len(pairs), _("写入"))
    return change.changes


def keep_apart(ledger: Ledger, pairs: Iterable[Pair], *, note: str | None = None) -> Changes:
    """The two of each pair are not the same; they are not proposed again, here or anywhere this is merged."""
    return _say(ledger, pairs, APART, note)


def relate_organizations(ledger: Ledger, pairs: Iterable[Pair], *, note: str | None = None) -> Changes:
    """The two of each pair are different ones that belong together: head and branch, or one address."""
    return _say(ledger, pairs, RELATED, note)


def withdraw_link(ledger: Ledger, a: int, b: int) -> Changes:
    """Take back whatever was said of two organizations; InputProblem if nothing was."""
    return withdraw_links(ledger, [(a, b)])


def withdraw_links(ledger: Ledger, pairs: Iterable[Pair]) -> Changes:
    """The same of several pairs: one batch, one undo."""
    with ledger.change() as change:
        for a, b in pairs:
            _withdraw(change, a, b)
    return change.changes


def _withdraw(change: Change, a: int, b: int) -> None:
    link = _link_of(change, change.ref(ORGANIZATION, a), change.ref(ORGANIZATION, b))
    if link is None or change.delete(ORGANIZATION_LINK, link.id) is None:
        raise InputProblem(_("这两家之间没有判定过。"))


def split_off(ledger: Ledger, organization: int) -> Changes:
    """Show an organization by itself again; of one that others are shown as, all of them: 拆分恢复.

    Links that say "the same" are withdrawn, and what was written with them is put back unless it was changed since;
    of equal codes it is said that they are not the same. Visits and everything else stay where they were entered.
    """
    with ledger.change() as change:
        (into,) = change.db.execute("SELECT joined_into FROM organization WHERE id=?", (organization,)).fetchone() or (
            None,
        )
        shown = into or organization
        members = with_joined(change.db, [shown])
        if len(members) == 1:
            raise InputProblem(_("这家没有和别的单位合并显示，不用拆分。"))
        leaving = [organization] if into else [record for record in members if record != organization]
        for record in leaving:
            _withdraw_same(change, record, members)
        for record in leaving:
            for other in _same_code(change.db, record, members):
                put_link(change, record, other, APART)
    return change.changes


def put_link(
    change: Change, a: int, b: int, relation: str, *, note: str | None = None, seen: str | None = None
) -> None:
    """Within a transaction: say this of two organizations, over whatever was said before."""
    one, other = _in_order(change, a, b)
    values: dict[str, object] = {"relation": relation}
    if note is not None:
        values["note"] = note
    if seen is not None:
        values["seen"] = seen
    known = find(change.db, ORGANIZATION_LINK, link_uid(one.uid, other.uid))
    if known is None:
        change.create(ORGANIZATION_LINK, values | {"other": other.uid}, uid=link_uid(one.uid, other.uid), parent=one)
        return
    change.restore(ORGANIZATION_LINK, known.id)
    change.edit(ORGANIZATION_LINK, known.id, values)


def with_those_deleted_beside(db: sqlite3.Connection, organizations: Sequence[int]) -> list[int]:
    """These organizations and those of the same that were put into the trash by the same step."""
    found = set(organizations)
    deleted = "e.kind=1 AND e.set_='{\"_deleted\":1}'"
    for chunk in chunks(sorted(found)):
        rows = db.execute(
            f"SELECT DISTINCT b.id FROM organization a CROSS JOIN edit e ON e.rec=a.uid AND {deleted} "
            f"CROSS JOIN edit f ON f.batch=e.batch AND f.kind=1 AND f.set_=e.set_ JOIN organization b ON b.uid=f.rec "
            f"WHERE a.id IN ({marks(chunk)}) AND a.deleted={GONE} AND b.deleted={GONE} AND (b.code=a.code OR EXISTS ("
            "SELECT 1 FROM organization_link l WHERE l.relation='same' AND l.deleted IS NOT 1 AND "
            "(l.org_id=a.id AND l.other=b.uid OR l.org_id=b.id AND l.other=a.uid)))",
            chunk,
        )
        found.update(row[0] for row in rows)
    return sorted(found)


def _join(change: Change, a: int, b: int, values: Mapping[str, object], note: str | None) -> None:
    one, other = _in_order(change, a, b)
    said = Said(link_uid(one.uid, other.uid), one.id, other.id, SAME)
    found = grouping_around(change.db, (a, b), instead=said)
    if found.shown.get(a) is None or found.shown.get(b) is None:
        raise InputProblem(_("有一家在回收站里，请先恢复。"))
    before = {link.uid for link in grouping_around(change.db, (a, b)).contradictions}
    if found.shown[a] != found.shown[b] or any(link.uid not in before for link in found.contradictions):
        raise InputProblem(
            _("这两家合不到一起：有人判定过与它们相同的单位是不同的单位。"),
            hint=_("请先在“疑似重复”的“矛盾”里改判。"),
        )
    if values:
        change.edit(ORGANIZATION, found.shown[a], values)
    put_link(change, a, b, SAME, note=note, seen=f"{seen_of(change.db, one.id)} {seen_of(change.db, other.id)}")


def _say(ledger: Ledger, pairs: Iterable[Pair], relation: str, note: str | None) -> Changes:
    with ledger.change() as change:
        for a, b in pairs:
            put_link(change, a, b, relation, note=note)
    return change.changes


def _in_order(change: Change, a: int, b: int) -> tuple[RecordRef, RecordRef]:
    one, other = change.ref(ORGANIZATION, a), change.ref(ORGANIZATION, b)
    if one.id == other.id:
        raise InputProblem(_("要写两家不同的单位。"))
    return (one, other) if one.uid < other.uid else (other, one)


def _link_of(change: Change, a: RecordRef, b: RecordRef) -> RecordRef | None:
    return find(change.db, ORGANIZATION_LINK, link_uid(a.uid, b.uid))


def _withdraw_same(change: Change, record: int, members: Sequence[int]) -> None:
    """Withdraw what says that a record is the same as another of these, and put back what was written with it."""
    for other in members:
        if other == record:
            continue
        link = _link_of(change, change.ref(ORGANIZATION, record), change.ref(ORGANIZATION, other))
        if link is None or not _says_same(change.db, link.id):
            continue
        for batch in _batches_of(change.db, link):
            for end in members:
                take_back_on_record(change, ORGANIZATION, end, batch, Reversal())
        change.delete(ORGANIZATION_LINK, link.id)


def _says_same(db: sqlite3.Connection, link: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM organization_link WHERE id=? AND relation='same' AND deleted IS NOT 1", (link,)
    ).fetchone()
    return row is not None


def _batches_of(db: sqlite3.Connection, link: RecordRef) -> list[Batch]:
    """The batches that said something of a link, the latest first."""
    rows = db.execute(
        "SELECT b.id, b.uid, b.kind, b.reverts FROM batch b WHERE b.id IN (SELECT created_in FROM organization_link "
        f"WHERE id=? UNION SELECT batch FROM edit WHERE rec=? AND kind={ORGANIZATION_LINK.number}) ORDER BY b.id DESC",
        (link.id, link.uid),
    ).fetchall()
    return [Batch(number, uid, kind, reverts, own=False) for number, uid, kind, reverts in rows]


def _same_code(db: sqlite3.Connection, record: int, members: Sequence[int]) -> list[int]:
    rows = db.execute(
        "SELECT b.id FROM organization a CROSS JOIN organization b ON b.code=a.code WHERE a.id=? AND b.id<>a.id "
        f"AND a.code_state='valid' AND b.id IN ({marks(members)}) ORDER BY b.id",
        (record, *members),
    )
    return [row[0] for row in rows]
