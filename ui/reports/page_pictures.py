"""Pictures of pages, made in the background in tiles, kept while there is room; only what is looked at is made."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from exports.pdf.reading import Part, PdfPages
from models.progress import Progress
from ui.session import LedgerSession

TILE = 1024
_KEPT_BYTES = 192 << 20
_PIXEL = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page's picture at a scale (pixels per point); `part` is in that picture's pixels."""

    page: int
    scale: float
    part: Part


def tiles_of(page: int, scale: float, size: tuple[int, int], seen: tuple[int, int, int, int]) -> list[Tile]:
    """The tiles of a page's picture of `size` that meet what is seen of it (left, top, right, bottom)."""
    width, height = size
    left, top, right, bottom = seen
    return [
        Tile(page, scale, Part(x, y, min(TILE, width - x), min(TILE, height - y)))
        for y in range(max(top, 0) // TILE * TILE, min(bottom, height), TILE)
        for x in range(max(left, 0) // TILE * TILE, min(right, width), TILE)
    ]


class PagePictures(QObject):
    """The pictures of one document at a time. Whoever shows pages asks `get` and names what is missing."""

    arrived = Signal(int)  # page

    def __init__(self, session: LedgerSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._pages: PdfPages | None = None
        self._kept: OrderedDict[Tile, QPixmap] = OrderedDict()
        self._bytes = 0
        self._wanted: list[Callable[[], Iterable[Tile]]] = []
        self._failed: set[Tile] = set()
        self._making = False

    @property
    def pages(self) -> PdfPages | None:
        """The document that is shown."""
        return self._pages

    def add_viewer(self, wanted: Callable[[], Iterable[Tile]]) -> None:
        """`wanted` names the tiles that a viewer needs now; those of earlier viewers are made first."""
        self._wanted.append(wanted)

    def show(self, pages: PdfPages | None) -> None:
        """Show another document; the pictures of the one before go."""
        self._pages = pages
        self._kept.clear()
        self._failed.clear()
        self._bytes = 0

    def get(self, tile: Tile) -> QPixmap | None:
        """The picture, if it is here."""
        picture = self._kept.get(tile)
        if picture is not None:
            self._kept.move_to_end(tile)
        return picture

    def make_missing(self) -> None:
        """Make what viewers need and what is not here yet, one after the other."""
        if self._making or self._pages is None:
            return
        needed = (tile for wanted in self._wanted for tile in wanted())
        tile = next((tile for tile in needed if tile not in self._kept and tile not in self._failed), None)
        if tile is None:
            return
        self._making = True
        job = self._session.runner.read(partial(_render, self._pages, tile))
        job.done.connect(partial(self._take, self._pages, tile))
        job.failed.connect(partial(self._give_up, self._pages, tile))  # a dropped job ends it: the window closes
        job.cancelled.connect(partial(self._give_up, self._pages, tile))

    def _take(self, pages: PdfPages, tile: Tile, image: QImage) -> None:
        self._making = False
        if pages is self._pages:
            self._keep(tile, QPixmap.fromImage(image))
            self.arrived.emit(tile.page)
        self.make_missing()

    def _give_up(self, pages: PdfPages, tile: Tile, *_problem: object) -> None:
        self._making = False
        if pages is self._pages:
            self._failed.add(tile)
        self.make_missing()

    def _keep(self, tile: Tile, picture: QPixmap) -> None:
        self._kept[tile] = picture
        self._bytes += _weight(tile)
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            oldest, _picture = self._kept.popitem(last=False)
            self._bytes -= _weight(oldest)


def _render(pages: PdfPages, tile: Tile, progress: Progress) -> QImage:
    progress.check()
    found = pages.picture(tile.page, tile.scale, tile.part)
    return QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy()


def _weight(tile: Tile) -> int:
    return tile.part.width * tile.part.height * _PIXEL
