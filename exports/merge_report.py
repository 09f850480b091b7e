"""The receipt of a merge, or the report of a preview: numbers per file and the rows that a person should see.

As plain text for a script's folder, or as a PDF to print. Phones are masked.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from exports.list_pages import ListPart, write_list
from exports.pdf.shapes import MM
from exports.pdf.table import Column, LaidRow, Style, Table, Words
from models.files import write_file
from models.language import _
from models.ledger.ledger import Ledger
from models.merging.merge import Merged, MergedFile
from models.merging.offers import said_sender
from models.merging.rows import (
    BACK,
    CHANGED,
    CONFLICTS,
    DOUBLES,
    GROUP_WORDS,
    JOINED,
    REMOVED,
    MergeRow,
)
from models.progress import Progress
from models.queries.people_list import cadre_names
from models.queries.record_words import heading_of, words_of
from models.queries.report_head import report_head, week_of

#: Groups of which every row is printed; of the others only the number counts.
_PRINTED = (CONFLICTS, DOUBLES, BACK, REMOVED, CHANGED, JOINED)
_MOST = 400
_STYLE = Style(sizes=(9.5, 9.0, 8.5), row=7.2 * MM, head=7.6 * MM, leading=1.22, above=0.6 * MM)


def write_merge_report(
    ledger: Ledger,
    files: Sequence[MergedFile],
    merged: Merged | None,
    path: Path,
    *,
    progress: Progress | None = None,
) -> None:
    """Write the report as .pdf or .txt, by the ending; without `merged` it is that of a preview."""
    if path.suffix.lower() == ".pdf":
        _write_pdf(ledger, files, merged, path, progress)
        return
    text = "\n".join(report_lines(files, merged, cadre_names(ledger))) + "\n"
    write_file(path, lambda target: _write_text(target, text), lambda target: _same_text(target, text))


def report_lines(files: Sequence[MergedFile], merged: Merged | None, names: Mapping[str, str]) -> list[str]:
    """The report as lines of text; `names` are those of cadres, by record id (hexadecimal)."""
    lines = [_title(merged)]
    for file in files:
        lines += ["", _heading(file), *(f"  {line}" for line in _said(file))]
        for group in _PRINTED:
            rows = file.preview.page(group, limit=_MOST)
            if rows and not file.refused:
                lines.append(f"  {_group_line(file, group)}")
                lines += [f"    {'　'.join(part for part in _cells(row, names) if part)}" for row in rows]
    return lines


def _title(merged: Merged | None) -> str:
    if merged is None:
        return _("合并预览（没有写入任何内容）")
    return _("合并回执 第 {merge} 次").format(merge=merged.merge) if merged.merge else _("合并回执：没有新内容")


def _heading(file: MergedFile) -> str:
    sender = file.offer.sender
    return f"{file.offer.name}　{said_sender(sender)}" if sender else file.offer.name


def _said(file: MergedFile) -> Iterator[str]:
    """What there is to say of a file: why it was refused, or how far it goes and its numbers."""
    if file.refused:
        yield _("拒收：{why}").format(why=file.refused)
        return
    standing = file.preview.standing
    if standing:
        yield _("对方改动到第 {upto} 次；本机原有到第 {have} 次。").format(upto=standing.upto, have=standing.have)
        if standing.clock_words:
            yield standing.clock_words
    if file.offer.known_in:
        yield _("以前合并过，没有新内容。")
        return
    counts = {group: file.preview.count(group) for group in GROUP_WORDS}
    numbers = [f"{_(GROUP_WORDS[group])} {count:,}" for group, count in counts.items() if count]
    numbers.append(_("无变化 {n}").format(n=f"{file.preview.nothing_new:,}"))
    yield " · ".join(numbers)
    if file.left_out:
        yield _("这次没有写入、可以以后再合并的记录 {n} 条。").format(n=file.left_out)


def _group_line(file: MergedFile, group: str) -> str:
    count = file.preview.count(group)
    more = _("（列出前 {n} 条）").format(n=_MOST) if count > _MOST else ""
    return f"{_(GROUP_WORDS[group])} {count:,}{more}"


def _cells(row: MergeRow, names: Mapping[str, str]) -> tuple[str, ...]:
    """Organization, field, before, theirs, ours, who."""
    name = " ".join(part for part in (row.name, row.note) if part)
    if not row.field or row.field == "deleted":
        return (name, "", "", "", "", _who(row))
    said = (row.before, row.theirs, row.ours)
    values = [words_of(row.kind, row.field, value, names=names) or "—" for value in said]
    if row.between_files:
        values[-1] = _("另一份文件：{value}").format(value=values[-1])
    return (name, heading_of(row.kind, row.field), *values, _who(row))


def _who(row: MergeRow) -> str:
    return " ".join(part for part in (row.who, row.at[5:16]) if part)


def _write_pdf(
    ledger: Ledger, files: Sequence[MergedFile], merged: Merged | None, path: Path, progress: Progress | None
) -> None:
    table = Table(
        [
            Column(_("单位"), 62 * MM, repeated=True),
            Column(_("字段"), 25 * MM, lines=2),
            Column(_("原来"), 33 * MM),
            Column(_("对方"), 33 * MM),
            Column(_("本机"), 33 * MM),
            Column(_("谁改的"), 39 * MM, lines=2),
        ],
        _STYLE,
    )
    names = cadre_names(ledger)
    rows = tuple(_laid(table, files, names))
    content = report_lines(files, merged, names)
    head = report_head(ledger, "HB", week_of(ledger.today()), "", content)
    line = "　·　".join([head.unit, _("共 {n} 个文件").format(n=len(files)), f"{head.as_of:%Y-%m-%d %H:%M}"])
    write_list(path, head, table, [ListPart(_title(merged), line, rows)], content=content, progress=progress)


def _laid(table: Table, files: Sequence[MergedFile], names: Mapping[str, str]) -> Iterator[LaidRow]:
    for file in files:
        yield table.heading(_heading(file))
        for line in _said(file):
            yield table.remark(line)
        if file.refused:
            continue
        for group in _PRINTED:
            rows = file.preview.page(group, limit=_MOST)
            if rows:
                yield table.remark(_group_line(file, group))
            for row in rows:
                yield table.row([(Words(text or "—"),) for text in _cells(row, names)], row)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _same_text(path: Path, text: str) -> None:
    if path.read_text(encoding="utf-8") != text:
        raise OSError("the report differs from what was written")
