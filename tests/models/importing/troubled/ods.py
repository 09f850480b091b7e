"""OpenDocument sheets as LibreOffice writes them."""

import zipfile
from pathlib import Path

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
#: What LibreOffice fills a row and a sheet up with.
FILLED_UP = '<table:table-cell table:number-columns-repeated="16370"/>'
ROWS_TO_THE_END = f'<table:table-row table:number-rows-repeated="1048560">{FILLED_UP}</table:table-row>'


def text(words: str, more: str = "") -> str:
    """A cell with text."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def number(value: float) -> str:
    """A cell with a number."""
    said = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {said}><text:p>{value}</text:p></table:table-cell>"


def day(iso: str) -> str:
    """A cell with a day."""
    said = f'office:value-type="date" office:date-value="{iso}"'
    return f"<table:table-cell {said}><text:p>{iso}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    """A row of cells."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def ods_file(path: Path, rows: str, *, name: str = "名册", manifest: str = "", declaration: str = "") -> Path:
    """A workbook with one sheet."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<office:document-content {_SPACES} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return path
