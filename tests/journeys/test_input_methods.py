"""Chinese through real input methods, in the real window: what is being composed is never saved, and never lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.ledger.ledger import Ledger
from models.queries.organization_detail import organization_detail
from tests.conftest import ROOT
from tests.journeys.input_methods import AS_FCITX_4, input_method, missing
from tests.journeys.screen import Screen, end, missing_tools, open_screen, wait_for

pytestmark = pytest.mark.window

SOUGHT = "朝阳第四幼儿园"
#: As on a machine where fcitx 4 alone answers: of fcitx5, which speaks the same to old programs, we do not know.
_ONLY_FCITX_4 = "import sys, main, ui.input_method as m; m._FCITX_5 = 'nobody'; sys.exit(main.main(sys.argv[1:]))"


@pytest.fixture
def screen() -> Iterator[Screen]:
    tools = missing_tools()
    if tools:
        pytest.skip(f"a journey needs {', '.join(tools)}: see packaging/system-packages.txt")
    with open_screen() as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "first.jhtz"
    with create_ledger(path, unit="朝阳区总工会", person="周岚", division="110105") as made:
        add_organization(made, {"name": SOUGHT, "staff": 23})
    return path


@contextmanager
def started(
    screen: Screen, environment: dict[str, str], ledger: Path, tmp_path: Path, *program: str
) -> Iterator[subprocess.Popen[bytes]]:
    """The program under an input method; a picture of the last moment stays where something was not as it should."""
    command = [sys.executable, *(program or ("main.py",)), str(ledger)]
    process = subprocess.Popen(command, cwd=ROOT, env={**screen.environment, **environment})
    try:
        screen.wait_title("first")
        yield process
    except BaseException:
        screen.picture().save(tmp_path / "last.png")
        (tmp_path / "last.txt").write_text("\n".join(screen.told()), encoding="utf-8")
        raise
    finally:
        end(process)


LONG = pytest.mark.long  # the same story: one of them by default


@pytest.fixture(params=["ibus", *(pytest.param(name, marks=LONG) for name in ("fcitx5", AS_FCITX_4, "fcitx 4"))])
def method(request: pytest.FixtureRequest) -> str:
    lacks = missing(request.param)
    if lacks:
        pytest.skip(f"no real input method on this machine: it needs {lacks}")
    return str(request.param)


def keys(screen: Screen, *names: str) -> None:
    screen.run("xdotool", "key", "--delay", "60", *names)


def letters(screen: Screen, text: str) -> None:
    screen.run("xdotool", "type", "--delay", "60", text)


def test_a_note_typed_in_pinyin_survives_a_kill_in_the_middle_of_a_word(
    screen: Screen, ledger: Path, tmp_path: Path, method: str
) -> None:
    bridged = ("-c", _ONLY_FCITX_4) if method == AS_FCITX_4 else ()
    with input_method(screen, method, Path(os.environ["HOME"])) as environment:
        with started(screen, environment, ledger, tmp_path, *bridged) as process:
            keys(screen, "ctrl+k")
            screen.wait_told("*查找或命令")
            letters(screen, "youeryuan")
            keys(screen, "space")
            screen.wait_told("*幼儿园", SOUGHT)
            keys(screen, "Return")
            screen.wait_told("当前阶段")
            keys(screen, "F4")
            screen.wait_told("*日期")
            keys(screen, "Return", "Return")
            screen.wait_told("1 同意　2 观望")
            keys(screen, "2", "Return")
            screen.wait_told("*原因")
            keys(screen, "Return", "Return")
            screen.wait_told("*备注")
            letters(screen, "fuzeren")
            keys(screen, "space")
            screen.wait_told("*负责人")
            letters(screen, "waichu")
            keys(screen, "Return")  # it ends the word as it was typed
            screen.wait_told("*备注", "*负责人")  # the input method had its Enter; the form is where it was
            assert visits(ledger) == 0
            letters(screen, "zaihui")  # a word is begun and not ended
            wait_for("the draft in the file", lambda: "负责人".encode() in ledger.read_bytes())
            process.kill()
            process.wait(10)
        with started(screen, environment, ledger, tmp_path, *bridged) as process:
            screen.wait_told("上次有 1 张填了一半的表单没有存")
            keys(screen, "F4")
            screen.wait_told("上次没存的内容还在", SOUGHT, "负责人")
            keys(screen, "ctrl+Return")
            screen.wait_told("已存走访")
            keys(screen, "ctrl+q")
            assert process.wait(60) == 0
    with Ledger.open(ledger) as opened:
        (visit,) = organization_detail(opened, 1).visits
        assert "负责人" in (visit.note or "")


def visits(ledger: Path) -> int:
    with Ledger.open(ledger, read_only=True) as opened:
        return len(organization_detail(opened, 1).visits)
