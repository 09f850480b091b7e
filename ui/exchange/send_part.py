"""发文件: choices at the left, what went out and came back at the right."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStorageInfo, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.exchange.manifest import SINCE
from models.exchange.writing import EXTENSION, Written, write_exchange
from models.language import _
from models.ledger.ledger import Changes
from models.progress import Progress
from ui.exchange.send_form import SendForm
from ui.exchange.sending import (
    Before,
    SendChoice,
    SendOptions,
    before,
    before_words,
    copy_to,
    file_name,
    send_options,
    wanted_of,
)
from ui.exchange.sent_table import SentTable
from ui.job_progress import JobProgress
from ui.jobs import Job
from ui.requests import DoAction
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind, LinkButton
from ui.shared.flow_row import FlowRow
from ui.shared.labels import Label
from ui.shared.panes import Pane, ScrollPane
from ui.theme.palette import px, theme
from ui.theme.tokens import Role, Space, TextSize
from ui.version import VERSION

_SIDE = 440
_BESIDE = 980
_MB = 1_000_000


class SendPart(Pane):
    """Writes files; everything that is said about the last one stays until the next."""

    asked = Signal(object)  # a ui.requests.Request

    def __init__(self, session: LedgerSession) -> None:
        super().__init__()
        self._session = session
        self._options: SendOptions | None = None
        self._folder = session.ledger.path.parent
        self._job: Job | None = None
        self.written: Written | None = None
        self.form = SendForm()
        self.table = SentTable()
        self._note = Label("", role=Role.TEXT2, wrap=True)
        self.export = Button(_("导出…"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self.copy = Button(_("复制到 U 盘…"))
        self.progress = JobProgress()
        self._said = QVBoxLayout()
        self._lay_out()
        self.export.clicked.connect(self._ask_where)
        self.copy.clicked.connect(self._ask_stick)
        self.form.changed.connect(self._look_before)
        self.progress.stop_asked.connect(self._stop)
        self.copy.hide()
        theme.follow(self._arrange)

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The choices come first."""
        self.form.setFocus()

    def reload(self) -> None:
        """Read again whom one knows and what went out."""
        self._session.read(send_options, self._show_options, key="exchange send", failed=self._refuse)

    def go_on(self) -> None:
        """Ctrl+Enter: ask where, then write."""
        if self.export.isEnabled():
            self._ask_where()

    def write_to(self, path: Path) -> None:
        """Write what is chosen to this file."""
        choice = self.form.choice()
        if self._job is not None or self.form.problem():
            return
        path = path if path.suffix.lower() == EXTENSION else path.with_name(f"{path.name}{EXTENSION}")
        self._folder = path.parent
        ledger = self._session.ledger

        def write(progress: Progress) -> Written:
            return write_exchange(ledger, path, wanted_of(choice), program=VERSION, progress=progress)

        job = self._session.runner.change(write)
        job.done.connect(self._show_written)
        job.failed.connect(self._refuse)
        job.ended.connect(self._after)
        self._job = job
        self._clear()
        self.copy.hide()
        self.export.setEnabled(False)
        self.progress.watch(job, _("正在导出"), _("停止，不留下半个文件。"))

    def copy_into(self, folder: Path) -> None:
        """Copy the file that was written last."""
        if self.written is None:
            return
        path = self.written.path
        job = self._session.runner.read(lambda _progress: copy_to(path, folder), title=_("复制到 U 盘"))
        job.done.connect(self._show_copied)
        job.failed.connect(self._refuse)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show_options(self, options: SendOptions) -> None:
        self._options = options
        self.form.show_options(options)
        self.table.show_files(options.log)

    def _look_before(self) -> None:
        choice = self.form.choice()
        self._session.read(
            lambda ledger: before(ledger, choice), partial(self._show_before, choice), key="exchange before"
        )

    def _show_before(self, choice: SendChoice, said: Before) -> None:
        self._note.setText(before_words(said, choice))

    def _ask_where(self, *_checked: object) -> None:
        if self.form.problem() or self._options is None:
            return
        day = self._session.ledger.today().isoformat()
        start = str(self._folder / file_name(self.form.choice(), self._options.person, day))
        kinds = _("交换文件 (*.jhx)")
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), _("交换文件存到哪里"), start, kinds)
        if chosen:
            self.write_to(Path(chosen))

    def _show_written(self, written: Written) -> None:
        self.written = written
        manifest = written.manifest
        words = _("已导出 {n} 家单位、{facts} 笔内容。").format(
            n=f"{manifest.organizations:,}", facts=f"{written.facts:,}"
        )
        where = _("在 {path}（{size}），已读回核对。用 U 盘、微信、邮件发都行；要发文件本身，不要粘贴内容。").format(
            path=written.path, size=_size(written.size)
        )
        if manifest.kind == SINCE and not written.facts:
            words = _("上次给他的文件之后没有新的内容，这个文件只带回执。")
        self._say(BannerKind.DONE, words, where)
        self.copy.show()
        self.copy.setFocus()
        self._session.changed.emit(Changes("", frozenset(), frozenset()), self)  # the bar says what is not sent
        self.reload()

    def _show_copied(self, target: Path) -> None:
        self._say(BannerKind.DONE, _("已复制到 {path}，读回核对过。").format(path=target), _("现在可以安全弹出 U 盘。"))

    def _ask_stick(self, *_checked: object) -> None:
        chosen = QFileDialog.getExistingDirectory(self.window(), _("选 U 盘"), str(stick() or Path.home()))
        if chosen:
            self.copy_into(Path(chosen))

    def _after(self) -> None:
        self._job = None
        self.progress.forget()
        self.export.setEnabled(True)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _refuse(self, problem: LedgerProblem) -> None:
        self._say(BannerKind.ERROR, problem.user_text, problem.hint)

    def _say(self, kind: BannerKind, reason: str, remedy: str = "") -> None:
        self._clear()
        self._said.addWidget(Banner(kind, reason, remedy))

    def _clear(self) -> None:
        while (item := self._said.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _show_codes(self, *_checked: object) -> None:
        self.asked.emit(DoAction("qr_codes"))

    def _lay_out(self) -> None:
        codes = LinkButton(_("没有 U 盘？今天的记录做成二维码"))
        codes.clicked.connect(self._show_codes)
        buttons = FlowRow(gap=Space.S)
        buttons.add(self.export)
        buttons.add(self.copy)
        content = Pane()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.form)
        column.addWidget(self._note)
        column.addWidget(buttons)
        column.addWidget(self.progress)
        column.addLayout(self._said)
        column.addWidget(codes)
        column.addStretch()
        self._side = Pane(edges="r")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 1, 0)
        side.addWidget(ScrollPane(content))
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._side)
        self._beside.addWidget(self._log(), 1)

    def _log(self) -> QWidget:
        pane = Pane()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        title = Label(_("发过的文件"), size=TextSize.SMALL, role=Role.TEXT2, bold=True)
        title.setContentsMargins(Space.S, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.table, 1)
        return pane

    def _arrange(self) -> None:
        narrow = self.width() < px(_BESIDE)
        self._beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._side.setMinimumWidth(0 if narrow else px(_SIDE))
        self._side.setMaximumWidth(16_777_215 if narrow else px(_SIDE))
        self.table.setMinimumHeight(px(160))


def stick() -> Path | None:
    """Where a stick is plugged in, as far as the system says; None if none is."""
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        removable = root.startswith(("/media/", "/run/media/", "/mnt/usb")) or volume.name().upper() in {"USB", "UDISK"}
        if volume.isValid() and volume.isReady() and not volume.isReadOnly() and removable:
            return Path(root)
    return None


def _size(size: int) -> str:
    return f"{size / _MB:.1f} MB" if size >= _MB else f"{max(size // 1000, 1)} KB"
