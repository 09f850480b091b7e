"""Finding a unit's territory by a part of its name, or by how it sounds."""

from models.divisions import Division, cities_of, counties_of, full_name, provinces
from models.rules.typed_words import typed_word

_MOST = 9
_PLACEHOLDERS = frozenset({"市辖区", "县"})


def territories_like(text: str) -> list[Division]:
    """Divisions down to counties whose name holds the text or sounds like it; those that begin with it first."""
    typed = text.strip()
    if not typed:
        return []
    found = [area for area in _all() if typed in full_name(area.code)]
    if not found and typed.isascii():
        return _sounding_like(typed)
    found.sort(key=lambda area: (not area.name.startswith(typed), typed not in area.name, -len(area.code), area.code))
    return found[:_MOST]


def territory_named(text: str) -> Division | None:
    """The only division of that name, own or whole; None where there is none, or several."""
    typed = text.strip()
    found = [area for area in _all() if typed in (area.name, full_name(area.code))] if typed else []
    return found[0] if len(found) == 1 else None


def _sounding_like(typed: str) -> list[Division]:
    """By initials or by whole syllables: hzq, haizhu; a name that is all of it first, counties before cities."""
    word = typed_word(typed.lower())
    spans = [(area, span) for area in _all() if (span := word.span_in(area.name, by_sound=True))]
    spans.sort(key=lambda found: (found[1][0], len(found[0].name) - found[1][1], -len(found[0].code), found[0].code))
    return [area for area, _span in spans[:_MOST]]


def _all() -> list[Division]:
    areas = [*counties_of(""), *provinces()]
    for province in provinces():
        areas += cities_of(province.code)
    return [area for area in areas if area.name not in _PLACEHOLDERS]
