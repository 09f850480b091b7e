"""What this ledger remembers of sheets by their headings."""

from dataclasses import dataclass

from models.ledger.ledger import Ledger
from models.tables.record_kinds import FORM_PROFILE, IMPORT_PROFILE, RecordKind


@dataclass(frozen=True, slots=True)
class ImportProfileRow:
    """A remembered sheet: `mapping` is JSON, `fingerprint` that of the headings."""

    id: int
    name: str
    fingerprint: str
    mapping: str


def import_profiles(ledger: Ledger) -> list[ImportProfileRow]:
    """How lists are imported (models/importing/profiles.py): those in force, by name."""
    return _profiles(ledger, IMPORT_PROFILE)


def form_profiles(ledger: Ledger) -> list[ImportProfileRow]:
    """How forms are filled (exports/superior_form): those in force, by name."""
    return _profiles(ledger, FORM_PROFILE)


def _profiles(ledger: Ledger, kind: RecordKind) -> list[ImportProfileRow]:
    with ledger.reading() as db:
        rows = db.execute(
            f"SELECT id, name, fingerprint, mapping FROM {kind.table} "
            "WHERE deleted IS NOT 1 AND retired IS NOT 1 AND fingerprint IS NOT NULL ORDER BY name, uid"
        ).fetchall()
    return [ImportProfileRow(row[0], row[1] or "", row[2], row[3] or "") for row in rows]
