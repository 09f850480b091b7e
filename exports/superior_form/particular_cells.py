"""Which cells of a form ask who fills it in, and when, and what is written there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exports.superior_form.form import Form
from exports.superior_form.particulars import (
    DAY,
    PERSON,
    UNIT,
    EmptyPlace,
    blank_day,
    empty_places,
    filled_in,
    is_blank,
    says_label,
)
from exports.superior_form.patching import Place, Value
from exports.superior_form.runs import Runs, text_of
from exports.superior_form.spec import GroupFill, ListFill
from models.ledger.ledger import Ledger
from models.queries.people_list import home_unit_name

_IN_WORDS = re.compile(r"年[\s_＿\d]*月|20\d\d年")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a ledger says: the own unit, the person, today, and how this form writes a day."""

    words: Mapping[str, str]
    today: date

    @classmethod
    def of(cls, ledger: Ledger, form: Form) -> "Particulars":
        """For a form, from a ledger."""
        author, today = ledger.author, ledger.today()
        in_words = any(_IN_WORDS.search(text) for text in form.texts.values())
        day = f"{today.year}年{today.month}月{today.day}日" if in_words else today.isoformat()
        name = author.name if author.cadre else ""
        return cls({UNIT: home_unit_name(ledger) or author.unit, DAY: day, PERSON: name}, today)

    def has(self, kind: str) -> bool:
        """False where the ledger does not say it."""
        return bool(self.words.get(kind))


def propose_particulars(form: Form, block: GroupFill | None, listing: ListFill | None) -> dict[Place, str]:
    """The cells with an empty place for particulars: inside a text, or right of a label that stands alone."""
    cells: dict[Place, str] = {}
    rows = _heading_rows(form, block, listing)
    for place, runs in form.waiting.items():
        found = empty_places(text_of(runs))
        if not found or any(row in rows for row in _rows_of(form, place)):
            continue
        if len(found) == 1 and found[0].is_alone:
            target = _place_of_lone_label(form, place, found[0])
            if target is not None:
                cells[target] = found[0].kind
        else:
            cells[place] = " ".join(dict.fromkeys(each.kind for each in found))
    return cells


def particular_at(form: Form, at: Place, key: str, said: Particulars) -> Runs | Value | None:
    """What is written into a cell that takes these particulars; None if something else stands there already."""
    runs, kinds = form.waiting.get(at, ()), key.split()
    if runs:
        empty = blank_day(text_of(runs))
        places = [each for each in (*empty_places(text_of(runs)), empty) if each is not None and each.kind in kinds]
        return filled_in(runs, places, said.words, said.today)
    if not _is_free(form, at):
        return None
    if DAY in kinds and form.style(at) in form.dates:
        return (said.today - form.epoch).days
    return " ".join(said.words[kind] for kind in kinds if said.has(kind)) or None


def _place_of_lone_label(form: Form, place: Place, found: EmptyPlace) -> Place | None:
    """Where the answer to a label belongs: into the empty cell right of it, or behind its colon."""
    right = form.right_of(place)
    text = form.texts.get(right)
    runs = form.waiting.get(right)
    if runs and found.kind == DAY and blank_day(text_of(runs)) is not None:
        return right
    if form.has_formula(right) or (text is not None and not is_blank(text) and not says_label(text)):
        return None  # answered
    is_free = _is_free(form, right)
    if is_free and (text is not None or _is_drawn(form, place, right)):
        return right
    if form.texts[place].endswith((":", "：")):
        return place
    alone_in_row = all(row != place[0] or (row, column) == place for row, column in form.texts)
    return right if is_free and alone_in_row else None


def _is_free(form: Form, place: Place) -> bool:
    text = form.texts.get(place)
    return (text is None or is_blank(text)) and not form.has_formula(place)


def _is_drawn(form: Form, label: Place, right: Place) -> bool:
    """True if the form sets the right cell apart for the answer: a box, a line to write on, merged cells."""
    if any((merge.top + 1, merge.left + 1) == right and merge.right > merge.left for merge in form.merged):
        return True
    own, other = form.sides(label), form.sides(right)
    return "left" in other or "right" in own or ("bottom" in other and "bottom" not in own)


def _rows_of(form: Form, place: Place) -> range:
    """The rows of a cell with what it is merged with."""
    for merge in form.merged:
        if (merge.top + 1, merge.left + 1) == place:
            return range(merge.top + 1, merge.bottom + 2)
    return range(place[0], place[0] + 1)


def _heading_rows(form: Form, block: GroupFill | None, listing: ListFill | None) -> range:
    """The rows of headings, and those of groups below them: labels there are headings."""
    fill = block or listing
    if fill is None or not fill.columns:
        return range(0)
    above = {at: row for row, at in sorted(form.texts) if at in fill.columns and row < fill.first}  # the nearest
    top = min(above.values(), default=fill.first)
    return range(top, (block.last if block else fill.first - 1) + 1)
