"""One organization of the list as cells and as a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.language import _
from models.ledger_columns import Shape
from models.queries.organization_list import OrganizationRow
from models.queries.sheet_columns import SHEET_COLUMN_BY_KEY, SheetColumn
from models.queries.value_words import stage_words
from models.rules.phones import mask_phone, mask_phones_in
from models.vocabulary import STAGE_WORDS, VISIT_MODES
from ui.organizations.days import DueWords, due_words, near_day
from ui.shared.record_model import Cell, mark_cell
from ui.theme.glyphs import Flag
from ui.theme.tokens import Role

CONFLICT_SIGN = "※"
_NONE = "—"
_EMPTY = Cell()
_AT_HAND = frozenset({"code", "scope", "category", "visits"})


@dataclass(frozen=True, slots=True)
class RowWords:
    """What rows need to be said: the day, and the labels of the ledger's reasons by code."""

    today: date
    reasons: Mapping[str, str]

    def cell(self, row: OrganizationRow, key: str) -> Cell:
        """The cell of an organization in the column `key`."""
        match key:
            case "mark":
                return mark_cell(row.mark)
            case "word":
                return self._word(row)
            case "name":
                return Cell(_name(row), tip=_("有不同的说法，请在右边选定") if row.conflicts else "")
            case "street":
                return Cell(_short_street(row.street_name), role=Role.TEXT2)
            case "staff":
                return Cell("" if row.staff is None else str(row.staff))
            case "main_reason":
                return Cell(self._reason(row), role=Role.TEXT2)
            case "last_visit":
                return Cell(self._last_visit(row), role=Role.TEXT2)
            case "next":
                return _due_cell(due_words(row.next_due_on, self.today))
            case "task":
                return Cell(row.next_task)
            case _:
                return self._further(row, key)

    def _further(self, row: OrganizationRow, key: str) -> Cell:
        """A column that not every list has."""
        column = SHEET_COLUMN_BY_KEY[key]
        if key == "owner":
            return Cell(row.owner, role=Role.TEXT2)
        value = _at_hand(row, key) if key in _AT_HAND else row.more.get(key)
        if value is None or value == "":
            return _EMPTY
        text = str(value)
        role = Role.TEXT if column.shape is Shape.NUMBER else Role.TEXT2
        if key == "code" and row.code_state != "valid":
            return Cell(text, role=Role.WARN, tip=_("代码待核"))
        if key == "survey":
            return Cell(f"{text}%", role=role)
        if key == "deadline":
            late = text < self.today.isoformat() and not row.coverage
            return Cell(text, role=Role.DANGER if late else role, bold=late)
        return Cell(_words(column, text), role=role)

    def summary(self, row: OrganizationRow) -> str:
        """The sentence about an organization for a screen reader."""
        due = due_words(row.next_due_on, self.today)
        staff = "" if row.staff is None else _("职工 {n} 人").format(n=row.staff)
        step = _("下一步 {day} {task}").format(day=due.text, task=row.next_task).rstrip() if due.text else ""
        visit = _("末次走访 {visit}").format(visit=self._last_visit(row)) if row.last_visit_on else _("没有走访过")
        owner = _("责任人 {name}").format(name=row.owner) if row.owner else ""
        parts = (
            row.name,
            _("有不同的说法") if row.conflicts else "",
            STAGE_WORDS.label(row.word),
            _("受阻") if row.blocked else "",
            row.street_name,
            staff,
            self._reason(row),
            visit,
            step,
            owner,
        )
        return _("，").join(part for part in parts if part)

    def _word(self, row: OrganizationRow) -> Cell:
        flag = Flag.MISSED if row.blocked else None
        tip = _("受阻，需要上级出面") if row.blocked else ""
        return Cell(STAGE_WORDS.label(row.word), glyph=row.word, flag=flag, tip=tip)

    def _reason(self, row: OrganizationRow) -> str:
        return f"{row.main_reason} {self.reasons.get(row.main_reason, '')}".strip()

    def _last_visit(self, row: OrganizationRow) -> str:
        if not row.last_visit_on:
            return _NONE
        day = near_day(row.last_visit_on, self.today)
        if row.last_visit_on.startswith(day):  # so long ago that the month says enough
            return day
        return f"{day} {VISIT_MODES.label(row.last_visit_mode)}".rstrip()


def _at_hand(row: OrganizationRow, key: str) -> object:
    values = {"code": row.code, "scope": row.scope, "category": row.category, "visits": row.visit_count}
    return values[key]


def _words(column: SheetColumn, text: str) -> str:
    """A stored value as a person reads it; phones masked wherever they stand."""
    if column.key == "stage":
        return stage_words(text)
    if column.choices:
        return column.label(text)
    match column.shape:
        case Shape.YES_NO:
            return _("是") if text == "1" else _("否")
        case Shape.NUMBER:
            return f"{int(text):,}"
        case Shape.PHONE:
            return mask_phone(text)
        case Shape.TEXT | Shape.LONG_TEXT:
            return str(mask_phones_in(" ".join(text.split())))
        case _:
            return text


def _name(row: OrganizationRow) -> str:
    return f"{CONFLICT_SIGN}{row.name}" if row.conflicts else row.name


def _due_cell(due: DueWords) -> Cell:
    role = Role.DANGER if due.is_late else Role.TEXT
    tag = _("班") if due.is_worked_weekend else ""
    return Cell(due.text, role=role, bold=due.is_late or due.is_today, tag=tag)


def _short_street(name: str) -> str:
    """Names of six characters and more lose 街道, so that they fit."""
    return name.removesuffix("街道") if len(name) > 5 else name  # noqa: PLR2004 - the column's width
