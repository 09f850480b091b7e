"""Type, registration level and key scope as the name, the registration authority and a broken code suggest them.

Only for organizations without a valid code: a valid one decides by itself (models/rules/scope.py).
"""

import re
from functools import lru_cache

from models.divisions import cities_of, counties_of, provinces
from models.language import _
from models.rules.code_repair import known_stem
from models.rules.credit_codes import level_of_region
from models.rules.proposals import Confidence, Proposal, one_value
from models.rules.scope import CIVIL_AFFAIRS_TYPES, TYPE_BY_PREFIX, ScopeRule
from models.vocabulary import CATEGORIES, ORGANIZATION_TYPES

#: How names end, longest first; the type and whether nothing else ends so.
_ENDINGS: tuple[tuple[str, str, bool], ...] = (
    ("工会联合会", "trade_union", True),
    ("工会委员会", "trade_union", True),
    ("总工会", "trade_union", True),
    ("律师事务所", "law_firm", True),
    ("会计师事务所", "accounting_firm", True),
    ("基金会", "foundation", True),
    ("合作社", "company", True),
    ("人民政府", "public_body", True),
    *((word, "association", True) for word in ("协会", "学会", "研究会", "商会", "促进会", "联谊会", "同业公会")),
    *((word, "association", False) for word in ("联合会", "校友会", "同乡会", "慈善会", "总会", "志愿者队")),
    *((word, "service", False) for word in ("幼儿园", "学校", "小学", "中学", "医院", "诊所", "门诊部")),
    *((word, "service", False) for word in ("养老院", "敬老院", "服务中心", "服务社", "研究院", "研究所", "培训中心")),
)
_COMPANY = re.compile(r"(?:有限|股份|有限责任|集团)公司$|(?:经营部|商行|门市部|个体工商户)$")
_OFFICE = re.compile(r"(律师事务所|会计师事务所).{0,8}分所$")
_PARTNERSHIP = re.compile(r"[(（](?:特殊)?普通合伙[)）]$|[(（]有限合伙[)）]$")
_TRAILING_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")


def guess_type(name: str, code: str, authority: str) -> Proposal | None:
    """The type (组织类型) of an organization that has no valid code; None where nothing suggests one."""
    by_name, word, only = _type_by_name(name)
    by_code = TYPE_BY_PREFIX.get(known_stem(code)[:2]) if code else None
    if by_code == "company" and by_name == "accounting_firm":
        by_code = by_name
    if by_code and by_name == by_code:
        ground = _("代码 {prefix} 开头，名称含“{word}”").format(prefix=known_stem(code)[:2], word=word)
        return one_value("type", by_code, Confidence.SURE, ground)
    if by_code and not (by_name and only):
        ground = _("代码 {prefix} 开头（代码待核）").format(prefix=known_stem(code)[:2])
        return one_value("type", by_code, Confidence.LIKELY, ground)
    if by_code is None and by_name and only:
        return one_value("type", by_name, Confidence.SURE, _("名称以“{word}”结尾").format(word=word))
    if by_code is None and by_name == "service" and "民政" in authority:
        ground = _("登记管理机关是民政部门，名称含“{word}”").format(word=word)
        return one_value("type", by_name, Confidence.SURE, ground)
    if by_code is None and by_name and by_name != "service":
        return one_value("type", by_name, Confidence.LIKELY, _("名称以“{word}”结尾").format(word=word))
    if by_name is None or by_code is not None:
        return None
    ground = _("名称以“{word}”结尾").format(word=word)
    return one_value("type", by_name, Confidence.HINT, ground)


def guess_level(name: str, code: str, type_: str | None) -> Proposal | None:
    """The registration level (登记级别) of a civil-affairs organization without a valid code and without authority."""
    stem = known_stem(code) if code else ""
    if TYPE_BY_PREFIX.get(stem[:2]) in CIVIL_AFFAIRS_TYPES:
        ground = _("代码里的区划码（代码待核）")
        return one_value("level", level_of_region(stem[2:]), Confidence.LIKELY, ground)
    if type_ not in CIVIL_AFFAIRS_TYPES:
        return None
    level, place = _level_of_name(name)
    if level is None:
        return None
    return one_value("level", level, Confidence.HINT, _("名称冠有“{place}”").format(place=place))


def guess_key(rule: ScopeRule, *, category: str | None, level: str | None, type_: str | None) -> Proposal | None:
    """是否重点 for an organization whose scope the rule cannot decide, from what is filled in or nearly certain."""
    if type_ is not None and type_ not in CIVIL_AFFAIRS_TYPES:
        return None
    if category in rule.key_categories:
        ground = _("机构类别是{category}，任何登记级别都算").format(category=CATEGORIES.label(category))
        sure = Confidence.LIKELY if type_ else Confidence.HINT
        return one_value("key_declared", "1", sure, ground)
    if type_ and level in rule.key_levels:
        ground = _("{type}，省级以上登记").format(type=ORGANIZATION_TYPES.label(type_))
        return one_value("key_declared", "1", Confidence.LIKELY, ground)
    return None


def fits_prefix(name: str, prefix: str, type_: str = "") -> bool | None:
    """Whether a name, or a type that is filled in, goes with how a code begins; None where nothing tells."""
    by_name, _word, only = _type_by_name(name)
    by_code = TYPE_BY_PREFIX.get(prefix)
    if by_code and type_ in TYPE_BY_PREFIX.values():
        return by_code == type_
    if by_name is None or by_code is None:
        return None
    if by_name == by_code or (by_name == "accounting_firm" and by_code == "company"):
        return True
    return False if only or by_code in {"association", "foundation", "trade_union", "law_firm"} else None


def _type_by_name(name: str) -> tuple[str | None, str, bool]:
    """Type, the word that says so, and whether only that type has such names."""
    office = _OFFICE.search(name)
    if office:
        return ("law_firm" if office[1].startswith("律师") else "accounting_firm"), office[1], True
    if "会计师事务所" in name:
        return "accounting_firm", "会计师事务所", True
    stem = _TRAILING_BRACKETS.sub("", _PARTNERSHIP.sub("", name))
    company = _COMPANY.search(stem)
    if company:
        return "company", "公司" if company[0].endswith("公司") else company[0], True
    for word, type_, only in _ENDINGS:
        if stem.endswith(word):
            return type_, word, only
    return None, "", False


def _level_of_name(name: str) -> tuple[str | None, str]:
    for word in ("中国", "中华", "全国"):
        if name.startswith(word):
            return "national", word
    level, place, rest = None, "", name
    for wanted, names in _places():
        found = next((rest[:size] for size in range(12, 1, -1) if rest[:size] in names), None)
        if found:
            level, place, rest = wanted, found, rest[len(found) :]
    return level, place


@lru_cache(maxsize=1)
def _places() -> tuple[tuple[str, frozenset[str]], ...]:
    """Names that a name may begin with, province first."""
    return (
        ("provincial", frozenset(province.name for province in provinces())),
        ("prefecture", frozenset(city.name for province in provinces() for city in cities_of(province.code))),
        ("county", frozenset(county.name for province in provinces() for county in counties_of(province.code))),
    )
