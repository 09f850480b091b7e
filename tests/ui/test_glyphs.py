import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from models.vocabulary import STAGE_WORDS
from ui.theme.glyphs import Flag, glyph_icon, glyph_pixmap, paint_flag, paint_glyph
from ui.theme.palette import colour
from ui.theme.tokens import STAGE_ROLES

UNIT = 20  # pixels per unit: a glyph of 320 pixels
INK = QColor("black")


def drawn(paint, size: int = 16 * UNIT) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def glyph(word: str) -> QImage:
    return drawn(lambda painter, box: paint_glyph(painter, box, word, INK))


def is_inked(image: QImage, x: float, y: float) -> bool:
    """Whether the point, in units from the centre, y downwards, has ink."""
    return image.pixelColor(round((x + 8) * UNIT), round((y + 8) * UNIT)).alpha() > 200


def test_every_stage_word_has_a_glyph_and_an_ink() -> None:
    assert {entry.code for entry in STAGE_WORDS.entries} == set(STAGE_ROLES)


@pytest.mark.parametrize("word", STAGE_ROLES)
def test_ring_is_6_6_wide_with_a_stroke_of_1_6(word: str) -> None:
    image = glyph(word)
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        assert is_inked(image, x * 6.6, y * 6.6)
        assert is_inked(image, x * 7.3, y * 7.3)
        assert not is_inked(image, x * 7.5, y * 7.5)
    if word == "untouched":
        assert is_inked(image, 5.9, 0)
        assert not is_inked(image, 5.7, 0)


QUADRANTS = {"first": (3, -3), "second": (3, 3), "third": (-3, 3), "fourth": (-3, -3)}


@pytest.mark.parametrize(
    ("word", "filled"),
    [
        ("untouched", set()),
        ("visited", {"first"}),
        ("preparing", {"first", "second"}),
        ("filed", {"first", "second", "third"}),
        ("built", set(QUADRANTS)),
    ],
)
def test_pie_grows_clockwise_from_twelve_and_is_flush_with_the_ring(word: str, filled: set[str]) -> None:
    image = glyph(word)
    assert {name for name, point in QUADRANTS.items() if is_inked(image, *point)} == filled
    for name in filled:
        x, y = QUADRANTS[name]
        assert is_inked(image, x * 1.38, y * 1.38)  # radius 5.85: between pie and ring there is no gap


def test_cross_reaches_2_6() -> None:
    image = glyph("excluded")
    for x, y in ((1, 1), (1, -1), (-1, 1), (-1, -1), (0, 0)):
        assert is_inked(image, x * 2.6, y * 2.6)
    assert not is_inked(image, 3.6, 3.6)
    assert not is_inked(image, 2.6, 0)


def test_glyphs_stay_apart_in_a_row_of_text() -> None:
    shapes = {
        word: bytes(glyph_pixmap(word, 14).toImage().convertToFormat(QImage.Format.Format_Alpha8).bits())
        for word in STAGE_ROLES
    }
    assert len(set(shapes.values())) == len(STAGE_ROLES)


def test_glyph_has_the_ink_of_its_stage() -> None:
    image = glyph_pixmap("built", 28).toImage()
    assert image.pixelColor(14, 14).name() == colour(STAGE_ROLES["built"]).name()
    assert glyph_icon("built").pixmap(14, 14).toImage().pixelColor(7, 7).name() == colour(STAGE_ROLES["built"]).name()


@pytest.mark.parametrize("density", [1.0, 1.5, 2.0])
def test_pixmap_knows_its_density(density: float) -> None:
    pixmap = glyph_pixmap("filed", 18, density)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (round(18 * density), density)


def test_flags_differ_by_shape_and_height() -> None:
    reached = drawn(lambda painter, box: paint_flag(painter, box, Flag.REACHED, INK))
    missed = drawn(lambda painter, box: paint_flag(painter, box, Flag.MISSED, INK))
    assert is_inked(reached, 0, -5)
    assert not is_inked(missed, 0, -5)
    assert is_inked(missed, 0, 2)
    assert not is_inked(reached, 0, 2)
    assert not is_inked(reached, 4.8, -2.8)  # the swallow-tail's notch
