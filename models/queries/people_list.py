"""Our own people and units."""

from dataclasses import dataclass

from models.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class CadreRow:
    """A cadre; `uid` is the record id."""

    uid: bytes
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One of our working units."""

    uid: bytes
    name: str
    division: str


def cadres(ledger: Ledger) -> list[CadreRow]:
    """Everybody who is still here, in the order in which they were added."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT c.uid, c.name, coalesce(u.name,'') FROM cadre c LEFT JOIN working_unit u ON u.uid=c.working_unit "
            "WHERE c.deleted IS NOT 1 AND c.left_on IS NULL ORDER BY c.id"
        ).fetchall()
    return [CadreRow(*row) for row in rows]


def cadre_names(ledger: Ledger) -> dict[str, str]:
    """The names of all cadres by record id (hexadecimal), of those who left too."""
    with ledger.reading() as db:
        return dict(
            db.execute("SELECT lower(hex(uid)), coalesce(name,'') FROM cadre WHERE deleted IS NOT 1").fetchall()
        )


def units(ledger: Ledger) -> list[UnitRow]:
    """Our working units."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT uid, name, coalesce(division,'') FROM working_unit WHERE deleted IS NOT 1 ORDER BY id"
        ).fetchall()
    return [UnitRow(*row) for row in rows]


def home_unit_name(ledger: Ledger) -> str:
    """The name of the unit this copy belongs to."""
    with ledger.reading() as db:
        row = db.execute(
            "SELECT name FROM working_unit WHERE lower(hex(uid))=(SELECT value FROM meta WHERE key='unit')"
        ).fetchone()
    return str(row[0]) if row else ""
