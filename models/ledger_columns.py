"""The ledger's columns (domain rules, section 4): their order, headings, groups and where each value comes from.

One list serves the import's mapping, the command line's FIELD names, the detail pane and every sheet we export.
"""

from dataclasses import dataclass
from enum import Enum

from models.language import N_, _
from models.vocabulary import (
    CATEGORIES,
    CLOSINGS,
    LEVELS,
    ORGANIZATION_TYPES,
    ROUTES,
    SIDE_STATES,
    STAGES,
    STATUSES,
    CodeList,
)


class ColumnGroup(Enum):
    """The five groups of the ledger, in order."""

    IDENTITY = N_("登记信息")
    PEOPLE = N_("职工情况")
    CONTACT = N_("联系人")
    UNION = N_("工会情况")
    GAP = N_("未建会与推进")

    @property
    def label(self) -> str:
        """The heading of the group."""
        return _(self.value)


class Source(Enum):
    """Where a column's value comes from: a fact of the organization, or computed from its other records."""

    FACT = "fact"
    DERIVED = "derived"


class Shape(Enum):
    """How a value is typed and shown."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes or no"
    CHOICE = "choice"
    STREET = "street"
    CADRE = "cadre"
    STAGE = "stage"
    PHONE = "phone"
    CODE = "credit code"


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column. `name` is the English FIELD name and, for facts, the table's column."""

    name: str
    source_heading: str
    group: ColumnGroup
    source: Source = Source.FACT
    shape: Shape = Shape.TEXT
    choices: CodeList | None = None
    aliases: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The heading in the language that is set now."""
        return _(self.source_heading)


_I, _P, _C, _U, _G = ColumnGroup
_D = Source.DERIVED


def _column(
    name: str,
    heading: str,
    group: ColumnGroup,
    shape: Shape = Shape.TEXT,
    *aliases: str,
    source: Source = Source.FACT,
    choices: CodeList | None = None,
) -> LedgerColumn:
    return LedgerColumn(name, heading, group, source, shape, choices, aliases)


LEDGER_COLUMNS: tuple[LedgerColumn, ...] = (
    _column("code", N_("统一社会信用代码"), _I, Shape.CODE, "信用代码", "社会信用代码", "统一代码", "统一信用代码"),
    _column(
        "name",
        N_("单位名称"),
        _I,
        Shape.TEXT,
        "名称",
        "机构名称",
        "组织名称",
        "社会组织名称",
        "企业名称",
        "学校名称",
        "单位全称",
        "幼儿园名称",
        "name",
    ),
    _column("former_names", N_("曾用名"), _I, Shape.TEXT, "原名", "原名称", source=_D),
    _column("type", N_("组织类型"), _I, Shape.CHOICE, "社会组织类型", "类型", "登记类型", choices=ORGANIZATION_TYPES),
    _column("category", N_("机构类别"), _I, Shape.CHOICE, "类别", "行业类别", "行业", choices=CATEGORIES),
    _column("authority", N_("登记管理机关"), _I, Shape.TEXT, "登记机关", "发证机关", "登记部门"),
    _column("level", N_("登记级别"), _I, Shape.CHOICE, "登记层级", "级别", choices=LEVELS),
    _column("supervisor", N_("业务主管单位"), _I, Shape.TEXT, "主管单位", "业务主管部门", "主管部门"),
    _column("founded_on", N_("成立日期"), _I, Shape.DATE, "成立时间", "登记日期", "注册日期", "成立登记日期"),
    _column(
        "address",
        N_("地址"),
        _I,
        Shape.TEXT,
        "住所",
        "注册地址",
        "单位地址",
        "详细地址",
        "办公地址",
        "通讯地址",
        "联系地址",
        "address",
    ),
    _column(
        "street",
        N_("所在街道(镇)"),
        _I,
        Shape.STREET,
        "所在街道",
        "街道",
        "镇街",
        "街镇",
        "街道(镇)",
        "所属街道",
        "乡镇街道",
    ),
    _column("key_declared", N_("是否重点"), _I, Shape.YES_NO, "重点对象", "是否重点对象"),
    _column("status", N_("存续状态"), _I, Shape.CHOICE, "登记状态", "经营状态", "状态", "运行状态", choices=STATUSES),
    _column(
        "staff", N_("从业人员"), _P, Shape.NUMBER, "从业人数", "职工人数", "员工人数", "职工数", "职工", "从业人员数"
    ),
    _column("full_time", N_("专职"), _P, Shape.NUMBER, "专职人数", "专职人员", "专职工作人员"),
    _column("part_time", N_("兼职"), _P, Shape.NUMBER, "兼职人数", "兼职人员"),
    _column("contracts", N_("签订劳动合同"), _P, Shape.NUMBER, "劳动合同人数", "签订劳动合同人数", "签合同人数"),
    _column("women", N_("女职工"), _P, Shape.NUMBER, "女职工数", "女职工人数"),
    _column("under_35", N_("35岁以下"), _P, Shape.NUMBER, "35岁以下职工", "35岁及以下"),
    _column("party_members", N_("党员"), _P, Shape.NUMBER, "党员数", "党员人数"),
    _column("party_org", N_("党组织"), _P, Shape.TEXT, "党组织情况", "是否建立党组织", "党组织名称"),
    _column("members", N_("已有会员"), _P, Shape.NUMBER, "已入会人数", "工会会员"),
    _column(
        "head",
        N_("法定代表人/负责人"),
        _C,
        Shape.TEXT,
        "法定代表人",
        "负责人",
        "法人代表",
        "法人",
        "园长",
        "校长",
        "院长",
    ),
    _column("contact", N_("联络人"), _C, Shape.TEXT, "联系人", "经办人"),
    _column("contact_title", N_("职务"), _C, Shape.TEXT, "联络人职务", "联系人职务"),
    _column("phone", N_("电话"), _C, Shape.PHONE, "联系电话", "手机", "手机号", "联系方式", "电话号码", "phone", "tel"),
    _column("union_state", N_("建会状态"), _U, Shape.TEXT, "是否建会", "建会情况", source=_D),
    _column("union_name", N_("工会名称"), _U, Shape.TEXT, "工会全称", source=_D),
    _column("union_route", N_("建会模式"), _U, Shape.TEXT, "建会方式", source=_D),
    _column("union_founded_on", N_("建会日期"), _U, Shape.DATE, "建会时间", "工会成立日期", source=_D),
    _column("union_approval", N_("批准机关与文号"), _U, Shape.TEXT, "批准文号", "批复文号", source=_D),
    _column("union_members", N_("会员数"), _U, Shape.NUMBER, "会员人数", "工会会员数", source=_D),
    _column("union_women", N_("女会员数"), _U, Shape.NUMBER, "女会员", "女会员人数", source=_D),
    _column("union_chair", N_("主席"), _U, Shape.TEXT, "工会主席", source=_D),
    _column("union_code", N_("工会法人代码"), _U, Shape.TEXT, "工会统一社会信用代码", "工会代码", source=_D),
    _column("union_in_database", N_("是否录入全总数据库"), _U, Shape.YES_NO, "是否录入数据库", source=_D),
    _column("union_term_ends_on", N_("换届到期日"), _U, Shape.DATE, "换届日期", source=_D),
    _column("eligibility", N_("是否具备条件"), _G, Shape.TEXT, "是否具备建会条件", "具备建会条件", source=_D),
    _column("main_reason", N_("未建会原因"), _G, Shape.TEXT, "未建原因", source=_D),
    _column("reason_note", N_("原因说明"), _G, Shape.LONG_TEXT, source=_D),
    _column("reason_evidence", N_("佐证"), _G, Shape.TEXT, source=_D),
    _column(
        "proposed_route",
        N_("对策(建会模式建议)"),
        _G,
        Shape.CHOICE,
        "对策",
        "建会模式建议",
        "建议模式",
        choices=ROUTES,
    ),
    _column("leader", N_("包联领导"), _G, Shape.TEXT, "包联", "联系领导"),
    _column("responsible_unit", N_("责任单位"), _G, Shape.TEXT, "牵头单位"),
    _column("owner", N_("责任人"), _G, Shape.CADRE, "包保责任人", "责任干部"),
    _column("deadline", N_("完成时限"), _G, Shape.DATE, "时限", "计划完成时间", "计划建会时间"),
    _column("stage", N_("当前阶段"), _G, Shape.STAGE, "阶段", "进度"),
    _column("last_visit", N_("最近走访/次数"), _G, Shape.TEXT, "最近走访", "末次走访", source=_D),
    _column("next_followup", N_("下次跟进"), _G, Shape.TEXT, source=_D),
    _column("closing", N_("销号状态"), _G, Shape.CHOICE, "销号", choices=CLOSINGS),
    _column("closed_on", N_("销号日期"), _G, Shape.DATE),
    _column("reviewer", N_("审核人"), _G, Shape.TEXT),
    _column("note", N_("备注"), _G, Shape.LONG_TEXT, "说明", "其他说明"),
)

COLUMN_BY_NAME = {column.name: column for column in LEDGER_COLUMNS}


def column_named(text: str) -> LedgerColumn | None:
    """The column that a heading or English name means; None if it means none."""
    key = text.strip().replace("（", "(").replace("）", ")").replace(" ", "")
    for column in LEDGER_COLUMNS:
        if key in (column.name, column.source_heading, *column.aliases):
            return column
    return None


def stage_field(value: str) -> tuple[str, str] | None:
    """Which stored field a stage or side state belongs to, and its code: ("stage", "S3") or ("side_state", "P2")."""
    if code := STAGES.code_of(value):
        return "stage", code
    if code := SIDE_STATES.code_of(value):
        return "side_state", code
    return None
