"""Finding a unit's territory by a part of its name."""

from models.divisions import Division, cities_of, counties_of, full_name, provinces

_MOST = 9
_PLACEHOLDERS = frozenset({"市辖区", "县"})


def territories_like(text: str) -> list[Division]:
    """Divisions down to counties whose name holds the text; those that begin with it first, counties before cities."""
    typed = text.strip()
    if not typed:
        return []
    found = [area for area in _all() if typed in full_name(area.code)]
    found.sort(key=lambda area: (not area.name.startswith(typed), typed not in area.name, -len(area.code), area.code))
    return found[:_MOST]


def _all() -> list[Division]:
    areas = [*counties_of(""), *provinces()]
    for province in provinces():
        areas += cities_of(province.code)
    return [area for area in areas if area.name not in _PLACEHOLDERS]
