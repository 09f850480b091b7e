"""Write resources/translations/: what the interface says in Traditional Chinese and English.

The Simplified Chinese text in the source is the key. Run after texts were added or changed:
    .venv/bin/python packaging/catalogues.py
New texts come into the catalogues, those that are gone leave them, the compiled files follow. Traditional Chinese is
converted where it is missing (OpenCC with Taiwan's words, then WORDS below; `pip install opencc` first: it has no
wheel for every platform, so it is no dependency); English has to be written by a person:
the command names what is missing and ends with 1. A wording that a person corrected in a .po file is kept.
"""

import ast
import csv
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
DOMAIN = "jianhui"
LANGUAGES = ("zh_TW", "en")
KEYWORDS = {"_", "N_"}
SOURCES = ("models", "exports", "ui")
#: What OpenCC leaves in the mainland's wording, or words otherwise than offices do.
WORDS = {
    "臺賬": "台帳",
    "U 盤": "隨身碟",
    "交換檔案": "交換檔",
    "臺": "台",
    "程式碼": "代碼",
    "物件": "對象",
    "登出": "註銷",
    "許可權": "權限",
    "稽核": "審核",
    "型別": "類型",
    "原始碼": "原代碼",
    "執行狀況": "運作狀況",
}


def texts() -> dict[str, list[str]]:
    """Every text of the interface with the files that it stands in, in the order of the files."""
    found: dict[str, list[str]] = {}
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for text in marked(path):
            places = found.setdefault(text, [])
            if name not in places:
                places.append(name)
    for text in playbook():
        found.setdefault(text, []).append("resources/codes/reasons.csv")
    for text in survey():
        found.setdefault(text, []).append("resources/codes/survey.csv")
    return found


def marked(path: Path) -> Iterator[str]:
    """The texts in `_()` and `N_()` of a file; those inside f-strings too, which Babel's tokens do not show."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            match node.args:
                case [ast.Constant(value=str(text)), *_rest] if text:
                    yield text


def sources() -> Iterator[Path]:
    """The program's own files."""
    for folder in SOURCES:
        yield from sorted((ROOT / folder).rglob("*.py"))


def playbook() -> Iterator[str]:
    """The texts of the shipped reasons."""
    with (ROOT / "resources" / "codes" / "reasons.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (row[column] for column in ("label", "next_step", "evidence") if row[column])


def survey() -> Iterator[str]:
    """The texts of the shipped questions."""
    with (ROOT / "resources" / "codes" / "survey.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (row[column] for column in ("label", "group", "hint") if row[column])


def catalogue_of(language: str, path: Path, wanted: dict[str, list[str]]) -> Catalog:
    """The catalogue with the texts of now and the translations of before."""
    before = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            before = read_po(file, locale=language)
    catalogue = Catalog(locale=language, domain=DOMAIN, project="jianhui-ledger", charset="utf-8", fuzzy=False)
    convert = _converter() if language == "zh_TW" else None
    for text, places in wanted.items():
        known = before.get(text)
        said = str(known.string) if known is not None and known.string else ""
        if not said and convert is not None:
            said = convert(text)
        catalogue.add(text, said, locations=[(place, 0) for place in places])
    return catalogue


def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - only needed when something is missing

    opencc = OpenCC("s2twp")

    def convert(text: str) -> str:
        said: str = opencc.convert(text)
        for word, better in WORDS.items():
            said = said.replace(word, better)
        return said

    return convert


def main() -> int:
    """Bring the catalogues up to date; 1 if a translation is missing."""
    wanted = texts()
    missing = 0
    for language in LANGUAGES:
        folder = FOLDER / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{DOMAIN}.po"
        catalogue = catalogue_of(language, path, wanted)
        for message in catalogue:
            if message.id and not message.string:
                missing += 1
                print(f"{language}: {message.id!r}")
        written = io.BytesIO()
        write_po(written, catalogue, width=0, include_lineno=False, omit_header=False)
        lines = written.getvalue().split(b"\n")
        path.write_bytes(b"\n".join(line for line in lines if not line.startswith(DATES)))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 1 if missing else 0


#: Head lines that would change at every run.
DATES = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Report-Msgid')


if __name__ == "__main__":
    sys.exit(main())
