"""What was typed to find a row stands out in its cells."""

import pytest

from ui.organizations.found_text import mark_found
from ui.shared.record_model import Cell


@pytest.mark.parametrize(
    ("key", "text", "search", "marked"),
    [
        ("name", "※单县阳光幼儿园", "阳光", ["阳光"]),
        ("name", "单县阳光幼儿园", "sxyg", ["单县阳光"]),
        ("name", "單縣陽光幼兒園", "阳光 幼儿", ["陽光幼兒"]),
        ("name", "阳光幼儿园", "园 阳", ["阳", "园"]),
        ("address", "海珠区阳光路1号", "阳光", ["阳光"]),
        ("address", "海珠区阳光路1号", "yg", []),  # addresses are not found by their sound
        ("head", "单立", "sl", ["单立"]),
        ("code", "52440105MJ0000012X", "mj00", ["MJ00"]),
        ("phone", "138****5678", "138", []),
        ("street", "阳光街道", "阳光", []),
        ("name", "阳光幼儿园", "", []),
    ],
)
def test_what_was_typed_is_marked(key: str, text: str, search: str, marked: list[str]) -> None:
    cell = mark_found(Cell(text), key, search)
    assert [cell.text[start:end] for start, end in cell.marks] == marked
