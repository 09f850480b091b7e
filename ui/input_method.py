"""Chinese input on Linux desktops: the Qt of the wheels carries the ibus front end only.

fcitx5 answers as ibus too; so where a desktop asks Qt for fcitx and Qt has no fcitx plug-in, ibus is asked for
instead. Has to run before the application object is made. Measured: docs/decisions/0003-input-methods.md.
"""

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

_VARIABLE = "QT_IM_MODULE"


def choose_input_method(environment: MutableMapping[str, str] = os.environ, platform: str = sys.platform) -> None:
    """Set QT_IM_MODULE to what this Qt can use; leaves everything alone elsewhere than on Linux."""
    if platform != "linux":
        return
    asked = environment.get(_VARIABLE, "")
    wants_fcitx = asked in {"fcitx", "fcitx5"} or (not asked and "fcitx" in environment.get("XMODIFIERS", ""))
    if wants_fcitx and not _has_plugin("fcitx"):
        environment[_VARIABLE] = "ibus"


def _has_plugin(name: str) -> bool:
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - only where it matters

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return any(name in file.name for file in folder.glob("*.so"))
