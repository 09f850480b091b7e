"""Letting the search index of a ledger go that was only looked at."""

from contextlib import suppress
from pathlib import Path

from models.search.index_file import index_path


def forget_index(ledger: Path) -> None:
    """Take away what was made to search a ledger; it would be made anew if it were needed."""
    any_copy = index_path(ledger, b"")
    with suppress(OSError):
        for path in any_copy.parent.glob(f"{any_copy.stem}*"):
            path.unlink(missing_ok=True)
