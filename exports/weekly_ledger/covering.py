"""The covering text of the weekly ledger as offices file it, editable: the layout of GB/T 9704."""

from pathlib import Path

from exports.office_text import Heading, OfficeText, Paragraph, Table, write_docx
from exports.pdf.document import Printed
from exports.phones import without_phones
from exports.weekly_ledger.why import why_sentences
from exports.weekly_ledger.wording import cover_paragraphs
from exports.wording import as_of_text, main_target, number_text, points_text, rate_text, week_days_text
from models.language import _
from models.queries.report_content import Figures, WeeklyLedger

_NAMES = 20


def covering_text(content: WeeklyLedger) -> OfficeText:
    """The text: three parts of the cover, the streets, why the rate moved, and how to find the print again."""
    head, since = content.head, content.since
    parts: list[Heading | Paragraph | Table] = []
    for heading, text in cover_paragraphs(content):
        parts += [Heading(heading), Paragraph(text)]
    if since is not None and since.moves:
        parts.append(Heading(_("四、建会率为什么变化")))
        parts += [Paragraph(sentence) for sentence in why_sentences(content, since, _NAMES)]
    parts.append(_streets(content))
    parts.append(
        Paragraph(
            _("报表号 {id}，截至 {as_of}，内容校验 {check}。内部资料 请勿外传。").format(
                id=head.report_id, as_of=as_of_text(head), check=head.check_value
            )
        )
    )
    day = head.as_of
    return OfficeText(
        title=_("社会组织建会工作周台账"),
        lines=(week_days_text(head),),
        parts=tuple(parts),
        signed=(head.unit, _("{year} 年 {month} 月 {day} 日").format(year=day.year, month=day.month, day=day.day)),
        author=head.unit,
        made_at=day,
    )


def write_covering_text(content: WeeklyLedger, path: Path) -> Printed:
    """Write it as .docx; FileProblem says why it could not be written."""
    write_docx(covering_text(without_phones(content)), path)
    return Printed(0, (), content.head.report_id)


def _streets(content: WeeklyLedger) -> Table:
    target = main_target(content.targets)
    percent = target.percent if target else 100
    since = content.since
    headings = [_("序号"), _("街道（镇）"), _("应建"), _("已建"), _("建会率"), _("变化"), _("未认定"), _("缺口")]
    rows = [
        [str(number), street.name, *_texts(street.figures, since.street(street.code) if since else None, percent)]
        for number, street in enumerate(content.streets, start=1)
    ]
    rows.append(["", _("合计"), *_texts(content.total, since.total if since else None, percent)])
    shares = [0.8, 2.4, 1.0, 1.0, 1.2, 1.0, 1.0, 1.0]
    if since is None:
        place = headings.index(_("变化"))
        del headings[place], shares[place]
        for row in rows:
            del row[place]
    numbers = frozenset(range(len(headings))) - {1}
    return Table(headings, rows, numbers, _("附表　分街道（镇）进度"), shares)


def _texts(figures: Figures, before: Figures | None, percent: int) -> list[str]:
    change = None
    if before is not None and before.rate is not None and figures.rate is not None:
        change = figures.rate - before.rate
    return [
        number_text(figures.eligible),
        number_text(figures.built),
        rate_text(figures.rate),
        points_text(change),
        number_text(figures.undecided),
        number_text(figures.missing(percent)) if figures.eligible else "—",
    ]
