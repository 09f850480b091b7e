"""What a sheet says beyond the organization's own fields: former names, union, eligibility, reason."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.facts.records import RecordRef
from models.inputs.organization_values import parse_day, parse_number, parse_yes_no
from models.language import _
from models.ledger.code_lists import ReasonEntry, reasons_of
from models.ledger.ledger import Change
from models.tables.record_kinds import COVERAGE, ELIGIBILITY, FORMER_NAME, REASON, TRADE_UNION
from models.vocabulary import DECISIONS, ROUTES

Reasons = Mapping[str, ReasonEntry]
_HAS_UNION = re.compile(r"是|有|√|[Yy](es)?|1|有工会.*|已(建立?|成立|组建|覆盖)(?!议).*")
_NO_UNION = re.compile(r"否|无|没有?|×|[Nn]o?|0|[未没无][建成组有].*")
_PARSERS: dict[str, Callable[[str], object]] = {
    "union_founded_on": parse_day,
    "union_term_ends_on": parse_day,
    "union_members": parse_number,
    "union_women": parse_number,
    "union_in_database": parse_yes_no,
}


def refuse_unreadable(name: str, text: str, reasons: Reasons | None) -> None:
    """Raise InputProblem for the text of an extra column that means nothing; `reasons` are those of the ledger."""
    if parse := _PARSERS.get(name):
        parse(text)
    choices = {"eligibility": DECISIONS, "union_route": ROUTES}.get(name)
    if choices and choices.code_of(text) is None:
        labels = "、".join(entry.label for entry in choices.entries)
        raise InputProblem(_("没有“{text}”这一项，可选：{choices}").format(text=text, choices=labels))
    if name == "main_reason" and reasons is not None and _reason_code(reasons, text) is None:
        raise InputProblem(_("没有“{text}”这个原因，请写代码（例如 B2）或它的名称。").format(text=text))
    if name == "union_state" and not (_HAS_UNION.fullmatch(text) or _NO_UNION.fullmatch(text)):
        raise InputProblem(_("看不出“{text}”是已建还是未建。").format(text=text))


def put_extras(change: Change, organization: RecordRef, extras: dict[str, str], *, day: date) -> int:
    """Make the records that a row's extras say and that are not here yet; how many were made.

    Ids follow from the organization's, so that two laptops importing the same sheet make the same records.
    """
    made = 0
    for name in _names(extras.get("former_names", "")):
        made += _put_former_name(change, organization, name)
    if extras.get("union_name"):
        made += _put_union(change, organization, extras)
    elif _HAS_UNION.fullmatch(extras.get("union_state", "")):
        made += _put_reason(change, organization, "G1", {}, day)
    reason = extras.get("main_reason", "")
    if reason and (code := _reason_code(reasons_of(change.db), reason)):
        made += _put_reason(change, organization, code, extras, day)
    decision = DECISIONS.code_of(extras.get("eligibility", "")) if extras.get("eligibility") else None
    if decision in {"yes", "no"}:
        made += _put_decision(change, organization, str(decision), day)
    return made


def _put_former_name(change: Change, organization: RecordRef, name: str) -> int:
    uid = known_record_uid("former_name", organization.uid.hex(), name)
    if _is_here(change, FORMER_NAME.table, uid):
        return 0
    change.create(FORMER_NAME, {"name": name, "source": "registry"}, uid=uid, parent=organization)
    return 1


def _put_union(change: Change, organization: RecordRef, extras: dict[str, str]) -> int:
    covered = change.db.execute(
        "SELECT 1 FROM coverage WHERE org_id=? AND deleted IS NOT 1", (organization.id,)
    ).fetchone()
    if covered:
        return 0
    union = known_record_uid("union", organization.uid.hex(), extras["union_name"])
    founded = _tolerant(parse_day, extras.get("union_founded_on"))
    values: dict[str, object] = {
        "name": extras["union_name"],
        "route": ROUTES.code_of(extras.get("union_route", "")) or "own",
        "founded_on": founded,
        "approved_by": extras.get("union_approval"),
        "members": _tolerant(parse_number, extras.get("union_members")),
        "women_members": _tolerant(parse_number, extras.get("union_women")),
        "chair": extras.get("union_chair"),
        "legal_code": extras.get("union_code"),
        "in_national_database": _tolerant(parse_yes_no, extras.get("union_in_database")),
        "term_ends_on": _tolerant(parse_day, extras.get("union_term_ends_on")),
    }
    if not _is_here(change, TRADE_UNION.table, union):
        change.create(TRADE_UNION, values, uid=union)
    link = known_record_uid("coverage", organization.uid.hex(), union.hex())
    if not _is_here(change, COVERAGE.table, link):
        change.create(COVERAGE, {"trade_union": union, "since": founded}, uid=link, parent=organization)
    return 1


def _put_reason(change: Change, organization: RecordRef, code: str, extras: dict[str, str], day: date) -> int:
    here = change.db.execute(
        "SELECT 1 FROM reason WHERE org_id=? AND deleted IS NOT 1 AND resolved_on IS NULL", (organization.id,)
    ).fetchone()
    uid = known_record_uid("reason", organization.uid.hex(), code)
    if here or _is_here(change, REASON.table, uid):
        return 0
    values = {
        "code": code,
        "is_primary": True,
        "opened_on": day,
        "note": extras.get("reason_note"),
        "evidence": extras.get("reason_evidence"),
    }
    change.create(REASON, values, uid=uid, parent=organization)
    return 1


def _put_decision(change: Change, organization: RecordRef, decision: str, day: date) -> int:
    row = change.db.execute(
        "SELECT decision FROM eligibility WHERE org_id=? AND deleted IS NOT 1 ORDER BY decided_on DESC, uid DESC",
        (organization.id,),
    ).fetchone()
    uid = known_record_uid("eligibility", organization.uid.hex(), decision, day.isoformat())
    if (row and row[0] == decision) or _is_here(change, ELIGIBILITY.table, uid):
        return 0
    values = {"decision": decision, "decided_on": day, "ground": "导入的名册", "decided_by": change.author_name}
    change.create(ELIGIBILITY, values, uid=uid, parent=organization)
    return 1


def _reason_code(known: Reasons, text: str) -> str | None:
    """The code of a reason written as B2, "B2 职工不足…" or its label; None where it is none of ours."""
    if not text:
        return None
    first = text.split(maxsplit=1)[0].upper()
    if first in known:
        return first
    return next((code for code, entry in known.items() if entry.label == text), None)


def _is_here(change: Change, table: str, uid: bytes) -> bool:
    return change.db.execute(f"SELECT 1 FROM {table} WHERE uid=?", (uid,)).fetchone() is not None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("；", ";").replace("、", ";").split(";") if name.strip()]


def _tolerant(parse: object, text: str | None) -> object:
    """The parsed value; None where the sheet says something else (the import lists it)."""
    if not text or not callable(parse):
        return None
    try:
        found: object = parse(text)
    except InputProblem:
        return None
    return found
