"""The own key pair: made at first need, kept in the profile, never in a ledger."""

import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from models.errors import FileProblem
from models.files import file_problem
from models.language import _
from models.ledger.profile import profile_folder

KEY_BYTES = 32
SIGNATURE_BYTES = 64
_FILE = "identity.key"
_HEAD = "jianhui identity 1"
#: What a signature is for stands before what is signed, so that none can serve for something else.
_FILE_PURPOSE = b"jianhui exchange file 1\0"
_CARD_PURPOSE = b"jianhui card 1\0"


def own_secret() -> bytes:
    """The secret key of this profile, made if there is none yet.

    Raises FileProblem where it cannot be kept, or is damaged: a new one would make a stranger of this person.
    """
    path = profile_folder() / _FILE
    try:
        if not path.exists():
            _make(path)
        return _parse(path.read_text(encoding="ascii"))
    except UnicodeDecodeError as error:
        raise _damaged() from error
    except OSError as error:
        raise file_problem(error, path) from error


def has_secret() -> bool:
    """True if this profile has a key, sound or not."""
    return (profile_folder() / _FILE).exists()


def public_key_of(secret: bytes) -> bytes:
    """The public key that belongs to a secret one."""
    return bytes(SigningKey(secret).verify_key)


def sign_file(secret: bytes, digest: bytes) -> bytes:
    """The signature under a whole file's digest."""
    return SigningKey(secret).sign(_FILE_PURPOSE + digest).signature


def file_signature_fits(public_key: bytes, digest: bytes, signature: bytes) -> bool:
    """True if the holder of that key signed a file of that digest."""
    return _fits(public_key, _FILE_PURPOSE + digest, signature)


def sign_card(secret: bytes, said: bytes) -> bytes:
    """The signature that proves that whoever made a card holds its key."""
    return SigningKey(secret).sign(_CARD_PURPOSE + said).signature


def card_signature_fits(public_key: bytes, said: bytes, signature: bytes) -> bool:
    """True if the card was made by the holder of its key."""
    return _fits(public_key, _CARD_PURPOSE + said, signature)


def _fits(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(public_key).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def _make(path: Path) -> None:
    """Write a new key; whoever comes second takes the key of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(KEY_BYTES)
    temporary = path.with_name(f"{_FILE}-{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_HEAD}\n{secret.hex()}\n{_check(secret)}\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # a file system without links: the rename does, too
            os.link(temporary, path)
        if not path.exists():
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _parse(text: str) -> bytes:
    lines = text.split()
    with suppress(ValueError):
        secret, check = (bytes.fromhex(lines[-2]), lines[-1]) if " ".join(lines[:-2]) == _HEAD else (b"", "")
        if len(secret) == KEY_BYTES and check == _check(secret):
            return secret
    raise _damaged()


def _check(secret: bytes) -> str:
    return sha256(secret).hexdigest()[:16]


def _damaged() -> FileProblem:
    return FileProblem(
        _("本机的身份密钥已损坏，没有签名。"),
        hint=_(
            "密钥是“{path}”。请从备份恢复它；恢复不了就把它移走，下次会生成新的密钥，再请同事重新核对一次代码。"
        ).format(path=profile_folder() / _FILE),
    )
