"""Identity cards: who somebody is, with the public key, as a file (.jhcard) or a QR symbol, confirmed by a code.

A card proves by its signature that its maker holds the key. That the maker is the person it names, only a person
can know: whoever gets a card compares its code by phone, once.
"""

import base64
import binascii
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from nacl.pwhash import argon2id

from models.errors import InputProblem
from models.exchange.plain_text import is_invisible
from models.exchange.signing import KEY_BYTES, card_signature_fits, public_key_of, sign_card
from models.facts.canonical import canonical_json
from models.files import write_file
from models.language import _

EXTENSION = ".jhcard"
_LINE_MARK = "JHCARD1:"
_MOST_BYTES = 20_000
_MOST_CHARACTERS = 120
#: Crockford's alphabet: no I, L, O and U, which are taken for 1, 1, 0 and V.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILOU", "110V")
CODE_LENGTH = 8
#: Slow on purpose: who wants a key with somebody else's code has to do this 10**12 times.
_PASSES, _MEMORY = 2, 16 * 1024 * 1024
_SALT = b"jianhui card code"[:16]


@dataclass(frozen=True, slots=True)
class Card:
    """Who holds a key, as the holder says. `installation` is the number of the ledger's copy, hexadecimal."""

    public_key: bytes
    name: str
    unit: str
    installation: str

    @property
    def code(self) -> str:
        """The short code to compare: two groups of four digits and letters."""
        return short_code(self.public_key)

    @property
    def title(self) -> str:
        """The person with the unit: 张三（朝阳区总工会）."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@lru_cache(maxsize=256)
def short_code(public_key: bytes) -> str:
    """The code of a key, as it is shown and read out: K7M3-9XQ4."""
    stretched = argon2id.kdf(16, public_key, _SALT, opslimit=_PASSES, memlimit=_MEMORY)
    number = int.from_bytes(stretched, "big")
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def same_code(typed: str, code: str) -> bool:
    """True if this is the code, however it was typed: small letters, blanks, full-width, O for 0."""
    return _plain(typed) == _plain(code) != ""


def _plain(code: str) -> str:
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in code)
    return "".join(c for c in narrow.upper().translate(_READ_AS) if c in _ALPHABET)


def card_line(card: Card, secret: bytes) -> str:
    """The card as one line of text, as it stands in a QR symbol."""
    said = canonical_json([card.name, card.unit, card.installation]).encode()
    key = public_key_of(secret)
    packed = key + sign_card(secret, key + said) + said
    return _LINE_MARK + base64.urlsafe_b64encode(packed).decode()


def card_text(card: Card, secret: bytes) -> str:
    """The card as a file: readable, with the line that counts at its end."""
    said = {
        "说明": "建会台账的名片。请在电话里与本人核对下面的代码，然后确认；之后他的交换文件就能合并。",
        "姓名": card.name,
        "单位": card.unit,
        "代码": card.code,
        "jhcard": card_line(card, secret),
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def write_card(card: Card, secret: bytes, path: Path) -> None:
    """Write the card: as a QR symbol for .png and .svg, as a card file for any other name."""
    ending = path.suffix.lower()
    if ending in {".png", ".svg"}:
        data = _qr_picture(card_line(card, secret), ending[1:])
    else:
        data = card_text(card, secret).encode()
    write_file(path, lambda place: _put(place, data), lambda place: _must_equal(place, data))


def card_rows(card: Card, secret: bytes) -> tuple[str, ...]:
    """The card as a QR symbol: rows of zeros and ones, for a screen."""
    import segno  # noqa: PLC0415 - only where a symbol is drawn

    code = segno.make(card_line(card, secret), error="m", micro=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)


def cards_in_photo(path: Path) -> list[Card]:
    """The cards whose QR symbols are in a photo; InputProblem if there is none."""
    from models.exchange.qr_symbols import read_photos  # noqa: PLC0415 - reading photos is loaded when it is needed

    found = []
    for content in read_photos([path]):
        with suppress(InputProblem, UnicodeDecodeError):
            found.append(parse_card(content.decode("ascii")))
    if not found:
        raise InputProblem(
            _("照片“{name}”里没有名片的二维码。").format(name=path.name), hint=_("请离近一些、对着光再拍一次。")
        )
    return found


def _qr_picture(line: str, kind: str) -> bytes:
    import segno  # noqa: PLC0415 - only where a symbol is drawn

    out = BytesIO()
    segno.make(line, error="m", micro=False).save(out, kind=kind, scale=8, border=4)
    return out.getvalue()


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _must_equal(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        raise OSError(f"{path.name} was not written as intended")


def read_card(path: Path) -> Card:
    """The card in a file, whatever a chat program made of its name or its line ends; InputProblem if there is none."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError as error:
        raise InputProblem(
            _("打不开名片“{name}”。").format(name=path.name), hint=_("请检查文件在不在。"), detail=str(error)
        ) from error
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        try:
            return parse_card(data.decode(encoding))
        except (UnicodeDecodeError, InputProblem):
            continue
    raise _no_card(path.name)


def parse_card(text: str) -> Card:
    """The card in a text: a card file's, or the line of a QR symbol."""
    line = text.strip()
    if not line.startswith(_LINE_MARK):
        try:
            found: Any = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        line = str(found.get("jhcard", "")) if isinstance(found, dict) else ""
    try:
        packed = base64.urlsafe_b64decode("".join(line.removeprefix(_LINE_MARK).split()))
        return _unpack(packed)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise _no_card("") from error


def _unpack(packed: bytes) -> Card:
    key, signature, said = packed[:KEY_BYTES], packed[KEY_BYTES:96], packed[96:]
    if not card_signature_fits(key, key + said, signature):
        raise ValueError("signature")
    name, unit, installation = json.loads(said)
    card = Card(key, name, unit, installation)
    if not all(map(_is_name, (name, unit, installation))):
        raise ValueError("texts")
    return card


def _is_name(text: object) -> bool:
    return isinstance(text, str) and len(text) <= _MOST_CHARACTERS and not any(map(is_invisible, text))


def _no_card(name: str) -> InputProblem:
    return InputProblem(
        _("“{name}”不是建会台账的名片，或者已经损坏。").format(name=name) if name else _("这不是建会台账的名片。"),
        hint=_("名片在“交换”的“名片”里存（命令是 identity --card），扩展名是 .jhcard；请让对方重新发一次。"),
    )
