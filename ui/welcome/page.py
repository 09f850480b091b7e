"""What a window shows before a ledger is open: three ways in, and the ledgers that were open lately."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import _
from ui.preferences import Preferences, existing_recent
from ui.shared.buttons import LinkButton
from ui.shared.empty_state import EmptyState, WayIn
from ui.shared.labels import ElidedLabel, Label
from ui.shared.panes import Pane
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize

_RECENT_WIDTH = 300
_SHOWN = 8


class WelcomePage(Pane):
    """Asks; the window answers."""

    new_asked = Signal()
    open_asked = Signal()
    demo_asked = Signal()
    path_asked = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._state = EmptyState(
            _("建会台账"),
            _("一份台账就是一个文件，放在本机，不用联网。第一次用，先新建一份，写上单位和姓名。"),
            (
                WayIn("new", Icon.PLUS, _("新建台账"), _("写上本单位、辖区和您的姓名，一分钟建好")),
                WayIn(
                    "open", Icon.FOLDER_OPEN, _("打开台账"), _("本机或 U 盘上的 .jhtz 文件；也可以拖到这里"), "Ctrl+O"
                ),
                WayIn("demo", Icon.EYE, _("看看示例台账"), _("458 家虚构单位，随便试，不影响任何真实数据")),
            ),
        )
        self._state.chosen.connect(self._choose)
        self._recent = RecentLedgers()
        self._recent.path_asked.connect(self.path_asked)
        self._row.addWidget(self._state, 1)
        self._row.addWidget(self._recent)

    def show_recent(self, preferences: Preferences) -> None:
        """List the ledgers that are still where they were; nothing is shown where there are none."""
        self._recent.show_paths(existing_recent(preferences)[:_SHOWN])

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The ledger of yesterday gets the keyboard; where there is none, the first way in."""
        if not self._recent.focus_first():
            self._state.focus_first()

    def _choose(self, name: str) -> None:
        {"new": self.new_asked, "open": self.open_asked, "demo": self.demo_asked}[name].emit()


class RecentLedgers(Pane):
    """Names and folders of recent ledgers, each a link."""

    path_asked = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE2, "l", parent=parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.L, Space.XL, Space.L, Space.L)
        self._column.setSpacing(Space.XS)
        self.links: list[LinkButton] = []
        theme.follow(self._restyle)

    def show_paths(self, paths: Sequence[Path]) -> None:
        """Show these; hidden where there are none."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.links = []
        self._add(Label(_("最近打开"), size=TextSize.SMALL, bold=True, role=Role.TEXT2))
        self._column.addSpacing(Space.S)
        for path in paths:
            link = LinkButton(path.stem)
            link.clicked.connect(partial(self._ask, path))
            link.setAccessibleDescription(str(path.parent))
            self.links.append(link)
            self._column.addWidget(link)
            self._add(ElidedLabel(str(path.parent), size=TextSize.SMALL, role=Role.TEXT2))
            self._column.addSpacing(Space.S)
        self._column.addStretch()
        self.setVisible(bool(paths))

    def focus_first(self) -> bool:
        """Give the keyboard to the newest; False where there is none."""
        if self.links:
            self.links[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(self.links)

    def _add(self, label: QWidget) -> None:
        """Words begin where the words of the links begin."""
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(Space.XS, 0, 0, 0)
        row.addWidget(label)
        self._column.addWidget(held)

    def _ask(self, path: Path, *_checked: object) -> None:
        self.path_asked.emit(path)

    def _restyle(self) -> None:
        self.setFixedWidth(px(_RECENT_WIDTH))
