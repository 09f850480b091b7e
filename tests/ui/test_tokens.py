"""The colours keep the contrasts that the design promises, and nobody else names a colour."""

import re

import pytest

from tests.conftest import ROOT
from ui.theme.contrast import SHAPE_MINIMUM, TEXT_MINIMUM, contrast
from ui.theme.tokens import DARK, LIGHT, MOTION_MILLISECONDS, STAGE_ROLES, Role

SCHEMES = {"light": LIGHT, "dark": DARK}
# role, ground, ratio in the light scheme, ratio in the dark one; as published, to one decimal
PROMISED = [
    (Role.LINE, Role.SURFACE, 1.4, 1.5),
    (Role.LINE2, Role.SURFACE, 3.6, 4.5),
    (Role.TEXT, Role.SURFACE, 16.6, 13.4),
    (Role.TEXT2, Role.SURFACE, 8.2, 8.8),
    (Role.TEXT2, Role.SEL, 6.4, 5.5),
    (Role.TEXT3, Role.SURFACE, 5.8, 6.1),
    (Role.ACCENT, Role.SURFACE, 7.9, 8.2),
    (Role.ACCENT_TEXT, Role.ACCENT, 7.9, 8.0),
    (Role.TEXT, Role.ACCENT_SOFT, 13.5, 9.9),
    (Role.ACCENT_LINE, Role.SURFACE, 2.4, 3.1),
    (Role.TEXT, Role.SEL, 12.9, 8.4),
    (Role.FOCUS, Role.SURFACE, 5.0, 10.2),
    (Role.FOCUS, Role.SEL, 3.9, 6.3),
    (Role.DANGER, Role.SURFACE, 7.3, 8.0),
    (Role.DANGER, Role.DANGER_SOFT, 6.1, 7.0),
    (Role.WARN, Role.SURFACE, 6.8, 9.0),
    (Role.WARN, Role.WARN_SOFT, 6.0, 7.2),
    (Role.OK, Role.SURFACE, 6.5, 8.8),
    (Role.OK, Role.OK_SOFT, 5.6, 6.9),
    (Role.TEXT, Role.CHG, 14.9, 8.3),
    (Role.STAGE_UNTOUCHED, Role.SURFACE, 7.3, 8.0),
    (Role.STAGE_VISITED, Role.SURFACE, 5.4, 9.0),
    (Role.STAGE_PREPARING, Role.SURFACE, 6.1, 9.7),
    (Role.STAGE_FILED, Role.SURFACE, 7.0, 8.2),
    (Role.STAGE_BUILT, Role.SURFACE, 6.5, 8.8),
    (Role.STAGE_EXCLUDED, Role.SURFACE, 6.1, 7.5),
]
# What is written in which ink on which ground somewhere in the kit.
TEXTS = [
    (Role.TEXT, (Role.SURFACE, Role.SURFACE2, Role.HOVER, Role.WINDOW, Role.RAIL, Role.SEL, Role.CHG)),
    (Role.TEXT, (Role.DANGER_SOFT, Role.WARN_SOFT, Role.OK_SOFT, Role.ACCENT_SOFT)),
    (Role.TEXT2, (Role.SURFACE, Role.SURFACE2, Role.HOVER, Role.WINDOW, Role.RAIL, Role.SEL)),
    (Role.TEXT3, (Role.SURFACE, Role.SURFACE2)),
    (Role.ACCENT, (Role.SURFACE, Role.SURFACE2, Role.WINDOW, Role.ACCENT_SOFT)),
    (Role.DANGER, (Role.SURFACE, Role.SURFACE2, Role.SEL, Role.HOVER)),
    (Role.SURFACE, (Role.DANGER, Role.TEXT2)),  # badges, the destructive button
]


@pytest.mark.parametrize(("role", "ground", "light", "dark"), PROMISED)
def test_contrast_is_as_promised(role: Role, ground: Role, light: float, dark: float) -> None:
    assert round(contrast(LIGHT[role], LIGHT[ground]), 1) == light
    assert round(contrast(DARK[role], DARK[ground]), 1) == dark


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize(("role", "grounds"), TEXTS)
def test_text_is_readable_wherever_it_stands(name: str, role: Role, grounds: tuple[Role, ...]) -> None:
    colours = SCHEMES[name]
    ratios = {ground: contrast(colours[role], colours[ground]) for ground in grounds}
    assert {ground: ratio for ground, ratio in ratios.items() if ratio < TEXT_MINIMUM} == {}


@pytest.mark.parametrize("name", SCHEMES)
def test_shapes_are_visible(name: str) -> None:
    colours = SCHEMES[name]
    for shape in (*STAGE_ROLES.values(), Role.FOCUS):
        for ground in (Role.SURFACE, Role.SEL, Role.HOVER):
            assert contrast(colours[shape], colours[ground]) >= SHAPE_MINIMUM, (shape, ground)
    for ground in (Role.SURFACE, Role.SURFACE2):
        assert contrast(colours[Role.LINE2], colours[ground]) >= SHAPE_MINIMUM


def test_every_role_has_a_colour_in_both_schemes() -> None:
    assert set(LIGHT) == set(DARK) == set(Role)


def test_motion_is_short() -> None:
    assert MOTION_MILLISECONDS <= 150


def test_contrast_of_black_and_white_is_21_either_way() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21.0


LITERAL = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*[\d\"'f]|GlobalColor\.(?!transparent)|\brgba?\(\s*\d")


def test_no_colour_literal_outside_the_tokens() -> None:
    files = [file for file in sorted((ROOT / "ui").rglob("*.py")) if file.name != "tokens.py"]
    lines = [(file, line) for file in files for line in file.read_text("utf-8").splitlines()]
    assert [f"{file.relative_to(ROOT)}: {line}" for file, line in lines if LITERAL.search(line)] == []
