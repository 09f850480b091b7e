"""Every widget of the kit once, in its states."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.vocabulary import STAGE_WORDS, VISIT_MODES
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, IconButton, LinkButton
from ui.shared.chips import AddChip, Chip
from ui.shared.confirm import ConfirmDialog
from ui.shared.date_field import Calendar, DateField
from ui.shared.fields import Choice, Field, TextArea
from ui.shared.figure import Figure
from ui.shared.followup_card import FollowupCard, FollowupCardContent
from ui.shared.gauge import Gauge, GaugeContent, GaugeMark
from ui.shared.labels import Label
from ui.shared.line_field import LineField, Meaning, NumberField
from ui.shared.pane_head import GroupHead
from ui.shared.panes import Card, Hairline
from ui.shared.segmented import SegmentedControl
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.shared.tags import KeyCap, ReasonTag, Tag, TagKind
from ui.shared.toast import ToastHost
from ui.shared.waiting import ProgressPanel, Skeleton
from ui.theme.glyphs import Flag, glyph_pixmap, paint_flag
from ui.theme.icons import Icon, icon
from ui.theme.palette import colour
from ui.theme.tokens import GLYPH_DIALOG, GLYPH_LARGE, GLYPH_ROW, Role, Space, TextSize


def icons_sheet() -> QWidget:
    """All drawings at 20 and 40 pixels, all glyphs at 14, 18 and 28."""
    sheet = QWidget()
    grid = QGridLayout(sheet)
    for number, name in enumerate(Icon):
        cell = QVBoxLayout()
        for size in (20, 40):
            picture = QLabel()
            picture.setPixmap(icon(name).pixmap(size, size))
            cell.addWidget(picture)
        cell.addWidget(Label(name.value, size=TextSize.SMALL, role=Role.TEXT2))
        grid.addLayout(cell, number // 9, number % 9)
    last = grid.rowCount()
    for number, entry in enumerate(STAGE_WORDS.entries):
        cell = QVBoxLayout()
        for size in (GLYPH_ROW, GLYPH_DIALOG, GLYPH_LARGE, 2 * GLYPH_LARGE):
            picture = QLabel()
            picture.setPixmap(glyph_pixmap(entry.code, size))
            cell.addWidget(picture)
        cell.addWidget(Label(entry.label))
        grid.addLayout(cell, last, number)
    flags = _Flags()
    grid.addWidget(flags, last, 6, 1, 3)
    return sheet


class _Flags(QWidget):
    def paintEvent(self, event) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            for number, flag in enumerate(Flag):
                for size in (14, 40):
                    ink = colour(Role.TEXT if flag is Flag.MISSED else Role.DANGER)
                    paint_flag(painter, QRectF(number * 60, 0 if size == 14 else 30, size, size), flag, ink)


def controls_sheet() -> QWidget:
    """Buttons, tags, chips and fields beside the widgets that Qt paints."""
    sheet = QWidget()
    columns = QHBoxLayout(sheet)
    columns.setSpacing(Space.XL)
    for part in (_own_controls(), _fields(), _qt_controls()):
        card = Card()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        inner.setSpacing(Space.M)
        for widgets in part:
            inner.addLayout(_row(widgets))
        inner.addStretch()
        columns.addWidget(card)
    return sheet


def _row(widgets: Iterable[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row


def _focused(widget: QWidget) -> QWidget:
    """Painted as if it had the focus: only one widget really can."""
    widget.hasFocus = lambda: True
    return widget


def _disabled(widget: QWidget) -> QWidget:
    widget.setEnabled(False)
    return widget


def _own_controls() -> list[list[QWidget]]:
    rows: list[list[QWidget]] = []
    for kind, word in zip(ButtonKind, ("保存并下一家", "预览合并", "指派…", "删除…", "删除 12 家"), strict=True):
        rows.append(
            [
                Button(word, kind, key="F4"),
                _focused(Button(word, kind, key="F4")),
                _disabled(Button(word, kind, key="F4")),
                Button(word, kind, icon=Icon.PRINT),
            ]
        )
    rows.append([IconButton(Icon.PRINT, "打印"), _focused(IconButton(Icon.COLUMNS, "列")), LinkButton("另有 7 件")])
    rows.append([Chip("状态 ≠ 已建会"), _focused(Chip("重点对象")), AddChip("条件"), _focused(AddChip("条件"))])
    rows.append(
        [Tag(word, kind) for word, kind in zip(("民办幼儿园", "重点", "待判", "逾期", "已入账"), TagKind, strict=False)]
    )
    rows.append(
        [
            Tag("改", TagKind.CHANGE),
            Tag("班", TagKind.BOX),
            KeyCap("Ctrl+K"),
            ReasonTag("D1", primary=True),
            ReasonTag("B3"),
        ]
    )
    rows.append([SegmentedControl((("person", "人 1"), ("street", "街道 2"), ("reason", "原因 3")), name="泳道")])
    states = SegmentedControl((("unknown", "未认定"), ("yes", "具备"), ("no", "不具备")))
    states.choose("yes")
    rows.append([states])
    rows.append([Figure("距 85% 还差", "64", "家"), Figure("剩余", "95", "天 · 13 周")])
    rows.append(
        [
            Figure("新机构", "12", "家", size=TextSize.TILE_FIGURE),
            Figure("待判", "4", "处", size=TextSize.TILE_FIGURE, role=Role.WARN),
        ]
    )
    return rows


def _understand(text: str) -> Meaning:
    if text == "abc":
        return Meaning(error="看不懂这个日期")
    return Meaning("10-10 周四 · 周岚 · 请已建会园长面谈" if text == "+5" else "09-27 周五", value=text)


def _fields() -> list[list[QWidget]]:
    name = LineField(strong=True)
    name.setText("阳光新苗幼儿园")
    due = DateField(_understand)
    due.setText("+5")
    wrong = DateField(_understand)
    wrong.setText("abc")
    staff = NumberField(unit="人")
    staff.set_value(1214)
    mode = Choice([(entry.code, f"{entry.code} {entry.label}") for entry in VISIT_MODES.entries])
    note = TextArea(placeholder="备注")
    wrong_field = Field("日期", wrong, stop="2", help_text="0 今天　-1 昨天　0618")
    wrong_field.set_error("看不懂“abc”：写 0、-1、0618 或 下周三")
    search = SuggestionField(placeholder="名称、拼音首字母", icon=Icon.SEARCH)
    rows = [
        Field("机构", name, stop="1", help_text="ygxm → 望江 · 职工 38 · 末次 09-12"),
        Field("下一步", due, stop="6", help_text="+5 个工作日：跳过国庆 7 天，09-29（日）调休上班已计入"),
        wrong_field,
        Field("职工", staff),
        Field("方式", mode, stop="3", help_text="1 上门 2 电话 3 会议"),
        Field("备注", note),
        Field("机构", search),
        Field("停用", _disabled(LineField(placeholder="没有权限"))),
    ]
    for field in rows:
        field.setMinimumWidth(360)
    return [[field] for field in rows]


def _qt_controls() -> list[list[QWidget]]:
    checks = [QCheckBox("已选"), QCheckBox("未选"), QCheckBox("部分"), _disabled(QCheckBox("停用"))]
    checks[0].setChecked(True)
    checks[2].setTristate(True)
    checks[2].setCheckState(Qt.CheckState.PartiallyChecked)
    checks[3].setChecked(True)
    radios = [QRadioButton("单独建"), QRadioButton("联合建"), _disabled(QRadioButton("停用"))]
    radios[0].setChecked(True)
    combo = QComboBox()
    combo.addItems(["A4 纵向", "A3 横向"])
    tabs = QTabBar()
    for word in ("跟进看板", "任务分解", "表格"):
        tabs.addTab(word)
    tree = QTreeWidget()
    tree.setHeaderLabels(["分解", "应建", "缺口"])
    top = QTreeWidgetItem(tree, ["临江区", "412", "64"])
    QTreeWidgetItem(top, ["望江街道", "88", "12"])
    top.setExpanded(True)
    tree.setCurrentItem(top.child(0))
    tree.setFixedSize(320, 110)
    bar = QProgressBar()
    bar.setValue(40)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    default = QPushButton("保存")
    default.setDefault(True)
    tool = QToolButton()
    tool.setText("工具")
    box = QGroupBox("范围")
    QVBoxLayout(box).addWidget(QCheckBox("只看本街道"))
    date = QDateEdit()
    date.setCalendarPopup(True)
    menu = QMenu()
    for name, word, key in ((Icon.EDIT, "修改", "F2"), (Icon.PRINT, "打印走访单", "F9"), (Icon.TRASH, "删除…", "Del")):
        action = menu.addAction(icon(name), word)
        action.setShortcut(key)
    ticked = menu.addAction("重点对象")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    menu.addSeparator()
    menu.addMenu("另存为").addAction("PDF")
    menu.addAction("停用").setEnabled(False)
    menu.setActiveAction(menu.actions()[1])
    menu.setWindowFlags(Qt.WindowType.Widget)
    spin = QSpinBox()
    spin.setSuffix(" 张")
    return [
        checks,
        radios,
        [QPushButton("取消"), default, tool],
        [combo, spin, date],
        [tabs],
        [tree],
        [bar],
        [slider],
        [box, menu],
        [Calendar()],
    ]


def panels_sheet() -> QWidget:
    """Cards, bars, gauge, progress, confirmation, toast and an open list of suggestions."""
    sheet = QWidget()
    sheet.setMinimumSize(1366, 900)
    row = QHBoxLayout(sheet)
    row.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
    row.setSpacing(Space.M)
    row.addLayout(_left_panels(sheet), 3)
    row.addLayout(_right_panels(), 2)
    return sheet


def _left_panels(sheet: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.M)
    card = Card()
    inner = QVBoxLayout(card)
    inner.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    inner.addWidget(Label("专项行动 · 临江区", size=TextSize.TITLE, bold=True))
    marks = (GaugeMark(60, "60% 已达到"), GaugeMark(85, "85% 目标"))
    inner.addWidget(Gauge(GaugeContent(69.7, "69.7%", 83.0, "照近四周速度，年底到 83.0%", marks)))
    inner.addWidget(Gauge(GaugeContent(3.0, "3.0%", 12.0, "照近四周速度，年底到 12.0%", marks)))
    column.addWidget(card)
    column.addWidget(
        Banner(
            BannerKind.ERROR, "存不下：U 盘满了", "换一个盘，或先删掉旧的导出文件。", action="另存为…", can_close=True
        )
    )
    column.addWidget(
        Banner(
            BannerKind.ERROR,
            "打不开这份文件：“望江街道摸底表.xlsx”正被另一个程序占用，可能是 WPS 还开着它",
            "在 WPS 里关掉它再试一次。台账没有任何改动，已经填好的列对应关系也都还在。",
            action="再试一次",
        )
    )
    column.addWidget(Banner(BannerKind.WARNING, "承诺未办 1", "今天送《联合建会材料》给林园长"))
    column.addWidget(Banner(BannerKind.NOTE, "还没有写入任何内容", "确认后才入账"))
    column.addWidget(Banner(BannerKind.DONE, "已合并", "走访 27，自动合并 12，待判 2", can_close=True))
    column.addWidget(GroupHead("逾期", 3, late=True))
    column.addWidget(GroupHead("今天", 6, "按街道路线排序"))
    cards = QHBoxLayout()
    cards.setSpacing(Space.S)
    for content in (
        FollowupCardContent("visited", "阳光新苗幼儿园", "送联合建会材料", "09-27 今天", "D1", "望江"),
        FollowupCardContent("untouched", "启明星实验学校", "包联领导约谈", "逾期 3 天", "D2", "文昌", late=True),
        FollowupCardContent(
            "filed", "双塔外国语幼儿园", "建会批复已下达", "09-26 申请", "F2", "双塔", evidence="佐证 2 件"
        ),
    ):
        cards.addWidget(FollowupCard(content), 0, Qt.AlignmentFlag.AlignTop)
    cards.itemAt(0).widget().hasFocus = lambda: True
    cards.itemAt(1).widget().setChecked(True)
    column.addLayout(cards)
    column.addStretch()
    ToastHost(sheet).show("已存走访，阳光新苗幼儿园", "撤销", key="Ctrl+Z")
    return column


def _right_panels() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.M)
    progress = ProgressPanel("导入名册", promise="停止，本机台账不变")
    progress.set_state("查代码、分街道", 12_400, 90_200)
    column.addWidget(progress)
    dialog = ConfirmDialog(
        None,
        "删除“阳光新苗幼儿园”？",
        "5 次走访和 2 件跟进会一起收进回收站，随时可以恢复；已经发给上级的文件不受影响。",
        action="删除",
        safe="不删除",
    )
    dialog.setWindowFlags(Qt.WindowType.Widget)
    dialog.safe.hasFocus = lambda: True
    column.addWidget(dialog)
    column.addWidget(Hairline())
    skeleton = Skeleton()
    skeleton.setMinimumHeight(120)
    column.addWidget(skeleton)
    field = SuggestionField(placeholder="名称、拼音首字母", icon=Icon.SEARCH)
    field.setObjectName("proposing")
    field.setText("yg")
    field.query_changed.connect(partial(_propose, field))
    column.addWidget(field)
    column.addSpacing(180)
    column.addStretch()
    return column


def _propose(field: SuggestionField, _typed: str) -> None:
    field.show_suggestions(
        (
            Suggestion("1", "阳光新苗幼儿园", "望江街道 · 职工 38", glyph="visited"),
            Suggestion("2", "阳光之家养老院", "双塔街道 · 职工 22", glyph="built"),
            Suggestion("3", "打印走访单", "命令", icon=Icon.PRINT, shortcut="F9"),
        )
    )
