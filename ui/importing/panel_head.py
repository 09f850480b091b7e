"""The head of the import: its title and where one is."""

from PySide6.QtWidgets import QHBoxLayout

from models.language import _
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.step_trail import StepTrail
from ui.theme.palette import px, theme
from ui.theme.tokens import Height, Space, TextSize


class ImportHead(Pane):
    """The title and the trail of steps."""

    def __init__(self, trail: StepTrail) -> None:
        super().__init__(edges="b")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.L, 1)
        row.setSpacing(Space.XL)
        row.addWidget(Label(_("导入名册"), size=TextSize.TITLE, bold=True))
        row.addWidget(trail, 1)
        theme.follow(self._restyle)

    def _restyle(self) -> None:
        self.setFixedHeight(px(Height.PANE_HEAD))
