"""Write docs/user-guide/pictures/: the screens that the user guide shows, of a made-up ledger.

Run after a screen has changed, and look at what came out:
    .venv/bin/python packaging/guide_pictures.py
The pictures are small (a palette of few colours) so that the repository stays small.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image  # noqa: E402 - the program's own folder has to be found first
from PySide6.QtWidgets import QApplication  # noqa: E402

from models.demo.make import make_demo  # noqa: E402
from models.edits.new_ledger import create_ledger  # noqa: E402
from models.language import SOURCE_LANGUAGE  # noqa: E402
from models.ledger.ledger import Ledger  # noqa: E402
from models.queries.organization_list import ListQuery, first_rows  # noqa: E402
from ui import gallery  # noqa: E402
from ui.qt_words import speak  # noqa: E402
from ui.theme.apply import apply_theme  # noqa: E402
from ui.theme.tokens import Scheme  # noqa: E402

FOLDER = ROOT / "docs" / "user-guide" / "pictures"
LARGEST = 90_000  # bytes of one picture
COLOURS = (255, 128, 96, 64, 56, 48, 40)  # tried in this order until it is small enough
SLOW = frozenset({"reports", "map"})  # drawn page by page after everything is read
GROUNDS = 14  # flat grounds and inks that cover most of a screen
ORGANIZATIONS, SEED = 458, 7


@dataclass(frozen=True, slots=True)
class Sheet:
    """Screens of one ledger in one language and scheme; the files are named after them and `suffix`."""

    screens: tuple[str, ...]
    ledger: str = "demo"  # or "empty"
    language: str = SOURCE_LANGUAGE
    scheme: Scheme = Scheme.LIGHT
    suffix: str = ""


SHEETS = (
    Sheet(
        (
            *("today", "organizations", "followups", "targets", "reports", "map", "exchange"),
            *("followups-table", "import-columns", "visit_form", "survey_form", "reason_form", "union_form"),
            *("closing_form", "codes", "reason_analysis", "restore", "keys"),
        )
    ),
    Sheet(("organizations", "new_ledger"), ledger="empty", suffix="-empty"),
    Sheet(("today", "organizations", "followups"), scheme=Scheme.DARK, suffix="-dark"),
    Sheet(("today", "organizations"), language="en", suffix="-en"),
    Sheet(("organizations", "targets"), language="zh_TW", suffix="-zh_TW"),
)


def make(sheet: Sheet, ledger: Path, app: QApplication, folder: Path) -> None:
    """Photograph the screens of one sheet."""
    speak(app, sheet.language)
    apply_theme(app, sheet.scheme, 100)
    size = gallery.SIZES[0]
    with gallery.open_window() as window:
        window.resize(size.width, size.height)
        opened = Ledger.open(ledger)
        window.show_ledger(opened)
        chosen = first_rows(opened, ListQuery(view="open", sort="next"), 1)
        screens = dict(gallery.screens_of(window, chosen[0].id if chosen else None))
        for name in sheet.screens:
            window.go_to("organizations")  # what lies under a form
            gallery.settle(app, window)
            screens[name]()
            for _look in range(30 if name in SLOW else 2):
                gallery.settle(app, window)
            gallery.take_picture(window, folder / f"{name}{sheet.suffix}.png", size.ratio)


def shrink(picture: Path, target: Path) -> int:
    """The same picture with as many colours as fit into LARGEST; its bytes."""
    with Image.open(picture) as image:
        full = image.convert("RGB")
    for colours in COLOURS:
        full.quantize(palette=palette(full, colours), dither=Image.Dither.NONE).save(target, optimize=True)
        if target.stat().st_size <= LARGEST:
            break
    return target.stat().st_size


def palette(full: Image.Image, colours: int) -> Image.Image:
    """The grounds as they are, then the most distant colours: a list's few red and green pixels mean something."""
    counted = sorted(full.getcolors(full.width * full.height) or [], reverse=True)
    grounds = [value for _count, colour in counted[:GROUNDS] for value in colour]
    distant = full.quantize(colors=colours - GROUNDS, method=Image.Quantize.MAXCOVERAGE)
    values = [*grounds, *(distant.getpalette() or [])[: 3 * (colours - GROUNDS)]]
    made = Image.new("P", (1, 1))
    made.putpalette(values + values[:3] * (256 - len(values) // 3))
    return made


def main() -> int:
    """Make all pictures anew; 1 if one is too large."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - for the type checker
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    sizes = []
    with tempfile.TemporaryDirectory(prefix="jianhui-guide-") as scratch, gallery.own_profile():
        folder = Path(scratch)
        ledgers = {"demo": folder / "示例.jhtz", "empty": folder / "新台账.jhtz"}
        make_demo(ledgers["demo"], organizations=ORGANIZATIONS, seed=SEED).close()
        create_ledger(ledgers["empty"], unit="海珠区总工会（示例）", person="周岚", division="440105").close()
        taken = folder / "taken"
        taken.mkdir()
        for sheet in SHEETS:
            make(sheet, ledgers[sheet.ledger], app, taken)
        for picture in sorted(taken.glob("*.png")):
            sizes.append(shrink(picture, FOLDER / picture.name))
            print(f"{sizes[-1]:7,}  {picture.name}")
    print(f"{sum(sizes):,} bytes in {len(sizes)} pictures")
    return int(max(sizes) > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
