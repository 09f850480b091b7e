"""Tags, labels, panes, timeline, stage strip, gauge, figure, cards, waiting: what they say and paint."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QProgressBar,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from tests.ui.kit_data import detail_timeline
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.empty_state import EmptyState, StageLegend, WayIn
from ui.shared.figure import Figure
from ui.shared.flow_row import FlowRow
from ui.shared.followup_card import FollowupCard, FollowupCardContent
from ui.shared.gauge import Gauge, GaugeContent, GaugeMark
from ui.shared.labels import ElidedLabel, Label
from ui.shared.panes import Card, Hairline, Pane
from ui.shared.runs import RunLabel, phrase, strong
from ui.shared.stage_strip import StageStrip
from ui.shared.tags import KeyCap, ReasonTag, Tag, TagKind
from ui.shared.timeline import Timeline
from ui.shared.waiting import ProgressPanel, Skeleton
from ui.theme.icons import Icon
from ui.theme.palette import blend, colour
from ui.theme.tokens import Role, Scheme, TextSize


def pixels(widget: QWidget, *roles: Role) -> int:
    image = widget.grab().toImage()
    wanted = {colour(role).rgb() for role in roles}
    return sum(image.pixel(x, y) in wanted for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("kind", TagKind)
def test_tag_has_its_ground_and_is_20_high(show, kind: TagKind) -> None:
    tag = Tag("民办幼儿园", kind)
    tag.resize(tag.sizeHint())
    show(tag)
    ground = kind.value[0]
    assert tag.sizeHint().height() == 20
    if ground is not None:
        assert pixels(tag, ground) > 300


def test_kinds_of_tags_are_all_different() -> None:
    assert len(TagKind) == 8


def test_reason_codes_stand_under_one_another() -> None:
    assert ReasonTag("D1", primary=True).sizeHint() == ReasonTag("B3").sizeHint()
    assert ReasonTag("D1").sizeHint().width() == 34


def test_tag_can_say_something_else(show) -> None:
    tag = Tag("可合并", TagKind.SOFT)
    width = tag.sizeHint().width()
    tag.set_tag("已入账并核对", TagKind.OK)
    assert (tag.text(), tag.sizeHint().width() > width) == ("已入账并核对", True)
    assert KeyCap("Ctrl+K").sizeHint().height() == 20


def test_soft_tags_get_an_edge_in_high_contrast(show, restyle) -> None:
    restyle(Scheme.HIGH_CONTRAST)
    tag = show(Tag("重点", TagKind.SOFT))
    assert tag.grab().toImage().pixelColor(tag.width() // 2, 0) == colour(Role.ACCENT)


def test_label_follows_role_scheme_and_scale(show, restyle) -> None:
    label = show(Label("名称", role=Role.TEXT2, size=TextSize.TITLE))
    restyle(Scheme.DARK, 150)
    assert label.font().pixelSize() == 24
    assert label.palette().color(label.foregroundRole()) == colour(Role.TEXT2)
    label.set_role(Role.DANGER)
    assert label.palette().color(label.foregroundRole()) == colour(Role.DANGER)


def test_label_keeps_its_role_inside_a_view(show) -> None:
    view = QTableView()
    label = Label("先放进一份名册", role=Role.ACCENT)
    label.setParent(view.viewport())
    show(view)
    assert pixels(label, Role.ACCENT) > 10
    assert pixels(label, Role.TEXT) == 0


def test_elided_label_tells_all_in_its_tool_tip(show) -> None:
    label = ElidedLabel("临江区残障人士康复与职业技能培训服务中心")
    label.resize(120, 20)
    show(label)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(label, event)
    assert QToolTip.text() == label.text()
    QToolTip.hideText()
    assert label.minimumSizeHint().width() < 60


def test_button_words_and_key(show) -> None:
    button = Button("保存(&S)", ButtonKind.PRIMARY, key="Ctrl+Enter")
    plain = Button("保存(&S)", ButtonKind.PRIMARY)
    show(button)
    assert button.sizeHint().width() > plain.sizeHint().width() + 40
    assert button.accessibleDescription() == "Ctrl+Enter"
    assert button.sizeHint().height() == 30
    assert not button.autoDefault()


def test_disabled_button_is_text3_on_surface2(show) -> None:
    button = show(Button("保存", ButtonKind.PRIMARY))
    button.setEnabled(False)
    assert pixels(button, Role.SURFACE2) > 500
    assert pixels(button, Role.ACCENT) == 0


def test_link_is_a_button(qtbot, show) -> None:
    link = show(LinkButton("另有 7 件"))
    with qtbot.waitSignal(link.clicked):
        qtbot.keyClick(link, Qt.Key.Key_Space)


def test_panes_have_the_edges_they_name(show) -> None:
    pane = Pane(Role.SURFACE2, "tb")
    pane.resize(60, 40)
    show(pane)
    image = pane.grab().toImage()
    assert image.pixelColor(30, 0) == image.pixelColor(30, 39) == colour(Role.LINE)
    assert image.pixelColor(0, 20) == image.pixelColor(59, 20) == colour(Role.SURFACE2)
    assert Hairline(Qt.Orientation.Vertical).maximumWidth() == Hairline().maximumHeight() == 1
    card = Card()
    card.resize(60, 40)
    show(card)
    assert pixels(card, Role.SURFACE) > 2000


def test_run_label_reads_as_one_text() -> None:
    label = RunLabel(phrase("电话 · {result}", result=strong("观望")), mark=Icon.PHONE)
    assert label.text() == "电话 · 观望"
    bare = RunLabel(phrase("电话 · {result}", result=strong("观望")))
    assert label.sizeHint().width() == pytest.approx(bare.sizeHint().width() + 19, abs=1)


def test_timeline_opens_entries_and_wraps_their_text(qtbot, show) -> None:
    timeline = Timeline()
    timeline.set_entries(detail_timeline())
    timeline.set_entries(detail_timeline())  # replaces
    timeline.resize(331, 400)
    show(timeline)
    QApplication.processEvents()
    rows = [row for row in timeline.findChildren(QAbstractButton) if row.isVisible()]
    assert len(rows) == 5
    assert rows[0].accessibleName() == "09-12 电话 · 观望　原因改为 D1"
    with qtbot.waitSignal(timeline.opened, check_params_cb=lambda key: key == "3"):
        qtbot.mouseClick(rows[2], Qt.MouseButton.LeftButton)
    assert rows[0].heightForWidth(200) > rows[0].heightForWidth(331)


def test_stage_strip_fills_the_present_and_tints_the_passed(show) -> None:
    strip = StageStrip(2)
    strip.resize(331, 42)
    show(strip)
    image = strip.grab().toImage()
    passed = blend(colour(Role.SURFACE), colour(Role.ACCENT), 0.4).name()
    assert image.pixelColor(20, 3).name() == passed
    assert image.pixelColor(80, 3) == colour(Role.ACCENT)
    assert image.pixelColor(110, 3) == colour(Role.SURFACE2)
    assert "2 已走访" in strip.accessibleName()
    strip.set_stage(10)
    assert strip.grab().toImage().pixelColor(80, 3).name() == passed


MARKS = (GaugeMark(60, "60% 已达到"), GaugeMark(85, "85% 目标"))


def test_gauge_has_reached_projected_and_marks_on_one_scale(show) -> None:
    gauge = Gauge(GaugeContent(50.0, "50.0%", 75.0, "年底到 75.0%", MARKS))
    gauge.resize(800, 70)
    show(gauge)
    image = gauge.grab().toImage()
    y = 36
    assert image.pixelColor(200, y) == colour(Role.ACCENT)
    assert image.pixelColor(700, y) == colour(Role.HOVER)
    hatched = {image.pixelColor(x, y).name() for x in range(420, 590)}
    assert colour(Role.HOVER).name() in hatched
    assert len(hatched) > 1
    for share in (60, 85):
        assert image.pixelColor(share * 8, 24) == colour(Role.TEXT)
    assert gauge.accessibleName() == "50.0% 60% 已达到，85% 目标"
    gauge.set_content(GaugeContent(2.0, "2.0%", marks=MARKS, description="才开始"))
    assert gauge.accessibleName() == "才开始"
    assert gauge.grab().toImage().pixelColor(200, y) == colour(Role.HOVER)


def test_figure_says_caption_number_and_unit(show) -> None:
    figure = show(Figure("距 85% 还差", "64", "家"))
    assert figure.accessibleName() == "距 85% 还差 64 家"
    width = figure.sizeHint().width()
    figure.set_number("1,064", "家", Role.DANGER)
    assert figure.sizeHint().width() > width
    assert pixels(figure, Role.DANGER) > 100
    assert Figure("", "12", size=TextSize.TILE_FIGURE).sizeHint().height() < figure.sizeHint().height()


def test_followup_card_says_everything_and_shows_late_and_selected(show) -> None:
    late = FollowupCardContent("untouched", "启明星实验学校", "包联领导约谈", "逾期 3 天", "D2", "文昌", late=True)
    card = FollowupCard(late)
    card.resize(188, 76)
    show(card)
    assert card.accessibleName() == "启明星实验学校 包联领导约谈 逾期 3 天 D2 文昌"
    assert pixels(card, Role.DANGER) > 60
    card.setChecked(True)
    assert pixels(card, Role.SEL) > 5000
    with_evidence = FollowupCard(FollowupCardContent("filed", "双塔", "批复", "09-26 申请", evidence="佐证 2 件"))
    assert with_evidence.sizeHint().height() == card.sizeHint().height() + 20


def test_empty_state_offers_its_ways_in(qtbot, show) -> None:
    ways = (
        WayIn("import", Icon.DOCUMENT, "导入名册", "民政名册", "Ctrl+I"),
        WayIn("new", Icon.EDIT, "新增", "一家", "Ctrl+N"),
    )
    state = EmptyState("台账还是空的", "先放进一份名册。", ways, link_before="只想先看看？", link="打开示例台账")
    state.resize(900, 600)
    show(state)
    state.focus_first()
    assert state.cards[0].hasFocus()
    chosen: list[str] = []
    state.chosen.connect(chosen.append)
    qtbot.keyClick(state.cards[0], Qt.Key.Key_Space)
    qtbot.mouseClick(state.cards[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(state.findChild(LinkButton), Qt.MouseButton.LeftButton)
    assert chosen == ["import", "new", "link"]
    assert state.findChild(StageLegend).accessibleName() == "未启动、已走访、筹建中、已报批、已建会、暂不具备"


def test_flow_row_breaks_instead_of_cutting(show) -> None:
    host = QWidget()
    column = QVBoxLayout(host)
    row = FlowRow()
    tags = [Tag(word) for word in ("重点", "民办幼儿园", "望江街道", "职工 38 · 会员 0")]
    for tag in tags:
        row.add(tag)
    column.addWidget(row)
    column.addStretch()
    host.resize(200, 200)
    show(host)
    assert row.height() == row.heightForWidth(row.width()) > 20
    assert all(tag.geometry().right() < row.width() for tag in tags)
    assert row.heightForWidth(1000) == 20
    row.clear()
    assert row.heightForWidth(100) == 0


def test_progress_says_how_far_and_stops_once(qtbot, show) -> None:
    panel = show(ProgressPanel("导入名册", promise="停止，本机台账不变"))
    bar = panel.findChild(QProgressBar)
    panel.set_state("查代码", 12_400, 90_200)
    assert (bar.value(), bar.maximum()) == (137, 1000)
    texts = {label.text() for label in panel.findChildren(QLabel)}
    assert {"查代码", "12,400 / 90,200", "停止，本机台账不变", "导入名册"} <= texts
    panel.set_state("写入", 5, 0)
    assert bar.maximum() == 0  # not known
    with qtbot.waitSignal(panel.cancel_asked):
        qtbot.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)
    assert not panel.cancel.isEnabled()
    assert "正在停止…" in {label.text() for label in panel.findChildren(QLabel)}


def test_skeleton_has_the_rhythm_of_rows(show) -> None:
    skeleton = Skeleton()
    skeleton.resize(300, 120)
    show(skeleton)
    image = skeleton.grab().toImage()
    assert [y for y in range(120) if image.pixelColor(299, y) == colour(Role.LINE)] == [29, 59, 89, 119]
