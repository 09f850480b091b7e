"""The handover pack (移交清单) when a cadre leaves: promises, then every organization, with room to sign."""

from pathlib import Path

from exports.list_pages import BigFigure, ListPart, write_list
from exports.pdf.document import Printed
from exports.pdf.shapes import MM
from exports.pdf.table import Column, LaidRow, Style, Table, Words
from exports.phones import without_phones
from exports.visit_list import WEEKDAYS
from exports.wording import number_text, short_day
from models.language import _
from models.progress import Progress
from models.queries.followup_list import FollowupRow
from models.queries.handover import HandedOrganization, Handover
from models.vocabulary import STAGE_WORDS

_NAMED = 6  # streets in the line under the title
_STYLE = Style(sizes=(9.5, 9.0, 8.5), row=8.2 * MM, head=8.2 * MM, leading=1.22, above=0.6 * MM)


def write_handover(content: Handover, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the pack as a PDF; FileProblem says why it could not be written."""
    content = without_phones(content)
    promises, organizations = _promises(), _organizations()
    title = _("移交清单　{name}").format(name=content.person)
    if content.successor:
        title = _("移交清单　{name} → {to}").format(name=content.person, to=content.successor)
    rows: list[LaidRow] = [promises.row(_promise(row, n, content), row) for n, row in enumerate(content.followups, 1)]
    handed = [organizations.row(_organization(row, n), row) for n, row in enumerate(content.organizations, 1)]
    signed = _("移交人：　　　　　　　　接手人：　　　　　　　　监交人：　　　　　　　　日期：")
    parts = [
        ListPart(
            title,
            _line(content),
            tuple(rows or [promises.heading(_("没有未办的事。"))]),
            figures=_figures(content),
            mark=_("未办的事"),
        ),
        ListPart(
            _("移交的单位"),
            signed,
            tuple(handed or [organizations.heading(_("没有要移交的单位。"))]),
            table=organizations,
            mark=_("移交的单位"),
        ),
    ]
    return write_list(path, content.head, promises, parts, content=content, progress=progress)


def _line(content: Handover) -> str:
    named = _("、").join(content.streets[:_NAMED]) + (_(" 等") if len(content.streets) > _NAMED else "")
    streets = _("负责的街道：{streets}").format(streets=named) if named else ""
    parts = [content.head.unit, f"{content.day:%Y-%m-%d}", streets, _("走访记录和已办的事仍记在原来的人名下")]
    return "　·　".join(part for part in parts if part)


def _figures(content: Handover) -> tuple[BigFigure, ...]:
    return (
        BigFigure(_("单位"), number_text(len(content.organizations))),
        BigFigure(_("未办的事"), number_text(len(content.followups))),
        BigFigure(_("其中逾期"), number_text(content.late)),
        BigFigure(_("待审的销号申请"), number_text(content.pending)),
    )


def _promises() -> Table:
    return Table(
        [
            Column(_("序号"), 10 * MM, "center", 1, repeated=True),
            Column(_("期限"), 34 * MM, lines=2, repeated=True),
            Column(_("单位名称"), 58 * MM, repeated=True),
            Column(_("街道"), 26 * MM, lines=2),
            Column(_("要办的事"), 61 * MM),
            Column(_("主因"), 36 * MM, lines=2),
        ],
        _STYLE,
    )


def _organizations() -> Table:
    return Table(
        [
            Column(_("序号"), 10 * MM, "center", 1, repeated=True),
            Column(_("单位名称"), 62 * MM, repeated=True),
            Column(_("街道"), 26 * MM, lines=2),
            Column(_("阶段"), 22 * MM, lines=1),
            Column(_("主因"), 32 * MM, lines=2),
            Column(_("末次走访"), 28 * MM, lines=2),
            Column(_("最近的备注"), 45 * MM),
        ],
        _STYLE,
    )


def _promise(row: FollowupRow, number: int, content: Handover) -> list[tuple[Words, ...]]:
    due = [Words(f"{short_day(row.due_on, content.day.year)} {_(WEEKDAYS[row.due_on.weekday()])}")]
    if row.days_late:
        due.append(Words(_("逾 {n} 天").format(n=row.days_late), "heading", "flag", 1))
    return [
        (Words(str(number), "plain"),),
        tuple(due),
        (Words(row.marked_name, sign=row.word if row.word in STAGE_WORDS else ""),),
        (Words(row.street or "—"),),
        (Words(row.task),),
        (Words(f"{row.reason} {row.reason_label}".strip() or "—"),),
    ]


def _organization(row: HandedOrganization, number: int) -> list[tuple[Words, ...]]:
    word = STAGE_WORDS.label(row.word) if row.word in STAGE_WORDS else row.word
    return [
        (Words(str(number), "plain"),),
        (Words(row.name + ("※" if row.conflicts else "")),),
        (Words(row.street or "—"),),
        (Words(word, sign=row.word if row.word in STAGE_WORDS else ""),),
        (Words(row.reason or "—"),),
        (Words(row.last_visit or _("还没去过")),),
        (Words(row.note or "—"),),
    ]
