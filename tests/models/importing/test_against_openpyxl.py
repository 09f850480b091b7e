"""What we read is what openpyxl reads, cell by cell: the real lists, and sheets made from a seed."""

import csv
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from models.importing.reading_process import plain
from models.importing.table import Cell, open_table

ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


def said_by_openpyxl(path: Path) -> list[list[Cell]]:
    """The first sheet in the form of our cells; numbers as a spreadsheet shows them, errors as nothing."""
    page = load_workbook(path, data_only=True).worksheets[0]
    values = page.iter_rows(min_row=1, min_col=1, values_only=True)
    rows = [[plain(float(cell) if type(cell) is int else cell) for cell in row] for row in values]
    rows = [[None if cell in ERRORS else cell for cell in row] for row in rows]
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    width = max((number + 1 for row in rows for number, cell in enumerate(row) if cell is not None), default=0)
    return [row[:width] for row in rows]


def said_by_us(path: Path) -> list[list[Cell]]:
    """The same, without empty columns behind the last."""
    rows = list(open_table(path).rows())
    width = max((number + 1 for row in rows for number, cell in enumerate(row) if cell is not None), default=0)
    return [row[:width] for row in rows]


ODD_TEXTS = ("=A1+1", "#N/A", "'001", "+86 138", "𠮷祥䶮园", " 前后空格 ", "a\nb", "\u200b零宽", "<&>\"'")
#: What a person may have in a cell.
VALUES: tuple[Callable[[random.Random], object], ...] = (
    lambda chance: chance.randrange(-5, 10**6),
    lambda chance: chance.random() * 10 ** chance.randrange(-3, 12),
    lambda chance: date(1950, 1, 1) + timedelta(days=chance.randrange(40_000)),
    lambda chance: datetime.fromisoformat(f"2020-02-29 {chance.randrange(24):02}:30:15"),
    lambda chance: chance.random() < 0.5,
    lambda chance: chance.choice(ODD_TEXTS),
    lambda chance: str(chance.randrange(10**17, 10**18)),
    lambda chance: float(chance.randrange(10**14, 10**18)),
    lambda _chance: None,
    lambda _chance: None,
    lambda chance: time(chance.randrange(24), 5),
    lambda chance: f"广州市越秀区第{chance.randrange(999)}社会服务中心（南区）",
    lambda chance: f"广州市第{chance.randrange(9)}幼儿园",
)


def made_sheet(folder: Path, seed: int) -> Path:
    """A sheet of whatever may be, somewhere on the page, with merged cells and hidden rows."""
    chance = random.Random(seed)
    book = Workbook()
    page = book.active
    assert page is not None
    top, left = chance.randrange(1, 5), chance.randrange(1, 4)
    for row in range(chance.randrange(1, 40)):
        for column in range(chance.randrange(1, 32)):
            page.cell(top + row, left + column).value = chance.choice(VALUES)(chance)  # type: ignore[assignment]
    if chance.random() < 0.5:
        page.merge_cells(f"A{top}:{get_column_letter(left + 3)}{top}")
    page.row_dimensions[top + 1].hidden = chance.random() < 0.5
    path = folder / f"{seed}.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("seed", range(25))
def test_made_sheets(seed: int, tmp_path: Path) -> None:
    path = made_sheet(tmp_path, seed)
    ours = said_by_us(path)
    assert ours == said_by_openpyxl(path)
    page = load_workbook(path).worksheets[0]
    hidden = {number - 1 for number, row in page.row_dimensions.items() if row.hidden}
    table = open_table(path)
    assert table.hidden_rows() == hidden
    assert len(table.merged_ranges()) <= len(page.merged_cells.ranges)


def test_the_real_lists(shared_data: Path, tmp_path: Path) -> None:
    """Each list as text, and as the workbook that openpyxl makes of it: codes as text stay text."""
    lists = sorted(shared_data.rglob("*.csv"))
    assert lists
    for path in lists:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell or None for cell in row] for row in csv.reader(file)]
        assert list(open_table(path).rows()) == rows
        book = Workbook(write_only=True)
        page = book.create_sheet("名册")
        for row in rows[:4000]:
            page.append(row)
        made = tmp_path / f"{path.stem}.xlsx"
        book.save(made)
        assert said_by_us(made) == said_by_openpyxl(made)
