"""Type, level and key scope of organizations without a valid code."""

import pytest

from models.rules.proposals import Confidence
from models.rules.scope import ScopeRule
from models.rules.type_words import fits_prefix, guess_key, guess_level, guess_type

RULE = ScopeRule()
SURE, LIKELY, HINT = Confidence


@pytest.mark.parametrize(
    ("name", "code", "authority", "type_", "confidence"),
    [
        ("海珠区潮汕商会", "", "", "association", SURE),
        ("华南公益基金会", "", "", "foundation", SURE),
        ("广东恒信律师事务所", "", "", "law_firm", SURE),
        ("北京大成律师事务所广州分所", "", "", "law_firm", SURE),
        ("恒立会计师事务所（特殊普通合伙）", "", "", "accounting_firm", SURE),
        ("晨光商贸有限公司", "", "", "company", SURE),
        ("晨光商贸有限公司工会委员会", "", "", "trade_union", SURE),
        ("启明幼儿园", "", "", "service", HINT),
        ("启明幼儿园", "", "海珠区民政局", "service", SURE),
        ("启明幼儿园", "524401050000000", "", "service", SURE),  # the broken code says the same
        ("启明之家", "524401050000000", "", "service", LIKELY),
        ("启明之家", "5.2440105000E+17", "", "service", LIKELY),
        ("恒立会计师事务所有限公司", "914401050000000", "", "accounting_firm", SURE),
        ("海珠区总会", "", "", "association", LIKELY),
    ],
)
def test_a_type_with_its_confidence(name: str, code: str, authority: str, type_: str, confidence: Confidence) -> None:
    found = guess_type(name, code, authority)
    assert found is not None
    assert (found.value, found.confidence) == (type_, confidence)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", ""),
        ("启明之家", ""),
        ("海珠区潮汕商会", "524401050000000"),  # code and name contradict one another
        ("启明之家", "9944"),
    ],
)
def test_unknown_stays_unknown(name: str, code: str) -> None:
    assert guess_type(name, code, "") is None


@pytest.mark.parametrize(
    ("name", "code", "type_", "level", "confidence"),
    [
        ("启明之家", "524401050000000", None, "county", LIKELY),
        ("启明之家", "524400000000000", None, "provincial", LIKELY),
        ("启明之家", "511000000000000", None, "national", LIKELY),
        ("中国医院协会", "", "association", "national", HINT),
        ("广东省医院协会", "", "association", "provincial", HINT),
        ("广东省广州市医院协会", "", "association", "prefecture", HINT),
        ("广州市海珠区启明幼儿园", "", "service", "county", HINT),
    ],
)
def test_a_level_with_its_confidence(
    name: str, code: str, type_: str | None, level: str, confidence: Confidence
) -> None:
    found = guess_level(name, code, type_)
    assert found is not None
    assert (found.value, found.confidence) == (level, confidence)


@pytest.mark.parametrize(
    ("name", "code", "type_"),
    [
        ("广东省医院协会", "", None),
        ("广东省电力公司", "", "company"),
        ("广东恒信律师事务所", "314400000000000", "law_firm"),  # a law firm's region says nothing about a level
        ("启明幼儿园", "", "service"),
    ],
)
def test_no_level(name: str, code: str, type_: str | None) -> None:
    assert guess_level(name, code, type_) is None


@pytest.mark.parametrize(
    ("category", "level", "type_", "confidence"),
    [
        ("kindergarten", None, None, HINT),
        ("hospital", None, "service", LIKELY),
        (None, "provincial", "association", LIKELY),
        (None, "national", "foundation", LIKELY),
    ],
)
def test_key_scope(category: str | None, level: str | None, type_: str | None, confidence: Confidence) -> None:
    found = guess_key(RULE, category=category, level=level, type_=type_)
    assert found is not None
    assert (found.value, found.confidence) == ("1", confidence)


@pytest.mark.parametrize(
    ("category", "level", "type_"),
    [
        (None, None, None),
        ("training", None, "service"),
        (None, "county", "association"),
        (None, "provincial", None),
        ("hospital", None, "company"),  # a private hospital that is a company is outside
        (None, "provincial", "law_firm"),
    ],
)
def test_not_key_or_not_known(category: str | None, level: str | None, type_: str | None) -> None:
    assert guess_key(RULE, category=category, level=level, type_=type_) is None


def test_another_campaign_has_another_rule() -> None:
    rule = ScopeRule(key_categories=frozenset({"elderly_care"}))
    assert guess_key(rule, category="elderly_care", level=None, type_="service") is not None
    assert guess_key(rule, category="hospital", level=None, type_="service") is None


@pytest.mark.parametrize(
    ("name", "prefix", "type_", "fits"),
    [
        ("海珠区潮汕商会", "51", "", True),
        ("海珠区潮汕商会", "52", "", False),
        ("启明幼儿园", "52", "", True),
        ("启明幼儿园", "91", "", None),  # some are companies
        ("启明幼儿园", "53", "", False),
        ("恒立会计师事务所", "91", "", True),
        ("启明之家", "52", "", None),
        ("启明之家", "52", "service", True),  # what a person has filled in counts first
        ("启明之家", "51", "service", False),
    ],
)
def test_names_and_prefixes(name: str, prefix: str, type_: str, *, fits: bool | None) -> None:
    assert fits_prefix(name, prefix, type_) is fits
