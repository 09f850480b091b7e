"""How a print is finished, whatever it shows: in grey, in larger type, with a line of the office's at the foot.

It is set round the making of a print, so that no layout has to pass it on. So is whoever wants to know where the
links of a print stand.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import lru_cache

from exports.pdf.fonts import clean
from exports.pdf.shapes import MM, Bounds, Link, Page, text_line
from exports.pdf.text import fit_line

_FOOTER_SIZE = 8.0
_FOOTER_UP = 5.5 * MM
_FOOTER_SIDE = 20 * MM
_SHORT_SIDE = 210 * MM


@dataclass(frozen=True, slots=True)
class Finish:
    """`larger` is the size of the type in tables to the usual one; the footer stands centred below everything."""

    grey: bool = False
    larger: float = 1.0
    footer: str = ""


@dataclass(slots=True)
class Binder:
    """Several prints that become one document: their pages, and where each of them begins (from 0)."""

    pages: list[Page] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)


#: Of every page the links, in points on paper.
PageLinks = list[tuple[Link, ...]]
_USUAL = Finish()
_FINISH: ContextVar[Finish] = ContextVar("finish", default=_USUAL)
_BINDER: ContextVar[Binder | None] = ContextVar("binder", default=None)
_LINKS: ContextVar[PageLinks | None] = ContextVar("links", default=None)


@contextmanager
def finished_as(finish: Finish) -> Iterator[None]:
    """Whatever is printed inside is finished like this."""
    token = _FINISH.set(finish)
    try:
        yield
    finally:
        _FINISH.reset(token)


def finish_now() -> Finish:
    """How the present print is finished."""
    return _FINISH.get()


@contextmanager
def bound_together() -> Iterator[Binder]:
    """Whatever is printed inside is written nowhere, and its pages are gathered."""
    binder = Binder()
    token = _BINDER.set(binder)
    try:
        yield binder
    finally:
        _BINDER.reset(token)


def binder_now() -> Binder | None:
    """Where the pages of the present print are gathered; None where it is written."""
    return _BINDER.get()


@contextmanager
def links_noted() -> Iterator[PageLinks]:
    """Of what is printed inside the links are kept, page by page: what is shown on a screen can be followed."""
    links: PageLinks = []
    token = _LINKS.set(links)
    try:
        yield links
    finally:
        _LINKS.reset(token)


def note_links(page: Page, left: float = 0.0, top: float = 0.0, room: Bounds | None = None) -> None:
    """Another page is written, and shows the links of `page` from (left, top) on, within `room` (points on paper)."""
    links = _LINKS.get()
    if links is not None:
        placed = (_placed(shape, page.scale, left, top) for shape in page.shapes if isinstance(shape, Link))
        links.append(tuple(_within(placed, room) if room is not None else placed))


def _placed(link: Link, scale: float, left: float, top: float) -> Link:
    box = link.bounds
    bounds = Bounds(left + box.left * scale, top + box.top * scale, box.width * scale, box.height * scale)
    outline = tuple((left + x * scale, top + y * scale) for x, y in link.outline)
    return replace(link, bounds=bounds, outline=outline)


def _within(links: Iterable[Link], room: Bounds) -> Iterator[Link]:
    for link in links:
        box = link.bounds
        left, top = max(box.left, room.left), max(box.top, room.top)
        wide, high = min(box.right, room.right) - left, min(box.bottom, room.bottom) - top
        if wide > 0 and high > 0:
            yield replace(link, bounds=Bounds(left, top, wide, high))


def with_footers(pages: Iterable[Page]) -> Iterable[Page]:
    """The pages with the footer, where there is one."""
    footer = clean(finish_now().footer).strip()
    return (with_footer(page, footer) for page in pages) if footer else pages


def with_footer(page: Page, footer: str) -> Page:
    """A page with a centred line at its very end, in proportion to its paper."""
    ratio = min(page.width, page.height) / _SHORT_SIDE
    room = page.width - 2 * _FOOTER_SIDE * ratio
    size = fit_line(footer, "plain", room, tuple(size * ratio for size in (_FOOTER_SIZE, 7.0, 6.0, 5.0)))
    left, baseline = _FOOTER_SIDE * ratio, page.height - _FOOTER_UP * ratio
    line = text_line(footer, "plain", size, left, baseline, align="center", room=room)
    return replace(page, shapes=(*page.shapes, line))


@lru_cache(maxsize=256)
def grey_of(colour: str) -> str:
    """The grey that a photocopier makes of a colour."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    shade = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{shade:02X}{shade:02X}{shade:02X}"
