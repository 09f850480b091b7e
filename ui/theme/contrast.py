"""How well one colour stands out from another (WCAG 2)."""

TEXT_MINIMUM = 4.5
SHAPE_MINIMUM = 3.0  # glyphs, borders of controls, focus rings
_LINEAR_UP_TO = 0.04045


def luminance(colour: str) -> float:
    """The relative luminance of `#RRGGBB`, 0 black to 1 white."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#RRGGBB` colours, 1 to 21, in either order."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_UP_TO else float(((channel + 0.055) / 1.055) ** 2.4)
