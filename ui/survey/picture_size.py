"""Making a picture small enough to hang on an organization: 300 KB hold a page that can be read."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from models.errors import InputProblem
from models.language import _
from models.rules.attachments import MOST_BYTES, media_type_of
from ui.theme.tokens import PAPER

_LONGEST_SIDES = (2000, 1600, 1280, 1024, 800)
_QUALITIES = (80, 65, 50)


def fitted(name: str, content: bytes) -> bytes:
    """The content as it is where it may hang as it is; else the picture upright, in JPEG, as large as goes.

    PDF and what is no picture come back unchanged: `attach_file` says why they are refused. InputProblem for a picture
    that cannot be read.
    """
    if (media_type_of(content) and len(content) <= MOST_BYTES) or media_type_of(content) == "application/pdf":
        return content
    image = _read(content)
    if image is None:
        if media_type_of(content):
            raise InputProblem(_("图片“{name}”读不出来，可能已经损坏。").format(name=name))
        return content
    for side in _LONGEST_SIDES:
        smaller = image
        if max(image.width(), image.height()) > side:
            size = QSize(side, side)
            smooth = Qt.TransformationMode.SmoothTransformation
            smaller = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        for quality in _QUALITIES:
            made = _jpeg(smaller, quality)
            if len(made) <= MOST_BYTES:
                return made
    return made


def _read(content: bytes) -> QImage | None:
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # as the camera was held
    reader.setDecideFormatFromContent(True)
    image = reader.read()
    return None if image.isNull() else image


def _jpeg(image: QImage, quality: int) -> bytes:
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor(PAPER))  # what was transparent
    _paint(plain, image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    plain.save(buffer, "JPEG", quality)  # type: ignore[call-overload] # the stubs want the format as bytes
    return bytes(buffer.data().data())


def _paint(onto: QImage, image: QImage) -> None:
    with QPainter(onto) as painter:
        painter.drawImage(0, 0, image)
