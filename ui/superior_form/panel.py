"""填上级表格: choose the superior's workbook, see what it will be filled with, correct it, save the filled copy."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from exports.superior_form import (
    FilledForm,
    Form,
    FormSpec,
    fill,
    forget_spec,
    keep_spec,
    read_form,
    remembered,
    spec_of,
    write_form,
)
from exports.superior_form.patching import address
from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.empty_state import EmptyState, WayIn
from ui.shared.fields import Choice, Field
from ui.shared.labels import Label
from ui.shared.panes import Hairline, Pane, ScrollPane
from ui.shared.suggestions import SuggestionField
from ui.superior_form.form_grid import FormGrid, FormModel
from ui.superior_form.meanings import label_of, suggestions
from ui.theme.icons import Icon
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize

_WIDTH = 304


def make_panel(session: LedgerSession) -> "SuperiorFormPanel":
    """For the window."""
    return SuperiorFormPanel(session)


class SuperiorFormPanel(Panel):
    """First asks for the file; then the form stands left, what it takes and what stays empty right."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("填上级表格"), session)
        self._session = session
        self._form: Form | None = None
        self._spec = FormSpec()
        self._filled: FilledForm | None = None
        self._known = False
        self._problem: Banner | None = None
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._start = self._start_page()
        self._stack.addWidget(self._start)
        self._stack.addWidget(self._form_page())
        self.setAcceptDrops(True)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """What comes next gets the keyboard."""
        if self._form is None:
            self._start.focus_first()
        else:
            self.grid.setFocus()

    @override
    def event(self, event: QEvent) -> bool:
        """From what a cell takes, Esc goes back to the cell; from there it leaves."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_back(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_back(event):
            self._show_current()
            self.grid.setFocus()
        else:
            super().keyPressEvent(event)

    def _is_back(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self.meaning.hasFocus()

    # Reading

    def open_form(self, path: Path, sheet: str | None = None) -> None:
        """Read a form and show what it would be filled with."""
        self._say_problem(None)
        ledger = self._session.ledger

        def look(progress: Progress) -> tuple[Form, FormSpec, FilledForm, bool]:
            form = read_form(path, sheet, progress)
            spec = spec_of(ledger, form)
            return form, spec, fill(form, spec, ledger), remembered(ledger, form) is not None

        job = self._session.runner.read(look, key="superior-form", title=_("正在读“{name}”").format(name=path.name))
        job.done.connect(self._show_look)
        job.failed.connect(self._say_problem)

    def _show_look(self, found: tuple[Form, FormSpec, FilledForm, bool]) -> None:
        form, spec, filled, known = found
        self._form, self._spec, self._known = form, spec, known
        self.head.set_title(_("填上级表格：{name}").format(name=form.path.name))
        self._sheets.blockSignals(True)
        self._sheets.clear()
        for name in form.sheets:
            self._sheets.addItem(name, name)
        self._sheets.choose(form.sheet)
        self._sheets.blockSignals(False)
        self._sheet_field.setVisible(len(form.sheets) > 1)
        self._show_filled(filled)
        self._stack.setCurrentIndex(1)
        self.grid.setFocus()

    def _show_filled(self, filled: FilledForm) -> None:
        self._filled = filled
        self.grid.show_form(FormModel(filled.form, self._spec, filled))
        count = len(filled.values)
        self._save.setEnabled(count > 0)
        said = _("会填 {n} 格；别的都不动，公式、格式、打印设置照原样。").format(n=count)
        self._sum.setText(said if count else _("还没有可以填的格。走到一格，按 Enter 选它填什么。"))
        self._memory.setText(
            _("按上次的填法。") if self._known else _("按表上的文字认出来的，请核对；存下以后，下次照这样填。")
        )
        self._forget.setVisible(self._known and not self._session.ledger.read_only)
        self._left_title.setVisible(bool(filled.left))
        self._left_title.setText(_("没有填的 {n} 处").format(n=len(filled.left)))
        self._left.setText("\n".join(dict.fromkeys(filled.left)))

    # What a cell takes

    def _show_current(self) -> None:
        place = self.grid.current_place()
        if place is None:
            return
        meaning = self._spec.meaning_at(place)
        self._cell.setText(_("{cell} 这一格").format(cell=address(*place)))
        self.meaning.setText(label_of(meaning) if meaning else "")

    def _ask_meaning(self) -> None:
        self.meaning.setFocus()
        self.meaning.selectAll()
        self.meaning.show_suggestions(suggestions(""))

    def _propose(self, typed: str) -> None:
        self.meaning.show_suggestions(suggestions(typed))

    def _take(self, key: str | None) -> None:
        place = self.grid.current_place()
        if place is None or self._form is None:
            return
        form = self._form
        below = place[0] + 1 if form.texts.get(place) else place[0]  # a list begins below its heading
        self._spec = spec = self._spec.with_meaning(place, key, first=below)
        self._session.read(partial(fill, form, spec), self._show_filled, key="superior-form", failed=self._say_problem)
        self.grid.setFocus()

    # Saving

    def _ask_where(self) -> None:
        if self._form is None:
            return
        proposed = self._form.path.with_name(_("{stem} 已填.xlsx").format(stem=self._form.path.stem))
        chosen, _filter = QFileDialog.getSaveFileName(
            self.window(), _("填好的表格存到哪里"), str(proposed), _("工作簿 (*.xlsx)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the filled copy and remember how it was filled."""
        filled, form, spec = self._filled, self._form, self._spec
        if filled is None or form is None:
            return
        if path.resolve() == form.path.resolve():
            self._say_problem(LedgerProblem(_("请换一个名字：原来的空表要留着，下次再用。")))
            return
        self._say_problem(None)
        job = self._session.runner.read(partial(_written, filled, path), title=_("正在存盘"))
        job.done.connect(partial(self._saved, form, spec, path))
        job.failed.connect(self._say_problem)

    def _saved(self, form: Form, spec: FormSpec, path: Path, _nothing: object) -> None:
        self._session.saved_file.emit(_("已存“{name}”").format(name=path.name), path)
        if not self._session.ledger.read_only and form.fingerprint:
            self._session.change(partial(_kept, form, spec), initiator=self, failed=self._say_problem)

    def _forget_it(self, *_checked: object) -> None:
        form = self._form
        if form is not None:
            forget = partial(_forgotten, form)
            self._session.change(forget, initiator=self, done=partial(self._reopen, form), failed=self._say_problem)

    def _reopen(self, form: Form, _changes: Changes) -> None:
        self.open_form(form.path, form.sheet)

    def _say_problem(self, problem: LedgerProblem | None) -> None:
        if self._problem is not None:
            self._problem.hide()
            self._problem.deleteLater()
            self._problem = None
        if problem is not None:
            self._problem = Banner(BannerKind.ERROR, problem.user_text, problem.hint)
            self.body.insertWidget(1, self._problem)

    def _choose(self, *_way: object) -> None:
        beside = str(self._form.path.parent if self._form else Path.home())
        chosen, _filter = QFileDialog.getOpenFileName(
            self.window(), _("选上级发的表格"), beside, _("工作簿 (*.xlsx *.xlsm);;所有文件 (*)")
        )
        if chosen:
            self.open_form(Path(chosen))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.open_form(paths[0])

    # The pages

    def _start_page(self) -> EmptyState:
        page = EmptyState(
            _("上级要的表，由台账来填"),
            _("按表上的文字认出每一格要什么，填好另存一份；格式、公式、打印设置都不动。"),
            [
                WayIn(
                    "choose",
                    Icon.TABLE,
                    _("选择表格…"),
                    _("街道汇总表、未建会名单、单个数字都行；填法会记住，下次两下就好"),
                )
            ],
            with_signs=False,
        )
        page.chosen.connect(self._choose)
        return page

    def _form_page(self) -> QWidget:
        self.grid = FormGrid()
        self.grid.asked.connect(self._ask_meaning)
        self.grid.cleared.connect(partial(self._take, None))
        self.grid.moved.connect(self._show_current)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addWidget(self._side())
        return page

    def _side(self) -> QWidget:
        self._sheets = Choice()
        self._sheet_field = Field(_("工作表"), self._sheets, with_help=False)
        self._sheet_field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._sheets.currentIndexChanged.connect(self._other_sheet)
        self._cell = Label("", bold=True)
        self.meaning = SuggestionField(placeholder=_("数字或栏目，如 jhl"), icon=Icon.SEARCH)
        self.meaning.setAccessibleName(_("这一格填什么"))
        self.meaning.query_changed.connect(self._propose)
        self.meaning.chosen.connect(self._take)
        self._sum = Label("", wrap=True)
        self._memory = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        self._forget = LinkButton(_("不再记住，重新认"))
        self._forget.clicked.connect(self._forget_it)
        self._left_title = Label("", role=Role.WARN, bold=True)
        self._left = Label("", size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        keys = Label(_("Enter 选这一格填什么　Delete 不填"), size=TextSize.SMALL, role=Role.TEXT2, wrap=True)
        content = Pane(edges="l")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        inside.setSpacing(Space.S)
        for widget in (
            *(self._sheet_field, self._cell, self.meaning, keys, Hairline()),
            *(self._sum, self._memory, self._forget, self._left_title, self._left),
        ):
            inside.addWidget(widget)
        inside.addStretch()
        self._save = Button(_("填好另存…"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self._save.clicked.connect(self._ask_where)
        other = Button(_("换一个文件"))
        other.clicked.connect(self._choose)
        foot = Pane(edges="lt")
        buttons = QVBoxLayout(foot)
        buttons.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        buttons.setSpacing(Space.S)
        buttons.addWidget(self._save)
        buttons.addWidget(other)
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(sequence), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._save.click)
        self._side_pane = Pane()
        column = QVBoxLayout(self._side_pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ScrollPane(content), 1)
        column.addWidget(foot)
        theme.follow(self._restyle)
        return self._side_pane

    def _other_sheet(self, *_index: object) -> None:
        name = self._sheets.choice()
        if self._form is not None and name and name != self._form.sheet:
            self.open_form(self._form.path, name)

    def _restyle(self) -> None:
        self._side_pane.setFixedWidth(px(_WIDTH))


def _written(filled: FilledForm, path: Path, progress: Progress) -> None:
    write_form(filled, path, progress)


def _kept(form: Form, spec: FormSpec, ledger: Ledger) -> Changes:
    return keep_spec(ledger, form, spec)


def _forgotten(form: Form, ledger: Ledger) -> Changes:
    return forget_spec(ledger, form)
