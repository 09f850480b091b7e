"""Marks in the cells of the list what was typed to find its rows."""

from dataclasses import replace

from models.rules.typed_words import spans_in, typed_word, typed_words
from ui.shared.record_model import Cell

#: Columns that the search looks at, and whether it finds them by their sound as well. Phones are shown masked.
_SEARCHED = {
    "name": True,
    "former_names": True,
    "head": True,
    "contact": True,
    "code": False,
    "address": False,
    "note": False,
}


def mark_found(cell: Cell, key: str, search: str) -> Cell:
    """The cell with what was typed standing out; as it is where nothing of that stands in it."""
    if not search or not cell.text or key not in _SEARCHED:
        return cell
    words = [typed_word(word) for word in typed_words(search)]
    marks = spans_in(cell.text, words, by_sound=_SEARCHED[key])
    return replace(cell, marks=marks) if marks else cell
