"""Comparing names, addresses and phones of organizations: domain rules, section 3, "Name matching"."""

import pytest

from models.rules.names import address_key, name_key, phone_key


@pytest.mark.parametrize(
    "spelling",
    [
        "朝阳区阳光幼儿园（南区）",
        "朝阳区阳光幼儿园(南区)",
        "朝阳区阳光幼儿园【南区】",
        "朝阳区阳光幼儿园〔南区〕",
        "朝阳区阳光幼儿园［南区］",
        " 朝阳区 阳光幼儿园（南区） ",
        "朝阳区阳光幼儿园\u3000（南区）",
        "朝阳区阳光幼儿园\u00a0(南区)",
        "朝阳区\n阳光幼儿园（南区）",
        "\ufeff朝阳区阳光幼儿园（南区）\u200b",
    ],
)
def test_spellings_of_one_name(spelling: str) -> None:
    assert name_key(spelling) == "朝阳区阳光幼儿园(南区)"


@pytest.mark.parametrize("other", ["朝阳区阳光幼儿园（北区）", "朝阳区阳光幼儿园", "朝阳区阳光幼稚园（南区）"])
def test_different_names_stay_different(other: str) -> None:
    assert name_key(other) != name_key("朝阳区阳光幼儿园（南区）")


def test_width_is_no_difference() -> None:
    assert name_key("９５１０７部队幼儿园ＡＢ") == name_key("95107部队幼儿园AB")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("广州市永福路45号", "广州市 永福路４５号"),
        ("广州市永福路45号。", "广州市永福路45号"),
        ("永福路45号,", "永福路45号"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_address_and_no_phone_match_nothing(nothing: str | None) -> None:
    assert address_key(nothing) == ""
    assert phone_key(nothing) == ""


@pytest.mark.parametrize("spelling", ["020-34082442", "(020)34082442", "020 3408 2442", "０２０－３４０８２４４２"])
def test_spellings_of_one_phone(spelling: str) -> None:
    assert phone_key(spelling) == "02034082442"


@pytest.mark.parametrize("short", ["110", "12345", "123456", "无", "内线 8001"])
def test_what_is_no_number_of_its_own_matches_nothing(short: str) -> None:
    assert phone_key(short) == ""


def test_a_local_number_of_seven_digits_counts() -> None:
    assert phone_key("654-3210") == "6543210"
