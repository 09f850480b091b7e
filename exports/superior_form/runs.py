"""A cell's text as a form has it: pieces, each in a look of its own, for filling inside it."""

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

#: What a piece's properties are: elements with their attributes.
Look = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text in one look: the properties that the file gives it, none where the cell's own stand."""

    text: str
    look: Look = ()

    def xml(self, prefix: str) -> str:
        """The piece as it stands inside a text of pieces."""
        properties = "".join(
            f"<{prefix}{name}" + "".join(f" {key}={quoteattr(value)}" for key, value in attributes) + "/>"
            for name, attributes in self.look
        )
        head = f"<{prefix}rPr>{properties}</{prefix}rPr>" if properties else ""
        return f'<{prefix}r>{head}<{prefix}t xml:space="preserve">{escape(self.text)}</{prefix}t></{prefix}r>'


Runs = tuple[Run, ...]


def text_of(runs: Runs) -> str:
    """The whole text."""
    return "".join(run.text for run in runs)


def edited(runs: Runs, start: int, end: int, text: str) -> Runs:
    """The pieces with `text` in place of what stands from `start` to `end`.

    It takes the look of the first character that goes, or of the one before where none does.
    """
    keeper = start if end > start else max(start - 1, 0)
    made: list[Run] = []
    at = 0
    for run in runs:
        length = len(run.text)
        low, high = (min(max(place - at, 0), length) for place in (start, end))
        put = text if at <= keeper < at + length else ""
        made.append(replace(run, text=run.text[:low] + put + run.text[high:]))
        at += length
    return tuple(run for run in made if run.text)
