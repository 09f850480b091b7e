"""What a file is and whether it is safe to parse, found out in seconds and with little memory.

Runs in the reading process, before anything there parses the file. Raises Refused.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from models.importing.refused import Refused

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 20_000
_LONGEST_DIRECTORY = 8 << 20
_MOST_BYTES = 6 << 30
_SUSPICIOUS_BYTES = 24 << 20
_SUSPICIOUS_RATIO = 150  # the densest real sheets, rows of equal formatted blanks, pack 60 times
_SMALL_PART = 24 << 20
_STRINGS_BYTES = 1 << 30
_PIECE = 1 << 20
_READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class SheetPart(NamedTuple):
    """A worksheet of a workbook: its name, whether it is shown, and the part that holds it."""

    name: str
    visible: bool
    part: str


class Outline(NamedTuple):
    """What the frame of a workbook says: its kind, its sheets, whether its dates count from 1904."""

    kind: str  # xlsx, xls, ods
    sheets: tuple[SheetPart, ...] = ()
    epoch_1904: bool = False
    strings: str | None = None  # the part with the shared strings
    styles: str | None = None


def outline(path: Path) -> Outline:
    """What a workbook is, by its contents; Refused for what is none, or none that can be read."""
    with path.open("rb") as file:
        head = file.read(8)
    if head == _OLE:
        return Outline("xls")
    if not head.startswith(_ZIP):
        raise Refused("damaged")
    with Package(path) as package:
        return package.outline()


class Package:
    """A zip file whose directory was checked; its parts are streamed, never held."""

    def __init__(self, path: Path) -> None:
        size = path.stat().st_size
        self._zip = _opened(path, size)
        self.parts = {info.filename.replace("\\", "/").lower(): info for info in self._zip.infolist()}
        try:
            _check_directory(self._zip.infolist(), size)
        except Refused:
            self._zip.close()
            raise

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._zip.close()

    def size(self, part: str) -> int:
        """How long a part is when unpacked; 0 if it is not there."""
        info = self.parts.get(part)
        return info.file_size if info else 0

    def stream(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, proven by its check sum at the end; Refused if it is missing or damaged."""
        info = self.parts.get(part)
        if info is None:
            raise Refused("damaged", f"no {part}")
        try:
            with self._zip.open(info) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
            raise Refused("damaged", f"{part}: {error}") from error

    def text_stream(self, part: str) -> Iterator[bytes]:
        """The same for a part of XML: no document type, no other encoding than UTF-8."""
        tail = b""
        for piece in self.stream(part):
            if not tail and piece.startswith(_MARKS):
                raise Refused("damaged", f"{part}: not UTF-8")
            text = tail + piece
            if b"<!" in text and _DECLARATION.search(text):
                raise Refused("declaration", part)
            tail = piece[-9:]
            yield piece

    def small(self, part: str) -> bytes:
        """The whole of a part that is small in every real file."""
        if self.size(part) > _SMALL_PART:
            raise Refused("bomb", part)
        return b"".join(self.text_stream(part))

    def check(self, part: str, most: int = _STRINGS_BYTES) -> None:
        """Go through a part that only has to be sound."""
        if self.size(part) > most:
            raise Refused("too_big", part)
        for _piece in self.text_stream(part):
            pass

    def outline(self) -> Outline:
        """What the workbook in it says of itself."""
        names = self.parts
        if "xl/workbook.xml" in names:
            return self._xlsx()
        if "xl/workbook.bin" in names:
            raise Refused("xlsb")
        if "mimetype" in names:
            return self._open_document()
        first = {name.split("/")[0] for name in names}
        if "encryptedpackage" in first:
            raise Refused("encrypted")
        for folder, code in (("word", "word"), ("ppt", "slides"), ("index", "numbers"), ("index.zip", "numbers")):
            if folder in first:
                raise Refused(code)
        raise Refused("archive")

    def _open_document(self) -> Outline:
        said = self.small("mimetype").decode("ascii", "replace")
        if "spreadsheet" not in said:
            raise Refused("word" if "text" in said else "slides" if "presentation" in said else "other")
        if b"encryption-data" in self.small("meta-inf/manifest.xml"):
            raise Refused("encrypted")
        if "content.xml" not in self.parts:
            raise Refused("damaged", "no content.xml")
        return Outline("ods")

    def _xlsx(self) -> Outline:
        targets = self._relations()
        sheets: list[SheetPart] = []
        epoch_1904 = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal epoch_1904
            tag = tag.rpartition(":")[2]
            if tag == "workbookPr":
                epoch_1904 = attributes.get("date1904", "0") in {"1", "true"}
            elif tag == "sheet":
                kind, part = targets.get(_relation_id(attributes), ("", ""))
                if kind == "worksheet":
                    visible = attributes.get("state", "visible") == "visible"
                    sheets.append(SheetPart(attributes.get("name", ""), visible, part))

        _parse(self.small("xl/workbook.xml"), start)
        parts = dict(targets.values())
        for part in (parts.get("styles"), parts.get("sharedStrings"), *(sheet.part for sheet in sheets)):
            if part and part not in self.parts:
                raise Refused("damaged", f"no {part}")
        return Outline("xlsx", tuple(sheets), epoch_1904, parts.get("sharedStrings"), parts.get("styles"))

    def _relations(self) -> dict[str, tuple[str, str]]:
        """Kind and part by id."""
        targets: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                targets[attributes.get("Id", "")] = (kind, _part_named(attributes.get("Target", "")))

        _parse(self.small("xl/_rels/workbook.xml.rels"), start)
        return targets


def _relation_id(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")


def _part_named(target: str) -> str:
    """Where a target of xl/workbook.xml stands in the package."""
    target = target.replace("\\", "/")
    steps = [] if target.startswith("/") else ["xl"]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps).lower()


def _parse(text: bytes, start: object) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start  # type: ignore[assignment] # typeshed wants its own alias
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused("damaged", str(error)) from error


def _opened(path: Path, size: int) -> zipfile.ZipFile:
    with path.open("rb") as file:
        file.seek(max(0, size - 70_000))
        end = file.read()
    at = end.rfind(b"PK\5\6")
    if at < 0:
        raise Refused("truncated")
    length = int.from_bytes(end[at + 12 : at + 16], "little")
    if _LONGEST_DIRECTORY < length < 0xFFFFFFFF:  # noqa: PLR2004 - the mark of a zip64 directory
        raise Refused("bomb", "directory")
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, RuntimeError, ValueError, OverflowError, EOFError) as error:
        raise Refused("damaged", str(error)) from error


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise Refused("bomb", f"{len(parts)} parts")
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end or part.header_offset + part.compress_size > size:
            raise Refused("bomb" if part.header_offset < end else "truncated", part.filename)
        end = part.header_offset + part.compress_size
        if part.file_size > _SUSPICIOUS_BYTES and part.file_size > _SUSPICIOUS_RATIO * max(part.compress_size, 1):
            raise Refused("bomb", part.filename)
        if part.compress_type not in _READABLE:
            raise Refused("damaged", f"packed by method {part.compress_type}")
