"""Names as they may stand in a manifest or on a cover."""

from unicodedata import category

_MOST = 200


def plain(text: str) -> str:
    """The text without control and invisible characters, not endless."""
    return "".join(c for c in text if not is_invisible(c))[:_MOST]


def is_invisible(character: str) -> bool:
    """True for what a name never holds: line ends, turned writing, half characters."""
    return category(character) in {"Cc", "Cf", "Cs"}
