"""From an empty folder to both prints, in the real window, by keyboard only; the screen is read as the blind read it.

What was typed is looked for afterwards where the window has no part any more: by the command line and in the PDFs.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.rules.credit_codes import is_valid_code, organization_check
from models.rules.workdays import next_workday
from tests.conftest import ROOT, SHARED_DATA
from tests.journeys.screen import NotSeenError, Screen, end, missing_tools, open_screen, wait_for

pytestmark = pytest.mark.window

REAL_LIST = SHARED_DATA / "guangzhou_kindergartens" / "kindergartens_1688.csv"
SANLITUN = "110105004"
STREETS = ("三里屯街道", "望京街道", "双井街道")
NUMBERS = "一二三四五六七八九十"
SOUGHT = "朝阳第四幼儿园"
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OUTCOMES = ("新增", "更新", "相同", "疑似重复", "退回")
UNIT = "北京市朝阳区总工会"
TASK, NOTE = "送样本材料", "园长在"
#: Every Chinese character that is typed; the keyboard has room for a few.
CHARACTERS = f"朝阳区周岚第四{TASK}{NOTE}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the new ledger."""
    made = tmp_path / "unit"
    made.mkdir()
    return made


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A display with a window manager and a screen reader's bus."""
    missing = missing_tools()
    if missing:
        pytest.skip(f"a journey needs {', '.join(missing)}: see packaging/system-packages.txt")
    with open_screen(CHARACTERS) as opened:
        yield opened


@contextmanager
def started(screen: Screen, tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program, as ./jianhui starts it; a picture of the last moment stays where something was not as it should."""
    command = [sys.executable, "main.py", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=screen.environment)
    try:
        yield process
    except BaseException:
        screen.picture().save(tmp_path / "last.png")
        (tmp_path / "last.txt").write_text("\n".join(screen.told()), encoding="utf-8")
        raise
    finally:
        end(process)


def ask(*words: object) -> dict[str, object]:
    """What the command line answers."""
    command = [sys.executable, "main.py", *map(str, words), "--json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def rows_of(path: Path) -> int:
    """Counted without the product."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _row in csv.DictReader(file))


def today() -> date:
    """The day by this machine's clock, as the program reads it."""
    return datetime.now().astimezone().date()


def make_list(path: Path) -> None:
    """Ten kindergartens in three streets of Chaoyang, with valid codes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["朝阳区民办幼儿园名单"])
    sheet.append(["序号", "单位名称", "统一社会信用代码", "机构类别", "所在街道", "地址", "职工人数", "负责人", "电话"])
    for place, number in enumerate(NUMBERS):
        street = STREETS[place % len(STREETS)]
        name, address = f"朝阳第{number}幼儿园", f"北京市朝阳区{street}工体北路{place + 1}号"
        row = [place + 1, name, code(place), "民办幼儿园", street, address, 20 + place, "负责人", f"1380013800{place}"]
        sheet.append(row)
    book.save(path)


def code(number: int) -> str:
    """A valid code of a private non-enterprise unit in Chaoyang."""
    body = f"MJ{number:06}"
    start = f"52110105{body}{organization_check(body)}"
    return next(start + last for last in CODE_CHARACTERS if is_valid_code(start + last))


def found_ledger(screen: Screen, folder: Path) -> Path:
    """Create a ledger in this folder by keyboard."""
    screen.wait_title("建会台账")
    screen.wait_told("*新建台账")
    screen.press("Return")
    screen.wait_told("*辖区")
    screen.type("朝阳区")
    screen.press("Return")
    screen.wait_told("*本单位", f"*{UNIT}")
    screen.press("Return")
    screen.wait_told("*姓名")
    screen.type("周岚")
    screen.press("Return", "Return", "Return")  # no streets, the days of the targets as proposed
    screen.press("Return", "Tab", "Return")  # the file, another place
    screen.wait_title("台账放在哪里")
    path = folder / "first.jhtz"
    name_file(screen, path)
    screen.wait_told(str(path))
    screen.press("ctrl+Return")
    screen.wait_title("first")
    return path


def name_file(screen: Screen, path: Path) -> None:
    """Write a name into a dialog for files, over the proposed one.

    Now and then Qt's dialog takes the first Enter for a folder on the way: it goes there and stays open, the name
    still in it. Whoever sees that presses Enter again; it goes to the dialog alone, which may just be closing.
    """
    dialog, title = screen.run("xdotool", "getactivewindow"), screen.titles()[-1]
    screen.run("xdotool", "key", "ctrl+a")
    screen.type(str(path))
    screen.run("xdotool", "key", "Return")
    try:
        screen.wait_gone(title, seconds=5)
    except NotSeenError:
        screen.run("xdotool", "key", "--window", dialog, "Return")
        screen.wait_gone(title)


def import_list(screen: Screen, path: Path, *, promise: str) -> dict[str, int]:
    """From the open import to its receipt; what the receipt says of the rows."""
    screen.wait_told("*选择文件…")
    screen.press("Return")
    screen.wait_title("选一份名册")
    name_file(screen, path)
    screen.wait_told(path.name, "看导入结果")
    screen.press("Return")
    screen.wait_told("现在还没有写入任何内容", promise)
    screen.press("Return")
    words = screen.wait_told("*看这些单位", "已导入")
    said = [word.split(" ") for word in words if word.split(" ")[0] in OUTCOMES]
    return {name: int(number.replace(",", "")) for name, number in said}


def find(screen: Screen, part: str) -> None:
    """Ctrl+K, a part of the name, the first proposal; its detail is shown."""
    screen.press("ctrl+k")
    screen.wait_told("*查找或命令")
    screen.type(part)
    screen.wait_told(f"*{part}")
    screen.press("Return")
    screen.wait_told("当前阶段", "还没有登记原因", code(3))


def begin_visit(screen: Screen) -> None:
    """F4, then the result, a reason and what is next; today, at the door."""
    screen.press("F4")
    screen.wait_told("*日期", SOUGHT)
    screen.press("Return", "Return")
    screen.wait_told("1 同意　2 观望")
    screen.type("2")
    screen.press("Return")
    screen.wait_told("*原因")
    screen.type("b2")
    screen.press("Return")
    screen.wait_told("*下一步", "B2 主")
    screen.type(f"0 {TASK}")
    screen.wait_told("周岚")
    screen.press("Return")
    screen.wait_told("*备注")
    screen.type(NOTE)


def save_print(screen: Screen, kind: str, path: Path) -> None:
    """Save what the preview shows."""
    screen.wait_told(f"{kind}", "第 1 / ")
    screen.press("ctrl+s")
    screen.wait_title("存 PDF")
    name_file(screen, path)
    wait_for(f"{path.name} on the disk", path.exists)
    screen.wait_told(path.name)


def choose_battle_map(screen: Screen) -> None:
    """From the pages to the list of prints, one down."""
    for _press in range(12):
        if "*周台账" in screen.told():
            break
        screen.press("shift+Tab")
    screen.press("Down")
    screen.wait_told("*作战图")


def texts_of(path: Path) -> str:
    """The words of all pages, without the blanks and line ends that a layout brings."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_from_an_empty_folder_to_both_prints(screen: Screen, folder: Path, tmp_path: Path) -> None:
    sheet, weekly, battle_map = tmp_path / "list.xlsx", tmp_path / "weekly.pdf", tmp_path / "map.pdf"
    make_list(sheet)
    new = len(NUMBERS)
    with started(screen, tmp_path) as process:
        ledger = found_ledger(screen, folder)
        screen.wait_told("*导入名册")
        screen.press("ctrl+i")
        import_list(screen, sheet, promise="新增 10")
        find(screen, "第四")
        begin_visit(screen)
        screen.press("ctrl+Return")
        screen.wait_told("已存走访", "承诺未办 1")
        see_under_today(screen)
        screen.press("ctrl+5")
        save_print(screen, "周台账", weekly)
        choose_battle_map(screen)
        save_print(screen, "作战图", battle_map)
        if REAL_LIST.exists():
            screen.press("ctrl+i")
            receipt = import_list(screen, REAL_LIST, promise="新增 1")
            new += receipt["新增"]
            assert sum(receipt.values()) == rows_of(REAL_LIST), receipt
        screen.run("xdotool", "key", "ctrl+q")
        assert process.wait(60) == 0
    verify_ledger(ledger, organizations=new)
    verify_prints(weekly, battle_map)


def test_a_visit_that_was_being_typed_when_the_process_was_killed_comes_back(screen: Screen, tmp_path: Path) -> None:
    ledger = tmp_path / "first.jhtz"
    with create_ledger(ledger, unit=UNIT, person="周岚", division="110105") as made:
        add_organization(made, {"name": SOUGHT, "code": code(3), "staff": 23, "street": SANLITUN})
    with started(screen, tmp_path, str(ledger)) as process:
        screen.wait_title("first")
        find(screen, "第四")
        begin_visit(screen)
        wait_for("the draft in the file", lambda: NOTE.encode() in ledger.read_bytes())
        process.kill()
        process.wait(10)
    assert ask("show", ledger, SOUGHT)["visits"] == []
    with started(screen, tmp_path, str(ledger)) as process:
        screen.wait_title("first")
        screen.wait_told("上次有 1 张填了一半的表单没有存")
        screen.press("F4")
        screen.wait_told("上次没存的内容还在", SOUGHT, f"0 {TASK}", "2 观望", "B2 主", NOTE)
        screen.press("ctrl+Return")
        screen.wait_told("已存走访")
        screen.run("xdotool", "key", "ctrl+q")
        assert process.wait(60) == 0
    verify_ledger(ledger, organizations=1)
    assert NOTE.encode() in ledger.read_bytes()  # as a visit
    with started(screen, tmp_path, str(ledger)):
        screen.wait_title("first")
        assert not any("填了一半" in word for word in screen.told())


def see_under_today(screen: Screen) -> None:
    """The next step stands on the work desk, or, where today is no workday, the desk says that it is due later."""
    screen.press("ctrl+1")
    if next_workday(today()) == today():
        words = screen.wait_told("今天 1", TASK)
        assert any(SOUGHT in word and TASK in word for word in words), words
    else:
        screen.wait_told("今天 0")
    screen.press("ctrl+3")
    screen.wait_told(TASK)


def verify_ledger(ledger: Path, *, organizations: int) -> None:
    """What was typed is in the file, the check is content, and both digests can be had."""
    assert ask("check", ledger)["problems"] == []
    assert len(str(ask("digest", ledger))) > 64
    assert ask("stats", ledger)["organizations"] == organizations
    shown: Any = ask("show", ledger, SOUGHT)
    due = next_workday(today()).isoformat()
    visit, reason, followup = shown["visits"][0], shown["reasons"][0], shown["followups"][0]
    assert (visit["mode"], visit["result"], visit["note"], visit["cadre"]) == ("1", "2", NOTE, "周岚")
    assert (reason["code"], reason["is_primary"]) == ("B2", True)
    assert (followup["task"], followup["due_on"], followup["cadre"]) == (TASK, due, "周岚")
    assert (shown["street"].endswith("三里屯街道"), shown["staff"], shown["stage"]) == (True, 23, "S2")


def verify_prints(weekly: Path, battle_map: Path) -> None:
    """The ledger of the week names the organization with what is next; the map has the streets; neither has phones."""
    words = texts_of(weekly)
    for part in (SOUGHT, "B2", TASK, "周岚", UNIT):
        assert part in words, part
    on_the_wall = texts_of(battle_map)
    for part in STREETS:
        assert part.removesuffix("街道") in on_the_wall, part
    assert "13800138" not in words + on_the_wall
