"""The next step in one line: +5 沈嘉 送样本 → 10-10 周四. Day first; person and task are the usual ones if left out."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.language import _
from models.queries.people_list import CadreRow
from ui.day_words import due_day, workday_note
from ui.form_context import FormContext
from ui.shared.line_field import Meaning, MeaningField

_WHEN = re.compile(
    r"^(?P<when>\+\d{1,3}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}|\d{1,2}[-/.月]\d{1,2}日?|\d{1,4}"
    r"|(?:本|这|下下|下)?(?:周|星期|礼拜)[一二三四五六日天末]|今天|明天|后天)(?P<rest>(?:\D.*)?)$"
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A day, a task, a person (None: nobody is known), and why the day is that day."""

    day: date
    task: str
    cadre: CadreRow | None
    note: str


class NextStepField(MeaningField):
    """Understands a line as a `NextStep`. ↓ in the empty field takes what is proposed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self._step, parent=parent)
        self._context: FormContext | None = None
        self._proposed = ""
        self._task = ""
        self.textChanged.connect(self._weigh)
        self._weigh("")

    @property
    def step(self) -> NextStep | None:
        """What was understood; None for an empty field and for what is not understood."""
        return self.meaning.value if isinstance(self.meaning.value, NextStep) else None

    def set_context(self, context: FormContext) -> None:
        """Whom and which day names refer to."""
        self._context = context
        self._read(self.text())

    def propose(self, when: str, task: str) -> None:
        """What ↓ takes, and the task of a line that names none."""
        self._proposed, self._task = when, task
        words = _("按 ↓ 填 {when}：{task}").format(when=when, task=task)
        self.setPlaceholderText(words if when else _("+5、下周三、0618，后面可写事项"))
        self._read(self.text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.text() and self._proposed and not self.composing:
            self.setText(self._proposed)
        else:
            super().keyPressEvent(event)

    def _weigh(self, text: str) -> None:
        """What is typed is bold, what is only proposed is not."""
        self._strong = bool(text)
        self._restyle()
        self.setToolTip(self.meaning.words)  # where it is longer than the field

    def _step(self, text: str) -> Meaning:
        if self._context is None:
            return Meaning()
        typed = unicodedata.normalize("NFKC", text).strip()
        match = _WHEN.match(typed)
        if match is None:
            return Meaning(error=_("先写日期，例如 +5、下周三、0618；后面可写人名和事项。"))
        meaning = due_day(match["when"], self._context.today)
        if not isinstance(meaning.value, date):
            return meaning
        cadre, task = self._person_and_task(match["rest"].strip())
        step = NextStep(meaning.value, task or self._task, cadre, workday_note(match["when"], self._context.today))
        words = [meaning.words]
        if cadre is not None and cadre.name not in typed:
            words.append(cadre.name)
        if not task and self._task:
            words.append(self._task)
        return Meaning(" · ".join(words), step)

    def _person_and_task(self, rest: str) -> tuple[CadreRow | None, str]:
        if self._context is None:
            return None, rest
        usual = next((row for row in self._context.cadres if row.uid == self._context.cadre), None)
        first, _blank, others = rest.partition(" ")
        named = self._context.cadre_called(first.removeprefix("@"))
        return (named, others.strip()) if named is not None else (usual, rest)
