"""Rows are dealt out to pages without losing a line, and headings stay with their rows."""

from collections.abc import Sequence

from exports.pdf.shapes import MM, Label
from exports.pdf.table import Column, LaidRow, Style, Table, Words, deal

STYLE = Style((9.0, 8.0), 20.0, 24.0)
ROOM = 200.0


def table() -> Table:
    return Table([Column("序号", 30.0, "center", 1, repeated=True), Column("备注", 60.0)], STYLE)


def row(number: str, note: str) -> LaidRow:
    return table().row([(Words(number, "plain"),), (Words(note),)], source=number)


def dealt(rows: Sequence[LaidRow]) -> list[list[LaidRow]]:
    return deal(table(), rows, lambda _page: ROOM, lambda heading: table().heading(words(heading) + "（续）"))


def words(laid: LaidRow, column: int = 0) -> str:
    return "".join(line.text for line in laid.cells[column].lines)


def test_a_row_grows_with_its_text_and_a_number_stays_on_its_line() -> None:
    laid = row("1,234,567,890", "临江区总工会" * 3)
    assert len(laid.cells[1].lines) == 3
    assert laid.height > STYLE.row
    assert [line.text for line in laid.cells[0].lines] == ["1,234,567,890"]
    assert laid.cells[0].lines[0].size < 8.0


def test_a_long_row_goes_on_overleaf_line_by_line() -> None:
    note = "".join(chr(0x4E00 + number) for number in range(600))
    pages = dealt([row("17", note), row("18", "短")])
    assert len(pages) > 5
    parts = [part for page in pages for part in page]
    assert "".join(words(part, 1) for part in parts) == note + "短"
    assert [words(part) for part in parts] == ["17"] * (len(parts) - 1) + ["18"]
    assert [part.source for part in parts] == ["17", *[None] * (len(parts) - 2), "18"]
    assert all(sum(part.height for part in page) <= ROOM for page in pages)


def test_even_a_repeated_column_loses_nothing_and_ends() -> None:
    name = "".join(chr(0x4E00 + number) for number in range(400))
    laid = Table([Column("单位名称", 40.0, repeated=True)], STYLE).row([(Words(name),)])
    parts = [part for page in dealt([laid]) for part in page]
    assert "".join(words(part) for part in parts) == name


def test_a_heading_goes_with_its_first_row_and_is_repeated() -> None:
    rows = [table().heading("望江街道"), *(row(str(number), "短") for number in range(8)), table().heading("文昌街道")]
    pages = dealt([*rows, *(row(str(number), "短") for number in range(8, 20))])
    assert [words(page[0]) for page in pages] == ["望江街道", "文昌街道", "文昌街道（续）"]
    assert len(pages[0]) == 9


def test_rules_follow_the_cells() -> None:
    shapes = table().place([table().head(), row("1", "短"), table().total([("合计", 2, "left")])], 10.0, 10.0)
    labels = [shape for shape in shapes if isinstance(shape, Label)]
    assert [label.text for label in labels] == ["序号", "备注", "1", "短", "合计"]
    assert all(label.room and label.room.width > 20 * MM / 3 for label in labels)
