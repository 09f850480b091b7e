"""What may be typed: the contract of the command line. Imports nothing but argparse, so that --help is quick."""

import argparse
import re
import sys
from typing import Any, NoReturn, Protocol

from models.language import _

_USAGE_ERROR = 2
_OPEN_ENDED = ("fields", "edit", "organization", "directory", "name")
_LISTS = ("fields", "organization")
_REASON_CODE = re.compile(r"[A-Za-z]\d{0,2}")
EPILOG = "退出码：0 完成；1 已知问题，原因写在标准错误；2 用法不对；70 程序错误。"


class _Add(Protocol):
    """Adds a command: its name and what it does, with or without LEDGER as first argument."""

    def __call__(self, name: str, text: str, *, ledger: bool = True) -> argparse.ArgumentParser: ...


class _Parser(argparse.ArgumentParser):
    """Says usage errors in Chinese, with exit code 2; takes no shortened options, so that new ones change nothing."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"allow_abbrev": False} | settings)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)  # standard output may be read by a program
        self.exit(_USAGE_ERROR, _("用法不对：{message}\n").format(message=message))


def parse(argv: list[str]) -> argparse.Namespace:
    """What was typed; options and arguments may stand in any order. Ends the process with 2 for wrong usage."""
    parser = build_parser()
    arguments, rest = parser.parse_known_args(_one_by_one(argv))
    # argparse closes an optional argument list before the options that follow it.
    if rest and not any(text.startswith("-") for text in rest):
        for name in _OPEN_ENDED:
            known = getattr(arguments, name, ())
            if known is None and len(rest) == 1:
                setattr(arguments, name, rest.pop())
            elif name in _LISTS and isinstance(known, list):
                known += rest
                rest = []
    if rest:
        parser.error(_("认不出：{words}").format(words=" ".join(rest)))
    return arguments


def _one_by_one(argv: list[str]) -> list[str]:
    """`--reason B2 D1` as `--reason B2 --reason D1`: a list of codes would swallow what stands behind it."""
    found: list[str] = []
    for text in argv:
        follows_a_code = len(found) > 1 and found[-2] == "--reason" and _REASON_CODE.fullmatch(found[-1])
        if follows_a_code and _REASON_CODE.fullmatch(text):
            found.append("--reason")
        found.append(text)
    return found


class _Version(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> None:
        from ui.version import VERSION  # noqa: PLC0415

        parser.exit(message=f"{VERSION}\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; `command` names the one that was typed."""
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="标准输出只有一个 JSON 对象")
    common.add_argument("--person", metavar="姓名", help="以谁的名义操作（默认是本机台账的人员）")
    common.add_argument("--quiet", action="store_true", help="不显示进度")
    parser = _Parser(prog="jianhui", description="建会台账：不带命令打开窗口，带命令则不需要图形界面。", epilog=EPILOG)
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=_Parser)

    def add(name: str, text: str, *, ledger: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=[common], epilog=EPILOG)
        if ledger:
            made.add_argument("ledger", metavar="LEDGER", help="台账文件 .jhtz")
        return made

    _ledger_commands(add)
    _organization_commands(add)
    _work_commands(add)
    _output_commands(add)
    return parser


def _ledger_commands(add: _Add) -> None:
    made = add("new", "新建台账")
    made.add_argument("--unit", required=True, metavar="单位", help="本单位名称")
    made.add_argument("--division", metavar="代码", help="辖区的行政区划代码，例如 110105")
    made = add("demo", "生成示例台账（地名真实，其余虚构）")
    made.add_argument("--organizations", type=_count, required=True, metavar="N", help="单位数，最多 902000")
    made.add_argument("--seed", type=int, default=1, metavar="S", help="种子：同一天、同样的数和种子得到同样的台账")
    made.add_argument("--today", metavar="日期", help="以哪一天为今天（默认是今天）")
    made = add("import", "导入名册（xlsx、csv）")
    made.add_argument("file", metavar="FILE", help="名册文件")
    made.add_argument("--sheet", metavar="名称", help="工作表（默认第一张）")
    made.add_argument("--mapping", metavar="FILE", help="对应关系文件（JSON，可用试导入的输出）")
    made.add_argument("--dry-run", action="store_true", help="只看结果，不写入")
    made.add_argument("--rejects", metavar="OUT.xlsx", help="没有写入的行连同原因另存一份")
    made.add_argument("--registry-date", metavar="日期", help="名册的日期（默认今天）；同一栏以较晚的名册为准")
    made.add_argument("--streets", action="store_true", help="没有街道的，按地址里的街道名认定")
    add("check", "检查台账：核对每一笔记录")
    add("digest", "两个校验值：内容与显示")
    made = add("backup", "备份并验证")
    made.add_argument("directory", metavar="DIR", nargs="?", help="放到哪个文件夹（默认在台账旁边）")
    made = add("restore", "从备份恢复台账；原台账改名保留", ledger=False)
    made.add_argument("backup", metavar="BACKUP", help="备份文件")
    made.add_argument("ledger", metavar="LEDGER", help="恢复成哪个台账文件")
    for name, text in (("undo", "撤销最近一步，或指定的一步"), ("redo", "重做最近撤销的一步，或指定的一步")):
        made = add(name, text)
        made.add_argument("edit", metavar="EDIT", nargs="?", help="操作编号，见 log")


def _organization_commands(add: _Add) -> None:
    made = add("list", "列出单位")
    _selection(made)
    made.add_argument("--limit", type=_count, default=None, metavar="N", help="最多几家")
    made.add_argument("--trash", action="store_true", help="看回收站")
    made.add_argument("--with-phones", action="store_true", help="显示完整电话（会留下记录）")
    made = add("show", "一家单位的全部记录")
    made.add_argument("organization", metavar="ORGANIZATION", help="编号、代码或完整名称")
    made.add_argument("--with-phones", action="store_true", help="显示完整电话（会留下记录）")
    made = add("add", "新增一家单位")
    made.add_argument("--name", required=True, metavar="名称")
    made.add_argument("fields", metavar="FIELD=VALUE", nargs="*", help="栏目=值，例如 地址=… 职工=38")
    made = add("set", "修改一家单位；值留空为清除")
    made.add_argument("organization", metavar="ORGANIZATION")
    made.add_argument("fields", metavar="FIELD=VALUE", nargs="+")
    made = add("delete", "把单位移入回收站")
    made.add_argument("organization", metavar="ORGANIZATION")
    made.add_argument("--restore", action="store_true", help="从回收站恢复")
    for name, text, what in (("person", "本单位人员", "姓名"), ("unit", "工作单位", "名称")):
        made = add(name, text, ledger=False)
        made.add_argument("action", choices=("add", "list"), help="添加或列出")
        made.add_argument("ledger", metavar="LEDGER", help="台账文件 .jhtz")
        made.add_argument("name", metavar="NAME", nargs="?", help=what)
        if name == "person":
            made.add_argument("--unit", metavar="单位", help="所在工作单位（默认本单位）")
        else:
            made.add_argument("--division", metavar="代码", help="辖区的行政区划代码")


def _work_commands(add: _Add) -> None:
    made = add("visit", "记一次走访")
    made.add_argument("organization", metavar="ORGANIZATION", nargs="+", help="一家或几家")
    made.add_argument(
        "--result", required=True, metavar="CODE", help="1同意 2观望 3拒绝 4不在 5已迁 6注销 7待核实 8约定再访 9其他"
    )
    made.add_argument("--on", default="0", metavar="DATE", help="走访日期（默认今天）")
    made.add_argument("--mode", default="1", metavar="CODE", help="1上门 2电话 3会议 9其他")
    made.add_argument("--reason", action="append", default=[], metavar="CODE", help="未建会原因，可写几个")
    made.add_argument("--note", metavar="TEXT", help="备注")
    made.add_argument("--met", metavar="TEXT", help="见到谁")
    made.add_argument("--minutes", type=_count, metavar="N", help="用时（分钟）")
    made.add_argument("--next", metavar="DATE", help="下次跟进的日期，例如 +7、下周三")
    made.add_argument("--task", metavar="TEXT", help="下一步做什么")
    made.add_argument("--corrects", metavar="VISIT", help="更正哪一次走访（编号）")
    made = add("reason", "记未建会原因")
    made.add_argument("organization", metavar="ORGANIZATION")
    made.add_argument("code", metavar="CODE", help="原因代码，例如 B2")
    made.add_argument("--primary", action="store_true", help="设为主因")
    made.add_argument("--resolve", action="store_true", help="已经解决")
    made.add_argument("--note", metavar="TEXT", help="说明；解决时写怎么解决的")
    made.add_argument("--evidence", metavar="TEXT", help="佐证")
    made.add_argument("--on", default="0", metavar="DATE", help="日期（默认今天）")
    made = add("followup", "记一项跟进")
    made.add_argument("organization", metavar="ORGANIZATION")
    made.add_argument("text", metavar="TEXT", help="做什么")
    made.add_argument("--due", required=True, metavar="DATE", help="到期日")
    made.add_argument("--to", metavar="PERSON", help="交给谁（默认自己）")
    made = add("eligibility", "认定是否具备建会条件")
    made.add_argument("organization", metavar="ORGANIZATION")
    made.add_argument("decision", choices=("yes", "no", "unknown"))
    made.add_argument("--ground", metavar="TEXT", help="依据")
    made.add_argument("--evidence", metavar="TEXT", help="佐证")
    made.add_argument("--until", metavar="DATE", help="复核日期，到期后回到未认定")
    made.add_argument("--on", default="0", metavar="DATE", help="认定日期（默认今天）")
    made = add("union", "登记工会和它覆盖的单位")
    made.add_argument("organization", metavar="ORGANIZATION", nargs="+")
    made.add_argument("--name", required=True, metavar="NAME", help="工会名称")
    made.add_argument("--route", required=True, choices=("own", "joint", "sector", "area"), help="建会模式")
    made.add_argument("--on", required=True, metavar="DATE", help="建会日期")
    made.add_argument("--members", type=_count, metavar="N", help="会员数")
    made.add_argument("--women", type=_count, metavar="N", help="女会员数")
    made.add_argument("--chair", metavar="NAME", help="主席")
    made.add_argument("--approved-by", metavar="TEXT", help="批准机关")
    made.add_argument("--document", metavar="TEXT", help="批准文号")
    made = add("log", "操作记录，最近的在前")
    made.add_argument("organization", metavar="ORGANIZATION", nargs="?", help="只看一家")
    made.add_argument("--limit", type=_count, default=200, metavar="N", help="最多几条（默认 200）")


def _output_commands(add: _Add) -> None:
    made = add("stats", "家数、建会率、缺口")
    made.add_argument("--by", choices=("street", "cadre", "type", "reason", "stage"), help="分组")
    made = add("report", "打印件（PDF）", ledger=False)
    made.add_argument("kind", choices=("weekly", "battle-map"), help="周台账或作战图")
    made.add_argument("ledger", metavar="LEDGER")
    made.add_argument("output", metavar="OUT.pdf")
    made.add_argument("--paper", choices=("A4", "A3", "A2", "A1", "A0"), help="作战图的纸张（默认 A3）")
    made.add_argument("--tile", choices=("A4", "A3"), help="作战图拆成小张拼接")
    made.add_argument("--week", metavar="YYYY-Www", help="哪一周（默认本周）")
    made.add_argument("--street", action="append", default=[], metavar="街道", help="只打印这些街道，可多次")
    made.add_argument("--key-only", action="store_true", help="周台账只列重点对象")
    made = add("export", "导出单位表（xlsx 或 csv）")
    made.add_argument("output", metavar="OUT.xlsx|.csv")
    _selection(made)
    made.add_argument("--street", action="append", default=[], metavar="街道", help="只导出这些街道，可多次")
    made.add_argument("--with-phones", action="store_true", help="电话不打码（会留下记录）")
    made = add("gallery", "把每个界面存成图片（需要图形界面的库）")
    made.add_argument("directory", metavar="DIR")


def _selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--search", default="", metavar="TEXT", help="名称、代码、地址里的文字")
    parser.add_argument("--where", default="", metavar="EXPRESSION", help="条件，例如 街道=望江街道 and 职工>=25")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(_("不能是负数"))
    return number
