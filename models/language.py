"""The `_()` of every layer: Simplified Chinese is the source text, resolved when it is shown.

Mark module-level labels with `N_()` and pass them through `_()` where they are shown, so that the
language can change while the window is open.
"""

import gettext
from pathlib import Path

SOURCE_LANGUAGE = "zh_CN"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def set_language(code: str, folder: Path | None = None) -> None:
    """Use the catalogue of `code` from `folder`; the source language needs none."""
    global _catalogue  # noqa: PLW0603 - the one language of the process
    if code == SOURCE_LANGUAGE or folder is None:
        _catalogue = gettext.NullTranslations()
    else:
        _catalogue = gettext.translation("jianhui", folder, [code], fallback=True)


def _(text: str) -> str:
    """The text in the language that is set now."""
    return _catalogue.gettext(text)


def N_(text: str) -> str:  # noqa: N802 - the gettext convention
    """Mark a text for translation without translating it yet."""
    return text
