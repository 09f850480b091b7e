"""What the detail does with attachments in the background: small pictures, opening, saving, taking off."""

import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.queries.attachments import AttachmentItem, attachment_content
from ui.organizations.detail_attachments import DetailAttachments
from ui.session import LedgerSession

_LARGEST = 200  # pixels of a small picture, enough for a doubled screen


class AttachmentDesk(QObject):
    """Serves one part of the detail."""

    def __init__(self, session: LedgerSession, part: DetailAttachments) -> None:
        super().__init__(part)
        self._session = session
        self._part = part
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        part.picture_wanted.connect(self._draw)
        part.save_asked.connect(self._save)
        part.open_asked.connect(self._open)
        part.removal_asked.connect(self._take_off)

    def _draw(self, item: AttachmentItem) -> None:
        show = partial(self._part.show_picture, item.id)
        self._session.read(partial(_small_picture, item.id), show, failed=_leave_empty)

    def _save(self, item: AttachmentItem, path: Path) -> None:
        from exports.attachments import write_attachment  # noqa: PLC0415 - only when it is needed

        ledger = self._session.ledger
        said = _("已保存 {name}").format(name=path.name)
        job = self._session.runner.read(lambda _progress: write_attachment(path, ledger, item.id))
        job.done.connect(lambda _size: self._session.saved_file.emit(said, path))
        job.failed.connect(self._session.refused.emit)

    def _open(self, item: AttachmentItem) -> None:
        """Hand a copy to the program of the desktop; it lies in a folder of this process that goes with it."""
        from exports.attachments import write_attachment  # noqa: PLC0415 - only when it is needed

        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="jianhui-", ignore_cleanup_errors=True)
        path = Path(self._folder.name) / f"{item.id}-{item.name}"
        ledger = self._session.ledger

        def write(_progress: Progress) -> Path:
            if not path.exists():
                write_attachment(path, ledger, item.id)
            return path

        job = self._session.runner.read(write)
        job.done.connect(self._show)
        job.failed.connect(self._session.refused.emit)

    def _show(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._session.said.emit(_("这台电脑没有能打开它的程序，请另存后再看。"), False)

    def _take_off(self, item: AttachmentItem) -> None:
        def edit(ledger: Ledger) -> Changes:
            from models.edits.attachments import take_off  # noqa: PLC0415 - only when it is needed

            return take_off(ledger, [item.id])

        said = _("已取下附件 {name}").format(name=item.name)
        self._session.change(edit, initiator=self, failed=self._session.refused.emit, said=said)


def _small_picture(attachment: int, ledger: Ledger) -> QImage:
    image = QImage.fromData(attachment_content(ledger, attachment))
    size = QSize(_LARGEST, _LARGEST)
    smooth = Qt.TransformationMode.SmoothTransformation
    return image if image.isNull() else image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)


def _leave_empty(_problem: LedgerProblem) -> None:
    """The sign of a document stays; opening it says why."""
