"""How a person wants the battle map of a ledger: whose weeks, which cells, which outlines. Kept in the profile."""

from dataclasses import dataclass
from pathlib import Path

from exports.battle_map import Look
from models.errors import LedgerProblem
from models.importing.map_file import MapFile, read_map
from models.ledger.profile import read_settings, write_settings

_NAME = "battle_map"
ROWS = ("street", "cadre")


@dataclass(frozen=True, slots=True)
class MapChoices:
    """The choices; `geo` is the path of the office's outlines, empty without."""

    rows: str = "street"
    only_open: bool = False
    redacted: bool = False
    geo: str = ""


def map_choices(ledger: Path) -> MapChoices:
    """What was chosen last for a ledger; the usual where nothing was, or where it is not understood."""
    said = read_settings(_NAME).get(str(ledger.absolute()))
    said = said if isinstance(said, dict) else {}
    rows = str(said.get("rows"))
    return MapChoices(
        rows if rows in ROWS else "street",
        said.get("only_open") is True,
        said.get("redacted") is True,
        str(said.get("geo") or ""),
    )


def keep_map_choices(ledger: Path, choices: MapChoices) -> None:
    """Remember the choices for a ledger."""
    said = {
        "rows": choices.rows,
        "only_open": choices.only_open,
        "redacted": choices.redacted,
        "geo": choices.geo,
    }
    write_settings(_NAME, read_settings(_NAME) | {str(ledger.absolute()): said})


def look_of(choices: MapChoices) -> tuple[Look, LedgerProblem | None]:
    """The look of these choices, and why it is without the outlines that were chosen."""
    geo: MapFile | None = None
    problem = None
    if choices.geo:
        try:
            geo = read_map(Path(choices.geo))
        except LedgerProblem as error:
            problem = error
    return Look(choices.only_open, choices.redacted, geo), problem
