"""Rail, top bar, status bar, heads, chips, banners, toasts, the confirmation."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QToolTip, QVBoxLayout, QWidget

from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, IconButton
from ui.shared.chips import Chip, ChipRow
from ui.shared.confirm import ConfirmDialog, confirm
from ui.shared.floating import FloatingStrip, Scrim
from ui.shared.pane_head import BulkBar, GroupHead, PaneHead
from ui.shared.rail import Rail
from ui.shared.run_button import RunButton
from ui.shared.runs import phrase, plain, strong, text_of
from ui.shared.status_bar import StatusBar
from ui.shared.toast import ToastHost
from ui.shared.top_bar import TopBar
from ui.theme.fonts import font
from ui.theme.glyphs import Flag
from ui.theme.icons import Icon
from ui.theme.palette import colour
from ui.theme.tokens import TOAST_MILLISECONDS, Role, Scheme, Space

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier


def pixels(widget: QWidget, role: Role) -> int:
    image = widget.grab().toImage()
    rgb = colour(role).rgb()
    return sum(image.pixel(x, y) == rgb for x in range(image.width()) for y in range(image.height()))


@pytest.fixture
def rail(show) -> Rail:
    rail = Rail()
    for key, icon, word in (
        ("today", Icon.TODAY, "工作台"),
        ("ledger", Icon.TABLE, "台账"),
        ("flag", Icon.FLAG, "跟进"),
    ):
        rail.add_place(key, icon, word)
    rail.resize(80, 600)
    return show(rail)


def test_rail_asks_by_click_and_by_key(qtbot, rail: Rail) -> None:
    asked: list[str] = []
    rail.place_asked.connect(asked.append)
    item = rail.add_place("map", Icon.TILES, "作战图")
    assert item.key == "Ctrl+4"
    qtbot.mouseClick(item, Qt.MouseButton.LeftButton)
    qtbot.keyClick(rail, Key.Key_2, Control)
    assert asked == ["map", "ledger"]
    assert not item.isChecked()  # the window decides what is shown


def test_rail_marks_the_place_that_is_shown(rail: Rail) -> None:
    assert (rail.width(), pixels(rail, Role.ACCENT)) == (80, 0)
    rail.show_place("ledger")
    assert pixels(rail, Role.ACCENT) > 180  # the marker of 3 × 60


def test_badges_are_red_for_late_only_and_gone_at_zero(rail: Rail) -> None:
    rail.set_badge("flag", 3, late=True)
    assert pixels(rail, Role.DANGER) > 150
    rail.set_badge("flag", 3)
    assert pixels(rail, Role.DANGER) == 0
    with_badge = pixels(rail, Role.TEXT2)
    rail.set_badge("flag", 0)
    assert pixels(rail, Role.TEXT2) < with_badge - 100


def test_badge_is_spoken(rail: Rail) -> None:
    item = rail.add_place("x", Icon.EXCHANGE, "交换")
    rail.set_badge("x", 2)
    assert item.accessibleName() == "交换 2"
    rail.set_badge("x", 0)
    assert item.accessibleName() == "交换"


def test_rail_of_seven_fits_a_low_screen_in_large_type(rail: Rail, restyle) -> None:
    for number in range(4):
        rail.add_place(str(number), Icon.TARGET, "目标")
    restyle(Scheme.LIGHT, 200)
    assert rail.minimumSizeHint().height() <= 768 - 88 - 52
    assert rail.width() == 160


def test_alerts_lose_their_colour_at_zero(qtbot, show) -> None:
    bar = show(TopBar())
    bar.resize(1200, 44)
    bar.add_alert("late", "逾期 {count}", Role.DANGER, Flag.LATE)
    assert (bar.height(), pixels(bar, Role.DANGER)) == (44, 0)
    bar.set_alert("late", 3)
    QApplication.processEvents()
    assert pixels(bar, Role.DANGER) > 25
    button = bar.findChild(RunButton)
    assert button.text() == "逾期 3"
    with qtbot.waitSignal(bar.alert_asked, check_params_cb=lambda key: key == "late"):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_command_box_takes_the_keyboard_and_what_is_typed_replaces_the_old(qtbot, show) -> None:
    bar = show(TopBar())
    bar.command.setText("幼儿园")
    bar.command.clearFocus()
    bar.command.take_keyboard()
    assert bar.command.hasFocus()
    qtbot.keyClicks(bar.command, "x")
    assert bar.command.text() == "x"


def test_status_bar_says_and_opens(qtbot, show) -> None:
    bar = show(StatusBar())
    bar.resize(1366, 26)
    bar.set_segment("unsent", phrase("未上报 {count} 条", count=strong(37)))
    bar.set_segment("backup", plain("备份已验证"), icon=Icon.SHIELD_CHECK, icon_role=Role.OK)
    bar.set_segment("unsent", phrase("未上报 {count} 条", count=strong(38)))
    words = [button.text() for button in bar.findChildren(RunButton)]
    assert (bar.height(), words) == (26, ["未上报 38 条", "备份已验证"])
    with qtbot.waitSignal(bar.segment_asked, check_params_cb=lambda key: key == "backup"):
        qtbot.mouseClick(bar.findChildren(RunButton)[1], Qt.MouseButton.LeftButton)


def test_status_note_gives_way_to_the_segments(show) -> None:
    bar = show(StatusBar())
    bar.set_segment("a", plain("本机台账 临江区 · 周岚"))
    bar.set_note(plain("2024-09-27 周五 · 距国庆放假 4 天"))
    bar.resize(800, 26)
    assert bar._note.isVisible()
    bar.resize(300, 26)
    assert not bar._note.isVisible()


def test_segments_without_room_are_in_a_menu_and_the_bar_never_widens_the_window(qtbot, show) -> None:
    bar = show(StatusBar())
    words = {
        "ledger": "本机台账 临江区 · 周岚",
        "unsent": "未上报 38 条",
        "index": "正在建立查找索引 99%，查找照常可用",
    }
    for key, text in words.items():
        bar.set_segment(key, plain(text))
    bar.set_note(plain("2024-09-27 周五"))
    assert bar.minimumSizeHint().width() == 0
    bar.resize(bar.sizeHint().width() + 4, 26)
    assert (_said(bar), bar.more.isVisible()) == (list(words.values()), False)
    bar.resize(bar.sizeHint().width() - 4, 26)
    assert (_said(bar), bar.more.isVisible(), bar._note.isVisible()) == ([*words.values()][:2], True, False)
    assert bar.more.geometry().right() < bar.width()
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    (menu,) = bar.findChildren(QMenu)
    (line,) = menu.actions()
    with qtbot.waitSignal(bar.segment_asked, check_params_cb=lambda key: key == "index"):
        line.trigger()
    assert line.text() == words["index"]
    menu.close()
    bar.hide_segment("index")
    assert (_said(bar), bar.more.isVisible()) == ([*words.values()][:2], False)
    bar.resize(100, 26)
    first = bar.findChildren(RunButton)[0]
    assert (_said(bar), bar.more.geometry().right() < 100) == ([first.text()], True)
    assert first.geometry().right() < bar.more.geometry().left()


def _said(bar: StatusBar) -> list[str]:
    return [button.text() for button in bar.findChildren(RunButton) if button.isVisible()]


def test_head_counts_open_their_lists(qtbot, show) -> None:
    head = show(PaneHead("未建会 · 全区", with_menu=True))
    head.add_button(IconButton(Icon.PRINT, "打印", key="F9"))
    head.set_counts([("all", plain("48 家"))])
    head.set_counts([("late", plain("逾期 3"))])
    head.resize(800, 46)
    QApplication.sendPostedEvents(None, 52)  # deferred deletes
    (button,) = head.findChildren(RunButton)
    with qtbot.waitSignal(head.count_asked, check_params_cb=lambda key: key == "late"):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    head.set_title("全部单位")
    assert head.height() == 46


def test_group_head_is_red_only_when_late(show) -> None:
    assert pixels(show(GroupHead("逾期", 3, late=True)), Role.DANGER) > 10
    assert pixels(show(GroupHead("今天", 6, "按街道")), Role.DANGER) == 0


def test_bulk_bar_says_what_is_selected(show) -> None:
    bar = BulkBar()
    bar.add_button(Button("批量走访", key="F4"))
    bar.set_runs(phrase("{count}　职工 124 人", count=strong("已选 3 家")))
    show(bar)
    assert bar.height() == 38


CONDITIONS = [(str(number), f"条件甲乙丙丁 {number}") for number in range(6)]


@pytest.fixture
def chips(show) -> ChipRow:
    row = ChipRow()
    row.set_conditions(CONDITIONS)
    row.resize(1200, 41)
    return show(row)


def test_chips_stay_in_one_row_and_the_rest_is_counted(chips: ChipRow) -> None:
    assert len(chips.visible_words()) == 6
    chips.resize(620, 41)
    shown = chips.visible_words()
    assert 0 < len(shown) < 6
    assert chips._rest.text() == f"另有 {6 - len(shown)} 个条件"
    visible = [child for child in chips.findChildren(QWidget) if child.isVisible()]
    assert all(child.geometry().right() < chips.width() for child in visible)
    edges = sorted((child.geometry().left(), child.geometry().right()) for child in visible)
    assert all(left > before for (left, _r), (_l, before) in zip(edges[1:], edges, strict=False))


def test_chip_is_edited_or_removed(qtbot, chips: ChipRow) -> None:
    said: list[str] = []
    chips.edit_asked.connect(lambda key: said.append(f"edit {key}"))
    chips.remove_asked.connect(lambda key: said.append(f"remove {key}"))
    chip = chips.findChildren(Chip)[2]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 13))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 22, 13))  # a target of 24
    chip.setFocus()
    qtbot.keyClick(chip, Key.Key_Return)
    qtbot.keyClick(chip, Key.Key_Delete)
    assert said == ["edit 2", "remove 2", "edit 2", "remove 2"]


def test_add_all_and_clear(qtbot, chips: ChipRow) -> None:
    said: list[str] = []
    chips.add_asked.connect(lambda: said.append("add"))
    chips.all_asked.connect(lambda: said.append("all"))
    chips.clear_asked.connect(lambda: said.append("clear"))
    chips.resize(620, 41)
    for button in (chips._add, chips._rest, chips._clear):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert said == ["add", "all", "clear"]
    chips.set_conditions([])
    assert not chips._clear.isVisible()


@pytest.mark.parametrize("kind", BannerKind)
def test_banner_says_reason_and_remedy_and_acts(qtbot, show, kind: BannerKind) -> None:
    banner = show(Banner(kind, "存不下：U 盘满了", "换一个盘。", action="另存为…", can_close=True))
    assert banner.accessibleName() == "存不下：U 盘满了 换一个盘。"
    with qtbot.waitSignal(banner.action_asked):
        qtbot.mouseClick(banner.findChild(Button), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_long_banner_grows_instead_of_cutting(show) -> None:
    host = QWidget()
    column = QVBoxLayout(host)
    banner = Banner(BannerKind.ERROR, "打不开这份文件：正被另一个程序占用" * 2, "在 WPS 里关掉它再试一次。" * 6)
    column.addWidget(banner)
    column.addStretch()
    host.resize(500, 400)
    show(host)
    assert banner.height() >= 4 * 20
    assert banner.height() == banner.heightForWidth(banner.width())


@pytest.fixture
def window(show) -> QWidget:
    window = QWidget()
    window.resize(1000, 600)
    return show(window)


def test_toast_is_above_the_status_bar_and_acts_once(qtbot, window: QWidget) -> None:
    undone: list[int] = []
    host = ToastHost(window)
    toast = host.show("已存走访", "撤销", lambda: undone.append(1), key="Ctrl+Z")
    assert toast.geometry().center().x() == pytest.approx(500, abs=1)
    assert toast.geometry().bottom() < 600 - 26
    assert not toast.hasFocus()
    window.resize(800, 500)
    assert toast.geometry().center().x() == pytest.approx(400, abs=1)
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert toast.ended
    window.resize(900, 500)  # no trace of it


def test_a_toast_replaces_the_one_before_and_ends_by_itself(window: QWidget) -> None:
    host = ToastHost(window)
    first = host.show("一")
    second = host.show("二")
    assert first.ended
    assert second.isVisible()
    assert second._timer.interval() == TOAST_MILLISECONDS == 6000
    second._timer.timeout.emit()
    assert second.ended
    host.dismiss()


def test_confirmation_focuses_the_safe_button(show) -> None:
    dialog = ConfirmDialog(None, "删除 12 家？", "走访记录会一起删除。", action="删除")
    show(dialog)
    assert dialog.safe.hasFocus()
    assert dialog.safe.text() == "取消"
    assert (dialog.width(), dialog.windowTitle()) == (440, "删除 12 家？")
    assert dialog.action.mapTo(dialog, QPoint()).x() < dialog.safe.mapTo(dialog, QPoint()).x()


@pytest.mark.parametrize(("key", "expected"), [(Key.Key_Escape, False), (Key.Key_Space, False)])
def test_keys_take_the_safe_way(qtbot, show, key, expected: bool) -> None:  # noqa: FBT001
    dialog = show(ConfirmDialog(None, "删除？", "…", action="删除"))
    qtbot.keyClick(QApplication.focusWidget(), key)
    assert (dialog.result() == QDialog.DialogCode.Accepted) is expected
    assert not dialog.isVisible()


def test_only_the_destructive_button_confirms(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(name: str):
        def exec_(self: ConfirmDialog) -> int:
            getattr(self, name).click()
            return self.result()

        return exec_

    for name, expected in (("action", True), ("safe", False)):
        monkeypatch.setattr(ConfirmDialog, "exec", press(name))
        assert confirm(None, "删除？", "…", action="删除") is expected


def test_scrim_darkens_and_takes_clicks(qtbot, window: QWidget) -> None:
    under = QPushButton("下面", window)
    under.show()
    clicked: list[int] = []
    under.clicked.connect(lambda: clicked.append(1))
    before = window.grab().toImage().pixelColor(500, 300)
    scrim = Scrim(window)
    scrim.show()
    after = window.grab().toImage().pixelColor(500, 300)
    assert after.red() == pytest.approx(before.red() * 0.7, abs=1)
    qtbot.mouseClick(scrim, Qt.MouseButton.LeftButton, pos=under.geometry().center())
    assert clicked == []
    strip = FloatingStrip(window)
    strip.resize(400, 200)
    strip.show()
    assert strip.grab().toImage().pixelColor(200, 100) == colour(Role.SURFACE)


def test_phrases_keep_their_words_together() -> None:
    runs = phrase("未上报 {count} 条，冲突 {other}", count=strong(37), other=2)
    assert text_of(runs) == "未上报 37 条，冲突 2"
    assert [run.bold for run in runs] == [False, True, False, False]
    assert plain("") == ()


def test_a_number_without_room_ends_in_dots_and_says_the_rest_under_the_pointer(show) -> None:
    whole = RunButton(plain("备份已验证 11-29 23:32"))
    enough = whole.sizeHint()
    room = enough.width() // 2
    words = QFontMetricsF(font()).elidedText(whole.text(), Qt.TextElideMode.ElideRight, room - 2 * Space.XS)
    assert words.endswith("…")
    pictures = []
    for button in (whole, RunButton(plain(words))):
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.resize(room, enough.height())
        pictures.append(show(button).grab().toImage())
    assert pictures[0] == pictures[1]
    place = whole.rect().center()
    QApplication.sendEvent(whole, QHelpEvent(QEvent.Type.ToolTip, place, whole.mapToGlobal(place)))
    assert QToolTip.text() == whole.text()
    QToolTip.hideText()
