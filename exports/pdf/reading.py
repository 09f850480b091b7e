"""Looking at a finished PDF: the sizes of its pages and pictures of them, for whoever shows or prints them.

pdfium serves one caller at a time, also for different documents: whatever touches it holds `pdfium`.
"""

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from threading import RLock

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # the wheel carries no types

from models.errors import FileProblem
from models.files import write_file
from models.language import _

pdfium = RLock()
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page's picture, in its pixels from the top left."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of four bytes (blue, green, red, unused), rows of `stride` bytes from the top."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PdfPages:
    """A PDF held in memory. `data` is the file, byte for byte; `sizes` are the pages' widths and heights in points."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with pdfium:
            self._document = PdfDocument(data)
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(number) for number in range(len(self._document))
            )
        self._is_open = True

    def pixel_size(self, number: int, scale: float) -> tuple[int, int]:
        """Width and height of the picture of a page at `scale` pixels per point."""
        wide, high = self.sizes[number]
        return ceil(wide * scale), ceil(high * scale)

    def picture(self, number: int, scale: float, part: Part | None = None) -> Picture:
        """The picture of a page (from 0), or a part of it, on white; FileProblem once the document is closed."""
        wide, high = self.pixel_size(number, scale)
        part = part or Part(0, 0, wide, high)
        edges = (part.left, high - part.top - part.height, wide - part.left - part.width, part.top)
        with pdfium:
            if not self._is_open:
                raise FileProblem(_("这份预览已经关闭。"))
            page = self._document[number]
            bitmap = page.render(
                scale=scale, crop=tuple(max(edge - _HALF, 0) / scale for edge in edges), prefer_bgrx=True
            )
            found = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
        return found

    def save_copy(self, path: Path) -> None:
        """Write the very same bytes into a file; FileProblem says why it could not be written."""
        write_file(path, lambda temporary: _write(temporary, self.data), lambda written: _compare(written, self.data))

    def __del__(self) -> None:
        if hasattr(self, "_is_open"):  # pypdfium2 would close it from any thread, without asking
            self.close()

    def close(self) -> None:
        """Give the memory back; harmless when done twice."""
        with pdfium:
            if self._is_open:
                self._is_open = False
                self._document.close()


def read_pages(path: Path) -> PdfPages:
    """The PDF at `path`, of which nothing stays open; FileProblem if it is none."""
    try:
        return PdfPages(path.read_bytes())
    except (OSError, PdfiumError) as error:
        raise FileProblem(_("生成的 PDF 读不回来。"), hint=_("请再试一次。"), detail=str(error)) from error


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _compare(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        raise OSError("the copy differs")
