"""What a cadre looks after and hands over on leaving: organizations, promises, applications that wait."""

from dataclasses import dataclass, replace
from datetime import date

from models.divisions import division_name
from models.errors import InputProblem
from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT, WORD, Conditions
from models.queries.followup_list import FollowupRow, followup_ids, followup_rows
from models.queries.people_list import cadre_names
from models.queries.report_content import ReportHead
from models.queries.report_head import BLANK_HEAD, report_head, week_of
from models.rules.phones import mask_phones_in
from models.vocabulary import VISIT_MODES

#: More than this is no pack that anybody reads.
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class HandedOrganization:
    """An organization that is handed over: where it stands, the main reason, the last visit and what was noted."""

    id: int
    name: str
    street: str
    word: str
    reason: str
    visits: int
    last_visit: str
    note: str
    conflicts: int


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything of a cadre: `pending` applications for closing out wait for an answer."""

    head: ReportHead
    day: date
    person: str
    successor: str
    organizations: tuple[HandedOrganization, ...]
    followups: tuple[FollowupRow, ...]
    pending: int
    streets: tuple[str, ...] = ()  # what the person looks after, by name

    @property
    def late(self) -> int:
        """How many promises are late."""
        return sum(row.due_on < self.day for row in self.followups)

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to hand over."""
        return not (self.organizations or self.followups or self.pending or self.streets)


def handover_of(ledger: Ledger, cadre: bytes, *, to: bytes | None = None, number: int | None = None) -> Handover:
    """What a cadre (record id) looks after, for whoever takes it over; InputProblem for an unknown one."""
    names = cadre_names(ledger)
    if cadre.hex() not in names:
        raise InputProblem(_("没有这个人员，请刷新后再试。"))
    with ledger.reading() as db:
        labels = {code: entry.words for code, entry in reasons_of(db).items()}
        rows = db.execute(
            f"SELECT o.id, coalesce(o.name,''), o.street, {WORD}, o.main_reason, coalesce(o.visit_count,0), "
            "o.last_visit_on, o.last_visit_mode, (SELECT v.note FROM visit v WHERE v.org_id=o.id "
            "AND v.deleted IS NOT 1 AND v.note IS NOT NULL ORDER BY v.visited_on DESC, v.uid DESC LIMIT 1), "
            f"coalesce(o.conflicts,0) FROM organization o WHERE o.owner=? AND {PRESENT} AND {Conditions(db).live} "
            "ORDER BY o.street, o.name, o.id LIMIT ?",
            (cadre, MOST_ROWS + 1),
        ).fetchall()
        (pending,) = db.execute(
            "SELECT count(*) FROM close_out WHERE cadre=? AND state='pending' AND deleted IS NOT 1", (cadre,)
        ).fetchone()
        (streets,) = db.execute("SELECT streets FROM cadre WHERE uid=?", (cadre,)).fetchone()
        found = followup_ids(ledger, "open", cadre=cadre, limit=MOST_ROWS + 1)
        followups = followup_rows(ledger, found)
    if max(len(rows), len(found)) > MOST_ROWS:
        raise InputProblem(_("要移交的超过 {n} 条，请先按街道平均分。").format(n=f"{MOST_ROWS:,}"))
    content = Handover(
        BLANK_HEAD,
        ledger.today(),
        names[cadre.hex()],
        names.get(to.hex(), "") if to else "",
        tuple(_organization(row, labels) for row in rows),
        tuple(replace(row, task=mask_phones_in(row.task)) for row in followups),
        int(pending),
        tuple(division_name(code) or code for code in (streets or "").split(",") if code),
    )
    words = _("{name} 移交").format(name=content.person)
    return replace(content, head=report_head(ledger, "YJ", week_of(ledger.today()), words, content, number=number))


def _organization(row: tuple[object, ...], labels: dict[str, str]) -> HandedOrganization:
    record, name, street, word, reason, visits, visited_on, mode, note, conflicts = row
    last = f"{visited_on} {VISIT_MODES.label(str(mode)) if mode else ''}".strip() if visited_on else ""
    return HandedOrganization(
        int(str(record)),
        str(name),
        (division_name(str(street)) or str(street)) if street else "",
        str(word),
        f"{reason} {labels.get(str(reason), '')}".strip() if reason else "",
        int(str(visits)),
        last,
        mask_phones_in(str(note or "").replace("\n", " ")),
        int(str(conflicts)),
    )
