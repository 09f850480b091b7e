"""The `_()` of every layer: Simplified Chinese is the source text, resolved when it is shown.

Mark module-level labels with `N_()` and pass them through `_()` where they are shown, so that the
language can change while the window is open. Catalogues: resources/translations, written by packaging/catalogues.py.
"""

import gettext

from models.resources import RESOURCES

SOURCE_LANGUAGE = "zh_CN"
#: Code and own name of each language that the interface speaks; the source first.
LANGUAGES = {SOURCE_LANGUAGE: "简体中文", "zh_TW": "繁體中文", "en": "English"}

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_code = SOURCE_LANGUAGE


def set_language(code: str) -> None:
    """Speak this language from now on; the source language for a code that is none of LANGUAGES."""
    global _catalogue, _code  # noqa: PLW0603 - the one language of the process
    _code = code if code in LANGUAGES else SOURCE_LANGUAGE
    _catalogue = gettext.NullTranslations()
    if _code != SOURCE_LANGUAGE:
        _catalogue = gettext.translation("jianhui", RESOURCES / "translations", [_code], fallback=True)


def language() -> str:
    """The code of the language that is set now."""
    return _code


def has_long_words() -> bool:
    """Whether words take more room than their Chinese ones, by a fifth or so: tables and bars ask for it then."""
    return _code == "en"


def _(text: str) -> str:
    """The text in the language that is set now."""
    return _catalogue.gettext(text) if text else ""  # a catalogue's head stands under the empty text


def sentences(*texts: str) -> str:
    """Whole sentences one after the other: with a blank between them where the language writes one."""
    return (" " if has_long_words() else "").join(text for text in texts if text)


def N_(text: str) -> str:  # noqa: N802 - the gettext convention
    """Mark a text for translation without translating it yet."""
    return text
