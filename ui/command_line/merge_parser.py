"""What may be typed to merge files, to undo a merge and to decide conflicts. Imports nothing but argparse."""

import argparse
from typing import Protocol

from models.language import _
from ui.command_line.usage import count


class _Add(Protocol):
    """Adds a command: its name and what it does, with LEDGER as first argument."""

    def __call__(self, name: str, text: str, *, ledger: bool = True) -> argparse.ArgumentParser: ...


def merge_commands(add: _Add) -> None:
    """merge, undo-merge, conflicts, purge-person."""
    made = add("merge", _("合并同事发来的交换文件（jhx），或一份台账（jhtz）"))
    made.add_argument("file", metavar="FILE", nargs="+", help=_("一个或几个文件，也可以是文件夹"))
    made.add_argument("--dry-run", action="store_true", help=_("只预览，不写入"))
    made.add_argument(
        "--accept-sender",
        action="append",
        default=[],
        metavar="CODE",
        help=_("这一次接受这个身份代码的发件人（先打电话核对），可多次"),
    )
    made.add_argument("--report", metavar="OUT.txt|.pdf", help=_("把结果写成一份可以打印的报告"))
    made.add_argument("--password-file", metavar="FILE", help=_("加了口令的文件：口令在这个文件的第一行"))
    made = add("undo-merge", _("撤销一次合并，过了几周也可以；之后的工作保留并列出"))
    made.add_argument("merge", metavar="MERGE", help=_("合并的编号，如 3；3.2 是其中第二个文件；latest 是最近一次"))
    made.add_argument("--dry-run", action="store_true", help=_("只看会撤回多少、保留哪些，不写入"))
    made = add("conflicts", _("两个人改得不一样的地方，等人来判"))
    made.add_argument(
        "--resolve",
        nargs=2,
        action="append",
        default=[],
        metavar=("ID", "VALUE"),
        help=_("判一处：编号，和取哪个值（1 是基准，2、3 是两边，或直接写值），可多次"),
    )
    made.add_argument("--limit", type=count, default=200, metavar="N", help=_("最多列几处（默认 200）"))
    made = add("purge-person", _("应本人要求清除一个人的个人信息，不能撤销"))
    made.add_argument("whom", metavar="PERSON", help=_("人员的编号（见 show --json），或姓名"))
    made.add_argument("--organization", metavar="ORGANIZATION", help=_("写姓名时：哪一家单位的"))
    notes = made.add_mutually_exclusive_group()
    notes.add_argument("--with-notes", action="store_true", help=_("提到姓名或电话的备注也整段清除"))
    notes.add_argument("--keep-notes", action="store_true", help=_("提到姓名或电话的备注留着"))
