"""The day of a target on the prints: with its year where that is another one."""

from dataclasses import replace
from datetime import date

import pytest

from exports.battle_map.head import _figures
from exports.weekly_ledger.wording import _pace_text
from exports.wording import day_text
from tests.exports import content


def test_a_day_has_its_year_where_that_is_another_one() -> None:
    assert day_text(date(2027, 12, 31)) == "12 月 31 日"
    assert day_text(date(2027, 12, 31), 2027) == "12 月 31 日"
    assert day_text(date(2027, 12, 31), 2026) == "2027 年 12 月 31 日"


@pytest.mark.parametrize(
    ("due_on", "days_left", "label", "said"),
    [
        (date(2024, 12, 31), 95, "距 12 月 31 日", "距 12 月 31 日还有 95 天"),
        (date(2025, 12, 31), 460, "距 2025 年 12 月 31 日", "距 2025 年 12 月 31 日还有 460 天"),
        (date(2023, 12, 31), -271, "2023 年 12 月 31 日已过", "85% 的期限（2023 年 12 月 31 日）已过。"),
    ],
)
def test_the_map_and_the_weekly_ledger_say_it(due_on: date, days_left: int, label: str, said: str) -> None:
    shown, weekly = content.battle_map([5, 7]), content.weekly_ledger([5, 7])
    assert shown.head.as_of.year == weekly.head.as_of.year == 2024
    pace = 2 if days_left > 0 else None
    target = replace(shown.targets[-1], due_on=due_on, days_left=days_left, weekly_pace=pace, missing=3)
    assert label in {figure.label for figure in _figures(replace(shown, targets=(target,)))}
    assert said in _pace_text(replace(weekly, targets=(target,)))
