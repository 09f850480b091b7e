"""Texts are looked up in the language that is set when they are shown."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.language import N_, SOURCE_LANGUAGE, _, set_language


@pytest.fixture(autouse=True)
def back_to_chinese() -> Iterator[None]:
    yield
    set_language(SOURCE_LANGUAGE)


def catalogue(folder: Path, code: str, texts: dict[str, str]) -> None:
    """A gettext catalogue as msgfmt writes it."""
    texts = {"": "Content-Type: text/plain; charset=UTF-8\n", **texts}
    pairs = [(source.encode(), said.encode()) for source, said in sorted(texts.items())]
    head, count = 28, len(pairs)
    at = head + 16 * count
    tables: list[bytes] = []
    body = b""
    for part in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[part]), at + len(body)))
            body += pair[part] + b"\0"
    path = folder / code / "LC_MESSAGES" / "jianhui.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(
        struct.pack("<7I", 0x950412DE, 0, count, head, head + 8 * count, 0, head) + b"".join(tables) + body
    )


def test_a_marked_text_follows_the_language_that_is_set(tmp_path: Path) -> None:
    catalogue(tmp_path, "en", {"走访": "Visit"})
    label = N_("走访")
    set_language("en", tmp_path)
    assert _(label) == "Visit"
    assert _("跟进") == "跟进"  # not in the catalogue
    set_language(SOURCE_LANGUAGE)
    assert _(label) == "走访"


def test_a_language_without_a_catalogue_shows_the_source(tmp_path: Path) -> None:
    set_language("en", tmp_path)
    assert _("走访") == "走访"
