"""What somebody dropped: exchange files, ledgers, cards, photos of codes and lists are told by their content."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

from models.errors import LedgerProblem

_CARD = b'"jhcard"'
_CARD_LINE = b"JHCARD1:"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Paths by what they are. Folders and photos count as things to merge, whatever is not known as a list."""

    merges: tuple[Path, ...] = ()
    ledgers: tuple[Path, ...] = ()
    cards: tuple[Path, ...] = ()
    lists: tuple[Path, ...] = ()


def paths_in(data: QMimeData) -> list[Path]:
    """The local files and folders that are dragged or were copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def sort_dropped(paths: Iterable[Path]) -> Dropped:
    """Sort them; what cannot be read counts as a list, whose import says why."""
    found: dict[str, list[Path]] = {"merges": [], "ledgers": [], "cards": [], "lists": []}
    for path in paths:
        found[_kind(path)].append(path)
    return Dropped(**{name: tuple(each) for name, each in found.items()})


def _kind(path: Path) -> str:
    from models.exchange.container import START  # noqa: PLC0415 - the cryptography is loaded with it
    from models.exchange.few_facts import MAGIC  # noqa: PLC0415
    from models.exchange.qr_symbols import is_picture  # noqa: PLC0415
    from models.exchange.recognizing import first_bytes, is_ledger  # noqa: PLC0415

    if path.is_dir():
        return "merges"
    try:
        start = first_bytes(path)
        if is_ledger(start):
            return "ledgers"
        if start.startswith((START, MAGIC)) or path.suffix.lower() in {".jhx", ".jhq"} or is_picture(path):
            return "merges"
    except LedgerProblem:
        return "lists"
    return "cards" if _CARD in start or start.startswith(_CARD_LINE) else "lists"
