"""What may be typed: help, usage errors, what opens the window."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.ui.command_line.program import jianhui
from ui.command_line.names import COMMANDS
from ui.command_line.parser import build_parser
from ui.command_line.report_parser import PRINTS
from ui.command_line.usage import said

ENGLISH = re.compile(
    r"\b(usage|error|argument|invalid|choose|expected|required|unrecognized|options|positional|show this)\b"
)
HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "PySide6", "openpyxl", "reportlab", "sqlite3", "models.ledger")


def commands() -> set[str]:
    actions = build_parser()._subparsers._group_actions
    return set(actions[0].choices)


def test_the_parser_knows_the_commands_that_keep_the_window_shut() -> None:
    assert commands() == COMMANDS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_is_chinese_and_names_json_person_quiet(command: str) -> None:
    found = jianhui(command, "--help")
    assert (found.code, found.errors) == (0, "")
    assert not ENGLISH.search(found.out), found.out
    assert found.out.startswith(f"用法：jianhui {command} ")
    place = "DIR" if command == "samples" else "LEDGER"
    for words in ("--json", "--person", "--quiet", "退出码", place):
        assert words in found.out


def test_every_argument_says_what_it_is_for() -> None:
    silent = [
        f"{name} {action.dest}"
        for name, parser in build_parser()._subparsers._group_actions[0].choices.items()
        for action in parser._actions
        if not action.help
    ]
    assert silent == []


def loaded_by(words: list[str]) -> set[str]:
    """The modules that a new process has loaded after these words."""
    code = (
        "import sys; from main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *words]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "用法：" in run.stdout
    return set(run.stderr.split())


@pytest.mark.parametrize("command", [*sorted(COMMANDS), ""])
def test_help_loads_nothing_heavy(command: str) -> None:
    loaded = loaded_by([command, "--help"] if command else ["--help"])
    assert "argparse" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["show"], "还缺 LEDGER, ORGANIZATION"),
        (["list"], "还缺 LEDGER"),
        (["list", "a.jhtz", "--bogus"], "认不出 --bogus"),
        (["list", "a.jhtz", "--sear", "x"], "认不出 --sear x"),
        (["list", "a.jhtz", "b.jhtz"], "认不出 b.jhtz"),
        (["list", "a.jhtz", "--limit", "x"], "--limit 要写整数，不能是“x”"),
        (["list", "a.jhtz", "--limit", "-1"], "--limit 不能是负数"),
        (["list", "a.jhtz", "--search"], "--search 后面要写一个值"),
        (["list", "a.jhtz", "--json=1"], "--json 后面不能写值 1"),
        (["stats", "a.jhtz", "--by", "x"], "--by 不能是“x”，可选：street, cadre, type, reason, stage"),
        (
            ["report", "monthly", "a.jhtz", "a.pdf"],
            f"{'|'.join(PRINTS)} 不能是“monthly”，可选：{', '.join(PRINTS)}",
        ),
        (["report", "battle-map", "a.jhtz", "a.pdf", "--paper", "B5"], "--paper 不能是“B5”，可选：A4, A3, A2, A1, A0"),
        (["eligibility", "a.jhtz", "甲", "maybe"], "yes|no|unknown 不能是“maybe”，可选：yes, no, unknown"),
        (["set", "a.jhtz", "甲"], "还缺 FIELD=VALUE"),
        (["add", "a.jhtz", "职工=3"], "还缺 --name"),
        (["visit", "a.jhtz", "甲"], "还缺 --result"),
        (["followup", "a.jhtz", "甲", "送材料"], "还缺 --due"),
        (["union", "a.jhtz", "甲", "--name", "乙"], "还缺 --route, --on"),
        (["demo", "a.jhtz"], "还缺 --organizations"),
        (["demo", "a.jhtz", "--organizations", "5", "--seed", "x"], "--seed 要写整数，不能是“x”"),
        (["new", "a.jhtz", "--unit", "甲"], "还缺 --person，写上姓名"),
        (["new", "a.jhtz", "--person", "甲"], "还缺 --unit"),
        (["person", "add", "a.jhtz"], "add 后面还缺 NAME"),
        (["unit", "add", "a.jhtz"], "add 后面还缺 NAME"),
        (["person", "list", "a.jhtz", "甲"], "list 后面不写 NAME"),
        (["person", "remove", "a.jhtz"], "add|list 不能是“remove”，可选：add, list"),
        (["gallery", "a.jhtz"], "还缺 DIR"),
    ],
)
def test_wrong_usage_is_2_and_says_what_is_wrong(words: list[str], wrong: str) -> None:
    found = jianhui(*words)
    assert (found.code, found.out) == (2, "")
    assert f"用法不对：{wrong}。用 jianhui {words[0]} --help 看说明。\n" in found.errors
    assert found.errors.startswith(f"用法：jianhui {words[0]} ")
    assert not ENGLISH.search(found.errors)


def test_a_sentence_of_argparse_that_is_not_known_stays() -> None:
    assert said("something new") == "something new"


def test_a_command_that_is_spelt_wrong_opens_no_window() -> None:
    found = jianhui("lsit", "台账.jhtz")
    assert (found.code, found.out) == (2, "")
    assert found.errors == (
        "用法不对：没有“lsit”这个命令，也没有这个文件。是不是 list？用 jianhui --help 看有哪些命令。\n"
    )
    assert "是不是" not in jianhui("xyzzy").errors


@pytest.mark.parametrize("words", [[], ["没有这个.jhtz"]])
def test_without_a_display_the_window_says_so(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    found = jianhui(*words)
    assert (found.code, found.out) == (1, "")
    assert found.errors == "没有图形界面，开不了窗口。不开窗口的命令见 jianhui --help。\n"


def test_gallery_without_its_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ui.gallery", raising=False)
    for name in ("PySide6", "PySide6.QtCore"):
        monkeypatch.setitem(sys.modules, name, None)
    found = jianhui("gallery", "a.jhtz", "bilder")
    assert (found.code, found.out) == (1, "")
    assert found.errors == "gallery 要用图形界面的库 PySide6，本机没有装。请用 ./jianhui 运行，它会装好。\n"


def test_version() -> None:
    found = jianhui("--version")
    assert (found.code, found.errors) == (0, "")
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", found.out)


def test_options_and_arguments_stand_in_any_order() -> None:
    parse = __import__("ui.command_line.parser", fromlist=["parse"]).parse
    visit = parse(["visit", "a.jhtz", "甲", "--result", "2", "乙", "--reason", "B2", "D1", "--json"])
    assert (visit.organization, visit.reason, visit.json) == (["甲", "乙"], ["B2", "D1"], True)
    edit = parse(["undo", "--json", "a.jhtz", "--quiet", "abc"])
    assert (edit.ledger, edit.edit, edit.json, edit.quiet) == ("a.jhtz", "abc", True, True)
    fields = parse(["add", "a.jhtz", "职工=3", "--name", "甲", "地址=乙"])
    assert fields.fields == ["职工=3", "地址=乙"]
