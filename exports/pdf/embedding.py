"""A TrueType face whose text can be searched and copied, beyond U+FFFF too.

reportlab 5.1 writes the code point of such characters where PDF wants UTF-16, and all characters of a
subset in one block where PDF allows a hundred. The face therefore writes its own table (ToUnicode).
"""

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

_BLOCK = 100


class SearchableFont(TTFont):
    """A face that is embedded as a subset, with a right table of characters for every subset."""

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - reportlab's name
        """Add the face to `doc`, then put our table in the place of reportlab's."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("pdfdoc")
            stream: Any = doc.idToObject["toUnicodeCMap:" + name]
            stream.content = character_table(name, subset)


def character_table(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode table of one subset: byte → character, in UTF-16, in blocks of at most a hundred."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    known = [(code, point) for code, point in enumerate(subset) if point]
    for start in range(0, len(known), _BLOCK):
        block = known[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)
