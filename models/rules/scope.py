"""Which organizations a campaign is about: type, registration level and scope.

Source: domain rules, "Scope rule, machine form". The rule itself is data of the campaign (`ScopeRule`).
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from models.rules.credit_codes import code_state, level_of_region, region_of_code, registering_prefix

#: What the first two characters of a code say.
TYPE_BY_PREFIX = {
    "51": "association",
    "52": "service",
    "53": "foundation",
    "31": "law_firm",
    "11": "public_body",
    "12": "public_body",
    "81": "trade_union",
    "89": "trade_union",
    "91": "company",
    "92": "company",
    "93": "company",
}
CIVIL_AFFAIRS_TYPES = frozenset({"association", "service", "foundation"})
#: In whose name this stands is one, whatever its type.
ACCOUNTING_FIRM = "会计师事务所"
_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """What a campaign counts as key, kept apart from the program so that the next one is a new row."""

    key_levels: frozenset[str] = frozenset({"national", "provincial"})
    key_categories: frozenset[str] = frozenset({"hospital", "school", "kindergarten"})
    extension_types: frozenset[str] = frozenset({"law_firm", "accounting_firm"})

    def to_json(self) -> str:
        """The rule as stored in the campaign record."""
        return json.dumps(
            {
                "key_levels": sorted(self.key_levels),
                "key_categories": sorted(self.key_categories),
                "extension_types": sorted(self.extension_types),
            }
        )

    @staticmethod
    def from_json(text: str | None) -> "ScopeRule":
        """The stored rule; the one that ships with the program where nothing is stored."""
        if not text:
            return ScopeRule()
        stored = json.loads(text)
        return ScopeRule(
            frozenset(stored["key_levels"]),
            frozenset(stored["key_categories"]),
            frozenset(stored["extension_types"]),
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What the rule says of one organization; None where it cannot be known.

    `scope` is a code of vocabulary.SCOPES. `code_state` other than "valid" means 待核.
    """

    type: str | None
    level: str | None
    scope: str
    code_state: str


def scope_of(
    rule: ScopeRule,
    *,
    code: str | None,
    name: str | None,
    type_: str | None,
    category: str | None,
    authority: str | None,
    level: str | None,
    key_declared: int | None,
) -> Scope:
    """Apply the rule. A valid code decides type and level; without one the text of the registration authority does."""
    return scope_by(rule, what_counts(code, name, type_), type_, category, authority, level, key_declared)


class WhatCounts(NamedTuple):
    """What the rule looks at of a code and a name: the code's state, its first eight characters if it is valid.

    Organizations that are alike in this and in their other fields have the same scope.
    """

    code_state: str
    stem: str
    is_accounting: bool


def what_counts(code: str | None, name: str | None, type_: str | None) -> WhatCounts:
    """The same of an organization's fields."""
    state = code_state(code)
    stem = code[:8] if code and state == "valid" else ""
    return WhatCounts(state, stem, ACCOUNTING_FIRM in (name or "") or type_ == "accounting_firm")


@lru_cache(maxsize=16_384)
def scope_by(  # noqa: PLR0917 - a key: a country has few thousand different ones
    rule: ScopeRule,
    counts: WhatCounts,
    type_: str | None,
    category: str | None,
    authority: str | None,
    level: str | None,
    key_declared: int | None,
) -> Scope:
    """Apply the rule to what counts."""
    if counts.stem:
        known_type, known_level = _from_code(counts.stem, accounting=counts.is_accounting)
        shown_type = known_type if known_type in CIVIL_AFFAIRS_TYPES else type_ or known_type
    else:
        family, known_level = _from_authority(authority)
        known_type = type_ or family
        # "Civil affairs" does not say which of the three types it is: that stays open.
        shown_type = type_ or (family if family == "law_firm" else None)
    shown_level = level or known_level
    scope = _scope(rule, known_type, shown_level, category, decided=bool(counts.stem))
    if key_declared is not None:
        scope = "key" if key_declared else ("ordinary" if scope == "key" else scope)
    return Scope(shown_type, shown_level, scope, counts.code_state)


def _scope(rule: ScopeRule, type_: str | None, level: str | None, category: str | None, *, decided: bool) -> str:
    if type_ in CIVIL_AFFAIRS_TYPES:
        if level in rule.key_levels or category in rule.key_categories:
            return "key"
        return "ordinary" if level is not None else "unverified"
    if type_ in rule.extension_types:
        return "extension"
    if type_ is None or (type_ == "other" and not decided):
        return "unverified"
    return "outside"


def _from_code(code: str, *, accounting: bool) -> tuple[str | None, str | None]:
    """Type and level from the first eight characters of a valid code."""
    prefix = registering_prefix(code)
    type_ = TYPE_BY_PREFIX.get(prefix)
    if type_ == "company" and accounting:
        return "accounting_firm", None
    if type_ in CIVIL_AFFAIRS_TYPES:
        return type_, level_of_region(region_of_code(code))
    if type_ is None:
        # A class that civil affairs do not use (54 …) is implausible, not outside: a person has to look.
        return (None if prefix[0] == "5" else "other"), None
    return type_, None


def _from_authority(authority: str | None) -> tuple[str | None, str | None]:
    """A type that stands for the family of the authority ("service" for civil affairs), and the level its words say."""
    if not authority:
        return None, None
    if "司法" in authority:
        return "law_firm", None
    if "民政" not in authority and "审批" not in authority and "社会组织" not in authority:
        return None, None
    return "service", _level_of_text(authority)


def _level_of_text(authority: str) -> str | None:
    if "民政部" in authority.replace("民政部门", "民政局"):
        return "national"
    if "民政厅" in authority or authority.startswith(("省", "自治区")):
        return "provincial"
    stem = authority.split("民政", maxsplit=1)[0].split("行政审批", maxsplit=1)[0].split("社会组织", maxsplit=1)[0]
    if stem.endswith(("区", "县", "旗")) and not stem.endswith("自治区"):
        return "county"
    if stem.endswith(("省", "自治区")) or stem.startswith(_MUNICIPALITIES):
        return "provincial"
    if stem.endswith(("市", "州", "盟", "地区")):
        return "prefecture"
    return None
