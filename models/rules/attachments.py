"""What may hang on an organization: photos and scans, told by their first bytes, at most 300 KB each."""

from models.language import _

MOST_BYTES = 300 * 1024
LONGEST_NAME = 120
_SIGNS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"%PDF-", "application/pdf"))
_ENDINGS = {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "application/pdf": (".pdf",)}
_KILO, _MEGA = 1024, 1024 * 1024


def media_type_of(content: bytes) -> str:
    """image/png, image/jpeg or application/pdf; empty for anything else, whatever its name says."""
    return next((kind for sign, kind in _SIGNS if content.startswith(sign)), "")


def is_picture(media_type: str) -> bool:
    """Whether it can be looked at, and made smaller."""
    return media_type.startswith("image/")


def file_name(name: str, media_type: str) -> str:
    """A name for the file with the ending that its content asks for."""
    plain = "".join(each for each in name.replace("\\", "/").rsplit("/", 1)[-1] if each.isprintable()).strip()
    endings = _ENDINGS.get(media_type, ("",))
    stem = plain
    for ending in (".png", ".jpg", ".jpeg", ".pdf"):
        if plain.lower().endswith(ending):
            stem = plain[: -len(ending)]
            if ending in endings:
                endings = (plain[-len(ending) :],)
            break
    stem = stem.strip(". ")[:LONGEST_NAME] or _("附件")
    return stem + endings[0]


def size_words(size: int) -> str:
    """12 KB, 1.4 MB."""
    if size < _MEGA:
        return f"{max(1, round(size / _KILO))} KB"
    return f"{size / _MEGA:.1f} MB"
