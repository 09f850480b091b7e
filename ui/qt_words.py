"""Qt's own words in Chinese: its catalogue, and what that lacks or says oddly."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from typing_extensions import override

_WORDS = {
    ("QFileDialog", "&Look in:"): "查找范围(&I)：",
    ("QFileDialog", "Look in:"): "查找范围：",
    ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    ("QFileDialog", "Files of type:"): "文件类型：",
    ("QFileSystemModel", "Size"): "大小",
    ("QFileDialog", "Size"): "大小",
    ("QAbstractFileIconProvider", "Folder"): "文件夹",
    ("QAbstractFileIconProvider", "Drive"): "磁盘",
    ("QPrintSettingsOutput", "Page &Set:"): "奇偶页(&S)：",
}


class _Words(QTranslator):
    """Asked before the catalogue, because it is installed after it."""

    @override
    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return _WORDS.get((context, sourceText))  # None, unlike an empty text, lets Qt ask the catalogue

    @override
    def isEmpty(self) -> bool:
        return False


def speak_chinese(app: QApplication) -> None:
    """Buttons, context menus, calendars and Qt's dialogs for files and printing in Chinese."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    catalogue = QTranslator(app)
    if catalogue.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(catalogue)
    app.installTranslator(_Words(app))
