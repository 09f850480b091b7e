"""One organization's dossier (一户一档) as a print and as editable text."""

from pathlib import Path

from exports.leads import row_lead
from exports.office_print import write_office_text
from exports.office_text import Heading, OfficeText, Paragraph, Table, write_docx
from exports.pdf.document import Printed
from models.language import _
from models.progress import Progress
from models.queries.dossier import Dossier

_NUMBERS = "一二三四五六七八九十"
_FACTS = (1.0, 2.0)


def dossier_text(content: Dossier) -> OfficeText:
    """The text: facts as a table of two columns per group, then the records, then what is not filled."""
    head = content.head
    parts: list[Heading | Paragraph | Table] = []
    number = 0
    for title, lines in content.groups:
        parts += [Heading(_title(number, title)), Table((_("栏目"), _("内容")), lines, shares=_FACTS)]
        number += 1
    for table in content.tables:
        parts.append(Heading(_title(number, table.title)))
        parts.append(Table(table.headings, table.rows) if table.rows else Paragraph(_("没有记录。")))
        number += 1
    if content.empty:
        parts += [Heading(_title(number, _("没有填的栏目"))), Paragraph("、".join(content.empty) + "。")]
    day = head.as_of
    return OfficeText(
        title=content.name or _("（没有名称）"),
        lines=(_("一户一档　{code}").format(code=content.code or _("无代码")),),
        parts=tuple(parts),
        signed=(head.unit, _("{year} 年 {month} 月 {day} 日").format(year=day.year, month=day.month, day=day.day)),
        author=head.unit,
        made_at=day,
        lead=row_lead(content.organization, content.name),
    )


def write_dossier(content: Dossier, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write it as .pdf, or as .docx by the name's ending; FileProblem says why it could not be written."""
    text = dossier_text(content)
    if path.suffix.lower() == ".docx":
        write_docx(text, path)
        return Printed(0, (), content.head.report_id)
    return write_office_text(text, content.head, path, progress=progress)


def _title(number: int, title: str) -> str:
    """一、登记信息 … 十一、工会; there are fewer than twenty."""
    tens, ones = divmod(number, len(_NUMBERS))
    return f"{_NUMBERS[-1] * tens}{_NUMBERS[ones]}、{title}"
