"""What is said of one column while columns are recognised: short above it, in full where it is looked at."""

from dataclasses import dataclass

from models.importing.column_proposals import Evidence
from models.importing.first_look import Look
from models.importing.headings import importable, plain, spellings_of
from models.importing.mapping import Mapping
from models.language import N_, _
from models.ledger_columns import COLUMN_BY_NAME, LEDGER_COLUMNS, LedgerColumn
from models.rules.phones import mask_phone, mask_phones_in
from ui.theme.tokens import Role

#: The first letters of each field's name, as one types them: dwmc finds 单位名称.
INITIALS = {
    "code": "tyshxydm",
    "name": "dwmc",
    "former_names": "cym",
    "type": "zzlx",
    "category": "jglb",
    "authority": "djgljg",
    "level": "djjb",
    "supervisor": "ywzgdw",
    "founded_on": "clrq",
    "address": "dz",
    "street": "szjdz",
    "key_declared": "sfzd",
    "status": "cxzt",
    "staff": "cyry",
    "full_time": "zz",
    "part_time": "jz",
    "contracts": "qdldht",
    "women": "nzg",
    "under_35": "35syx",
    "party_members": "dy",
    "party_org": "dzz",
    "members": "yyhy",
    "head": "fddbrfzr",
    "contact": "llr",
    "contact_title": "zw",
    "phone": "dh",
    "union_state": "jhzt",
    "union_name": "ghmc",
    "union_route": "jhms",
    "union_founded_on": "jhrq",
    "union_approval": "pzjgywh",
    "union_members": "hys",
    "union_women": "nhys",
    "union_chair": "zx",
    "union_code": "ghfrdm",
    "union_in_database": "sflrqzsjk",
    "union_term_ends_on": "hjdqr",
    "eligibility": "sfjbtj",
    "main_reason": "wjhyy",
    "reason_note": "yysm",
    "reason_evidence": "zz",
    "proposed_route": "dcjhmsjy",
    "leader": "blld",
    "responsible_unit": "zrdw",
    "owner": "zrr",
    "deadline": "wcsx",
    "stage": "dqjd",
    "closing": "xhzt",
    "closed_on": "xhrq",
    "reviewer": "shr",
    "note": "bz",
}
_SHORT: dict[tuple[Evidence, bool], str] = {
    (Evidence.HEADING, True): N_("按表头"),
    (Evidence.BOTH, True): N_("按表头和内容"),
    (Evidence.CONTENTS, True): N_("按内容认出"),
    (Evidence.MEMORY, True): N_("按上次"),
    (Evidence.HAND, True): N_("您选的"),
    (Evidence.HEADING, False): N_("按表头猜的，请核对"),
    (Evidence.BOTH, False): N_("按表头猜的，请核对"),
    (Evidence.CONTENTS, False): N_("按内容猜的，请核对"),
    (Evidence.MEMORY, False): N_("别的名册里这样认，请核对"),
    (Evidence.HAND, False): N_("您选的"),
}


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A few words above a column; in WARN where a person should look."""

    text: str
    role: Role = Role.TEXT2


def fields_to_choose() -> list[LedgerColumn]:
    """The fields that a sheet may fill, in the ledger's order."""
    return [column for column in LEDGER_COLUMNS if importable(column)]


def matches(column: LedgerColumn, typed: str) -> bool:
    """True if what was typed finds a field: a part of its name or of another spelling, or of its first letters."""
    key = plain(typed)
    if not key or key in plain(column.heading) or key in INITIALS[column.name]:
        return True
    return not key.isascii() and any(key in spelling for spelling in spellings_of(column.name))


def nearness(column: LedgerColumn, typed: str) -> int:
    """How well what was typed names a field that it matches; the smallest is the nearest."""
    key = plain(typed)
    names = (plain(column.heading), INITIALS[column.name], *spellings_of(column.name))
    if key in names:
        return 0
    return 1 if any(name.startswith(key) for name in names[:2]) else 2


def note_of(mapping: Mapping, column: int, look: Look | None) -> ColumnNote:
    """Why a column is what it is, or why a person should look at it."""
    proposal = mapping.proposal(column)
    if mapping.fields[column] is None:
        if proposal.rival is None:
            return ColumnNote("")
        return ColumnNote(_("同一栏已取第 {n} 列").format(n=proposal.rival + 1))
    if look is not None and look.damaged:
        words = _("前 {filled} 格中 {n} 格成了数字，末几位失真")
        return ColumnNote(words.format(filled=look.filled, n=look.damaged), Role.WARN)
    if look is not None and look.unread:
        is_code = mapping.fields[column] == "code"
        words = _("前 {filled} 格中 {n} 格没通过校验") if is_code else _("前 {filled} 格中 {n} 格读不懂")
        return ColumnNote(words.format(filled=look.filled, n=look.unread), Role.WARN)
    if look is not None and not look.filled:
        return ColumnNote(_("这一列前面都是空的"), Role.WARN)
    evidence = proposal.evidence or Evidence.HAND
    return ColumnNote(_(_SHORT[evidence, proposal.sure]), Role.TEXT2 if proposal.sure else Role.WARN)


def sentence_of(mapping: Mapping, column: int, look: Look | None) -> str:
    """The same in full, for the strip below the sheet and for screen readers."""
    field = mapping.fields[column]
    where = _("第 {n} 列“{heading}”").format(n=column + 1, heading=mapping.headings[column])
    if field is None:
        rival = mapping.proposal(column).rival
        if rival is None:
            return _("{where}不导入。").format(where=where)
        return _("{where}不导入：它和第 {n} 列说的是同一栏，一栏只取一列。").format(where=where, n=rival + 1)
    said = _("{where}→ {field}").format(where=where, field=COLUMN_BY_NAME[field].heading)
    why = note_of(mapping, column, None).text
    parts = [said, why] if why else [said]
    if look is not None and look.damaged:
        words = _("前面 {filled} 格里有 {n} 格在原表里是数字格式，末几位已失真，按待核导入")
        parts.append(words.format(filled=look.filled, n=look.damaged))
    elif look is not None and look.unread and field == "code":
        parts.append(_("前面 {filled} 格里有 {n} 格没通过校验，按待核导入").format(filled=look.filled, n=look.unread))
    elif look is not None and look.unread:
        parts.append(
            _("前面 {filled} 格里有 {n} 格读不懂，原文放进备注：{example}").format(
                filled=look.filled, n=look.unread, example=mask_phones_in(look.example).rstrip("。")
            )
        )
    return _("，").join(parts) + "。"


def cell_words(mapping: Mapping, column: int, cell: object) -> str:
    """A cell in one line; telephone numbers are masked here as everywhere."""
    if cell is None:
        return ""
    text = " ".join(str(cell).split())
    field = mapping.fields[column] if column < len(mapping.fields) else None
    if field == "code":
        return text
    return mask_phone(text) if field == "phone" and any(map(str.isdigit, text)) else mask_phones_in(text)
