"""One drawing code, two surfaces: a page on the screen looks as the PDF of the same shapes."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from PySide6.QtGui import QColor, QImage, QPainter

from exports.battle_map import lay_out_battle_map
from exports.pdf.document import Properties, write_pages
from exports.pdf.shapes import Page
from exports.weekly_ledger import lay_out_weekly_ledger
from tests.exports.content import battle_map, weekly_ledger
from ui.shape_painter import paint_page

PIXELS = 2.0  # per point


def on_screen(page: Page) -> Image.Image:
    image = QImage(
        round(page.width * page.scale * PIXELS), round(page.height * page.scale * PIXELS), QImage.Format.Format_RGB888
    )
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.scale(PIXELS, PIXELS)
        paint_page(painter, page)
    data = bytes(image.constBits())
    return Image.frombytes("RGB", (image.width(), image.height()), data, "raw", "RGB", image.bytesPerLine())


def on_paper(page: Page, path: Path) -> Image.Image:
    from datetime import datetime  # noqa: PLC0415

    write_pages(path, [page], 1, Properties("t", "a", "s", datetime(2026, 1, 1)))  # noqa: DTZ001
    document = pypdfium2.PdfDocument(path)
    try:
        return document[0].render(scale=PIXELS).to_pil().convert("RGB")
    finally:
        document.close()


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, from 0 to 255, hinting and edges smoothed away."""
    small = [picture.resize((one.width, one.height)).filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*small).convert("L")).mean[0]


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_the_battle_map(qapp: object, tmp_path: Path, paper: str) -> None:
    page = lay_out_battle_map(battle_map(), paper)[0]  # type: ignore[arg-type]
    screen, paper_picture = on_screen(page), on_paper(page, tmp_path / "map.pdf")
    assert abs(screen.width - paper_picture.width) <= 2
    assert difference(screen, paper_picture) < 2.2
    assert difference(screen, Image.new("RGB", screen.size, "white")) > 5


def test_a_page_of_the_weekly_ledger(qapp: object, tmp_path: Path) -> None:
    for page in lay_out_weekly_ledger(weekly_ledger((30, 12)))[:2]:
        assert difference(on_screen(page), on_paper(page, tmp_path / "page.pdf")) < 1.5
