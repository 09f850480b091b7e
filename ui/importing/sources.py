"""Where a list comes from: a file that is chosen, a file that is dropped, a file or a table that was copied."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from models.language import _


class Sources(QObject):
    """Watches drops on `panel` while `may_take` says so, and asks for files and the clipboard."""

    file_given = Signal(object)  # Path
    text_given = Signal(str)
    hovered = Signal(bool)

    def __init__(self, panel: QWidget, may_take: Callable[[], bool]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._may_take = may_take
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)

    def choose(self, beside: Path | None) -> None:
        """Ask for a file, beginning where the last one was."""
        start = str(beside.parent if beside else Path.home())
        chosen, _filter = QFileDialog.getOpenFileName(
            self._panel.window(),
            _("选一份名册"),
            start,
            _("表格 (*.xlsx *.xlsm *.xls *.csv *.tsv *.txt *.ods *.et *.html *.htm *.xml);;所有文件 (*)"),
        )
        if chosen:
            self.file_given.emit(Path(chosen))

    def paste(self) -> None:
        """Take the file, or the table, that was copied."""
        copied = QGuiApplication.clipboard().mimeData()
        paths = _files_in(copied)
        if paths:
            self.file_given.emit(paths[0])
        else:
            self.text_given.emit(copied.text())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if _files_in(event.mimeData()) and self._may_take():
                event.acceptProposedAction()
                self.hovered.emit(True)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovered.emit(False)
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hovered.emit(False)
            paths = _files_in(event.mimeData())
            if paths and self._may_take():
                event.acceptProposedAction()
                self.file_given.emit(paths[0])
            return True
        return False


def _files_in(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def place_of_rejects(window: QWidget, table: Path) -> Path | None:
    """Ask where the rows that were sent back are to be saved, beginning beside their list; None if nowhere."""
    start = table.with_name(_("{stem} 退回的行.xlsx").format(stem=table.stem))
    chosen, _filter = QFileDialog.getSaveFileName(window, _("退回的行存到哪里"), str(start), _("工作簿 (*.xlsx)"))
    if not chosen:
        return None
    return Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.xlsx")
