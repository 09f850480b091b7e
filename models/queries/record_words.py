"""What the fields of any record are called and how their values read, beyond the ledger's columns."""

from collections.abc import Mapping

from models.language import N_, _
from models.queries.value_words import field_heading, value_words
from models.rules.phones import mask_phone
from models.tables.record_kinds import KIND_BY_NUMBER, ColumnType
from models.vocabulary import (
    CLOSINGS,
    DECISIONS,
    FOLLOWUP_STATES,
    PERSON_ROLES,
    ROUTES,
    CodeList,
)

_KINDS = {kind.table: kind for kind in KIND_BY_NUMBER.values()}
_HEADINGS: dict[str, dict[str, str]] = {
    "person": {"name": N_("姓名"), "role": N_("身份"), "title": N_("职务"), "since": N_("从"), "until": N_("到")},
    "reason": {
        "code": N_("未建会原因"),
        "is_primary": N_("是否主因"),
        "opened_on": N_("提出日期"),
        "note": N_("原因说明"),
        "evidence": N_("佐证"),
        "resolved_on": N_("解决日期"),
        "resolved_by": N_("怎样解决"),
    },
    "followup": {
        "task": N_("跟进事项"),
        "due_on": N_("期限"),
        "cadre": N_("责任人"),
        "state": N_("办理情况"),
        "done_on": N_("办结日期"),
        "outcome": N_("办理结果"),
    },
    "eligibility": {
        "decision": N_("是否具备条件"),
        "decided_on": N_("认定日期"),
        "ground": N_("认定依据"),
        "evidence": N_("佐证"),
        "decided_by": N_("认定人"),
        "until": N_("有效期到"),
    },
    "coverage": {"trade_union": N_("所属工会"), "since": N_("覆盖起始"), "until": N_("覆盖截止")},
    "trade_union": {
        "name": N_("工会名称"),
        "route": N_("建会模式"),
        "founded_on": N_("建会日期"),
        "approved_by": N_("批准机关"),
        "document_no": N_("批准文号"),
        "members": N_("会员数"),
        "women_members": N_("女会员数"),
        "chair": N_("主席"),
        "legal_code": N_("工会法人代码"),
        "in_national_database": N_("是否录入全总数据库"),
        "term_ends_on": N_("换届到期日"),
    },
    "close_out": {
        "proposed_on": N_("申请日期"),
        "cadre": N_("申请人"),
        "evidence": N_("佐证"),
        "document_no": N_("文号"),
        "state": N_("审核情况"),
        "decided_on": N_("审核日期"),
        "decided_by": N_("审核人"),
        "phrase": N_("退回的话"),
    },
    "survey_answer": {"value": N_("填的内容"), "note": N_("备注")},
    "cadre": {"name": N_("姓名"), "streets": N_("联系的街道"), "phone": N_("电话"), "left_on": N_("离岗日期")},
    "working_unit": {"name": N_("单位名称"), "division": N_("区划")},
    "code_entry": {
        "label": N_("名称"),
        "position": N_("顺序"),
        "effect": N_("作用"),
        "next_step": N_("下一步"),
        "days": N_("天数"),
        "evidence": N_("佐证"),
        "retired": N_("是否停用"),
    },
    "campaign": {
        "name": N_("名称"),
        "starts_on": N_("开始日期"),
        "ends_on": N_("结束日期"),
        "scope_rule": N_("范围规则"),
    },
    "target": {"percent": N_("目标"), "due_on": N_("期限"), "label": N_("名称"), "retired": N_("是否停用")},
    "division": {"name": N_("名称"), "retired": N_("是否停用")},
    "former_name": {"name": N_("曾用名"), "source": N_("来源"), "until": N_("用到")},
    "attachment": {"name": N_("附件名称"), "note": N_("备注")},
    "saved_view": {"name": N_("名称"), "spec": N_("条件"), "position": N_("顺序"), "retired": N_("是否停用")},
}
_CHOICES: dict[tuple[str, str], CodeList] = {
    ("eligibility", "decision"): DECISIONS,
    ("followup", "state"): FOLLOWUP_STATES,
    ("person", "role"): PERSON_ROLES,
    ("trade_union", "route"): ROUTES,
    ("organization", "closing"): CLOSINGS,
}
_CLOSE_OUT_STATES = {"pending": N_("待审核"), "confirmed": N_("已确认"), "returned": N_("已退回")}


def heading_of(table: str, field: str) -> str:
    """What a field of a table's records is called."""
    if field == "_deleted":
        return _("删除")
    source = _HEADINGS.get(table, {}).get(field)
    return _(source) if source else field_heading(field)


def words_of(
    table: str, field: str, value: object, *, names: Mapping[str, str] | None = None, masked: bool = True
) -> str:
    """A value in words, empty for None; `names` of records by id (hexadecimal) for what refers to one."""
    if value is None:
        return ""
    if field == "_deleted":
        return _("删除") if value else _("保留")
    column = next((each for each in _KINDS[table].columns if each.name == field), None)
    text = value.hex() if isinstance(value, bytes) else str(value)
    if column is not None and column.type is ColumnType.REFERENCE:
        return (names or {}).get(text.lower(), _("不在名单上的"))
    if field == "phone":
        return mask_phone(text) if masked else text
    if (table, field) in _CHOICES:
        return _CHOICES[table, field].label(text)
    if (table, field) == ("close_out", "state"):
        return _(_CLOSE_OUT_STATES.get(text, text))
    if column is not None and column.type is ColumnType.FLAG:
        return _("是") if text == "1" else _("否")
    return value_words(field, value) if table in {"organization", "organization_link", "survey_answer"} else text
