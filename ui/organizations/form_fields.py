"""The fields of the organization form: one per fact of the ledger, with the editor that suits its shape."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.errors import InputProblem
from models.inputs.organization_values import Lookup, parse_value
from models.language import _
from models.ledger_columns import LEDGER_COLUMNS, ColumnGroup, LedgerColumn, Shape, Source
from models.queries.people_list import CadreRow
from models.queries.value_words import stage_words, value_words
from models.rules.phones import mask_phone
from models.vocabulary import SIDE_STATES, STAGES
from ui.organizations.editors import (
    Choices,
    Editor,
    area_editor,
    choice_editor,
    date_editor,
    line_editor,
    number_editor,
    street_editor,
)
from ui.shared.fields import Choice, Field
from ui.theme.tokens import Role

_COMING = frozenset({"deadline"})
_WIDTHS = {  # least width, share of what is left: texts grow most
    Shape.TEXT: (180, 8),
    Shape.LONG_TEXT: (420, 24),
    Shape.NUMBER: (108, 1),
    Shape.DATE: (148, 1),
    Shape.YES_NO: (110, 1),
    Shape.CHOICE: (160, 1),
    Shape.STREET: (170, 4),
    Shape.CADRE: (140, 1),
    Shape.STAGE: (160, 1),
    Shape.PHONE: (160, 1),
    Shape.CODE: (220, 1),
}
_OWN_WIDTHS = {
    "name": (300, 20),
    "code": (224, 1),
    "type": (206, 1),
    "category": (134, 1),
    "level": (132, 1),
    "status": (110, 1),
    "address": (320, 20),
    "authority": (150, 8),
    "supervisor": (150, 8),
}
#: What a code is about comes first; the rest follows in the order of the ledger.
_FIRST = ("name", "code", "type", "category", "level", "status")
_MASK = "*"
_BY_CODE = frozenset({"type", "level"})


class CompactField(Field):
    """A field that keeps no line for its help: there are too many of them for that."""

    def __init__(self, label: str, editor: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(label, editor, parent=parent)
        self._help.hide()

    @override
    def _show_below(self, text: str, role: Role) -> None:
        super()._show_below(text, role)
        self._help.setVisible(bool(text))


@dataclass(frozen=True, slots=True)
class FactField:
    """A column with its field; `least` and `share` are its width in a FieldFlow."""

    column: LedgerColumn
    field: CompactField
    editor: Editor

    @property
    def least(self) -> int:
        """Pixels at a font scale of 100 %."""
        return _OWN_WIDTHS.get(self.column.name, _WIDTHS[self.column.shape])[0]

    @property
    def share(self) -> int:
        """Its part of the room that is left."""
        return _OWN_WIDTHS.get(self.column.name, _WIDTHS[self.column.shape])[1]

    def show_value(self, value: object) -> None:
        """Show a stored value."""
        text = value.hex() if isinstance(value, bytes) else "" if value is None else str(value)
        if self.column.shape is Shape.PHONE:
            text = mask_phone(text)  # a form that is opened shows no more than the list
        if isinstance(self.editor.widget, Choice) and self.editor.widget.findData(text) < 0:
            self.editor.widget.addItem(value_words(self.column.name, text), text)  # such as a cadre who has left
        self.editor.set_text(text)

    def stored_values(self, lookup: Lookup) -> dict[str, object]:
        """What stands here as values to store; InputProblem where it means nothing."""
        text = self.editor.text()
        if self.column.shape is Shape.CADRE:
            return {self.column.name: bytes.fromhex(text) or None}
        if self.column.shape is Shape.PHONE and _MASK in text:
            raise InputProblem(_("请把号码写完整，不要留星号。"))
        return parse_value(self.column, text, lookup)

    def show_empty_word(self, word: str) -> None:
        """What a choice says where nothing is chosen."""
        if isinstance(self.editor.widget, Choice):
            self.editor.widget.setItemText(0, word)


def form_groups() -> dict[ColumnGroup, list[LedgerColumn]]:
    """The facts by group in the order of the form; groups without facts are left out."""
    groups: dict[ColumnGroup, list[LedgerColumn]] = {}
    for column in LEDGER_COLUMNS:
        if column.source is Source.FACT:
            groups.setdefault(column.group, []).append(column)
    places = {name: place for place, name in enumerate(_FIRST)}
    groups[ColumnGroup.IDENTITY].sort(key=lambda column: places.get(column.name, len(places)))
    return groups


def make_field(column: LedgerColumn, *, today: date, division: str, cadres: tuple[CadreRow, ...]) -> FactField:
    """The field of a column."""
    editor = _make_editor(column, today, division, cadres)
    return FactField(column, CompactField(column.heading, editor.widget), editor)


def _make_editor(column: LedgerColumn, today: date, division: str, cadres: tuple[CadreRow, ...]) -> Editor:
    match column.shape:
        case Shape.NUMBER:
            return number_editor(_("人"))
        case Shape.DATE:
            return date_editor(today, future=column.name in _COMING)
        case Shape.STREET:
            return street_editor(division)
        case Shape.LONG_TEXT:
            return area_editor()
        case Shape.YES_NO | Shape.CHOICE | Shape.CADRE | Shape.STAGE:
            return choice_editor([("", _empty_word(column)), *_choices(column, cadres)])
        case _:
            return line_editor()


def _choices(column: LedgerColumn, cadres: tuple[CadreRow, ...]) -> Choices:
    match column.shape:
        case Shape.YES_NO:
            return [("1", _("是")), ("0", _("否"))]
        case Shape.CADRE:
            return [
                (cadre.uid.hex(), f"{cadre.name}（{cadre.unit}）" if cadre.unit else cadre.name) for cadre in cadres
            ]
        case Shape.STAGE:
            return [(entry.code, stage_words(entry.code)) for entry in (*STAGES.entries, *SIDE_STATES.entries)]
        case _:
            return [(entry.code, entry.label) for entry in (column.choices.entries if column.choices else ())]


def _empty_word(column: LedgerColumn) -> str:
    if column.name in _BY_CODE:
        return _("按代码")
    if column.name == "key_declared":
        return _("按规则")
    if column.shape is Shape.STAGE:
        return _("按走访")
    return _("未填")
