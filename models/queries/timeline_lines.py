"""What the lines of a timeline say, kind by kind: each function reads the records of its stubs at once.

A stub is (batch, id); what is asked for the same is said the same, whatever page it stands on.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.facts.fold import DELETED
from models.facts.records import chunks, marks
from models.facts.writer import BatchKind
from models.language import N_, _
from models.ledger.code_lists import questions_of, reasons_of
from models.queries.history import old_value
from models.queries.value_words import field_heading, value_words
from models.rules.survey import Shape, State
from models.vocabulary import DECISIONS, ROUTES, VISIT_MODES, VISIT_RESULTS

Stub = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line; `icon`: visit, phone, meeting, decision, union, followup, import, merge, edit, reason, survey, file."""

    day: str  # YYYY-MM-DD
    icon: str
    headline: str
    strong: str  # the part of the headline that decides: the visit's result
    text: str
    visit: str = ""  # the record id (hexadecimal) of a visit that counts and can be corrected
    key: str = ""  # the same for the same event, so that a new one is noticed

    def on(self, day: str) -> "TimelineItem":
        """The line on its day."""
        return replace(self, day=day)


Lines = dict[Stub, TimelineItem]
_MODE_ICONS = {"1": "visit", "2": "phone", "3": "meeting", "9": "visit"}
_EDIT_HEADS = {
    BatchKind.UNDO: N_("撤销"),
    BatchKind.REDO: N_("重做"),
    BatchKind.IMPORT: N_("导入更新"),
}
_UNSAID = frozenset({"owner", "phone"})  # an id says nothing, a number is nobody's business here


def changed_words(field: str, old: object, new: object) -> str:
    """A changed field in words: 从业人员 35 → 38."""
    if field in {DELETED, "deleted"}:
        return _("移入回收站") if new else _("从回收站恢复")
    heading = field_heading(field)
    if field in _UNSAID:
        return _("{field} 已更改").format(field=heading)
    before, after = (value_words(field, value) or _("空") for value in (old, new))
    return f"{heading} {before} → {after}"


def _visits(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    """Visits with the reasons they opened."""
    found: Lines = {}
    for chunk in chunks(stubs):
        ids = [record for _at, record in chunk]
        rows = db.execute(
            "SELECT v.id, v.created_in, lower(hex(v.uid)), v.mode, v.result, c.name, v.companions, v.note, "
            "(SELECT group_concat(r.code,'、') FROM reason r WHERE r.org_id=v.org_id AND r.visit=v.uid "
            "AND r.deleted IS NOT 1), EXISTS(SELECT 1 FROM visit x WHERE +x.org_id=v.org_id AND x.corrects=v.uid "
            f"AND x.deleted IS NOT 1) FROM visit v LEFT JOIN cadre c ON c.uid=v.cadre WHERE v.id IN ({marks(ids)})",
            ids,
        )
        for record, at, uid, mode, result, cadre, companions, note, reasons, corrected in rows:
            strong = VISIT_RESULTS.label(result) + (_("（已更正）") if corrected else "")
            said = _said(_names(cadre, companions), note or "")
            opened = _("记原因 {codes}").format(codes=reasons) if reasons else ""
            text = " · ".join(part for part in (said, opened) if part)
            icon = _MODE_ICONS.get(mode or "", "visit")
            visit = "" if corrected else uid
            found[at, record] = TimelineItem("", icon, VISIT_MODES.label(mode), strong, text, visit, f"visit {uid}")
    return found


def _reasons_opened(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    return _reasons(db, stubs, _("登记原因"), lambda row: row[1] or "")


def _reasons_resolved(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    return _reasons(db, stubs, _("原因解决"), lambda row: row[2] or "")


def _reasons(
    db: sqlite3.Connection, stubs: Sequence[Stub], headline: str, said: Callable[[tuple[str | None, ...]], str]
) -> Lines:
    labels = reasons_of(db)
    rows = _by_id(db, "SELECT id, code, note, resolved_by FROM reason WHERE id IN ({marks})", stubs)
    found: Lines = {}
    for at, record in stubs:
        if record in rows:
            code = rows[record][0] or ""
            text = said(rows[record]) or (labels[code].label if code in labels else "")
            found[at, record] = TimelineItem("", "reason", headline, code, text, key=f"{headline} {record}")
    return found


def _reasons_changed(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    """Made the primary one or one of the others, other words, other evidence."""
    found: Lines = {}
    for at, record in stubs:
        rows = db.execute(
            "SELECT m.code, e.set_, a.name FROM reason m JOIN edit e ON e.rec=m.uid AND e.kind=5 AND e.batch=? "
            "JOIN batch b ON b.id=e.batch JOIN author a ON a.id=b.author WHERE m.id=?",
            (at, record),
        ).fetchall()
        if not rows:
            continue
        code, author = rows[0][0] or "", rows[0][2]
        said = [words for _code, set_, _author in rows for words in reason_change_words(json.loads(set_))]
        text = _said(author, "；".join(said))
        found[at, record] = TimelineItem("", "reason", _("原因变化"), code, text, key=f"reason {at} {record}")
    return found


def reason_change_words(set_: Mapping[str, object]) -> list[str]:
    """What an edit of a reason did, in words."""
    words = []
    if "is_primary" in set_:
        words.append(_("设为主因") if set_["is_primary"] else _("不再是主因"))
    if "note" in set_:
        words.append(_("说明：{text}").format(text=set_["note"] or _("空")))
    if "evidence" in set_:
        words.append(_("佐证：{text}").format(text=set_["evidence"] or _("空")))
    if "opened_on" in set_:
        words.append(_("{day} 起").format(day=set_["opened_on"]))
    return words


def _decisions(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    query = "SELECT id, decision, decided_by, ground FROM eligibility WHERE id IN ({marks})"
    rows = _by_id(db, query, stubs)
    return {
        (at, record): TimelineItem(
            "",
            "decision",
            _("认定"),
            DECISIONS.label(row[0]),
            _said(row[1] or "", row[2] or ""),
            key=f"decision {record}",
        )
        for at, record in stubs
        if (row := rows.get(record))
    }


def _unions(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    rows = _by_id(db, "SELECT id, route, name, document_no FROM trade_union WHERE id IN ({marks})", stubs)
    return {
        (at, record): TimelineItem(
            "",
            "union",
            _("建会"),
            ROUTES.label(row[0]),
            f"{row[1] or ''} {row[2] or ''}".strip(),
            key=f"union {record}",
        )
        for at, record in stubs
        if (row := rows.get(record))
    }


def _tasks_made(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    rows = _by_id(db, f"{_TASKS} WHERE f.id IN ({{marks}})", stubs)
    found: Lines = {}
    for at, record in stubs:
        if record in rows:
            task, due, _state, _outcome, cadre = rows[record]
            until = _("{day} 到期").format(day=due) if due else ""
            text = _said(cadre or "", " ".join(part for part in (until, task or "") if part))
            found[at, record] = TimelineItem("", "followup", _("安排跟进"), "", text, key=f"task {record}")
    return found


def _tasks_done(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    rows = _by_id(db, f"{_TASKS} WHERE f.id IN ({{marks}})", stubs)
    found: Lines = {}
    for at, record in stubs:
        if record in rows:
            task, _due, state, outcome, cadre = rows[record]
            strong = _("已办") if state == "done" else _("取消")
            text = _said(cadre or "", outcome or task or "")
            found[at, record] = TimelineItem("", "followup", _("跟进"), strong, text, key=f"done {record}")
    return found


_TASKS = "SELECT f.id, f.task, f.due_on, f.state, f.outcome, c.name FROM followup f LEFT JOIN cadre c ON c.uid=f.cadre"


def _surveys(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    """One line for what was answered in one go."""
    questions = questions_of(db)
    found: Lines = {}
    for batch, organization in stubs:
        said = []
        for question, answer, value in _answers_in(db, batch, organization):
            known = questions.get(question or "")
            words = _answer_words(known.shape if known else Shape.YES_NO, answer, value)
            said.append(f"{_(known.label) if known else question} {words}")
        said += _changes_in(db, batch, organization)
        author, kind = _author_of(db, batch)
        head = _(_EDIT_HEADS[kind]) if kind in {BatchKind.UNDO, BatchKind.REDO} else _("摸底")
        text = _said(author, "；".join(said))
        found[batch, organization] = TimelineItem("", "survey", head, "", text, key=f"survey {batch}")
    return found


def _answers_in(
    db: sqlite3.Connection, batch: int, organization: int
) -> list[tuple[str | None, str | None, str | None]]:
    """(question, answer, value) that a batch wrote, as they were then."""
    made = db.execute(
        "SELECT s.question, s.answer, s.value, o.was FROM survey_answer s "
        "LEFT JOIN origin o ON o.kind=19 AND o.rec=s.id WHERE s.created_in=? AND s.org_id=?",
        (batch, organization),
    )
    rows = []
    for question, answer, value, was in made.fetchall():
        first = {"answer": answer, "value": value} | (json.loads(was) if was else {})
        rows.append((question, first["answer"], first["value"]))
    edits = db.execute(
        "SELECT s.question, e.set_, s.answer FROM edit e JOIN survey_answer s ON s.uid=e.rec "
        "WHERE e.kind=19 AND e.batch=? AND s.org_id=?",
        (batch, organization),
    )
    for question, set_, answer in edits.fetchall():
        values = json.loads(set_)
        if "answer" in values or "value" in values:
            rows.append((question, values.get("answer", answer), values.get("value")))
    return sorted(rows, key=lambda row: str(row[0]))


def _answer_words(shape: Shape, answer: str | None, value: str | None) -> str:
    if answer == State.UNKNOWN.value:
        return State.UNKNOWN.word
    if answer is None:
        return _("改为没问")
    if shape is Shape.YES_NO:
        word = State.NO.word if answer == State.NO.value else State.YES.word
        return f"{word}（{value}）" if value else word
    return value or ""


def _attachments(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    query = (
        "SELECT m.id, m.name, m.note, a.name FROM attachment m JOIN batch b ON b.id=m.created_in "
        "JOIN author a ON a.id=b.author WHERE m.id IN ({marks})"
    )
    rows = _by_id(db, query, stubs)
    return {
        (at, record): TimelineItem(
            "", "file", _("附件"), row[0] or "", _said(row[2] or "", row[1] or ""), key=f"attachment {record}"
        )
        for at, record in stubs
        if (row := rows.get(record))
    }


def _made(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    found: Lines = {}
    for at, record in stubs:
        author, kind = _author_of(db, at)
        source = db.execute("SELECT file_name FROM import_source WHERE created_in=?", (at,)).fetchone()
        is_import = kind is BatchKind.IMPORT
        head = _("导入") if is_import else _("新增单位")
        text = _said(author, source[0]) if source and source[0] else author
        found[at, record] = TimelineItem("", "import" if is_import else "edit", head, "", text, key=f"made {record}")
    return found


def _changes(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    found: Lines = {}
    for batch, organization in stubs:
        author, kind = _author_of(db, batch)
        head = _(_EDIT_HEADS[kind]) if kind in _EDIT_HEADS else _("修改")
        text = _said(author, "；".join(_changes_in(db, batch, organization)))
        icon = "import" if kind is BatchKind.IMPORT else "edit"
        found[batch, organization] = TimelineItem("", icon, head, "", text, key=f"change {batch}")
    return found


def _merges(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    """What a file brought of this organization."""
    found: Lines = {}
    for at, arrival in stubs:
        receipt = db.execute("SELECT name, author FROM merge_receipt WHERE arrival=?", (arrival,)).fetchone()
        authors = db.execute(
            "SELECT DISTINCT a.name FROM batch b JOIN author a ON a.id=b.author WHERE b.arrived_in=? LIMIT 3",
            (arrival,),
        ).fetchall()
        who = receipt[1] if receipt else "、".join(name for (name,) in authors)
        text = _("来自 {who}").format(who=who) + (f" {receipt[0]}" if receipt else "")
        found[at, arrival] = TimelineItem("", "merge", _("合并入账"), "", text, key=f"merge {arrival}")
    return found


def _changes_in(db: sqlite3.Connection, batch: int, organization: int) -> list[str]:
    """What a batch changed of an organization, in words."""
    words: list[str] = []
    rows = db.execute(
        "SELECT e.rec, e.set_, e.over FROM organization o JOIN edit e ON e.rec=o.uid AND e.kind=1 "
        "WHERE o.id=? AND e.batch=?",
        (organization, batch),
    )
    for record, set_, over in rows.fetchall():
        replaced = json.loads(over)
        for field, value in json.loads(set_).items():
            words.append(changed_words(field, old_value(db, 1, record, field, replaced.get(field, [])), value))
    return words


def _author_of(db: sqlite3.Connection, batch: int) -> tuple[str, BatchKind | None]:
    query = "SELECT a.name, b.kind FROM batch b JOIN author a ON a.id=b.author WHERE b.id=?"
    name, kind = db.execute(query, (batch,)).fetchone() or ("", 0)
    return name, BatchKind(kind) if kind in set(BatchKind) else None


def _by_id(db: sqlite3.Connection, query: str, stubs: Sequence[Stub]) -> dict[int, tuple[str | None, ...]]:
    """The rows of these stubs by local id, which comes first and is left out."""
    found: dict[int, tuple[str | None, ...]] = {}
    for chunk in chunks({record for _at, record in stubs}):
        for record, *values in db.execute(query.format(marks=marks(chunk)), chunk):
            found[record] = tuple(values)
    return found


def _names(who: str | None, others: str | None) -> str:
    return "、".join(part for part in (who, others) if part)


def _said(who: str, text: str) -> str:
    return _("{who}：{text}").format(who=who, text=text) if who and text else who or text


LINES: dict[str, Callable[[sqlite3.Connection, Sequence[Stub]], Lines]] = defaultdict(
    lambda: lambda _db, _stubs: {},
    {
        "visit": _visits,
        "reason_opened": _reasons_opened,
        "reason_resolved": _reasons_resolved,
        "reason_changed": _reasons_changed,
        "decision": _decisions,
        "union": _unions,
        "task_made": _tasks_made,
        "task_done": _tasks_done,
        "survey": _surveys,
        "attachment": _attachments,
        "made": _made,
        "change": _changes,
        "merge": _merges,
    },
)
