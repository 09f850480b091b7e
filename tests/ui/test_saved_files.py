"""A file that was handed out: the toast says in which folder, and its button or key opens that."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.saved_files import folder_words, say_saved_file
from ui.shared.toast import ToastHost
from ui.theme.tokens import Scheme

_FAR = "社会组织建会工作专班资料汇总"


@pytest.fixture
def window(show) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    return show(made)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(asked.append(QUrl(url).toLocalFile())))
    return asked


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("Desktop/作战图/周报.pdf", "桌面/作战图"),
        ("Desktop/周报.pdf", "桌面"),
        ("Documents/建会/周报.pdf", "文档/建会"),
        (f"Desktop/{_FAR}/二〇二六年十一月/第四周/周报.pdf", "桌面/…/二〇二六年十一月/第四周"),
        (f"Desktop/{_FAR}{_FAR}/周报.pdf", "桌面/社会组织建…作专班资料汇总"),
    ],
)
def test_a_folder_is_told_as_people_know_it(qapp: object, path: str, words: str) -> None:
    assert folder_words(Path.home() / path).replace(os.sep, "/") == words


def test_a_folder_elsewhere_is_told_by_its_path(qapp: object, tmp_path: Path) -> None:
    assert folder_words(Path("/mnt/盘/周报.pdf")) == "/mnt/盘"
    assert folder_words(Path("/media/cadre/一支很长名字的U盘/建会/周报.pdf")) == "/media/…/一支很长名字的U盘/建会"
    folder = Path.home() / "Desktop" / "各街道"
    folder.mkdir(parents=True)
    assert folder_words(folder) == str(Path("桌面", "各街道"))  # many files: the folder that they are in


def test_the_button_and_the_key_open_the_folder_and_say_the_path(window: QWidget, opened: list[str]) -> None:
    path = Path.home() / "Desktop" / "作战图" / "周报.pdf"
    path.parent.mkdir(parents=True)
    host = ToastHost(window)
    say_saved_file(host, "已存：周报.pdf", path)
    assert host.current is not None
    assert host.current.sentence == f"已存：周报.pdf（桌面{os.sep}作战图）"
    assert host.current.button is not None
    assert host.current.button.text() == "打开文件夹"
    host.current.button.click()
    assert opened == [str(path.parent)]
    said = host.current.sentence.replace("\u200b", "")
    assert said == f"文件在 {path}"  # also where nothing opened
    say_saved_file(host, "已存：周报.pdf", path)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert opened == [str(path.parent)] * 2
    assert host.current.button is None
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(opened) == 2  # the key went with the toast


@pytest.mark.parametrize("scale", [100, 200])
def test_a_long_sentence_breaks_into_lines_inside_the_window(window: QWidget, restyle, scale: int) -> None:
    restyle(Scheme.LIGHT, scale)
    host = ToastHost(window)
    host.show("已存：周报.pdf")
    assert host.current is not None
    single = host.current.height()
    say_saved_file(host, "已存：" + "海珠区社会组织建会周台账" * 4 + ".pdf", Path.home() / "Desktop" / "周报.pdf")
    toast = host.current
    assert toast is not None
    assert window.rect().contains(toast.geometry())
    assert toast.height() > single
    assert toast._words.height() >= toast._words.heightForWidth(toast._words.width())
    window.resize(1700, 600)
    assert scale == 200 or toast.height() == single
