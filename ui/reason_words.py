"""Reasons in words: what each does to the rate, and finding them by code or label."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from models.language import N_, _
from models.ledger.code_lists import ReasonEntry
from models.rules.folding import fold
from models.rules.typed_words import typed_word
from ui.shared.suggestions import Suggestion

_EFFECTS = {
    "E": N_("留在建会率分母里，要继续做工作"),
    "N": N_("暂不计入分母：还要作“暂不具备”认定，写依据和复核日期"),
    "C": N_("留在分母里，确认被覆盖后算建成"),
    "X": N_("核实后移出台账，不再计入分母"),
}
_SHORT_EFFECTS = {"E": N_("计入分母"), "N": N_("暂不计入"), "C": N_("算覆盖"), "X": N_("移出台账")}
_SEPARATORS = re.compile(r"[,，、;；\s]+")
_MOST = 9


def effect_words(entry: ReasonEntry) -> str:
    """What a reason means for the rate, as a sentence; empty for an effect that this release does not know."""
    return _(_EFFECTS[entry.effect]) if entry.effect in _EFFECTS else ""


def reason_suggestions(entries: Iterable[ReasonEntry]) -> list[Suggestion]:
    """Proposals with code, label and effect."""
    return [
        Suggestion(
            entry.code, entry.text, detail=_(_SHORT_EFFECTS[entry.effect]) if entry.effect in _SHORT_EFFECTS else ""
        )
        for entry in list(entries)[:_MOST]
    ]


def find_reasons(reasons: Mapping[str, ReasonEntry], typed: str) -> list[ReasonEntry]:
    """The reasons that can be chosen and fit what was typed: the code, its beginning, part of the label, its sound."""
    text = folded(typed)
    usable = [entry for entry in reasons.values() if not entry.retired]
    by_code = [entry for entry in usable if entry.code.startswith(text)]
    by_label = [entry for entry in usable if text and _says(entry, text) and entry not in by_code]
    by_sound = [entry for entry in usable if _sounds_like(entry.label, text) and entry not in by_code + by_label]
    return by_code + by_label + by_sound


def one_reason(reasons: Mapping[str, ReasonEntry], typed: str) -> ReasonEntry | None:
    """The one reason that a text names: its code, its label, code and label, or a part that only it has."""
    text = folded(typed)
    found = find_reasons(reasons, typed)
    exact = [entry for entry in reasons.values() if text == entry.code or text in _names(entry)]
    if exact and not exact[0].retired:
        return exact[0]
    return found[0] if len(found) == 1 and len(text) > 1 else None


def _says(entry: ReasonEntry, text: str) -> bool:
    """Whether a label holds a text, in Chinese or in the language that is shown."""
    return text in folded(entry.label) or text in folded(entry.words)


def _names(entry: ReasonEntry) -> set[str]:
    """What a reason is called: its label in Chinese and as it is shown, and with its code."""
    return {folded(name) for name in (entry.label, entry.words, entry.text)}


def split_words(text: str) -> list[str]:
    """What stands between commas and blanks."""
    return [word for word in _SEPARATORS.split(text) if word]


def ends_word(text: str) -> bool:
    """Whether a text ends with a comma or a blank."""
    return bool(text) and _SEPARATORS.fullmatch(text[-1]) is not None


def folded(text: str) -> str:
    """Full width and small letters made alike, blanks out."""
    return unicodedata.normalize("NFKC", text).upper().replace(" ", "")


def _sounds_like(label: str, text: str) -> bool:
    """Whether a label holds what was typed as initials or syllables: ygl in 有顾虑; one letter is none."""
    return len(text) > 1 and text.isascii() and typed_word(fold(text)).span_in(label, by_sound=True) is not None
