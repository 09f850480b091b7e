"""Typing into the list: F2 or a digit opens the editor of the cell under the ring; what cannot be typed says why.

Letters do not open it: with an input method the first letter of a word would be lost to the table.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from models.errors import InputProblem, LedgerProblem
from models.inputs.organization_values import Lookup
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.ledger_columns import LedgerColumn, Shape
from ui.organizations.cell_note import CellNote
from ui.organizations.cell_reasons import editable_column, why_not
from ui.organizations.columns import heading_of
from ui.session import LedgerSession

if TYPE_CHECKING:
    from ui.organizations.cell_editor import CellEditor
    from ui.organizations.list_pane import ListPane

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENDS = {Qt.Key.Key_Left: 0, Qt.Key.Key_Right: -1}


class CellEditing(QObject):
    """The editor of one list, one cell at a time."""

    def __init__(self, pane: "ListPane", session: LedgerSession, lookup: Lookup) -> None:
        super().__init__(pane)
        self._pane, self._session, self._lookup = pane, session, lookup
        self._table = pane.table
        self._organization = 0
        self._key = ""
        self.editor: CellEditor | None = None
        self.note = CellNote(self._table.viewport())
        self._table.installEventFilter(self)
        self._table.viewport().installEventFilter(self)
        self._table.selectionModel().currentChanged.connect(self._on_moved)
        for bar in (self._table.verticalScrollBar(), self._table.horizontalScrollBar()):
            bar.valueChanged.connect(self._place)
        pane.keeper.filled.connect(self._follow)
        pane.columns.columns_changed.connect(self.leave)

    def start(self, typed: str = "") -> None:
        """Open the editor of the cell under the ring, with what was typed already."""
        self.leave()
        key, organization = self._table.cell_key() or "name", self._table.current_organization()
        if not organization:
            return
        column = editable_column(key)
        if self._session.ledger.read_only:
            self.say(_("这本台账现在只能看，不能改。"))
        elif column is None:
            self.say(why_not(key, heading_of(key)))
        else:
            self._table.go_to_cell(self._table.current_row(), key)
            self._open(organization, column, typed)

    def leave(self) -> None:
        """Close the editor; the cell shows what it showed before."""
        self.note.hide()
        if self.editor is None:
            return
        editor, self.editor = self.editor, None
        had_focus = editor.widget.hasFocus()
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self._table.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._place)
        elif watched is self._table and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_f2(event):
                event.accept()  # without a cell the key is the window's: it opens the form
                return True
            return event.type() == QEvent.Type.KeyPress and self._press(event)
        return False

    def _is_f2(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_F2 and event.modifiers() in _PLAIN and bool(self._table.cell_key())

    def _press(self, event: QKeyEvent) -> bool:
        self.note.hide()
        key = self._table.cell_key()
        if self._is_f2(event):
            self.start()
        elif event.key() in _ENDS and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._table.go_to_end(_ENDS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and key and not self._table.is_marking:
            self._table.leave_cell()
        elif key and event.text().isdigit() and event.modifiers() in _PLAIN and editable_column(key) is not None:
            self.start(event.text())
        else:
            return False
        return True

    def _open(self, organization: int, column: LedgerColumn, typed: str) -> None:
        from models.queries.cell_plan import stored_value  # noqa: PLC0415 - not to paint a list
        from models.queries.people_list import cadres  # noqa: PLC0415
        from ui.organizations.cell_editor import CellEditor  # noqa: PLC0415
        from ui.organizations.form_fields import make_field  # noqa: PLC0415

        ledger = self._session.ledger
        try:
            people = tuple(cadres(ledger)) if column.shape is Shape.CADRE else ()
            value = stored_value(ledger, organization, column.name)
        except LedgerProblem as problem:
            self._pane.show_problem(problem)
            return
        fact = make_field(column, today=ledger.today(), division=self._lookup.division, cadres=people)
        fact.show_value(bytes.fromhex(value) if column.shape is Shape.CADRE and isinstance(value, str) else value)
        self._organization, self._key = organization, column.name
        self.editor = editor = CellEditor(self._table.viewport(), fact)
        editor.save_asked.connect(self._save)
        editor.left.connect(self.leave)
        editor.focus_lost.connect(partial(self._on_focus_lost, editor))
        self._place()
        editor.begin(typed)

    def _save(self, down: int = 0, right: int = 0) -> None:
        """Write what stands in the editor and go on; where it cannot be taken the editor stays with the reason."""
        editor, organization = self.editor, self._organization
        if editor is None:
            return
        column = editor.column
        try:
            values = self._values(editor)
        except InputProblem as problem:
            editor.set_wrong(problem.user_text)
            self._place()
            self.note.say(problem.user_text, editor.geometry(), is_wrong=True)
            return
        except LedgerProblem as problem:
            self._pane.show_problem(problem)
            return
        self.leave()
        if down or right:
            self._table.step(down, right)
        if values:
            self._write(organization, column, values, editor.fact.editor.text())

    def _values(self, editor: "CellEditor") -> Mapping[str, object]:
        """What to write; nothing where the organization shows it already."""
        from models.queries.cell_plan import stored_value, would_change  # noqa: PLC0415
        from models.queries.value_words import value_words  # noqa: PLC0415

        column, ledger = editor.column, self._session.ledger
        text = editor.fact.editor.text()
        if column.shape is Shape.PHONE and text:
            shown = value_words(column.name, stored_value(ledger, self._organization, column.name))
            if text == shown:  # the masked number was left as it was
                return {}
        values = editor.fact.stored_values(self._lookup)
        return values if would_change(ledger, self._organization, column.name, values) else {}

    def _write(self, organization: int, column: LedgerColumn, values: Mapping[str, object], text: str) -> None:
        def edit(ledger: Ledger) -> Changes:
            from models.edits.organizations import change_organization  # noqa: PLC0415

            return change_organization(ledger, organization, values)

        known = self._pane.keeper.row(organization)
        said = _("已改{column}：{name}").format(column=column.heading, name=known.name if known else "")
        if column.name == "owner" and known is not None and known.next_due_on:
            said = _("已改责任人；列表里先显示办下一步的人")
        self._session.change(
            edit,
            initiator=self,
            done=partial(self._read_again, organization),
            failed=partial(self._refuse, column, text),
            said=said,
        )

    def _read_again(self, organization: int, _changes: Changes) -> None:
        self._pane.keeper.read_again(organization)

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """A sentence at the cell under the ring, until the next key."""
        self.note.say(text, self._table.cell_box(), is_wrong=is_wrong)

    def _place(self, *_value: object) -> None:
        if self.editor is not None:
            self.editor.place(self._table.cell_box())
            if self.note.text:
                self.note.say(self.note.text, self.editor.geometry(), is_wrong=True)
        else:
            self.note.hide()

    def _follow(self) -> None:
        """The list was read again: the editor stays over its cell, wherever that is now."""
        if self.editor is not None:
            QTimer.singleShot(0, self, self._go_back)

    def _go_back(self) -> None:
        if self.editor is None or self._table.rows is None:
            return
        row = self._table.rows.row_of(self._organization)
        if row < 0:
            self.leave()
            return
        if row != self._table.current_row() or self._table.cell_key() != self._key:
            self._table.go_to_cell(row, self._key)
            self.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    def _on_moved(self, *_indexes: object) -> None:
        """Another row while the editor is open, by a jump or a key it let pass: what is typed stays in its cell."""
        if self.editor is None:
            self.note.hide()
        elif self._table.current_organization() != self._organization or self._table.cell_key() != self._key:
            QTimer.singleShot(0, self, self._go_back)

    def _on_focus_lost(self, editor: "CellEditor") -> None:
        """Somebody clicked elsewhere: saved if it can be, else it waits there with the reason."""
        QTimer.singleShot(0, self, partial(self._save_left, editor))

    def _save_left(self, editor: "CellEditor") -> None:
        if editor is self.editor and not editor.widget.hasFocus() and not self._session.is_over:
            self._save()

    def _refuse(self, column: LedgerColumn, text: str, problem: LedgerProblem) -> None:
        """It could not be written: say so, with what was typed, so that it is not lost."""
        hint = _("没有写入{column}：{text}").format(column=column.heading, text=text)
        self._pane.show_problem(InputProblem(problem.user_text, hint=f"{problem.hint}{hint}"))
