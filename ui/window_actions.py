"""Every action of the window: its words, its key and its menu, in one place. What they do is in main_window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from models.language import LANGUAGES, N_, _


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. Without `needs_ledger` it works with no ledger open; `gap` puts a line above it in the menu."""

    key: str
    text: str
    menu: str
    shortcuts: tuple[str, ...] = ()
    needs_ledger: bool = True
    gap: bool = False


MENUS = {
    "file": N_("文件(&F)"),
    "edit": N_("编辑(&E)"),
    "view": N_("查看(&V)"),
    "organization": N_("单位(&O)"),
    "data": N_("数据(&D)"),
    "exchange": N_("交换(&X)"),
    "help": N_("帮助(&H)"),
}

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_ledger", N_("新建台账…"), "file", needs_ledger=False),
    ActionSpec("open_ledger", N_("打开台账…"), "file", ("Ctrl+O",), needs_ledger=False),
    ActionSpec("open_demo", N_("打开示例台账"), "file", needs_ledger=False),
    ActionSpec("import", N_("导入名册…"), "file", ("Ctrl+I",), gap=True),
    ActionSpec("import_pasted", N_("粘贴为导入"), "file", ("Ctrl+Shift+V",)),
    ActionSpec("export", N_("导出单位表…"), "file", ("Ctrl+E",)),
    ActionSpec("print", N_("打印…"), "file", ("F9", "Ctrl+P")),
    ActionSpec("fill_form", N_("填上级表格…"), "file", ("Ctrl+Shift+X",)),
    ActionSpec("visit_list", N_("打印走访单"), "file"),
    ActionSpec("visit_slips", N_("打印走访条"), "file"),
    ActionSpec("followup_list", N_("打印跟进清单"), "file"),
    ActionSpec("calendar", N_("跟进导出到日历…"), "file"),
    ActionSpec("backup", N_("立即备份"), "file", gap=True),
    ActionSpec("restore", N_("从备份恢复…"), "file"),
    ActionSpec("check", N_("检查台账"), "file"),
    ActionSpec("close_ledger", N_("关闭台账"), "file", gap=True),
    ActionSpec("quit", N_("退出"), "file", ("Ctrl+Q",), needs_ledger=False),
    ActionSpec("undo", N_("撤销"), "edit", ("Ctrl+Z",)),
    ActionSpec("redo", N_("重做"), "edit", ("Ctrl+Y", "Ctrl+Shift+Z")),
    ActionSpec("resume", N_("接着填没存的表单"), "edit"),
    ActionSpec("add_organization", N_("新增单位…"), "edit", ("Ctrl+N",), gap=True),
    ActionSpec("edit_organization", N_("修改单位…"), "edit", ("F2", "Shift+F2")),
    ActionSpec("edit_together", N_("批量修改…"), "edit", ("Ctrl+Shift+E",)),
    ActionSpec("delete_organizations", N_("移入回收站"), "edit", ("Ctrl+Delete",)),
    ActionSpec("trash", N_("回收站"), "edit", gap=True),
    ActionSpec("find", N_("查找或命令"), "view", ("Ctrl+K",)),
    ActionSpec("scheme_system", N_("跟随系统"), "view", needs_ledger=False, gap=True),
    ActionSpec("scheme_light", N_("浅色"), "view", needs_ledger=False),
    ActionSpec("scheme_dark", N_("深色"), "view", needs_ledger=False),
    ActionSpec("larger", N_("放大文字"), "view", ("Ctrl+=", "Ctrl++"), needs_ledger=False, gap=True),
    ActionSpec("smaller", N_("缩小文字"), "view", ("Ctrl+-",), needs_ledger=False),
    ActionSpec("usual_size", N_("文字恢复原大"), "view", ("Ctrl+0",), needs_ledger=False),
    ActionSpec("cover", N_("遮住屏幕"), "view", ("Ctrl+Shift+H",), gap=True),
    ActionSpec("cover_never", N_("不自动遮住"), "view", needs_ledger=False),
    ActionSpec("cover_5", N_("5 分钟没人用就遮住"), "view", needs_ledger=False),
    ActionSpec("cover_15", N_("15 分钟没人用就遮住"), "view", needs_ledger=False),
    ActionSpec("speak_zh_CN", LANGUAGES["zh_CN"], "view", needs_ledger=False, gap=True),
    ActionSpec("speak_zh_TW", LANGUAGES["zh_TW"], "view", needs_ledger=False),
    ActionSpec("speak_en", LANGUAGES["en"], "view", needs_ledger=False),
    ActionSpec("visit", N_("走访"), "organization", ("F4",)),
    ActionSpec("survey", N_("摸底"), "organization", ("F5",)),
    ActionSpec("followup", N_("跟进"), "organization", ("F6",)),
    ActionSpec("close_out", N_("申请销号"), "organization"),
    ActionSpec("reason", N_("未建会原因"), "organization", ("F7",)),
    ActionSpec("playbook", N_("主因的下一步记为跟进"), "organization", ("Shift+F6",)),
    ActionSpec("add_person", N_("添加单位人员…"), "organization"),
    ActionSpec("add_name", N_("添加曾用名…"), "organization"),
    ActionSpec("attach", N_("添加附件…"), "organization", ("Ctrl+Shift+A",)),
    ActionSpec("eligibility", N_("认定是否具备条件"), "organization", ("F8",)),
    ActionSpec("union", N_("登记工会"), "organization", ("Ctrl+U",)),
    ActionSpec("proposals", N_("待确认建议"), "data", ("Ctrl+J",)),
    ActionSpec("duplicates", N_("疑似重复"), "data", ("Ctrl+Shift+J",)),
    ActionSpec("survey_report", N_("摸底情况"), "data", ("Ctrl+F5",)),
    ActionSpec("queue", N_("待判的导入行"), "data", gap=True),
    ActionSpec("past_imports", N_("历次导入"), "data"),
    ActionSpec("log", N_("操作记录"), "data", ("Ctrl+L",)),
    ActionSpec("reason_analysis", N_("未建会原因分析"), "data", gap=True),
    ActionSpec("rebalance", N_("按街道平均分跟进…"), "data"),
    ActionSpec("assignments", N_("指派情况"), "data"),
    ActionSpec("handover", N_("人员移交…"), "data"),
    ActionSpec("rhythm", N_("回访周期…"), "data", gap=True),
    ActionSpec("people", N_("本单位人员…"), "data"),
    ActionSpec("phrases", N_("常用短语"), "data"),
    ActionSpec("codes", N_("代码表"), "data"),
    ActionSpec("campaign", N_("行动与目标…"), "data"),
    ActionSpec("receive", N_("收文件合并…"), "exchange", ("Ctrl+M",)),
    ActionSpec("send", N_("发文件…"), "exchange", ("Ctrl+Shift+O",)),
    ActionSpec("qr_codes", N_("今天的记录做成二维码…"), "exchange"),
    ActionSpec("past_merges", N_("历次合并"), "exchange", gap=True),
    ActionSpec("conflicts", N_("冲突箱"), "exchange", ("Ctrl+Shift+K",)),
    ActionSpec("cards", N_("名片：我的和认识的人"), "exchange"),
    ActionSpec("keys", N_("快捷键"), "help", ("F1",), needs_ledger=False),
    ActionSpec("about", N_("关于建会台账"), "help", needs_ledger=False),
)


class WindowActions:
    """The actions of one window, made from ACTIONS and bound to what they do."""

    def __init__(self, window: QWidget, menu_bar: QMenuBar, does: Mapping[str, Callable[[], object]]) -> None:
        self.by_key: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {key: menu_bar.addMenu(_(text)) for key, text in MENUS.items()}
        menus = self.menus
        for spec in ACTIONS:
            action = QAction(_(spec.text), window)
            action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
            action.triggered.connect(partial(_run, does[spec.key]))
            if spec.gap:
                menus[spec.menu].addSeparator()
            menus[spec.menu].addAction(action)
            window.addAction(action)
            self.by_key[spec.key] = action

    def add_menu(self, after: str, menu: QMenu) -> None:
        """Put a menu of its own behind an action."""
        home = self.menus[next(spec.menu for spec in ACTIONS if spec.key == after)]
        actions = home.actions()
        place = actions.index(self.by_key[after]) + 1
        home.insertMenu(actions[place], menu) if place < len(actions) else home.addMenu(menu)

    def set_ledger_open(self, is_open: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Without a ledger only what needs none can be done."""
        for spec in ACTIONS:
            self.by_key[spec.key].setEnabled(is_open or not spec.needs_ledger)
        for key in ("undo", "redo"):  # what they would do is a ledger's (ui/undo_words.py)
            text = next(spec.text for spec in ACTIONS if spec.key == key)
            self.by_key[key].setText(_(text))


def _run(does: Callable[[], object], *_checked: object) -> None:
    does()
