"""Where the first page stood the last time, so that nothing moves when the real page takes its place. No values."""

from typing import TYPE_CHECKING, Any

from models.ledger.profile import read_settings, write_settings
from ui.first_page import Places
from ui.preferences import Preferences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_NAME = "first-page"


def remembered_places(preferences: Preferences) -> Places | None:
    """What was kept for this language and size of text; None where nothing was."""
    said: dict[str, Any] = read_settings(_NAME)
    if said.get("words") != [preferences.language, preferences.scale]:
        return None
    try:
        return Places(
            _numbers(said["size"], 2),
            tuple(_numbers(card, 4) for card in said["cards"]),
            _numbers(said["rows"], 4),
            tuple(_numbers(column, 2) for column in said["columns"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def remember_places(preferences: Preferences, places: Places) -> None:
    """Keep them for the next start."""
    kept = {"words": [preferences.language, preferences.scale], **places._asdict()}
    write_settings(_NAME, kept)


def place_in(widget: "QWidget", window: "QWidget") -> tuple[int, int, int, int]:
    """Left, top, width and height of a widget in its window."""
    corner = widget.mapTo(window, widget.rect().topLeft())
    return corner.x(), corner.y(), widget.width(), widget.height()


def _numbers(said: Any, count: int) -> Any:
    found = tuple(said)
    if len(found) != count or not all(isinstance(number, int) for number in found):
        raise ValueError(said)
    return found
