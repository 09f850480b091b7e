"""Start 建会台账: a command where the first word names one, the window otherwise."""

import os
import signal
import sys
from difflib import get_close_matches

from models.language import _
from ui.command_line.names import COMMANDS

_HELP = frozenset({"-h", "--help", "--version"})
_PROBLEM, _USAGE = 1, 2


def main(argv: list[str]) -> int:
    """Run with the arguments after the program's name; returns the exit code. Commands but one never load Qt."""
    if argv[:1] == ["gallery"] and _HELP.isdisjoint(argv):
        return _run_gallery(argv)
    if argv and (argv[0] in COMMANDS or argv[0] in _HELP):
        from ui.command_line import run as run_command  # noqa: PLC0415 - the window shall not pay for it

        return run_command(argv)
    if argv and not _may_be_ledger(argv[0]):
        return _refuse(argv[0])
    if not _has_display():
        return _say(_("没有图形界面，开不了窗口。不开窗口的命令见 jianhui --help。"), _PROBLEM)
    from ui.application import run as run_window  # noqa: PLC0415 - commands run without Qt

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would keep Ctrl+C in the terminal waiting for ever
    return run_window(argv)


def _run_gallery(argv: list[str]) -> int:
    from ui.command_line.parser import parse  # noqa: PLC0415

    parse(argv)  # wrong usage needs no Qt to be said
    try:
        from ui.gallery import run as run_gallery  # noqa: PLC0415 - the one command that paints
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "PySide6":
            raise
        return _say(_("gallery 要用图形界面的库 PySide6，本机没有装。请用 ./jianhui 运行，它会装好。"), _PROBLEM)
    return run_gallery(argv)


def _may_be_ledger(word: str) -> bool:
    """Whether the first word is a file for the window (or an option of Qt), not a command that is spelt wrong."""
    return word.startswith("-") or word.lower().endswith((".jhtz", ".jhbak")) or os.path.lexists(word)


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
    sys.stderr.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
