"""Sealing: only who holds one of some keys, or knows a passphrase, reads more than the cover.

The sections are encrypted one by one with one random key (libsodium's secretstream: none can be left out, doubled or
moved). That key lies in the file once per recipient, sealed to the card's key, and once under the passphrase.
The signature stands outside, over the whole file, and the manifest inside names the signer once more: a stranger
can neither alter a sealed file nor sign it as his own.
"""

import base64
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES as OVERHEAD,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_HEADERBYTES as HEADER_BYTES,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
)
from nacl.exceptions import CryptoError
from nacl.public import SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.signing import SigningKey, VerifyKey
from nacl.utils import random

from models.errors import InputProblem, MergeProblem
from models.exchange.cards import Card
from models.exchange.fact_rows import Unsound
from models.facts.canonical import canonical_json
from models.language import _

_KEY_BYTES = 32
SHORTEST = 8
_MOST_SLOTS = 64


class PassphraseNeeded(MergeProblem):
    """The file is sealed with a passphrase: ask for it. `was_wrong` says that one was tried."""

    def __init__(self, *, was_wrong: bool) -> None:
        if was_wrong:
            super().__init__(_("口令不对，文件没有打开。"), hint=_("请向发文件的人再问一次口令，注意大小写和空格。"))
        else:
            super().__init__(_("这个文件加了口令。"), hint=_("请输入发文件的人告诉您的口令。"))
        self.was_wrong = was_wrong


@dataclass(frozen=True, slots=True)
class Seal:
    """Whom a file is sealed for: cards, a passphrase, or both (any of them opens it)."""

    cards: Sequence[Card] = ()
    passphrase: str | None = None


class Sealer:
    """Encrypts the sections of one file in their order."""

    def __init__(self, seal: Seal) -> None:
        key = random(_KEY_BYTES)
        self._state = crypto_secretstream_xchacha20poly1305_state()
        stream = crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        slots: list[dict[str, str]] = [_slot_for(card, key) for card in seal.cards]
        if seal.passphrase is not None:
            slots.append(_slot_under(seal.passphrase, key))
        self.key = key
        #: What stands in the file for who unseals it.
        self.content = canonical_json({"stream": _text(stream), "slots": slots}).encode()

    def sealed(self, tag: bytes, content: bytes) -> bytes:
        """A section, encrypted and bound to its tag and its place."""
        return bytes(crypto_secretstream_xchacha20poly1305_push(self._state, content, tag))


class Unsealer:
    """Decrypts the sections of one file in their order."""

    def __init__(self, stream: bytes, key: bytes) -> None:
        self._state = crypto_secretstream_xchacha20poly1305_state()
        crypto_secretstream_xchacha20poly1305_init_pull(self._state, stream, key)

    def opened(self, tag: bytes, content: bytes) -> bytes:
        """The section; Unsound if it was altered or stands in another place."""
        if len(content) < OVERHEAD:
            raise Unsound("sealed")
        try:
            data, _tag = crypto_secretstream_xchacha20poly1305_pull(self._state, content, tag)
        except (CryptoError, RuntimeError) as error:
            raise Unsound("sealed") from error
        return bytes(data)


def unsealer(content: bytes, *, secret: bytes | None, passphrase: str | None, key: bytes | None = None) -> Unsealer:
    """What opens the sections: with the own secret key, or the passphrase; `key` is known to who just wrote the file.

    Raises PassphraseNeeded, or MergeProblem for a file that is sealed for others.
    """
    said = _parsed(content)
    stream = _bytes(said["stream"], HEADER_BYTES)
    found = key or _key_by_card(said["slots"], secret)
    under = [slot for slot in said["slots"] if "salt" in slot]
    if found is None and under:
        if passphrase is None:
            raise PassphraseNeeded(was_wrong=False)
        found = _key_under(under[0], passphrase)
    if found is None:
        raise MergeProblem(
            _("这个文件是密封给别人的，本机打不开。"),
            hint=_(
                "请把本机的名片（“交换”的“名片”里存，命令是 identity --card）发给对方，让他密封给这张名片再导出一次。"
            ),
        )
    return Unsealer(stream, found)


def check_passphrase(passphrase: str) -> str:
    """The passphrase as it is used; InputProblem if it is too short to protect anything."""
    plain = _plain(passphrase)
    if len(plain) < SHORTEST:
        raise InputProblem(
            _("口令太短，至少要 {n} 个字。").format(n=SHORTEST), hint=_("例如几个不相干的词连起来，容易念也难猜。")
        )
    return plain


def _plain(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase).strip()


def _slot_for(card: Card, key: bytes) -> dict[str, str]:
    public = VerifyKey(card.public_key).to_curve25519_public_key()
    return {"to": card.public_key[:8].hex(), "key": _text(SealedBox(public).encrypt(key))}


def _slot_under(passphrase: str, key: bytes) -> dict[str, str]:
    salt = random(argon2id.SALTBYTES)
    return {"salt": _text(salt), "key": _text(SecretBox(_stretched(passphrase, salt)).encrypt(key))}


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return argon2id.kdf(
        SecretBox.KEY_SIZE,
        _plain(passphrase).encode(),
        salt,
        opslimit=argon2id.OPSLIMIT_MODERATE,
        memlimit=argon2id.MEMLIMIT_MODERATE,
    )


def _key_by_card(slots: list[dict[str, str]], secret: bytes | None) -> bytes | None:
    if secret is None:
        return None
    own = SigningKey(secret)
    mine = bytes(own.verify_key)[:8].hex()
    for slot in slots:
        if slot.get("to") == mine:
            try:
                return _of_length(SealedBox(own.to_curve25519_private_key()).decrypt(_bytes(slot["key"])))
            except CryptoError as error:
                raise Unsound("slot") from error
    return None


def _key_under(slot: dict[str, str], passphrase: str) -> bytes:
    salt = _bytes(slot["salt"], argon2id.SALTBYTES)
    try:
        return _of_length(SecretBox(_stretched(passphrase, salt)).decrypt(_bytes(slot["key"])))
    except CryptoError as error:
        raise PassphraseNeeded(was_wrong=True) from error


def _parsed(content: bytes) -> dict[str, Any]:
    said = json.loads(content)
    slots = said["slots"]
    if not isinstance(slots, list) or len(slots) > _MOST_SLOTS or not all(isinstance(slot, dict) for slot in slots):
        raise Unsound("slots")
    return {"stream": said["stream"], "slots": slots}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: object, length: int | None = None) -> bytes:
    data = base64.b64decode(str(text), validate=True)
    if length is not None and len(data) != length:
        raise Unsound("length")
    return data


def _of_length(key: bytes) -> bytes:
    if len(key) != _KEY_BYTES:
        raise Unsound("key")
    return key
