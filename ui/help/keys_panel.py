"""Every key of the window on one page."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from models.language import N_, _
from ui.panel import Panel
from ui.places import PLACES
from ui.session import LedgerSession
from ui.shared.labels import Label
from ui.shared.panes import Pane, ScrollPane
from ui.shared.tags import KeyCap
from ui.theme.tokens import Role, Space, TextSize
from ui.window_actions import ACTIONS, MENUS

_LISTS = (
    (("↑", "↓"), N_("上一家、下一家")),
    (("Home", "End"), N_("第一家、最后一家")),
    (("PgUp", "PgDn"), N_("翻页")),
    (("空格",), N_("选中或取消选中")),
    (("Shift+↑", "Shift+↓"), N_("连续选中")),
    (("Ctrl+A",), N_("全选")),
    (("Enter",), N_("看这一家")),
    (("Ctrl+G",), N_("跳到第几行")),
    (("Ctrl+Shift+F",), N_("加一个条件")),
    (("Ctrl+Shift+T",), N_("把条件写成文字")),
    (("Ctrl+Shift+L",), N_("只看这一格的值")),
    (("Alt+↑", "Alt+↓"), N_("按这一列排序、倒序")),
    (("Ctrl+Shift+G",), N_("分组")),
    (("←", "→"), N_("折叠、展开一组")),
    (("Alt+←", "Alt+→"), N_("全部折叠、展开")),
    (("Ctrl+Shift+C",), N_("列：选择、排列、宽窄")),
    (("Ctrl+Shift+M",), N_("视图菜单")),
    (("Ctrl+Shift+S",), N_("存为视图")),
    (("←", "→", "Ctrl+←", "Ctrl+→"), N_("左右一格、行首行尾的格")),
    (("F2", "0–9"), N_("改这一格；Enter 存了往下，Tab 往右")),
    (("Ctrl+C", "Ctrl+V"), N_("复制这一格或几行、粘贴")),
)
_FORMS = (
    (("Enter",), N_("下一格（中文输入法选字时不跳格）")),
    (("Shift+Enter",), N_("上一格")),
    (("Ctrl+Enter",), N_("保存")),
    (("Alt+Enter",), N_("保存，停在这一家")),
    (("Esc",), N_("收起")),
    (("Alt+S",), N_("走访：照提议改阶段")),
    (("Alt+M",), N_("走访：同行、见到谁、用时")),
    (("Alt+P",), N_("走访：备注存为短语")),
)
_IMPORTS = (
    (("S",), N_("待判：同一家")),
    (("D",), N_("待判：不同，新增")),
    (("L",), N_("待判：以后再判")),
    (("1", "…", "9"), N_("待判：换相似的一家")),
    (("Z", "R", "K"), N_("与以前的名册比：标为注销、恢复、保留")),
    (("Delete",), N_("历次导入：撤销")),
)
_COLUMN_OF_MENU = {"file": 0, "edit": 1, "view": 1, "data": 1, "help": 2}


class KeysPanel(Panel):
    """Columns of keys: the menus', those of lists, those of forms."""

    def __init__(self, session: LedgerSession | None) -> None:
        super().__init__(_("快捷键"), session)
        content = Pane()
        row = QHBoxLayout(content)
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        row.setSpacing(Space.XL * 2)
        columns = [QVBoxLayout() for _column in range(3)]
        places = tuple(((f"Ctrl+{n}",), place.word) for n, place in enumerate(PLACES, start=1))
        _add_group(columns[0], _("去处"), places)
        for menu, title in MENUS.items():
            keys = tuple((spec.shortcuts, spec.text) for spec in ACTIONS if spec.menu == menu and spec.shortcuts)
            _add_group(columns[_COLUMN_OF_MENU[menu]], _(title).split("(")[0], keys)
        _add_group(columns[2], _("列表里"), _LISTS)
        _add_group(columns[1], _("表单里"), _FORMS)
        _add_group(columns[0], _("导入以后"), _IMPORTS)
        for column in columns:
            column.setSpacing(Space.XS)
            column.addStretch()
            row.addLayout(column)
        row.addStretch()
        self.body.addWidget(ScrollPane(content), 1)


def make_panel(session: LedgerSession | None) -> KeysPanel:
    """The panel for a window."""
    return KeysPanel(session)


def _add_group(column: QVBoxLayout, title: str, keys: tuple[tuple[tuple[str, ...], str], ...]) -> None:
    if not keys:
        return
    head = Label(title, size=TextSize.SMALL, bold=True, role=Role.TEXT2)
    head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    column.addWidget(head)
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.XS)
    for number, (shortcuts, text) in enumerate(keys):
        caps = QHBoxLayout()
        caps.setSpacing(Space.XS)
        for shortcut in shortcuts:
            caps.addWidget(KeyCap(shortcut))
        caps.addStretch()
        grid.addLayout(caps, number, 0)
        grid.addWidget(Label(_(text).rstrip("…")), number, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    column.addSpacing(Space.L)
