import csv

import pytest

from models import divisions
from models.divisions import (
    Division,
    cities_of,
    counties_of,
    division_name,
    find_street,
    full_name,
    is_known_region,
    provinces,
    streets_of,
)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("11", "北京市"),
        ("4401", "广州市"),
        ("110101", "东城区"),
        ("110101001", "东华门街道"),
        ("440000", "广东省"),
        ("440100", "广州市"),
        ("440101", "广州市"),
        ("441900", "东莞市"),
        ("100000", "全国"),
        ("990000", ""),
        ("11010", ""),
        ("", ""),
        ("abcdef", ""),
    ],
)
def test_name(code: str, name: str) -> None:
    assert division_name(code) == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110101001", "北京市东城区东华门街道"),
        ("1101", "北京市"),
        ("110100", "北京市"),
        ("500229", "重庆市城口县"),
        ("440106", "广东省广州市天河区"),
        ("441900003", "广东省东莞市东城街道"),
        ("419001", "河南省济源市"),
        ("350527000", "福建省泉州市金门县"),
        ("100000", "全国"),
        ("999999", ""),
    ],
)
def test_full_name_skips_fillers_and_repeats(code: str, name: str) -> None:
    assert full_name(code) == name


def test_no_full_name_in_the_whole_table_holds_a_filler_twice() -> None:
    for street in streets_of("31"):
        assert full_name(street.code).count("上海市") == 1
        assert "市辖区" not in full_name(street.code)


def test_numbers_of_divisions() -> None:
    assert len(provinces()) == 31
    assert sum(len(cities_of(each.code)) for each in provinces()) == 342
    assert sum(len(counties_of(each.code)) for each in provinces()) == 2978
    assert sum(len(streets_of(each.code)) for each in provinces()) == 41352
    assert len(streets_of("")) == 41352


def test_children_are_those_inside_and_in_order() -> None:
    streets = streets_of("110101")
    assert streets[0] == Division("110101001", "东华门街道", "street")
    assert [each.code for each in streets] == sorted(each.code for each in streets)
    assert {each.code[:6] for each in streets} == {"110101"}
    assert counties_of("440100") == counties_of("4401")
    assert cities_of("11")[0].name == "市辖区"
    assert streets_of("999999") == ()


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("东华门街道", "110101", "110101001"),
        ("东华门街", "110101", "110101001"),
        (" 东华门 ", "110101", "110101001"),
        ("东华门街道办事处", "11", "110101001"),
        ("城关镇", "", None),  # 88 of them
        ("东华门街道", "110102", None),
        ("", "110101", None),
    ],
)
def test_find_street(name: str, within: str, code: str | None) -> None:
    found = find_street(name, within=within)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("code", ["100000", "110000", "440300", "440101", "310110", "441900", "310107"])
def test_known_regions(code: str) -> None:
    assert is_known_region(code)


@pytest.mark.parametrize("code", ["999999", "11", "1101", "110199", "110101001", "", "11010a"])
def test_unknown_regions(code: str) -> None:
    assert not is_known_region(code)


def test_only_the_needed_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    table = divisions._table

    def noting(digits: int) -> tuple[tuple[str, ...], dict[str, str]]:
        read.append(digits)
        return table(digits)

    monkeypatch.setattr(divisions, "_table", noting)
    assert full_name("110101") == "北京市东城区"
    assert 9 not in read


def test_files_are_sorted_plain_text() -> None:
    for _, name in divisions._FILES.values():
        text = (divisions.RESOURCES / "divisions" / name).read_text("utf-8")
        rows = list(csv.reader(text.splitlines()))
        assert rows[0] == ["code", "name"]
        assert all(len(row) == 2 and row[1] == row[1].strip() != "" for row in rows)
        assert [row[0] for row in rows[1:]] == sorted({row[0] for row in rows[1:]})
        assert "\r" not in text
