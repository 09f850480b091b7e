"""One timeline of an organization: visits, status, tasks, survey, attachments, imports, merges and every change.

A page of it is read at a time, the newest first: an organization with ten thousand visits opens as quickly as any.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from models.language import N_, _
from models.ledger.joining import members_of
from models.ledger.ledger import Ledger
from models.queries.history import LogChange
from models.queries.timeline_closings import CLOSING_LINES
from models.queries.timeline_lines import LINES, TimelineItem, changed_words

__all__ = ["Group", "TimelineItem", "TimelinePage", "change_text", "timeline"]


class Group(Enum):
    """What a timeline can be narrowed to."""

    VISITS = N_("走访")
    TASKS = N_("跟进")
    STATUS = N_("状态与原因")
    SURVEY = N_("摸底与附件")
    FILES = N_("导入与合并")
    CHANGES = N_("修改")

    @property
    def label(self) -> str:
        """What it is called."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Some lines, the newest first, and how many there are of each group in all."""

    items: tuple[TimelineItem, ...]
    counts: dict[Group, int]
    total: int  # of the groups that were asked for


_HERE = members_of(":id")
_DAY = "date(b.wall,'unixepoch','localtime')"


def _children(kind: str, group: Group, table: str, day: str, also: str = "") -> str:
    """Stubs of a table that belongs to organizations; `day` is a column, or the day of the batch that made it."""
    return (
        f"SELECT {day} AS day, m.created_in AS at, '{kind}' AS kind, m.id AS id, '{group.name}' AS grp FROM {table} m "
        f"JOIN batch b ON b.id=m.created_in WHERE m.org_id IN {_HERE} AND m.deleted IS NOT 1 {also}"
    )


def _edits(number: int, table: str) -> str:
    """The edits of a table's records that belong here."""
    key = "m.id" if table == "organization" else "m.org_id"
    return (
        f"FROM {table} m JOIN edit e ON e.rec=m.uid AND e.kind={number} JOIN batch b ON b.id=e.batch "
        f"WHERE {key} IN {_HERE}"
    )


_SURVEY_BATCHES = (
    f"SELECT created_in AS batch, org_id AS id FROM survey_answer WHERE org_id IN {_HERE} "
    f"UNION SELECT e.batch, m.org_id {_edits(19, 'survey_answer')}"
)
#: What a merge brought of this organization is told in one line, by the file.
_CAME = (
    f"SELECT created_in AS batch FROM organization WHERE id IN {_HERE} "
    f"UNION SELECT created_in FROM visit WHERE org_id IN {_HERE} "
    f"UNION SELECT created_in FROM reason WHERE org_id IN {_HERE} "
    f"UNION SELECT created_in FROM followup WHERE org_id IN {_HERE} UNION SELECT e.batch {_edits(1, 'organization')} "
    f"UNION SELECT batch FROM twin WHERE kind=1 AND rec IN {_HERE}"
)
_STATUS_FIELDS = "(e.set_ LIKE '%\"stage\"%' OR e.set_ LIKE '%\"side_state\"%' OR e.set_ LIKE '%\"closing\"%')"
_STUBS = " UNION ALL ".join(
    (
        _children("visit", Group.VISITS, "visit", "m.visited_on"),
        _children("reason_opened", Group.STATUS, "reason", "m.opened_on", "AND m.visit IS NULL"),
        _children("reason_resolved", Group.STATUS, "reason", "m.resolved_on", "AND m.resolved_on IS NOT NULL"),
        (
            f"SELECT DISTINCT {_DAY}, e.batch, 'reason_changed', m.id, '{Group.STATUS.name}' {_edits(5, 'reason')} "
            "AND m.deleted IS NOT 1 AND e.set_ NOT LIKE '%\"resolved_on\"%' AND e.set_ NOT LIKE '%\"_deleted\"%'"
        ),
        _children("decision", Group.STATUS, "eligibility", "m.decided_on"),
        (
            f"SELECT coalesce(u.founded_on,m.since), m.created_in, 'union', u.id, '{Group.STATUS.name}' "
            f"FROM coverage m JOIN trade_union u ON u.uid=m.trade_union WHERE m.org_id IN {_HERE} "
            "AND m.deleted IS NOT 1 AND u.deleted IS NOT 1"
        ),
        _children("task_made", Group.TASKS, "followup", _DAY, "AND m.visit IS NULL"),
        _children("task_done", Group.TASKS, "followup", "m.done_on", "AND m.done_on IS NOT NULL AND m.state<>'open'"),
        (
            f"SELECT {_DAY}, b.id, 'survey', s.id, '{Group.SURVEY.name}' FROM ({_SURVEY_BATCHES}) s "
            "JOIN batch b ON b.id=s.batch"
        ),
        _children("closing_asked", Group.STATUS, "close_out", "m.proposed_on"),
        _children("closing_decided", Group.STATUS, "close_out", "m.decided_on", "AND m.decided_on IS NOT NULL"),
        _children("attachment", Group.SURVEY, "attachment", _DAY),
        (
            f"SELECT {_DAY}, b.id, 'made', m.id, iif(b.kind=2,'{Group.FILES.name}','{Group.CHANGES.name}') "
            f"FROM organization m JOIN batch b ON b.id=m.created_in WHERE m.id IN {_HERE}"
        ),
        (
            f"SELECT {_DAY}, b.id, 'change', m.id, iif(b.kind=2,'{Group.FILES.name}',"
            f"iif(max({_STATUS_FIELDS}),'{Group.STATUS.name}','{Group.CHANGES.name}')) {_edits(1, 'organization')} "
            f"AND (b.id,m.id) NOT IN ({_SURVEY_BATCHES}) GROUP BY b.id, m.id"
        ),
        (
            f"SELECT date(a.arrived,'unixepoch','localtime'), max(b.id), 'merge', a.id, '{Group.FILES.name}' "
            f"FROM ({_CAME}) c JOIN batch b ON b.id=c.batch JOIN arrival a ON a.id=b.arrived_in "
            "WHERE NOT a.undone GROUP BY a.id"
        ),
    )
)


def timeline(
    ledger: Ledger, organization: int, *, groups: Collection[Group] = (), skip: int = 0, limit: int = 200
) -> TimelinePage:
    """Lines of one organization (local id), of some groups or of all; of the same day the later one first."""
    wanted = [group.name for group in (groups or Group)]
    with ledger.reading() as db:
        counted = dict(
            db.execute(f"SELECT grp, count(*) FROM ({_STUBS}) GROUP BY grp", {"id": organization}).fetchall()
        )
        names = ",".join(f"'{name}'" for name in wanted)
        rows = db.execute(
            f"SELECT day, at, kind, id FROM ({_STUBS}) WHERE grp IN ({names}) "
            "ORDER BY day DESC, at DESC, kind, id DESC LIMIT :limit OFFSET :skip",
            {"id": organization, "limit": limit, "skip": skip},
        ).fetchall()
        items = _filled(db, rows)
    counts = {group: counted.get(group.name, 0) for group in Group}
    return TimelinePage(tuple(items), counts, sum(counted.get(name, 0) for name in wanted))


def _filled(db: sqlite3.Connection, rows: list[tuple[str | None, int, str, int]]) -> list[TimelineItem]:
    """The lines of these stubs in their order: each kind is read at once."""
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for _day, at, kind, record in rows:
        wanted[kind].append((at, record))
    makers = LINES | CLOSING_LINES
    found = {kind: makers[kind](db, stubs) for kind, stubs in wanted.items()}
    items = []
    for day, at, kind, record in rows:
        line = found[kind].get((at, record))
        if line is not None:
            items.append(line.on(day or ""))
    return items


def change_text(change: LogChange) -> str:
    """A changed field in words: 从业人员 35 → 38."""
    return changed_words(change.field, change.old, change.new)
