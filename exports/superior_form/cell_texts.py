"""The texts of a form's cells as the file has them: blanks, lines and the look of each piece."""

import zipfile
from collections.abc import Iterable, Mapping
from xml.parsers import expat

from exports.superior_form.patching import Place, SheetPart
from exports.superior_form.runs import Run, Runs

_PIECE = 1 << 16
_MOST_BYTES = 32 << 20


def texts_of(
    cells: SheetPart, places: Iterable[Place], archive: zipfile.ZipFile, strings: str | None
) -> dict[Place, Runs]:
    """The texts of these cells; `strings` is the part with shared ones. What is no text is left out."""
    found: dict[Place, Runs] = {}
    shared: dict[int, list[Place]] = {}
    for place in places:
        cell = cells.cell(place)
        if cell is None or cell.has_formula:
            continue
        reader = _TextReader("is")
        reader.read([cells.data[cell.start : cell.end]])
        if reader.kind == "s" and reader.number.strip().isdecimal():
            shared.setdefault(int(reader.number), []).append(place)
        elif reader.kind == "inlineStr" and reader.found:
            found[place] = reader.found[0]
    if shared and strings is not None and archive.getinfo(strings).file_size <= _MOST_BYTES:
        with archive.open(strings) as part:
            reader = _TextReader("si", shared)
            reader.read(iter(lambda: part.read(_PIECE), b""))
        for number, runs in reader.found.items():
            found |= dict.fromkeys(shared[number], runs)
    return found


class _TextReader:
    """Takes down the texts in elements of one name; with `wanted` only those with these numbers."""

    def __init__(self, name: str, wanted: Mapping[int, object] | None = None) -> None:
        self.found: dict[int, Runs] = {}
        self.kind = ""
        self.number = ""
        self._name, self._wanted = name, wanted
        self._count = -1
        self._runs: list[Run] | None = None
        self._look: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        self._inside: list[str] = []
        self._text: list[str] | None = None

    def read(self, pieces: Iterable[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == self._name:
            self._count += 1
            self._runs = [] if self._wanted is None or self._count in self._wanted else None
        elif name == "c":
            self.kind = attributes.get("t", "")
        elif name == "r":
            self._look = []
        elif self._inside and self._inside[-1] == "rPr":
            self._look.append((name, tuple(attributes.items())))
        elif name == "v" or (name == "t" and "rPh" not in self._inside):
            self._text = []
        self._inside.append(name)

    def _end(self, _tag: str) -> None:
        name = self._inside.pop()
        if name == self._name and self._runs is not None:
            self.found[self._count] = tuple(self._runs)
            self._runs = None
        elif name == "t" and self._text is not None:
            if self._runs is not None:
                look = tuple(self._look) if "r" in self._inside else ()
                self._runs.append(Run("".join(self._text), look))
            self._text = None
        elif name == "v" and self._text is not None:
            self.number, self._text = "".join(self._text), None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
