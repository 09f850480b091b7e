"""The application: environment, theme, one window."""

import sys
from pathlib import Path

from ui.input_method import choose_input_method


def run(argv: list[str]) -> int:
    """Open the window, with a ledger if one is named; the exit code when it is closed."""
    choose_input_method()  # before Qt reads the environment
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("jianhui")
    from ui.starting import open_window, show_window  # noqa: PLC0415 - fonts and widgets need the application

    named = next((Path(word) for word in argv if not word.startswith("-")), None)
    window = open_window(app, named)
    show_window(window)
    return app.exec()
