"""Every widget test runs in the light scheme at 100 %, with the shipped faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ui.theme.tokens import Scheme

if TYPE_CHECKING:  # the tests of the command line run without Qt
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from ui.main_window import MainWindow

#: The offscreen platform says so of windows with a smallest size and of pop-ups.
OFFSCREEN_REMARK = r"This plugin does not support (propagateSizeHints|raise|grabbing)"

Show = Callable[["QWidget"], "QWidget"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and item.config.pluginmanager.hasplugin("pytest-qt"):
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_REMARK))


@pytest.fixture(autouse=True)
def _light_theme(qapp: QApplication) -> None:
    from ui.theme.apply import apply_theme  # noqa: PLC0415 - it loads Qt

    apply_theme(qapp, Scheme.LIGHT, 100)


@pytest.fixture
def restyle(qapp: QApplication) -> Iterator[Callable[[Scheme, int], None]]:
    """Show another scheme and font scale until the test ends."""
    from ui.theme.apply import apply_theme  # noqa: PLC0415 - it loads Qt

    def change(scheme: Scheme, scale: int = 100) -> None:
        apply_theme(qapp, scheme, scale)

    yield change
    apply_theme(qapp, Scheme.LIGHT, 100)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show a widget in an active window, so that it can have the focus."""

    def shown(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        qtbot.waitExposed(widget)
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return shown


@pytest.fixture(scope="module")
def walked_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo ledger for a walk through every screen."""
    from models.demo.make import make_demo  # noqa: PLC0415

    path = tmp_path_factory.mktemp("demo") / "示例.jhtz"
    make_demo(path, organizations=40).close()
    return path


@pytest.fixture
def walked_window(qapp: QApplication, walked_ledger: Path) -> Iterator[MainWindow]:
    """The window over it, as large as a small laptop's screen."""
    from models.ledger.ledger import Ledger  # noqa: PLC0415
    from tests.ui.walking import settle  # noqa: PLC0415
    from ui.main_window import MainWindow  # noqa: PLC0415
    from ui.preferences import Preferences  # noqa: PLC0415

    made = MainWindow(Preferences())
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    made.show_ledger(Ledger.open(walked_ledger))
    settle(made)
    yield made
    made.close()
