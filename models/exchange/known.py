"""Whom this person knows: the own key pair and the confirmed cards of colleagues, kept in the profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Known:
    """A colleague whose card was confirmed by its code."""

    public_key: bytes
    name: str
    unit: str
    installation: str


@dataclass(frozen=True, slots=True)
class Keyring:
    """The own secret key (None: cannot open what is sealed for this person) and the known senders by public key."""

    secret: bytes | None = None
    known: Mapping[bytes, Known] = field(default_factory=dict)
