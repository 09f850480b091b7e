"""What the list of a ledger showed last: its filters, order and groups come back with the next session."""

from models.ledger.ledger import Ledger
from models.ledger.profile import read_settings, write_settings
from models.rules.view_spec import ViewSpec, read_spec

_NAME = "organization_list"
_LAST = "last"
_LEDGERS = 12


def read_last(ledger: Ledger) -> tuple[ViewSpec | None, str]:
    """The spec and the saved view that it came from (empty: none); None where nothing is remembered."""
    for path, spec, saved in _entries():
        if path == _key(ledger):
            return read_spec(spec), saved
    return None, ""


def keep_last(ledger: Ledger, spec: ViewSpec, saved: str) -> None:
    """Remember it for this ledger; of many ledgers the oldest is forgotten."""
    others = [entry for entry in _entries() if entry[0] != _key(ledger)]
    entries = [*others, [_key(ledger), spec.to_json(), saved]]
    write_settings(_NAME, read_settings(_NAME) | {_LAST: entries[-_LEDGERS:]})


def _entries() -> list[list[str]]:
    said = read_settings(_NAME).get(_LAST)
    found = said if isinstance(said, list) else []
    return [entry for entry in found if isinstance(entry, list) and [type(part) for part in entry] == [str] * 3]


def _key(ledger: Ledger) -> str:
    return str(ledger.path.absolute())
