"""Where the organization stands, the next stage, and a menu that sets another one."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from models.language import _
from models.queries.value_words import stage_words
from models.rules.stages import proposed_stage, side_state_of_decision, stage_number
from models.vocabulary import SIDE_STATES, STAGES, stage_word
from ui.organizations.detail_part import DetailPart
from ui.organizations.detail_reading import DetailContent
from ui.organizations.section import Section, column_of
from ui.shared.run_button import RunButton
from ui.shared.runs import Runs, phrase, strong
from ui.shared.stage_strip import StageStrip
from ui.theme.glyphs import glyph_icon
from ui.theme.tokens import TextSize


class DetailStage(DetailPart):
    """The strip 0 to 10; the words at its right open the menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = "S0"
        self._side = ""
        self._next = ""
        self._words = RunButton(size=TextSize.SMALL)
        self._words.setToolTip(_("改阶段"))
        self._words.clicked.connect(self.open_menu)
        self._strip = StageStrip()
        section = Section(_("当前阶段"), self._words)
        section.body.addWidget(self._strip)
        column = column_of(self)
        column.addWidget(section)
        column.addSpacing(8)

    def show_content(self, content: DetailContent) -> None:
        """Show this organization's stage."""
        detail = content.detail
        self._stage, self._side = detail.stage, detail.side_state
        self._next = _next_stage(content)
        self._strip.set_stage(stage_number(detail.stage))
        self._words.set_runs(self._runs())
        self._words.setAccessibleDescription(_("打开阶段菜单"))

    def open_menu(self) -> None:
        """All stages and side states; the next one first."""
        menu = QMenu(self)
        if self._next:
            words = _("推进到 {stage}") if self._next in STAGES else _("已认定暂不具备：改为 {stage}")
            self._add(menu, self._next, words.format(stage=stage_words(self._next)))
            menu.addSeparator()
        for entry in STAGES.entries:
            self._add(menu, entry.code, stage_words(entry.code), now=entry.code == self._stage and not self._side)
        menu.addSeparator()
        for entry in SIDE_STATES.entries:
            self._add(menu, entry.code, stage_words(entry.code), now=entry.code == self._side)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._words.mapToGlobal(QPoint(0, self._words.height())))

    def _add(self, menu: QMenu, code: str, words: str, *, now: bool = False) -> None:
        action = menu.addAction(words)
        word = stage_word(code, None) if code in STAGES else stage_word(self._stage, code)
        action.setIcon(glyph_icon(word))
        if now:
            face = action.font()
            face.setBold(True)
            action.setFont(face)
        action.triggered.connect(partial(self._set, code))

    def _set(self, code: str, *_checked: object) -> None:
        """A stage ends a side state; a side state keeps the stage at which it stopped."""
        values: dict[str, object] = {"stage": code, "side_state": None} if code in STAGES else {"side_state": code}
        self.change_asked.emit(values, _("阶段改为 {stage}").format(stage=stage_words(code)))

    def _runs(self) -> Runs:
        if self._side:
            stopped = stage_words(self._stage)
            return phrase(_("{now}　停在 {stage}"), now=strong(stage_words(self._side)), stage=stopped)
        if self._next:
            return phrase(_("{now}　下一步 {next}"), now=strong(stage_words(self._stage)), next=stage_words(self._next))
        return (strong(stage_words(self._stage)),)


def _next_stage(content: DetailContent) -> str:
    """What the decision or the last visit suggests, else the stage that follows; empty at the end or beside the way."""
    detail = content.detail
    decided = side_state_of_decision(detail.eligibility, word=detail.word, side_state=detail.side_state)
    if decided:
        return decided
    number = stage_number(detail.stage)
    if detail.side_state or number + 1 >= len(STAGES.entries):
        return ""
    last = next((visit for visit in detail.visits if not visit.corrected), None)
    proposed = proposed_stage(last.result, detail.stage) if last else None
    return proposed or STAGES.entries[number + 1].code
