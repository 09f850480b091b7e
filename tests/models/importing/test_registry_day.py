"""The day of a list: from its titles, its file's name, its file's date."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.importing.mapping import mapping_of
from models.importing.registry_day import DaySource, RegistryDay, day_in, registry_day
from models.importing.table import open_table, table_from_text

TODAY = date(2024, 9, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("海珠区社会组织名册（截至2023年6月30日）", date(2023, 6, 30)),
        ("截至2023年6月", date(2023, 6, 30)),
        ("截止2023年底", date(2023, 12, 31)),
        ("名册20230618", date(2023, 6, 18)),
        ("名册2023-06-18", date(2023, 6, 18)),
        ("名册2023.6", date(2023, 6, 30)),
        ("民政202306", date(2023, 6, 30)),
        ("2023年度检查名单", date(2023, 12, 31)),
        ("2023年上半年", date(2023, 6, 30)),
        ("2023年第三季度", date(2023, 9, 30)),
        ("二〇二三年六月十八日", date(2023, 6, 18)),
        ("二〇二三年十二月", date(2023, 12, 31)),
        ("填报日期：２０２３年６月１８日", date(2023, 6, 18)),
        ("2022年3月印发，截至2023年6月", date(2023, 6, 30)),  # what it is as of, not what it was printed on
        ("2024年9月", TODAY),  # the month is not over
        ("2024年第三季度", TODAY),
        ("2024年10月", None),  # still to come
        ("2023年", None),  # a year alone says too little
        ("2023年13月", None),
        ("11010520230618", None),  # digits in a longer number
        ("名册", None),
        ("1998年6月", None),
    ],
)
def test_days_in_titles(text: str, day: date | None) -> None:
    assert day_in(text, TODAY) == day


def day_of(folder: Path, name: str, text: str) -> RegistryDay:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (datetime(2022, 3, 4, 12, tzinfo=UTC).astimezone().timestamp(),) * 2)
    table = open_table(path)
    rows = list(table.rows())
    return registry_day(table, rows, mapping_of(rows), TODAY)


def test_the_title_goes_before_the_name_and_the_name_before_the_files_date(tmp_path: Path) -> None:
    rows = "单位名称,地址\n甲园,2021年5月路\n"
    by_name = RegistryDay(date(2023, 6, 30), DaySource.FILE_NAME)
    assert day_of(tmp_path, "名册2023年6月.csv", f"截至2023年7月,\n{rows}") == RegistryDay(
        date(2023, 7, 31), DaySource.TITLE
    )
    assert day_of(tmp_path, "名册2023年6月.csv", f"名册,\n{rows}") == by_name
    assert day_of(tmp_path, "名册.csv", rows) == RegistryDay(date(2022, 3, 4), DaySource.FILE_DATE)


def test_of_several_titles_the_one_that_says_as_of_counts(tmp_path: Path) -> None:
    text = "2021年1月1日印发,\n统计日期：2023年5月1日,\n单位名称,地址\n甲园,乙路\n"
    assert day_of(tmp_path, "名册.csv", text).day == date(2023, 5, 1)


def test_what_was_copied_is_of_today() -> None:
    table = table_from_text("单位名称\t地址\n甲园\t乙路\n")
    rows = list(table.rows())
    assert registry_day(table, rows, mapping_of(rows), TODAY) == RegistryDay(TODAY, DaySource.TODAY)
