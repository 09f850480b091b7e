"""A step in the words of whoever did it: 阳光幼儿园 走访 06-12; what undo and redo say before and after they act."""

import json
import sqlite3
from collections.abc import Callable

from models.facts.fold import DELETED, GONE
from models.facts.writer import BatchKind
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.queries.history import KIND_WORDS
from models.queries.value_words import field_heading
from models.tables.record_kinds import (
    COVERAGE,
    ELIGIBILITY,
    FOLLOWUP,
    IMPORT_SOURCE,
    KIND_BY_NUMBER,
    ORGANIZATION,
    ORGANIZATION_LINK,
    PERSON,
    REASON,
    TRADE_UNION,
    VISIT,
    RecordKind,
)
from models.vocabulary import RELATIONS

#: What a batch is called after where it made several kinds: a visit brings reasons and follow-ups along.
_FIRST = (
    IMPORT_SOURCE,
    VISIT,
    ORGANIZATION,
    ORGANIZATION_LINK,
    COVERAGE,
    TRADE_UNION,
    ELIGIBILITY,
    REASON,
    FOLLOWUP,
    PERSON,
)
_LONGEST_NAME = 16
_QUERY = "SELECT id, uid, kind, reverts FROM batch WHERE uid=?"


def step_words(ledger: Ledger, batch: str) -> str:
    """The batch of that id (hexadecimal) in words; of an undo or redo, the step that it is about."""
    with ledger.reading() as db:
        return _words(db, bytes.fromhex(batch))


def words_of_batches(db: sqlite3.Connection, batches: list[bytes]) -> list[str]:
    """What happened, step by step, in any ledger that is open for reading; an undo says that it is one."""
    return [_turned_words(db, batch) for batch in batches]


def _turned_words(db: sqlite3.Connection, uid: bytes) -> str:
    words = _words(db, uid)
    row = db.execute(_QUERY, (uid,)).fetchone()
    match row[2] if row else None:
        case BatchKind.UNDO:
            return _("撤销：{step}").format(step=words)
        case BatchKind.REDO:
            return _("重做：{step}").format(step=words)
    return words


def _words(db: sqlite3.Connection, uid: bytes) -> str:
    row = db.execute(_QUERY, (uid,)).fetchone()
    while row and row[3] and (reverted := db.execute(_QUERY, (row[3],)).fetchone()):
        row = reverted
    if row is None:
        return ""
    batch, _uid, kind, _reverts = row
    if kind == BatchKind.FOUNDING:
        return _("新建台账")
    made = _ranges(db, batch)
    main = next((each for each in _FIRST if each.number in made), None)
    if main is not None:
        return _made_words(db, batch, main, *made[main.number])
    edited = _edited_words(db, batch)
    if edited:
        return edited
    if made:
        number, (first, last) = next(iter(made.items()))
        return _("新增{kind} {n}").format(kind=_kind_word(KIND_BY_NUMBER[number]), n=last - first + 1)
    return _("一次改动")


def _ranges(db: sqlite3.Connection, batch: int) -> dict[int, tuple[int, int]]:
    rows = db.execute("SELECT kind, first, last FROM creation_range WHERE batch=? ORDER BY kind", (batch,))
    return {kind: (first, last) for kind, first, last in rows if kind in KIND_BY_NUMBER}


def _made_words(db: sqlite3.Connection, batch: int, kind: RecordKind, first: int, last: int) -> str:
    count = last - first + 1
    if kind is IMPORT_SOURCE:
        row = db.execute(
            "SELECT file_name, added, updated FROM import_source WHERE id=? AND created_in=?", (first, batch)
        ).fetchone()
        name, added, updated = row or ("", 0, 0)
        counted = _("新增 {added}，更新 {updated}").format(added=f"{added or 0:,}", updated=f"{updated or 0:,}")
        return _("导入 {name}（{counted}）").format(name=_short(name or ""), counted=counted)
    if count == 1:
        return _one_made(db, kind, first)
    several = {
        VISIT.number: _("走访 {n} 家"),
        ORGANIZATION.number: _("新增 {n} 家单位"),
        COVERAGE.number: _("登记工会，覆盖 {n} 家"),
        ELIGIBILITY.number: _("认定 {n} 家"),
        FOLLOWUP.number: _("指派跟进 {n} 项"),
        ORGANIZATION_LINK.number: _("判定疑似重复 {n} 对"),
    }
    text = several.get(kind.number, _("新增{kind} {n}"))
    return text.format(kind=_kind_word(kind), n=f"{count:,}")


def _one_made(db: sqlite3.Connection, kind: RecordKind, record: int) -> str:
    name = _short(_organization_of(db, kind, record))
    match kind.number:
        case VISIT.number:
            day, corrects = _columns(db, kind, record, "visited_on", "corrects")
            text = _("{name} 更正走访 {day}") if corrects else _("{name} 走访 {day}")
            return text.format(name=name, day=str(day or "")[5:])
        case ORGANIZATION.number:
            return _("新增单位 {name}").format(name=name)
        case ORGANIZATION_LINK.number:
            (relation,) = _columns(db, kind, record, "relation")
            return _("{name} 判为{relation}").format(name=name, relation=RELATIONS.label(str(relation or "")))
        case COVERAGE.number | TRADE_UNION.number:
            return _("{name} 登记工会").format(name=name).strip()
        case ELIGIBILITY.number:
            return _("{name} 认定").format(name=name)
        case REASON.number:
            (code,) = _columns(db, kind, record, "code")
            return _("{name} 原因 {code}").format(name=name, code=code or "")
        case FOLLOWUP.number:
            (due,) = _columns(db, kind, record, "due_on")
            return _("{name} 跟进 {day}").format(name=name, day=str(due or "")[5:])
        case _:
            return _("{name} 新增{kind}").format(name=name, kind=_kind_word(kind)).strip()


def _edited_words(db: sqlite3.Connection, batch: int) -> str:
    """What a batch changed: one record by name, several by number. The kind with the most records gives the word."""
    counts = db.execute(
        "SELECT kind, count(DISTINCT rec) FROM edit WHERE batch=? GROUP BY kind ORDER BY 2 DESC, kind", (batch,)
    ).fetchall()
    known = [(KIND_BY_NUMBER[kind], count) for kind, count in counts if kind in KIND_BY_NUMBER]
    if not known:
        return ""
    kind = next((kind for kind, _count in known if kind is ORGANIZATION), known[0][0])
    count = {each.number: number for each, number in known}[kind.number]
    fields: set[str] = set()
    gone = None
    for (text,) in db.execute("SELECT set_ FROM edit WHERE batch=? AND kind=? LIMIT 200", (batch, kind.number)):
        values = json.loads(text)
        fields.update(values)
        gone = values.get(DELETED, gone)
    if count > 1:
        return _several_edited(kind, count, fields, gone)
    (rec,) = db.execute("SELECT rec FROM edit WHERE batch=? AND kind=? LIMIT 1", (batch, kind.number)).fetchone()
    row = db.execute(f"SELECT id FROM {kind.table} WHERE uid=?", (rec,)).fetchone()
    name = _short(_organization_of(db, kind, row[0])) if row else ""
    return _one_edited(kind, name, fields, gone)


def _several_edited(kind: RecordKind, count: int, fields: set[str], gone: object) -> str:
    if kind is not ORGANIZATION:
        return _("改{kind} {n} 项").format(kind=_kind_word(kind), n=f"{count:,}")
    if DELETED in fields:
        text = _("移入回收站 {n} 家") if gone == GONE else _("从回收站恢复 {n} 家")
        return text.format(n=f"{count:,}")
    return _("改{field} {n} 家").format(field=_field_words(fields), n=f"{count:,}")


def _one_edited(kind: RecordKind, name: str, fields: set[str], gone: object) -> str:
    if kind is ORGANIZATION:
        if DELETED in fields:
            text = _("{name} 移入回收站") if gone == GONE else _("{name} 从回收站恢复")
            return text.format(name=name)
        return _("{name} 改{field}").format(name=name, field=_field_words(fields))
    changes: dict[tuple[int, str], Callable[[str], str]] = {
        (FOLLOWUP.number, "state"): lambda text: _("{name} 跟进办结").format(name=text),
        (FOLLOWUP.number, "due_on"): lambda text: _("{name} 跟进改期").format(name=text),
        (FOLLOWUP.number, "cadre"): lambda text: _("{name} 跟进换人").format(name=text),
        (ORGANIZATION_LINK.number, "relation"): lambda text: _("{name} 改判疑似重复").format(name=text),
        (REASON.number, "resolved_on"): lambda text: _("{name} 原因解决").format(name=text),
    }
    for (number, field), words in changes.items():
        if number == kind.number and field in fields:
            return words(name)
    if DELETED in fields:
        text = _("{name} 删去{kind}") if gone == GONE else _("{name} 恢复{kind}")
        return text.format(name=name, kind=_kind_word(kind)).strip()
    return _("{name} 改{kind}").format(name=name, kind=_kind_word(kind)).strip()


def _field_words(fields: set[str]) -> str:
    if len(fields) == 1:
        return field_heading(next(iter(fields)))
    return _(" {n} 栏").format(n=len(fields))


def _organization_of(db: sqlite3.Connection, kind: RecordKind, record: int) -> str:
    if kind is ORGANIZATION:
        query = "SELECT name FROM organization WHERE id=?"
    elif kind.of_organization:
        query = f"SELECT o.name FROM {kind.table} m JOIN organization o ON o.id=m.org_id WHERE m.id=?"
    elif "name" in kind.names:
        query = f"SELECT name FROM {kind.table} WHERE id=?"
    else:
        return ""
    row = db.execute(query, (record,)).fetchone()
    return str(row[0] or "") if row else ""


def _columns(db: sqlite3.Connection, kind: RecordKind, record: int, *names: str) -> tuple[object, ...]:
    row = db.execute(f"SELECT {','.join(names)} FROM {kind.table} WHERE id=?", (record,)).fetchone()
    return tuple(row) if row else (None,) * len(names)


def _kind_word(kind: RecordKind) -> str:
    return _(KIND_WORDS.get(kind.table, N_("记录")))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
