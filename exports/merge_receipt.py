"""The receipt of an earlier merge as a PDF: who, when, what every file brought, and whether it still stands."""

from collections.abc import Iterator
from pathlib import Path

from exports.list_pages import ListPart, write_list
from exports.pdf.document import Printed
from exports.pdf.shapes import MM
from exports.pdf.table import Column, LaidRow, Style, Table, Words
from models.language import _
from models.ledger.ledger import Ledger
from models.merging.past import PastFile, PastMerge
from models.merging.rows import BACK, CONFLICTS, DOUBLES, GROUP_WORDS, JOINED, RECORDS, REMOVED, VISITS, WAITING
from models.progress import Progress
from models.queries.report_head import report_head, week_of

_STYLE = Style(sizes=(9.5, 9.0, 8.5), row=7.2 * MM, head=7.6 * MM, leading=1.22, above=0.6 * MM)
_COUNTED = ("new", VISITS, "changed", JOINED, CONFLICTS, DOUBLES, "nothing_new")


def write_merge_receipt(ledger: Ledger, past: PastMerge, path: Path, *, progress: Progress | None = None) -> Printed:
    """Write it; FileProblem says why it could not be written."""
    table = Table(
        [
            Column(_("文件和发件人"), 62 * MM, repeated=True, lines=2),
            Column(_("新机构"), 18 * MM, "right", lines=1),
            Column(_("新走访"), 18 * MM, "right", lines=1),
            Column(_("字段更新"), 21 * MM, "right", lines=1),
            Column(_("自动合并"), 21 * MM, "right", lines=1),
            Column(_("待判"), 16 * MM, "right", lines=1),
            Column(_("疑似重复"), 21 * MM, "right", lines=1),
            Column(_("无变化"), 24 * MM, "right", lines=1),
            Column(_("状态"), 22 * MM),
        ],
        _STYLE,
    )
    content = [past.merge, past.at, past.by, *(file.name for file in past.files)]
    head = report_head(ledger, "HB", week_of(ledger.today()), "", content)
    said = [head.unit, _("{at} {by} 合并").format(at=past.at, by=past.by), _("共 {n} 个文件").format(n=len(past.files))]
    title = _("合并回执 第 {merge} 次").format(merge=past.merge)
    part = ListPart(title, "　·　".join(said), tuple(_rows(table, past)))
    return write_list(path, head, table, [part], content=content, progress=progress)


def _rows(table: Table, past: PastMerge) -> Iterator[LaidRow]:
    for file in past.files:
        name = f"{file.name}　{file.author}（{file.unit}）" if file.unit else f"{file.name}　{file.author}"
        counts = [f"{file.counts.get(key, 0):,}" for key in _COUNTED]
        yield table.row([(Words(text),) for text in (name, *counts, state_words(file))], file)
        for line in more_words(file):
            yield table.remark(line)
    yield table.remark(_("还原点：{name}").format(name=past.restore_point or "—"))


def state_words(file: PastFile) -> str:
    """Whether what a file brought still stands."""
    return _("已写入") if file.stands else _("已撤销")


def more_words(file: PastFile) -> list[str]:
    """How far it went, and what is rarer."""
    lines = [
        _("对方 {at} 导出，改动到第 {upto} 次。").format(at=file.created, upto=f"{file.upto:,}")
        if file.upto
        else _("对方 {at} 导出。").format(at=file.created)
    ]
    rare = [(GROUP_WORDS[key], file.counts.get(key, 0)) for key in (RECORDS, REMOVED, BACK, WAITING)]
    numbers = [f"{_(word)} {count:,}" for word, count in rare if count]
    if numbers:
        lines.append(" · ".join(numbers))
    if file.left_out:
        lines.append(_("这次没有写入、可以以后再合并的记录 {n} 条。").format(n=file.left_out))
    return lines
