import gc
import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

from ui.theme.icons import ICON_FOLDER, Icon, icon, icon_pixmap
from ui.theme.palette import colour
from ui.theme.tokens import Role, Scheme


def inked(pixmap: QPixmap) -> list[QColor]:
    image = pixmap.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [pixel for pixel in pixels if pixel.alpha() > 200]


def test_names_and_files_agree() -> None:
    assert {name.value for name in Icon} == {file.stem for file in ICON_FOLDER.glob("*.svg")}


@pytest.mark.parametrize("name", Icon)
def test_drawing_is_of_the_family(name: Icon) -> None:
    text = (ICON_FOLDER / f"{name}.svg").read_text("utf-8")
    for rule in (
        'viewBox="0 0 20 20"',
        'fill="none"',
        'stroke="currentColor"',
        'stroke-width="1.5"',
        'stroke-linecap="round"',
        'stroke-linejoin="round"',
    ):
        assert rule in text
    assert not re.search(r"#[0-9a-fA-F]{3}|style=|<text|<image", text)


@pytest.mark.parametrize("name", Icon)
def test_drawing_is_inside_its_grid_and_not_empty(name: Icon) -> None:
    image = icon_pixmap(name, 40, QColor("black")).toImage()
    side = range(40)
    edge = [(x, y) for x in side for y in side if {x, y} & {0, 39}]
    assert all(image.pixelColor(x, y).alpha() == 0 for x, y in edge)
    assert len(inked(icon_pixmap(name, 40, QColor("black")))) > 20


def test_icon_has_the_ink_of_its_role_and_follows_the_scheme(restyle) -> None:
    made = icon(Icon.TABLE, Role.ACCENT)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        restyle(scheme)
        assert colour(Role.ACCENT).name() in {pixel.name() for pixel in inked(made.pixmap(20, 20))}


def test_disabled_icon_is_text3() -> None:
    pixels = inked(icon(Icon.TABLE, Role.ACCENT).pixmap(QSize(20, 20), QIcon.Mode.Disabled))
    names = {pixel.name() for pixel in pixels}
    assert colour(Role.TEXT3).name() in names
    assert colour(Role.ACCENT).name() not in names


@pytest.mark.parametrize("density", [1.0, 1.5, 2.0])
def test_pixmap_is_sharp_at_every_density(density: float) -> None:
    pixmap = icon_pixmap(Icon.PRINT, 18, QColor("black"), density)
    assert pixmap.width() == round(18 * density)
    assert pixmap.deviceIndependentSize().width() == 18
    scaled = icon(Icon.PRINT).pixmap(QSize(18, 18), density, QIcon.Mode.Normal, QIcon.State.Off)
    assert (scaled.width(), scaled.devicePixelRatio()) == (round(18 * density), density)


def test_icons_survive_copying_and_collection() -> None:
    original = icon(Icon.FLAG)
    copies = []
    for _turn in range(200):
        copy = QIcon(original)
        copy.addPixmap(QPixmap(4, 4))  # shared, so Qt clones the engine
        copies.append(copy)
        gc.collect(0)
    assert all(len(inked(copy.pixmap(20, 20))) > 20 for copy in copies)
