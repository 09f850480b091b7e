"""What a timeline says of applications for closing out: asked with their evidence, confirmed or returned."""

import sqlite3
from collections.abc import Callable, Sequence

from models.facts.records import chunks, marks
from models.language import _
from models.queries.timeline_lines import Lines, Stub, TimelineItem


def _asked(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    """Applications, with everything that was named as evidence."""
    found: Lines = {}
    for chunk in chunks(stubs):
        ids = [record for _at, record in chunk]
        rows = db.execute(
            "SELECT k.id, k.created_in, c.name, k.evidence, k.document_no, v.visited_on, a.name FROM close_out k "
            "LEFT JOIN cadre c ON c.uid=k.cadre LEFT JOIN visit v ON v.uid=k.visit "
            f"LEFT JOIN attachment a ON a.uid=k.attachment WHERE k.id IN ({marks(ids)})",
            ids,
        )
        for record, at, cadre, evidence, document, visited, attached in rows:
            parts = (
                evidence,
                document,
                _("{day} 的走访").format(day=visited) if visited else "",
                attached,
            )
            said = "，".join(part for part in parts if part)
            text = f"{cadre}：{said}" if cadre and said else cadre or said
            found[at, record] = TimelineItem("", "decision", _("申请销号"), "", text)
    return found


def _decided(db: sqlite3.Connection, stubs: Sequence[Stub]) -> Lines:
    """Decisions on applications; of a returned one what is missing."""
    found: Lines = {}
    for chunk in chunks(stubs):
        ids = [record for _at, record in chunk]
        rows = db.execute(
            f"SELECT id, created_in, state, decided_by, phrase FROM close_out WHERE id IN ({marks(ids)})", ids
        )
        for record, at, state, who, phrase in rows:
            word = _("审定") if state == "confirmed" else _("退回")
            text = f"{who}：{phrase}" if who and phrase else who or phrase or ""
            found[at, record] = TimelineItem("", "decision", _("销号"), word, text)
    return found


#: Kinds of stubs to what reads them, as in timeline_lines.
CLOSING_LINES: dict[str, Callable[[sqlite3.Connection, Sequence[Stub]], Lines]] = {
    "closing_asked": _asked,
    "closing_decided": _decided,
}
