"""Workbooks written part by part, in shapes that no library of ours would write."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
#: Number formats: plain, day, 年月日 as Excel's own number 31, WPS's own words, text.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="176" '
    'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in (0, 14, 31, 176, 49)
    )
    + "</cellXfs></styleSheet>"
)


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def text(reference: str, words: str) -> str:
    """A cell with text in it."""
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def grid(rows: Sequence[Sequence[str | int | None]]) -> str:
    """Rows of texts and numbers, as Excel numbers them."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row):
            reference = f"{chr(65 + column)}{number}"
            if isinstance(value, str):
                cells.append(text(reference, value))
            elif value is not None:
                cells.append(f'<c r="{reference}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(lines)


def parts(
    sheets: Mapping[str, str],
    *,
    strings: str | None = None,
    workbook: str = "",
    states: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The parts of a workbook with these worksheets (name to XML)."""
    states = states or {}
    relations, listed = [], []
    made = {"[Content_Types].xml": _TYPES}
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        state = f' state="{states[name]}"' if name in states else ""
        listed.append(f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>')
        relations.append(
            f'<Relationship Id="rId{number}" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        made[f"xl/worksheets/sheet{number}.xml"] = xml
    relations.append(f'<Relationship Id="rId90" Type="{DOCUMENT}/styles" Target="styles.xml"/>')
    made["xl/styles.xml"] = STYLES
    if strings is not None:
        relations.append(f'<Relationship Id="rId91" Type="{DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>')
        made["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>'
    made["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{DOCUMENT}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    made["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>'
    made["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{workbook}<sheets>{"".join(listed)}</sheets></workbook>'
    )
    return made


def one_sheet(rows: str, *, before: str = "", after: str = "", strings: str | None = None) -> dict[str, str]:
    """The parts of a workbook with one worksheet."""
    return parts({"名册": sheet(rows, before=before, after=after)}, strings=strings)


def pack(path: Path, made: Mapping[str, str | bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write parts as a workbook."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in made.items():
            entry = zipfile.ZipInfo(name)
            entry.filename = name  # backslashes and all
            entry.compress_type = packing
            archive.writestr(entry, content)
    return path
