"""The screen faces: Noto Sans SC 400 and 700, its digits all of one width.

LXGW WenKai only lends the few rare characters that Noto Sans SC lacks.
"""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from ui.theme.font_files import FAMILIES, FONT_FOLDER, load_font
from ui.theme.palette import theme
from ui.theme.tokens import TextSize

_PATTERNS = ("NotoSansSC*.ttf", "LXGWWenKai*.ttf")

_cache: dict[tuple[int, int, bool], QFont] = {}


def load_fonts(folder: Path = FONT_FOLDER) -> tuple[str, ...]:
    """Make the shipped faces known to Qt, once per process; returns those of FAMILIES that are there now."""
    for file in sorted(file for pattern in _PATTERNS for file in folder.glob(pattern)):
        load_font(file)
    known = set(QFontDatabase.families())
    return tuple(family for family in FAMILIES if family in known)


def font(size: TextSize = TextSize.BODY, *, bold: bool = False) -> QFont:
    """The font of a text size at the scale that is shown now."""
    key = (size, theme.scale, bold)
    if key not in _cache:
        made = QFont(list(FAMILIES))
        made.setPixelSize(round(size * theme.scale / 100))
        made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        _cache[key] = made
    return _cache[key]
