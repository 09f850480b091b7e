"""From the first run to a day's ten visits and tomorrow's printed list, in the real window, by keys only.

A second story is told by somebody who presses buttons by their names, as a screen reader does.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.rules.workdays import next_workday
from tests.journeys.screen import Screen, missing_tools, open_screen, wait_for
from tests.journeys.test_first_way import (
    UNIT,
    ask,
    code,
    found_ledger,
    import_list,
    name_file,
    started,
    texts_of,
    today,
)

pytestmark = pytest.mark.window

STREETS = ("三里屯街道", "望京街道", "双井街道")
#: Ten organizations by their initials, with which they are typed.
NAMES = {
    "yg": "阳光幼儿园",
    "wj": "望江幼儿园",
    "rj": "仁济幼儿园",
    "sd": "尚德幼儿园",
    "bw": "博文幼儿园",
    "kn": "康宁幼儿园",
    "qs": "青松幼儿园",
    "hy": "海燕幼儿园",
    "lm": "黎明幼儿园",
    "tt": "天天幼儿园",
}


@pytest.fixture
def screen() -> Iterator[Screen]:
    missing = missing_tools()
    if missing:
        pytest.skip(f"a journey needs {', '.join(missing)}: see packaging/system-packages.txt")
    with open_screen("朝阳区周岚") as opened:
        yield opened


def make_list(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位名称", "统一社会信用代码", "机构类别", "所在街道", "职工人数"])
    for place, name in enumerate(NAMES.values()):
        sheet.append([name, code(place), "民办幼儿园", STREETS[place % len(STREETS)], 20 + place])
    book.save(path)


def keys(screen: Screen, *names: str) -> None:
    screen.run("xdotool", "key", "--clearmodifiers", "--delay", "40", *names)


def letters(screen: Screen, text: str) -> None:
    screen.run("xdotool", "type", "--clearmodifiers", "--delay", "25", text)


def record_visit(screen: Screen, initials: str) -> None:
    """From F4 to saved: who, today at the door, undecided, B2, tomorrow; somebody may be preselected."""
    keys(screen, "F4")
    words = screen.wait_told("Shift+Enter 上一格")
    if "*日期" in words:
        keys(screen, "shift+Return")
    screen.wait_told("*机构")
    letters(screen, initials)
    keys(screen, "Return")
    screen.wait_told("*日期", NAMES[initials])
    keys(screen, "Return", "Return", "2", "Return")
    letters(screen, "b2")
    keys(screen, "Return")
    screen.wait_told("*下一步")
    letters(screen, "+1")
    keys(screen, "ctrl+Return")
    wait_for("the strip to go", lambda: not any("Shift+Enter 上一格" in word for word in screen.told()), every=0.2)


def test_from_the_first_run_to_ten_visits_and_tomorrows_list(screen: Screen, tmp_path: Path) -> None:
    sheet, printed, folder = tmp_path / "list.xlsx", tmp_path / "tomorrow.pdf", tmp_path / "unit"
    folder.mkdir()
    make_list(sheet)
    with started(screen, tmp_path) as process:
        ledger = found_ledger(screen, folder)
        screen.wait_told("*导入名册")
        keys(screen, "ctrl+i")
        assert import_list(screen, sheet, promise="新增 10")["新增"] == 10
        for initials in NAMES:
            record_visit(screen, initials)
        keys(screen, "ctrl+k")
        screen.wait_told("*查找或命令")
        letters(screen, "dyzfd")  # 打印走访单
        screen.wait_told("打印走访单")
        keys(screen, "Return")
        screen.wait_told("第 1 / ")
        keys(screen, "ctrl+s")
        screen.wait_title("存 PDF")
        name_file(screen, printed)
        wait_for(f"{printed.name} on the disk", printed.exists)
        keys(screen, "ctrl+q")
        assert process.wait(60) == 0
    stats = ask("stats", ledger)
    assert (stats["organizations"], stats["visits"]) == (10, 10)
    words = texts_of(printed)
    assert [name for name in NAMES.values() if name not in words] == []
    assert f"{next_workday(today() + timedelta(days=1)):%m-%d}" in words


def test_buttons_are_pressed_by_their_names(screen: Screen, tmp_path: Path) -> None:
    ledger = tmp_path / "first.jhtz"
    with create_ledger(ledger, unit=UNIT, person="周岚", division="110105") as made:
        add_organization(made, {"name": "阳光幼儿园", "staff": 23})
    with started(screen, tmp_path, str(ledger)) as process:
        screen.wait_title("first")
        screen.push("台账")
        screen.wait_told("阳光幼儿园")
        keys(screen, "ctrl+2", "Home")
        screen.push("走访")
        screen.wait_told("*日期", "阳光幼儿园")
        keys(screen, "Return", "Return", "4")
        screen.push("保存停留")
        screen.wait_told("已存走访")
        screen.push("撤销")
        screen.wait_told("已撤销：阳光幼儿园 走访")
        keys(screen, "ctrl+q")
        assert process.wait(60) == 0
    assert ask("stats", ledger)["visits"] == 0
