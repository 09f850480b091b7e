import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QRawFont

from ui.theme.fonts import FAMILIES, font, load_fonts
from ui.theme.tokens import Scheme, TextSize


def test_shipped_faces_are_known() -> None:
    assert load_fonts() == FAMILIES


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_digits_are_tabular(weight: str) -> None:
    metrics = QFontMetricsF(font(TextSize.FIGURE, bold=weight == "bold"))
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(("scale", "sizes"), [(100, [12, 13, 16, 22, 28]), (150, [18, 20, 24, 33, 42])])
def test_font_scale_multiplies_all_sizes(restyle, scale: int, sizes: list[int]) -> None:
    restyle(Scheme.LIGHT, scale)
    assert [font(size).pixelSize() for size in TextSize] == sizes


def test_weights_are_real_ones() -> None:
    for bold in (False, True):
        info = QFontInfo(font(bold=bold))
        assert info.family() == FAMILIES[0]
        assert info.weight() == (700 if bold else 400)


@pytest.mark.parametrize("character", "䶮㛃喆堃犇㬎昇镕→≤≠·—（）《》…")
def test_rare_names_and_signs_have_a_glyph(character: str) -> None:
    assert QRawFont.fromFont(font()).supportsCharacter(ord(character))
