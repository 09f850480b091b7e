"""Finding a street of a division while one types: by a part of its name, or by how it sounds."""

from models.divisions import Division, streets_of
from models.rules.typed_words import typed_word

#: The sounds of more names (a large province has some thousand) are not looked at for every key.
_MOST_BY_SOUND = 5_000


def streets_like(text: str, division: str, *, most: int) -> list[Division]:
    """The first `most` streets of a division whose name holds the text or sounds like it; any for no text."""
    typed = text.strip()
    streets = streets_of(division)
    if not typed:
        return list(streets[:most])
    found = [street for street in streets if typed in street.name]
    if not found and len(streets) <= _MOST_BY_SOUND:
        word = typed_word(typed)
        found = [street for street in streets if word.span_in(street.name, by_sound=True)]
    return found[:most]
