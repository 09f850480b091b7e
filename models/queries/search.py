"""Finding organizations by what a person types: part of the name, a former name, the code, address or a phone.

Substrings of any length, right on every SQLite. Several words must all be found.
"""

import unicodedata

from models.queries.conditions import escape_like

_SHORTEST_PHONE = 4
#: No name is longer; SQLite refuses patterns of 50,000 bytes and a condition of a thousand parts.
_LONGEST, _MOST_WORDS = 500, 40


def search_words(text: str) -> list[str]:
    """The words that must all be found; a page pasted by mistake stays one text, which is nowhere."""
    words = text.split()
    return words if len(words) <= _MOST_WORDS else [text]


def search_condition(term: str, name: str) -> tuple[str, dict[str, object]]:
    """The condition over `organization o` for one typed word, with its values; parameter names begin with `name`."""
    typed = unicodedata.normalize("NFKC", term).strip()
    if len(typed) > _LONGEST or len(typed.split()) > 1:
        return "0", {}
    like = f"%{escape_like(typed)}%"
    parts = [
        f"o.name LIKE :{name} ESCAPE '!'",
        f"o.address LIKE :{name} ESCAPE '!'",
        f"o.head LIKE :{name} ESCAPE '!'",
        f"o.contact LIKE :{name} ESCAPE '!'",
        f"o.id IN (SELECT org_id FROM former_name WHERE deleted IS NOT 1 AND name LIKE :{name} ESCAPE '!')",
    ]
    if typed.isascii() and typed.isalnum():
        parts.append(f"o.code LIKE :{name} ESCAPE '!'")
    if typed.isdigit() and len(typed) >= _SHORTEST_PHONE:
        parts.append(f"replace(o.phone,'-','') LIKE :{name} ESCAPE '!'")
    return f"({' OR '.join(parts)})", {name: like}
