"""The prints: a gallery, the real pages of the PDF, options, and the ways out: printer, file, another program."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from exports.pdf.reading import PdfPages
from models.errors import LedgerProblem
from models.language import _
from ui.job_progress import JobProgress
from ui.jobs import Job
from ui.map_choices import keep_map_choices, map_choices
from ui.map_file_choice import MapFit, ask_map_file, fit_question, fit_words
from ui.nothing_yet import nothing_to_print, way_out
from ui.page import Page
from ui.reports.gallery import Gallery
from ui.reports.handing_out import copy_for_reader, print_out, save_filters, save_print, saved_as
from ui.reports.link_following import LinkFollowing
from ui.reports.making import Made, Missing, make_report
from ui.reports.options import BATTLE_MAP, ReportChoices, report_choices, title_of
from ui.reports.page_pictures import PagePictures
from ui.reports.page_view import PageView
from ui.reports.printing import ask_printer, chosen_pages, no_printer
from ui.reports.private_folder import PrivateFolder
from ui.reports.sheet_keeping import SheetKeeping
from ui.reports.side_pane import SidePane
from ui.reports.thumbnails import Thumbnails
from ui.reports.view_bar import ViewBar
from ui.reports.week_keeping import PageWays, WeekKeeping
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.panes import Hairline, Pane
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space

_LEFT = 216
_LEAST_FOR_LEFT = 940
_APPEARS_AFTER = 400


class ReportsPage(Page):
    """What is shown is the file: saving and printing hand out the very same bytes."""

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._made: Made | None = None
        self._job: Job | None = None
        self._folder = PrivateFolder()
        self._open_pages: list[PdfPages] = []
        self.pictures = PagePictures(session, self)
        self.gallery = Gallery()
        self.thumbnails = Thumbnails(self.pictures)
        self.view = PageView(self.pictures)
        self.bar = ViewBar()
        self.side = SidePane()
        ways = PageWays(lambda: self._made, self._make, self._reopen, self._say, self._refuse)
        self.weeks = WeekKeeping(session, self.side.weeks, ways, self)
        self.sheets = SheetKeeping(session, self.side, ways, self)
        self.links = LinkFollowing(session, lambda: self._made, self.asked.emit, self._refuse)
        self.progress = JobProgress()
        self._waiting = Pane(Role.WINDOW)
        self.stack = QStackedWidget()
        self._nothing: QWidget | None = None
        self._late = QTimer(self, singleShot=True, interval=_APPEARS_AFTER)
        self._late.timeout.connect(self._show_progress)
        self._lay_out()
        self._connect()
        self.destroyed.connect(partial(_clean_up, self._folder, self._open_pages))

    @property
    def made(self) -> Made | None:
        """The print that is shown; None while there is none."""
        return self._made

    def show_report(self, kind: str, organizations: tuple[int, ...] = ()) -> None:
        """Show a print (a kind of ui.reports.options); dossiers of organizations (local ids) where they are given."""
        self.side.weeks.forget()
        self.side.options.sheets.use_organizations(organizations)
        self.sheets.show_kind(kind)
        self.gallery.choose(kind)
        self.bar.choose_kind(kind)
        if kind == BATTLE_MAP:
            self.side.options.map.show_choices(map_choices(self.session.ledger.path))
        self._show_kind(kind)

    @override
    def reload(self) -> None:
        self.session.read(report_choices, self._show_choices, key="report choices", failed=self._refuse)

    @override
    def activate(self) -> None:
        super().activate()
        self.view.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._job is not None:
            self.progress.stop()
        else:
            super().keyPressEvent(event)

    # Making

    def _show_choices(self, choices: ReportChoices) -> None:
        self.side.options.set_choices(choices)
        self._make()

    def _show_kind(self, kind: str) -> None:
        self.side.options.show_kind(kind)
        self.bar.set_title(title_of(kind))
        self._make()

    def _make(self, *_options: object) -> None:
        """Make the print that is asked for now; what was being made for earlier options is dropped."""
        pane = self.side.options
        if not pane.is_complete:
            return
        pane.note_told(pane.options())
        options = replace(pane.options(), reopen=self.side.weeks.reopened)
        if options.kind == BATTLE_MAP and not options.reopen:
            keep_map_choices(self.session.ledger.path, options.map)
        self._quiet()
        self._set_made(None)
        work = partial(make_report, self.session.ledger, options, self._folder)
        job = self.session.runner.read(work, key="report preview")
        job.done.connect(self._show_result)
        job.failed.connect(self._refuse_making)
        job.cancelled.connect(self._say_stopped)
        self._job = job
        if not self._late.isActive():
            self._late.start()

    def _make_anew(self, *_options: object) -> None:
        """The options changed: they say again what is shown."""
        self.side.weeks.forget()
        self._make()

    def _reopen(self, kind: str) -> None:
        """Show the frozen print whose number was given."""
        self.gallery.choose(kind)
        self.bar.choose_kind(kind)
        self._show_kind(kind)

    def _choose_map_file(self) -> None:
        ask_map_file(self, self.session, self._offer_map_file, self._refuse)

    def _offer_map_file(self, fit: MapFit) -> None:
        self._quiet()
        banner = self._say(BannerKind.NOTE, fit_question(fit), fit_words(fit), action=_("用这份地图"))
        banner.action_asked.connect(partial(self.side.options.map.use_file, str(fit.path)))

    def _show_progress(self) -> None:
        if self._job is None or self._job.is_over:
            return
        title = _("正在生成{title}").format(title=title_of(self.gallery.choice()))
        self.progress.watch(self._job, title, _("停止，不影响台账。"))
        had_keyboard = self.view.hasFocus()
        self.stack.setCurrentIndex(1)
        if had_keyboard:
            self._waiting.setFocus()

    def _show_pages(self) -> None:
        """The pages, or the empty place where they would be; the keyboard goes back where it was."""
        had_keyboard = self._waiting.hasFocus() or self._waiting.isAncestorOf(QApplication.focusWidget() or self)
        self.stack.setCurrentIndex(0)
        if had_keyboard:
            self.view.setFocus()

    def _show_result(self, result: Made | Missing) -> None:
        self._end_progress()
        if isinstance(result, Missing):
            self._show_document(None)
            self._show_nothing(result)
            return
        self._show_document(result.pages)
        self._set_made(result)
        self._show_pages()

    def _refuse_making(self, problem: LedgerProblem) -> None:
        self._end_progress()
        self._show_document(None)
        self._show_pages()
        self._refuse(problem)

    def _say_stopped(self) -> None:
        self._end_progress()
        self._show_document(None)
        self._show_pages()
        banner = self._say(BannerKind.NOTE, _("已停止，没有生成预览。"), action=_("重新生成"))
        banner.action_asked.connect(self._make)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _end_progress(self) -> None:
        self._job = None
        self._late.stop()
        self.progress.forget()

    def _show_document(self, pages: PdfPages | None) -> None:
        before = self.pictures.pages
        alike = before is not None and pages is not None and before.sizes[0] == pages.sizes[0]
        self.pictures.show(pages)
        for old in self._open_pages:
            self.session.runner.read(partial(_close, old))
        self._open_pages[:] = [pages] if pages is not None else []
        self.thumbnails.show_document()
        self.view.show_document(self.view.page if alike else 0)
        self._show_place(self.view.page)

    def _set_made(self, made: Made | None) -> None:
        self._made = made
        self.view.show_links(made.links if made is not None else ())
        self.side.show_made(made)
        self.weeks.show_made(made)
        self.sheets.show_made(made)

    def _show_nothing(self, missing: Missing) -> None:
        if self._nothing is not None:
            self.stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
        self._nothing = nothing_to_print(missing.organizations)
        self._nothing.chosen.connect(lambda way: self.asked.emit(way_out(way)))
        self.stack.addWidget(self._nothing)
        self.stack.setCurrentWidget(self._nothing)

    # Handing out

    def _print(self) -> None:
        made = self._made
        if made is None:
            return
        self._quiet()
        if no_printer():
            self._say(
                BannerKind.WARNING,
                _("这台电脑上没有打印机。"),
                _("请先在系统里添加打印机；也可以存 PDF，拿到别的电脑上打印。"),
            )
            return
        printer = ask_printer(self.window(), made.pages, self.view.page, made.name)
        if printer is not None:
            wanted = chosen_pages(printer, len(made.pages.sizes))
            work = partial(print_out, self.session.ledger, made, printer, wanted)
            job = self.session.runner.read(work, title=_("打印"))
            job.done.connect(self._say_printed)
            job.failed.connect(self._refuse)

    def _save(self) -> None:
        if (made := self._made) is None:
            return
        self._quiet()
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        folder = documents if documents.is_dir() else self.session.ledger.path.parent
        name, filters = str(folder / f"{made.name}.pdf"), save_filters(made.options.kind)
        chosen, filter_ = QFileDialog.getSaveFileName(self.window(), _("存 PDF"), name, filters)
        if chosen:
            path = saved_as(chosen, filter_)
            job = self.session.runner.change(partial(save_print, self.session.ledger, made, path))
            job.done.connect(partial(self._say_saved, path))
            job.failed.connect(self._refuse)

    def _open(self) -> None:
        if (made := self._made) is None:
            return
        self._quiet()
        job = self.session.runner.change(partial(copy_for_reader, self.session.ledger, made, self._folder))
        job.done.connect(self._open_copy)
        job.failed.connect(self._refuse)

    def _open_copy(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._say(BannerKind.WARNING, _("这台电脑上没有能打开 PDF 的程序。"), _("可以先存 PDF，再换电脑打开。"))

    def _say_printed(self, count: int) -> None:
        self.session.said.emit(_("已送往打印机：{n} 页").format(n=f"{count:,}"), False)
        self.weeks.offer()

    def _say_saved(self, path: Path, name: str) -> None:
        self.session.saved_file.emit(_("已存：{name}").format(name=name), path)
        self.weeks.offer()

    # Inside

    def _say(self, kind: BannerKind, reason: str, remedy: str = "", *, action: str = "") -> Banner:
        banner = Banner(kind, reason, remedy, action=action, can_close=True)
        self._banners.addWidget(banner)
        self._banners.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        return banner

    def _refuse(self, problem: LedgerProblem) -> None:
        self._quiet()
        self._say(BannerKind.ERROR, problem.user_text, problem.hint)

    def _quiet(self) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._banners.setContentsMargins(0, 0, 0, 0)

    def _show_place(self, page: int) -> None:
        count = len(self.pictures.pages.sizes) if self.pictures.pages is not None else 0
        self.bar.show_page(page, count)
        self.thumbnails.show_page(page)

    def _turn(self, step: int) -> None:
        self.view.go_to(self.view.page + step)

    def _show_zoom(self, zoom: float) -> None:
        self.bar.show_zoom(self.view.fit, zoom)

    def _lay_out(self) -> None:
        self.left = Pane(edges="r")
        over = QVBoxLayout(self.left)
        over.setContentsMargins(0, 0, 1, 0)
        over.setSpacing(0)
        over.addWidget(self.gallery)
        over.addWidget(Hairline())
        over.addWidget(self.thumbnails, 1)
        self._waiting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        centred = QVBoxLayout(self._waiting)
        centred.addStretch(2)
        centred.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignHCenter)
        centred.addStretch(3)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self._waiting)
        self._banners = QVBoxLayout()
        self._banners.setSpacing(Space.S)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.bar)
        middle.addLayout(self._banners)
        middle.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addLayout(middle, 1)
        row.addWidget(self.side)
        self.bar.set_title(title_of(self.gallery.choice()))
        theme.follow(self._fit)

    def _fit(self) -> None:
        """Where the room ends the gallery and the thumbnails give way to a choice in the bar."""
        self.left.setFixedWidth(px(_LEFT))
        shown = self.width() >= px(_LEAST_FOR_LEFT)
        self.left.setVisible(shown)
        self.bar.show_kinds(not shown)

    def _connect(self) -> None:
        self.gallery.chosen.connect(self.show_report)
        self.bar.kind_asked.connect(self.show_report)
        self.side.options.map.show_choices(map_choices(self.session.ledger.path))
        self.side.options.map.file_asked.connect(self._choose_map_file)
        self.side.options.changed.connect(self._make_anew)
        self.side.asked.connect(self.asked)
        self.side.print.clicked.connect(self._print)
        self.side.save.clicked.connect(self._save)
        self.side.open.clicked.connect(self._open)
        self.progress.stop_asked.connect(self._stop)
        self.view.page_changed.connect(self._show_place)
        self.view.opened.connect(self.links.follow)
        self.view.zoom_changed.connect(self._show_zoom)
        self.thumbnails.page_asked.connect(self.view.go_to)
        self.bar.page_step_asked.connect(self._turn)
        self.bar.zoom_step_asked.connect(self.view.step_zoom)
        self.bar.fit_asked.connect(self.view.set_fit)
        for keys, act in (("Ctrl+Return", self._print), ("Ctrl+Enter", self._print), ("Ctrl+S", self._save)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)


def make_page(session: LedgerSession) -> ReportsPage:
    """The page for a window."""
    return ReportsPage(session)


def _close(pages: PdfPages, _progress: object) -> None:
    pages.close()


def _clean_up(folder: PrivateFolder, pages: list[PdfPages], *_page: object) -> None:
    """The page is gone: nothing of its prints stays."""
    for each in pages:
        each.close()
    pages.clear()
    folder.wipe()
