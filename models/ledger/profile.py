"""The person's own folder on this machine: installation number, recent ledgers, settings. Never part of a ledger."""

import json
import os
from contextlib import suppress
from pathlib import Path

from models.errors import FileProblem

#: Tests and portable installations point this at a folder of their own.
PROFILE_VARIABLE = "JIANHUI_PROFILE"


def profile_folder() -> Path:
    """The folder; it may not exist yet."""
    chosen = os.environ.get(PROFILE_VARIABLE)
    if chosen:
        return Path(chosen)
    import platformdirs  # noqa: PLC0415 - the first page waits for what this module imports

    return Path(platformdirs.user_data_dir("jianhui", appauthor=False))


def cache_folder() -> Path:
    """Where lies what can be made anew at any time; it may not exist yet."""
    chosen = os.environ.get(PROFILE_VARIABLE)
    if chosen:
        return Path(chosen) / "cache"
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_cache_dir("jianhui", appauthor=False))


def read_settings(name: str) -> dict[str, object]:
    """The JSON object of `name`.json; empty if there is none or it is damaged (it only holds conveniences)."""
    try:
        found = json.loads((profile_folder() / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_settings(name: str, settings: dict[str, object]) -> None:
    """Replace `name`.json as a whole; a profile that cannot be written only costs convenience."""
    from models.files import write_file  # noqa: PLC0415

    folder = profile_folder()
    text = json.dumps(settings, indent=1, sort_keys=True)  # as ASCII: a path may hold bytes that are no text
    with suppress(OSError, FileProblem):
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / f"{name}.json", lambda path: _write(path, text), lambda path: _read_back(path, text))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _read_back(path: Path, text: str) -> None:
    if path.read_text(encoding="utf-8") != text:
        raise OSError(f"{path.name} was not written as intended")
