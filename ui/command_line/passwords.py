"""Passwords of files: from a prompt or from a file, never from an argument."""

import argparse
import getpass
import sys
from pathlib import Path

from models.errors import InputProblem
from models.language import _

_MOST_BYTES = 10_000


def new_password(arguments: argparse.Namespace) -> str:
    """A password for something that is about to be written; from a prompt it is asked for twice."""
    if arguments.password_file:
        return password_in(Path(arguments.password_file))
    first = asked_password(_("口令："))
    if asked_password(_("再输一次：")) != first:
        raise InputProblem(_("两次输入的口令不一样，没有导出。"), hint=_("请再来一次。"))
    return first


def password_in(path: Path) -> str:
    """The first line of a file."""
    try:
        data = path.read_bytes()[:_MOST_BYTES]
        lines = data.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(
            _("读不出口令文件“{name}”。").format(name=path.name),
            hint=_("口令写在第一行，文件存成 UTF-8。"),
            detail=str(error),
        ) from error
    if not lines or not lines[0].strip():
        raise InputProblem(_("口令文件“{name}”的第一行是空的。").format(name=path.name), hint=_("口令写在第一行。"))
    return lines[0].strip()


def asked_password(prompt: str) -> str:
    """A password that is typed without being shown; InputProblem where nobody can type."""
    if not sys.stdin.isatty():
        raise InputProblem(_("这里不能输入口令。"), hint=_("请把口令写在文件里，用 --password-file 指定。"))
    return getpass.getpass(prompt)
