"""A piece of facts as QR symbols, and back from photos of them: any order, several photos, upside down.

A symbol holds "JHQR", a version, the first four bytes of the piece's SHA-256, its number and how many there are, and
640 bytes of the piece: version 20 at error level M, which a telephone reads from a sheet of paper at arm's length.
"""

import hashlib
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import InputProblem, MergeProblem
from models.exchange.recognizing import first_bytes
from models.language import _
from models.progress import Progress

#: How many symbols a piece may have; what needs more goes as a file.
MOST_SYMBOLS = 24
PART_BYTES = 640
_MARK = b"JHQR\x01"
_TAG = 4
_HEAD = len(_MARK) + _TAG + 2
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"BM", b"GIF8")
_MOST_PIXELS = 80_000_000
_SIDES = (0, 2_400, 1_200)  # tried one after another: as it is, then smaller


@dataclass(frozen=True, slots=True)
class Symbol:
    """One QR symbol: rows of zeros and ones, its number from 1, and how many there are."""

    rows: tuple[str, ...]
    number: int
    count: int


def symbols(data: bytes) -> list[Symbol]:
    """A piece as symbols; InputProblem if it needs too many."""
    import segno  # noqa: PLC0415 - drawing is loaded when it is needed

    parts = split(data)
    found = []
    for number, part in enumerate(parts, 1):
        code = segno.make_qr(part, error="m", mode="byte", boost_error=False)
        rows = tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)
        found.append(Symbol(rows, number, len(parts)))
    return found


def split(data: bytes) -> list[bytes]:
    """The contents of the symbols of a piece."""
    count = -(-len(data) // PART_BYTES)
    if count > MOST_SYMBOLS:
        raise InputProblem(
            _("内容太多：要 {n} 个二维码，最多 {most} 个。").format(n=count, most=MOST_SYMBOLS),
            hint=_("请改用交换文件（.jhx），或者只选今天的记录。"),
        )
    tag = hashlib.sha256(data).digest()[:_TAG]
    return [_MARK + tag + bytes([at, count]) + data[at * PART_BYTES : (at + 1) * PART_BYTES] for at in range(count)]


def join(contents: Iterable[bytes]) -> list[bytes]:
    """The pieces that these symbols' contents make up, each once; MergeProblem that says what is missing.

    Codes of something else are passed over; MergeProblem if there is none of ours.
    """
    parts: dict[tuple[bytes, int], dict[int, bytes]] = {}
    for content in contents:
        if content.startswith(_MARK) and len(content) > _HEAD:
            tag = content[len(_MARK) : len(_MARK) + _TAG]
            number, count = content[_HEAD - 2], content[_HEAD - 1]
            if number < count <= MOST_SYMBOLS:
                parts.setdefault((tag, count), {})[number] = content[_HEAD:]
    if not parts:
        raise MergeProblem(
            _("照片里没有找到建会台账的二维码。"),
            hint=_("请离近一些、对着光再拍一次，每张里的码都要完整；一张照片可以拍几个码。"),
        )
    return [_joined(tag, count, found) for (tag, count), found in parts.items()]


def read_photos(paths: Sequence[Path], progress: Progress | None = None) -> list[bytes]:
    """The contents of all QR symbols in these pictures; MergeProblem for what is no picture that can be read."""
    found: list[bytes] = []
    for number, path in enumerate(paths):
        if progress:
            progress.step(number, len(paths), _("读照片"))
        found += _read(path)
    return found


def is_picture(path: Path) -> bool:
    """True if a file begins as a picture does."""
    return first_bytes(path).startswith(_PICTURES)


def _joined(tag: bytes, count: int, found: dict[int, bytes]) -> bytes:
    missing = [number + 1 for number in range(count) if number not in found]
    if missing:
        numbers = "、".join(str(number) for number in missing)
        raise MergeProblem(
            _("二维码还没拍全：共 {count} 个，还缺第 {numbers} 个。").format(count=count, numbers=numbers),
            hint=_("请把缺的补拍，和已有的照片一起再选一次。"),
        )
    data = b"".join(found[number] for number in range(count))
    if hashlib.sha256(data).digest()[:_TAG] != tag:
        raise MergeProblem(_("二维码的内容对不上，可能混进了另一份的码。"), hint=_("请只选同一份的照片，再试一次。"))
    return data


def _read(path: Path) -> list[bytes]:
    import zxingcpp  # noqa: PLC0415 - loaded when photos are read
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise Image.DecompressionBombError("pixels")
                picture: Any = ImageOps.autocontrast(ImageOps.exif_transpose(opened).convert("L"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _unreadable(path, _("“{name}”太大，读不了。")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _unreadable(path, _("“{name}”不是图片，或者已损坏。")) from error
    found: dict[bytes, None] = {}
    for side in _SIDES:
        sized = picture if not side or max(picture.size) <= side else ImageOps.contain(picture, (side, side))
        for code in zxingcpp.read_barcodes(sized, formats=zxingcpp.barcode_formats_from_str("QRCode")):
            found[bytes(code.bytes)] = None
    return list(found)


def _unreadable(path: Path, sentence: str) -> MergeProblem:
    return MergeProblem(sentence.format(name=path.name), hint=_("请选手机拍的照片（jpg、png）。"))
