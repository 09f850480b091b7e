"""What a person chose for the window: language, scheme, size of text, rows, recent ledgers. Kept in the profile."""

from dataclasses import dataclass, replace
from pathlib import Path

from models.language import LANGUAGES, SOURCE_LANGUAGE
from models.ledger.profile import read_settings, write_settings
from ui.theme.tokens import Density, Scheme

_NAME = "window"
_RECENT = 8
_LONGEST_WAIT = 240
SCALES = (100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices; recent ledgers newest first."""

    scheme: Scheme = Scheme.SYSTEM
    scale: int = 100
    density: Density = Density.STANDARD
    recent: tuple[str, ...] = ()
    language: str = SOURCE_LANGUAGE
    cover_after: int = 0  # minutes without input; 0 never


def read_preferences() -> Preferences:
    """What was chosen last; the usual where nothing was, or where it is not understood."""
    said = read_settings(_NAME)
    schemes = {scheme.value: scheme for scheme in Scheme}
    densities = {density.name: density for density in Density}
    scale = said.get("scale")
    recent = said.get("recent")
    language = str(said.get("language"))
    minutes = said.get("cover_after")
    return Preferences(
        schemes.get(str(said.get("scheme")), Scheme.SYSTEM),
        scale if isinstance(scale, int) and scale in SCALES else 100,
        densities.get(str(said.get("density")), Density.STANDARD),
        tuple(str(path) for path in recent) if isinstance(recent, list) else (),
        language if language in LANGUAGES else SOURCE_LANGUAGE,
        minutes if isinstance(minutes, int) and 0 <= minutes <= _LONGEST_WAIT else 0,
    )


def keep_preferences(preferences: Preferences) -> None:
    """Remember the choices."""
    write_settings(
        _NAME,
        read_settings(_NAME)
        | {
            "scheme": preferences.scheme.value,
            "scale": preferences.scale,
            "density": preferences.density.name,
            "recent": list(preferences.recent),
            "language": preferences.language,
            "cover_after": preferences.cover_after,
        },
    )


def with_recent(preferences: Preferences, ledger: Path) -> Preferences:
    """The preferences with a ledger at the head of the recent ones."""
    path = str(ledger.absolute())
    others = [other for other in preferences.recent if other != path]
    return replace(preferences, recent=(path, *others)[:_RECENT])


def existing_recent(preferences: Preferences) -> list[Path]:
    """The recent ledgers that are still there."""
    return [Path(path) for path in preferences.recent if Path(path).is_file()]
