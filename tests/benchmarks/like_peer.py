"""LIKE with the same answers as the search: the columns of the ledger, and for sounds a table made for it.

What LIKE cannot say exactly (a lone initial before something else) the rule decides, of the few that LIKE leaves.
"""

import sqlite3
from itertools import product

from models.queries.conditions import PRESENT
from models.rules.folding import SEPARATOR, fold
from models.rules.pinyin import beginnings, readings, syllables
from models.rules.typed_words import typed_word

#: How the records of an organization are asked: of one after the other until enough are found, or of all beforehand.
#: Each is the quicker one for some words.
FORMS = (
    "EXISTS(SELECT 1 FROM {table} n WHERE n.org_id=o.id AND n.deleted IS NOT 1 AND ({holds}))",
    "o.id IN (SELECT n.org_id FROM {table} n WHERE n.deleted IS NOT 1 AND ({holds}))",
)
_WRITTEN = ("name", "address", "head", "contact", "code", "note")
_OF_RECORDS = {"former_name": ("name",), "person": ("name", "note"), "visit": ("note",)}
_SIBILANTS = ("zh", "ch", "sh")
#: Of more ways to take letters apart the rule looks at all that have the letters in order.
_MOST_MIXED = 12
_Condition = tuple[str, list[str]]


def give_sounds(db: sqlite3.Connection) -> None:
    """The table that LIKE needs: all names of an organization by initials and by syllables, with every reading."""
    db.create_function("initials", 1, lambda names: _spelt(names, "", 1))
    db.create_function("syllables", 1, lambda names: _spelt(names, "'", None))
    names = "coalesce(o.name,'') || char(31) || coalesce(o.head,'') || char(31) || coalesce(o.contact,'')"
    for table in ("former_name", "person"):
        others = f"SELECT group_concat(n.name, char(31)) FROM {table} n WHERE n.org_id=o.id AND n.deleted IS NOT 1"
        names += f" || char(31) || coalesce(({others}),'')"
    db.execute("CREATE TEMP TABLE sound(id INTEGER PRIMARY KEY, names TEXT, initials TEXT, syllables TEXT)")
    db.execute(
        "INSERT INTO temp.sound SELECT id, names, initials(names), syllables(names) "
        f"FROM (SELECT o.id AS id, {names} AS names FROM organization o)"
    )


def _spelt(names: str, mark: str, letters: int | None) -> str:
    """Every way to read some names, with a mark before each character; of each as many letters."""
    lines: list[str] = []
    for name in fold(names).split(SEPARATOR):
        each = [
            dict.fromkeys(mark + sound[:letters] for sound in _sounds(character))
            for character in name
            if character.isalnum()
        ]
        lines += map("".join, product(*each))
    return " ".join(dict.fromkeys(filter(None, lines)))


def _sounds(character: str) -> tuple[str, ...]:
    if character.isascii() and character not in "iuv":
        return (character,)
    return readings().get(character, (" ",))  # nothing goes on across it


def like_question(text: str, form: str) -> tuple[str, list[str]]:
    """The question for the ids of those that hold every word of a text, in order, and its values."""
    each = [_holding(word, form) for word in text.split()]
    joined = "JOIN temp.sound s ON s.id=o.id" if any(" s." in condition for condition, _values in each) else ""
    held, values = _joined(" AND ", each)
    return f"SELECT o.id FROM organization o {joined} WHERE {PRESENT} AND {held} ORDER BY o.id", values


def _holding(word: str, form: str) -> _Condition:
    typed = typed_word(fold(word))
    parts = _by_sound(typed.text) if typed.pinyin is not None else []
    parts += [_like(f"o.{column}", word) for column in _WRITTEN]
    if typed.digits:
        parts.append(_like("replace(o.phone,'-','')", typed.digits))
    for table, columns in _OF_RECORDS.items():
        holds = [_like(f"n.{column}", word) for column in columns]
        if typed.digits and table == "person":
            holds.append(_like("replace(n.phone,'-','')", typed.digits))
        held, values = _joined(" OR ", holds)
        parts.append((form.format(table=table, holds=held), values))
    return _joined(" OR ", parts)


def _by_sound(word: str) -> list[_Condition]:
    ways = _ways(word)
    initials = tuple(word)
    whole = [way for way in ways if way != initials and all(unit in syllables() for unit in way[:-1])]
    mixed = [way for way in ways if way != initials and way not in whole]
    parts = [_like(" s.initials", word)] if initials in ways else []
    parts += [_like(" s.syllables", "'" + "'".join(way)) for way in whole]
    if mixed:
        looser = [_like(" s.syllables", "'" + "%'".join(way)) for way in mixed]
        if len(mixed) > _MOST_MIXED:
            looser = [_like(" s.syllables", "%".join(word))]
        parts.append(_joined(" AND ", [_joined(" OR ", looser), ("name_holds(?, s.names)", [word])]))
    return parts


def _ways(letters: str) -> list[tuple[str, ...]]:
    """Each way to take letters apart into initials and syllables, the last of which need not be complete."""
    found = [(letters,)] if letters in beginnings() or _is_initial(letters) else []
    for end in range(1, len(letters)):
        unit = letters[:end]
        if unit in syllables() or unit in _SIBILANTS or _is_initial(unit):
            found += [(unit, *rest) for rest in _ways(letters[end:])]
    return found


def _is_initial(unit: str) -> bool:
    return len(unit) == 1 and unit not in "iuv"


def _like(column: str, text: str) -> _Condition:
    return f"{column} LIKE ?", [f"%{text}%"]


def _joined(between: str, parts: list[_Condition]) -> _Condition:
    return f"({between.join(part for part, _values in parts)})", [value for _part, values in parts for value in values]
