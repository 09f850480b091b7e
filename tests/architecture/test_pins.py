"""The pins agree with pyproject.toml, are exact and hashed, and name no address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
QT_PINS = ROOT / "packaging" / "qt-pins.txt"
BLOCK = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)( ; [^\\]+)?(?P<hashes>( \\\n    --hash=sha256:[0-9a-f]{64})+)\n"
)
QT_LINES = [line.split() for line in QT_PINS.read_text("utf-8").splitlines() if not line.startswith("#")]


def pins(lock: Path) -> dict[str, Version]:
    """Name and version of every block; the whole file must consist of such blocks."""
    head, option, body = lock.read_text("utf-8").split("\n", 2)
    assert head.startswith("# ")
    assert option == "--only-binary :all:"
    blocks = list(BLOCK.finditer(body))
    assert "".join(block[0] for block in blocks) == body
    return {block["name"]: Version(block["version"]) for block in blocks}


def requirements(lines: list[str]) -> list[Requirement]:
    return [Requirement(line) for line in lines if not line.startswith("PySide6")]


def test_locks_hold_what_the_project_asks_for() -> None:
    run, dev = pins(RUN_LOCK), pins(DEV_LOCK)
    for requirement in requirements(PROJECT["project"]["dependencies"]):
        assert run[canonicalize_name(requirement.name)] in requirement.specifier
    both = run | dev
    for requirement in requirements(PROJECT["dependency-groups"]["dev"]):
        assert both[canonicalize_name(requirement.name)] in requirement.specifier


def test_locks_do_not_overlap_and_leave_qt_to_its_table() -> None:
    run, dev = pins(RUN_LOCK), pins(DEV_LOCK)
    assert not run.keys() & dev.keys()
    assert not {"pyside6-essentials", "shiboken6", "pyside6"} & (run | dev).keys()


@pytest.mark.parametrize("path", [RUN_LOCK, DEV_LOCK, QT_PINS], ids=lambda path: path.name)
def test_pins_name_no_address(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"//|index|find-links|\.(com|org|net|io|cn)\b|@", text)


def test_qt_table_is_sane() -> None:
    wanted = next(Requirement(each) for each in PROJECT["project"]["dependencies"] if each.startswith("PySide6"))
    platforms = {(line[0], line[1]) for line in QT_LINES}
    assert {("linux", "x86_64"), ("linux", "aarch64"), ("windows", "x86_64"), ("macos", "arm64")} <= platforms
    for _system, _machine, glibc, python, version, *hashes in QT_LINES:
        assert Version(version) in wanted.specifier
        assert Version(python) in SpecifierSet(PROJECT["project"]["requires-python"])
        assert re.fullmatch(r"-|2\.\d\d", glibc)
        assert len(hashes) == 2
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in hashes)


def test_qt_table_offers_the_newest_first() -> None:
    for platform in {(line[0], line[1]) for line in QT_LINES}:
        lines = [line for line in QT_LINES if (line[0], line[1]) == platform]
        floors = [Version(line[2].replace("-", "0")) for line in lines]
        versions = [Version(line[4]) for line in lines]
        assert floors == sorted(floors, reverse=True)
        assert versions == sorted(versions, reverse=True)


@pytest.mark.parametrize(
    ("system", "machine", "glibc", "version"),
    [
        ("linux", "x86_64", "2.34", "6.11"),
        ("linux", "x86_64", "2.28", "6.9.3"),
        ("linux", "aarch64", "2.31", "6.8.0.2"),
    ],
)
def test_older_desktops_get_the_last_qt_that_runs_there(system: str, machine: str, glibc: str, version: str) -> None:
    found = [line[4] for line in QT_LINES if line[:3] == [system, machine, glibc]]
    assert len(found) == 1
    assert found[0].startswith(version)
