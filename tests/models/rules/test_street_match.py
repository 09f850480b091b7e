"""The street that an address names: made-up addresses, and how often it is found in a real list."""

import csv
import unicodedata
from pathlib import Path

import pytest

from models.divisions import division_name, full_name, streets_of
from models.rules.proposals import Confidence
from models.rules.street_match import StreetMatcher

GUANGZHOU, HAIZHU, CHAOYANG = "4401", "440105", "110105"


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("广州市海珠区赤岗街道新港中路123号", "赤岗街道"),
        ("海珠区赤岗街新港中路123号", "赤岗街道"),  # 街道 is written as 街
        ("海珠区江南中街道2号", "江南中街道"),
        ("海珠区 赤岗 街 1号", "赤岗街道"),
        ("海珠区官洲街道办事处对面", "官洲街道"),
        ("海珠区赤岗街道新港东路1号（赤岗街道党群中心）", "赤岗街道"),
    ],
)
def test_found(address: str, street: str) -> None:
    code = StreetMatcher(HAIZHU).match(address)
    assert code is not None
    assert division_name(code) == street
    assert code.startswith(HAIZHU)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "海珠区新港中路123号",
        "海珠区赤岗北路1号",  # a road is no street office
        "赤岗街道与江海街道交界",  # two
        "天河区石牌街道1号",  # not in this territory
    ],
)
def test_not_found_or_not_sure(address: str | None) -> None:
    assert StreetMatcher(HAIZHU).match(address) is None


def test_a_longer_name_goes_before_one_inside_it() -> None:
    names = {street.name for street in streets_of(GUANGZHOU)}
    assert {"江南中街道", "江海街道"} <= names
    matcher = StreetMatcher(GUANGZHOU)
    assert full_name(matcher.match("海珠区江南中街道9号") or "") == "广东省广州市海珠区江南中街道"


def test_the_county_in_the_address_decides_between_streets_of_one_name() -> None:
    same = [street for street in streets_of("44") if street.name == "新华街道"]
    assert len(same) > 1
    matcher = StreetMatcher("44")
    assert matcher.match("新华街道1号") is None
    for street in same:
        assert matcher.match(f"{division_name(street.code[:6])}新华街道1号") == street.code


def test_towns_and_townships() -> None:
    assert full_name(StreetMatcher(GUANGZHOU).match("从化区鳌头镇龙潭圩1号") or "") == "广东省广州市从化区鳌头镇"
    assert full_name(StreetMatcher(CHAOYANG).match("北京市朝阳区十八里店地区1号") or "") == "北京市朝阳区十八里店地区"


def test_a_ledger_without_a_territory_suggests_nothing() -> None:
    assert StreetMatcher("").match("海珠区赤岗街道1号") is None


def test_real_addresses_of_a_city(shared_data: Path) -> None:
    """Of 1,688 addresses 643 name a street, 359 of them in full; four name two, and get no suggestion."""
    with (shared_data / "guangzhou_kindergartens" / "kindergartens_1688.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        addresses = [unicodedata.normalize("NFKC", row["address"]).replace(" ", "") for row in csv.DictReader(file)]
    streets = {street.code: street.name for street in streets_of(GUANGZHOU)}
    in_full = [{code for code, name in streets.items() if name in address} for address in addresses]
    shortened = [
        {code for code, name in streets.items() if name in address or name.replace("街道", "街") in address}
        for address in addresses
    ]
    matcher = StreetMatcher(GUANGZHOU)
    found = [matcher.match(address) for address in addresses]
    assert (len(addresses), sum(map(bool, in_full)), sum(map(bool, shortened))) == (1688, 359, 643)
    assert sum(code is not None for code in found) == 639
    for code, possible, address in zip(found, shortened, addresses, strict=True):
        assert code is None or code in possible, address
        assert code is not None or len(possible) != 1, address


# Proposals: the street with its ground, several where the address does not decide


@pytest.mark.parametrize(
    ("address", "name", "street", "confidence", "ground"),
    [
        ("海珠区赤岗街道1号", "", "赤岗街道", Confidence.SURE, "地址写明街道（镇）全称"),
        ("海珠区赤岗街1号", "", "赤岗街道", Confidence.LIKELY, "地址写有街道简称"),
        ("", "鳌头镇启明幼儿园", "鳌头镇", Confidence.LIKELY, "单位名称里有街道名"),
        ("番禺区大岗镇1号", "", "大岗镇", Confidence.HINT, "地址里的区县和街道对不上"),  # it moved to 南沙区
    ],
)
def test_proposed_with_its_ground(address: str, name: str, street: str, confidence: Confidence, ground: str) -> None:
    found = StreetMatcher(GUANGZHOU).propose(address, name)
    assert found is not None
    assert (division_name(found.value), found.confidence, found.ground) == (street, confidence, ground)
    assert not found.shared


def test_a_county_that_speaks_against_it_is_named() -> None:
    found = StreetMatcher(GUANGZHOU).propose("番禺区大岗镇1号")
    assert found is not None
    assert found.choices[0].evidence == ("地址含“大岗镇”", "广东省广州市南沙区大岗镇")
    assert found.choices[0].against == ("地址写的是番禺区",)


def test_two_streets_in_one_address_are_both_offered() -> None:
    found = StreetMatcher(GUANGZHOU).propose("白云区江高镇金沙街二号之二")
    assert found is not None
    assert {division_name(choice.value) for choice in found.choices} == {"江高镇", "金沙街道"}
    assert found.confidence is Confidence.HINT


def test_the_county_of_registration_breaks_a_tie() -> None:
    same = [street for street in streets_of("44") if street.name == "新华街道"]
    open_one = StreetMatcher("44").propose("新华街道1号")
    decided = StreetMatcher("44").propose("新华街道1号", region=same[0].code[:6])
    assert open_one is not None
    assert decided is not None
    assert len(open_one.choices) == len(same)
    assert (decided.value, decided.confidence) == (same[0].code, Confidence.LIKELY)


def test_registered_elsewhere_a_street_of_the_same_name_is_a_hint_at_most() -> None:
    matcher = StreetMatcher(GUANGZHOU)
    far = matcher.propose("射洪县太和镇太和大道90号", region="510922")
    near = matcher.propose("广州市太和镇太和大道90号", region="510922")
    assert far is not None
    assert near is not None
    assert (far.confidence, near.confidence) == (Confidence.HINT, Confidence.SURE)


@pytest.mark.parametrize(("address", "name"), [(None, ""), ("海珠区新港中路123号", "启明幼儿园"), ("", "赤岗幼儿园")])
def test_nothing_is_proposed(address: str | None, name: str) -> None:
    assert StreetMatcher(GUANGZHOU).propose(address, name) is None
    assert StreetMatcher("").propose("海珠区赤岗街道1号") is None


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("广州市天河区赤岗街道1号", "天河区"),
        ("深圳市南山区赤岗街道1号", "南山区"),
        ("湖南省长沙市赤岗街道1号", "长沙市"),
        ("北京市朝阳区赤岗街道1号", "北京市"),
    ],
)
def test_an_address_in_another_district_is_a_hint_at_most(address: str, place: str) -> None:
    matcher = StreetMatcher(HAIZHU)
    assert matcher.match(address) is None
    found = matcher.propose(address, region=HAIZHU)
    assert found is not None
    assert (found.confidence, found.ground) == (Confidence.HINT, "地址在别的区县，可能只是街道同名")
    assert found.choices[0].against == (f"地址写的是{place}",)


@pytest.mark.parametrize(
    ("division", "address"),
    [
        (HAIZHU, "广州市海珠区赤岗街道1号（原天河区）"),
        (HAIZHU, "赤岗街道北京路口"),
        (CHAOYANG, "北京市朝外街道1号"),
        (CHAOYANG, "朝外街道1号"),
    ],
)
def test_an_address_of_ours_is_sure_whatever_else_it_names(division: str, address: str) -> None:
    matcher = StreetMatcher(division)
    assert matcher.match(address) is not None
    found = matcher.propose(address)
    assert found is not None
    assert found.confidence is Confidence.SURE
