"""What takes the place of the actions while one thing is asked: a day or a person. Enter saves, Esc leaves."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from models.language import N_, _
from models.queries.people_list import CadreRow
from ui.day_words import due_day, workday_note
from ui.shared.buttons import Button, ButtonKind
from ui.shared.date_field import DateField
from ui.shared.fields import Choice
from ui.shared.labels import ElidedLabel, Label
from ui.shared.line_field import Meaning
from ui.shared.panes import Pane
from ui.shared.suggestions import Suggestion, SuggestionField
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FIELD_WIDTH = 220


class EditBar(Pane):
    """A question, its field, and the two buttons. Subclasses say whether what stands in the field can be taken."""

    left = Signal()  # Esc

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.SURFACE2, "t", parent=parent)
        self.question = Label("")
        self.help = ElidedLabel("", size=TextSize.SMALL, role=Role.TEXT2)
        save = Button(_("保存"), ButtonKind.PRIMARY, key="Enter")
        save.clicked.connect(self.apply)
        leave = Button(_("放弃"), ButtonKind.QUIET, key="Esc")
        leave.clicked.connect(self.left)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._row.setSpacing(Space.M)
        self._row.addWidget(self.question)
        self._row.addWidget(self.help, 1)
        self._row.addWidget(save)
        self._row.addWidget(leave)

    def apply(self) -> None:
        """Hand on what stands in the field, or say what is wrong with it."""
        raise TypeError("a bar says what it hands on")

    def say(self, text: str, *, wrong: bool = False) -> None:
        """The words beside the field."""
        self.help.setText(text)
        self.help.set_role(Role.DANGER if wrong else Role.TEXT2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _put_field(self, field: QWidget) -> None:
        self._row.insertWidget(1, field)
        self.setFocusProxy(field)


class DayBar(EditBar):
    """Another day: +5, 10-10, 下周三. It lands on a workday, and the rule is said where it acts."""

    chosen = Signal(object)  # date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self.field = DateField(self._understand, placeholder=_("+5、10-10、下周三"))
        self.field.setAccessibleName(_("改到哪天"))
        self.field.meaning_changed.connect(self._explain)
        self._put_field(self.field)
        theme.follow(self._restyle)

    def ask(self, question: str, today: date) -> None:
        """Begin anew."""
        self._today = today
        self.question.setText(question)
        self.field.clear()
        self._explain(Meaning())
        self.field.setFocus()

    @override
    def apply(self) -> None:
        day = self.field.meaning.value
        if isinstance(day, date):
            self.chosen.emit(day)
        elif not self.field.text().strip():
            self.field.set_wrong(True)
            self.say(_("请写改到哪天，例如 +5（五个工作日后）。"), wrong=True)

    def _understand(self, text: str) -> Meaning:
        return due_day(text, self._today)

    def _explain(self, meaning: Meaning) -> None:
        if meaning.error:
            self.say(meaning.error, wrong=True)
        elif meaning.value is None:
            self.say(_("+5 是五个工作日后；也可以写 10-10、下周三。"))
        else:
            self.say(workday_note(self.field.text(), self._today))

    def _restyle(self) -> None:
        self.field.setFixedWidth(px(_FIELD_WIDTH))


class PersonBar(EditBar):
    """Another person: arrows or the first character choose."""

    chosen = Signal(bytes, str)  # record id of the cadre, name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cadres: Sequence[CadreRow] = ()
        self.field = Choice()
        self.field.setAccessibleName(_("交给谁"))
        self._put_field(self.field)

    def ask(self, question: str, cadres: Sequence[CadreRow]) -> None:
        """Begin anew with these people."""
        self._cadres = cadres
        self.question.setText(question)
        self.field.clear()
        for cadre in cadres:
            self.field.addItem(cadre.name, cadre.uid.hex())
        self.field.updateGeometry()
        self.say(_("上下键选人；交办之后对方的清单里就有这件事。"))
        self.field.setFocus()

    @override
    def apply(self) -> None:
        place = self.field.currentIndex()
        if 0 <= place < len(self._cadres):
            cadre = self._cadres[place]
            self.chosen.emit(cadre.uid, cadre.name)


#: What applications are usually returned for.
USUAL_PHRASES = (N_("缺批复文号"), N_("缺批复文件"), N_("会员名册不全"), N_("选举结果没有附"), N_("没有录入全总数据库"))


class PhraseBar(EditBar):
    """What is missing: written, or taken from the usual phrases; ↓ shows them."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = PhraseField(placeholder=_("缺什么；↓ 看常用的话"))
        self.field.setAccessibleName(_("退回的话"))
        self._put_field(self.field)
        theme.follow(self._restyle)

    def ask(self, question: str) -> None:
        """Begin anew."""
        self.question.setText(question)
        self.field.clear()
        self.say(_("退回以后，申请人的清单里多一件“销号退回”，三个工作日到期。"))
        self.field.setFocus()

    @override
    def apply(self) -> None:
        phrase = self.field.text().strip()
        if phrase:
            self.chosen.emit(phrase)
        else:
            self.say(_("请写明缺什么。"), wrong=True)

    def _restyle(self) -> None:
        self.field.setFixedWidth(px(_FIELD_WIDTH))


class PhraseField(SuggestionField):
    """A line with the usual phrases under it."""

    def __init__(self, *, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self.chosen.connect(self.setText)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.suggestions_shown() and not self.composing:
            self.show_suggestions([Suggestion(_(words), _(words), icon=Icon.UNDO) for words in USUAL_PHRASES])
        else:
            super().keyPressEvent(event)
