"""The foot of a form's strip: what is known already about the organizations it is for, side by side."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from models.language import _
from models.queries.organization_list import OrganizationRow
from models.vocabulary import VISIT_MODES
from ui.day_words import stored_day
from ui.field_flow import FieldFlow
from ui.form_context import Chosen, FormContext
from ui.shared.labels import ElidedLabel
from ui.shared.runs import Mark, RunLabel, Runs, strong
from ui.theme.palette import colour
from ui.theme.tokens import Radius, Role, Space, TextSize

_ORGANIZATIONS = 8
_LEAST = 188


class KnownPane(QWidget):
    """Headlines with a line under each; it ends the strip, so it has the strip's own lower corners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FieldFlow(even=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        self.column.setSpacing(Space.XS)
        self.column.addLayout(self._flow)
        self.hide()

    def clear(self) -> None:
        """Forget everything."""
        self._flow.clear()

    def add(
        self, head: Runs, text: str = "", *, mark: Mark | None = None, mark_role: Role = Role.TEXT2, apart: bool = False
    ) -> None:
        """A headline and what stands under it; `apart` with a line at its left."""
        known = _Known(RunLabel(head, mark=mark, mark_role=mark_role), text, apart=apart)
        self._flow.add(known, least=_LEAST, share=1)

    def add_organizations(self, chosen: Chosen, context: FormContext) -> None:
        """The names of several organizations and when they were visited last."""
        for row in chosen.rows[:_ORGANIZATIONS]:
            self.add((strong(row.name),), _row_words(row, context))
        rest = chosen.rows[_ORGANIZATIONS:]
        if rest:
            self.add((strong(_("另有 {n} 家").format(n=len(rest))),), _("、").join(row.name for row in rest))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(box.adjusted(1, -Radius.FLOATING, -1, -1), Radius.FLOATING, Radius.FLOATING)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(box)
            painter.fillPath(path, colour(Role.SURFACE2))
            painter.fillRect(QRectF(1, 0, box.width() - 2, 1), colour(Role.LINE))


class _Known(QWidget):
    def __init__(self, head: RunLabel, text: str, *, apart: bool) -> None:
        super().__init__()
        self._apart = apart
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L if apart else 0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(ElidedLabel(text, size=TextSize.SMALL))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._apart:
            with QPainter(self) as painter:
                painter.fillRect(QRectF(0, 0, 1, self.height()), colour(Role.LINE))


def _row_words(row: OrganizationRow, context: FormContext) -> str:
    day = stored_day(row.last_visit_on, context.today)
    visited = _("末次 {day} {mode}").format(day=day, mode=VISIT_MODES.label(row.last_visit_mode)) if day else ""
    return " · ".join(part for part in (row.street_name, visited or _("还没有走访过")) if part)
