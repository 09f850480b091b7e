"""A desktop is told of the ledger's files: by ending, by content, with a program that exists."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which
from xml.etree import ElementTree as ET

import pytest

from models.ledger.connection import APPLICATION_ID
from models.ledger.ledger import Ledger
from tests.ui.command_line.program import jianhui

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the registry of Windows")
NAMESPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


def home() -> Path:
    return Path(os.environ["XDG_DATA_HOME"])


def test_a_double_click_opens_a_ledger_and_that_can_be_taken_back() -> None:
    assert jianhui("associate").code == 0
    entry = (home() / "applications" / "jianhui.desktop").read_text("utf-8")
    command = next(line.removeprefix("Exec=") for line in entry.splitlines() if line.startswith("Exec="))
    program, argument = shlex.split(command)
    assert (Path(program).name, argument) == ("jianhui", "%f")
    assert os.access(program, os.X_OK)
    icon = next(line.removeprefix("Icon=") for line in entry.splitlines() if line.startswith("Icon="))
    assert ET.parse(icon).getroot().tag.endswith("svg")  # noqa: S314 - our own file
    assert jianhui("associate").code == 0  # twice does no harm
    assert jianhui("associate", "--remove", "--json").code == 0
    assert [path.name for path in home().rglob("jianhui.*")] == []


def test_a_file_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    assert jianhui("associate").code == 0
    kind = ET.parse(home() / "mime" / "packages" / "jianhui.xml").getroot().find(f"{NAMESPACE}mime-type")  # noqa: S314 - our own file
    assert kind is not None
    assert kind.find(f"{NAMESPACE}glob").attrib["pattern"] == "*.jhtz"
    match = kind.find(f"{NAMESPACE}magic/{NAMESPACE}match/{NAMESPACE}match")
    offset, number = int(match.attrib["offset"]), int(match.attrib["value"], 16)
    path = tmp_path / "台账.jhtz"
    Ledger.create(path).close()
    assert int.from_bytes(path.read_bytes()[offset : offset + 4], "big") == number == APPLICATION_ID


@pytest.mark.skipif(which("desktop-file-validate") is None, reason="needs desktop-file-utils")
def test_the_desktop_entry_is_one() -> None:
    jianhui("associate")
    said = subprocess.run(
        ["desktop-file-validate", str(home() / "applications" / "jianhui.desktop")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout == ""
