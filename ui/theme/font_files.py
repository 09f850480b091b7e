"""The font files that ship with the program, each made known to Qt once. Light: the first page needs two of them."""

from pathlib import Path

from PySide6.QtGui import QFontDatabase

FONT_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FAMILIES = ("Noto Sans SC", "LXGW WenKai")
#: What nearly every word is written with.
FIRST_FILES = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")

_loaded: set[Path] = set()


def load_font(file: Path) -> None:
    """Make a face known to Qt, once per process; one that cannot be read is left out."""
    if file not in _loaded and QFontDatabase.addApplicationFont(str(file)) >= 0:
        _loaded.add(file)
