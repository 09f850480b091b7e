"""Applications for closing out: what waits for a decision, what was closed out this month; rows like follow-ups."""

from array import array
from collections.abc import Iterable
from datetime import date

from models.divisions import division_name
from models.language import _
from models.ledger.code_lists import reasons_of
from models.ledger.joining import members_of
from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT, WORD
from models.queries.followup_list import FollowupRow, Lane, lane_value

#: The newest application of an organization, or nothing where its state was typed or imported.
APPLICATION = (
    f"LEFT JOIN close_out k ON k.id=(SELECT x.id FROM close_out x WHERE x.org_id IN {members_of('o.id')} "
    "AND x.deleted IS NOT 1 ORDER BY x.proposed_on DESC, x.uid DESC LIMIT 1)"
)
#: What waits, and what was closed out since the first of the month.
SCOPES_OF_CLOSING = {
    "pending": f"o.closing='pending' AND {PRESENT}",
    "closed": f"o.closing='closed' AND o.closed_on>=:month AND {PRESENT}",
}
CLOSING_LANES = {"person": "coalesce(k.cadre,o.owner)", "street": "o.street", "reason": "o.main_reason"}
CLOSING_DAYS = {"pending": "coalesce(k.proposed_on,'')", "closed": "o.closed_on"}
_ORDERS = {
    "name": "o.name",
    "task": "coalesce(k.evidence,k.document_no)",
    "reason": "o.main_reason",
    "street": "o.street",
    "cadre": "c.name",
    "last": "o.last_visit_on",
}
_EVIDENCE = "(k.evidence IS NOT NULL)+(k.document_no IS NOT NULL)+(k.visit IS NOT NULL)+(k.attachment IS NOT NULL)"
_CHUNK = 500


def month_of(ledger: Ledger) -> str:
    """The first of this month, for `:month`."""
    return ledger.today().replace(day=1).isoformat()


def closing_ids(
    ledger: Ledger,
    when: str,
    *,
    cadre: bytes | None = None,
    lane: Lane | None = None,
    sort: str = "",
    descending: bool = False,
) -> "array[int]":
    """The organizations (local ids) of a scope; applications begin with the oldest, close-outs with the last."""
    chosen = SCOPES_OF_CLOSING[when]
    bound: dict[str, object] = {"month": month_of(ledger)}
    if cadre is not None:
        chosen += f" AND {CLOSING_LANES['person']}=:cadre"
        bound["cadre"] = cadre
    if lane is not None:
        chosen += f" AND {CLOSING_LANES[lane.by]} IS :lane"
        bound["lane"] = lane_value(lane)
    day = CLOSING_DAYS[when]
    order = _ORDERS.get(sort, day)
    falls = descending if sort else when == "closed"
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT o.id FROM organization o {APPLICATION} LEFT JOIN cadre c ON c.uid={CLOSING_LANES['person']} "
            f"WHERE {chosen} ORDER BY {order} IS NULL, {order} {'DESC' if falls else 'ASC'}, {day}, o.id",
            bound,
        )
        return array("q", (row[0] for row in rows))


def closing_rows(ledger: Ledger, organizations: Iterable[int]) -> list[FollowupRow]:
    """One row per organization with an application or a close-out; `id` is the organization's, `state` its closing.

    `task` says the evidence, `due_on` and `done_on` the day on which it was applied for or closed out.
    """
    wanted = list(organizations)
    found: dict[int, FollowupRow] = {}
    today = ledger.today()
    with ledger.reading() as db:
        labels = {code: entry.words for code, entry in reasons_of(db).items()}
        for start in range(0, len(wanted), _CHUNK):
            chosen = ",".join(str(int(record)) for record in wanted[start : start + _CHUNK])
            rows = db.execute(
                f"SELECT o.id, o.name, {WORD}, o.street, coalesce(k.evidence,k.document_no), "
                "CASE o.closing WHEN 'closed' THEN o.closed_on ELSE k.proposed_on END, c.name, o.main_reason, "
                f"o.last_visit_on, o.last_visit_mode, o.closing, lower(hex(o.uid)), {_EVIDENCE} "
                f"FROM organization o {APPLICATION} LEFT JOIN cadre c ON c.uid={CLOSING_LANES['person']} "
                f"WHERE o.id IN ({chosen})"
            )
            for row in rows:
                found[row[0]] = _row(row, labels, today)
    return [found[organization] for organization in wanted if organization in found]


def _row(row: tuple[object, ...], labels: dict[str, str], today: date) -> FollowupRow:
    record, name, word, street, said, day, cadre, reason, last_on, last_mode, closing, uid, evidence = row
    code = str(reason or "")
    return FollowupRow(
        int(str(record)),
        int(str(record)),
        str(name or ""),
        str(word),
        division_name(str(street)) if street else "",
        str(said or _("没有写佐证")),
        date.fromisoformat(str(day)) if day else today,
        0,
        str(cadre or ""),
        code,
        str(last_on or ""),
        str(last_mode or ""),
        str(closing or ""),
        str(day or ""),
        labels.get(code, ""),
        str(uid),
        "",
        str(closing or ""),
        int(str(evidence or 0)),
    )
