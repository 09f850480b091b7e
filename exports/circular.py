"""The circular (通报): ranking by rate then gap, praise and reminders, from one week's figures; PDF and editable."""

from collections.abc import Sequence
from pathlib import Path

from exports.leads import figure_leads
from exports.office_print import write_office_text
from exports.office_text import Heading, OfficeText, Paragraph, Table, write_docx
from exports.pdf.document import Printed
from exports.pdf.shapes import Lead
from exports.told import together
from exports.weekly_ledger.wording import needs_text, overall_text, progress_text, why_text
from exports.wording import main_target, number_text, rate_text, week_days_text
from models.language import _
from models.progress import Progress
from models.queries.report_content import Figures, StreetFigures, WeeklyLedger

_BEST = 3


def circular(content: WeeklyLedger) -> OfficeText:
    """The text; every figure in it is one of the week's."""
    head = content.head
    target = main_target(content.targets)
    percent = target.percent if target else 85
    ranked = _ranked(content)
    day = head.as_of
    return OfficeText(
        title=_("关于社会组织建会工作进展情况的通报"),
        lines=(week_days_text(head),),
        addressee=_("各街道（镇）总工会："),
        parts=(
            Paragraph(_("现将{campaign}进展情况通报如下。").format(campaign=head.campaign)),
            Heading(_("一、总体情况")),
            Paragraph(overall_text(content)),
            Paragraph(together((progress_text(content), why_text(content)))),
            Heading(_("二、各街道（镇）进度")),
            Paragraph(_("按建会率从高到低排列，建会率相同的，缺口小的在前；未认定的不计入，另列。")),
            _ranking(content, ranked, percent),
            Heading(_("三、表扬")),
            Paragraph(_praise(ranked, percent)),
            Heading(_("四、提醒")),
            Paragraph(_reminders(content, ranked, percent)),
            Paragraph(needs_text(content)),
        ),
        signed=(head.unit, _("{year} 年 {month} 月 {day} 日").format(year=day.year, month=day.month, day=day.day)),
        author=head.unit,
        made_at=day,
    )


def write_circular(content: WeeklyLedger, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write it as .pdf, or as .docx by the name's ending; FileProblem says why it could not be written."""
    text = circular(content)
    if path.suffix.lower() == ".docx":
        write_docx(text, path)
        return Printed(0, (), content.head.report_id)
    return write_office_text(text, content.head, path, progress=progress)


def _ranked(content: WeeklyLedger) -> list[StreetFigures]:
    """Streets with somebody eligible, best first; the others have no rank."""
    counted = [street for street in content.streets if street.code and street.figures.eligible]
    return sorted(counted, key=lambda street: (-(street.figures.rate or 0), street.figures.missing(100), street.code))


def _ranking(content: WeeklyLedger, ranked: Sequence[StreetFigures], percent: int) -> Table:
    shown = [*ranked, *(street for street in content.streets if street not in ranked)]
    rows = [_row(str(place), street.name, street, percent) for place, street in enumerate(ranked, 1)]
    rows += [_row("—", street.name, street, percent) for street in shown[len(ranked) :]]
    total = content.total
    rows.append(
        [
            "",
            _("合计"),
            number_text(total.eligible),
            number_text(total.built),
            rate_text(total.rate),
            number_text(total.missing(percent)) if total.eligible else "—",
            number_text(total.undecided),
        ]
    )
    headings = (_("名次"), _("街道（镇）"), _("应建"), _("已建"), _("建会率"), _("缺口"), _("未认定"))
    leads = [_leads(street.figures, street.code, street.name) for street in shown]
    leads.append(_leads(total, None, _("合计")))
    numbers = frozenset({0, 2, 3, 4, 5, 6})
    return Table(headings, rows, numbers, _("附表　各街道（镇）建会进度"), leads=leads)


def _leads(figures: Figures, group: str | None, who: str) -> dict[int, Lead]:
    """The numbers of a row; a rate and a gap lead to those without a union."""
    places = {
        "key": (1, _("重点对象")),
        "eligible": (2, _("应建")),
        "built": (3, _("已建")),
        "undecided": (6, _("未认定")),
    }
    leads = figure_leads(places, figures, group, who)
    if figures.eligible > figures.built:
        (missing,) = figure_leads({"missing": (4, _("应建未建"))}, figures, group, who).values()
        leads |= {4: missing, 5: missing}
    return leads


def _row(place: str, name: str, street: StreetFigures, percent: int) -> list[str]:
    sums = street.figures
    return [
        place,
        name,
        number_text(sums.eligible),
        number_text(sums.built),
        rate_text(sums.rate),
        number_text(sums.missing(percent)) if sums.eligible else "—",
        number_text(sums.undecided),
    ]


def _praise(ranked: Sequence[StreetFigures], percent: int) -> str:
    reached = [street.name for street in ranked if (street.figures.rate or 0) >= percent * 10]
    best = [street.name for street in ranked[:_BEST] if street.figures.built]
    if reached:
        return _("{names}建会率已达到 {percent}%，予以表扬。").format(names="、".join(reached), percent=percent)
    if best:
        return _("{names}建会率居前，予以表扬。").format(names="、".join(best))
    return _("本期没有表扬事项。")


def _reminders(content: WeeklyLedger, ranked: Sequence[StreetFigures], percent: int) -> str:
    first = content.targets[0].percent if content.targets else percent
    low = [street for street in ranked if (street.figures.rate or 0) < first * 10]
    late = [street for street in ranked if street.figures.overdue]
    said = []
    if low:
        names = "、".join(
            _("{name}（{rate}）").format(name=street.name, rate=rate_text(street.figures.rate)) for street in low
        )
        said.append(
            _("建会率低于 {percent}% 的有：{names}，请逐家分析原因，加快推进。").format(percent=first, names=names)
        )
    if late:
        names = "、".join(
            _("{name} {count} 家").format(name=street.name, count=street.figures.overdue) for street in late
        )
        said.append(_("有超期未办的：{names}，请在本周内办结或说明情况。").format(names=names))
    return "".join(said) or _("本期没有提醒事项。")
