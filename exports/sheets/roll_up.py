"""The superior's roll-up check (汇总核对) on paper: the parts, their sum, the whole, and every difference by name."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from exports.leads import figure_leads, row_lead, rows_lead
from exports.list_pages import ListPart, roomiest, write_list
from exports.pdf.document import Printed
from exports.pdf.shapes import MM, Lead
from exports.pdf.table import Column, LaidRow, Style, Table, Words
from exports.phones import without_phones
from exports.wording import number_text, rate_text
from models.language import _
from models.progress import Progress
from models.queries.report_content import Figures
from models.queries.roll_up import DIFFERENCES, RollUp, RollUpDifference

_STYLE = Style(sizes=(9.5, 9.0, 8.5), row=7.2 * MM, head=8.2 * MM, leading=1.22, above=0.6 * MM)
_ROWS = (7.2, 6.3, 5.4)  # millimetres: as close as they have to be for one page
_COUNTED = ("key", "eligible", "not_eligible", "undecided", "built", "built_own")


def write_roll_up(content: RollUp, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write the check as a PDF; FileProblem says why it could not be written."""
    content = without_phones(content)
    listed = _difference_table()
    parts = [_sums(content)]
    if content.differences:
        title = _("汇总核对　差异清单")
        line = _("共 {n} 处").format(n=number_text(len(content.differences) + content.more))
        rows = tuple(_difference_rows(listed, content))
        parts.append(ListPart(title, line, rows, mark=_("差异清单")))
    return write_list(path, content.head, listed, parts, content=content, progress=progress)


def _sums(content: RollUp) -> ListPart:
    def part(row: float) -> ListPart:
        table = _table(replace(_STYLE, row=row * MM), files=_has_files(content))
        rows = tuple(_rows(table, content))
        return ListPart(_("汇总核对"), _line(content), rows, table=table, mark=_("合计与总数"))

    return roomiest([part(row) for row in _ROWS])


def _line(content: RollUp) -> str:
    said = (
        _("各部分之和与总数一致")
        if content.agrees
        else _("有差异 {n} 处").format(n=number_text(len(content.differences) + content.more))
    )
    return "　·　".join(part for part in (content.head.unit, content.head.campaign, said) if part)


def _has_files(content: RollUp) -> bool:
    return any(part.file for part in content.parts)


def _table(style: Style, *, files: bool) -> Table:
    """The numbers of every part; without a column for files where the parts are streets."""
    names = (_("重点对象"), _("应建"), _("暂不具备"), _("未认定"), _("已建"), _("单独建"), _("建会率"))
    columns = [Column(_("部分"), (57 if files else 99) * MM, repeated=True)]
    columns += [Column(_("文件"), 42 * MM)] if files else []
    return Table([*columns, *(Column(name, 18 * MM, "right", 1) for name in names)], style)


def _rows(table: Table, content: RollUp) -> Iterator[LaidRow]:
    files = _has_files(content)
    first = 1 + files
    for part in content.parts:
        numbers = [(Words(text, "plain"),) for text in _numbers(part.figures)]
        leads = _leads(part.figures, first, part.name, part.area) if part.area else {}
        file = [(Words(part.file or "—"),)] if files else []
        yield table.row([(Words(part.name),), *file, *numbers], leads=leads)
    for words, sums in ((_("各部分之和"), content.sums), (_("总台账"), content.whole)):
        leads = _leads(sums, 1, words) if sums is content.whole else {}
        yield table.total([(words, first, "left"), *((text, 1, "right") for text in _numbers(sums))], leads)
    gaps = [getattr(content.sums, name) - getattr(content.whole, name) for name in _COUNTED]
    texts = [f"{gap:+,}" if gap else "0" for gap in gaps] + [""]
    yield table.total([(_("相差（和 − 总）"), first, "left"), *((text, 1, "right") for text in texts)])
    yield table.remark(_("只数重点对象；建会率＝已建 ÷ 应建，由本行的数算出。相差为 0 而仍有差异的，是此多彼少。"))


def _leads(sums: Figures, first: int, who: str, area: str | None = None) -> dict[int, Lead]:
    """The numbers of this ledger; those of other files are not here, and a sum of files is nobody's list."""
    titles = (_("重点对象"), _("应建"), _("暂不具备"), _("未认定"), _("已建"), _("单独建"))
    places = {name: (first + n, title) for n, (name, title) in enumerate(zip(_COUNTED, titles, strict=True))}
    if sums.eligible > sums.built:
        places["missing"] = (first + len(_COUNTED), _("应建未建"))
    return figure_leads(places, sums, area, who)


def _numbers(sums: Figures) -> list[str]:
    return [*(number_text(getattr(sums, name)) for name in _COUNTED), rate_text(sums.rate)]


def _difference_table() -> Table:
    return Table(
        [
            Column(_("序号"), 10 * MM, "center", 1, repeated=True),
            Column(_("单位名称"), 70 * MM, repeated=True),
            Column(_("统一社会信用代码"), 44 * MM, lines=1),
            Column(_("在哪一份"), 45 * MM),
            Column(_("总台账"), 28 * MM),
            Column(_("分册"), 28 * MM),
        ],
        _STYLE,
    )


def _difference_rows(table: Table, content: RollUp) -> Iterator[LaidRow]:
    number = 0
    for kind, words in DIFFERENCES.items():
        found = [each for each in content.differences if each.kind == kind]
        if found:
            title = _("{words}　{n} 家").format(words=_(words), n=number_text(len(found)))
            yield table.heading(title, rows_lead((each.organization for each in found), _(words)))
        for each in found:
            number += 1
            yield table.row(_cells(each, number), each, row_lead(each.organization, each.name))
    if content.more:
        yield table.heading(_("另有 {n} 处没有列出。").format(n=number_text(content.more)))


def _cells(each: RollUpDifference, number: int) -> list[tuple[Words, ...]]:
    return [
        (Words(number_text(number), "plain"),),
        (Words(each.name),),
        (Words(each.code or _("无代码"), "plain"),),
        (Words(each.where or "—"),),
        (Words(each.here or _("没有")),),
        (Words(each.there or _("没有")),),
    ]
