"""One organization as a row of fourteen columns."""

from dataclasses import dataclass

from exports.pdf.shapes import MM
from exports.pdf.table import Column, Style, Table, Words
from exports.wording import number_text, short_day
from models.language import _
from models.queries.report_content import LedgerRow
from models.vocabulary import STAGE_WORDS, STAGES

#: Sixteen rows a page, below two headings; what needs two lines is set closer, so that it takes no more room.
STYLE = Style(
    sizes=(9.0, 8.5, 8.0),
    row=7.2 * MM,
    head=8.2 * MM,
    leading=1.14,
    above=0.28 * MM,
    close=(8.0, 7.5),
    band=5.6 * MM,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a row of the table counts for in the sums of its page."""

    row: LedgerRow
    closed: bool


def ledger_table() -> Table:
    """The fourteen columns: 225 mm."""
    return Table(
        [
            Column(_("标记"), 6.6 * MM, "center", 2, repeated=True),
            Column(_("序号"), 8.4 * MM, "center", 1, repeated=True),
            Column(_("单位名称"), 33.0 * MM, lines=2, repeated=True),
            Column(_("类别"), 17.4 * MM, lines=2),
            Column(_("街道"), 8.2 * MM, lines=2),
            Column(_("职工"), 9.0 * MM, "right", 1),
            Column(_("阶段"), 22.8 * MM, lines=2),
            Column(_("主因"), 23.2 * MM, lines=2),
            Column(_("对策"), 11.4 * MM, lines=2),
            Column(_("责任人"), 11.4 * MM, lines=2),
            Column(_("完成时限"), 17.6 * MM, lines=2),
            Column(_("末次走访/次数"), 14.4 * MM, lines=2),
            Column(_("下次跟进"), 25.6 * MM),
            Column(_("备注"), 16.0 * MM),
        ],
        STYLE,
    )


def row_words(row: LedgerRow, year: int) -> list[tuple[Words, ...]]:
    """The paragraphs of every column."""
    return [
        (Words(row.mark, "heading", "frame" if row.mark else ""),),
        (Words(str(row.number), "plain"),),
        (Words(row.name + ("※" if row.conflicted else "")),),
        (Words(row.category),),
        (Words(row.street or "—"),),
        (Words("—" if row.staff is None else number_text(row.staff), "plain"),),
        _stage(row),
        (Words(row.main_reason or "—"),),
        (Words(row.route or "—"),),
        (Words(row.owner or "—"),),
        _deadline(row, year),
        _visits(row, year),
        _next(row, year),
        (Words(row.note),),
    ]


def _stage(row: LedgerRow) -> tuple[Words, ...]:
    label = STAGE_WORDS.label(row.word) if row.word == "excluded" else STAGES.label(row.stage)
    if row.stage == "P2":  # said by the flag below it
        label = ""
    words = [Words(f"{row.stage} {label}".strip(), sign=row.word)]
    if row.blocked:
        words.append(Words(_("受阻"), "heading", "flag", 1))
    return tuple(words)


def _deadline(row: LedgerRow, year: int) -> tuple[Words, ...]:
    words = [Words(short_day(row.deadline, year))]
    if row.deadline_days_late:
        words.append(Words(_("超期 {days} 天").format(days=row.deadline_days_late), "heading", "flag", 1))
    return tuple(words)


def _visits(row: LedgerRow, year: int) -> tuple[Words, ...]:
    if not row.visit_count:
        return (Words(_("未走访")),)
    count = _("{count} 次").format(count=row.visit_count)
    return (Words(short_day(row.last_visit, year) + "/"), Words(count))


def _next(row: LedgerRow, year: int) -> tuple[Words, ...]:
    if row.next_due is None and not row.next_task:
        return (Words("—"),)
    day = short_day(row.next_due, year)
    if row.next_days_late:
        late = _("{day} 逾 {days} 天").format(day=day, days=row.next_days_late)
        first = Words(late, "heading", "flag", 1)
    else:
        first = Words(day)
    return (first, Words(row.next_task)) if row.next_task else (first,)
