"""Chinese input on Linux desktops: the Qt of the wheels carries the ibus front end only.

fcitx5 answers as ibus too; so where a desktop asks Qt for fcitx and Qt has no fcitx plug-in, ibus is asked for
instead. Has to be chosen before the application object is made. fcitx 4 answers as nothing but itself: for it keys
are carried over by hand, once the window is there. Measured: docs/decisions/0003-input-methods.md.
"""

import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_VARIABLE = "QT_IM_MODULE"
_ASKED = "JIANHUI_ASKED_INPUT_METHOD"  # what the desktop said before we changed it
BRIDGE_NAME = "fcitx 4"
_FCITX = frozenset({"fcitx", "fcitx5"})
_FCITX_4, _FCITX_5 = "org.fcitx.Fcitx-", "org.fcitx.Fcitx5"


def choose_input_method(environment: MutableMapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Set QT_IM_MODULE to what this Qt can use; true where a desktop asks for a fcitx that Qt has no plug-in for.

    Leaves everything alone elsewhere than on Linux.
    """
    if platform != "linux" or not _wants_fcitx(environment) or _has_plugin("fcitx"):
        return False
    environment[_ASKED] = environment.get(_VARIABLE, "") or "fcitx"
    environment[_VARIABLE] = "ibus"
    return True


def bridge_to_fcitx(app: "QApplication") -> str:
    """Carry keys to fcitx 4 where it is asked for and alone answers; the service that does, or nothing."""
    if _ASKED not in os.environ:
        return ""
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - only on desktops with fcitx

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return ""
    service = only_fcitx_4(bus.interface().registeredServiceNames().value() or ())
    if service:
        from ui.fcitx_bridge import FcitxBridge  # noqa: PLC0415

        FcitxBridge(app, service).setObjectName(BRIDGE_NAME)
    return service


def only_fcitx_4(services: Sequence[str]) -> str:
    """The name under which fcitx 4 answers; nothing where fcitx5 is there, which answers as ibus."""
    if _FCITX_5 in services:
        return ""
    return next((name for name in services if name.startswith(_FCITX_4)), "")


def input_method_in_use() -> str:
    """Which way Chinese comes in here: ibus, fcitx → ibus, fcitx → fcitx 4; empty where nothing is asked for."""
    from PySide6.QtCore import QCoreApplication, QObject  # noqa: PLC0415

    application = QCoreApplication.instance()
    bridge = application.findChild(QObject, BRIDGE_NAME) if application is not None else None
    used = "fcitx 4" if bridge is not None else os.environ.get(_VARIABLE, "")
    asked = os.environ.get(_ASKED, "")
    return f"{asked} → {used}" if asked else used


def _wants_fcitx(environment: Mapping[str, str]) -> bool:
    asked = environment.get(_VARIABLE, "")
    return asked in _FCITX or (not asked and "fcitx" in environment.get("XMODIFIERS", ""))


def _has_plugin(name: str) -> bool:
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - only where it matters

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return any(name in file.name for file in folder.glob("*.so"))
