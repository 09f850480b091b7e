"""The circular: its ranking recomputes, its pages are sound, and the editable text says the same as the print."""

from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from exports.circular import circular, write_circular
from exports.office_print import lay_out_office_text
from exports.office_text import Table
from exports.pdf.shapes import MM, Bounds, Label
from tests.exports.content import LONGEST, RARE, weekly_ledger
from tests.exports.measuring import faults

AREA = Bounds(20 * MM, 30 * MM, 170 * MM, 260 * MM)


@pytest.mark.parametrize("sizes", [(), (1,), (40, 3, 0, 12), (9,) * 60])
def test_pages_are_sound(sizes: tuple[int, ...]) -> None:
    content = weekly_ledger(sizes, names=(LONGEST, RARE))
    for page in lay_out_office_text(circular(content), content.head):
        assert faults(page, AREA) == []


def test_the_ranking_recomputes_and_is_in_order() -> None:
    content = weekly_ledger((58, 30, 12, 3))
    table = next(part for part in circular(content).parts if isinstance(part, Table))
    *streets, total = table.rows
    rates = []
    for _place, _name, eligible, built, rate, missing, _undecided in streets:
        assert rate == f"{round(int(built) * 1000 / int(eligible)) / 10:.1f}%"
        assert int(missing) == max(0, -(-int(eligible) * 85 // 100) - int(built))
        rates.append(float(rate[:-1]))
    assert rates == sorted(rates, reverse=True)
    assert [int(total[2]), int(total[3])] == [sum(int(row[at]) for row in streets) for at in (2, 3)]


def test_print_and_editable_text_say_the_same(tmp_path: Path) -> None:
    content = weekly_ledger((58, 30, 12, 3))
    printed = write_circular(content, tmp_path / "通报.pdf")
    write_circular(content, tmp_path / "通报.docx")
    pdf = "".join(page.extract_text() for page in PdfReader(tmp_path / "通报.pdf").pages)
    pdf = "".join(pdf.split())
    document = docx.Document(str(tmp_path / "通报.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    texts += [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert printed.pages == len(PdfReader(tmp_path / "通报.pdf").pages)
    assert [text for text in texts if "".join(text.split()) not in pdf] == []


def test_a_long_ranking_goes_on_over_pages() -> None:
    content = weekly_ledger((9,) * 60)
    assert len(lay_out_office_text(circular(content), content.head)) >= 3


def test_the_head_of_a_table_stands_on_every_page_it_goes_on() -> None:
    content = weekly_ledger((9,) * 60)
    pages = lay_out_office_text(circular(content), content.head)
    with_rows = [page for page in pages if any(shape.text == "9" for shape in page.shapes if isinstance(shape, Label))]
    assert len(with_rows) >= 3
    for page in with_rows:
        assert any(shape.text == "名次" for shape in page.shapes if isinstance(shape, Label))
