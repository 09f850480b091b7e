"""What a person or an import does on one copy, drawn at random."""

from collections.abc import Callable
from typing import Any

from models.facts.canonical import known_record_uid
from models.facts.records import find
from models.facts.writer import BatchKind, BatchWriter
from models.tables.record_kinds import (
    CAMPAIGN,
    FOLLOWUP,
    FORMER_NAME,
    KIND_BY_NUMBER,
    ORGANIZATION,
    ORGANIZATION_LINK,
    REASON,
    SURVEY_ANSWER,
    TARGET,
    VISIT,
    RecordKind,
)
from tests.facts import oracle
from tests.facts.copies import Copy, World, reference, require
from tests.facts.oracle import Key
from tests.facts.reading import local_id

CODES = ("A", "B", "C", "D")
REGISTRY_DATES = ("2024-06-30", "2024-12-31", "2024-12-31", "2025-06-30")
#: Few values, and the same in columns of different types, so that equal and conflicting ones are frequent.
VALUES: dict[int, dict[str, tuple[Any, ...]]] = {
    ORGANIZATION.number: {
        "name": ("甲", "乙", "1"),
        "phone": ("1", "2"),
        "staff": (1, 2, 3),
        "stage": ("visited", "agreed"),
        "owner": (b"\x01" * 16, b"\x02" * 16),
        "founded_on": ("2001-01-01", "2002-02-02"),
    },
    FORMER_NAME.number: {"name": ("丙", "丁"), "until": ("2020-01-01", "2021-01-01")},
    VISIT.number: {"visited_on": ("2025-07-01", "2025-07-02"), "minutes": (30, 45)},
    REASON.number: {"code": ("r1", "r2"), "is_primary": (0, 1), "note": ("1", "2")},
    FOLLOWUP.number: {"task": ("x", "y"), "state": ("open", "done"), "due_on": ("2025-08-01", "2025-08-02")},
    CAMPAIGN.number: {"name": ("戊", "己"), "retired": (0, 1)},
    TARGET.number: {"percent": (50, 80), "campaign": (b"\x03" * 16,)},
    ORGANIZATION_LINK.number: {"relation": ("same", "apart", "related"), "other": (b"\x04" * 16, b"\x05" * 16)},
    SURVEY_ANSWER.number: {"answer": ("yes", "no", "unknown"), "value": ("1", "2")},
}
EDITABLE = [number for number in VALUES if number != VISIT.number]
Action = Callable[[World, Copy], bool]


def some_values(w: World, kind: int, *, cleared: float = 0.0, most: int = 3) -> dict[str, Any]:
    fields = w.random.sample(list(VALUES[kind]), w.random.randint(1, min(most, len(VALUES[kind]))))
    return {f: None if w.random.random() < cleared else w.random.choice(VALUES[kind][f]) for f in fields}


def a_row(w: World, kind: int) -> dict[str, Any]:
    """Values for a record that others make too: half the time one of two whole rows, so that equal ones are usual."""
    if w.random.random() < 0.5:
        return some_values(w, kind)
    number = w.random.randrange(2)
    return {field: values[min(number, len(values) - 1)] for field, values in VALUES[kind].items()}


def known(kind: RecordKind, code: str) -> Key:
    """A record that any copy makes with the same id; campaign and target share theirs."""
    if kind in {CAMPAIGN, TARGET}:
        return (kind.number, known_record_uid("campaign", code))
    words = {ORGANIZATION: "uscc", SURVEY_ANSWER: "survey"}
    return (kind.number, known_record_uid(words.get(kind, "former"), code))


def pick(w: World, copy: Copy, kinds: list[int]) -> Key | None:
    """One of the records that are here, often one that the newest merge touched."""
    found = sorted(key for key in oracle.here(copy.facts) if key[0] in kinds)
    if w.random.random() < 0.5:
        kind = w.random.choice(sorted({key[0] for key in found} or {0}))
        found = [key for key in found if key[0] == kind]
    if copy.newest and w.random.random() < 0.5:
        brought = copy.newest.brought
        touched = {(fact.kind, fact.record) for fact in [*brought.creations, *brought.edits]}
        found = [key for key in found if key in touched] or found
    return w.random.choice(found) if found else None


def some_codes(w: World, copy: Copy) -> list[str]:
    """Codes of a registry, often just those that records here are waiting for."""
    codes = w.random.sample(CODES, w.random.randint(1, 3))
    parents = {c.parent for c in copy.facts.creations} - {c.record for c in copy.facts.creations}
    awaited = [code for code in CODES if known(ORGANIZATION, code)[1] in parents]
    return awaited if awaited and w.random.random() < 0.7 else codes


# -- Local work --------------------------------------------------------------------------------------------


def create(w: World, copy: Copy) -> bool:
    with w.writing(copy) as batch:
        batch.create(ORGANIZATION, some_values(w, ORGANIZATION.number))
    return True


def add_child(w: World, copy: Copy) -> bool:
    """A visit, a follow-up or a reason."""
    key = pick(w, copy, [ORGANIZATION.number])
    if key is None:
        return False
    kind = w.random.choice([VISIT, FOLLOWUP, REASON])
    with w.writing(copy) as batch:
        batch.create(kind, some_values(w, kind.number), parent=reference(copy, key))
    return True


def import_registry(w: World, copy: Copy) -> bool:
    """A registry's rows: new ones are created, at once or one by one, known ones edited."""
    on = w.random.choice(REGISTRY_DATES)
    here = oracle.here(copy.facts)
    rows = {known(ORGANIZATION, code)[1]: a_row(w, 1) for code in some_codes(w, copy)}
    new = {uid: values for uid, values in rows.items() if (1, uid) not in here}
    with w.writing(copy, kind=BatchKind.IMPORT, registry_on=on) as batch:
        if w.random.random() < 0.5:
            batch.create_many(
                ORGANIZATION,
                [(uid, None, None, as_facts(ORGANIZATION, values)) for uid, values in new.items()],
            )
        else:
            for uid, values in new.items():
                batch.create(ORGANIZATION, values, uid=uid)
        for uid, values in rows.items():
            if uid not in new:
                batch.edit(ORGANIZATION, local_id(copy.db, (1, uid)), values, from_registry=True)
        if w.random.random() < 0.5:
            _import_former_name(w, copy, batch)
    return True


def _import_former_name(w: World, copy: Copy, batch: BatchWriter) -> None:
    """In the same batch, also under an organization that it just made and that this name may have waited for."""
    code = w.random.choice(CODES)
    above = find(copy.db, ORGANIZATION, known(ORGANIZATION, code)[1])
    uid = known(FORMER_NAME, code)[1]
    if above and not find(copy.db, FORMER_NAME, uid):
        batch.create(FORMER_NAME, a_row(w, FORMER_NAME.number), uid=uid, parent=above)


def make_known(w: World, copy: Copy) -> bool:
    kind = w.random.choice(
        [ORGANIZATION, ORGANIZATION, FORMER_NAME, SURVEY_ANSWER, ORGANIZATION_LINK, CAMPAIGN, TARGET]
    )
    return make(w, copy, kind, some_codes(w, copy)[0])


def make(w: World, copy: Copy, kind: RecordKind, code: str) -> bool:
    """A person makes, or edits, a record whose id every copy gives alike."""
    key, above = known(kind, code), known(ORGANIZATION, code)
    here = oracle.here(copy.facts)
    is_child = kind.of_organization
    if is_child and above not in here:
        return False
    values = a_row(w, kind.number)
    if key in here:
        change(w, copy, key, values)
        return True
    with w.writing(copy) as batch:
        parent = reference(copy, above) if is_child else None
        batch.create(kind, values, uid=key[1], parent=parent)
    return True


def as_facts(kind: RecordKind, values: dict[str, Any]) -> list[Any]:
    return [v.hex() if isinstance(v := values.get(name), bytes) else v for name in kind.names]


def change(w: World, copy: Copy, key: Key, values: dict[str, Any], **header: Any) -> None:
    """A person's edit: afterwards these values are shown, without a conflict."""
    with w.writing(copy, **header) as batch:
        batch.edit(KIND_BY_NUMBER[key[0]], local_id(copy.db, key), values)
    shown = w.view(copy.facts)[key]
    for field, value in values.items():
        fact = value.hex() if isinstance(value, bytes) else value
        require(shown.values[field] == fact and field not in shown.conflicts, f"the edit of {field} is not shown")


def edit(w: World, copy: Copy) -> bool:
    key = pick(w, copy, EDITABLE)
    if key is None:
        return False
    values = some_values(w, key[0], cleared=0.15)
    edited = sorted({f for e in oracle.here(copy.facts)[key].edits for f in oracle.parsed(e.set_)} - {"_deleted"})
    if edited and w.random.random() < 0.5:
        field = w.random.choice(edited)
        values[field] = w.random.choice(VALUES[key[0]][field])
    change(w, copy, key, values)
    return True


def clear(w: World, copy: Copy) -> bool:
    key = pick(w, copy, EDITABLE)
    if key is None:
        return False
    change(w, copy, key, some_values(w, key[0], cleared=1.0, most=1))
    return True


def edit_from_registry(w: World, copy: Copy) -> bool:
    key = pick(w, copy, [ORGANIZATION.number, FORMER_NAME.number])
    if key is None:
        return False
    with w.writing(copy, kind=BatchKind.IMPORT, registry_on=w.random.choice(REGISTRY_DATES)) as batch:
        kind = KIND_BY_NUMBER[key[0]]
        batch.edit(kind, local_id(copy.db, key), some_values(w, key[0]), from_registry=True)
    return True


def change_back(w: World, copy: Copy) -> bool:
    """Undo or redo as the journal does it: a new edit with the value of before, or of the edit."""
    edits = sorted(e for e in copy.facts.edits if "_deleted" not in oracle.parsed(e.set_))
    edits = [e for e in edits if (e.kind, e.record) in oracle.here(copy.facts)]
    if not edits:
        return False
    old = w.random.choice(edits)
    field, value = w.random.choice(sorted(oracle.parsed(old.set_).items()))
    kind = w.random.choice([BatchKind.UNDO, BatchKind.REDO])
    if kind is BatchKind.UNDO:
        by_uid = {e.uid.hex(): oracle.parsed(e.set_)[field] for e in edits if field in oracle.parsed(e.set_)}
        before = oracle.parsed(old.over)[field]
        value = None
        if before:
            value = by_uid.get(before[0]) if isinstance(before[0], str) else before[0][0]
    change(w, copy, (old.kind, old.record), {field: value}, kind=kind, reverts=old.batch)
    return True


def settle(w: World, copy: Copy) -> bool:
    """Choose one of the values of a conflict."""
    found = sorted((key, field) for key, shown in w.view(copy.facts).items() for field in shown.conflicts)
    if not found:
        return False
    key, field = w.random.choice(found)
    change(w, copy, key, {field: w.random.choice(sorted(w.view(copy.facts)[key].conflicts[field], key=str))})
    return True


def delete(w: World, copy: Copy) -> bool:
    key = pick(w, copy, list(VALUES))
    if key is None:
        return False
    kind, untouched = KIND_BY_NUMBER[key[0]], not oracle.here(copy.facts)[key].edits
    with w.writing(copy) as batch:
        if untouched and w.random.random() < 0.5:
            batch.delete_untouched(kind, [reference(copy, key)])
        else:
            batch.delete(kind, local_id(copy.db, key))
    require(w.view(copy.facts)[key].deleted == 1, "a deleted record is not gone")
    return True


def restore(w: World, copy: Copy) -> bool:
    found = sorted(key for key, shown in w.view(copy.facts).items() if shown.deleted)
    if not found:
        return False
    key = w.random.choice(found)
    with w.writing(copy) as batch:
        batch.restore(KIND_BY_NUMBER[key[0]], local_id(copy.db, key))
    require(w.view(copy.facts)[key].deleted == 0, "a restored record is not alive")
    return True


#: With how often they come.
ACTIONS: tuple[tuple[Action, int], ...] = (
    (create, 2),
    (add_child, 12),
    (import_registry, 7),
    (make_known, 7),
    (edit, 16),
    (clear, 3),
    (edit_from_registry, 5),
    (change_back, 8),
    (settle, 14),
    (delete, 7),
    (restore, 10),
)
