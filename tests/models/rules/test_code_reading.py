"""What a credit code says in words, and what looks odd about it: the examples of the domain rules."""

import pytest

from models.rules.code_reading import is_plausible_stem, read_code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("51100000500002862F", "民政部门 · 社会团体 · 全国"),
        ("53100000500021676K", "民政部门 · 基金会 · 全国"),
        ("52110000MJ0166456X", "民政部门 · 民办非企业单位 · 北京市 · 省级"),
        ("51310110501144395U", "民政部门 · 社会团体 · 上海市杨浦区 · 县级"),
        ("52310107MJ5075334L", "民政部门 · 民办非企业单位 · 上海市普陀区 · 县级"),
        ("51440300MJL1712376", "民政部门 · 社会团体 · 广东省深圳市 · 市级"),
        ("31110000E00017891P", "司法行政部门 · 律师执业机构 · 北京市"),  # the level rule is not for law firms
        ("81530400560076062A", "工会 · 基层工会 · 云南省玉溪市"),
    ],
)
def test_real_codes_say_who_what_and_where_without_a_warning(code: str, words: str) -> None:
    reading = read_code(code)
    assert (reading.state, reading.words, reading.warnings) == ("valid", words, ())


@pytest.mark.parametrize(
    ("code", "warnings"),
    [
        ("54100000500021676G", ["前两位 54 不是现有的登记类别"]),
        ("52999999MJ5075334Y", ["区划码 999999 不存在"]),
        ("914512817717388902", ["现行区划里没有 451281", "第 17 位"]),
    ],
)
def test_valid_but_implausible_codes_are_warned_about(code: str, warnings: list[str]) -> None:
    reading = read_code(code)
    assert reading.state == "valid"
    assert len(reading.warnings) == len(warnings)
    assert all(said.startswith(start) for said, start in zip(reading.warnings, warnings, strict=True))


def test_a_class_that_does_not_exist_has_no_level() -> None:
    assert read_code("54100000500021676G").level == ""
    assert read_code("52999999MJ5075334Y").level == ""


@pytest.mark.parametrize(("code", "state"), [(None, "missing"), ("", "missing"), ("51100000500002863F", "invalid")])
def test_what_proves_nothing_says_nothing(code: str | None, state: str) -> None:
    reading = read_code(code)
    assert (reading.state, reading.words, reading.warnings) == (state, "", ())


@pytest.mark.parametrize(
    ("stem", "plausible"),
    [
        ("52440105", True),
        ("51100000", True),
        ("54440105", False),
        ("52990105", False),
        ("52440999", True),  # a county that was abolished
        ("00000000", False),
    ],
)
def test_stems(stem: str, *, plausible: bool) -> None:
    assert is_plausible_stem(stem) is plausible
