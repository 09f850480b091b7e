"""Sentences whose numbers know what they count: plain text for every print, links where they stand on a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter

from exports.pdf.fonts import Role, width
from exports.pdf.shapes import Bounds, Label, Lead, Link

_Placed = tuple[int, int, Lead]


class Told(str):
    """A text; `leads` say from where to where a number stands in it, and what it leads to on a screen."""

    __slots__ = ("leads",)
    leads: tuple[_Placed, ...]

    def __new__(cls, text: str, leads: Iterable[_Placed] = ()) -> "Told":
        """The text with its numbers."""
        made = super().__new__(cls, text)
        made.leads = tuple(leads)
        return made


def told(template: str, leads: Mapping[str, Lead | None] | None = None, **values: object) -> Told:
    """`template.format(**values)`; the value of a name in `leads` is a number that leads there.

    Values that are told themselves keep their numbers.
    """
    text, placed, numbers = "", [], leads or {}
    for before, name, _spec, _conversion in Formatter().parse(template):
        text += before
        if name is None:
            continue
        value, lead, start = values[name], numbers.get(name), len(text)
        text += str(value)
        placed += [(start + a, start + b, each) for a, b, each in _leads(value)]
        placed += [(start, len(text), lead)] if lead is not None else []
    return Told(text, placed)


def together(parts: Iterable[str], between: str = "") -> Told:
    """The texts one after another."""
    text, placed = "", []
    for part in parts:
        text += between if text else ""
        placed += [(len(text) + a, len(text) + b, lead) for a, b, lead in _leads(part)]
        text += part
    return Told(text, placed)


def told_links(text: str, lines: Sequence[Label], role: Role) -> list[Link]:
    """Where the numbers of a text stand, that was set as these lines; nothing where they say something else."""
    places = [(line, at) for line in lines for at, sign in enumerate(line.text) if not sign.isspace()]
    signs = [at for at, sign in enumerate(str(text)) if not sign.isspace()]
    if len(places) != len(signs):
        return []
    line_of = dict(zip(signs, places, strict=True))
    made = []
    for start, end, lead in _leads(text):
        (line, first), (same, last) = line_of[start], line_of[end - 1]
        if line is same:
            made.append(lead.at(_bounds(line, role, first, last + 1)))
    return made


def _bounds(line: Label, role: Role, first: int, last: int) -> Bounds:
    left, right = (width(role, line.text[:at]) * line.size + line.spacing * at for at in (first, last))
    return Bounds(line.left + left, line.bounds.top, right - left - line.spacing, line.size)


def _leads(text: object) -> Iterator[_Placed]:
    return iter(text.leads if isinstance(text, Told) else ())
