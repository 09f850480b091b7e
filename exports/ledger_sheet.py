"""The ledger's columns as columns of a workbook: how wide what usually stands in them is, and of what kind it is."""

from exports.workbooks import SheetColumn, SheetKind
from models.ledger_columns import LedgerColumn, Shape

#: In characters of the sheet; a Chinese one is two. A line that breaks would be higher than its row.
_WIDTHS = {
    "code": 22.0,
    "name": 34.0,
    "type": 17.0,
    "category": 16.0,
    "authority": 24.0,
    "supervisor": 24.0,
    "address": 40.0,
    "street": 32.0,
    "union_name": 34.0,
    "union_approval": 22.0,
    "union_code": 22.0,
    "main_reason": 30.0,
    "proposed_route": 24.0,
    "reason_note": 30.0,
    "stage": 20.0,
    "next_followup": 34.0,
    "note": 30.0,
}
_LEAST, _OF_A_CODE = 10.0, 13.0
_KINDS: dict[Shape, SheetKind] = {
    Shape.CODE: "code",
    Shape.PHONE: "code",
    Shape.NUMBER: "number",
    Shape.DATE: "date",
}


def ledger_sheet_column(column: LedgerColumn) -> SheetColumn:
    """A column of the ledger as one of a sheet."""
    kind: SheetKind = _KINDS.get(column.shape, "text")
    least = _LEAST if kind in ("text", "number") else _OF_A_CODE
    return SheetColumn(column.heading, _WIDTHS.get(column.name, max(least, 2.0 * len(column.heading) + 2)), kind)
