"""The scope rule: every line of the domain rules, section 3, "Scope rule, machine form"."""

import pytest
from stdnum.cn import uscc

from models.rules.credit_codes import organization_check
from models.rules.scope import Scope, ScopeRule, scope_of

KEY_CATEGORIES = ("hospital", "school", "kindergarten")
FUZZY_CODE = "110108600113450"


def code_of(prefix: str, region: str) -> str:
    """A made-up code of a department and a region with both check characters right."""
    stem = f"{prefix}{region}MJ016645{organization_check('MJ016645')}"
    return stem + str(uscc.calc_check_digit(stem))


def judge(
    code: str | None = None,
    *,
    name: str = "某单位",
    type_: str | None = None,
    category: str | None = None,
    authority: str | None = None,
    level: str | None = None,
    key_declared: int | None = None,
    rule: ScopeRule | None = None,
) -> Scope:
    return scope_of(
        rule or ScopeRule(),
        code=code,
        name=name,
        type_=type_,
        category=category,
        authority=authority,
        level=level,
        key_declared=key_declared,
    )


# 1. Prefix 51, 52, 53: civil affairs, with the level from the region.


@pytest.mark.parametrize(("prefix", "type_"), [("51", "association"), ("52", "service"), ("53", "foundation")])
def test_civil_affairs_prefixes(prefix: str, type_: str) -> None:
    assert judge(code_of(prefix, "440105")) == Scope(type_, "county", "ordinary", "valid")


@pytest.mark.parametrize(
    ("region", "level", "scope"),
    [
        ("100000", "national", "key"),
        ("440000", "provincial", "key"),
        ("110000", "provincial", "key"),
        ("120000", "provincial", "key"),
        ("310000", "provincial", "key"),
        ("500000", "provincial", "key"),
        ("440300", "prefecture", "ordinary"),
        ("440301", "prefecture", "ordinary"),
        ("110101", "county", "ordinary"),
        ("120101", "county", "ordinary"),
        ("310101", "county", "ordinary"),
        ("500101", "county", "ordinary"),
        ("310110", "county", "ordinary"),
    ],
)
def test_level_decides_for_plain_organizations(region: str, level: str, scope: str) -> None:
    found = judge(code_of("51", region))
    assert (found.level, found.scope) == (level, scope)


# 2. Key if national or provincial, or a private hospital, school or kindergarten at any level.


@pytest.mark.parametrize("category", KEY_CATEGORIES)
@pytest.mark.parametrize("region", ["100000", "440000", "440300", "440301", "310110"])
def test_three_categories_are_key_at_any_level(category: str, region: str) -> None:
    assert judge(code_of("52", region), category=category).scope == "key"


@pytest.mark.parametrize("category", ["clinic", "training", "elderly_care", "industry", "charity", "other", None])
def test_other_categories_are_ordinary_below_the_province(category: str | None) -> None:
    assert judge(code_of("52", "440105"), category=category).scope == "ordinary"
    assert judge(code_of("52", "440000"), category=category).scope == "key"


def test_real_codes_of_the_domain_rules() -> None:
    assert judge("51100000500002862F").scope == "key"
    assert judge("53100000500021676K").scope == "key"
    assert judge("52110000MJ0166456X").scope == "key"
    assert judge("51310110501144395U").scope == "ordinary"
    assert judge("52310107MJ5075334L", category="kindergarten").scope == "key"
    assert judge("51440300MJL1712376").scope == "ordinary"
    assert judge("31110000E00017891P").scope == "extension"
    assert judge("81530400560076062A").scope == "outside"


# 3. Law and accounting firms are counted apart; a company is outside, whatever it calls itself.


@pytest.mark.parametrize("region", ["110000", "440000", "310000"])
def test_law_firms_are_an_extension_and_have_no_level(region: str) -> None:
    """Their codes always carry province digits, so the level rule would call them all provincial."""
    assert judge(code_of("31", region)) == Scope("law_firm", None, "extension", "valid")


@pytest.mark.parametrize("prefix", ["91", "92", "93"])
def test_accounting_firms_are_an_extension(prefix: str) -> None:
    found = judge(code_of(prefix, "440105"), name="广州某某会计师事务所（普通合伙）")
    assert found == Scope("accounting_firm", None, "extension", "valid")
    assert judge(code_of(prefix, "440105"), name="广州某某税务师事务所").scope == "outside"


def test_a_company_that_a_person_calls_an_accounting_firm_is_shown_and_counted_as_one() -> None:
    found = judge(code_of("91", "440105"), name="立信会计事务所", type_="accounting_firm")
    assert found == Scope("accounting_firm", None, "extension", "valid")


@pytest.mark.parametrize("category", KEY_CATEGORIES)
@pytest.mark.parametrize("prefix", ["91", "92", "93"])
def test_a_private_hospital_or_school_that_is_a_company_is_outside(prefix: str, category: str) -> None:
    assert judge(code_of(prefix, "440105"), name="某某医院有限公司", category=category).scope == "outside"


# 4. Public bodies and unions are no employers of this campaign.


@pytest.mark.parametrize(
    ("prefix", "type_"), [("11", "public_body"), ("12", "public_body"), ("81", "trade_union"), ("89", "trade_union")]
)
@pytest.mark.parametrize("category", [None, "school"])
def test_public_bodies_and_unions_are_outside(prefix: str, type_: str, category: str | None) -> None:
    assert judge(code_of(prefix, "440000"), category=category) == Scope(type_, None, "outside", "valid")


def test_a_class_that_civil_affairs_do_not_have_is_for_a_person_to_look_at() -> None:
    assert judge("54100000500021676G").scope == "unverified"


# 5. No or invalid code: the text of the registration authority decides, and the code stays 待核.


@pytest.mark.parametrize("code", [None, FUZZY_CODE])
@pytest.mark.parametrize(
    ("authority", "level", "scope"),
    [
        ("民政部", "national", "key"),
        ("中华人民共和国民政部", "national", "key"),
        ("广东省民政厅", "provincial", "key"),
        ("内蒙古自治区民政厅", "provincial", "key"),
        ("北京市民政局", "provincial", "key"),
        ("天津市民政局", "provincial", "key"),
        ("上海市民政局", "provincial", "key"),
        ("重庆市民政局", "provincial", "key"),
        ("北京市朝阳区民政局", "county", "ordinary"),
        ("重庆市云阳县民政局", "county", "ordinary"),
        ("广州市民政局", "prefecture", "ordinary"),
        ("延边朝鲜族自治州民政局", "prefecture", "ordinary"),
        ("锡林郭勒盟民政局", "prefecture", "ordinary"),
        ("广州市海珠区民政局", "county", "ordinary"),
        ("海珠区民政部门", "county", "ordinary"),  # not the ministry
        ("广州市社会组织管理局", "prefecture", "ordinary"),
        ("天津市滨海新区行政审批局", "county", "ordinary"),
        ("民政局", None, "unverified"),
        ("教育局", None, "unverified"),
        (None, None, "unverified"),
    ],
)
def test_without_a_code_the_authority_decides(
    code: str | None, authority: str | None, level: str | None, scope: str
) -> None:
    found = judge(code, authority=authority)
    assert (found.level, found.scope) == (level, scope)
    assert found.code_state == ("invalid" if code else "missing")


def test_the_authority_names_the_family_not_the_type() -> None:
    """Whether it is an association, a service unit or a foundation stays open until somebody says so."""
    assert judge(authority="海珠区民政局").type is None
    assert judge(authority="海珠区民政局", type_="foundation").type == "foundation"


@pytest.mark.parametrize("category", KEY_CATEGORIES)
def test_without_a_code_the_three_categories_are_key_under_civil_affairs(category: str) -> None:
    assert judge(authority="海珠区民政局", category=category).scope == "key"
    assert judge(type_="service", category=category).scope == "key"
    assert judge(category=category).scope == "unverified"


def test_a_law_firm_without_a_code() -> None:
    assert judge(authority="广东省司法厅") == Scope("law_firm", None, "extension", "missing")


def test_without_a_code_the_sheet_s_own_type_and_level_are_believed() -> None:
    assert judge(type_="association", level="provincial").scope == "key"
    assert judge(type_="association", level="county").scope == "ordinary"
    assert judge(type_="company").scope == "outside"
    assert judge(type_="accounting_firm").scope == "extension"
    assert judge(type_="other").scope == "unverified"


# A person's word: 是否重点.


@pytest.mark.parametrize(
    ("code", "declared", "scope"),
    [
        (code_of("51", "440105"), 1, "key"),
        (code_of("51", "440000"), 0, "ordinary"),
        (code_of("51", "440105"), 0, "ordinary"),
        (code_of("31", "440000"), 0, "extension"),
        (code_of("91", "440105"), 0, "outside"),
        (None, 1, "key"),
        (None, 0, "unverified"),
    ],
)
def test_a_declaration_goes_before_the_rule(code: str | None, declared: int, scope: str) -> None:
    assert judge(code, key_declared=declared).scope == scope


# The rule is data.


def test_another_campaign_is_another_row() -> None:
    rule = ScopeRule(frozenset({"national"}), frozenset({"elderly_care"}), frozenset({"law_firm"}))
    assert ScopeRule.from_json(rule.to_json()) == rule
    assert judge(code_of("52", "440105"), category="elderly_care", rule=rule).scope == "key"
    assert judge(code_of("52", "440105"), category="kindergarten", rule=rule).scope == "ordinary"
    assert judge(code_of("51", "440000"), rule=rule).scope == "ordinary"
    assert judge(code_of("91", "440105"), name="某会计师事务所", rule=rule).scope == "outside"


@pytest.mark.parametrize("text", [None, ""])
def test_nothing_stored_is_the_rule_that_ships(text: str | None) -> None:
    assert ScopeRule.from_json(text) == ScopeRule()
