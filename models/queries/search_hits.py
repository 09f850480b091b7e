"""The best organizations for a few words, best first, and why: for whoever proposes while one types."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.language import N_, _
from models.ledger.ledger import Ledger
from models.queries.conditions import PRESENT
from models.queries.organization_list import ListQuery, OrganizationRow, first_ids, rows_of
from models.rules.phones import mask_phone, mask_phones_in
from models.rules.typed_words import Span, TypedWord, spans_in, typed_word, typed_words

#: So many that hold the words are weighed against one another for each that is shown.
_WEIGHED = 4
_ID_LENGTH = 32
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An organization that holds the words; spans are (start, end) of what matched.

    `field` names where the words stand that are not in the name (empty if all are), `text` what stands there,
    telephone numbers masked. `address` tells two of one name apart where there is neither street nor code.
    """

    row: OrganizationRow
    spans: tuple[Span, ...]
    field: str = ""
    text: str = ""
    text_spans: tuple[Span, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """One text of an organization: how it is called, whether it is found by its sound, whether it is a phone."""

    label: str
    text: str
    by_sound: bool = False
    is_phone: bool = False


def best_hits(ledger: Ledger, text: str, limit: int) -> list[SearchHit]:
    """The organizations to propose for a typed text: its own name first, then names that begin with it."""
    words = [typed_word(word) for word in typed_words(text)]
    if not words:
        return []
    with ledger.reading() as db:
        records = list(dict.fromkeys((*_beginning_with(db, text.strip(), limit), *_first(ledger, text, limit))))
        places = dict(_places(db, records))
    rows = rows_of(ledger, records)
    ranked = sorted((_rank(row, words), place) for place, row in enumerate(rows))[:limit]
    return [_hit(rows[place], places[rows[place].id], words) for _weight, place in ranked]


def scanned_organization(ledger: Ledger, text: str) -> SearchHit | None:
    """The organization whose record id a scanner typed (the code on a visit slip); None for any other text."""
    typed = text.strip().lower()
    if len(typed) != _ID_LENGTH or not set(typed) <= set("0123456789abcdef"):
        return None
    with ledger.reading() as db:
        query = f"SELECT o.id FROM organization o WHERE o.uid=? AND {PRESENT}"
        row = db.execute(query, (bytes.fromhex(typed),)).fetchone()
    rows = rows_of(ledger, [row[0]]) if row is not None else []
    return SearchHit(rows[0], ()) if rows else None


def _first(ledger: Ledger, text: str, limit: int) -> list[int]:
    return first_ids(ledger, ListQuery(search=text), limit * _WEIGHED)


def _beginning_with(db: sqlite3.Connection, text: str, limit: int) -> list[int]:
    """Organizations whose name begins with the text as it is typed, or whose code it is."""
    rows = db.execute(
        f"SELECT o.id FROM organization o WHERE o.name>=? AND o.name<? AND {PRESENT} ORDER BY o.name LIMIT ?",
        (text, text + _LAST, limit),
    ).fetchall()
    same = db.execute(f"SELECT o.id FROM organization o WHERE o.code=? AND {PRESENT} LIMIT ?", (text.upper(), limit))
    return [row[0] for row in (*same, *rows)]


def _rank(row: OrganizationRow, words: Sequence[TypedWord]) -> tuple[bool, int, int, int]:
    """Less is better: all words in the name, at its beginning, in a short name, earlier in the ledger."""
    spans = [word.span_in(row.name, by_sound=True) for word in words]
    found = [span[0] for span in spans if span is not None]
    return (len(found) < len(spans), min(found, default=0), len(row.name), row.id)


def _hit(row: OrganizationRow, places: Sequence[_Place], words: Sequence[TypedWord]) -> SearchHit:
    spans = spans_in(row.name, words, by_sound=True)
    others = [word for word in words if word.span_in(row.name, by_sound=True) is None]
    for place in places:
        if others and _is_in(others[0], place):
            shown = _shown(place)
            marked = () if place.is_phone else spans_in(shown, others, by_sound=place.by_sound)
            return SearchHit(row, spans, _(place.label), shown, marked)
    if row.street or row.code:
        return SearchHit(row, spans)
    return SearchHit(row, spans, address=next((_shown(place) for place in places if place.label == _ADDRESS), ""))


def _shown(place: _Place) -> str:
    if place.label == _CODE:  # some look like a telephone number in the middle
        return place.text
    return mask_phone(place.text) if place.is_phone else mask_phones_in(place.text)


def _is_in(word: TypedWord, place: _Place) -> bool:
    if place.is_phone:
        return word.is_in_phone(place.text)
    return word.span_in(place.text, by_sound=place.by_sound) is not None


def _places(db: sqlite3.Connection, records: Sequence[int]) -> Iterator[tuple[int, list[_Place]]]:
    """The searched texts of each organization besides its name, the likeliest first."""
    chosen = ",".join(str(int(record)) for record in records)
    found: dict[int, list[_Place]] = {record: [] for record in records}
    former = f"SELECT org_id, name FROM former_name WHERE org_id IN ({chosen}) AND deleted IS NOT 1 ORDER BY id"
    for record, name in db.execute(former):
        found[record].append(_Place(_FORMER, name or "", by_sound=True))
    joined = f"SELECT joined_into, name, code FROM organization WHERE joined_into IN ({chosen}) ORDER BY id"
    for record, name, code in db.execute(joined):
        found[record] += [_Place(_JOINED, name or "", by_sound=True), _Place(_CODE, code or "")]
    columns = ",".join(column for column, *_rest in _COLUMNS)
    for record, *texts in db.execute(f"SELECT id,{columns} FROM organization WHERE id IN ({chosen})"):
        for (_column, label, by_sound, is_phone), text in zip(_COLUMNS, texts, strict=True):
            if text:
                found[record].append(_Place(label, text, by_sound, is_phone))
    people = f"SELECT org_id, name, phone, note FROM person WHERE org_id IN ({chosen}) AND deleted IS NOT 1 ORDER BY id"
    for record, name, phone, note in db.execute(people):
        found[record].append(_Place(_PERSON, name or "", by_sound=True))
        if phone:
            found[record].append(_Place(_PHONE, phone, is_phone=True))
        if note:
            found[record].append(_Place(_PERSON_NOTE, note))
    visits = (
        f"SELECT org_id, note FROM visit WHERE org_id IN ({chosen}) AND note IS NOT NULL AND deleted IS NOT 1 "
        "ORDER BY visited_on DESC, id DESC"
    )
    for record, note in db.execute(visits):
        found[record].append(_Place(_VISIT_NOTE, note))
    yield from found.items()


_FORMER, _PERSON, _PHONE = N_("曾用名"), N_("人员"), N_("电话")
_JOINED = N_("合并显示的单位")
_PERSON_NOTE, _VISIT_NOTE = N_("人员备注"), N_("走访记录")
_CODE, _ADDRESS = N_("代码"), N_("地址")
_COLUMNS = (
    ("code", _CODE, False, False),
    ("head", N_("负责人"), True, False),
    ("contact", N_("联系人"), True, False),
    ("address", _ADDRESS, False, False),
    ("phone", _PHONE, False, True),
    ("note", N_("备注"), False, False),
)
