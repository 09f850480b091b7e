"""Write the pins: requirements.lock, requirements-dev.lock and packaging/qt-pins.txt.

They hold names, exact versions and sha256 hashes of wheels and never an address, so that whoever installs
uses whatever index, mirror or wheel folder the machine is set up for. Needs the tool `uv` of a throw-away
environment and a network:
    python3 -m venv /tmp/lock && /tmp/lock/bin/pip install uv
    /tmp/lock/bin/python packaging/lock.py             # adds what pyproject.toml asks for, keeps the rest
    /tmp/lock/bin/python packaging/lock.py --upgrade   # the newest of everything
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
QT_PINS = ROOT / "packaging" / "qt-pins.txt"
QT_PACKAGES = ("pyside6-essentials", "shiboken6")

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Wheels for anything else (musl, 32 bit, free-threaded, PyPy, phones) cannot run beside Qt's own wheels.
PLATFORMS = {
    "linux x86_64": r"manylinux.*_x86_64$",
    "linux aarch64": r"manylinux.*_aarch64$",
    "windows x86_64": r"win_amd64$",
    "windows arm64": r"win_arm64$",
    "macos x86_64": r"macosx_.*_(x86_64|universal2)$",
    "macos arm64": r"macosx_.*_(arm64|universal2)$",
}


class QtTarget(NamedTuple):
    """A line of the Qt table; the highest Python is that of the newest Qt that this platform can load."""

    system: str
    machine: str
    glibc: str
    python: str
    uv_platform: str


QT_TARGETS = (
    QtTarget("linux", "x86_64", "2.34", "3.14", "x86_64-manylinux_2_34"),
    QtTarget("linux", "x86_64", "2.28", "3.13", "x86_64-manylinux_2_28"),
    QtTarget("linux", "aarch64", "2.39", "3.14", "aarch64-manylinux_2_39"),
    QtTarget("linux", "aarch64", "2.31", "3.13", "aarch64-manylinux_2_31"),
    QtTarget("windows", "x86_64", "-", "3.14", "x86_64-pc-windows-msvc"),
    QtTarget("windows", "arm64", "-", "3.14", "aarch64-pc-windows-msvc"),
    QtTarget("macos", "x86_64", "-", "3.14", "x86_64-apple-darwin"),
    QtTarget("macos", "arm64", "-", "3.14", "aarch64-apple-darwin"),
)
QT_HEAD = """\
# Which Qt goes where; the first line that fits is taken. Made by packaging/lock.py, read by the launchers.
# system machine glibc-at-least python-at-most version sha256-of-PySide6-Essentials sha256-of-shiboken6
"""
LOCK_HEAD = "# Made by packaging/lock.py. Qt is pinned apart, in packaging/qt-pins.txt.\n--only-binary :all:\n"

Package = dict[str, Any]


def resolve(wanted: Iterable[str], pins: Iterable[str] = (), *options: str) -> list[Package]:
    """What `wanted` needs, as the packages of a pylock.toml. `pins` are taken where they are needed."""
    with tempfile.TemporaryDirectory() as folder:
        source, constraints, target = (Path(folder, name) for name in ("in.txt", "pins.txt", "pylock.toml"))
        source.write_text("\n".join(wanted), encoding="utf-8")
        constraints.write_text("\n".join(pins), encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config", *options]
        command += ["--constraint", str(constraints), "--output-file", str(target), str(source)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own arguments
        return list(tomllib.loads(target.read_text("utf-8"))["packages"])


def wheels(package: Package) -> Iterator[tuple[str, str]]:
    """File name and sha256 of every wheel of a package."""
    for wheel in package.get("wheels", ()):
        yield wheel.get("name") or wheel["url"].rpartition("/")[2], wheel["hashes"]["sha256"]


def fits(wheel: str, python: str, platform: str) -> bool:
    """Whether a wheel of that file name installs there, as far as its tags say."""
    tags, abi, platforms = wheel.removesuffix(".whl").rsplit("-", 3)[1:]
    minor = int(python.partition(".")[2])
    by_abi3 = abi == "abi3" and any(f"cp3{each}" in tags.split(".") for each in range(2, minor + 1))
    exact = abi == "none" and "py3" in tags.split(".")
    if not (by_abi3 or exact or (f"cp3{minor}" in tags.split(".") and abi in {f"cp3{minor}", "none"})):
        return False
    return any(each == "any" or re.match(PLATFORMS[platform], each) for each in platforms.split("."))


def lock_lines(packages: Iterable[Package]) -> Iterator[str]:
    """One block per package: name, version, marker and the hashes of the wheels that can run."""
    for package in packages:
        files = list(wheels(package))
        targets = [(python, platform) for python in PYTHONS for platform in PLATFORMS]
        useful = {hash_ for name, hash_ in files if any(fits(name, *target) for target in targets)}
        missing = [" ".join(target) for target in targets if not any(fits(name, *target) for name, _ in files)]
        if missing:
            print(f"{package['name']} {package['version']}: no wheel for Python {', '.join(missing)}")
        marker = f" ; {package['marker']}" if "marker" in package else ""
        hashes = "".join(f" \\\n    --hash=sha256:{each}" for each in sorted(useful))
        yield f"{package['name']}=={package['version']}{marker}{hashes}\n"


def pinned(lock: Path) -> list[str]:
    """The name==version lines of a lock, without markers; nothing where there is no lock yet."""
    text = lock.read_text("utf-8") if lock.exists() else ""
    return re.findall(r"^[\w.-]+==[\w.]+", text, re.MULTILINE)


def write_locks(*, upgrade: bool) -> None:
    """Write the two locks; the second holds only what the first does not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run = [each for each in project["project"]["dependencies"] if not each.startswith("PySide6")]
    dev = project["dependency-groups"]["dev"]
    old = [] if upgrade else [*pinned(RUN_LOCK), *pinned(DEV_LOCK)]
    everywhere = ("--universal", "--python-version", PYTHONS[0])
    run_packages = resolve(run, old, *everywhere)
    RUN_LOCK.write_text(LOCK_HEAD + "".join(lock_lines(run_packages)), encoding="utf-8")
    dev_packages = resolve([*run, *dev], [*old, *pinned(RUN_LOCK)], *everywhere)
    names = {package["name"] for package in run_packages}
    dev_packages = [package for package in dev_packages if package["name"] not in names]
    DEV_LOCK.write_text(LOCK_HEAD + "".join(lock_lines(dev_packages)), encoding="utf-8")


def write_qt_pins() -> None:
    """Write the newest Qt of the range in pyproject.toml for every target."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [each for each in project["project"]["dependencies"] if each.startswith("PySide6")]
    lines = [QT_HEAD]
    for target in QT_TARGETS:
        options = ("--python-platform", target.uv_platform, "--python-version", target.python)
        packages = {each["name"]: each for each in resolve(wanted, (), "--only-binary", ":all:", *options)}
        platform = f"{target.system} {target.machine}"
        found = [
            [hash_ for name, hash_ in wheels(packages[each]) if fits(name, target.python, platform)]
            for each in QT_PACKAGES
        ]
        version = packages[QT_PACKAGES[0]]["version"]
        essentials, shiboken = (hashes[0] for hashes in found)
        lines.append(f"{platform} {target.glibc} {target.python} {version} {essentials} {shiboken}\n")
    QT_PINS.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Write all three files."""
    parser = argparse.ArgumentParser(description="Write the pins; see the top of this file.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    write_locks(upgrade=parser.parse_args().upgrade)
    write_qt_pins()


if __name__ == "__main__":
    main()
