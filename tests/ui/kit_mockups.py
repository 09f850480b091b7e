"""Pictures 01, 02 and 10 composed of kit widgets alone, with the same made-up data."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from tests.ui.kit_data import COLUMNS, Ledger, detail_timeline
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, IconButton
from ui.shared.chips import ChipRow
from ui.shared.empty_state import EmptyState, WayIn
from ui.shared.flow_row import FlowRow
from ui.shared.labels import ElidedLabel, Label
from ui.shared.pane_head import BulkBar, PaneHead
from ui.shared.panes import Pane, ScrollPane
from ui.shared.rail import Rail
from ui.shared.record_model import RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import RunLabel, phrase, plain, strong
from ui.shared.stage_strip import StageStrip
from ui.shared.status_bar import StatusBar
from ui.shared.tags import ReasonTag, Tag, TagKind
from ui.shared.timeline import Timeline
from ui.shared.top_bar import TopBar
from ui.theme.glyphs import Flag
from ui.theme.icons import Icon
from ui.theme.palette import px
from ui.theme.tokens import Role, Space, TextSize

PLACES = (
    ("today", Icon.TODAY, "工作台"),
    ("ledger", Icon.TABLE, "台账"),
    ("visits", Icon.MAP_PIN, "走访"),
    ("followups", Icon.FLAG, "跟进"),
    ("targets", Icon.TARGET, "目标"),
    ("map", Icon.TILES, "作战图"),
    ("exchange", Icon.EXCHANGE, "交换"),
)


FULL = QSize(1366, 768)


def ledger_window(size: QSize = FULL) -> QWidget:
    """Picture 01 and, in the dark scheme, 02."""
    table = _ledger_table()
    window = _frame(_ledger_list(table), _detail_pane(), (6, 3, 2), size)
    table.go_to_row(3)
    for row in (4, 5):
        table.selectionModel().select(
            table.model().index(row, 0),
            table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows,
        )
    table.setFocus()
    return window


def empty_window() -> QWidget:
    """Picture 10."""
    head = PaneHead("全部单位", with_menu=True)
    head.set_counts([("all", plain("0 家"))])
    table = RecordTable()
    table.setModel(RecordModel(COLUMNS[1:]))
    state = EmptyState(
        "台账还是空的",
        "先放进一份名册，系统会认表头、查代码、分街道；写入之前给您看结果，随时可以整批撤销。",
        (
            WayIn(
                "import",
                Icon.DOCUMENT,
                "导入名册",
                "民政名册、街道摸底表：xlsx、xls、csv、ods；也可以把文件拖到这里",
                "Ctrl+I",
            ),
            WayIn(
                "merge", Icon.USB, "合并交换文件", "同事或上级交来的文件，先预览后入账，重复合并不会重复计数", "Ctrl+M"
            ),
            WayIn("new", Icon.EDIT, "新增一家单位", "输入名称时自动提示相近单位，避免重复", "Ctrl+N"),
        ),
        link_before="只想先看看？",
        link="打开示例台账（458 家，虚构数据）",
    )
    table.set_empty_state(state)
    body = Pane()
    column = _column(body)
    column.addWidget(head)
    column.addWidget(table, 1)
    window = _frame(body, None, counts=(0, 0, 0))
    state.focus_first()
    return window


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _frame(body: QWidget, side: QWidget | None, counts: tuple[int, int, int], size: QSize = FULL) -> QWidget:
    window = QWidget()
    column = _column(window)
    column.addWidget(_top_bar(counts))
    middle = QHBoxLayout()
    middle.setSpacing(0)
    rail = Rail()
    for key, icon, word in PLACES:
        rail.add_place(key, icon, word)
    rail.show_place("ledger")
    if any(counts):
        rail.set_badge("followups", 3, late=True)
        rail.set_badge("exchange", 2)
    middle.addWidget(rail)
    if side is None:
        middle.addWidget(body, 1)
    else:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.addWidget(body)
        splitter.addWidget(side)
        splitter.setSizes([px(922), px(363)])
        side.setVisible(size.width() >= px(1100))
        splitter.setStretchFactor(0, 1)
        middle.addWidget(splitter, 1)
    column.addLayout(middle, 1)
    column.addWidget(_status_bar(empty=not any(counts)))
    return window


def _top_bar(counts: tuple[int, int, int]) -> TopBar:
    bar = TopBar()
    for word in ("文件(&F)", "编辑(&E)", "查看(&V)", "数据(&D)", "交换(&X)", "帮助(&H)"):
        bar.menu_bar.addMenu(word)
    bar.add_alert("today", "今天 {count}", Role.TEXT)
    bar.add_alert("late", "逾期 {count}", Role.DANGER, Flag.LATE)
    bar.add_alert("conflicts", "冲突 {count}", Role.WARN, Icon.WARNING)
    for key, count in zip(("today", "late", "conflicts"), counts, strict=True):
        bar.set_alert(key, count)
    return bar


def _status_bar(*, empty: bool) -> StatusBar:
    bar = StatusBar()
    bar.set_segment("ledger", phrase("本机台账 {name}", name=strong("临江区 · 周岚")), icon=Icon.BOOK)
    bar.set_segment("unsent", phrase("未上报 {count} 条", count=strong(0 if empty else 37)))
    bar.set_segment("export", phrase("上次导出 {time}", time=strong("—" if empty else "09-20 17:42")))
    if empty:
        bar.set_segment("backup", plain("尚无备份：首次导入后自动备份"), icon=Icon.SHIELD_CHECK)
    else:
        bar.set_segment(
            "backup",
            phrase("备份已验证 {time}", time=strong("09-27 08:10")),
            icon=Icon.SHIELD_CHECK,
            icon_role=Role.OK,
        )
    bar.set_segment("conflicts", phrase("冲突 {count}", count=strong(0 if empty else 2)))
    if not empty:
        bar.set_note(plain("2024-09-27 周五 · 距国庆放假 4 天（09-29 周日上班）"))
    return bar


def _ledger_table() -> RecordTable:
    table = RecordTable()
    table.setModel(RecordModel(COLUMNS, Ledger()))
    table.set_sort("due", descending=False)
    return table


def _ledger_list(table: RecordTable) -> QWidget:
    body = Pane()
    head = PaneHead("未建会 · 全区", with_menu=True)
    head.set_counts(
        [
            ("all", plain("48 家")),
            ("staff", plain("职工 2,316 人")),
            ("late", plain("逾期 3")),
            ("today", plain("今天 6")),
        ]
    )
    for icon, word in ((Icon.COLUMNS, "列"), (Icon.ROWS, "行高"), (Icon.PRINT, "打印")):
        head.add_button(IconButton(icon, word))
    chips = ChipRow()
    chips.set_conditions([("state", "状态 ≠ 已建会"), ("due", "下一步 ≤ 10-18"), ("scope", "重点对象")])
    bulk = BulkBar()
    bulk.set_runs(phrase("{count}  职工 124 人", count=strong("已选 3 家")))
    bulk.add_button(Button("指派…", ButtonKind.QUIET))
    bulk.add_button(Button("批量走访", ButtonKind.QUIET, key="F4"))
    bulk.add_button(Button("打印走访单", ButtonKind.QUIET, key="F9"))
    column = _column(body)
    for widget in (head, chips):
        column.addWidget(widget)
    column.addWidget(table, 1)
    column.addWidget(bulk)
    return body


def _detail_pane() -> QWidget:
    pane = Pane()
    column = _column(pane)
    content = Pane()
    inner = QVBoxLayout(content)
    inner.setContentsMargins(Space.L, Space.S, Space.L, 0)
    inner.setSpacing(0)
    parts = (_detail_head(), 6), (_detail_tags(), 9), (_detail_person(), 10), (_detail_stage(), 8)
    for part, gap in (*parts, (_detail_reasons(), 10)):
        inner.addLayout(part)
        inner.addSpacing(gap)
    inner.addWidget(Banner(BannerKind.WARNING, "承诺未办 1", "今天送《联合建会材料》给林园长"))
    inner.addSpacing(Space.S)
    inner.addLayout(_section("时间线", plain("全部 14 条 · 走访 5")))
    inner.addSpacing(Space.XS)
    timeline = Timeline()
    timeline.set_entries(detail_timeline())
    inner.addWidget(timeline)
    inner.addStretch()
    column.addWidget(ScrollPane(content), 1)
    foot = Pane(edges="t")
    row = QHBoxLayout(foot)
    row.setContentsMargins(Space.L, 10, Space.L, 9)
    row.setSpacing(Space.S)
    visit = Button("走访", ButtonKind.PRIMARY, key="F4")
    row.addWidget(visit, 1)
    for word, key in (("跟进", "F6"), ("原因", "F7"), ("打印", "F9")):
        row.addWidget(Button(word, key=key))
    column.addWidget(foot)
    return pane


def _detail_head() -> QVBoxLayout:
    head = QVBoxLayout()
    head.setSpacing(0)
    first = QHBoxLayout()
    first.setSpacing(0)
    first.addWidget(ElidedLabel("阳光新苗幼儿园", size=TextSize.TITLE, bold=True), 1)
    first.addWidget(IconButton(Icon.EDIT, "修改"))
    first.addWidget(IconButton(Icon.CLOSE, "收起"))
    head.addLayout(first)
    code = QHBoxLayout()
    code.setSpacing(Space.S)
    code.addWidget(Label("52990102MJ0038214M", size=TextSize.SMALL, role=Role.TEXT2))
    verified = plain("校验通过", Role.OK)
    code.addWidget(RunLabel(verified, size=TextSize.SMALL, mark=Icon.CHECK, mark_role=Role.OK))
    code.addStretch()
    head.addLayout(code)
    return head


def _detail_tags() -> QHBoxLayout:
    tags = FlowRow()
    tags.add(Tag("重点", TagKind.SOFT))
    for word in ("民办幼儿园", "望江街道", "职工 38 · 会员 0"):
        tags.add(Tag(word))
    row = QHBoxLayout()
    row.addWidget(tags)
    return row


def _detail_person() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    row.addWidget(RunLabel(plain("林园长（负责人）138****5678"), mark=Icon.PERSON))
    row.addStretch()
    row.addWidget(Label("包联 陈副主席", size=TextSize.SMALL, role=Role.TEXT2))
    return row


def _section(title: str, runs: tuple) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Label(title, size=TextSize.SMALL, role=Role.TEXT2, bold=True))
    row.addStretch()
    row.addWidget(RunLabel(runs, size=TextSize.SMALL))
    return row


def _detail_stage() -> QVBoxLayout:
    part = QVBoxLayout()
    part.setSpacing(3)
    part.addLayout(_section("当前阶段", phrase("{now}　下一步 S3 有意向", now=strong("S2 已走访"))))
    part.addWidget(StageStrip(2))
    return part


def _detail_reasons() -> QVBoxLayout:
    part = QVBoxLayout()
    part.setSpacing(Space.XS)
    part.addWidget(Label("未建会原因", size=TextSize.SMALL, role=Role.TEXT2, bold=True))
    for code, words, note in (("D1", "负责人有顾虑", "主因 · 09-12 起"), ("B3", "人数极少，需联合或兜底", "")):
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(ReasonTag(code, primary=bool(note)))
        row.addWidget(Label(words))
        row.addStretch()
        row.addWidget(Label(note, size=TextSize.SMALL, role=Role.TEXT2))
        part.addLayout(row)
    return part
