"""The forms of a cadre's day: visit, reason, follow-up, eligibility, union."""

from datetime import date
from typing import Annotated

from models.inputs.base import Field, FormInput, field_validator, model_validator
from models.language import N_, _
from models.vocabulary import DECISIONS, ROUTES, VISIT_MODES, VISIT_RESULTS, CodeList

Count = Annotated[int, Field(ge=0, le=10_000_000)]
ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=4000)]


class VisitInput(FormInput):
    """A visit (走访). `next_on` makes a follow-up with `next_task` for `next_cadre` (the visitor if None)."""

    visited_on: date = Field(title=N_("走访日期"))
    result: str = Field(title=N_("走访结果"))
    mode: str = Field(default="1", title=N_("走访方式"))
    cadre: bytes | None = Field(default=None, title=N_("走访人"))
    companions: ShortText | None = Field(default=None, title=N_("同行"))
    met: ShortText | None = Field(default=None, title=N_("见到谁"))
    minutes: Count | None = Field(default=None, title=N_("用时"))
    note: LongText | None = Field(default=None, title=N_("备注"))
    reasons: tuple[str, ...] = Field(default=(), title=N_("未建会原因"))
    next_on: date | None = Field(default=None, title=N_("下次跟进日期"))
    next_task: ShortText | None = Field(default=None, title=N_("下一步"))
    next_cadre: bytes | None = Field(default=None, title=N_("跟进人"))
    corrects: bytes | None = Field(default=None, title=N_("更正的走访"))

    @field_validator("result")
    @classmethod
    def _known_result(cls, value: str) -> str:
        return _known(VISIT_RESULTS, value, _("走访结果"))

    @field_validator("mode")
    @classmethod
    def _known_mode(cls, value: str) -> str:
        return _known(VISIT_MODES, value, _("走访方式"))


class ReasonInput(FormInput):
    """A reason (未建会原因). The code is checked against the ledger's own list."""

    code: str = Field(title=N_("原因代码"))
    is_primary: bool = Field(default=False, title=N_("主因"))
    opened_on: date = Field(title=N_("日期"))
    note: LongText | None = Field(default=None, title=N_("说明"))
    evidence: ShortText | None = Field(default=None, title=N_("佐证"))
    visit: bytes | None = Field(default=None, title=N_("走访"))


class FollowupInput(FormInput):
    """A follow-up (跟进): what, by when, by whom (record id of the cadre)."""

    task: ShortText = Field(title=N_("做什么"))
    due_on: date = Field(title=N_("到期日"))
    cadre: bytes | None = Field(default=None, title=N_("跟进人"))
    visit: bytes | None = Field(default=None, title=N_("走访"))


class EligibilityInput(FormInput):
    """A decision on 具备建会条件. "no" needs a ground and a date of re-check."""

    decision: str = Field(title=N_("认定"))
    decided_on: date = Field(title=N_("认定日期"))
    ground: LongText | None = Field(default=None, title=N_("依据"))
    evidence: ShortText | None = Field(default=None, title=N_("佐证"))
    until: date | None = Field(default=None, title=N_("复核日期"))

    @field_validator("decision")
    @classmethod
    def _known_decision(cls, value: str) -> str:
        return _known(DECISIONS, value, _("认定"))

    @model_validator(mode="after")
    def _expires_later(self) -> "EligibilityInput":
        if self.until is not None and self.until < self.decided_on:
            raise ValueError(_("复核日期不能早于认定日期。"))
        return self


class UnionInput(FormInput):
    """A union (工会) and the organizations it covers."""

    name: ShortText = Field(title=N_("工会名称"))
    route: str = Field(title=N_("建会模式"))
    founded_on: date = Field(title=N_("建会日期"))
    approved_by: ShortText | None = Field(default=None, title=N_("批准机关"))
    document_no: ShortText | None = Field(default=None, title=N_("批准文号"))
    members: Count | None = Field(default=None, title=N_("会员数"))
    women_members: Count | None = Field(default=None, title=N_("女会员数"))
    chair: ShortText | None = Field(default=None, title=N_("主席"))
    legal_code: ShortText | None = Field(default=None, title=N_("工会法人代码"))
    in_national_database: bool | None = Field(default=None, title=N_("是否录入全总数据库"))
    term_ends_on: date | None = Field(default=None, title=N_("换届到期日"))
    note: LongText | None = Field(default=None, title=N_("备注"))

    @field_validator("route")
    @classmethod
    def _known_route(cls, value: str) -> str:
        return _known(ROUTES, value, _("建会模式"))

    @model_validator(mode="after")
    def _women_are_members(self) -> "UnionInput":
        if self.members is not None and self.women_members is not None and self.women_members > self.members:
            raise ValueError(_("女会员数不能多于会员数。"))
        return self


def _known(codes: CodeList, value: str, what: str) -> str:
    code = codes.code_of(value)
    if code is None:
        choices = "、".join(f"{entry.code} {entry.label}" for entry in codes.entries)
        raise ValueError(
            _("没有“{value}”这一项，{what}可选：{choices}").format(value=value, what=what, choices=choices)
        )
    return code
