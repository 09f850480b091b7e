"""What may be typed: the contract of the command line. Imports nothing but argparse, so that --help is quick."""

import argparse
import re
from typing import Any, Protocol

from models.language import LANGUAGES, N_, SOURCE_LANGUAGE, _
from ui.command_line.merge_parser import merge_commands
from ui.command_line.report_parser import report_command, sample_commands
from ui.command_line.usage import CommandParser, count, whole_number

_OPEN_ENDED = ("fields", "edit", "organization", "directory", "name", "file")
_LISTS = ("fields", "organization", "file")
_REASON_CODE = re.compile(r"[A-Za-z]\d{0,2}")
_DECISIONS, _ROUTES = ("yes", "no", "unknown"), ("own", "joint", "sector", "area")
_DUPLICATES = ("contradiction", "joined", "strong", "likely", "hint", "decided")
_GROUPINGS = ("street", "cadre", "type", "reason", "stage")
_ONE, _SEVERAL = N_("编号、代码或完整名称"), N_("一家或几家：编号、代码或完整名称")
_FIELDS = N_("栏目=值，例如 地址=… 职工=38；值留空为清除")
EPILOG = N_("退出码：0 完成；1 已知问题，原因写在标准错误；2 用法不对；70 程序错误。")


class _Add(Protocol):
    """Adds a command: its name and what it does, with or without LEDGER as first argument."""

    def __call__(self, name: str, text: str, *, ledger: bool = True) -> argparse.ArgumentParser: ...


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
    used: argparse.ArgumentParser = arguments.parser
    if rest:
        used.error(_("认不出 {words}").format(words=" ".join(rest)))
    if problem := _missing(arguments):
        used.error(problem)
    return arguments


def _missing(arguments: argparse.Namespace) -> str:
    """What a command needs beyond what argparse asks for; empty if all is there."""
    if arguments.command == "attach" and arguments.save and not arguments.file:
        return _("--save 后面还缺 FILE，写到哪里")
    if arguments.command == "new" and arguments.person is None:
        return _("还缺 --person，写上姓名")
    if getattr(arguments, "action", "") == "add" and arguments.name is None:
        return _("add 后面还缺 NAME")
    if getattr(arguments, "action", "") == "list" and arguments.name is not None:
        return _("list 后面不写 NAME")
    return ""


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

        print(VERSION)
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; `command` names the one that was typed."""
    parser = CommandParser(
        prog="jianhui", description=_("建会台账：不带命令打开窗口，带命令则不需要图形界面。"), epilog=_(EPILOG)
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=_("显示版本"))
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=CommandParser)

    def add(name: str, text: str, *, ledger: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, epilog=_(EPILOG))
        made.set_defaults(parser=made)  # for what is found wrong later
        if ledger:
            made.add_argument("ledger", metavar="LEDGER", help=_("台账文件 .jhtz"))
        return made

    _ledger_commands(add)
    _organization_commands(add)
    _work_commands(add)
    _output_commands(add)
    merge_commands(add)
    for command in commands.choices.values():
        _common_options(command)
    return parser


def _common_options(command: argparse.ArgumentParser) -> None:
    every = command.add_argument_group(_("每条命令都有的选项"))
    every.add_argument("--json", action="store_true", help=_("标准输出只有一个 JSON 对象"))
    every.add_argument("--person", metavar="NAME", help=_("以谁的名义操作（默认是本机台账的人员）"))
    every.add_argument("--quiet", action="store_true", help=_("不显示进度"))


def _ledger_commands(add: _Add) -> None:
    made = add("new", _("新建台账"))
    made.add_argument("--unit", required=True, metavar="NAME", help=_("本单位名称"))
    made.add_argument("--division", metavar="CODE", help=_("辖区的行政区划代码，例如 110105"))
    made.add_argument(
        "--targets", nargs=2, metavar="DATE", help=_("60%% 和 85%% 两个目标各到哪天（默认是今年年底和明年年底）")
    )
    made = add("demo", _("生成示例台账（地名真实，其余虚构）"))
    made.add_argument("--organizations", type=count, required=True, metavar="N", help=_("单位数，最多 902000"))
    made.add_argument(
        "--seed", type=whole_number, default=1, metavar="S", help=_("种子：同一天、同样的数和种子得到同样的台账")
    )
    made.add_argument("--today", metavar="DATE", help=_("以哪一天为今天（默认是今天）"))
    made = add("import", _("导入名册（xlsx、xls、ods、csv）"))
    made.add_argument("file", metavar="FILE", help=_("名册文件"))
    made.add_argument("--sheet", metavar="NAME", help=_("工作表（默认第一张）"))
    made.add_argument("--mapping", metavar="FILE", help=_("对应关系文件（JSON，可用试导入的输出）"))
    made.add_argument("--dry-run", action="store_true", help=_("只看结果，不写入"))
    made.add_argument("--rejects", metavar="OUT.xlsx", help=_("退回的行连同原因另存一份，改好可以再导入"))
    made.add_argument("--registry-date", metavar="DATE", help=_("名册的日期（默认今天）；同一栏以较晚的名册为准"))
    made.add_argument("--streets", action="store_true", help=_("没有街道的，按地址里的街道名认定"))
    made = add("undo-import", _("撤销一次导入；之后又办过事的单位保留并列出"))
    made.add_argument("batch", metavar="BATCH", help=_("导入的编号，见 log；latest 是最近的一次"))
    made.add_argument("--dry-run", action="store_true", help=_("只看会撤回哪些、保留哪些，不写入"))
    _import_decisions(add)
    add("check", _("检查台账：核对每一笔记录"))
    add("digest", _("两个校验值：内容与显示"))
    made = add("backup", _("备份并验证"))
    made.add_argument("directory", metavar="DIR", nargs="?", help=_("放到哪个文件夹（默认在台账旁边）"))
    made = add("restore", _("从备份恢复台账；原台账改名保留"), ledger=False)
    made.add_argument("backup", metavar="BACKUP", help=_("备份文件"))
    made.add_argument("ledger", metavar="LEDGER", help=_("恢复成哪个台账文件"))
    for name, text in (("undo", _("撤销最近一步，或指定的一步")), ("redo", _("重做最近撤销的一步，或指定的一步"))):
        made = add(name, text)
        made.add_argument("edit", metavar="EDIT", nargs="?", help=_("操作编号，见 log"))


def _import_decisions(add: _Add) -> None:
    made = add("queue", _("疑似重复、待判的导入行；也在这里判断"))
    every: dict[str, Any] = {"action": "append", "default": []}
    made.add_argument(
        "--same", nargs=2, metavar=("ROW", "CANDIDATE"), **every, help=_("这一行就是这个候选（序号、编号、代码或名称）")
    )
    made.add_argument("--different", metavar="ROW", **every, help=_("这一行是另一家，作为新单位导入；可多次"))
    made.add_argument("--later", metavar="ROW", **every, help=_("这一行稍后再说；可多次"))
    made = add("registry", _("新名册与以前的相比：更名、搬迁、注销、没有了、又出现；也在这里处理"))
    made.add_argument("batch", metavar="BATCH", nargs="?", default="latest", help=_("哪一次导入（默认最近能相比的）"))
    made.add_argument("--gone", metavar="ORGANIZATION", **every, help=_("名册里没有了的：标为注销；all 是所有待定的"))
    made.add_argument("--without-reason", action="store_true", help=_("标为注销时不记原因 A1"))
    made.add_argument("--back", metavar="ORGANIZATION", **every, help=_("又出现的：恢复为在册；all 是所有待定的"))
    made.add_argument("--keep", metavar="ORGANIZATION", **every, help=_("保留不动，不再问；all 是所有待定的"))


def _organization_commands(add: _Add) -> None:
    made = add("proposals", _("可以补的内容：代码修复、类型、类别、街道等，按依据分组"))
    made.add_argument("--kind", metavar="FIELD", help=_("只看一栏，例如 机构类别"))
    made.add_argument("--confirm", action="store_true", help=_("把可靠的写入台账（一步，可以撤销）"))
    _duplicates_command(add)
    made = add("list", _("列出单位"))
    _selection(made)
    made.add_argument("--limit", type=count, metavar="N", help=_("最多几家"))
    made.add_argument("--trash", action="store_true", help=_("看回收站"))
    made.add_argument("--with-phones", action="store_true", help=_("显示完整电话（会留下记录）"))
    made = add("show", _("一家单位的全部记录"))
    made.add_argument("organization", metavar="ORGANIZATION", help=_(_ONE))
    made.add_argument("--with-phones", action="store_true", help=_("显示完整电话（会留下记录）"))
    made = add("add", _("新增一家单位"))
    made.add_argument("--name", required=True, metavar="NAME", help=_("单位名称"))
    made.add_argument("fields", metavar="FIELD=VALUE", nargs="*", help=_(_FIELDS))
    made = add("set", _("修改一家单位"))
    made.add_argument("organization", metavar="ORGANIZATION", help=_(_ONE))
    made.add_argument("fields", metavar="FIELD=VALUE", nargs="+", help=_(_FIELDS))
    made = add("delete", _("把单位移入回收站"))
    made.add_argument("organization", metavar="ORGANIZATION", help=_(_ONE))
    made.add_argument("--restore", action="store_true", help=_("从回收站恢复"))
    for name, text, what in (("person", _("本单位人员"), _("姓名")), ("unit", _("工作单位"), _("名称"))):
        made = add(name, text, ledger=False)
        made.add_argument("action", choices=("add", "list"), metavar="add|list", help=_("添加或列出"))
        made.add_argument("ledger", metavar="LEDGER", help=_("台账文件 .jhtz"))
        made.add_argument("name", metavar="NAME", nargs="?", help=what)
        if name == "person":
            made.add_argument("--unit", metavar="NAME", help=_("所在工作单位（默认本单位）"))
        else:
            made.add_argument("--division", metavar="CODE", help=_("辖区的行政区划代码"))


def _duplicates_command(add: _Add) -> None:
    made = add("duplicates", _("疑似重复：可能是同一家的单位和依据；判定同一、不同、相关，或拆开"))
    made.add_argument("--kind", choices=_DUPLICATES, help=_("只看一类"))
    made.add_argument("--limit", type=count, metavar="N", help=_("最多几对"))
    for option, text in (
        ("--join", _("是同一家：合并显示，空着的栏目由另一家补上")),
        ("--apart", _("不是同一家：记住，不再提出")),
        ("--related", _("总分或共址：两家相关，各算各的")),
    ):
        made.add_argument(option, nargs=2, metavar=("A", "B"), help=text)
    made.add_argument("--split", nargs=1, metavar="A", help=_("拆开：这一家重新单独显示"))


def _visit_command(add: _Add) -> None:
    made = add("visit", _("记一次走访"))
    made.add_argument("organization", metavar="ORGANIZATION", nargs="+", help=_(_SEVERAL))
    made.add_argument(
        "--result", required=True, metavar="CODE", help=_("1同意 2观望 3拒绝 4不在 5已迁 6注销 7待核实 8约定再访 9其他")
    )
    made.add_argument("--on", default="0", metavar="DATE", help=_("走访日期，例如 -1、0618（默认今天）"))
    made.add_argument("--mode", default="1", metavar="CODE", help=_("1上门 2电话 3会议 9其他"))
    made.add_argument("--reason", action="append", default=[], metavar="CODE", help=_("未建会原因，可写几个"))
    made.add_argument("--note", metavar="TEXT", help=_("备注"))
    made.add_argument("--with", dest="companions", metavar="TEXT", help=_("同行的人，用顿号隔开"))
    made.add_argument("--met", metavar="TEXT", help=_("见到谁"))
    made.add_argument("--minutes", type=count, metavar="N", help=_("用时（分钟）"))
    made.add_argument("--next", metavar="DATE", help=_("下次跟进的日期，例如 +7、下周三"))
    made.add_argument("--task", metavar="TEXT", help=_("下一步做什么"))
    made.add_argument("--corrects", metavar="VISIT", help=_("更正哪一次走访（编号）"))


def _survey_commands(add: _Add) -> None:
    made = add("survey", _("摸底：看一家，答一家，或看全台账还有什么不清楚"))
    made.add_argument("organization", metavar="ORGANIZATION", nargs="?", help=_(_ONE))
    made.add_argument(
        "fields", metavar="QUESTION=ANSWER", nargs="*", help=_("问题=yes、no、unknown、人数或内容；留空为没问过")
    )
    made.add_argument("--surveyed", action="store_true", help=_("当前阶段改为 S1 已摸排"))
    made = add("attach", _("给一家单位加照片或扫描件；列出、取出、取下附件"))
    made.add_argument("organization", metavar="ORGANIZATION", help=_(_ONE))
    made.add_argument("file", metavar="FILE", nargs="?", help=_("png、jpg 或 pdf，最大 300 KB；--save 时写到这里"))
    made.add_argument("--note", default="", metavar="TEXT", help=_("说明"))
    made.add_argument("--save", metavar="ATTACHMENT", help=_("把这个附件（编号或名称）存成 FILE"))
    made.add_argument("--remove", metavar="ATTACHMENT", help=_("取下这个附件（编号或名称）"))


def _union_command(add: _Add) -> None:
    made = add("union", _("登记工会和它覆盖的单位"))
    made.add_argument("organization", metavar="ORGANIZATION", nargs="+", help=_(_SEVERAL))
    made.add_argument("--name", required=True, metavar="NAME", help=_("工会名称"))
    made.add_argument("--route", required=True, choices=_ROUTES, help=_("单独、联合、行业覆盖、区域兜底"))
    made.add_argument("--on", required=True, metavar="DATE", help=_("建会日期"))
    made.add_argument("--members", type=count, metavar="N", help=_("会员数"))
    made.add_argument("--women", type=count, metavar="N", help=_("女会员数"))
    made.add_argument("--chair", metavar="NAME", help=_("主席"))
    made.add_argument("--approved-by", metavar="TEXT", help=_("批准机关"))
    made.add_argument("--document", metavar="TEXT", help=_("批准文号"))


def _work_commands(add: _Add) -> None:
    _visit_command(add)
    _survey_commands(add)
    made = add("reason", _("记未建会原因"))
    made.add_argument("organization", metavar="ORGANIZATION", help=_(_ONE))
    made.add_argument("code", metavar="CODE", help=_("原因代码，例如 B2"))
    made.add_argument("--primary", action="store_true", help=_("设为主因"))
    made.add_argument("--resolve", action="store_true", help=_("已经解决"))
    made.add_argument("--follow", action="store_true", help=_("同时把对策的下一步记为跟进"))
    made.add_argument("--note", metavar="TEXT", help=_("说明；解决时写怎么解决的"))
    made.add_argument("--evidence", metavar="TEXT", help=_("佐证"))
    made.add_argument("--on", default="0", metavar="DATE", help=_("日期（默认今天）"))
    made = add("followup", _("记一项跟进"))
    made.add_argument("organization", metavar="ORGANIZATION", help=_(_ONE))
    made.add_argument("text", metavar="TEXT", help=_("做什么"))
    made.add_argument("--due", required=True, metavar="DATE", help=_("到期日，例如 +7、下周三"))
    made.add_argument("--to", metavar="PERSON", help=_("交给谁（默认自己）"))
    made = add("close-out", _("申请销号、审定、退回或转为回潮"))
    made.add_argument("organization", metavar="ORGANIZATION", nargs="+", help=_(_SEVERAL))
    made.add_argument("--evidence", metavar="TEXT", help=_("申请：佐证"))
    made.add_argument("--document", metavar="TEXT", help=_("申请：批准文号"))
    what = made.add_mutually_exclusive_group()
    what.add_argument("--confirm", action="store_true", help=_("审定"))
    what.add_argument("--return", dest="send_back", metavar="TEXT", help=_("退回，写明缺什么"))
    what.add_argument("--reopen", action="store_true", help=_("已销号的转为回潮"))
    made.add_argument("--on", default="0", metavar="DATE", help=_("日期（默认今天）"))
    made = add("handover", _("一个人管的单位和未办的跟进移交给另一个人"))
    made.add_argument("person", metavar="FROM", help=_("谁移交"))
    made.add_argument("to", metavar="TO", help=_("谁接手"))
    made.add_argument("--dry-run", action="store_true", help=_("只看有多少，不写入"))
    made.add_argument("--report", metavar="OUT.pdf", help=_("把移交清单写成 PDF"))
    made.add_argument("--stays", action="store_true", help=_("移交人没有离岗，只是换人负责"))
    made = add("rhythm", _("回访周期：看，或按层级设定"))
    made.add_argument("fields", metavar="TIER=DAYS", nargs="*", help=_("例如 重点对象=30；天数留空为不按周期"))
    made = add("eligibility", _("认定是否具备建会条件"))
    made.add_argument("organization", metavar="ORGANIZATION", help=_(_ONE))
    made.add_argument("decision", choices=_DECISIONS, metavar="yes|no|unknown", help=_("具备、暂不具备、未认定"))
    made.add_argument("--ground", metavar="TEXT", help=_("依据"))
    made.add_argument("--evidence", metavar="TEXT", help=_("佐证"))
    made.add_argument("--until", metavar="DATE", help=_("复核日期，到期后回到未认定"))
    made.add_argument("--on", default="0", metavar="DATE", help=_("认定日期（默认今天）"))
    _union_command(add)
    made = add("log", _("操作记录，最近的在前"))
    made.add_argument("organization", metavar="ORGANIZATION", nargs="?", help=_("只看一家"))
    made.add_argument("--limit", type=count, default=200, metavar="N", help=_("最多几条（默认 200）"))


def _output_commands(add: _Add) -> None:
    made = add("stats", _("家数、建会率、缺口"))
    made.add_argument("--by", choices=_GROUPINGS, help=_("按街道、干部、类型、主因或阶段分组"))
    made.add_argument("--stages", choices=("province", "city", "county"), help=_("只列各省、市州或区县各阶段的家数"))
    report_command(add)
    sample_commands(add)
    made = add("export", _("导出单位表（xlsx 或 csv）、日程（ics）或交换文件（jhx）"))
    made.add_argument("output", metavar="OUT.xlsx|.csv|.ics|.jhx", help=_("写到哪个文件，按扩展名定格式"))
    _selection(made)
    made.add_argument("--street", action="append", default=[], metavar="STREET", help=_("只导出这些街道，可多次"))
    _of_followups(made)
    made.add_argument("--with-phones", action="store_true", help=_("电话不打码（会留下记录）"))
    _of_exchange(made)
    made = add("identity", _("自己的名片和身份代码；确认同事的名片"))
    made.add_argument("--card", metavar="OUT", help=_("把名片写到文件：.jhcard，或二维码图片 .png、.svg"))
    made.add_argument("--confirm", nargs=2, metavar=("CARD", "CODE"), help=_("核对同事的名片：代码由他在电话里念出"))
    made.add_argument("--forget", metavar="CODE", help=_("不再认识这个代码的人"))
    made = add("fill-form", _("用台账填上级发的表格（xlsx），原表的格式和公式不动"))
    made.add_argument("form", metavar="FORM.xlsx", help=_("上级发的空表"))
    made.add_argument("output", metavar="OUT.xlsx", help=_("填好的另存到哪里"))
    made.add_argument("--sheet", metavar="NAME", help=_("工作表（默认第一张）"))
    made.add_argument("--remember", action="store_true", help=_("把这次的填法记在台账里"))
    made = add("associate", _("双击台账文件 LEDGER 就打开本程序（只为本人，不用管理员）"), ledger=False)
    made.add_argument("--remove", action="store_true", help=_("撤回"))
    made = add("gallery", _("把每个界面存成图片（需要图形界面的库）"))
    made.add_argument("directory", metavar="DIR", help=_("放到哪个文件夹"))
    made.add_argument(
        "--language", choices=list(LANGUAGES), default=SOURCE_LANGUAGE, help=_("界面语言（默认简体中文）")
    )


def _of_followups(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="PERSON", help=_("跟进：只要这个人的（默认所有人）"))
    parser.add_argument("--until", metavar="DATE", help=_("跟进：只要这天以前到期的，例如 +5"))


def _of_exchange(made: argparse.ArgumentParser) -> None:
    """What only an exchange file has."""
    made.add_argument(
        "--cadre", action="append", default=[], metavar="NAME", help=_("只导出与这位干部有关的单位，可多次")
    )
    made.add_argument(
        "--recipient", metavar="RECIPIENT", help=_("给谁：认识的人的姓名或代码，或任意名称；记下这次给过")
    )
    made.add_argument("--since-last", metavar="RECIPIENT", help=_("只导出上次给他以后有变化的单位；第一次是全部"))
    made.add_argument(
        "--seal",
        action="append",
        default=[],
        metavar="CARD",
        help=_("密封给名片的主人（文件或认识的人），可多次"),
    )
    made.add_argument("--password", action="store_true", help=_("加口令，运行时输入"))
    made.add_argument("--password-file", metavar="FILE", help=_("加口令，口令在文件的第一行"))


def _selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search", default="", metavar="TEXT", help=_("名称、代码、地址、电话、人名、备注、走访记录里的文字，或拼音")
    )
    parser.add_argument("--where", default="", metavar="EXPRESSION", help=_("条件，例如 类别=民办幼儿园 and 职工>=25"))
