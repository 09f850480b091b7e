"""Every key of the program on one page, in as many columns as there is room for; typing narrows it down."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.rules.typed_words import spans_in, typed_word, typed_words
from ui.key_map import KeyGroup, KeyLine, key_groups
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.labels import Label
from ui.shared.line_field import LineField
from ui.shared.panes import Pane, ScrollPane
from ui.shared.tags import KeyCap
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Role, Space, TextSize

_COLUMN_WIDTH = 380
_MOST_COLUMNS = 4
_FIELD_WIDTH = 260


class KeysPanel(Panel):
    """Columns of keys; `shown` are the groups that what is typed leaves."""

    def __init__(self, session: LedgerSession | None) -> None:
        super().__init__(_("快捷键"), session)
        self.search = LineField(placeholder=_("做什么，或哪个键"), icon=Icon.SEARCH, height=Height.BUTTON)
        self.search.setAccessibleName(_("找快捷键"))
        self.search.textChanged.connect(self._fill)
        self.search.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.head.add_button(self.search)
        self.shown: list[KeyGroup] = []
        self._columns = 0
        self._content = Pane()
        self._row = QHBoxLayout(self._content)
        self._row.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self._row.setSpacing(Space.XL * 2)
        self._held: QWidget | None = None
        self.body.addWidget(ScrollPane(self._content), 1)
        theme.follow(self._restyle)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """One types at once."""
        self.search.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room() != self._columns:
            self._fill()

    def _room(self) -> int:
        return max(1, min(_MOST_COLUMNS, self.width() // px(_COLUMN_WIDTH)))

    def _restyle(self) -> None:
        self.search.setFixedWidth(px(_FIELD_WIDTH))
        self._fill()

    def _fill(self, *_text: object) -> None:
        self._columns = self._room()
        self.shown = [found for group in key_groups() if (found := _narrowed(group, self.search.text())).lines]
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self._held = held = Pane()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XL)
        for groups in _spread(self.shown, self._columns):
            column = QVBoxLayout()
            column.setSpacing(Space.XS)
            for group in groups:
                _add_group(column, group)
            column.addStretch()
            row.addLayout(column, 1)
        if not self.shown:
            row.addWidget(Label(_("没有这样的快捷键。"), role=Role.TEXT2))
        self._row.addWidget(held)


def make_panel(session: LedgerSession | None) -> KeysPanel:
    """The panel for a window."""
    return KeysPanel(session)


def _narrowed(group: KeyGroup, text: str) -> KeyGroup:
    """Of a group the lines that hold what is typed, as written or by sound; all where the title does."""
    words = [typed_word(word) for word in typed_words(text)]
    if not words or len(spans_in(group.title, words, by_sound=True)) >= len(words):
        return group
    return KeyGroup(group.title, tuple(line for line in group.lines if _holds(line, text)), group.screens, group.part)


def _holds(line: KeyLine, text: str) -> bool:
    typed = text.strip().lower().replace(" ", "")
    if any(typed == key.lower() or (len(typed) > 1 and typed in key.lower()) for key in line.keys):
        return True
    words = [typed_word(word) for word in typed_words(text)]
    return all(word.span_in(line.words, by_sound=True) for word in words)


def _spread(groups: list[KeyGroup], count: int) -> list[list[KeyGroup]]:
    """The groups in their order, in columns of about the same height."""
    heights = [len(group.lines) + 2 for group in groups]
    share = sum(heights) / max(count, 1)
    columns: list[list[KeyGroup]] = [[] for _column in range(count)]
    done = 0
    for group, height in zip(groups, heights, strict=True):
        columns[min(count - 1, int((done + height / 2) / share))].append(group)
        done += height
    return columns


def _add_group(column: QVBoxLayout, group: KeyGroup) -> None:
    head = Label(group.title, size=TextSize.SMALL, bold=True, role=Role.TEXT2)
    head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    column.addWidget(head)
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.XS)
    for number, line in enumerate(group.lines):
        caps = QHBoxLayout()
        caps.setSpacing(Space.XS)
        for key in _shortened(line.keys):
            caps.addWidget(KeyCap(key))
        caps.addStretch()
        grid.addLayout(caps, number, 0)
        words = Label(line.words, wrap=True)
        words.setAccessibleDescription(" ".join(line.keys))
        grid.addWidget(words, number, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    column.addSpacing(Space.L)


def _shortened(keys: tuple[str, ...]) -> tuple[str, ...]:
    """1 … 9 for a row of digits."""
    return (keys[0], "…", keys[-1]) if len(keys) > 4 else keys  # noqa: PLR2004 - more caps than words
