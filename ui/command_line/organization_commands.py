"""list, show, add, set, delete, person, unit."""

import argparse
from typing import Any

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger_columns import LEDGER_COLUMNS, Source, column_named
from models.queries.find_organization import find_organization
from models.queries.organization_list import ListQuery, OrganizationRow, ids, rows_of
from models.rules.phones import mask_phones_in
from models.tables.record_kinds import CADRE, ORGANIZATION, WORKING_UNIT
from models.vocabulary import CATEGORIES, SCOPES, STAGE_WORDS
from ui.command_line.opening import lookup_of, reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_LINES_AT_MOST = 200
_PAGE = 500


def selection(ledger: Ledger, arguments: argparse.Namespace, *, streets: tuple[str, ...] = ()) -> ListQuery:
    """The list that --search, --where and --street name."""
    from models.queries.where import parse_where  # noqa: PLC0415

    where = parse_where(arguments.where, lookup_of(ledger))
    sql = where.sql
    if streets:
        from models.queries.weekly_scope import within  # noqa: PLC0415

        sql = f"({sql}) AND {within(streets)}"
    return ListQuery(search=arguments.search, where=sql, values=where.values)


def run_list(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """The organizations that fit, with their number."""
    with disclosing(arguments) as ledger:
        query = selection(ledger, arguments)
        if arguments.trash:
            query = ListQuery(search=query.search, where=query.where, values=query.values, trash=True)
        found = ids(ledger, query)
        chosen = found if arguments.limit is None else found[: arguments.limit]
        if arguments.limit is None and not arguments.json:
            chosen = chosen[:_LINES_AT_MOST]
        rows = [row for at in range(0, len(chosen), _PAGE) for row in rows_of(ledger, chosen[at : at + _PAGE])]
        phones = _phones(ledger, chosen.tolist()) if arguments.with_phones else {}
        if phones:
            from models.edits.disclosures import note_disclosure  # noqa: PLC0415

            note_disclosure(ledger, "list", len(phones))
    data = {"total": len(found), "organizations": [_row_data(row, phones.get(row.id)) for row in rows]}
    lines = [_row_line(row, phones.get(row.id)) for row in rows]
    lines.append(
        _("共 {n} 家").format(n=len(found)) + (_("，列出 {n} 家").format(n=len(rows)) if len(rows) < len(found) else "")
    )
    return Answer(data, lines)


def run_show(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """One organization with everything that belongs to it."""
    from ui.command_line.showing import show_data, show_lines  # noqa: PLC0415

    with disclosing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization)
        data = show_data(ledger, organization, with_phones=arguments.with_phones)
        if arguments.with_phones:
            from models.edits.disclosures import note_disclosure  # noqa: PLC0415

            note_disclosure(ledger, "show", 1)
    return Answer(data, show_lines(data))


def run_add(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Make an organization by hand."""
    from models.edits.organizations import add_organization  # noqa: PLC0415
    from models.inputs.organization_values import parse_fields  # noqa: PLC0415

    with writing(arguments) as ledger:
        values = parse_fields({"name": arguments.name} | _pairs(arguments.fields, given=("name",)), lookup_of(ledger))
        changes = add_organization(ledger, values)
    made = changes.made_id(ORGANIZATION)
    return Answer(
        {"edit": changes.batch, "id": made}, [_("已新增 {name}，编号 {id}").format(name=arguments.name, id=made)]
    )


def run_set(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Give fields new values."""
    from models.edits.organizations import change_organization  # noqa: PLC0415
    from models.inputs.organization_values import parse_fields  # noqa: PLC0415

    with writing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization)
        values = parse_fields(_pairs(arguments.fields), lookup_of(ledger))
        changes = change_organization(ledger, organization, values)
    said = _("已修改，编号 {edit}").format(edit=changes.batch) if changes.batch else _("没有不同，未作修改。")
    return Answer({"edit": changes.batch or None}, [said])


def run_delete(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Into the trash, or out of it."""
    from models.edits.organizations import delete_organizations, restore_organizations  # noqa: PLC0415

    with writing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization, trash=arguments.restore)
        change = restore_organizations if arguments.restore else delete_organizations
        changes = change(ledger, [organization])
    said = _("已恢复。") if arguments.restore else _("已移入回收站，可用 undo 或 delete --restore 恢复。")
    return Answer({"edit": changes.batch or None}, [said])


def run_person(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Our own people."""
    from models.edits.people import add_cadre  # noqa: PLC0415
    from models.queries.people_list import cadres, units  # noqa: PLC0415

    if arguments.action == "list":
        with reading(arguments) as ledger:
            found = cadres(ledger)
        people = [{"person": c.uid.hex(), "name": c.name, "unit": c.unit} for c in found]
        return Answer({"people": people}, [f"{c.uid.hex()}  {c.name}  {c.unit}" for c in found])
    with writing(arguments) as ledger:
        unit = None
        if arguments.unit:
            unit = next((u.uid for u in units(ledger) if u.name == arguments.unit), None)
            if unit is None:
                raise InputProblem(_("没有叫“{name}”的工作单位，请先用 unit add 添加。").format(name=arguments.unit))
        changes = add_cadre(ledger, arguments.name, unit=unit)
    made = changes.made_id(CADRE)
    return Answer({"person": made, "edit": changes.batch}, [_("已添加 {name}").format(name=arguments.name)])


def run_unit(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Our own units."""
    from models.edits.people import add_unit  # noqa: PLC0415
    from models.queries.people_list import units  # noqa: PLC0415

    if arguments.action == "list":
        with reading(arguments) as ledger:
            found = units(ledger)
        data = [{"unit": u.uid.hex(), "name": u.name, "division": u.division} for u in found]
        return Answer({"units": data}, [f"{u.uid.hex()}  {u.name}  {u.division}" for u in found])
    with writing(arguments) as ledger:
        changes = add_unit(ledger, arguments.name, division=arguments.division)
    made = changes.made_id(WORKING_UNIT)
    return Answer({"unit": made, "edit": changes.batch}, [_("已添加 {name}").format(name=arguments.name)])


def disclosing(arguments: argparse.Namespace) -> Any:
    """The ledger for reading; for writing where full phone numbers are shown, because that is recorded."""
    return writing(arguments) if arguments.with_phones else reading(arguments)


def _phones(ledger: Ledger, records: list[int]) -> dict[int, str]:
    from models.queries.organization_list import phones_of  # noqa: PLC0415

    return phones_of(ledger, records)


def _pairs(texts: list[str], *, given: tuple[str, ...] = ()) -> dict[str, str]:
    """FIELD=VALUE as typed; InputProblem for what is none, and for a field that is given twice."""
    pairs = {}
    seen = {_same_field(field) for field in given}
    for text in texts:
        field, sign, value = text.partition("=")
        if not sign or not field.strip():
            raise InputProblem(_("“{text}”应写成 栏目=值，例如 职工=38。").format(text=text), hint=_fields_hint())
        if _same_field(field) in seen:
            raise InputProblem(_("“{field}”写了两次，请只写一次。").format(field=field.strip()))
        seen.add(_same_field(field))
        pairs[field.strip()] = value
    return pairs


def _same_field(text: str) -> str:
    """One name for all names of a field."""
    column = column_named(text)
    return column.name if column else text.strip()


def _fields_hint() -> str:
    names = "、".join(c.source_heading for c in LEDGER_COLUMNS if c.source is Source.FACT)
    return _("可用的栏目：{names}").format(names=names)


def _row_data(row: OrganizationRow, phone: str | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": row.uid,
        "code": row.code,
        "name": row.name,
        "street": row.street_name,
        "street_code": row.street,
        "category": row.category,
        "scope": row.scope,
        "code_state": row.code_state,
        "staff": row.staff,
        "stage": row.stage,
        "state": row.word,
        "blocked": row.blocked,
        "main_reason": row.main_reason,
        "last_visit": row.last_visit_on or None,
        "visits": row.visit_count,
        "next": row.next_due_on or None,
        "next_task": row.next_task if phone is not None else mask_phones_in(row.next_task),
        "owner": row.owner,
        "coverage": row.coverage or None,
        "conflicts": row.conflicts,
    }
    return data | ({"phone": phone} if phone is not None else {})


def _row_line(row: OrganizationRow, phone: str | None) -> str:
    parts = [
        ("※" if row.conflicts else "") + row.name,
        row.code or "—",
        row.street_name or "—",
        STAGE_WORDS.label(row.word),
        SCOPES.label(row.scope),
        CATEGORIES.label(row.category) or "—",
    ]
    return "  ".join(parts + ([phone] if phone else []))
