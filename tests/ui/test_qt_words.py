"""Qt's own dialogs speak Chinese, also where its catalogue is silent."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QHeaderView, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.language import SOURCE_LANGUAGE
from ui.qt_words import speak

_LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def _in_chinese(qapp: QApplication) -> Iterator[None]:
    """The words of the running program, taken away afterwards."""
    before = QLocale()
    speak(qapp, SOURCE_LANGUAGE)
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


@pytest.mark.usefixtures("_in_chinese")
@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_the_dialog_for_files(qtbot: QtBot, tmp_path: object, mode: QFileDialog.AcceptMode) -> None:
    dialog = QFileDialog(None, "打开台账", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    dialog.show()
    words = [label.text() for label in dialog.findChildren(QLabel)]
    words += [button.text() for button in dialog.findChildren(QPushButton)]
    for header in dialog.findChildren(QHeaderView):
        model = header.model()
        words += [str(model.headerData(place, header.orientation())) for place in range(model.columnCount())]
    assert "大小" in words
    for part in ("查找范围", "文件名", "文件类型", "取消"):  # ours and those of the catalogue
        assert any(part in word for word in words), part
    assert [word for word in words if _LATIN.search(word)] == []


@pytest.mark.usefixtures("_in_chinese")
def test_buttons_of_dialogs(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert {button.text() for button in box.buttons()} == {"确定", "取消"}
