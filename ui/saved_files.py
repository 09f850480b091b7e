"""A file was handed out: the toast says what and in which folder, and a button opens the folder."""

import os
import unicodedata
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from models.language import N_, _
from ui.shared.toast import ToastHost

OPEN_KEY = "Ctrl+Shift+D"
#: Folders that people know by name and not by place.
_KNOWN = (
    (QStandardPaths.StandardLocation.DesktopLocation, N_("桌面")),
    (QStandardPaths.StandardLocation.DocumentsLocation, N_("文档")),
    (QStandardPaths.StandardLocation.DownloadLocation, N_("下载")),
)
_MOST = 32  # columns; a Chinese character takes two
_NOT_SHOWN = "…"


def say_saved_file(toasts: ToastHost, sentence: str, path: Path) -> None:
    """Say a sentence about a file that was written, or a folder of files, and where it lies."""
    said = _("{said}（{folder}）").format(said=sentence, folder=folder_words(path))
    toasts.show(said, _("打开文件夹"), partial(_open_folder, toasts, path), key=OPEN_KEY, is_bound=True)


def folder_words(path: Path) -> str:
    """The folder of a file, or the folder itself, as one line: from 桌面 on, without the middle where it is long."""
    folder = _folder_of(path)
    shown = folder
    for known, name in _KNOWN:
        start = QStandardPaths.writableLocation(known)
        if start and Path(start) != Path.home() and folder.is_relative_to(start):
            shown = Path(_(name), folder.relative_to(start))
            break
    return _without_middle(shown)


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _open_folder(toasts: ToastHost, path: Path) -> None:
    """Hand the folder to the desktop. The path is said in any case: not every desktop tells that it opened nothing."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(_folder_of(path))))
    toasts.show(_("文件在 {path}").format(path=str(path).replace(os.sep, f"{os.sep}\u200b")))  # lines may break there


def _without_middle(folder: Path) -> str:
    """At most so wide: whole names from both ends, else characters from both ends."""
    words, parts = str(folder), folder.parts
    if _width(words) <= _MOST:
        return words
    head = 2 if folder.anchor else 1
    for cut in range(head + 1, len(parts)):
        short = str(Path(*parts[:head], _NOT_SHOWN, *parts[cut:]))
        if _width(short) <= _MOST:
            return short
    half = (_MOST - 1) // 2
    return _start(words, half) + _NOT_SHOWN + _start(words[::-1], half)[::-1]


def _start(words: str, most: int) -> str:
    while _width(words) > most:
        words = words[:-1]
    return words


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "FW" else 1 for each in words)
