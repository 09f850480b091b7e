"""What an empty place offers, and how its sentence breaks; the bar of the target beside it on 工作台."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.organizations.list_states import empty_ledger
from ui.preferences import Preferences
from ui.shared.empty_state import EmptyState
from ui.shared.gauge import Gauge, GaugeContent, GaugeMark
from ui.shared.labels import Label
from ui.today.page import _empty_state
from ui.welcome.page import WelcomePage

_TWO_LINES = "两个人把同一栏改成了不同的值，合并后会在这里等人来判。不同的栏、相同的值、走访，从不冲突。"


@pytest.mark.parametrize("make", [empty_ledger, _empty_state])
def test_an_empty_ledger_offers_all_ways_in(qtbot: QtBot, make: object) -> None:
    place = make()  # type: ignore[operator]  # one of two functions
    qtbot.addWidget(place)
    asked: list[str] = []
    place.chosen.connect(asked.append)
    for card in place.cards:
        card.click()
    assert asked == ["import", "receive", "new"]


def test_no_last_line_of_a_word_or_two(qtbot: QtBot) -> None:
    place = EmptyState("没有要判的冲突", _TWO_LINES, with_signs=False)
    qtbot.addWidget(place)
    place.resize(1200, 600)
    place.show()
    label = next(each for each in place.findChildren(Label) if each.text() == _TWO_LINES)
    lines = label.height() // label.fontMetrics().height()
    assert lines == 2
    whole = label.fontMetrics().horizontalAdvance(_TWO_LINES)
    assert label.width() < whole * 0.6, "the lines are about as long as one another"
    for _time in range(2):
        place.set_words("没有要判的冲突", "一句话，一行。")
    assert label.heightForWidth(label.width()) < label.fontMetrics().height() * 2
    assert label.width() >= label.fontMetrics().horizontalAdvance("一句话，一行。")


@pytest.mark.parametrize("words", ["7.0%", "65.3%"])
def test_no_mark_runs_through_the_share_that_is_reached(qtbot: QtBot, words: str) -> None:
    gauge = Gauge(GaugeContent(0, words))
    qtbot.addWidget(gauge)
    for width in (280, 420, 817, 1200):
        gauge.resize(width, gauge.sizeHint().height())
        for tenth in range(0, 1001, 3):
            reached = tenth / 10
            marks = (GaugeMark(60, "60% 目标"), GaugeMark(85, "85% 目标"))
            gauge.set_content(GaugeContent(reached, words, min(reached + 4, 100), "", marks))
            place = gauge.place_of_words()
            assert place.left() >= 0
            assert place.right() <= width + 1
            for mark in marks:
                pole = width * mark.share / 100
                assert not place.left() < pole < place.right(), (width, reached)


def test_on_the_second_day_enter_opens_the_ledger_of_yesterday(qtbot: QtBot, tmp_path: Path) -> None:
    yesterday = tmp_path / "海珠区总工会.jhtz"
    yesterday.touch()
    page = WelcomePage()
    qtbot.addWidget(page)
    page.show_recent(Preferences(recent=(str(yesterday), str(tmp_path / "不在了.jhtz"))))
    page.resize(1366, 700)
    page.show()
    page.setFocus()
    assert page.focusWidget() is page._recent.links[0]
    with qtbot.waitSignal(page.path_asked) as asked:
        page._recent.links[0].click()
    assert asked.args == [yesterday]
    page.show_recent(Preferences())
    page.setFocus()
    assert page.focusWidget() is page._state.cards[0]
