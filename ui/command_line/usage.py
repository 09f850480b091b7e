"""The parser that speaks Chinese: usage, headings and what is wrong with what was typed."""

import argparse
import re
import sys
from typing import Any, NoReturn

from models.language import N_, _

USAGE_ERROR = 2
#: argparse's own sentences, and ours in their place; the names are those of the groups.
_SENTENCES = (
    (r"the following arguments are required: (?P<words>.+)", N_("还缺 {words}")),
    (r"one of the arguments (?P<words>.+) is required", N_("还缺 {words} 中的一个")),
    (r"argument (?P<name>.+?): expected one argument", N_("{name} 后面要写一个值")),
    (r"argument (?P<name>.+?): expected at least one argument", N_("{name} 后面至少要写一个值")),
    (r"argument (?P<name>.+?): expected (?P<number>\d+) arguments?", N_("{name} 后面要写 {number} 个值")),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", N_("{name} 后面不能写值 {value}")),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)",
        N_("{name} 不能是“{value}”，可选：{choices}"),
    ),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", N_("{name} 不能和 {other} 一起写")),
    (r"argument (?P<name>.+?): (?P<sentence>.+)", N_("{name} {sentence}")),
)


class _Formatter(argparse.HelpFormatter):
    """The help of argparse under Chinese headings."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """`usage:` in Chinese."""
        super().add_usage(usage, actions, groups, _("用法：") if prefix is None else prefix)


class CommandParser(argparse.ArgumentParser):
    """Says usage errors in Chinese, with exit code 2; takes no shortened options, so that new ones change nothing."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        own: dict[str, Any] = {"allow_abbrev": False, "formatter_class": _Formatter, "add_help": False}
        super().__init__(*arguments, **own | settings)
        self._positionals.title, self._optionals.title = _("参数"), _("选项")
        self.add_argument("-h", "--help", action="help", help=_("显示这份说明"))

    def error(self, message: str) -> NoReturn:
        """End the process with the usage and what is wrong with what was typed."""
        self.print_usage(sys.stderr)  # standard output may be read by a program
        wrong = _("用法不对：{message}。用 {name} --help 看说明。").format(message=said(message), name=self.prog)
        self.exit(USAGE_ERROR, f"{wrong}\n")


def said(message: str) -> str:
    """A sentence of argparse in Chinese; one that is not known as it is."""
    for pattern, sentence in _SENTENCES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            words = {name: text.replace("'", "") for name, text in match.groupdict().items()}
            return _(sentence).format(**words)
    return message


def whole_number(text: str) -> int:
    """A number as an option takes it."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("要写整数，不能是“{text}”").format(text=text)) from None


def count(text: str) -> int:
    """How many of something."""
    number = whole_number(text)
    if number < 0:
        raise argparse.ArgumentTypeError(_("不能是负数"))
    return number
