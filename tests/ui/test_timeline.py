"""A saved visit slides into the timeline; nothing else moves."""

from PySide6.QtCore import QPropertyAnimation
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from tests.ui.waiting import wait
from ui.shared.runs import plain
from ui.shared.timeline import Timeline, TimelineEntry
from ui.theme.icons import Icon


def entry(key: str) -> TimelineEntry:
    return TimelineEntry(key, "09-27", Icon.MAP_PIN, plain(f"上门 {key}"), "周岚")


def sliding(timeline: Timeline) -> list[str]:
    """The rows that move, once they are shown."""
    wait(20)
    rows = [row for row in timeline.findChildren(QAbstractButton) if row.isVisible()]
    return [row.accessibleName() for row in rows if row.findChildren(QPropertyAnimation)]


def test_only_what_is_fresh_slides_in_and_then_stands_as_the_others(qapp: object) -> None:
    window = QWidget()
    timeline = Timeline()
    QVBoxLayout(window).addWidget(timeline)
    window.resize(360, 400)
    timeline.set_entries([entry("a")], fresh={"a"})  # nobody sees it
    window.show()
    assert sliding(timeline) == []
    timeline.set_entries([entry("b"), entry("a")], fresh={"b"})
    assert sliding(timeline) == ["09-27 上门 b"]
    wait(250)
    assert sliding(timeline) == []
    heights = {row.height() for row in timeline.findChildren(QAbstractButton) if row.isVisible()}
    assert len(heights) == 1
    assert heights.pop() > 20
    window.close()
    window.deleteLater()
