"""One timeline of an organization: visits, decisions, unions, follow-ups and every change, newest first."""

from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.queries.history import LogChange, LogEntry, log
from models.queries.organization_detail import OrganizationDetail
from models.queries.value_words import field_heading, value_words
from models.vocabulary import DECISIONS, ROUTES, VISIT_MODES, VISIT_RESULTS


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line. `icon` is visit, phone, meeting, decision, union, followup, import, edit or reason."""

    day: str  # YYYY-MM-DD
    icon: str
    headline: str
    strong: str  # the part of the headline that decides: the visit's result
    text: str
    visit: str = ""  # the record id (hexadecimal) of a visit that counts and can be corrected


_MODE_ICONS = {"1": "visit", "2": "phone", "3": "meeting", "9": "visit"}


def timeline(ledger: Ledger, detail: OrganizationDetail, *, limit: int = 200) -> list[TimelineItem]:
    """The lines of one organization; of the same day the later one first."""
    items = [
        TimelineItem(
            visit.visited_on,
            _MODE_ICONS.get(visit.mode, "visit"),
            VISIT_MODES.label(visit.mode),
            VISIT_RESULTS.label(visit.result) + ("（已更正）" if visit.corrected else ""),
            _said(visit.cadre, visit.companions, visit.note),
            "" if visit.corrected else visit.uid,
        )
        for visit in detail.visits
    ]
    items += [
        TimelineItem(d.decided_on, "decision", "认定", DECISIONS.label(d.decision), _said(d.decided_by, "", d.ground))
        for d in detail.decisions
    ]
    items += [
        TimelineItem(
            u.founded_on,
            "union",
            "建会",
            ROUTES.label(u.route),
            u.name + (f" {u.document_no}" if u.document_no else ""),
        )
        for u in detail.unions
    ]
    items += [
        TimelineItem(
            f.done_on,
            "followup",
            "跟进",
            "已办" if f.state == "done" else "取消",
            _said(f.cadre, "", f.outcome or f.task),
        )
        for f in detail.followups
        if f.state != "open" and f.done_on
    ]
    items += [
        TimelineItem(r.resolved_on, "reason", "原因解决", r.code, r.resolved_by or r.label)
        for r in detail.reasons
        if r.resolved_on
    ]
    for entry in log(ledger, organization=detail.id, limit=limit):
        items += _entry_items(entry)
    return sorted(items, key=lambda item: item.day, reverse=True)[:limit]


def change_text(change: LogChange) -> str:
    """A changed field in words: 从业人员 35 → 38."""
    if change.field == "deleted":
        return "移入回收站" if change.new else "从回收站恢复"
    heading = field_heading(change.field)
    if change.field in {"owner", "phone"}:  # an id says nothing, a number is nobody's business here
        return f"{heading} 已更改"
    old, new = (value_words(change.field, value) or "空" for value in (change.old, change.new))
    return f"{heading} {old} → {new}"


def _entry_items(entry: LogEntry) -> list[TimelineItem]:
    day = entry.at[:10]
    items = []
    if entry.made.get("organization"):
        head = "导入" if entry.kind == "import" else "新增单位"
        items.append(TimelineItem(day, "import" if entry.kind == "import" else "edit", head, "", entry.author))
    changed = [change_text(change) for change in entry.changes if change.kind == "organization"]
    if changed:
        head = {"undo": "撤销", "redo": "重做", "import": "导入更新"}.get(entry.kind, "修改")
        items.append(TimelineItem(day, "edit", head, "", f"{entry.author}：{'；'.join(changed)}"))
    return items


def _said(who: str, others: str, text: str) -> str:
    names = "、".join(part for part in (who, others) if part)
    return f"{names}：{text}" if names and text else names or text
