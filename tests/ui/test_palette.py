import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.apply import apply_theme, follow_system
from ui.theme.contrast import TEXT_MINIMUM, contrast
from ui.theme.palette import blend, colour, pressed, px, scheme_colours, system_scheme, theme
from ui.theme.tokens import DARK, LIGHT, Role, Scheme

Part = QPalette.ColorRole


def flat_palette(ground: str, text: str, highlight: str, highlighted: str) -> QPalette:
    palette = QPalette()
    for part in (Part.Window, Part.Base, Part.Button):
        palette.setColor(part, QColor(ground))
    for part in (Part.WindowText, Part.Text, Part.ButtonText):
        palette.setColor(part, QColor(text))
    palette.setColor(Part.Highlight, QColor(highlight))
    palette.setColor(Part.HighlightedText, QColor(highlighted))
    return palette


def shaded_palette(window: str, base: str, text: str) -> QPalette:
    palette = flat_palette(base, text, "#3080c0", "#ffffff")
    palette.setColor(Part.Window, QColor(window))
    return palette


def test_schemes_show_their_colours(restyle) -> None:
    for scheme, colours in ((Scheme.DARK, DARK), (Scheme.LIGHT, LIGHT)):
        restyle(scheme)
        assert all(colour(role).name().upper() == colours[role] for role in Role)
        assert theme.dark == (scheme is Scheme.DARK)


def test_change_reaches_living_widgets_and_forgets_dead_ones(qtbot: QtBot, qapp: QApplication, restyle) -> None:
    class Widget(QWidget):
        count = 0

        def take(self) -> None:
            self.count += 1

    alive, dead = Widget(), Widget()
    qtbot.addWidget(alive)
    for widget in (alive, dead):
        theme.follow(widget.take)
    with qtbot.waitSignal(dead.destroyed):
        dead.deleteLater()
    restyle(Scheme.DARK)
    assert (alive.count, dead.count) == (2, 1)


def test_qt_widgets_get_the_palette(qapp: QApplication, restyle) -> None:
    restyle(Scheme.DARK)
    assert qapp.palette().color(Part.Base).name().upper() == DARK[Role.SURFACE]
    disabled = QPalette.ColorGroup.Disabled
    assert qapp.palette().color(disabled, Part.Text).name().upper() == DARK[Role.TEXT3]


@pytest.mark.parametrize(
    ("palette", "expected"),
    [
        (shaded_palette("#efefef", "#ffffff", "#000000"), Scheme.LIGHT),
        (shaded_palette("#2b2b2b", "#1e1e1e", "#ffffff"), Scheme.DARK),
        (flat_palette("#000000", "#ffffff", "#1aebff", "#000000"), Scheme.HIGH_CONTRAST),
        (flat_palette("#ffffff", "#000000", "#37006e", "#ffffff"), Scheme.HIGH_CONTRAST),
    ],
    ids=["light", "dark", "contrast-black", "contrast-white"],
)
def test_scheme_is_read_off_the_desktop_palette(palette: QPalette, expected: Scheme) -> None:
    assert system_scheme(palette) is expected


def test_system_is_followed_only_when_asked_for(qapp: QApplication, restyle) -> None:
    restyle(Scheme.DARK)
    follow_system()
    assert theme.scheme is Scheme.DARK
    restyle(Scheme.SYSTEM)
    follow_system()
    assert theme.scheme is Scheme.LIGHT  # the offscreen desktop


@pytest.mark.parametrize(
    "system",
    [
        flat_palette("#000000", "#ffffff", "#1aebff", "#000000"),
        flat_palette("#ffffff", "#000000", "#37006e", "#ffffff"),
        shaded_palette("#efefef", "#ffffff", "#000000"),
    ],
    ids=["black", "white", "an ordinary desktop"],
)
def test_high_contrast_takes_the_system_colours(system: QPalette) -> None:
    colours = scheme_colours(Scheme.HIGH_CONTRAST, system)
    assert colours[Role.SURFACE] == system.color(Part.Base).name()
    assert colours[Role.SEL] == system.color(Part.Highlight).name()
    assert colours[Role.LINE] == colours[Role.LINE2]
    for soft in (Role.ACCENT_SOFT, Role.DANGER_SOFT, Role.WARN_SOFT, Role.OK_SOFT, Role.CHG, Role.SURFACE2):
        assert colours[soft] == colours[Role.SURFACE]
    for ink in (Role.TEXT, Role.TEXT2, Role.TEXT3, Role.DANGER, Role.ACCENT, Role.FOCUS, Role.LINE2):
        assert contrast(colours[ink], colours[Role.SURFACE]) >= TEXT_MINIMUM
    assert contrast(colours[Role.ACCENT_TEXT], colours[Role.ACCENT]) >= TEXT_MINIMUM


def test_high_contrast_has_a_wider_ring_and_one_ink_on_selections(restyle) -> None:
    assert theme.ring == 2
    restyle(Scheme.HIGH_CONTRAST)
    assert theme.ring == 3
    inks = {theme.colour_on_selection(role).name() for role in (Role.TEXT, Role.DANGER, Role.FOCUS)}
    assert len(inks) == 1
    assert contrast(inks.pop(), colour(Role.SEL).name()) >= TEXT_MINIMUM


def test_sizes_grow_with_the_font_scale(qapp: QApplication) -> None:
    for scale, expected in ((100, 30), (125, 38), (150, 45), (200, 60)):
        apply_theme(qapp, Scheme.LIGHT, scale)
        assert px(30) == expected


def test_pressed_is_eight_percent_darker() -> None:
    assert pressed(QColor("#ffffff")).name() == "#ebebeb"
    assert blend(QColor("#000000"), QColor("#ffffff"), 0.5).name() == "#808080"
