"""What is to be sent, from what a person chose. Without a window."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.divisions import division_name, full_name
from models.exchange.bookkeeping import Sent, last_sent, receipts_for
from models.exchange.exchange_log import SentFile, sent_log
from models.exchange.known import Known, known_senders
from models.exchange.manifest import SINCE, SLICE
from models.exchange.sealing import Seal
from models.exchange.selecting import Scope
from models.exchange.writing import EXTENSION, Recipient, Wanted
from models.files import write_file
from models.language import _, sentences
from models.ledger.ledger import Ledger
from models.queries.people_list import CadreRow, cadres

SINCE_LAST, WHOLE, STREET, CADRE = "since", "whole", "street", "cadre"
SEALED, PASSPHRASE, OPEN = "sealed", "passphrase", "open"
_ODD = re.compile(r'[<>:"/\\|?*\s]+')


@dataclass(frozen=True, slots=True)
class SendOptions:
    """What there is to choose from: colleagues, streets of this ledger (code, name), cadres; and what went out."""

    colleagues: tuple[Known, ...]
    streets: tuple[tuple[str, str], ...]
    cadres: tuple[CadreRow, ...]
    log: tuple[SentFile, ...]
    person: str


@dataclass(frozen=True, slots=True)
class SendChoice:
    """What a person chose; `name` is a recipient who has no card, counted under that name."""

    colleague: Known | None = None
    name: str = ""
    what: str = WHOLE
    street: str = ""
    cadre: CadreRow | None = None
    sealing: str = OPEN
    passphrase: str = ""

    @property
    def recipient(self) -> Recipient | None:
        """Whom it goes to."""
        if self.colleague is not None:
            return Recipient(self.colleague.card.title, self.colleague.public_key)
        return Recipient(self.name) if self.name else None

    @property
    def scope(self) -> Scope:
        """Which part of the ledger."""
        if self.what == STREET and self.street:
            return Scope(streets=(self.street,))
        if self.what == CADRE and self.cadre is not None:
            return Scope(cadres=(self.cadre.uid,))
        return Scope()


@dataclass(frozen=True, slots=True)
class Before:
    """What went to a recipient last, and how many receipts go with the next file."""

    last: Sent | None
    receipts: int


def send_options(ledger: Ledger) -> SendOptions:
    """Read what there is to choose from."""
    with ledger.reading() as db:
        codes = [row[0] for row in db.execute("SELECT DISTINCT street FROM organization WHERE street IS NOT NULL")]
    streets = sorted((code, division_name(code) or code) for code in codes)
    return SendOptions(
        tuple(known_senders().values()),
        tuple(streets),
        tuple(cadres(ledger)),
        tuple(sent_log(ledger)),
        ledger.author.name,
    )


def before(ledger: Ledger, choice: SendChoice) -> Before:
    """What the recipient had already."""
    recipient = choice.recipient
    if recipient is None:
        return Before(None, 0)
    with ledger.reading() as db:
        receipts = receipts_for(db, recipient.public_key) if recipient.public_key else ()
        return Before(last_sent(db, recipient.key), len(receipts))


def wanted_of(choice: SendChoice) -> Wanted:
    """The choice as the export takes it."""
    seal: Seal | None = None
    if choice.sealing == SEALED and choice.colleague is not None:
        seal = Seal(cards=(choice.colleague.card,))
    elif choice.sealing == PASSPHRASE:
        seal = Seal(passphrase=choice.passphrase)
    scope = choice.scope
    return Wanted(
        scope=scope,
        recipient=choice.recipient,
        since=choice.what == SINCE_LAST,
        seal=seal,
        streets=tuple(map(full_name, scope.streets)),
        cadres=(choice.cadre.name,) if scope.cadres and choice.cadre is not None else (),
    )


def file_name(choice: SendChoice, person: str, day: str) -> str:
    """张三 发 区总工会 2024-09-25.jhx: who, to whom, when, and which part."""
    recipient = choice.recipient
    to = choice.colleague.name if choice.colleague is not None else recipient.name if recipient else ""
    part = division_name(choice.street) if choice.what == STREET else ""
    if choice.what == CADRE and choice.cadre is not None:
        part = choice.cadre.name
    words = [person, _("发"), to, part, day]
    return " ".join(_ODD.sub(" ", word).strip() for word in words if word) + EXTENSION


def before_words(said: Before, choice: SendChoice) -> str:
    """What the person should know before exporting."""
    if choice.recipient is None:
        return _("先选收件人：下次就能只发他没有的。")
    if said.last is None:
        words = _("第一次给他。") if choice.what != SINCE_LAST else _("第一次给他：带全部内容，以后只带变化。")
    else:
        day = f"{datetime.fromtimestamp(said.last.sent).astimezone():%m-%d %H:%M}"
        words = _("上次 {day} 发过第 {n} 个文件。").format(day=day, n=said.last.number)
        if choice.what == SINCE_LAST and said.last.scope != choice.scope.text:
            words = sentences(words, _("上次的范围不同，这次带全部内容。"))
    if said.receipts:
        words = sentences(words, _("随带他的文件的合并回执 {n} 份。").format(n=said.receipts))
    return words


def kind_words(kind: str) -> str:
    """What a sent file held."""
    return {SINCE: _("变化"), SLICE: _("一部分")}.get(kind, _("全部"))


def receipt_words(file: SentFile) -> str:
    """What the recipient's receipt says of a file; empty as long as none came back."""
    if not file.merged:
        return ""
    day = f"{datetime.fromtimestamp(file.merged).astimezone():%m-%d}"
    counts = file.counts or {}
    return _("{day} {by} 已合并：新走访 {visits}，字段更新 {changed}，待判 {conflicts}").format(
        day=day,
        by=file.merged_by,
        visits=f"{counts.get('visits', 0):,}",
        changed=f"{counts.get('changed', 0):,}",
        conflicts=f"{counts.get('conflicts', 0):,}",
    )


def copy_to(path: Path, folder: Path) -> Path:
    """Copy an exported file, such as to a stick: written, flushed to the medium, read back and compared."""
    data = path.read_bytes()
    target = folder / path.name

    def must_equal(place: Path) -> None:
        if place.read_bytes() != data:
            raise OSError("the copy differs")

    write_file(target, lambda place: _put(place, data), must_equal)
    return target


def _put(place: Path, data: bytes) -> None:
    place.write_bytes(data)


def chosen_colleague(colleagues: Sequence[Known], key: str) -> Known | None:
    """The colleague of a key (hexadecimal)."""
    return next((each for each in colleagues if each.public_key.hex() == key), None)
