"""今天的记录做成二维码: shown one after another for a telephone, or saved as a sheet of paper."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from models.errors import LedgerProblem
from models.exchange.few_facts import FewFacts, write_few
from models.exchange.qr_symbols import Symbol, symbols
from models.language import _
from models.ledger.ledger import Ledger
from models.progress import Progress
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.code_view import CodeView
from ui.shared.labels import Label
from ui.theme.tokens import Role, Space, TextSize
from ui.version import VERSION


def make_panel(session: LedgerSession) -> "QrCodesPanel":
    """For the window."""
    return QrCodesPanel(session)


class QrCodesPanel(Panel):
    """The codes of what this copy recorded today; ← and → go through them."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("今天的记录，做成二维码"), session)
        self._session = session
        self._piece: FewFacts | None = None
        self._codes: list[Symbol] = []
        self._at = 0
        self.code = CodeView()
        self._place = Label("", size=TextSize.TITLE, bold=True)
        self._said = Label("", role=Role.TEXT2, wrap=True)
        self._previous = Button(_("上一个"), key="←")
        self._next = Button(_("下一个"), ButtonKind.PRIMARY, key="→")
        self._save = Button(_("存 PDF…"), key="Ctrl+S")
        self._previous.clicked.connect(partial(self._step, -1))
        self._next.clicked.connect(partial(self._step, 1))
        self._save.clicked.connect(self._ask_where)
        for key, act in (
            ("Left", partial(self._step, -1)),
            ("Right", partial(self._step, 1)),
            ("Ctrl+S", self._save.click),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self._lay_out()
        self._show()
        session.read(_made, self._take, failed=self._refuse)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The next code is one key away."""
        self._next.setFocus()

    def _take(self, found: tuple[FewFacts, list[Symbol]]) -> None:
        self._piece, self._codes = found
        self._show()

    def _refuse(self, problem: LedgerProblem) -> None:
        self.body.insertWidget(1, Banner(BannerKind.ERROR, problem.user_text, problem.hint))

    def _show(self) -> None:
        there = bool(self._codes)
        for button in (self._previous, self._next, self._save):
            button.setEnabled(there)
        if self._piece is None:
            self._said.setText(_("正在读取…"))
            return
        manifest = self._piece.manifest
        if not there:
            self._said.setText(_("今天还没有新的记录，没有可以做成二维码的内容。"))
            return
        count = len(self._codes)
        code = self._codes[self._at]
        self.code.show_rows(code.rows, _("二维码 第 {n} / {count} 个").format(n=code.number, count=code.count))
        self._place.setText(_("第 {n} / {count} 个").format(n=self._at + 1, count=count))
        self._said.setText(
            _(
                "{n} 家单位，{made} 条记录，{edits} 处修改。让对方用手机逐个拍下来，拍全就行，先后不限；"
                "再在他的电脑上把照片当作收到的文件合并。没有加密，别让外人拍。"
            ).format(n=manifest.organizations, made=manifest.creations, edits=manifest.edits)
        )

    def _step(self, by: int, *_checked: object) -> None:
        if self._codes:
            self._at = (self._at + by) % len(self._codes)
            self._show()

    def _ask_where(self, *_checked: object) -> None:
        day = f"{self._session.ledger.today():%Y-%m-%d}"
        start = str(Path.home() / _("数据二维码 {day}.pdf").format(day=day))
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), _("存 PDF"), start, _("PDF 文件 (*.pdf)"))
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the sheet."""
        piece = self._piece
        if piece is None:
            return
        job = self._session.runner.read(partial(_written, piece, path), title=_("正在存盘"))
        said = _("已存 PDF：{name}").format(name=path.name)
        job.done.connect(lambda _nothing: self._session.saved_file.emit(said, path))
        job.failed.connect(self._refuse)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(Space.M)
        side.addWidget(self._place)
        side.addWidget(self._said)
        for button in (self._next, self._previous, self._save):
            side.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch()
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        row.setSpacing(Space.XL)
        row.addWidget(self.code, 3)
        row.addLayout(side, 2)
        self.body.addLayout(row, 1)


def _made(ledger: Ledger) -> tuple[FewFacts, list[Symbol]]:
    piece = write_few(ledger, program=VERSION)
    empty = not piece.manifest.creations and not piece.manifest.edits
    return piece, [] if empty else symbols(piece.data)


def _written(piece: FewFacts, path: Path, progress: Progress) -> None:
    from exports.qr_sheet import write_qr_sheet  # noqa: PLC0415 - drawing is loaded when it is needed

    write_qr_sheet(piece, path, progress=progress)
