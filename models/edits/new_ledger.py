"""Founding a ledger: its own unit and the first person."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from models.divisions import division_name
from models.edits.campaigns import found_campaign
from models.edits.people import check_division
from models.errors import InputProblem
from models.facts.writer import BatchKind, Surroundings
from models.language import _
from models.ledger.connection import EXTENSION
from models.ledger.ledger import Ledger
from models.ledger.saved_views import VIEW
from models.rules.view_spec import ViewSpec
from models.tables.record_kinds import CADRE, SAVED_VIEW, WORKING_UNIT


def create_ledger(
    path: Path,
    *,
    unit: str,
    person: str,
    division: str | None = None,
    streets: Sequence[str] = (),
    target_days: Sequence[date] = (),
    surroundings: Surroundings | None = None,
) -> Ledger:
    """A new ledger, open. `division` is the code of the unit's territory (2 to 9 digits), used to find streets.

    `streets` are the codes of those that the person looks after; they get a view of their own.
    `target_days` are the days of the shipped targets (rules.campaigns.proposed_days); none leaves those that ship.
    Raises InputProblem for an empty name, an unknown division or a target day that is over, FileProblem if the file
    exists.
    """
    if not unit.strip() or not person.strip():
        raise InputProblem(_("单位名称和姓名都要填写。"))
    for code in (division, *streets):
        if code:
            check_division(code)
    if path.suffix.lower() != EXTENSION:
        path = path.with_name(path.name + EXTENSION)
    founding = partial(
        _found,
        unit=unit.strip(),
        person=person.strip(),
        division=division,
        streets=tuple(streets),
        target_days=tuple(target_days),
    )
    return Ledger.create(path, founding=founding, surroundings=surroundings)


def _found(
    ledger: Ledger,
    *,
    unit: str,
    person: str,
    division: str | None,
    streets: tuple[str, ...],
    target_days: tuple[date, ...],
) -> None:
    text = f"{person}（{unit}）"
    with ledger.change(kind=BatchKind.FOUNDING, author=text) as change:
        home = change.create(WORKING_UNIT, {"name": unit, "division": division})
        looked_after = ",".join(streets) or None
        cadre = change.create(CADRE, {"name": person, "working_unit": home.uid, "streets": looked_after})
        if streets:
            spec = ViewSpec(conditions=(_of_streets(streets),)).to_json()
            view = {"name": _("我负责的街道"), "purpose": VIEW, "spec": spec, "position": 1}
            change.create(SAVED_VIEW, view)
        if target_days:
            found_campaign(change, target_days, ledger.today())
        for key, value in (("unit", home.uid.hex()), ("person", cadre.uid.hex())):
            change.db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?,?)", (key, value))


def _of_streets(streets: tuple[str, ...]) -> tuple[str, str, str]:
    """The condition of a view: one of these streets."""
    if len(streets) == 1:
        return ("street", "=", streets[0])
    return ("text", "=", " or ".join(f'街道="{division_name(code)}"' for code in streets))
