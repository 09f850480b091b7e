"""Every screen of the window, one after the other: those of the gallery, so that a new one is among them."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from tests.ui import waiting
from ui.gallery import screens_of
from ui.main_window import MainWindow


def settle(window: MainWindow) -> None:
    waiting.settle(lambda: window.runner.is_busy)


def walk(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every screen, shown and settled: its name and what it is made of."""
    for name, show in screens_of(window, 1):
        window.go_to("organizations")
        settle(window)
        show()
        settle(window)
        shown = window.overlay.content if window.overlay.is_open else window.stack.currentWidget()
        assert shown is not None, name
        yield name, shown
