"""What to think of when a union is formed: hints that warn and never block. Source: domain rules, section 7."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from models.language import _
from models.rules.credit_codes import clean_code, is_valid_code, registering_prefix

OWN_COMMITTEE_FROM = 25  # members
WOMEN_COMMITTEE_FROM = 10  # women members
DELEGATES_FROM = 100  # members
FULL_TIME_CHAIR_FROM = 200  # staff
TERMS = (3, 5)  # years
_UNION_PREFIXES = frozenset({"81", "89"})


@dataclass(frozen=True, slots=True)
class UnionFacts:
    """What is known of a union and of the organizations it covers; None where it is not known."""

    route: str
    covered: int
    members: int | None = None
    women_members: int | None = None
    staff: int | None = None
    chair: str = ""
    heads: Collection[str] = ()
    approved: bool = False
    legal_code: str = ""
    founded_on: date | None = None
    term_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnionHint:
    """A sentence; a warning says that something does not fit, the others remind."""

    text: str
    is_warning: bool = False


def union_hints(facts: UnionFacts) -> list[UnionHint]:
    """Warnings first."""
    hints = [*_about_route(facts), *_about_people(facts), *_about_papers(facts)]
    return sorted(hints, key=lambda hint: not hint.is_warning)


def term_end(founded_on: date, years: int) -> date:
    """The last day of a term; 29 February ends on 28 February."""
    try:
        return founded_on.replace(year=founded_on.year + years)
    except ValueError:
        return founded_on.replace(year=founded_on.year + years, day=28)


def _about_route(facts: UnionFacts) -> list[UnionHint]:
    hints = []
    if facts.route == "own" and facts.covered > 1:
        hints.append(UnionHint(_("单独建的工会只覆盖一家，几家一起请选联合建。"), is_warning=True))
    if facts.route == "joint" and facts.covered == 1:
        hints.append(UnionHint(_("联合建通常覆盖两家以上，可以再加几家。")))
    if facts.members is not None and facts.route == "own" and facts.members < OWN_COMMITTEE_FROM:
        hints.append(UnionHint(_("会员不足 25 人：可以单独建，也可以联合建，或只选一名组织员。"), is_warning=True))
    return hints


def _about_people(facts: UnionFacts) -> list[UnionHint]:
    hints = []
    if facts.chair and facts.chair in facts.heads:
        hints.append(
            UnionHint(
                _("{name}是单位负责人，负责人及其近亲属不宜作工会委员会人选。").format(name=facts.chair),
                is_warning=True,
            )
        )
    if facts.members is not None and facts.staff is not None and facts.members > facts.staff:
        hints.append(UnionHint(_("会员数多于职工数 {n} 人，请核对。").format(n=facts.staff), is_warning=True))
    if facts.women_members is not None and facts.women_members >= WOMEN_COMMITTEE_FROM:
        hints.append(UnionHint(_("女会员 10 人以上，同时建女职工委员会。")))
    elif facts.women_members:
        hints.append(UnionHint(_("女会员不足 10 人，设一名女职工委员。")))
    if facts.members is not None and facts.members >= DELEGATES_FROM:
        hints.append(UnionHint(_("会员 100 人以上，可开会员大会或会员代表大会。")))
    elif facts.members is not None:
        hints.append(UnionHint(_("会员不足 100 人，开会员大会选举。")))
    if facts.staff is not None and facts.staff >= FULL_TIME_CHAIR_FROM:
        hints.append(UnionHint(_("职工 200 人以上，可以设专职主席。")))
    return hints


def _about_papers(facts: UnionFacts) -> list[UnionHint]:
    hints = [UnionHint(_("工会委员会与经费审查委员会同时建立。"))]
    if not facts.approved:
        hints.append(UnionHint(_("建会要有上一级工会批准，批准机关可以以后补上。")))
    code = clean_code(facts.legal_code)
    if code and not is_valid_code(code):
        hints.append(UnionHint(_("工会法人代码校验不通过，请核对。"), is_warning=True))
    elif code and registering_prefix(code) not in _UNION_PREFIXES:
        hints.append(UnionHint(_("工会法人代码以 81 或 89 开头，这个像是单位的代码。"), is_warning=True))
    if facts.founded_on and facts.term_ends_on and not _is_term(facts.founded_on, facts.term_ends_on):
        hints.append(UnionHint(_("每届任期是三年或五年，请核对换届日期。"), is_warning=True))
    return hints


def _is_term(founded_on: date, ends_on: date) -> bool:
    near = 31
    return any(abs((term_end(founded_on, years) - ends_on).days) <= near for years in TERMS)
