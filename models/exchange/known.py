"""Whom this person knows: the own key pair and the confirmed cards of colleagues, kept in the profile."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from models.errors import AmbiguousProblem, FileProblem, InputProblem
from models.exchange.cards import Card, same_code, short_code
from models.exchange.signing import has_secret, own_secret, public_key_of
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger.profile import profile_folder, read_settings, write_settings

_NAME = "known_senders"


@dataclass(frozen=True, slots=True)
class Known:
    """A colleague whose card was confirmed by its code; `on` is the day, ISO."""

    public_key: bytes
    name: str
    unit: str
    installation: str
    on: str = ""

    @property
    def code(self) -> str:
        """The short code of the key."""
        return short_code(self.public_key)

    @property
    def card(self) -> Card:
        """The card as it was confirmed."""
        return Card(self.public_key, self.name, self.unit, self.installation)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The own secret key (None: cannot open what is sealed for this person) and the known senders by public key."""

    secret: bytes | None = None
    known: Mapping[bytes, Known] = field(default_factory=dict)

    @property
    def public_key(self) -> bytes | None:
        """The own public key."""
        return public_key_of(self.secret) if self.secret else None

    def knows(self, public_key: bytes) -> bool:
        """True for a confirmed colleague, and for oneself."""
        return public_key in self.known or public_key == self.public_key


def profile_keyring() -> Keyring:
    """The keys and the known senders of this profile; to read files nobody needs a key, so none is made."""
    return Keyring(own_secret() if has_secret() else None, known_senders())


def own_card(ledger: Ledger, secret: bytes | None = None) -> Card:
    """The card of the person who works with this copy of the ledger, by the key of this profile or another one."""
    author = ledger.author
    with ledger.reading() as db:
        row = db.execute(
            "SELECT uid FROM replica WHERE id=(SELECT CAST(value AS INTEGER) FROM meta WHERE key='replica')"
        ).fetchone()
    installation = bytes(row[0]).hex() if row else ""
    return Card(public_key_of(secret or own_secret()), author.name, author.unit, installation)


def known_senders() -> dict[bytes, Known]:
    """The confirmed senders by public key, in the order in which they were confirmed; damaged entries are left out."""
    found = {}
    for key, said in read_settings(_NAME).items():
        with suppress(ValueError, TypeError, AttributeError):
            known = Known(bytes.fromhex(key), **said)  # type: ignore[arg-type]
            found[known.public_key] = known
    return dict(sorted(found.items(), key=lambda item: item[1].on))


def find_known(text: str) -> Known | None:
    """The known sender of that code or name, the name with or without the unit; None if there is none.

    AmbiguousProblem if several have the name.
    """
    senders = known_senders().values()
    found = [known for known in senders if same_code(text, known.code)]
    found = found or [known for known in senders if text.strip() in {known.name, known.card.title}]
    if len(found) > 1:
        raise AmbiguousProblem(
            _("认识 {n} 个叫“{name}”的人，请改用代码：").format(n=len(found), name=text),
            candidates=[f"{known.code}  {known.card.title}" for known in found],
        )
    return found[0] if found else None


def confirm(card: Card, code: str, *, on: str) -> Known:
    """Take somebody among the known senders; InputProblem if the code is not that of the card.

    `on` is today, ISO.
    """
    if not same_code(code, card.code):
        raise InputProblem(
            _("代码不对：这张名片的代码不是“{code}”，没有确认。").format(code=code),
            hint=_("请在电话里让对方再念一遍；念的与名片的还是不同，这张名片就不是他的，不要合并它签名的文件。"),
        )
    known = Known(card.public_key, card.name, card.unit, card.installation, on)
    _save({**known_senders(), card.public_key: known})
    return known


def forget(code: str) -> Known:
    """Take somebody out of the known senders, by code; InputProblem if there is none of that code."""
    senders = known_senders()
    gone = next((each for each in senders.values() if same_code(code, each.code)), None)
    if gone is None:
        raise InputProblem(_("认识的人里没有代码是“{code}”的。").format(code=code), hint=_("用 identity 可以列出来。"))
    del senders[gone.public_key]
    _save(senders)
    return gone


def _save(senders: Mapping[bytes, Known]) -> None:
    said = {
        key.hex(): {name: value for name, value in asdict(known).items() if name != "public_key"}
        for key, known in senders.items()
    }
    write_settings(_NAME, dict(said))
    if read_settings(_NAME) != said:  # this is no convenience
        raise FileProblem(
            _("认识的人没有存进本机的配置文件夹。"),
            hint=_("请检查“{folder}”能不能写入。").format(folder=profile_folder()),
        )
