"""Stored codes and their labels; every code list has its home here.

What is stored are the codes, never the labels. Lists marked as editable travel with the ledger: an office
may relabel, add or retire entries (record kind 12, models/ledger/code_lists.py), and these are the values
that ship with the program.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.language import N_, _


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list. `source` is the Simplified Chinese label; `label` is what to show now."""

    code: str
    source: str

    @property
    def label(self) -> str:
        """The label in the language that is set now."""
        return _(self.source)


class CodeList:
    """An ordered list of codes with look-up both ways."""

    def __init__(self, name: str, entries: tuple[Code, ...], *, aliases: dict[str, str] | None = None) -> None:
        self.name = name
        self.shipped = entries
        self._aliases = aliases or {}
        self.adopt(())

    def adopt(self, own: Iterable[tuple[str, str, bool]]) -> None:
        """Take over what an office changed of this list: (code, label or empty, retired?).

        `entries` are then those that may be chosen; retired ones are only read. Nothing takes all of it back.
        """
        known = {entry.code: entry for entry in self.shipped}
        retired = set()
        for code, label, is_retired in own:
            if label or code not in known:
                known[code] = Code(code, label or code)
            if is_retired:
                retired.add(code)
        self.entries = tuple(entry for entry in known.values() if entry.code not in retired)
        self._by_code = known
        shipped = {entry.source: entry.code for entry in self.shipped}
        self._by_text = shipped | self._aliases | {entry.source: entry.code for entry in known.values()}

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        return self._by_code[code]

    def label(self, code: str | None) -> str:
        """The label of `code`; the code itself where it is unknown, empty for None."""
        if code is None:
            return ""
        entry = self._by_code.get(code)
        return entry.label if entry else code

    def code_of(self, text: str) -> str | None:
        """The code that `text` names: a code, a label in Chinese or in the language set now, a known other word.

        None if it names none.
        """
        text = text.strip()
        if text in self._by_code:
            return text
        known = self._by_text.get(text)
        return known or next((entry.code for entry in self.entries if entry.label == text), None)


def _list(name: str, *pairs: tuple[str, str], aliases: dict[str, str] | None = None) -> CodeList:
    return CodeList(name, tuple(Code(code, source) for code, source in pairs), aliases=aliases)


ORGANIZATION_TYPES = _list(
    "type",
    ("association", N_("社会团体")),
    ("service", N_("民办非企业单位")),
    ("foundation", N_("基金会")),
    ("law_firm", N_("律师事务所")),
    ("accounting_firm", N_("会计师事务所")),
    ("company", N_("企业")),
    ("public_body", N_("机关事业单位")),
    ("trade_union", N_("工会")),
    ("other", N_("其他")),
    aliases={
        "社团": "association",
        "民非": "service",
        "民办非企业": "service",
        "社会服务机构": "service",
        "民办非企业单位(社会服务机构)": "service",
        "民办非企业单位（社会服务机构）": "service",
        "律所": "law_firm",
        "事业单位": "public_body",
    },
)
CATEGORIES = _list(
    "category",
    ("hospital", N_("民办医院")),
    ("school", N_("民办学校")),
    ("kindergarten", N_("民办幼儿园")),
    ("clinic", N_("诊所门诊部")),
    ("training", N_("培训机构")),
    ("elderly_care", N_("养老机构")),
    ("social_work", N_("社会工作")),
    ("industry", N_("行业协会商会")),
    ("academic", N_("学术社团")),
    ("culture_sport", N_("文化体育")),
    ("charity", N_("公益慈善")),
    ("research", N_("科研机构")),
    ("other", N_("其他机构")),
    aliases={
        "医院": "hospital",
        "学校": "school",
        "幼儿园": "kindergarten",
        "民办园": "kindergarten",
        "诊所": "clinic",
        "门诊部": "clinic",
        "培训学校": "training",
        "养老院": "elderly_care",
        "其他": "other",
    },
)
LEVELS = _list(
    "level",
    ("national", N_("全国")),
    ("provincial", N_("省级")),
    ("prefecture", N_("市级")),
    ("county", N_("县级")),
    aliases={
        "国家级": "national",
        "部级": "national",
        "民政部": "national",
        "省": "provincial",
        "市": "prefecture",
        "地市级": "prefecture",
        "设区的市级": "prefecture",
        "县": "county",
        "区": "county",
        "区级": "county",
        "区县级": "county",
        "县区级": "county",
    },
)
STATUSES = _list(
    "status",
    ("active", N_("正常")),
    ("suspended", N_("停止活动")),
    ("liquidating", N_("清算中")),
    ("cancelled", N_("已注销")),
    ("revoked", N_("已撤销")),
    ("moved", N_("已迁出")),
    aliases={
        "存续": "active",
        "在业": "active",
        "活跃": "active",
        "注销": "cancelled",
        "撤销": "revoked",
        "吊销": "revoked",
        "迁出": "moved",
        "停业": "suspended",
    },
)
#: An organization in one of these is no longer there: it is in no figure and on no list of open ones.
ENDED_STATUSES = frozenset({"cancelled", "revoked", "moved"})

SCOPES = _list(
    "scope",
    ("key", N_("重点对象")),
    ("ordinary", N_("一般社会组织")),
    ("extension", N_("延伸对象")),
    ("outside", N_("不在范围")),
    ("unverified", N_("待核")),
)
#: What a person says of two organizations (models/edits/links.py).
RELATIONS = _list("relation", ("same", N_("同一")), ("apart", N_("不同")), ("related", N_("总分或共址")))
DECISIONS = _list(
    "decision",
    ("yes", N_("具备条件")),
    ("no", N_("暂不具备")),
    ("unknown", N_("未认定")),
    aliases={"是": "yes", "具备": "yes", "否": "no", "不具备": "no", "未知": "unknown", "不清楚": "unknown"},
)
ROUTES = _list(
    "route",
    ("own", N_("单独建")),
    ("joint", N_("联合建")),
    ("sector", N_("行业覆盖")),
    ("area", N_("区域兜底")),
    aliases={
        "单独": "own",
        "单独建会": "own",
        "独立建会": "own",
        "联合": "joint",
        "联合建会": "joint",
        "联合工会": "joint",
        "联合基层工会": "joint",
        "行业工会": "sector",
        "行业工会联合会": "sector",
        "区域工会": "area",
        "区域工会联合会": "area",
        "行业": "sector",
        "行业工会覆盖": "sector",
        "区域": "area",
        "区域覆盖": "area",
        "兜底": "area",
    },
)
#: 建会状态: of its own, covered by a union of several, neither.
UNION_STATES = _list("union_state", ("own", N_("已建")), ("covered", N_("已覆盖")), ("none", N_("未建")))

VISIT_RESULTS = _list(
    "result",
    ("1", N_("同意")),
    ("2", N_("观望")),
    ("3", N_("拒绝")),
    ("4", N_("不在")),
    ("5", N_("已迁")),
    ("6", N_("注销")),
    ("7", N_("已建会待核实")),
    ("8", N_("约定再访")),
    ("9", N_("其他")),
)
VISIT_MODES = _list("mode", ("1", N_("上门")), ("2", N_("电话")), ("3", N_("会议")), ("9", N_("其他")))
FOLLOWUP_STATES = _list("followup_state", ("open", N_("待办")), ("done", N_("已办")), ("dropped", N_("取消")))
CLOSINGS = _list(
    "closing",
    ("open", N_("未销号")),
    ("pending", N_("待审核")),
    ("closed", N_("已销号")),
    ("returned", N_("已退回")),
    ("relapsed", N_("回潮")),
)
PERSON_ROLES = _list(
    "role",
    ("head", N_("负责人")),
    ("contact", N_("联络人")),
    ("chair_candidate", N_("主席人选")),
    ("organizer", N_("组织员")),
    ("party_secretary", N_("党组织书记")),
    ("other", N_("其他")),
)
NAME_SOURCES = _list("name_source", ("registry", N_("登记更名")), ("short", N_("简称")), ("hand", N_("手工")))

STAGES = _list(
    "stage",
    ("S0", N_("待摸排")),
    ("S1", N_("已摸排")),
    ("S2", N_("已走访")),
    ("S3", N_("有意向")),
    ("S4", N_("批复筹建")),
    ("S5", N_("发展会员")),
    ("S6", N_("候选人预审")),
    ("S7", N_("选举")),
    ("S8", N_("结果批复")),
    ("S9", N_("法人登记")),
    ("S10", N_("已建会")),
    aliases={"递交申请": "S3", "有意向/递交申请": "S3", "候选预审": "S6"},
)
#: Stored beside the stage, so that a blocked organization keeps the glyph of the stage it stopped at.
SIDE_STATES = _list(
    "side_state",
    ("P1", N_("暂不具备")),
    ("P2", N_("受阻")),
    ("P3", N_("退出")),
    aliases={"挂账": "P1", "升级": "P2"},
)

#: What an office may relabel, add to and retire from; the rest has rules of the program behind it.
EDITABLE_LISTS = {
    each.name: each for each in (CATEGORIES, VISIT_MODES, VISIT_RESULTS, PERSON_ROLES, ORGANIZATION_TYPES)
}

#: The six words used everywhere, in stage order: key, label, letter on the map.
STAGE_WORDS = _list(
    "word",
    ("untouched", N_("未启动")),
    ("visited", N_("已走访")),
    ("preparing", N_("筹建中")),
    ("filed", N_("已报批")),
    ("built", N_("已建会")),
    ("excluded", N_("暂不具备")),
)
WORD_LETTERS = {
    "untouched": N_("未"),
    "visited": N_("访"),
    "preparing": N_("筹"),
    "filed": N_("报"),
    "built": N_("建"),
    "excluded": N_("暂"),
}
WORD_STAGES = {
    "untouched": ("S0", "S1"),
    "visited": ("S2",),
    "preparing": ("S3", "S4", "S5", "S6"),
    "filed": ("S7", "S8", "S9"),
    "built": ("S10",),
    "excluded": ("P1", "P3"),
}
_WORD_BY_STAGE = {stage: word for word, stages in WORD_STAGES.items() for stage in stages}


def stage_word(stage: str | None, side_state: str | None) -> str:
    """The key of the one of six words for a stage and a side state; P2 受阻 keeps the word of its stage."""
    if side_state in ("P1", "P3"):
        return "excluded"
    return _WORD_BY_STAGE.get(stage or "S0", "untouched")
