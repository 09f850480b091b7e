"""The dossier: everything that is known of one organization, phones masked, pages sound."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from exports.dossier import dossier_text, write_dossier
from exports.office_print import lay_out_office_text
from exports.pdf.shapes import MM, Bounds
from models.demo.make import make_demo
from models.errors import InputProblem
from models.ledger.ledger import Ledger
from models.queries.dossier import dossier
from models.queries.organization_detail import organization_detail
from tests.exports.measuring import faults

AREA = Bounds(20 * MM, 30 * MM, 170 * MM, 260 * MM)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with make_demo(tmp_path_factory.mktemp("dossier") / "示例.jhtz", organizations=40, seed=4) as made:
        yield made


def test_every_record_stands_in_it_and_no_phone(ledger: Ledger, tmp_path: Path) -> None:
    for organization in range(1, 41):
        content = dossier(ledger, organization, number=1)
        detail = organization_detail(ledger, organization)
        assert detail is not None
        rows = {table.title: table.rows for table in content.tables}
        assert (len(rows["走访"]), len(rows["跟进"])) == (len(detail.visits), len(detail.followups))
        assert len(rows["未建会原因"]) == len(detail.reasons)
        text = repr(content)
        phones = [phone for phone in (detail.facts["phone"], *(each.phone for each in detail.people)) if phone]
        assert not [phone for phone in phones if phone in text]
    write_dossier(dossier(ledger, 1, number=1), tmp_path / "档.pdf")
    assert str(detail.facts["name"]) in repr(content)
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(tmp_path / "档.pdf").pages)
    assert "没有填的栏目" in printed


def test_pages_are_sound(ledger: Ledger) -> None:
    for organization in (1, 7, 23):
        content = dossier(ledger, organization, number=1)
        for page in lay_out_office_text(dossier_text(content), content.head):
            assert faults(page, AREA) == []


def test_it_is_editable_text_as_well(ledger: Ledger, tmp_path: Path) -> None:
    content = dossier(ledger, 3, number=1)
    write_dossier(content, tmp_path / "档.docx")
    document = docx.Document(str(tmp_path / "档.docx"))
    assert document.paragraphs[0].text == content.name
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {value for _title, lines in content.groups for _heading, value in lines} <= cells


def test_an_organization_that_is_not_there(ledger: Ledger) -> None:
    with pytest.raises(InputProblem):
        dossier(ledger, 9_999)
