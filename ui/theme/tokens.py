"""Every colour, size and distance of the interface; the only file that holds such literals.

Widgets never read the colours here: they ask `ui.theme.palette.colour(Role.…)`, which knows the scheme
that is shown. Sizes are pixels at 96 dpi and a font scale of 100 %; `ui.theme.palette.px` scales them.
"""

from collections.abc import Mapping
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType


class Scheme(StrEnum):
    """What a person may choose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Role(StrEnum):
    """What a colour is for."""

    WINDOW = "window"  # ground behind cards
    RAIL = "rail"  # left rail
    SURFACE = "surface"  # lists, panes, cards, fields
    SURFACE2 = "surface2"  # table header, status bar, bulk bar, group header
    HOVER = "hover"  # row or button under the pointer, gauge ground
    LINE = "line"  # hairlines between rows and panes, decorative
    LINE2 = "line2"  # borders of controls, rule under a table header
    TEXT = "text"  # names, values
    TEXT2 = "text2"  # secondary columns, labels, captions
    TEXT3 = "text3"  # place-holder, disabled caption; never on SEL
    ACCENT = "accent"  # primary button, active place, links, gauge fill
    ACCENT_TEXT = "accent_text"  # text on ACCENT
    ACCENT_SOFT = "accent_soft"  # chip ground, soft tag, chosen column head
    ACCENT_LINE = "accent_line"  # chip outline
    SEL = "sel"  # selected rows
    FOCUS = "focus"  # focus ring, caret field
    DANGER = "danger"  # late, destructive
    DANGER_SOFT = "danger_soft"
    WARN = "warn"  # open promise, to be judged, clock
    WARN_SOFT = "warn_soft"
    OK = "ok"  # verified, saved, merged
    OK_SOFT = "ok_soft"
    CHG = "chg"  # change mark, differing characters
    STAGE_UNTOUCHED = "stage_untouched"
    STAGE_VISITED = "stage_visited"
    STAGE_PREPARING = "stage_preparing"
    STAGE_FILED = "stage_filed"
    STAGE_BUILT = "stage_built"
    STAGE_EXCLUDED = "stage_excluded"


#: Keys of models.vocabulary.STAGE_WORDS → the ink of their glyph.
STAGE_ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "untouched": Role.STAGE_UNTOUCHED,
        "visited": Role.STAGE_VISITED,
        "preparing": Role.STAGE_PREPARING,
        "filed": Role.STAGE_FILED,
        "built": Role.STAGE_BUILT,
        "excluded": Role.STAGE_EXCLUDED,
    }
)

LIGHT: Mapping[Role, str] = MappingProxyType(
    {
        Role.WINDOW: "#E9EDEE",
        Role.RAIL: "#DFE5E7",
        Role.SURFACE: "#FFFFFF",
        Role.SURFACE2: "#F4F6F7",
        Role.HOVER: "#EDF2F3",
        Role.LINE: "#D5DCDF",
        Role.LINE2: "#7C8A90",
        Role.TEXT: "#172024",
        Role.TEXT2: "#435157",
        Role.TEXT3: "#5A686E",
        Role.ACCENT: "#17596A",
        Role.ACCENT_TEXT: "#FFFFFF",
        Role.ACCENT_SOFT: "#DCEBEF",
        Role.ACCENT_LINE: "#7FB0BD",
        Role.SEL: "#D3E7EC",
        Role.FOCUS: "#0B7A94",
        Role.DANGER: "#A81E26",
        Role.DANGER_SOFT: "#FBE7E6",
        Role.WARN: "#8A4B00",
        Role.WARN_SOFT: "#FCEFD9",
        Role.OK: "#1C6B3C",
        Role.OK_SOFT: "#E1F2E6",
        Role.CHG: "#FFF3C4",
        Role.STAGE_UNTOUCHED: "#A81E26",
        Role.STAGE_VISITED: "#A85200",
        Role.STAGE_PREPARING: "#7A5E00",
        Role.STAGE_FILED: "#2459A0",
        Role.STAGE_BUILT: "#1C6B3C",
        Role.STAGE_EXCLUDED: "#56646A",
    }
)

DARK: Mapping[Role, str] = MappingProxyType(
    {
        Role.WINDOW: "#12181A",
        Role.RAIL: "#0E1315",
        Role.SURFACE: "#1A2124",
        Role.SURFACE2: "#20292C",
        Role.HOVER: "#263135",
        Role.LINE: "#323E42",
        Role.LINE2: "#7B898E",
        Role.TEXT: "#E4EAEB",
        Role.TEXT2: "#B4C0C4",
        Role.TEXT3: "#93A1A6",
        Role.ACCENT: "#7CC3D3",
        Role.ACCENT_TEXT: "#08262E",
        Role.ACCENT_SOFT: "#1F3A42",
        Role.ACCENT_LINE: "#3F7482",
        Role.SEL: "#234650",
        Role.FOCUS: "#8AD8EA",
        Role.DANGER: "#FF9A93",
        Role.DANGER_SOFT: "#43211F",
        Role.WARN: "#F3B467",
        Role.WARN_SOFT: "#3E2E17",
        Role.OK: "#7FCF98",
        Role.OK_SOFT: "#1C3726",
        Role.CHG: "#4A4218",
        Role.STAGE_UNTOUCHED: "#FF9A93",
        Role.STAGE_VISITED: "#F3B467",
        Role.STAGE_PREPARING: "#E2C750",
        Role.STAGE_FILED: "#8DBBF2",
        Role.STAGE_BUILT: "#7FCF98",
        Role.STAGE_EXCLUDED: "#A6B2B7",
    }
)

BLACK = "#000000"
PAPER = "#ffffff"  # a printed page is white in every scheme
PRESSED_SHADE = 0.08  # a pressed control is this much darker
SCRIM_SHADE = 0.30  # black over what lies under a floating strip
SHADOW_SHADE = MappingProxyType({False: 0.20, True: 0.55})  # by "is dark"
SHADOW_DROP, SHADOW_BLUR = 6, 20
RING, RING_HIGH_CONTRAST = 2, 3


class Space(IntEnum):
    """Distances; they do not grow with the font scale."""

    XS = 4
    S = 8  # cell padding
    M = 12  # between cards
    L = 16  # pane side padding
    XL = 24


class Radius(IntEnum):
    """Corner radii."""

    TAG = 3
    CONTROL = 4
    CARD = 6
    FLOATING = 8


class TextSize(IntEnum):
    """Text sizes."""

    SMALL = 12
    BODY = 13
    TITLE = 16
    TILE_FIGURE = 22
    FIGURE = 28


LINE_HEIGHTS: Mapping[TextSize, int] = MappingProxyType(
    {
        TextSize.SMALL: 18,
        TextSize.BODY: 20,
        TextSize.TITLE: 24,
        TextSize.TILE_FIGURE: 28,
        TextSize.FIGURE: 34,
    }
)


class Height(IntEnum):
    """Heights of things that hold text; they grow with the font scale."""

    TAG = 20
    CHIP = 26
    STATUS_BAR = 26
    ROW_BUTTON = 26
    BUTTON = 30
    FIELD = 32
    TABLE_HEAD = 32
    GROUP_HEAD = 34
    BULK_BAR = 38
    CHIP_ROW = 41
    TOP_BAR = 44
    PANE_HEAD = 46
    RAIL_ITEM = 60


class Density(Enum):
    """Row heights of a table; they grow with the font scale."""

    DENSE = 26
    STANDARD = 30
    ROOMY = 36


RAIL_WIDTH = 80
MARK_WIDTH = 26  # first column of a table
DIALOG_WIDTH = 440
TOAST_MILLISECONDS = 6000
TIP_MILLISECONDS = 500
MOTION_MILLISECONDS = 120
GLYPH_ROW, GLYPH_DIALOG, GLYPH_LARGE = 14, 18, 28
ICON_SMALL, ICON_TAG, ICON_BUTTON, ICON_LARGE = 14, 16, 18, 20
FONT_SCALES = (100, 110, 125, 150, 175, 200)
