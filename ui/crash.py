"""When something happens that nobody foresaw: say so, write it down, lose nothing, go on."""

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout
from typing_extensions import override

from models.language import _
from models.ledger.profile import profile_folder
from ui.shared.buttons import Button, ButtonKind
from ui.shared.enter_presses import press_focused
from ui.shared.labels import Label
from ui.theme.palette import px
from ui.theme.tokens import DIALOG_WIDTH, Role, Space, TextSize

_Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def crash_text(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it happened and what kind of error it is, without values: a value may be somebody's name."""
    lines = [
        f"{kind.__name__}  {datetime.now().astimezone().isoformat(timespec='seconds')}  Python {sys.version.split()[0]}"
    ]
    lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join(lines)


def write_crash(text: str) -> str:
    """Append to the profile's crash log; its path, empty if it cannot be written."""
    folder = profile_folder() / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"crash-{datetime.now().astimezone():%Y-%m-%d}.txt"
        with path.open("a", encoding="utf-8") as file:
            file.write(text + "\n\n")
    except OSError:
        return ""
    return str(path)


class CrashReporter(QObject):
    """Takes the place of sys.excepthook. Every window and every text that was being typed stays as it is."""

    _happened = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: _Hook = sys.excepthook
        self._shown: CrashDialog | None = None
        self._happened.connect(self._show)

    def install(self) -> None:
        """Report everything uncaught from now on, of all threads."""
        sys.excepthook = self._report
        threading.excepthook = lambda said: self._report(
            said.exc_type, said.exc_value or said.exc_type(), said.exc_traceback
        )

    def uninstall(self) -> None:
        """As it was before."""
        sys.excepthook = self._before
        threading.excepthook = threading.__excepthook__

    def _report(self, kind: type[BaseException], _value: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        text = crash_text(kind, trace)
        self._happened.emit(text, write_crash(text))

    def _show(self, text: str, path: str) -> None:
        if self._shown is None:  # one is enough, whatever follows
            self._shown = CrashDialog(text, path)
            self._shown.finished.connect(self._forget)
            self._shown.open()

    def _forget(self) -> None:
        self._shown = None


class CrashDialog(QDialog):
    """What happened, in words for the person and in words for whoever mends it."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(QApplication.activeWindow())
        self.setWindowTitle(_("程序出错了"))
        self._text = text
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setAccessibleName(_("出错的位置"))
        copy = Button(_("复制错误内容"))
        copy.clicked.connect(self._copy)
        go_on = Button(_("继续使用"), ButtonKind.PRIMARY)
        go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch()
        buttons.addWidget(copy)
        buttons.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(Label(_("程序出错了"), size=TextSize.TITLE, bold=True))
        sentence = _("已保存的内容都在，正在填写的内容也还在窗口里。可以继续使用；请把下面的内容发给维护人员。")
        column.addWidget(Label(sentence, role=Role.TEXT2, wrap=True))
        column.addWidget(shown, 1)
        if path:
            column.addWidget(
                Label(_("已记录在 {path}").format(path=path), size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
            )
        column.addLayout(buttons)
        self.resize(px(DIALOG_WIDTH) * 3 // 2, px(DIALOG_WIDTH))
        go_on.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
