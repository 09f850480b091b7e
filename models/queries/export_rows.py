"""The rows of a full export: every column of the ledger, in the order of domain section 4, as words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.divisions import full_name
from models.ledger.code_lists import reasons_of
from models.ledger.joining import members_of
from models.ledger.ledger import Ledger
from models.ledger_columns import LEDGER_COLUMNS, LedgerColumn, Shape
from models.queries.conditions import ELIGIBLE, NOT_ELIGIBLE, SHOWN_STAGE
from models.queries.organization_list import ListQuery, ids
from models.rules.phones import mask_phone, mask_phones_in
from models.tables.record_kinds import ORGANIZATION
from models.vocabulary import DECISIONS, LEVELS, ORGANIZATION_TYPES, ROUTES, SIDE_STATES, STAGES

_CHUNK = 500
_NUMBERED = frozenset({"name", "former_names", "union_name", "union_approval", "union_code"})


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """What a sheet needs: the columns and a stream of rows (text, whole numbers, dates as YYYY-MM-DD or None)."""

    columns: tuple[LedgerColumn, ...]
    count: int
    rows: Iterator[list[object]]


_FACTS = ",".join(f"o.{name}" for name in ORGANIZATION.names)
_DERIVED = (
    f"o.id, o.shown_type, o.shown_level, CASE WHEN {ELIGIBLE} THEN 'yes' WHEN {NOT_ELIGIBLE} THEN 'no' "
    f"WHEN o.scope='key' THEN 'unknown' END, o.main_reason, {SHOWN_STAGE}, o.last_visit_on, "
    "coalesce(o.visit_count,0), o.next_due_on, o.coverage, c.name, "
    f"(SELECT group_concat(name,'；') FROM former_name n WHERE n.org_id IN {members_of('o.id')} "
    "AND n.deleted IS NOT 1), "
    f"(SELECT note FROM reason r WHERE r.org_id IN {members_of('o.id')} AND r.deleted IS NOT 1 "
    "AND r.code=o.main_reason AND r.resolved_on IS NULL ORDER BY r.opened_on DESC, r.uid DESC LIMIT 1), "
    f"(SELECT evidence FROM reason r WHERE r.org_id IN {members_of('o.id')} AND r.deleted IS NOT 1 "
    "AND r.code=o.main_reason AND r.resolved_on IS NULL ORDER BY r.opened_on DESC, r.uid DESC LIMIT 1), f.task"
)
_UNION = (
    "SELECT u.name, u.route, u.founded_on, u.approved_by, u.document_no, u.members, u.women_members, u.chair, "
    "u.legal_code, u.in_national_database, u.term_ends_on FROM coverage v JOIN trade_union u ON u.uid=v.trade_union "
    f"WHERE v.org_id IN {members_of('?1')} AND v.deleted IS NOT 1 AND u.deleted IS NOT 1 AND v.until IS NULL "
    "ORDER BY CASE u.route WHEN 'own' THEN 1 WHEN 'joint' THEN 2 WHEN 'sector' THEN 3 ELSE 4 END, v.uid LIMIT 1"
)


def export_sheet(ledger: Ledger, query: ListQuery, *, with_phones: bool = False) -> ExportSheet:
    """The organizations of a list as sheet rows; phones masked unless asked for."""
    records = ids(ledger, query)
    return ExportSheet(LEDGER_COLUMNS, len(records), _rows(ledger, records.tolist(), with_phones=with_phones))


def export_row(ledger: Ledger, organization: int, *, with_phones: bool = False) -> list[object]:
    """The row of one organization (local id), in the order of LEDGER_COLUMNS; empty if it is not here."""
    return next(_rows(ledger, [organization], with_phones=with_phones), [])


def sheet_rows(ledger: Ledger, records: list[int]) -> Iterator[list[str | int | None]]:
    """The rows of organizations for a weekly sheet, in the order of LEDGER_COLUMNS: never with a phone."""
    place = next(number for number, column in enumerate(LEDGER_COLUMNS) if column.name == "phone")
    for row in _rows(ledger, records, with_phones=False):
        row[place] = None
        yield [value if isinstance(value, int | None) else str(value) for value in row]


def _rows(ledger: Ledger, records: list[int], *, with_phones: bool) -> Iterator[list[object]]:
    for start in range(0, len(records), _CHUNK):
        chunk = records[start : start + _CHUNK]
        with ledger.reading() as db:
            reasons = {code: entry.text for code, entry in reasons_of(db).items()}
            marks = ",".join(map(str, chunk))
            rows = db.execute(
                f"SELECT {_DERIVED}, {_FACTS} FROM organization o LEFT JOIN cadre c ON c.uid=o.owner "
                f"LEFT JOIN followup f ON f.id=o.next_followup WHERE o.id IN ({marks})",
                {"today": ledger.today().isoformat()},
            ).fetchall()
            unions = {row[0]: db.execute(_UNION, (row[0],)).fetchone() for row in rows if row[9]}
        found = {row[0]: _row(row, unions.get(row[0]), reasons, with_phones=with_phones) for row in rows}
        yield from (found[record] for record in chunk if record in found)


def _row(
    row: tuple[Any, ...], union: tuple[Any, ...] | None, reasons: dict[str, str], *, with_phones: bool
) -> list[object]:
    derived, facts = row[:15], dict(zip(ORGANIZATION.names, row[15:], strict=True))
    (
        _id,
        type_,
        level,
        eligible,
        reason,
        stage,
        visited,
        visits,
        due,
        coverage,
        owner,
        former,
        note,
        evidence,
        task,
    ) = derived
    side = facts["side_state"]
    values: dict[str, object] = {
        "former_names": former,
        "type": ORGANIZATION_TYPES.label(type_),
        "level": LEVELS.label(level),
        "street": full_name(facts["street"]) if facts["street"] else None,
        "owner": owner,
        "stage": f"{side} {SIDE_STATES.label(side)}" if side else f"{stage} {STAGES.label(stage)}",
        "union_state": "已建" if coverage == "own" else "已覆盖" if coverage else "未建",
        "eligibility": DECISIONS.label(eligible),
        "main_reason": reasons.get(reason, reason),
        "reason_note": note,
        "reason_evidence": evidence,
        "last_visit": f"{visited}/{visits}" if visits else None,
        "next_followup": f"{due} {task or ''}".strip() if due else None,
        **_union_values(union),
    }
    if not with_phones:
        values["phone"] = mask_phone(facts["phone"])
    row_values = [
        values[column.name] if column.name in values else _shown(column, facts.get(column.name))
        for column in LEDGER_COLUMNS
    ]
    return row_values if with_phones else list(map(_without_phones, LEDGER_COLUMNS, row_values))


def _without_phones(column: LedgerColumn, value: object) -> object:
    """Numbers stand in notes and beside names, too; what has a number of its own stays."""
    written = column.shape in {Shape.TEXT, Shape.LONG_TEXT} and column.name not in _NUMBERED
    return mask_phones_in(value) if written and isinstance(value, str) else value


def _union_values(union: tuple[Any, ...] | None) -> dict[str, object]:
    names = [
        "union_name",
        "union_route",
        "union_founded_on",
        "union_approval",
        "union_members",
        "union_women",
        "union_chair",
        "union_code",
        "union_in_database",
        "union_term_ends_on",
    ]
    if union is None:
        return dict.fromkeys(names)
    name, route, founded, approved, number, members, women, chair, code, stored, ends = union
    approval = " ".join(part for part in (approved, number) if part) or None
    recorded = None if stored is None else "是" if stored else "否"
    return dict(
        zip(
            names,
            (name, ROUTES.label(route), founded, approval, members, women, chair, code, recorded, ends),
            strict=True,
        )
    )


def _shown(column: LedgerColumn, value: object) -> object:
    if value is None:
        return None
    if column.shape is Shape.YES_NO:
        return "是" if value else "否"
    if column.choices is not None:
        return column.choices.label(str(value))
    return value
