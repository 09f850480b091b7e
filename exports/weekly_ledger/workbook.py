"""The weekly ledger as a workbook: figures that compute themselves, and every column of the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]  # it carries no types

from exports.ledger_sheet import ledger_sheet_column
from exports.pdf.document import Printed
from exports.phones import clear_text, without_phones
from exports.weekly_ledger.workbook_figures import Listed, add_figures
from exports.wording import as_of_text, week_days_text
from exports.workbooks import Book, SheetColumn, write_book
from models.language import _
from models.ledger_columns import LEDGER_COLUMNS, Shape
from models.queries.report_content import LedgerRow, LedgerSection, WeeklyLedger
from models.vocabulary import STAGE_WORDS, STAGES

_FROZEN_COLUMNS = 5
LEAD = 4  # columns before those of the ledger
STAFF = next(number for number, column in enumerate(LEDGER_COLUMNS) if column.name == "staff")


def write_weekly_workbook(content: WeeklyLedger, path: Path) -> Printed:
    """Write the workbook; FileProblem says why it could not be written."""
    content = without_phones(replace(content, sheet=())) if not content.sheet else _without_phones(content)
    head = content.head
    title = _("社会组织建会工作周台账　{unit}　{week}").format(unit=head.unit, week=week_days_text(head))

    def fill(book: Book) -> None:
        listed = Listed(_("未建会台账"), LEAD + STAFF)
        add_figures(book, content, listed, title)
        _list_sheet(book, content, listed.name, (*content.main, content.unverified, content.no_street), title)
        _list_sheet(book, content, _("本周销号"), (content.closed,), title)

    write_book(path, fill, title=title, note=_note(content), made_at=head.as_of)
    return Printed(0, (), head.report_id)


def _without_phones(content: WeeklyLedger) -> WeeklyLedger:
    """Numbers stand in codes and amounts, too: only what is written by hand is cleared."""
    plain = {Shape.TEXT, Shape.LONG_TEXT}
    texts = [column.shape in plain and not column.name.endswith(("code", "name")) for column in LEDGER_COLUMNS]
    sheet = tuple(
        tuple(
            clear_text(value) if is_text and isinstance(value, str) else value
            for value, is_text in zip(row, texts, strict=True)
        )
        for row in content.sheet
    )
    return replace(without_phones(replace(content, sheet=())), sheet=sheet)


def _note(content: WeeklyLedger) -> str:
    head = content.head
    lines = [
        _("报表号 {id}　截至 {as_of}　条件：{filter}").format(
            id=head.report_id, as_of=as_of_text(head), filter=head.filter_text or _("全部")
        ),
        _("内容校验 {check}　内部资料 请勿外传").format(check=head.check_value),
        _("建会率＝已建÷应建（具备建会条件）；未认定的不计入，另列。合计按各行之和重算，不取平均。"),
        _("“分街道进度”里的合计、率、缺口和家数都是公式，随“未建会台账”一起重算。周台账不带电话。"),
    ]
    if head.standing == "frozen":
        lines.append(_("这是定格时的内容；负责人、联络人、职务、主席不随周报定格，所以留空。"))
    return "\n".join(lines)


def _list_sheet(book: Book, content: WeeklyLedger, name: str, sections: Sequence[LedgerSection], title: str) -> None:
    closed = content.closed in sections
    before = sum(len(section.rows) for section in content.sections) - len(content.closed.rows) if closed else 0
    rows = [(section.title, row) for section in sections for row in section.rows]
    columns = [
        SheetColumn(_("标记"), 6, "text"),
        SheetColumn(_("分组"), 18, "text"),
        SheetColumn(_("序号"), 7, "number"),
        SheetColumn(_("两处填报不一致"), 9, "text"),
        *map(ledger_sheet_column, LEDGER_COLUMNS),
    ]
    sheet = book.add_table(name, columns, _list_rows(content, rows, before), title=title, frozen=_FROZEN_COLUMNS + 1)
    if not rows:
        return
    total, staff = len(rows) + 1, LEAD + STAFF
    first, last = xl_rowcol_to_cell(1, staff), xl_rowcol_to_cell(len(rows), staff)
    counted = f"{xl_rowcol_to_cell(1, 2)}:{xl_rowcol_to_cell(len(rows), 2)}"
    sheet.write_string(total, 1, _("合计（随筛选变）"), book.formats["sum"])
    sheet.write_formula(total, 2, f"=SUBTOTAL(103,{counted})", book.formats["sum"], len(rows))
    summed = sum(row.staff or 0 for _title, row in rows)
    sheet.write_formula(total, staff, f"=SUBTOTAL(109,{first}:{last})", book.formats["sum"], summed)
    book.rows[-1] += 1


def _list_rows(content: WeeklyLedger, rows: Sequence[tuple[str, LedgerRow]], before: int) -> Iterator[list[object]]:
    for place, (group, row) in enumerate(rows, start=before):
        full = list(content.sheet[place]) if content.sheet else _paper_row(row)
        yield [row.mark, group, row.number, "※" if row.conflicted else None, *full]


def _paper_row(row: LedgerRow) -> list[object]:
    """What the paper says of an organization, where the other columns were not kept."""
    known: dict[str, object] = {
        "name": row.name,
        "category": row.category,
        "street": row.street,
        "staff": row.staff,
        "main_reason": row.main_reason,
        "proposed_route": row.route,
        "leader": row.leader,
        "owner": row.owner,
        "deadline": row.deadline,
        "stage": f"{row.stage} {STAGES.label(row.stage) or STAGE_WORDS.label(row.word)}",
        "last_visit": f"{row.last_visit}/{row.visit_count}" if row.visit_count else None,
        "next_followup": f"{row.next_due} {row.next_task}".strip() if row.next_due else None,
        "note": row.note,
    }
    return [known.get(column.name) for column in LEDGER_COLUMNS]
