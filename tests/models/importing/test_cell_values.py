"""Counts, days and text as cells hold them; what is only about a number stays a note."""

from datetime import date

import pytest

from models.errors import InputProblem
from models.importing.cell_values import day_text, without_invisible
from models.inputs.organization_values import parse_day, parse_number
from tests.models.edits.desk import Desk
from tests.models.importing.sheets import bring_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("38", 38),
        ("３８", 38),
        ("38人", 38),
        (" 38 名 ", 38),
        ("1,234", 1234),
        ("１，２３４人", 1234),
        ("38.0", 38),
        ("共38家", 38),
        ("1.2万人", 12_000),
        ("3万", 30_000),
        ("0", 0),
    ],
)
def test_counts(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["约40", "20-30", "40余人", "40+", "5万元", "三十八", "38.5", "-3", "1.23456万", "2024年", "38人左右"]
)
def test_no_counts(text: str) -> None:
    with pytest.raises(InputProblem):
        parse_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-01",
        "2023.5.1",
        "2023/5/1",
        "2023年5月1日",
        "2023 年 5 月 1 日",
        "２０２３年５月１日",
        "20230501",
        "2023-05-01 00:00:00",
        "2023年5月1号",
        "2023.05.01.",
    ],
)
def test_days(text: str) -> None:
    assert parse_day(text) == date(2023, 5, 1)


@pytest.mark.parametrize("text", ["2023-13-01", "2023年5月", "2023", "5月1日", "23.5.1", "2023-02-30"])
def test_no_days(text: str) -> None:
    with pytest.raises(InputProblem):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "epoch_1904", "means"),
    [
        ("45047", False, "2023-05-01"),
        ("43585", True, "2023-05-01"),
        ("45047.75", False, "2023-05-01"),
        ("18172", False, "1949-10-01"),
        ("18171", False, "18171"),  # nobody registered before
        ("99999", False, "99999"),
        ("2023", False, "2023"),
        ("20230501", False, "20230501"),
    ],
)
def test_days_as_numbers(text: str, epoch_1904: bool, means: str) -> None:  # noqa: FBT001 - a parameter of the table
    assert day_text(text, epoch_1904=epoch_1904) == means


def test_signs_that_nobody_sees() -> None:
    assert without_invisible("\ufeff甲\u200b园\u202e（南区）\u2069 ") == "甲园（南区）"
    assert without_invisible("葛\U000e0100飾") == "葛\U000e0100飾"  # the variant of a character is seen


def test_what_is_about_a_number_stays_in_the_note(office: Desk) -> None:
    bring_text(
        office,
        "单位名称,从业人员,成立日期,地址\n\u200b甲园,约40,45047,甲路\u202e1号\n乙园,20-30人,2023年5月,乙路\n"
        "丙园,1.2万人,2023.5.1,丙路\n",
    )
    assert office.all("SELECT name, staff, founded_on, address, note FROM organization ORDER BY id") == [
        ("甲园", None, "2023-05-01", "甲路1号", "原表从业人员：约40"),
        ("乙园", None, None, "乙路", "原表从业人员：20-30人；原表成立日期：2023年5月"),
        ("丙园", 12_000, "2023-05-01", "丙路", None),
    ]
    office.prove()
