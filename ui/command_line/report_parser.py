"""What may be typed after `report`, `joining` and `samples`."""

import argparse
from typing import Any, Protocol

from models.language import _
from ui.command_line.map_options import add_map_options
from ui.command_line.usage import count

PRINTS = (
    "weekly",
    "battle-map",
    "circular",
    "reasons",
    "roll-up",
    "tasks",
    "leaders",
    "dossier",
    "visit-list",
    "visit-slips",
    "followups",
    "joining",
)


class _Add(Protocol):
    def __call__(self, name: str, text: str, *, ledger: bool = True) -> argparse.ArgumentParser: ...


def report_command(add: _Add) -> None:
    """`report`: every print of the office."""
    made = add("report", _("打印件（PDF）"), ledger=False)
    made.add_argument(
        "kind",
        choices=PRINTS,
        metavar="|".join(PRINTS),
        help=_(
            "周台账、作战图、通报、未建原因分析、汇总核对、个人任务单、包联领导一页、一户一档、走访单、走访条、"
            "跟进清单、扫码入会"
        ),
    )
    made.add_argument("ledger", metavar="LEDGER", help=_("台账文件 .jhtz"))
    made.add_argument(
        "output", metavar="OUT.pdf|.xlsx|.docx", help=_("写到哪个文件；周台账可写三种，通报和一户一档可写 .docx")
    )
    made.add_argument("--freeze", action="store_true", help=_("周台账、作战图：定格这一周，以后重印一字不差"))
    made.add_argument("--reopen", metavar="ID", help=_("周台账、作战图：按报表号重印定格的内容"))
    made.add_argument("--paper", choices=("A4", "A3", "A2", "A1", "A0"), help=_("作战图的纸张（默认 A3）"))
    made.add_argument("--tile", choices=("A4", "A3"), help=_("作战图拆成小张拼接"))
    add_map_options(made)
    made.add_argument("--week", metavar="YYYY-Www", help=_("哪一周（默认本周）"))
    made.add_argument("--street", action="append", default=[], metavar="STREET", help=_("只打印这些街道，可多次"))
    made.add_argument("--key-only", action="store_true", help=_("周台账只列重点对象"))
    made.add_argument("--to", metavar="PERSON", help=_("任务单、走访、跟进：只要这个人的（默认所有人）"))
    made.add_argument("--until", metavar="DATE", help=_("跟进：只要这天以前到期的，例如 +5"))
    made.add_argument("--day", metavar="DATE", help=_("走访单、走访条：哪一天（默认下一个工作日）"))
    made.add_argument(
        "--organization",
        action="append",
        default=[],
        metavar="ORGANIZATION",
        help=_("走访单、走访条、一户一档：只列这些单位，可多次"),
    )
    made.add_argument("--masked-phones", action="store_true", help=_("走访单、走访条：印打码的电话（默认不印电话）"))
    made.add_argument("--leader", metavar="NAME", help=_("包联领导一页：只要这位领导的（默认每位一页）"))
    made.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="FILE.jhtz|.jhx",
        help=_("汇总核对：与这份下级台账（或交换文件）核对，可多次（默认核对本台账的各街道）"),
    )
    made.add_argument("--all", action="store_true", help=_("未建原因分析：数全部单位（默认只数重点对象）"))
    _finish(made)


def _finish(made: Any) -> None:
    """What every print may be finished like."""
    made.add_argument("--each", choices=("street", "cadre"), help=_("成批：按街道或按人各打一份"))
    made.add_argument("--masked", action="store_true", help=_("脱敏：人名只留姓"))
    made.add_argument("--grey", action="store_true", help=_("黑白"))
    made.add_argument("--larger", action="store_true", help=_("表格用大字号"))
    made.add_argument("--footer", metavar="TEXT", default="", help=_("每页最下面印一行字，例如承办科室"))


def sample_commands(add: _Add) -> None:
    """`joining` and `samples`."""
    made = add("joining", _("扫码入会的网址：看，或写"))
    made.add_argument("address", metavar="ADDRESS", nargs="?", help=_("入会网址；不写只看现在的"))
    made.add_argument("--words", metavar="TEXT", default="", help=_("印在二维码下面的话"))
    made = add("samples", _("把每种打印件各做一份样张（PDF 和 PNG）"), ledger=False)
    made.add_argument("directory", metavar="DIR", help=_("放到哪个文件夹"))
    made.add_argument("--organizations", type=count, default=260, metavar="N", help=_("示例台账的单位数（默认 260）"))
