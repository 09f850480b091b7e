"""The forms of a cadre's day: visit, reason, follow-up, eligibility, union."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from models.inputs.base import FormInput
from models.language import _
from models.vocabulary import DECISIONS, ROUTES, VISIT_MODES, VISIT_RESULTS, CodeList

Count = Annotated[int, Field(ge=0)]
ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=4000)]


class VisitInput(FormInput):
    """A visit (走访). `next_on` makes a follow-up with `next_task` for `next_cadre` (the visitor if None)."""

    visited_on: date
    result: str
    mode: str = "1"
    cadre: bytes | None = None
    companions: ShortText | None = None
    met: ShortText | None = None
    minutes: Count | None = None
    note: LongText | None = None
    reasons: tuple[str, ...] = ()
    next_on: date | None = None
    next_task: ShortText | None = None
    next_cadre: bytes | None = None
    corrects: bytes | None = None

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

    code: str
    is_primary: bool = False
    opened_on: date
    note: LongText | None = None
    evidence: ShortText | None = None
    visit: bytes | None = None


class FollowupInput(FormInput):
    """A follow-up (跟进): what, by when, by whom (record id of the cadre)."""

    task: ShortText
    due_on: date
    cadre: bytes | None = None
    visit: bytes | None = None


class EligibilityInput(FormInput):
    """A decision on 具备建会条件. "no" needs a ground and a date of re-check."""

    decision: str
    decided_on: date
    ground: LongText | None = None
    evidence: ShortText | None = None
    until: date | None = None

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

    name: ShortText
    route: str
    founded_on: date
    approved_by: ShortText | None = None
    document_no: ShortText | None = None
    members: Count | None = None
    women_members: Count | None = None
    chair: ShortText | None = None
    legal_code: ShortText | None = None
    in_national_database: bool | None = None
    term_ends_on: date | None = None
    note: LongText | None = None

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
