"""Every key of the program and what it does: F1 shows it, and a test holds it against the screens themselves.

The menus' keys come from the actions, the places' from the rail; a screen's own stand here with the class of the
screen, so that a key that is bound but not told, or told twice, is found (tests/ui/test_key_map.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.language import N_, _
from ui.places import PLACES
from ui.saved_files import OPEN_KEY
from ui.window_actions import ACTIONS, MENUS


@dataclass(frozen=True, slots=True)
class KeyLine:
    """Keys that do the same, written as on the key caps, and what they do."""

    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Lines under a title. `screens` are the classes whose keys these are; none: the whole window's.

    `part` names the part of a screen where keys mean something else than elsewhere on it.
    """

    title: str
    lines: tuple[KeyLine, ...]
    screens: tuple[str, ...] = ()
    part: str = ""


def _lines(*told: tuple[str, str]) -> tuple[KeyLine, ...]:
    return tuple(KeyLine(tuple(keys.split()), words) for keys, words in told)


_EVERYWHERE = KeyGroup(
    N_("到处"),
    _lines(
        ("Tab Shift+Tab", N_("下一处、上一处")),
        ("Enter", N_("按下有框的按钮")),
        ("Esc", N_("返回、收起")),
        ("Alt", N_("菜单；Alt+F 文件，Alt+E 编辑，Alt+V 查看，Alt+O 单位，Alt+D 数据，Alt+X 交换，Alt+H 帮助")),
        ("Shift+F10", N_("这一处的菜单（同菜单键）")),
        (OPEN_KEY, N_("刚存好文件时：打开它的文件夹")),
    ),
    part="keys of every widget",
)
_LIST = KeyGroup(
    N_("列表里"),
    _lines(
        ("↑ ↓", N_("上一行、下一行")),
        ("Home End", N_("第一行、最后一行")),
        ("PgUp PgDn", N_("翻页")),
        ("空格", N_("选中或取消选中")),
        ("Shift+↑ Shift+↓", N_("连续选中")),
        ("Ctrl+A", N_("全选")),
        ("Enter", N_("看这一行，或办这一件")),
    ),
    part="keys of a table",
)
SCREEN_GROUPS: tuple[KeyGroup, ...] = (
    KeyGroup(
        N_("台账"),
        _lines(
            ("Ctrl+F", N_("在列表里找")),
            ("Ctrl+G", N_("跳到第几行")),
            ("Ctrl+Shift+F", N_("加一个条件")),
            ("Ctrl+Shift+T", N_("把条件写成文字")),
            ("Ctrl+Shift+L", N_("只看这一格的值")),
            ("Ctrl+Shift+M", N_("视图菜单")),
            ("Ctrl+Shift+S", N_("存为视图")),
            ("Ctrl+Shift+C", N_("列：选择、排列、宽窄")),
            ("Ctrl+Shift+G", N_("分组")),
            ("Alt+← Alt+→", N_("全部折叠、展开")),
            ("Alt+↑ Alt+↓", N_("按这一列排序、倒序")),
            ("← → Ctrl+← Ctrl+→", N_("左右一格、行首行尾的格；折叠、展开一组")),
            ("F2 0–9", N_("改这一格；Enter 存了往下，Tab 往右，Esc 恢复")),
            ("Ctrl+C Ctrl+V", N_("复制这一格或几行、粘贴")),
            ("Esc", N_("回到列表，收起详情")),
        ),
        ("OrganizationsPage",),
    ),
    KeyGroup(
        N_("选择列"),
        _lines(
            ("空格", N_("显示或隐藏")),
            ("Ctrl+↑ Ctrl+↓", N_("移动")),
            ("Ctrl+← Ctrl+→", N_("变窄、变宽")),
        ),
        ("OrganizationsPage",),
        part="columns",
    ),
    KeyGroup(
        N_("工作台"),
        _lines(
            ("1 2 3 4", N_("逾期、今天、退回、本周的第一件")),
            ("空格", N_("办完")),
            ("5", N_("收到的名册里待判的，或历次导入")),
            ("6", N_("待审销号")),
            ("7", N_("目标")),
        ),
        ("TodayPage",),
    ),
    KeyGroup(
        N_("跟进"),
        _lines(
            ("1 2 3", N_("泳道：按人、按街道、按原因")),
            ("T", N_("看板、表格")),
            ("D", N_("改期")),
            ("+ =", N_("推一个工作日")),
            ("O", N_("换人")),
            ("F", N_("办完")),
            ("X", N_("申请销号")),
            ("A", N_("审定销号")),
            ("R", N_("退回申请；已销号的转为回潮；办结的重新打开")),
            ("Delete", N_("取消这件事")),
        ),
        ("FollowupsPage",),
    ),
    KeyGroup(
        N_("按街道平均分"),
        _lines(("Ctrl+Enter", N_("写入"))),
        ("RebalancePanel",),
    ),
    KeyGroup(
        N_("人员移交"),
        _lines(("Ctrl+Enter", N_("移交")), ("Ctrl+S", N_("存移交清单 PDF"))),
        ("HandoverPanel",),
    ),
    KeyGroup(
        N_("打印预览"),
        _lines(
            ("Ctrl+Enter", N_("打印")),
            ("Ctrl+S", N_("存 PDF")),
            ("PgUp PgDn", N_("上一页、下一页")),
            ("Home End", N_("第一页、最后一页")),
            ("← → ↑ ↓", N_("旁边的一格或一个数")),
            ("Enter", N_("打开背后的单位")),
        ),
        ("ReportsPage",),
    ),
    KeyGroup(
        N_("作战图"),
        _lines(
            ("← → ↑ ↓", N_("旁边的一格或一个数")),
            ("Enter", N_("打开背后的单位")),
            ("Home End", N_("第一处、最后一处")),
            ("PgUp PgDn", N_("翻页")),
            ("+ - 0", N_("放大、缩小、适合宽度")),
            ("Alt+← Alt+→ Alt+↑ Alt+↓", N_("移动这个街道的方块")),
        ),
        ("BattleMapPage",),
    ),
    KeyGroup(
        N_("交换"),
        _lines(
            ("Alt+1 Alt+2 Alt+3 Alt+4", N_("收文件、发文件、历次合并、名片")),
            ("1 2 3", N_("选文件、选文件夹、选照片")),
            ("空格", N_("这一行写不写入")),
            ("Ctrl+Enter", N_("合并；导出")),
            ("Ctrl+S", N_("存预览、存回执")),
            ("C D", N_("合并以后：判冲突、看疑似重复")),
            ("Delete", N_("撤销合并；不再认识")),
            ("Enter", N_("下一步")),
            ("Esc", N_("取消，本机台账不变")),
        ),
        ("ExchangePage",),
    ),
    KeyGroup(
        N_("表单里"),
        _lines(
            ("Enter", N_("下一格（中文输入法选字时不跳格）")),
            ("Shift+Enter", N_("上一格")),
            ("Ctrl+Enter", N_("保存")),
            ("Alt+Enter", N_("走访：保存，停在这一家")),
            ("Alt+S", N_("走访、认定：照提议改阶段")),
            ("Alt+M", N_("走访：同行、见到谁、用时")),
            ("Alt+P", N_("走访：备注存为短语")),
            ("F7 F6", N_("原因：作为主因、同时指派跟进；摸底：阶段改为已摸排")),
            ("Alt+1 Alt+2 Alt+3", N_("原因：采用从说明里看出的一个")),
            ("↓", N_("列出可选的；再按往下选")),
            ("Esc", N_("收起，没存的留着")),
        ),
        ("Form",),
        part="form",
    ),
    KeyGroup(
        N_("导入"),
        _lines(
            ("Enter", N_("做下一步")),
            ("Ctrl+V", N_("粘贴复制的表格")),
            ("空格 Alt+↓", N_("这一列是什么")),
            ("Delete", N_("这一列不导入；不再记住这个方案")),
            ("Ctrl+↑ Ctrl+↓", N_("表头往上、往下")),
            ("Esc", N_("上一步")),
        ),
        ("ImportPanel",),
    ),
    KeyGroup(
        N_("待判的导入行"),
        _lines(
            ("S", N_("同一家")),
            ("D", N_("不同，新增")),
            ("L", N_("以后再判")),
            ("1 2 3 4 5 6 7 8 9", N_("换相似的一家")),
            ("空格", N_("这一栏要不要")),
        ),
        ("QueuePanel",),
    ),
    KeyGroup(
        N_("与以前的名册比"),
        _lines(("Z", N_("标为注销")), ("R", N_("恢复为在册")), ("K", N_("保留不动"))),
        ("RegistryPanel",),
    ),
    KeyGroup(
        N_("历次导入"), _lines(("Delete", N_("撤销这次导入")), ("Enter", N_("看这些单位"))), ("PastImportsPanel",)
    ),
    KeyGroup(
        N_("待确认建议"),
        _lines(
            ("Ctrl+Enter", N_("确认勾选的")),
            ("Ctrl+Shift+Enter", N_("整组确认")),
            ("Delete", N_("不采纳")),
            ("1 2 3 4 5 6 7 8 9", N_("修代码：选第几个")),
        ),
        ("ProposalsPanel",),
    ),
    KeyGroup(
        N_("冲突箱"),
        _lines(
            ("1", N_("退回基准")),
            ("2 3", N_("取甲、取乙")),
            ("6 7 8 9", N_("取第三、第四……方")),
            ("4", N_("另填")),
            ("5", N_("两者都保留")),
            ("N", N_("稍后")),
            ("U", N_("撤销刚才的判定，或取消这一条的判定")),
            ("A", N_("同类全部照此")),
            ("Ctrl+Enter", N_("写入同类的")),
        ),
        ("ConflictsPanel", "ConflictsFrame", "BulkPane"),
    ),
    KeyGroup(
        N_("疑似重复"),
        _lines(
            ("S", N_("同一家")),
            ("D", N_("不同")),
            ("P", N_("总分或共址")),
            ("U", N_("取消判定")),
            ("A", N_("选中同类")),
        ),
        ("DuplicatesPanel",),
    ),
    KeyGroup(
        N_("摸底情况"),
        _lines(("Enter", N_("看没问的单位")), ("U", N_("看不清楚的单位"))),
        ("SurveyPanel",),
    ),
    KeyGroup(
        N_("代码表"),
        _lines(("Ctrl+N", N_("新增")), ("Enter", N_("修改")), ("Delete", N_("停用")), ("Ctrl+Enter", N_("保存"))),
        ("CodesPanel",),
    ),
    KeyGroup(
        N_("常用短语"),
        _lines(("Ctrl+N", N_("写一条新的")), ("Enter", N_("改写、存下")), ("Delete", N_("停用或启用"))),
        ("PhrasesPanel",),
    ),
    KeyGroup(
        N_("批量修改、粘贴"),
        _lines(("Ctrl+Enter", N_("写入")), ("Esc", N_("取消，什么也不写"))),
        ("BulkEditPanel", "PastePreview"),
    ),
    KeyGroup(
        N_("备份、回收站、操作记录"),
        _lines(("Enter", N_("恢复这一份、这几家"))),
        ("BackupsPanel", "TrashPanel", "LogPanel"),
    ),
)


def key_groups() -> Iterator[KeyGroup]:
    """All of it, titles and words translated now."""
    places = tuple(KeyLine((f"Ctrl+{n}",), place.word) for n, place in enumerate(PLACES, start=1))
    yield _translated(KeyGroup(N_("去处"), places))
    for menu, title in MENUS.items():
        told = tuple(KeyLine(spec.shortcuts, spec.text) for spec in ACTIONS if spec.menu == menu and spec.shortcuts)
        if told:
            yield _translated(KeyGroup(title, told))
    for group in (_EVERYWHERE, _LIST, *SCREEN_GROUPS):
        yield _translated(group)


def _translated(group: KeyGroup) -> KeyGroup:
    lines = tuple(KeyLine(_keys(line), _(line.words).rstrip("…")) for line in group.lines)
    return KeyGroup(_(group.title).split("(")[0].replace("&", ""), lines, group.screens, group.part)


def _keys(line: KeyLine) -> tuple[str, ...]:
    """Only the space bar has a name that is a word."""
    return tuple(_("空格") if key == "空格" else key for key in line.keys)
