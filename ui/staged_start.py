"""From the start of the process to the window, in pieces: first what a person wants to see, then what he can use.

Before the first paint nothing is imported that the first page does not need (tests/architecture/test_first_paint.py).
Afterwards the real window is made in pieces of some tens of milliseconds. Keys and clicks wait meanwhile, so that each
reaches the widget it is meant for.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from models.language import _, set_language
from ui.compiled_once import keep_compiled
from ui.first_page import FirstPage
from ui.first_places import remember_places, remembered_places
from ui.preferences import read_preferences
from ui.theme.font_files import FIRST_FILES, FONT_FOLDER, load_font
from ui.theme.tokens import DARK, LIGHT, Scheme
from ui.window_frame import WindowFrame

if TYPE_CHECKING:
    from ui.first_reading import FirstReading
    from ui.main_window import MainWindow

#: What the window is made of, small pieces first, so that no single import keeps it busy for long.
PARTS = (
    "models.ledger.ledger",
    "models.queries.organization_list",
    "models.queries.search_hits",
    "ui.requests",
    "ui.theme.apply",
    "ui.shared.buttons",
    "ui.shared.top_bar",
    "ui.session",
    "ui.command_search",
    "ui.status",
    "ui.main_window",
    "ui.starting",
    "models.queries.today",
    "ui.today.due_card",
    "ui.today.page",
)
#: What a person is likely to open next, imported while he looks at the first page.
LATER = (
    "models.queries.list_groups",
    "models.inputs.organization_values",
    "ui.organizations.detail_pane",
    "ui.organizations.condition_row",
    "ui.organizations.cell_copying",
    "ui.organizations.list_head",
    "ui.organizations.list_pane",
    "ui.organizations.page",
    "ui.visits.visit_form",
    "ui.followups.page",
    "ui.targets.page",
    "models.edits.followups",
)
_FULL = (1366, 768)
_FRAME = 32  # a title bar, where the system says nothing of it before the window is shown
_PAINTED_WITHIN = 1_000  # a window that is never painted (it lies under others) is made all the same
_OPENED_WITHIN = 0.7  # seconds; a ledger that takes longer says how far it is in the window
_LATER_AFTER, _LATER_EVERY = 800, 60


class StagedStart:
    """One start. `run` returns when the window can be used, False if it was closed before that."""

    def __init__(self, app: QApplication, ledger: Path | None, reading: "FirstReading") -> None:
        self.app = app
        self._ledger = ledger
        self._preferences = read_preferences()
        set_language(self._preferences.language)
        for name in FIRST_FILES:
            load_font(FONT_FOLDER / name)
        scheme, scale = self._preferences.scheme, self._preferences.scale
        page = FirstPage(reading.rows(), _colours(app, scheme), scale, remembered_places(self._preferences))
        self.frame = WindowFrame(page)
        self.frame.setWindowTitle(_("{name} · 建会台账").format(name=ledger.stem) if ledger else _("建会台账"))
        self.window: MainWindow | None = None
        self._loop = QEventLoop()
        self._steps: Iterator[int] = iter(())
        self._is_going = False

    def run(self) -> bool:
        """Show the first page, then make the window behind it."""
        self.frame.painted.connect(self._go)
        self.frame.closed.connect(self._loop.quit)
        QTimer.singleShot(_PAINTED_WITHIN, self._loop, self._go)
        show_large_enough(self.frame, *(round(side * self._preferences.scale / 100) for side in _FULL))
        self._loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return self.frame.isVisible()

    def _go(self) -> None:
        if not self._is_going:
            self._is_going = True
            self._steps = self._make()
            self._step()

    def _step(self) -> None:
        if not self.frame.isVisible():
            return
        pause = next(self._steps, None)
        if pause is None:
            self._loop.quit()
            later = iter(LATER)
            QTimer.singleShot(_LATER_AFTER, self.frame, lambda: self._import_later(later))
        else:
            QTimer.singleShot(pause, self.frame, self._step)

    def _make(self) -> Iterator[int]:
        """The pieces of the window; after each come the milliseconds until the next one."""
        for part in PARTS:
            import_module(part)
            yield 0
        starting: Any = import_module("ui.starting")
        starting.dress(self.app, self._preferences)
        yield 0
        window: MainWindow = starting.MainWindow(self._preferences)
        self.window = window
        window.setParent(self.frame)
        yield 0
        if self._ledger is not None:
            yield from self._open(window, self._ledger)
        self.frame.take(window)

    def _open(self, window: "MainWindow", path: Path) -> Iterator[int]:
        job = window.commands.open_path(path)
        until = monotonic() + _OPENED_WITHIN
        while not (job.is_over and self._is_filled(window)) and monotonic() < until:
            yield 5

    @staticmethod
    def _is_filled(window: "MainWindow") -> bool:
        """Whether the place in front has its rows, so that those of the first page are not seen to go."""
        page: Any = window.stack.currentWidget()
        return getattr(page, "is_filled", True)

    def _import_later(self, parts: Iterator[str]) -> None:
        part = next(parts, None)
        if not self.frame.isVisible():
            return
        if part is None:
            self._remember()
        else:
            import_module(part)
            QTimer.singleShot(_LATER_EVERY, self.frame, lambda: self._import_later(parts))

    def _remember(self) -> None:
        """For the next start: what was compiled, and where the page stands."""
        keep_compiled()
        page: Any = self.window.pages.get("today") if self.window is not None else None
        places = page.first_places() if page is not None and page.isVisible() else None
        if self.window is not None and self.window.has_banners():  # they push the page down, this once
            return
        if places is not None:
            remember_places(self._preferences, places)


def show_large_enough(window: Any, width: int, height: int) -> None:
    """Show a window in its usual size; on a screen that has no room for it, over all of it."""
    window.resize(width, height)
    room = window.screen().availableGeometry()
    if width > room.width() or height + _FRAME > room.height():
        window.showMaximized()
    else:
        window.show()


def _colours(app: QApplication, scheme: Scheme) -> Any:
    """Those of the scheme; of a high contrast the nearest, for the blink of an eye."""
    if scheme is Scheme.LIGHT:
        return LIGHT
    if scheme is Scheme.DARK:
        return DARK
    is_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128  # noqa: PLR2004 - the middle
    return DARK if is_dark else LIGHT
