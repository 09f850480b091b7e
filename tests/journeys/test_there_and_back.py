"""Two cadres and their supervisor, in three real windows: files up, a conflict decided, files back, by keyboard only.

Each has a laptop of their own: a copy of the ledger and a profile with a key. What the windows did is proven by the
command line afterwards: three ledgers that hold and show the same.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization
from models.edits.people import add_cadre
from models.tables.record_kinds import CADRE
from tests.journeys.screen import Screen, missing_tools, open_screen, wait_for
from tests.journeys.test_first_way import UNIT, ask, code, name_file, started

pytestmark = pytest.mark.window

NAMES = ("阳光幼儿园", "望江幼儿园", "青松幼儿园")


@dataclass(frozen=True)
class Laptop:
    """Somebody's ledger and profile."""

    person: str
    ledger: Path
    profile: Path

    def ask(self, *words: object) -> dict[str, object]:
        """What the command line answers on this laptop."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JIANHUI_PROFILE", str(self.profile))
            return ask(words[0], self.ledger, *words[1:])

    def write_card(self) -> tuple[Path, str]:
        """The card as a file, and the code that is told by telephone."""
        card = self.ledger.parent / f"{self.person}.jhcard"
        return card, str(self.ask("identity", "--card", card)["code"])

    @contextmanager
    def window(self, screen: Screen, folder: Path) -> Iterator[None]:
        """The program on this laptop, closed by its key at the end."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JIANHUI_PROFILE", str(self.profile))
            with started(screen, folder, str(self.ledger)) as process:
                screen.wait_title(self.ledger.stem)
                screen.wait_told("未上报")
                yield
                keys(screen, "ctrl+q")
                assert process.wait(60) == 0


@pytest.fixture
def screen() -> Iterator[Screen]:
    missing = missing_tools()
    if missing:
        pytest.skip(f"a journey needs {', '.join(missing)}: see packaging/system-packages.txt")
    with open_screen() as opened:
        yield opened


def laptops(folder: Path) -> tuple[Laptop, Laptop, Laptop]:
    """A founding ledger with three organizations, and a copy of it for each of three people."""
    founding = folder / "founding.jhtz"
    people = {}
    with create_ledger(founding, unit=UNIT, person="周岚", division="110105") as made:
        for number, name in enumerate(NAMES):
            add_organization(made, {"name": name, "code": code(number), "staff": 20})
        for name in ("韩立群", "沈嘉"):
            people[name] = add_cadre(made, name).made_id(CADRE)
    found = []
    for place, name in enumerate(("周岚", "韩立群", "沈嘉")):
        home = folder / f"laptop{place}"
        home.mkdir()
        ledger = home / f"laptop{place}.jhtz"
        shutil.copyfile(founding, ledger)
        if name in people:  # who works here, as the people's form says it
            with sqlite3.connect(ledger) as db:
                db.execute("UPDATE meta SET value=? WHERE key='person'", (people[name],))
            db.close()
        found.append(Laptop(name, ledger, home / "profile"))
    return found[0], found[1], found[2]


def keys(screen: Screen, *names: str) -> None:
    screen.run("xdotool", "key", "--clearmodifiers", "--delay", "40", *names)


def letters(screen: Screen, text: str) -> None:
    screen.run("xdotool", "type", "--clearmodifiers", "--delay", "25", text)


def send(screen: Screen, path: Path, *, to: str, initials: str) -> None:
    """Export to somebody whose card is known: sealed, what he has not had."""
    keys(screen, "ctrl+shift+o")
    screen.wait_told("给谁", "只有他打得开", "次给他")
    letters(screen, initials)
    screen.wait_told(f"*{to}（")
    keys(screen, "ctrl+Return")
    screen.wait_title("交换文件存到哪里")
    name_file(screen, path)
    wait_for(f"{path.name} on the disk", path.exists)
    screen.wait_told("已导出", path.name)


def choose_files(screen: Screen, path: Path) -> None:
    """From wherever one is to the preview of a file, or of a folder's."""
    keys(screen, "ctrl+m")
    screen.wait_told("*选文件")
    keys(screen, "2" if path.is_dir() else "1")
    screen.wait_title("选文件夹" if path.is_dir() else "选同事的文件")
    name_file(screen, path)
    screen.wait_told("现在还没有写入任何内容", "合并前预览")


def merge(screen: Screen, *promises: str) -> None:
    """What the preview says comes, and Ctrl+Enter."""
    screen.wait_told("可合并", *promises)
    keys(screen, "ctrl+Return")
    screen.wait_told("次合并完成")


def test_files_go_up_and_come_back(screen: Screen, tmp_path: Path) -> None:
    office, one, two = laptops(tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    card, office_code = office.write_card()
    for cadre in (one, two):
        cadre.ask("identity", "--confirm", card, office_code)
    code_one = one.write_card()[1]
    card_two, code_two = two.write_card()
    office.ask("identity", "--confirm", card_two, code_two)

    # both were at the same kindergarten, and heard different numbers
    one.ask("set", NAMES[0], "staff=31")
    one.ask("visit", NAMES[0], "--result", "2")
    two.ask("set", NAMES[0], "staff=36")
    two.ask("visit", NAMES[1], "--result", "1")
    with one.window(screen, tmp_path):
        send(screen, stick / "one.jhx", to="周岚", initials="zl")
        screen.wait_told("未上报 0 条")
    with two.window(screen, tmp_path):
        send(screen, stick / "two.jhx", to="周岚", initials="zl")

    with office.window(screen, tmp_path):
        choose_files(screen, stick)
        screen.wait_told("*电话里听到的代码", "要核对", "韩立群", "沈嘉")
        letters(screen, code_one.lower())
        keys(screen, "Return")
        screen.wait_told("已认识")
        merge(screen, "将写入 4 条，其中待判 1 处")
        keys(screen, "c")
        decide(screen)
        back = {cadre: stick / f"back-{cadre.ledger.stem}.jhx" for cadre in (one, two)}
        send(screen, back[one], to="韩立群", initials="hlq")
        send(screen, back[two], to="沈嘉", initials="sj")
    assert office.ask("stats")["visits"] == 2
    for cadre in (one, two):
        with cadre.window(screen, tmp_path):
            choose_files(screen, back[cadre])
            merge(screen, "签名有效")
            keys(screen, "alt+2")
            screen.wait_told("已合并：新走访 1")  # the receipt: the office has the visit
        assert cadre.ask("conflicts")["total"] == 0
    digests = [laptop.ask("digest") for laptop in (office, one, two)]
    assert [digest["state"] for digest in digests] == [digests[0]["state"]] * 3
    assert [digest["facts"] for digest in digests] == [digests[0]["facts"]] * 3


def decide(screen: Screen) -> None:
    """One key, one decision."""
    screen.wait_told("冲突箱", NAMES[0])
    keys(screen, "2")
    screen.wait_told("冲突 0")
    keys(screen, "Escape")
