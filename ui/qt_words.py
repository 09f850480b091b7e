"""Qt's own words in the language of the interface: its catalogue, and what that lacks or says oddly."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from models.language import SOURCE_LANGUAGE, _, set_language

_WORDS = {
    ("QFileDialog", "&Look in:"): ("查找范围(&I)：", "查詢範圍(&I)："),
    ("QFileDialog", "Look in:"): ("查找范围：", "查詢範圍："),
    ("QFileDialog", "Files of &type:"): ("文件类型(&T)：", "檔案類型(&T)："),
    ("QFileDialog", "Files of type:"): ("文件类型：", "檔案類型："),
    ("QFileSystemModel", "Size"): ("大小", "大小"),
    ("QFileDialog", "Size"): ("大小", "大小"),
    ("QAbstractFileIconProvider", "Folder"): ("文件夹", "資料夾"),
    ("QAbstractFileIconProvider", "Drive"): ("磁盘", "磁碟"),
    ("QPrintSettingsOutput", "Page &Set:"): ("奇偶页(&S)：", "奇偶頁(&S)："),
}
_LOCALES = {
    SOURCE_LANGUAGE: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    "zh_TW": QLocale(QLocale.Language.Chinese, QLocale.Script.TraditionalHanScript, QLocale.Country.Taiwan),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
_NAME = "words-of-qt"


class _Words(QTranslator):
    """Asked before the catalogue, because it is installed after it."""

    def __init__(self, app: QApplication, place: int) -> None:
        super().__init__(app)
        self._place = place

    @override
    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        said = _WORDS.get((context, sourceText))
        return said[self._place] if said else None  # None, unlike an empty text, lets Qt ask the catalogue

    @override
    def isEmpty(self) -> bool:
        return False


def speak(app: QApplication, language: str) -> None:
    """All texts in this language from now on: the program's, and Qt's of buttons, calendars, dialogs for files."""
    set_language(language)
    app.setApplicationDisplayName(_("建会台账"))
    for translator in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(_LOCALES[language])
    if language == "en":
        return  # Qt's own source text
    catalogue = QTranslator(app)
    if catalogue.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _install(app, catalogue)
    _install(app, _Words(app, 0 if language == SOURCE_LANGUAGE else 1))


def _install(app: QApplication, translator: QTranslator) -> None:
    translator.setObjectName(_NAME)
    app.installTranslator(translator)
