"""From an application object to a window with a ledger in it, as large as the screen lets it be."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from models.errors import LedgerProblem
from models.ledger.ledger import Ledger
from ui.crash import CrashReporter
from ui.main_window import MainWindow
from ui.preferences import Preferences, read_preferences, with_recent
from ui.qt_words import speak
from ui.staged_start import show_large_enough
from ui.theme.apply import apply_theme


def open_window(app: QApplication, ledger: Path | None) -> MainWindow:
    """A window in the person's language and theme, with this ledger; one that cannot be opened is said there.

    All at once, for whoever does not start with a first page.
    """
    preferences = read_preferences()
    dress(app, preferences)
    window = MainWindow(preferences)
    if ledger is not None:
        try:
            opened = Ledger.open(ledger)
        except LedgerProblem as problem:
            window.problem(problem)
        else:
            window.preferences = with_recent(window.preferences, ledger)
            window.show_ledger(opened)
    return window


def dress(app: QApplication, preferences: Preferences) -> None:
    """Language, colours, fonts, and what happens where something goes wrong."""
    speak(app, preferences.language)
    apply_theme(app, preferences.scheme, preferences.scale)
    reporter = CrashReporter(app)
    reporter.install()
    app.aboutToQuit.connect(reporter.uninstall)


def show_window(window: MainWindow) -> None:
    """Show the window; on a screen that has no room for its usual size, over all of it."""
    show_large_enough(window, window.width(), window.height())
