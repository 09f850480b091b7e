"""associate: a double click on a .jhtz file opens it, for this person only; needs no administrator and no network."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from models.errors import FileProblem
from models.files import file_problem, write_file
from models.language import _
from models.ledger.connection import APPLICATION_ID, EXTENSION
from models.resources import RESOURCES
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer

_ROOT = Path(__file__).resolve().parents[2]
_NAME, _TYPE = "jianhui", "application/x-jianhui-ledger"
_ENTRY = """[Desktop Entry]
Type=Application
Name=Jianhui Ledger
Name[zh_CN]=建会台账
Name[zh_TW]=建會臺賬
Comment[zh_CN]=社会组织建会专项工作台账
Exec={program} %f
Icon={icon}
Terminal=false
Categories=Office;
MimeType={type};
StartupWMClass=jianhui
"""
#: By name, and by what is in the file: SQLite's first words and our number, so that a file without an ending is known.
_MIME = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{type}">
    <comment>Jianhui ledger</comment>
    <comment xml:lang="zh_CN">建会台账</comment>
    <glob pattern="*{ending}"/>
    <magic priority="60">
      <match type="string" offset="0" value="SQLite format 3">
        <match type="big32" offset="68" value="0x{application:08x}"/>
      </match>
    </magic>
  </mime-type>
</mime-info>
"""


def run_associate(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Let this desktop open ledgers with this program, or take that back with --remove."""
    if sys.platform == "win32":
        _tell_windows(remove=arguments.remove)
        files: list[Path] = []
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        files = _tell_desktop(home, remove=arguments.remove)
    done = (
        _("不再用本程序打开台账文件。")
        if arguments.remove
        else _("双击台账文件就会打开它；已经开着的，切换到它的窗口。")
    )
    return Answer({"files": [str(file) for file in files], "removed": arguments.remove}, [done])


def _tell_desktop(home: Path, *, remove: bool) -> list[Path]:
    icon = home / "icons" / "hicolor" / "scalable" / "apps" / f"{_NAME}.svg"
    texts = {
        home / "applications" / f"{_NAME}.desktop": _ENTRY.format(
            program=_quoted(_ROOT / _NAME), icon=icon, type=_TYPE
        ),
        home / "mime" / "packages" / f"{_NAME}.xml": _MIME.format(
            type=_TYPE, ending=EXTENSION, application=APPLICATION_ID
        ),
        icon: (RESOURCES / "desktop" / f"{_NAME}.svg").read_text(encoding="utf-8"),
    }
    for path, text in texts.items():
        try:
            if remove:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path, partial(_write, text), partial(_read_back, text))
        except OSError as error:
            raise file_problem(error, path) from error
    _tell("update-mime-database", str(home / "mime"))
    _tell("update-desktop-database", str(home / "applications"))
    if not remove:
        _tell("xdg-mime", "default", f"{_NAME}.desktop", _TYPE)
    return list(texts)


def _tell(tool: str, *words: str) -> None:
    """Desktops without the tool look for themselves, sooner or later."""
    if shutil.which(tool):
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run([tool, *words], capture_output=True, check=False, timeout=60)  # noqa: S603 - fixed words


def _tell_windows(*, remove: bool) -> None:
    """The registry of this person; reviewed, not yet run on a real machine."""
    import winreg  # noqa: PLC0415 - only there

    registry: dict[str, Callable[..., object]] = vars(winreg)
    here = registry["HKEY_CURRENT_USER"]
    kind = f"Software\\Classes\\{_NAME}.ledger"
    values = {
        f"Software\\Classes\\{EXTENSION}": f"{_NAME}.ledger",
        kind: "建会台账",
        f"{kind}\\shell\\open\\command": f'"{_ROOT / (_NAME + ".cmd")}" "%1"',
    }
    try:
        for key, value in values.items():
            if not remove:
                registry["SetValue"](here, key, registry["REG_SZ"], value)
        if remove:
            for key in (f"{kind}\\shell\\open\\command", f"{kind}\\shell\\open", f"{kind}\\shell", kind):
                with suppress(FileNotFoundError):
                    registry["DeleteKey"](here, key)
            with suppress(FileNotFoundError):
                registry["DeleteKey"](here, f"Software\\Classes\\{EXTENSION}")
    except OSError as error:
        raise FileProblem(_("没有写进系统的设置。"), detail=str(error)) from error


def _quoted(program: Path) -> str:
    """As a desktop entry writes a path that may hold blanks."""
    text = str(program)
    for character in ("\\", '"', "`", "$"):
        text = text.replace(character, f"\\{character}")
    return f'"{text}"'.replace("%", "%%")


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def _read_back(text: str, path: Path) -> None:
    if path.read_text(encoding="utf-8") != text:
        raise OSError(f"{path.name} was not written as intended")
