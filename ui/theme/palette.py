"""The colours and the scale that are shown now: ask for a role, listen for `theme.changed`.

`theme` is the one state of the process. Widgets that paint ask `colour(Role.…)` inside `paintEvent`; widgets
that keep a measure, a font or a palette connect `theme.changed` and set it anew.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from ui.theme.contrast import TEXT_MINIMUM, contrast, luminance
from ui.theme.tokens import (
    BLACK,
    DARK,
    LIGHT,
    PRESSED_SHADE,
    RING,
    RING_HIGH_CONTRAST,
    STAGE_ROLES,
    Role,
    Scheme,
)

_GROUNDS = (
    Role.WINDOW,
    Role.RAIL,
    Role.SURFACE,
    Role.SURFACE2,
    Role.HOVER,
    Role.ACCENT_SOFT,
    Role.DANGER_SOFT,
    Role.WARN_SOFT,
    Role.OK_SOFT,
    Role.CHG,
)


class Theme(QObject):
    """The scheme and the font scale that are shown now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Scheme.LIGHT
        self.scale = 100
        self._colours = {role: QColor(value) for role, value in LIGHT.items()}
        self._on_selection = self._colours[Role.TEXT]

    @property
    def dark(self) -> bool:
        """Whether text is lighter than its ground."""
        return self._colours[Role.TEXT].lightness() > self._colours[Role.SURFACE].lightness()

    @property
    def high_contrast(self) -> bool:
        """Whether the colours are those of the system's high contrast."""
        return self.scheme is Scheme.HIGH_CONTRAST

    @property
    def ring(self) -> int:
        """Width of the focus ring in pixels."""
        return RING_HIGH_CONTRAST if self.high_contrast else RING

    def colour(self, role: Role) -> QColor:
        """The colour of a role in the scheme that is shown."""
        return self._colours[role]

    def colour_on_selection(self, role: Role) -> QColor:
        """The ink of a role on a selected row; high contrast has one ink for all."""
        return self._on_selection if self.high_contrast else self._colours[role]

    def follow(self, restyle: Callable[[], object]) -> None:
        """Call a bound method of a widget now and after every change, as long as the widget lives."""
        restyle()
        self.changed.connect(restyle)

    def show(self, scheme: Scheme, scale: int, system: QPalette) -> None:
        """Use a scheme (not SYSTEM) and a scale. `apply_theme` calls this, then emits `changed`."""
        colours = scheme_colours(scheme, system)
        self.scheme, self.scale = scheme, scale
        self._colours = {role: QColor(value) for role, value in colours.items()}
        on_selection = _readable(system, QPalette.ColorRole.HighlightedText, on=colours[Role.SEL])
        self._on_selection = QColor(on_selection)


theme = Theme()


def colour(role: Role) -> QColor:
    """The colour of a role in the scheme that is shown."""
    return theme.colour(role)


def px(size: float) -> int:
    """A size that holds text, scaled with the font."""
    return round(size * theme.scale / 100)


def pressed(ground: QColor) -> QColor:
    """The ground of a pressed control: 8 % darker."""
    return blend(ground, QColor(BLACK), PRESSED_SHADE)


def blend(ground: QColor, over: QColor, share: float) -> QColor:
    """`ground` with `share` (0 to 1) of `over` mixed in."""
    return QColor.fromRgbF(
        ground.redF() + (over.redF() - ground.redF()) * share,
        ground.greenF() + (over.greenF() - ground.greenF()) * share,
        ground.blueF() + (over.blueF() - ground.blueF()) * share,
    )


def scheme_colours(scheme: Scheme, system: QPalette) -> Mapping[Role, str]:
    """Every role as `#rrggbb`; high contrast takes them from the system's palette."""
    if scheme is Scheme.HIGH_CONTRAST:
        return _high_contrast(system)
    return DARK if scheme is Scheme.DARK else LIGHT


def system_scheme(system: QPalette) -> Scheme:
    """What the desktop shows: its setting, or what its own palette looks like where it names none (X11)."""
    window, base, button, text = (
        system.color(role).name()
        for role in (
            QPalette.ColorRole.Window,
            QPalette.ColorRole.Base,
            QPalette.ColorRole.Button,
            QPalette.ColorRole.WindowText,
        )
    )
    if window == base == button and contrast(text, window) >= TEXT_MINIMUM:
        return Scheme.HIGH_CONTRAST  # flat: no ordinary desktop gives windows, fields and buttons one ground
    named = QGuiApplication.styleHints().colorScheme()
    if named == Qt.ColorScheme.Unknown:
        return Scheme.DARK if luminance(text) > luminance(window) else Scheme.LIGHT
    return Scheme.DARK if named == Qt.ColorScheme.Dark else Scheme.LIGHT


def widget_palette() -> QPalette:
    """The palette for widgets that Qt paints itself."""
    roles = {
        QPalette.ColorRole.Window: Role.WINDOW,
        QPalette.ColorRole.WindowText: Role.TEXT,
        QPalette.ColorRole.Base: Role.SURFACE,
        QPalette.ColorRole.AlternateBase: Role.SURFACE2,
        QPalette.ColorRole.Text: Role.TEXT,
        QPalette.ColorRole.PlaceholderText: Role.TEXT3,
        QPalette.ColorRole.Button: Role.SURFACE,
        QPalette.ColorRole.ButtonText: Role.TEXT,
        QPalette.ColorRole.BrightText: Role.DANGER,
        QPalette.ColorRole.Highlight: Role.ACCENT,
        QPalette.ColorRole.HighlightedText: Role.ACCENT_TEXT,
        QPalette.ColorRole.Accent: Role.ACCENT,
        QPalette.ColorRole.Link: Role.ACCENT,
        QPalette.ColorRole.LinkVisited: Role.ACCENT,
        QPalette.ColorRole.ToolTipBase: Role.SURFACE2,
        QPalette.ColorRole.ToolTipText: Role.TEXT,
        QPalette.ColorRole.Light: Role.SURFACE,
        QPalette.ColorRole.Midlight: Role.LINE,
        QPalette.ColorRole.Mid: Role.LINE2,
        QPalette.ColorRole.Dark: Role.LINE2,
        QPalette.ColorRole.Shadow: Role.LINE2,
    }
    palette = QPalette()
    for part, role in roles.items():
        palette.setColor(part, colour(role))
    disabled = QPalette.ColorGroup.Disabled
    for part in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.HighlightedText,
    ):
        palette.setColor(disabled, part, colour(Role.TEXT3))
    for part in (QPalette.ColorRole.Base, QPalette.ColorRole.Button, QPalette.ColorRole.Highlight):
        palette.setColor(disabled, part, colour(Role.SURFACE2))
    return palette


def _high_contrast(system: QPalette) -> dict[Role, str]:
    """Grounds, text and selection of the system; no soft grounds, every line a strong one."""
    ground = system.color(QPalette.ColorRole.Base).name()
    text = _readable(system, QPalette.ColorRole.Text, on=ground)
    accent = system.color(QPalette.ColorRole.Highlight).name()
    colours = dict.fromkeys(Role, text)
    colours |= dict.fromkeys(_GROUNDS, ground)
    colours |= dict.fromkeys(STAGE_ROLES.values(), text)
    colours[Role.SEL] = accent
    greyed = system.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()
    colours[Role.TEXT3] = greyed if contrast(greyed, ground) >= TEXT_MINIMUM else text
    colours[Role.ACCENT] = accent if contrast(accent, ground) >= TEXT_MINIMUM else text
    colours[Role.ACCENT_TEXT] = _readable(system, QPalette.ColorRole.HighlightedText, on=colours[Role.ACCENT])
    return colours


def _readable(system: QPalette, part: QPalette.ColorRole, *, on: str) -> str:
    """The system's colour of `part`, or whichever of its text and ground stands out from `on`."""
    asked = system.color(part).name()
    if contrast(asked, on) >= TEXT_MINIMUM:
        return asked
    others = (system.color(role).name() for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base))
    return max(others, key=lambda other: contrast(other, on))
