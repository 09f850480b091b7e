"""Renders the kit and mock-ups of the reference pictures: `python -m tests.ui.kit_preview FOLDER [--scale 150]`.

QT_SCALE_FACTOR works as for every Qt program. Look at the files beside the reference pictures before and after
every change of the kit.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.kit_mockups import empty_window, ledger_window
from tests.ui.kit_sheet import controls_sheet, icons_sheet, panels_sheet
from ui.shared.suggestions import SuggestionField
from ui.theme.apply import apply_theme
from ui.theme.fonts import load_fonts
from ui.theme.tokens import Scheme

SHEETS: dict[str, tuple[Callable[[], QWidget], QSize | None]] = {
    "01-ledger": (ledger_window, QSize(1366, 768)),
    "10-empty": (empty_window, QSize(1366, 768)),
    "kit-controls": (controls_sheet, None),
    "kit-panels": (panels_sheet, None),
    "kit-icons": (icons_sheet, None),
}


def render(folder: Path, scheme: Scheme, scale: int, only: str = "") -> list[Path]:
    """Write one picture per sheet; returns the files."""
    written = []
    for name, (build, size) in SHEETS.items():
        if only not in name:
            continue
        window = build()
        window.resize(size or window.sizeHint())
        window.show()
        window.activateWindow()
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        for field in window.findChildren(SuggestionField, "proposing"):
            field.query_changed.emit("yg")
        file = folder / f"{name}-{scheme}-{scale}.png"
        window.grab().save(str(file))
        window.close()
        window.deleteLater()
        written.append(file)
    return written


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scheme", choices=list(Scheme), action="append")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--only", default="")
    parser.add_argument("--fonts", type=Path, help="another folder with the shipped fonts")
    options = parser.parse_args()
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    if options.fonts:
        load_fonts(options.fonts)
    options.folder.mkdir(parents=True, exist_ok=True)
    for scheme in options.scheme or (Scheme.LIGHT, Scheme.DARK):
        apply_theme(app, Scheme(scheme), options.scale)
        for file in render(options.folder, Scheme(scheme), options.scale, options.only):
            print(file)


if __name__ == "__main__":
    main()
