"""`apply_theme`: the one entry point. It may be called again whenever scheme or font scale change."""

from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import font, load_fonts
from ui.theme.palette import system_scheme, theme, widget_palette
from ui.theme.sheet import style_sheet
from ui.theme.style import KitStyle
from ui.theme.tokens import Scheme


class _Asked:
    """What was asked for last, to be done again when the desktop changes."""

    scheme = Scheme.SYSTEM
    scale = 100
    listening = False


def apply_theme(app: QApplication, scheme: Scheme = Scheme.SYSTEM, scale: int = 100) -> None:
    """Show a scheme and a font scale (percent) in every window, now; SYSTEM keeps following the desktop."""
    _Asked.scheme, _Asked.scale = scheme, scale
    if not _Asked.listening:
        _Asked.listening = True
        load_fonts()
        app.setStyle(KitStyle())
        app.styleHints().colorSchemeChanged.connect(follow_system)
    _show(app)


def follow_system() -> None:
    """Look at the desktop's colours again; windows call this on QEvent.ThemeChange."""
    app = QGuiApplication.instance()
    if isinstance(app, QApplication) and _Asked.scheme in (Scheme.SYSTEM, Scheme.HIGH_CONTRAST):
        _show(app)


def _show(app: QApplication) -> None:
    app.setPalette(QPalette())  # back to the desktop's own, to look at it
    system = QPalette(app.palette())
    shown = system_scheme(system) if _Asked.scheme is Scheme.SYSTEM else _Asked.scheme
    theme.show(shown, _Asked.scale, system)
    app.setPalette(widget_palette())
    app.setFont(font())
    app.setStyleSheet(style_sheet())
    theme.changed.emit()
