"""Every place, form and panel as pictures: with a ledger and an empty one, light and dark, in the usual sizes.

Whoever changes a screen looks at its pictures before and after. Nothing of the person is touched: the ledger is a
copy, the profile an empty folder.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from models.edits.new_ledger import create_ledger
from models.errors import FileProblem
from models.language import SOURCE_LANGUAGE, _
from models.ledger.backups import unpack
from models.ledger.ledger import Ledger
from models.ledger.profile import PROFILE_VARIABLE
from models.progress import Progress
from models.queries.cell_plan import TypedCell
from models.queries.figures import home_division
from models.queries.organization_detail import organization_detail
from models.queries.organization_list import ListQuery, first_rows
from models.rules.campaigns import proposed_days
from ui.command_line.parser import parse
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer, run_work
from ui.gallery_received import show_received, show_start
from ui.main_window import MainWindow
from ui.places import PLACES
from ui.preferences import Preferences
from ui.qt_words import speak
from ui.requests import EditOrganization, EditTogether, ImportSheet, PasteCells, ShowFollowups
from ui.theme.apply import apply_theme
from ui.theme.tokens import Scheme
from ui.window_requests import FORMS

#: Actions of the window that open a panel or a form.
_OPENING = (
    *("new_ledger", "people", "phrases", "campaign", "proposals", "duplicates", "trash", "queue", "past_imports"),
    *(
        "reason_analysis",
        "rebalance",
        "survey_report",
        "codes",
        "conflicts",
        "handover",
        "assignments",
        "send",
        "past_merges",
        "cards",
    ),
    *("log", "restore", "check", "keys", "about"),
)
_SAMPLE_LIST = """海珠区社会组织摸底表（截至2023年6月）
序号\t单位名称\t类型\t成立时间\t从业人员\t\t负责人\t联系电话\t住所
\t\t\t\t合计\t其中：女\t\t\t
1\t阳光幼儿园\t民非\t2003.5.1\t38\t28\t王芳\t13800000000\t新港西路1号
2\t海晏社会工作服务中心\t民非\t2011年3月\t三十左右\t16\t李强\t13800000001\t新港西路2号
3\t晨星象棋协会\t社团\t2015-06-18\t5\t1\t张三\t020-84000000\t赤岗街道3号
"""
_LOOKED_THROUGH = 500
_QUIET_TURNS = 40
_TURN_SECONDS = 0.005
_PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Size:
    """A screen: its name, the window in pixels of the interface, and how many pixels each of them is."""

    name: str
    width: int
    height: int
    ratio: float


SIZES = (
    Size("1366x768", 1366, 768, 1.0),
    Size("1920x1080@150", 1280, 720, 1.5),
    Size("3840x2160@200", 1920, 1080, 2.0),
)
SCHEMES = (Scheme.LIGHT, Scheme.DARK)
Screen = tuple[str, Callable[[], object]]


def run(argv: list[str]) -> int:
    """`gallery LEDGER DIR [--language CODE] [--json]`: write the pictures and list them; the exit code."""
    arguments = parse(argv)
    if sys.platform == "linux" and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return run_work(_run_gallery, arguments, sys.stdout, sys.stderr)


def _run_gallery(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    bugs: list[BaseException] = []
    with own_profile(), _noting(bugs):
        folder, language = Path(arguments.directory), arguments.language
        pictures = make_pictures(app, Path(arguments.ledger), folder, bar.progress, language=language)
    if bugs:
        raise bugs[0]
    names = [str(picture) for picture in pictures]
    return Answer({"pictures": names}, names)


def make_pictures(
    app: QCoreApplication, ledger: Path, folder: Path, progress: Progress, *, language: str = SOURCE_LANGUAGE
) -> list[Path]:
    """All pictures of a ledger and of an empty one; FileProblem where one cannot be read or written."""
    if not isinstance(app, QApplication):
        raise TypeError(type(app).__name__)
    with Ledger.open(ledger, read_only=True):  # or no picture is made at all
        speak(app, language)
    apply_theme(app, Scheme.LIGHT, 100)  # before there is a window, as the program does it
    with tempfile.TemporaryDirectory(prefix="jianhui-gallery-") as scratch:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileProblem(_("不能在“{path}”里写图片。").format(path=folder), detail=str(error)) from error
        found: list[Path] = []
        for picture in _pictures(app, ledger, folder, Path(scratch)):
            found.append(picture)
            progress.step(len(found), 0, _("界面图片"))
    apply_theme(app, Scheme.LIGHT, 100)
    speak(app, SOURCE_LANGUAGE)
    return found


def _pictures(app: QApplication, ledger: Path, folder: Path, scratch: Path) -> Iterator[Path]:
    yield from _of_no_ledger(app, folder)
    for name, make in (("ledger", _copy), ("empty", _empty)):
        yield from _of_ledger(app, folder, name, make(ledger, scratch))


def _of_no_ledger(app: QApplication, folder: Path) -> Iterator[Path]:
    """The window before a ledger is open."""
    with open_window() as window:
        yield from _photograph(app, window, folder, "start", [("welcome", window.commands.show_welcome)])


def _of_ledger(app: QApplication, folder: Path, name: str, ledger: Ledger) -> Iterator[Path]:
    with open_window() as window:
        window.show_ledger(ledger)
        chosen = first_rows(ledger, ListQuery(view="open", sort="next"), 1) or first_rows(ledger, ListQuery(), 1)
        yield from _photograph(app, window, folder, name, screens_of(window, chosen[0].id if chosen else None))


def screens_of(window: MainWindow, organization: int | None) -> list[Screen]:
    """The name of every screen and how it is shown; forms about an organization only where there is one."""
    screens: list[Screen] = [(place.key, partial(window.go_to, place.key)) for place in PLACES]
    screens.append(("followups-table", partial(window.desk.answer, ShowFollowups("open"))))
    screens.append(("import", partial(window.desk.answer, ImportSheet())))
    screens.append(("import-columns", partial(_import_sample, window)))
    screens += [("exchange-start", partial(show_start, window)), ("exchange-preview", partial(show_received, window))]
    screens.append(("edit-new", partial(window.desk.answer, EditOrganization())))
    for request, module in FORMS.items():
        names = [field.name for field in fields(request)]
        value: dict[str, Any] = {"organization": organization, "organizations": (organization,)}
        if "visit" in names:
            value = _visit_of(window)
        if organization is not None and value:
            asked = request(**{name: value[name] for name in names if name in value})
            screens.append((module.rpartition(".")[2], partial(window.desk.answer, asked)))
    if organization is not None:
        screens.append(("edit-together", partial(window.desk.answer, EditTogether((organization,)))))
        cells = (TypedCell(organization, "staff", "三十左右"), TypedCell(organization, "leader", "王主席"))
        screens.append(("paste-cells", partial(window.desk.answer, PasteCells(cells))))
    actions = window.actions_of_window.by_key
    screens += [(key, actions[key].trigger) for key in _OPENING]
    return screens


def _visit_of(window: MainWindow) -> dict[str, Any]:
    """A visit that can be corrected, with its organization; empty where there is none."""
    if window.session is None:
        return {}
    ledger = window.session.ledger
    visited = next((row for row in first_rows(ledger, ListQuery(), _LOOKED_THROUGH) if row.visit_count), None)
    detail = organization_detail(ledger, visited.id) if visited else None
    return {"organization": detail.id, "visit": detail.visits[0].uid} if detail and detail.visits else {}


def _import_sample(window: MainWindow) -> None:
    """The columns of a made-up list that was pasted: two rows of headings, cells that are not read."""
    window.desk.answer(ImportSheet())
    panel: Any = window.stack.currentWidget()
    panel.open_pasted(_SAMPLE_LIST)


def _photograph(
    app: QApplication, window: MainWindow, folder: Path, ledger: str, screens: list[Screen]
) -> Iterator[Path]:
    for scheme in SCHEMES:
        apply_theme(app, scheme, 100)
        for size in SIZES:
            window.resize(size.width, size.height)
            for name, show in screens:
                window.go_to("organizations")  # what lies under a form
                show()
                settle(app, window)
                yield take_picture(window, folder / f"{ledger}-{name}-{scheme}-{size.name}.png", size.ratio)


def take_picture(window: MainWindow, file: Path, ratio: float) -> Path:
    """Write the picture of a window, so many pixels for each of the interface's; FileProblem if it cannot be."""
    pixmap = QPixmap(round(window.width() * ratio), round(window.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    window.render(pixmap)
    if not pixmap.save(str(file)):
        raise FileProblem(
            _("图片“{name}”没有写成。").format(name=file.name), hint=_("请看看文件夹是否可写、磁盘是否已满。")
        )
    return file


def settle(app: QApplication, window: MainWindow) -> None:
    """Wait until nothing is being read and nothing has happened for a moment.

    The moment is counted in turns of the event loop: one turn alone may last longer than it on a slow computer.
    """
    start = time.monotonic()
    quiet = 0
    while quiet < _QUIET_TURNS and time.monotonic() - start < _PATIENCE_SECONDS:
        app.processEvents()
        quiet = 0 if window.runner.is_busy else quiet + 1
        time.sleep(_TURN_SECONDS)


@contextmanager
def open_window() -> Iterator[MainWindow]:
    """A window with the preferences that ship, closed at the end."""
    window = MainWindow(Preferences())
    window.show()
    window.activateWindow()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


def _copy(ledger: Path, scratch: Path) -> Ledger:
    """A copy of the ledger, open: what a picture shows must not change what it is of."""
    copy = scratch / ledger.name
    with Ledger.open(ledger, read_only=True) as opened:
        backup = opened.backup(scratch / "copies")
    unpack(backup.path, copy)
    return Ledger.open(copy)


def _empty(ledger: Path, scratch: Path) -> Ledger:
    """A new ledger for the same unit and person."""
    with Ledger.open(ledger, read_only=True) as opened:
        author, division = opened.author, home_division(opened)
    folder = scratch / "empty"
    folder.mkdir()
    return create_ledger(
        folder / ledger.name,
        unit=author.unit or author.name,
        person=author.name,
        division=division or None,
        target_days=proposed_days(date.today()),  # noqa: DTZ011 - as whoever founds one today
    )


@contextmanager
def own_profile() -> Iterator[None]:
    """An empty profile until the end: nothing of the person is read or changed."""
    before = os.environ.get(PROFILE_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="jianhui-profile-") as profile:
        os.environ[PROFILE_VARIABLE] = profile
        try:
            yield
        finally:
            os.environ.pop(PROFILE_VARIABLE)
            if before is not None:
                os.environ[PROFILE_VARIABLE] = before


@contextmanager
def _noting(bugs: list[BaseException]) -> Iterator[None]:
    """Exceptions that Qt would swallow are said and make the exit code."""
    before = sys.excepthook

    def note(kind: type[BaseException], bug: BaseException, traceback: TracebackType | None) -> None:
        bugs.append(bug)
        before(kind, bug, traceback)

    sys.excepthook = note
    try:
        yield
    finally:
        sys.excepthook = before
