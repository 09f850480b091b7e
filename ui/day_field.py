"""A date of a form: what is typed is understood as soon as the ledger's day is known."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from ui.shared.date_field import DateField
from ui.shared.line_field import Meaning

Understand = Callable[[str, date], Meaning]


class DayField(DateField):
    """`understand` is one of ui.day_words: past_day, due_day, any_day."""

    def __init__(self, understand: Understand, *, text: str = "", parent: QWidget | None = None) -> None:
        self._mean = understand
        self._today: date | None = None
        super().__init__(self._mean_now, parent=parent)
        self.setText(text)

    @property
    def day(self) -> date | None:
        """The day that was understood."""
        return self.meaning.value if isinstance(self.meaning.value, date) else None

    def set_today(self, today: date) -> None:
        """The day that 0, -1 and +7 count from."""
        self._today = today
        self._read(self.text())

    def _mean_now(self, text: str) -> Meaning:
        return Meaning() if self._today is None else self._mean(text, self._today)
