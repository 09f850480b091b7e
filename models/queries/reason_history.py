"""What became of the reasons of an organization: opened, changed, resolved, by whom and by what action."""

import sqlite3
from dataclasses import dataclass
from enum import Enum

from models.facts.fold import DELETED
from models.facts.records import RecordFacts, load_many
from models.language import N_, _
from models.ledger.code_lists import ReasonEntry, reasons_of
from models.ledger.joining import members_of
from models.ledger.ledger import Ledger
from models.queries.timeline_lines import reason_change_words
from models.tables.record_kinds import REASON
from models.vocabulary import VISIT_MODES, VISIT_RESULTS


class Step(Enum):
    """What happened to a reason."""

    OPENED = N_("登记")
    CHANGED = N_("变化")
    RESOLVED = N_("解决")
    REOPENED = N_("重新打开")
    WITHDRAWN = N_("撤回")

    @property
    def label(self) -> str:
        """The word for it."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class ReasonStep:
    """One step: the day, who, what it says, and by what action: a visit, a union, an import, or in words."""

    code: str
    label: str
    step: Step
    day: str
    author: str
    text: str
    by: str


def reason_history(ledger: Ledger, organization: int) -> list[ReasonStep]:
    """The steps of all reasons of an organization (local id), the newest first."""
    with ledger.reading() as db:
        labels = reasons_of(db)
        query = f"SELECT id FROM reason WHERE org_id IN {members_of(':id')}"
        records = [row[0] for row in db.execute(query, {"id": organization})]
        steps = [step for facts in load_many(db, REASON, records).values() for step in _steps(db, facts, labels)]
    return [step for _order, step in sorted(steps, key=lambda item: item[0], reverse=True)]


_Ordered = tuple[tuple[str, int], ReasonStep]


def _steps(db: sqlite3.Connection, facts: RecordFacts, labels: dict[str, ReasonEntry]) -> list[_Ordered]:
    code = str(facts.row.get("code") or "")
    entry = labels.get(code)
    label = entry.words if entry else ""
    first = facts.creations[0]
    batch = _Batch.of(db, first.key.uid, facts.org_id or 0)
    visit = first.values.get("visit")
    opened_by = _visit_words(db, str(visit)) if visit else batch.action
    said = str(first.values.get("note") or "")
    day = str(first.values.get("opened_on") or batch.day)
    found: list[_Ordered] = [
        ((day, first.key.lamport), ReasonStep(code, label, Step.OPENED, day, batch.author, said, opened_by))
    ]
    for edit in facts.edits:
        at = _Batch.of(db, edit.key.uid, facts.org_id or 0)
        step, day, text, by = Step.CHANGED, at.day, "；".join(reason_change_words(edit.set)), at.action
        if DELETED in edit.set:
            step = Step.WITHDRAWN if edit.set[DELETED] else Step.REOPENED
        elif edit.set.get("resolved_on"):
            step, day = Step.RESOLVED, str(edit.set["resolved_on"])
            by = str(edit.set.get("resolved_by") or "") or at.action
        elif "resolved_on" in edit.set:
            step = Step.REOPENED
        found.append(((day, edit.key.lamport), ReasonStep(code, label, step, day, at.author, text, by)))
    return found


@dataclass(frozen=True, slots=True)
class _Batch:
    day: str
    author: str
    action: str

    @classmethod
    def of(cls, db: sqlite3.Connection, uid: bytes, organization: int) -> "_Batch":
        """Day and author of a batch, and what else it did for the organization."""
        row = db.execute(
            "SELECT b.id, date(b.wall,'unixepoch','localtime'), a.name, b.kind FROM batch b "
            "JOIN author a ON a.id=b.author WHERE b.uid=?",
            (uid,),
        ).fetchone()
        number, day, author, kind = row
        return cls(day, author, _action(db, number, kind, organization))


_KINDS = {2: N_("导入"), 3: N_("撤销"), 4: N_("重做")}


def _action(db: sqlite3.Connection, batch: int, kind: int, organization: int) -> str:
    if kind in _KINDS:
        return _(_KINDS[kind])
    query = "SELECT lower(hex(uid)) FROM visit WHERE created_in=? AND org_id=?"
    if visit := db.execute(query, (batch, organization)).fetchone():
        return _visit_words(db, visit[0])
    query = (
        "SELECT u.name FROM coverage c JOIN trade_union u ON u.uid=c.trade_union WHERE c.created_in=? AND c.org_id=?"
    )
    if union := db.execute(query, (batch, organization)).fetchone():
        return _("登记工会 {name}").format(name=union[0])
    return ""


def _visit_words(db: sqlite3.Connection, uid: str) -> str:
    row = db.execute("SELECT visited_on, mode, result FROM visit WHERE uid=?", (bytes.fromhex(uid),)).fetchone()
    if row is None:
        return _("走访")
    day, mode, result = row
    return _("{day} {mode}：{result}").format(day=day, mode=VISIT_MODES.label(mode), result=VISIT_RESULTS.label(result))
