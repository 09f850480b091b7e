"""What the page of prints does for its sheets: many at one go, ledgers to check against, the address for joining."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from exports.sheets.batch import Batch
from models.edits.joining_page import set_joining_page
from models.errors import InputProblem, LedgerProblem
from models.language import _
from models.ledger.joining_page import JoiningPage
from models.ledger.ledger import Changes
from models.queries.joining_leaflet import joining_page
from ui.reports.batch_making import PEOPLE, STREETS, make_batch, ways_of
from ui.reports.making import Made
from ui.reports.options import LEAFLET, ReportOptions, title_of
from ui.reports.side_pane import SidePane
from ui.reports.week_keeping import PageWays
from ui.session import LedgerSession
from ui.shared.banner import BannerKind


class SheetKeeping:
    """Wires the side pane's batch buttons and its sheet options to the page."""

    def __init__(self, session: LedgerSession, side: SidePane, ways: PageWays, page: QWidget) -> None:
        self._session, self._side, self._ways, self._page = session, side, ways, page
        pane = side.options.sheets
        pane.files_asked.connect(self._choose_files)
        pane.joining_given.connect(self._keep_joining)
        side.streets.clicked.connect(partial(self._ask_batch, STREETS))
        side.people.clicked.connect(partial(self._ask_batch, PEOPLE))

    def show_kind(self, kind: str) -> None:
        """Another print is asked for."""
        if kind == LEAFLET:
            self._session.read(joining_page, self._show_joining, key="joining page", failed=self._ways.refuse)

    def show_made(self, made: Made | None) -> None:
        """Offer the ways in which the print that is shown can be split."""
        ways = ways_of(made.options) if made is not None else ()
        self._side.streets.setVisible(STREETS in ways)
        self._side.people.setVisible(PEOPLE in ways)

    def _show_joining(self, page: JoiningPage) -> None:
        self._side.options.sheets.show_joining(page)

    def _keep_joining(self, address: str, words: str) -> None:
        self._side.options.sheets.refuse_joining("")
        self._session.change(
            partial(set_joining_page, address=address, words=words),
            initiator=self._page,
            done=self._make,
            failed=self._refuse_joining,
            said=_("入会网址已记在台账里"),
        )

    def _refuse_joining(self, problem: LedgerProblem) -> None:
        if isinstance(problem, InputProblem):
            self._side.options.sheets.refuse_joining(problem.user_text)
        else:
            self._ways.refuse(problem)

    def _make(self, _changes: Changes) -> None:
        self._ways.make()

    def _choose_files(self) -> None:
        folder, kinds = str(self._session.ledger.path.parent), _("台账、交换文件 (*.jhtz *.jhx)")
        chosen, _filter = QFileDialog.getOpenFileNames(self._page.window(), _("选下级台账"), folder, kinds)
        if chosen:
            self._side.options.sheets.use_files([Path(each) for each in chosen])

    def _ask_batch(self, way: str, *_checked: object) -> None:
        made = self._ways.made()
        if made is None:
            return
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        folder = documents if documents.is_dir() else self._session.ledger.path.parent
        one, several = _("一份带书签的 PDF (*.pdf)"), _("文件夹，一份一个文件 (*)")
        name = f"{made.name} {_('各街道') if way == STREETS else _('各人')}"
        chosen, filter_ = QFileDialog.getSaveFileName(
            self._page.window(), _("成批存盘"), str(folder / f"{name}.pdf"), f"{one};;{several}"
        )
        if chosen:
            self.batch(made.options, way, target_of(chosen, one_file=filter_ != several))

    def batch(self, options: ReportOptions, way: str, target: Path) -> None:
        """Write the batch in the background; what came of it is said."""
        work = partial(make_batch, self._session.ledger, options, way, target)
        job = self._session.runner.change(work, title=_("成批打印{title}").format(title=title_of(options.kind)))
        job.done.connect(partial(self._say_batch, target))
        job.failed.connect(self._ways.refuse)

    def _say_batch(self, target: Path, made: Batch) -> None:
        words = _("已存 {n} 份、共 {pages} 页：{name}").format(
            n=len(made.report_ids), pages=made.pages, name=target.name
        )
        self._session.saved_file.emit(words, target)
        if made.missing_glyphs:
            glyphs = "".join(made.missing_glyphs)
            note: Any = self._ways.say
            note(BannerKind.WARNING, _("字库里没有这些字，纸上印成 〓：{glyphs}").format(glyphs=glyphs))


def target_of(chosen: str, *, one_file: bool) -> Path:
    """The file or the folder that was named in the dialog that asks for files."""
    path = Path(chosen)
    if one_file:
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
    return path.with_suffix("") if path.suffix.lower() == ".pdf" else path
