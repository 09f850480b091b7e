"""Founding a ledger: its own unit and the first person."""

from functools import partial
from pathlib import Path

from models.edits.people import check_division
from models.errors import InputProblem
from models.facts.writer import BatchKind, Surroundings
from models.language import _
from models.ledger.connection import EXTENSION
from models.ledger.ledger import Ledger
from models.tables.record_kinds import CADRE, WORKING_UNIT


def create_ledger(
    path: Path, *, unit: str, person: str, division: str | None = None, surroundings: Surroundings | None = None
) -> Ledger:
    """A new ledger, open. `division` is the code of the unit's territory (2 to 9 digits), used to find streets.

    Raises InputProblem for an empty name or an unknown division, FileProblem if the file exists.
    """
    if not unit.strip() or not person.strip():
        raise InputProblem(_("单位名称和姓名都要填写。"))
    if division:
        check_division(division)
    if path.suffix.lower() != EXTENSION:
        path = path.with_name(path.name + EXTENSION)
    founding = partial(_found, unit=unit.strip(), person=person.strip(), division=division)
    return Ledger.create(path, founding=founding, surroundings=surroundings)


def _found(ledger: Ledger, *, unit: str, person: str, division: str | None) -> None:
    text = f"{person}（{unit}）"
    with ledger.change(kind=BatchKind.FOUNDING, author=text) as change:
        home = change.create(WORKING_UNIT, {"name": unit, "division": division})
        cadre = change.create(CADRE, {"name": person, "working_unit": home.uid})
        for key, value in (("unit", home.uid.hex()), ("person", cadre.uid.hex())):
            change.db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?,?)", (key, value))
