"""The unified social credit code: every example of the domain rules, cleaning, and an independent check."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from models.rules.credit_codes import (
    are_valid_codes,
    clean_code,
    code_state,
    is_valid_code,
    level_of_region,
    organization_check,
    organization_part_is_valid,
    region_of_code,
    registering_prefix,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

#: Domain rules, section 3: real and valid codes with what they say.
VALID = {
    "51100000500002862F": "national",
    "53100000500021676K": "national",
    "52110000MJ0166456X": "provincial",
    "51310110501144395U": "county",
    "52310107MJ5075334L": "county",
    "51440300MJL1712376": "prefecture",
    "31110000E00017891P": "provincial",
    "81530400560076062A": "prefecture",
}
INVALID = {
    "51100000500002863F": "check character",
    "5110000050000286F": "17 characters",
    "5110000050000Z862F": "a letter that the alphabet has not",
    "5110000O500002862F": "letter O among the digits",
    "51100000500020862F": "two digits changed places",
    "53440000MJK850332A": "check character is U",
    "110108600113450": "old number of 15 digits",
    "": "nothing",
    "51100000500002862F1": "19 characters",
}
IMPLAUSIBLE = ("54100000500021676G", "52999999MJ5075334Y", "914512817717388902")


def check_by_the_standard(code: str) -> bool:
    """GB 32100-2015 by hand: the weighted sum of all eighteen characters is a multiple of 31."""
    if len(code) != 18 or not code[:8].isdigit() or set(code) - set(ALPHABET):
        return False
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return (total + ALPHABET.index(code[17])) % 31 == 0


@pytest.mark.parametrize("code", VALID)
def test_real_codes_are_valid(code: str) -> None:
    assert is_valid_code(code)
    assert code_state(code) == "valid"
    assert organization_part_is_valid(code)


@pytest.mark.parametrize("code", INVALID, ids=list(INVALID.values()))
def test_wrong_codes_are_invalid(code: str) -> None:
    assert not is_valid_code(code)


@pytest.mark.parametrize("code", IMPLAUSIBLE)
def test_implausible_codes_are_valid_all_the_same(code: str) -> None:
    """They are to be warned about, never refused."""
    assert is_valid_code(code)


def test_position_17_shows_the_one_with_a_foreign_organization_code() -> None:
    assert [organization_part_is_valid(code) for code in IMPLAUSIBLE] == [True, True, False]


def test_the_code_that_the_library_publishes_is_valid() -> None:
    """python-stdnum ships its list of 200 with its sources only; the manual has this one, and these that are not."""
    assert is_valid_code("91110000600037341L")
    assert not is_valid_code("A1110000600037341L")
    assert not is_valid_code("12345")
    assert is_valid_code(clean_code("9 1 110000 600037341L"))


@pytest.mark.parametrize(
    ("code", "state"),
    [(None, "missing"), ("", "missing"), ("110108600113450", "invalid"), ("51100000500002862F", "valid")],
)
def test_state(code: str | None, state: str) -> None:
    assert code_state(code) == state


@pytest.mark.parametrize(
    "typed",
    [
        "51440300mjl1712376",
        " 51440300 MJL171237 6 ",
        "51-440300-MJL171237-6",
        "51440300\u00a0MJL1712376",  # a blank that Word makes
        "５１４４０３００ＭＪＬ１７１２３７６",
        "51440300—MJL1712376",
        "51440300\u2010MJL1712376",
        "51440300\u2212MJL1712376",
        "\ufeff51440300MJL1712376\u200b",
        "51440300\u3000MJL1712376\n",
    ],
)
def test_cleaning_repairs_how_it_was_written(typed: str) -> None:
    assert clean_code(typed) == "51440300MJL1712376"


@pytest.mark.parametrize("typed", ["5110000O500002862F", "511000005000O2862F", "51I00000500002862F"])
def test_cleaning_never_guesses_letters(typed: str) -> None:
    """O for 0 and I for 1 is a proposal for a person, not a repair."""
    assert clean_code(typed) == typed
    assert not is_valid_code(clean_code(typed))


@pytest.mark.parametrize(("code", "level"), VALID.items())
def test_level_of_real_codes(code: str, level: str) -> None:
    assert level_of_region(region_of_code(code)) == level


@pytest.mark.parametrize(
    ("region", "level"),
    [
        ("100000", "national"),
        ("440000", "provincial"),
        ("110000", "provincial"),  # the four municipalities count as provincial
        ("120000", "provincial"),
        ("310000", "provincial"),
        ("500000", "provincial"),
        ("440100", "prefecture"),
        ("440101", "prefecture"),  # 市辖区: the prefecture's own register
        ("653101", "prefecture"),
        ("110101", "county"),  # their districts are counties
        ("120101", "county"),
        ("310101", "county"),
        ("500101", "county"),
        ("440105", "county"),
        ("310110", "county"),
        ("441900", "prefecture"),  # 东莞 has no districts
    ],
)
def test_level_of_region(region: str, level: str) -> None:
    assert level_of_region(region) == level


def test_parts() -> None:
    assert registering_prefix("52310107MJ5075334L") == "52"
    assert region_of_code("52310107MJ5075334L") == "310107"


@pytest.mark.parametrize(
    ("body", "check"), [("MJ016645", "6"), ("50000286", "2"), ("E0001789", "1"), ("MJL17123", "7")]
)
def test_check_of_an_organization_code(body: str, check: str) -> None:
    assert organization_check(body) == check


@settings(deadline=None)
@given(st.text(ALPHABET, min_size=9, max_size=9), st.sampled_from(["51", "52", "53"]), st.integers(0, 999_999))
def test_exactly_one_check_character_is_right(body: str, prefix: str, region: int) -> None:
    stem = f"{prefix}{region:06d}{body}"
    right = [character for character in ALPHABET if is_valid_code(stem + character)]
    assert len(right) == 1
    assert check_by_the_standard(stem + right[0])


@settings(deadline=None)
@given(st.sampled_from(sorted(VALID)), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, character: str) -> None:
    changed = code[:place] + character + code[place + 1 :]
    assert is_valid_code(changed) == (changed == code)


def test_every_code_of_real_lists_agrees_with_the_standard(shared_data: Path) -> None:
    codes = set()
    for path in (shared_data / "enterprise_extracts").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            codes |= {row["统一社会信用代码"] for row in csv.DictReader(file)}
    assert len(codes) > 3700
    assert {code for code in codes if not is_valid_code(code)} == {c for c in codes if not check_by_the_standard(c)}
    assert sum(not is_valid_code(code) for code in codes) == 2


@given(st.text(alphabet=ALPHABET, min_size=10, max_size=10), st.integers(0, 99_999_999))
@settings(max_examples=500)
def test_the_check_is_that_of_python_stdnum(body: str, head: int) -> None:
    stem = f"{head:08d}{body[:9]}"
    proper = str(uscc.calc_check_digit(stem))
    assert [last for last in ALPHABET if is_valid_code(stem + last)] == [proper]


def test_many_codes_at_once_are_judged_as_each_alone() -> None:
    assert are_valid_codes([])
    assert are_valid_codes([*VALID, *IMPLAUSIBLE])
    for code in INVALID:
        assert not are_valid_codes([*VALID, code]), code
        assert not are_valid_codes([code, *VALID]), code


@settings(max_examples=50)
@given(st.sampled_from(sorted(VALID)), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_among_many_is_noticed(code: str, place: int, character: str) -> None:
    changed = code[:place] + character + code[place + 1 :]
    assert are_valid_codes([*VALID, changed]) == is_valid_code(changed)
