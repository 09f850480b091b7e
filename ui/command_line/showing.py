"""One organization as data and as lines."""

from dataclasses import asdict
from typing import Any

from models.errors import InputProblem
from models.language import N_, _
from models.ledger.ledger import Ledger
from models.ledger_columns import COLUMN_BY_NAME
from models.queries.attachments import attachments
from models.queries.export_rows import export_sheet
from models.queries.history import KIND_WORDS, LogChange, LogEntry, describe, log
from models.queries.joined import joined_of
from models.queries.organization_detail import organization_detail
from models.queries.organization_list import ListQuery
from models.queries.timeline import change_text
from models.rules.phones import mask_phone, mask_phones_in
from models.vocabulary import DECISIONS, FOLLOWUP_STATES, ROUTES, VISIT_MODES, VISIT_RESULTS
from ui.command_line.survey_words import attachment_data, survey_data

_BATCH_WORDS = {"undo": N_("撤销："), "redo": N_("重做："), "import": N_("导入："), "founding": N_("新建台账：")}
#: Keys whose values are ids, codes and names, which may look like telephone numbers.
_NUMBERS_OF_THEIR_OWN = frozenset(
    {
        "id",
        "uid",
        "edit",
        "record",
        "reverts",
        "code",
        "street_code",
        "legal_code",
        "document_no",
        "name",
        "former_names",
        "owner",
        "street",
        "cadre",
        "visit",
        "corrects",
        "trade_union",
        "working_unit",
        "attachment",
        "统一社会信用代码",
        "工会法人代码",
        "批准机关与文号",
        "单位名称",
        "曾用名",
        "工会名称",
        "电话",
    }
)


def show_data(ledger: Ledger, organization: int, *, with_phones: bool) -> dict[str, Any]:
    """Everything about an organization; phones masked unless asked for."""
    detail = organization_detail(ledger, organization)
    if detail is None:
        raise InputProblem(_("这家单位已经不在台账里。"))
    facts = dict(detail.facts)
    facts["owner"] = detail.owner or None
    query = ListQuery(where="o.id=?", values=(organization,))
    sheet = export_sheet(ledger, query, with_phones=with_phones)
    joined = joined_of(ledger, organization)
    words = next(iter(sheet.rows), [None] * len(sheet.columns))
    data = {
        "id": detail.uid,
        **{name: value for name, value in facts.items() if name != "street"},
        "street": detail.street_full_name or None,
        "street_code": facts["street"],
        "type": detail.type,
        "level": detail.level,
        "scope": detail.scope,
        "code_state": detail.code_state,
        "stage": detail.stage,
        "state": detail.word,
        "side_state": detail.side_state or None,
        "eligibility": detail.eligibility,
        "conflicts": {field: list(values) for field, values in detail.conflicts.items()},
        "joined": [{"id": each.uid, "code": each.code, "name": each.name} for each in joined.others],
        "former_names": list(detail.former_names),
        "people": [asdict(person) for person in detail.people],
        "visits": [asdict(visit) for visit in detail.visits],
        "reasons": [asdict(reason) for reason in detail.reasons],
        "followups": [asdict(followup) for followup in detail.followups],
        "decisions": [asdict(decision) for decision in detail.decisions],
        "unions": [asdict(union) for union in detail.unions],
        "history": [entry_data(entry) for entry in log(ledger, organization=organization)],
        "survey": survey_data(ledger, organization),
        "attachments": [attachment_data(item) for item in attachments(ledger, organization)],
        "columns": {c.source_heading: w for c, w in zip(sheet.columns, words, strict=True) if w not in {None, ""}},
    }
    return data if with_phones else without_phones(data)


def without_phones(data: dict[str, Any]) -> dict[str, Any]:
    """The data with every telephone number masked: those of phone fields, and those that stand in words."""
    return {key: _masked(key, value) for key, value in data.items()}


def _masked(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return without_phones(value)
    if isinstance(value, list | tuple):
        return [_masked(key, item) for item in value]
    if not isinstance(value, str) or key in _NUMBERS_OF_THEIR_OWN:
        return value
    return (mask_phone(value) or None) if key == "phone" else mask_phones_in(value)


def show_lines(data: dict[str, Any]) -> list[str]:
    """The same for a person to read."""
    lines = [f"{heading}：{value}" for heading, value in data["columns"].items()]
    lines.append(_("编号：{id}").format(id=data["id"]))
    for joined in data["joined"]:
        words = f"{joined['name']} {joined['code']} {joined['id']}".replace("  ", " ")
        lines.append(_("合并显示：{what}").format(what=words))
    for field, values in data["conflicts"].items():
        heading = COLUMN_BY_NAME[field].heading if field in COLUMN_BY_NAME else field
        lines.append(
            _("※ {heading} 有不同的说法：{values}").format(heading=heading, values=" / ".join(map(str, values)))
        )
    for visit in data["visits"]:
        words = f"{VISIT_MODES.label(visit['mode'])}·{VISIT_RESULTS.label(visit['result'])}"
        lines.append(
            _("走访 {day} {words} {who} {note}")
            .format(day=visit["visited_on"], words=words, who=visit["cadre"], note=visit["note"])
            .rstrip()
        )
    for reason in data["reasons"]:
        state = (
            _("（已解决 {day}）").format(day=reason["resolved_on"])
            if reason["resolved_on"]
            else _("（主因）")
            if reason["is_primary"]
            else ""
        )
        lines.append(
            _("原因 {day} {code} {label}{state}").format(
                day=reason["opened_on"], code=reason["code"], label=reason["label"], state=state
            )
        )
    lines += [
        _("跟进 {day} {state} {task} {who}")
        .format(day=item["due_on"], state=FOLLOWUP_STATES.label(item["state"]), task=item["task"], who=item["cadre"])
        .rstrip()
        for item in data["followups"]
    ]
    lines += [
        _("认定 {day} {word} {ground}")
        .format(day=item["decided_on"], word=DECISIONS.label(item["decision"]), ground=item["ground"])
        .rstrip()
        for item in data["decisions"]
    ]
    lines += [
        _("工会 {day} {name}（{route}，覆盖 {n} 家）").format(
            day=item["founded_on"], name=item["name"], route=ROUTES.label(item["route"]), n=item["covers"]
        )
        for item in data["unions"]
    ]
    return lines


def entry_data(entry: LogEntry) -> dict[str, Any]:
    """A batch of the log; phone numbers in changes masked."""
    changes = []
    for change in entry.changes:
        values = {"old": _masked(change.field, change.old), "new": _masked(change.field, change.new)}
        changes.append(asdict(change) | values)
    return {
        "edit": entry.edit,
        "author": entry.author,
        "at": entry.at,
        "kind": entry.kind,
        "reverts": entry.reverts or None,
        "made": entry.made,
        "changes": changes,
        "more": entry.more,
        "file": entry.file or None,
        "came_with": entry.came_with or None,
        "sender": entry.sender or None,
    }


def entry_lines(entry: LogEntry) -> list[str]:
    """A batch of the log in one line, and its changes below it."""
    kind = _(_BATCH_WORDS[entry.kind]) if entry.kind in _BATCH_WORDS else ""
    lines = [f"{entry.at}  {entry.author}  {kind}{describe(entry)}  {entry.edit}"]
    lines += [f"    {change.name}  {_change_words(change)}".rstrip() for change in entry.changes]
    if entry.more:
        lines.append(_("    另有 {n} 项").format(n=entry.more))
    return lines


def _change_words(change: LogChange) -> str:
    if change.kind == "organization":
        return change_text(change)
    what = _(KIND_WORDS.get(change.kind, change.kind))
    if change.field == "deleted":
        return _("撤回{what}").format(what=what) if change.new else _("恢复{what}").format(what=what)
    return _("{what} {field} 已更改").format(what=what, field=change.field)
