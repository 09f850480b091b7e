"""Chinese input from fcitx 4, which has no ibus front end and whose plug-in the Qt of the wheels lacks.

A key goes to fcitx before anything of ours; what it composes and commits comes back over D-Bus and becomes the same
events that any input method sends. Only made where fcitx 4 alone answers (ui/input_method.py). Measured:
docs/decisions/0003-input-methods.md.
"""

import os

from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, SLOT, QEvent, QMetaObject, QObject, Qt, Slot
from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage, QDBusServiceWatcher
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

_METHODS, _METHODS_PATH = "org.fcitx.Fcitx.InputMethod", "/inputmethod"
_CONTEXT = "org.fcitx.Fcitx.InputContext"
#: What we can do: show what is being composed. (Qt's D-Bus cannot read the list of formatted parts.)
_SHOWS_PREEDIT = 1 << 1
_PATIENCE = 2_000  # milliseconds: it may load its dictionary at the first key, but a hung one must not hold us
_PRESSED, _RELEASED = 0, 1
_KEYS = {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease}


class FcitxBridge(QObject):
    """Owned by the application. `is_connected` says whether fcitx answers; it may come and go."""

    def __init__(self, app: QApplication, service: str) -> None:
        super().__init__(app)
        self._service = service
        self._bus = QDBusConnection.sessionBus()
        self._context: QDBusInterface | None = None
        self._answered: tuple[int, int, bool] = (0, 0, False)
        self._composing = ""
        self._watcher = QDBusServiceWatcher(service, self._bus, QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange)
        self._watcher.serviceRegistered.connect(self._connect)
        self._watcher.serviceUnregistered.connect(self._disconnect)
        app.focusObjectChanged.connect(self._on_focus)
        app.inputMethod().cursorRectangleChanged.connect(self._tell_place)
        app.installEventFilter(self)
        self._connect()

    @property
    def is_connected(self) -> bool:
        """Whether keys go to fcitx now."""
        return self._context is not None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or not _takes_text(watched):
            return False
        if not self._is_taken(event):
            return False
        event.accept()  # of a ShortcutOverride: no shortcut gets it either
        return True

    def _is_taken(self, event: QKeyEvent) -> bool:
        """What fcitx says of a key; of one press it is asked once, though Qt tells of it several times."""
        if self._context is None:
            return False
        is_release = event.type() == QEvent.Type.KeyRelease
        moment, key, taken = self._answered
        if not is_release and (moment, key) == (event.timestamp(), event.nativeVirtualKey()) and moment:
            return taken
        answer: object = QMetaObject.invokeMethod(
            self._context,
            "ProcessKeyEvent",
            Qt.ConnectionType.DirectConnection,
            Q_RETURN_ARG("int"),
            Q_ARG("uint", event.nativeVirtualKey()),
            Q_ARG("uint", event.nativeScanCode()),
            Q_ARG("uint", event.nativeModifiers()),
            Q_ARG("int", _RELEASED if is_release else _PRESSED),
            Q_ARG("uint", 0),
        )
        taken = isinstance(answer, int) and answer > 0
        if not is_release:
            self._answered = (event.timestamp(), event.nativeVirtualKey(), taken)
        return taken

    def _connect(self, *_service: object) -> None:
        asked = QDBusMessage.createMethodCall(self._service, _METHODS_PATH, _METHODS, "CreateICv3")
        asked.setArguments([QGuiApplication.applicationName(), os.getpid()])
        answer = self._bus.call(asked, timeout=_PATIENCE)
        if answer.type() != QDBusMessage.MessageType.ReplyMessage:
            return
        path = f"/inputcontext_{answer.arguments()[0]}"
        context = QDBusInterface(self._service, path, _CONTEXT, self._bus, self)
        context.setTimeout(_PATIENCE)
        if not context.isValid():
            return
        for signal, slot in (("CommitString", "commit(QString)"), ("UpdatePreedit", "compose(QString,int)")):
            self._bus.connect(  # type: ignore[call-overload] # the stub asks for bytes, which the call refuses
                self._service, path, _CONTEXT, signal, self, SLOT(slot)
            )
        QMetaObject.invokeMethod(
            context, "SetCapacity", Qt.ConnectionType.DirectConnection, Q_ARG("uint", _SHOWS_PREEDIT)
        )
        self._context = context
        self._on_focus(QGuiApplication.focusObject())

    def _disconnect(self, *_service: object) -> None:
        if self._context is not None:
            self._context.deleteLater()
        self._context = None
        self._send("", "")

    def _on_focus(self, widget: QObject | None) -> None:
        if self._context is None:
            return
        self._composing = ""
        takes_text = isinstance(widget, QWidget) and _takes_text(widget)
        QMetaObject.invokeMethod(
            self._context, "FocusIn" if takes_text else "FocusOut", Qt.ConnectionType.DirectConnection
        )
        self._tell_place()

    def _tell_place(self) -> None:
        """Where the caret is on the screen: the candidates are shown beside it."""
        window = QGuiApplication.focusWindow()
        if self._context is None or window is None:
            return
        place = QGuiApplication.inputMethod().cursorRectangle().toRect()
        corner, ratio = window.mapToGlobal(place.topLeft()), window.devicePixelRatio()
        numbers = (corner.x(), corner.y(), place.width(), place.height())
        QMetaObject.invokeMethod(
            self._context,
            "SetCursorRect",
            Qt.ConnectionType.DirectConnection,
            *(Q_ARG("int", round(number * ratio)) for number in numbers),
        )

    @Slot(str)
    def commit(self, text: str) -> None:
        """Fcitx has a word."""
        self._send("", text)

    @Slot(str, int)
    def compose(self, text: str, _caret: int) -> None:
        """Fcitx shows what is being composed."""
        if text or self._composing:
            self._send(text, "")

    def _send(self, composing: str, committed: str) -> None:
        self._composing = composing
        widget = QGuiApplication.focusObject()
        if not isinstance(widget, QWidget) or not _takes_text(widget):
            return
        underlined = QTextCharFormat()
        underlined.setFontUnderline(True)
        attribute = QInputMethodEvent.AttributeType.TextFormat
        attributes = [QInputMethodEvent.Attribute(attribute, 0, len(composing), underlined)] if composing else []
        event = QInputMethodEvent(composing, attributes)
        if committed:
            event.setCommitString(committed)
        QApplication.sendEvent(widget, event)


def _takes_text(widget: QWidget) -> bool:
    if not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        return False
    return not widget.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText
