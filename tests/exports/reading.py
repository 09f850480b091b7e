"""What is in a written PDF: its text, its faces."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader


def page_texts(path: Path) -> list[str]:
    """Text of every page without blanks and line ends, as pypdf reads it."""
    return ["".join(page.extract_text().split()) for page in PdfReader(path).pages]


def poppler_text(path: Path) -> str:
    """Text as pdftotext reads it, without blanks and line ends; skips where the tool is absent."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is absent")
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    return "".join(done.stdout.decode().split())


def fonts(path: Path) -> Iterator[dict[str, Any]]:
    """The font dictionaries that pages and forms use."""
    for page in PdfReader(path).pages:
        waiting = [page["/Resources"]]
        while waiting:
            resources = waiting.pop().get_object()
            for font in resources.get("/Font", {}).values():
                yield font.get_object()
            forms = resources.get("/XObject", {})
            waiting += [form["/Resources"] for form in (forms[name] for name in forms) if "/Resources" in form]
