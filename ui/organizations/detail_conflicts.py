"""Fields about which people said different things: all values, and a way to choose."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.language import _
from models.queries.value_words import field_heading, value_words
from ui.organizations.cells import CONFLICT_SIGN
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import Section, clear, column_of
from ui.requests import ShowConflicts
from ui.shared.buttons import Button, LinkButton
from ui.shared.labels import Label
from ui.theme.tokens import Height, Role, Space, TextSize


class DetailConflicts(DetailPart):
    """The value that is shown meanwhile comes first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = Section(_("有不同的说法"))
        column = column_of(self)
        column.addWidget(self._section)
        column.addSpacing(Space.S)

    def show_content(self, content: DetailContent) -> None:
        """Show the conflicts of this organization."""
        clear(self._section.body)
        conflicts = content.detail.conflicts
        self.setVisible(bool(conflicts))
        for field, values in conflicts.items():
            heading = field_heading(field)
            self._section.body.addWidget(Label(f"{CONFLICT_SIGN} {heading}", bold=True))
            for number, value in enumerate(values):
                words = _words(content, field, value)
                self._section.body.addLayout(self._choice(field, value, words, is_shown=number == 0))
        if conflicts:
            link = LinkButton(_("在冲突箱里看谁说的、何时说的"), size=TextSize.SMALL)
            link.clicked.connect(partial(self._ask_for_inbox, content.detail.id))
            self._section.body.addWidget(link)

    def _choice(self, field: str, value: object, words: str, *, is_shown: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(Label(words, wrap=True), 1)
        if is_shown:
            row.addWidget(Label(_("现用"), size=TextSize.SMALL, role=Role.TEXT2))
        button = Button(_("用这个"), height=Height.ROW_BUTTON)
        button.setAccessibleName(_("{field} 用 {value}").format(field=field_heading(field), value=words))
        button.clicked.connect(partial(self._choose, field, value, words))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _ask_for_inbox(self, organization: int, *_checked: object) -> None:
        self.asked.emit(ShowConflicts(organization))

    def _choose(self, field: str, value: object, words: str, *_checked: object) -> None:
        said = _("{field} 定为 {value}").format(field=field_heading(field), value=words)
        self.change_asked.emit({field: value}, said)


def _words(content: DetailContent, field: str, value: object) -> str:
    if value is None:
        return _("空")
    return content.cadre_name(value) if field == "owner" else value_words(field, value)
