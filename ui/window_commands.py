"""What the menus do."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from models.errors import InputProblem, LedgerProblem
from models.language import _
from models.ledger.connection import EXTENSION
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.organization_list import ListQuery
from ui import requests
from ui.asking_actions import ASKED
from ui.jobs import Job
from ui.knocking import bring_to_front
from ui.preferences import SCALES, with_recent
from ui.theme.apply import apply_theme
from ui.theme.tokens import Scheme
from ui.window_backups import BackupDesk

if TYPE_CHECKING:
    from ui.main_window import MainWindow

DEMO_SIZE = 458
_PATIENCE = 0.3  # seconds: the window waits


class WindowCommands(QObject):
    """The handlers of one window's actions."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._welcome: QWidget | None = None
        self.backups = BackupDesk(window)

    def by_key(self) -> dict[str, Callable[[], object]]:
        """Every action of window_actions with what it does."""
        answer = self._window.desk.answer
        return {
            **{key: partial(answer, request) for key, request in ASKED.items()},
            "new_ledger": self.new_ledger,
            "open_ledger": self.open_ledger,
            "open_demo": self.open_demo,
            "export": self._export_shown,
            "print": self._print_shown,
            "fill_form": partial(self._panel, "ui.superior_form.panel"),
            "qr_codes": partial(self._panel, "ui.qr_codes.panel"),
            "backup": self.backups.back_up,
            "restore": partial(self._panel, "ui.ledger_care.backups_panel"),
            "check": partial(self._panel, "ui.ledger_care.check_panel"),
            "close_ledger": self._window.leave_ledger,
            "quit": self._window.close,
            "undo": self.undo,
            "redo": self.redo,
            "resume": self._window.desk.resume,
            "edit_organization": partial(self._of_first, requests.EditOrganization),
            "edit_together": partial(self._of_shown, requests.EditTogether),
            "delete_organizations": partial(self._of_shown, requests.DeleteOrganizations),
            "trash": partial(self._panel, "ui.ledger_care.trash_panel"),
            "find": self._window.top.command.take_keyboard,
            "scheme_system": partial(self._use_scheme, Scheme.SYSTEM),
            "scheme_light": partial(self._use_scheme, Scheme.LIGHT),
            "scheme_dark": partial(self._use_scheme, Scheme.DARK),
            "larger": partial(self._step_scale, 1),
            "smaller": partial(self._step_scale, -1),
            "usual_size": partial(self._use_scale, SCALES[0]),
            "cover": self._cover,
            "cover_never": partial(self._cover_after, 0),
            "cover_5": partial(self._cover_after, 5),
            "cover_15": partial(self._cover_after, 15),
            "speak_zh_CN": partial(self._speak, "zh_CN"),
            "speak_zh_TW": partial(self._speak, "zh_TW"),
            "speak_en": partial(self._speak, "en"),
            "visit": self._visit_shown,
            "followup": partial(self._of_shown, requests.AssignFollowup),
            "close_out": partial(self._of_shown, requests.ProposeClosing),
            "reason": partial(self._of_first, requests.AddReason),
            "survey": self._survey_shown,
            "playbook": partial(self._of_first, requests.FollowPlaybook),
            "attach": partial(self._of_shown, requests.AttachFiles),
            "add_person": partial(self._of_first, requests.EditPerson),
            "add_name": partial(self._of_first, requests.AddName),
            "eligibility": partial(self._of_shown, requests.DecideEligibility),
            "union": partial(self._of_shown, requests.FormUnion),
            "log": partial(self._panel, "ui.ledger_care.log_panel"),
            "people": partial(self._form, "ui.ledger_care.people_form"),
            "phrases": partial(self._panel, "ui.visits.phrases_panel"),
            "campaign": partial(self._form, "ui.targets.campaign_form"),
            "keys": partial(self._panel, "ui.help.keys_panel"),
            "about": partial(self._panel, "ui.help.about_panel"),
        }

    def show_welcome(self) -> None:
        """What a window without a ledger shows: ways in, recent ledgers."""
        from ui.welcome.page import WelcomePage  # noqa: PLC0415 - not needed when a ledger is opened

        if self._welcome is None:
            page = WelcomePage()
            page.new_asked.connect(self.new_ledger)
            page.open_asked.connect(self.open_ledger)
            page.demo_asked.connect(self.open_demo)
            page.path_asked.connect(self.open_path)
            self._welcome = page
        if isinstance(self._welcome, WelcomePage):
            self._welcome.show_recent(self._window.preferences)
        self._window.show_widget(self._welcome)
        self._welcome.setFocus()

    def new_ledger(self) -> None:
        """Ask for unit, person, territory and place, and found a ledger."""
        from ui.welcome.new_ledger_form import NewLedgerForm  # noqa: PLC0415 - rarely needed

        form = NewLedgerForm(self._window.runner)
        form.finished.connect(self._window.overlay.close)
        form.founded.connect(self._take_over)
        self._window.overlay.show(form)

    def open_ledger(self) -> None:
        """Ask for a ledger file."""
        path, _chosen = QFileDialog.getOpenFileName(
            self._window, _("打开台账"), str(Path.home()), _("建会台账 (*{ending})").format(ending=EXTENSION)
        )
        if path:
            self.open_path(Path(path))

    def open_path(self, path: Path) -> Job:
        """Open a ledger in the background; a migration may take its time. One that is open comes to the front."""
        if self._is_open_already(path):
            return self._window.runner.read(lambda _progress: None)
        job = self._window.runner.change(lambda _progress: Ledger.open(path), title=_("打开台账"))
        job.done.connect(self._take_over)
        job.failed.connect(self._window.problem)
        return job

    def _is_open_already(self, path: Path) -> bool:
        session = self._window.session
        if session is not None and session.ledger.path.resolve() == path.resolve():
            self._window.go_to("today")
            return True
        is_elsewhere = bring_to_front(path, patience=_PATIENCE)
        if is_elsewhere:
            self._window.toasts.show(_("“{name}”已经在另一个窗口打开，切换过去了。").format(name=path.stem))
        return is_elsewhere

    def open_demo(self) -> None:
        """Make a demo ledger in the profile's folder (or open the one that is there)."""
        from models.ledger.profile import profile_folder  # noqa: PLC0415

        folder = profile_folder() / "demo"
        path = folder / f"示例台账{EXTENSION}"
        if path.exists():
            self.open_path(path)
            return

        def make(progress: Progress) -> Ledger:
            from models.demo.make import make_demo  # noqa: PLC0415 - a page of names nobody else needs

            folder.mkdir(parents=True, exist_ok=True)
            return make_demo(path, organizations=DEMO_SIZE, progress=progress)

        job = self._window.runner.change(make, title=_("生成示例台账"))
        job.done.connect(self._take_over)
        job.failed.connect(self._window.problem)

    def undo(self) -> None:
        """Take the last step back."""
        self._step("undo", _("已撤销"))

    def redo(self) -> None:
        """Do again what was undone."""
        self._step("redo", _("已重做"))

    def export(self, query: ListQuery) -> None:
        """Ask where, and write a list into a workbook or csv file; phones masked."""
        session = self._window.session
        if session is None:
            return
        start = session.ledger.path.with_name(_("单位表") + ".xlsx")
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window, _("导出单位表"), str(start), _("工作簿 (*.xlsx);;文本表格 (*.csv)")
        )
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.xlsx")

        def write(_progress: Progress) -> int:
            from exports.organization_sheet import write_organizations  # noqa: PLC0415
            from models.queries.export_rows import export_sheet  # noqa: PLC0415

            return write_organizations(path, export_sheet(session.ledger, query), unit=session.ledger.author.unit)

        job = self._window.runner.read(write, title=_("导出单位表"))
        job.done.connect(partial(self._say_exported, path))
        job.failed.connect(self._window.problem)

    def export_followups(self, cadre: bytes | None = None) -> None:
        """Ask where, and write what is due into a calendar file: of one cadre, or of everybody."""
        session = self._window.session
        if session is None:
            return
        start = session.ledger.path.with_name(_("跟进日历") + ".ics")
        chosen, _filter = QFileDialog.getSaveFileName(self._window, _("导出到日历"), str(start), _("日历文件 (*.ics)"))
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(".ics") else Path(f"{chosen}.ics")

        def write(_progress: Progress) -> int:
            from exports.followup_calendar import write_calendar  # noqa: PLC0415
            from models.queries.followup_sheets import followup_calendar  # noqa: PLC0415

            return write_calendar(path, followup_calendar(session.ledger, cadre=cadre))

        def say(count: int) -> None:
            self._window.say_file(_("已导出 {n} 件到日历：{name}").format(n=f"{count:,}", name=path.name), path)

        job = self._window.runner.read(write, title=_("导出到日历"))
        job.done.connect(say)
        job.failed.connect(self._window.problem)

    def _take_over(self, ledger: Ledger) -> None:
        self._window.preferences = with_recent(self._window.preferences, ledger.path)
        self._window.show_ledger(ledger)

    def _step(self, name: str, said: str) -> None:
        session = self._window.session
        if session is None:
            return

        def step(progress: Progress) -> Any:
            from models.edits import undo as steps  # noqa: PLC0415

            return getattr(steps, name)(session.ledger, progress=progress)

        def tell(undone: Any) -> None:
            from models.queries.step_words import step_words  # noqa: PLC0415

            words = step_words(session.ledger, undone.batch)
            kept = _("，{n} 项之后又有改动，保留").format(n=undone.kept) if undone.kept else ""
            self._window.toasts.show(f"{said}：{words}{kept}")

        session.work(
            step,
            initiator=self,
            changes=lambda undone: undone.changes,
            done=tell,
            failed=self._say_problem,
            title=_("撤销") if name == "undo" else _("重做"),
        )

    def _say_problem(self, problem: LedgerProblem) -> None:
        """That there is nothing to undo is no error; everything else stays until it is read."""
        if isinstance(problem, InputProblem):
            self._window.toasts.show(problem.user_text)
        else:
            self._window.problem(problem)

    def _say_exported(self, path: Path, count: int) -> None:
        self._window.say_file(_("已导出 {n} 家：{name}").format(n=count, name=path.name), path)

    def _panel(self, module: str) -> None:
        """A panel that takes the place of a page until it is left."""
        from importlib import import_module  # noqa: PLC0415

        self.show_panel(import_module(module).make_panel(self._window.session))

    def show_panel(self, panel: Any) -> None:
        """Show a panel until it is left."""
        panel.asked.connect(self._window.desk.answer)
        panel.ledger_asked.connect(self.open_path)
        panel.finished.connect(partial(self._leave_panel, panel, self._window.stack.currentWidget()))
        self._window.show_widget(panel)
        self._window.rail.show_place("")
        panel.setFocus()

    def go_back_to(self, before: QWidget | None) -> None:
        """Show what a panel was opened from: an import's receipt keeps its cards, a place its selection."""
        window = self._window
        if window.session is None:
            self.show_welcome()
            return
        place = next((key for key, page in window.pages.items() if page is before), "")
        if before is not None and not place and isValid(before) and window.stack.indexOf(before) >= 0:
            window.show_widget(before)
            window.rail.show_place("")
            before.setFocus()
        else:
            window.go_to(place or "organizations")

    def _leave_panel(self, panel: QWidget, before: QWidget | None) -> None:
        if self._window.stack.currentWidget() is panel:
            self.go_back_to(before)
        self._window.stack.removeWidget(panel)
        panel.deleteLater()

    def _form(self, module: str) -> None:
        from importlib import import_module  # noqa: PLC0415

        form = import_module(module).make_form(self._window.session, None)
        form.finished.connect(self._window.overlay.close)
        form.asked.connect(self._window.desk.answer)
        self._window.overlay.show(form)

    def _shown(self) -> tuple[int, ...]:
        """The organizations that the person is looking at: selected ones, else the current one."""
        page: Any = self._window.stack.currentWidget()
        return tuple(page.chosen_organizations()) if hasattr(page, "chosen_organizations") else ()

    def _of_shown(self, request: Callable[[tuple[int, ...]], requests.Request]) -> None:
        shown = self._shown()
        if shown:
            self._window.desk.answer(request(shown))
        else:
            self._window.toasts.show(_("请先在台账里选一家单位。"))

    def _visit_shown(self) -> None:
        self._window.desk.answer(requests.RecordVisit(self._shown()))

    def _survey_shown(self) -> None:
        """The one that is looked at; the next to survey where none is."""
        self._window.desk.answer(requests.AnswerSurvey(self._ringed() or next(iter(self._shown()), 0)))

    def _of_first(self, request: Callable[[int], requests.Request]) -> None:
        self._of_shown(lambda shown: request(self._ringed() or shown[0]))

    def _ringed(self) -> int:
        """What stands beside the list: with several marked, a form about one is about that and not the first mark."""
        page: Any = self._window.stack.currentWidget()
        return page.ringed_organization() if hasattr(page, "ringed_organization") else 0

    def _print_shown(self) -> None:
        page: Any = self._window.stack.currentWidget()
        self._window.desk.answer(requests.PrintReport(getattr(page, "print_kind", "weekly")))

    def _export_shown(self) -> None:
        page: Any = self._window.stack.currentWidget()
        query = page.shown_query() if hasattr(page, "shown_query") else ListQuery()
        self.export(query)

    def _cover(self) -> None:
        self._window.curtain.draw()

    def _cover_after(self, minutes: int) -> None:
        self._window.preferences = replace(self._window.preferences, cover_after=minutes)
        self._window.curtain.watch(minutes)
        said = _("{n} 分钟没人用就遮住").format(n=minutes) if minutes else _("不自动遮住")
        self._window.toasts.show(said)

    def _speak(self, language: str) -> None:
        if language != self._window.preferences.language:  # later: the action that asks is made anew
            QTimer.singleShot(0, self._window, partial(self._window.speak, language))

    def _use_scheme(self, scheme: Scheme) -> None:
        self._window.preferences = replace(self._window.preferences, scheme=scheme)
        self._restyle()

    def _step_scale(self, step: int) -> None:
        at = SCALES.index(self._window.preferences.scale) + step
        self._use_scale(SCALES[max(0, min(at, len(SCALES) - 1))])

    def _use_scale(self, scale: int) -> None:
        self._window.preferences = replace(self._window.preferences, scale=scale)
        self._restyle()

    def _restyle(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self._window.preferences.scheme, self._window.preferences.scale)
