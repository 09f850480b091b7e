"""The mappings of columns that this ledger remembers."""

from dataclasses import dataclass

from models.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class ImportProfileRow:
    """A remembered mapping: `mapping` is JSON (models/importing/profiles.py), `fingerprint` that of the headings."""

    id: int
    name: str
    fingerprint: str
    mapping: str


def import_profiles(ledger: Ledger) -> list[ImportProfileRow]:
    """Those in force, by name."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT id, name, fingerprint, mapping FROM import_profile "
            "WHERE deleted IS NOT 1 AND retired IS NOT 1 AND fingerprint IS NOT NULL ORDER BY name, uid"
        ).fetchall()
    return [ImportProfileRow(row[0], row[1] or "", row[2], row[3] or "") for row in rows]
