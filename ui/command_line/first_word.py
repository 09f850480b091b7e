"""What stands before any command: a word that is none, a window without a display, a gallery without its library."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path

from models.language import _
from ui.command_line.names import COMMANDS

_PROBLEM, _USAGE = 1, 2


def refusal_of_window(argv: list[str]) -> int | None:
    """Says why no window can open for these words, with the exit code; None where one can."""
    if argv and not _may_be_ledger(argv[0]):
        return _refuse(argv[0])
    if not _has_display():
        return _say(_("没有图形界面，开不了窗口。不开窗口的命令见 jianhui --help。"), _PROBLEM)
    return None


def refusal_of_gallery() -> int:
    """Says that the one command that paints lacks its library; the exit code."""
    return _say(_("gallery 要用图形界面的库 PySide6，本机没有装。请用 ./jianhui 运行，它会装好。"), _PROBLEM)


def _may_be_ledger(word: str) -> bool:
    """Whether the first word is a file for the window (or an option of Qt), not a command that is spelt wrong."""
    return word.startswith("-") or word.lower().endswith((".jhtz", ".jhbak")) or os.path.lexists(Path(word))


def _refuse(word: str) -> int:
    near = get_close_matches(word, COMMANDS, n=1)
    meant = _("是不是 {command}？").format(command=near[0]) if near else ""
    wrong = _("用法不对：没有“{word}”这个命令，也没有这个文件。").format(word=word)
    return _say(wrong + meant + _("用 jianhui --help 看有哪些命令。"), _USAGE)


def _has_display() -> bool:
    """Without one Qt would end the process with words for programmers."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
