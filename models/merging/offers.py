"""The files that a person wants to merge, opened and proven; nothing is written, neither to them nor to the ledger."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from models.errors import LedgerProblem, MergeProblem
from models.exchange.cards import same_code
from models.exchange.container import START
from models.exchange.few_facts import MAGIC, open_few, read_few
from models.exchange.file import ExchangeFile
from models.exchange.known import Keyring, profile_keyring
from models.exchange.qr_symbols import is_picture, join, read_photos
from models.exchange.reading import Incoming, Sender, open_ledger_source, sender_of
from models.exchange.recognizing import damaged, first_bytes, is_database
from models.exchange.sealing import PassphraseNeeded
from models.facts.body import Body, BodyBatch
from models.facts.places import local_batches
from models.facts.union import is_known, says_twice
from models.language import _
from models.ledger.backups import EXTENSION as BACKUP
from models.ledger.backups import kept_aside, list_backups
from models.ledger.ledger import Ledger
from models.progress import Progress

_ENDINGS = (".jhx", ".jhtz", ".jhq")
_NAMED = 3
#: The stamp of a file that was not there.
_NOT_THERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class Offer:
    """A file as it was opened. `refused` says why it cannot be merged; then `incoming` may be None.

    `needs_passphrase` tells that it is refused for want of one, or because the one that was given is wrong.
    `known_in` is the merge that brought this very file (0: none), `passed` how many creations stand in parts that
    were not even unpacked, because everything in them is here: `rests_on` are the batches that were here whole. Where
    they are not any more, `as_of_now` opens it again, and `to_merge` unpacks all of it. `stamp` is the file's size and
    time of change; None where it is not asked for.
    """

    path: Path
    incoming: Incoming | None
    refused: str = ""
    known_in: int = 0
    passed: int = 0
    needs_passphrase: bool = False
    rests_on: tuple[BodyBatch, ...] = field(default=(), repr=False)
    stamp: tuple[int, int] | None = None
    again: "Callable[[], Offer] | None" = field(default=None, repr=False, compare=False)
    unpacked: Callable[[], Incoming] | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The file's name, for the person: a file is known by what is in it."""
        return self.path.name

    @property
    def sender(self) -> Sender | None:
        """Who sent it, as far as that is known."""
        return self.incoming.sender if self.incoming else None

    @property
    def is_signed_by_stranger(self) -> bool:
        """True if it is signed by somebody whom nobody has confirmed yet."""
        return self.sender is not None and bool(self.sender.public_key) and not self.sender.known


def files_in(paths: Iterable[Path], *, besides: Path | None = None) -> list[Path]:
    """The files named, and those of the folders named that are exchange files or ledgers by name or by content.

    `besides` is the open ledger, which is no source of itself, nor are its own backups and what restores of it kept
    (`own_copies`); named one by one they are. MergeProblem for a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [each for each in sorted(path.iterdir()) if each.is_file() and _looks_right(each)]
        own = {each.name for each in own_copies([path], besides)} if besides is not None else set()
        inside = [each for each in inside if each.name not in own and not (besides and _same(each, besides))]
        if not inside:
            hint = _("交换文件的扩展名是 .jhx；也可以直接写文件名。")
            raise MergeProblem(
                _("文件夹“{name}”里没有交换文件。").format(name=path.name or path),
                hint=own_copies_words(sorted(own)) + hint,
            )
        found += inside
    return found


def own_copies(paths: Iterable[Path], ledger: Path) -> list[Path]:
    """What lies in these folders and is a ledger's own: its backups, and what its restores have kept."""
    folders = [path for path in paths if path.is_dir()]
    kept = [each for each in kept_aside(ledger) if any(_same(each.parent, folder) for folder in folders)]
    return kept + [backup.path for folder in folders for backup in list_backups(ledger, folder)]


def own_copies_words(names: Sequence[str]) -> str:
    """That they were left out; empty for none."""
    if not names:
        return ""
    listed = _("、").join(names[:_NAMED]) + (_(" 等") if len(names) > _NAMED else "")
    return _("没有当作来源：{names}，是本台账自己的备份或恢复前的留底。").format(names=listed)


def open_offers(
    ledger: Ledger,
    paths: Sequence[Path],
    *,
    keys: Keyring | None = None,
    passphrases: Mapping[Path, str] | None = None,
    progress: Progress | None = None,
) -> list[Offer]:
    """Open and prove these files; what is wrong with one is said in it, and the others go on.

    `keys` are those of this profile unless others are given.
    """
    keys, progress = keys or profile_keyring(), progress or Progress()
    photos = [path for path in paths if path.is_file() and is_picture(path)]
    offers: list[Offer] = _from_photos(ledger, photos, keys, progress) if photos else []
    for number, path in enumerate([path for path in paths if path not in photos]):
        progress.step(number, len(paths), _("打开 {name}").format(name=path.name))
        offers.append(_opened(ledger, path, keys, (passphrases or {}).get(path)))
    return offers


def is_as_opened(ledger: Ledger, offer: Offer) -> bool:
    """Whether opening a file again would give the same: by the file, if it is there, and by the ledger of now."""
    if offer.stamp is not None and _stamp(offer.path) not in {None, offer.stamp}:
        return False
    if offer.incoming is None:
        return True
    with ledger.reading() as db:
        return _known_in(db, offer.incoming.digest) == offer.known_in and _stands(db, offer)


def as_of_now(ledger: Ledger, offer: Offer) -> Offer:
    """The file as it is against the ledger of now: opened again where a merge that it was compared with was undone.

    Refused where there is another file by now: nobody has looked at it.
    """
    if offer.incoming is None or offer.again is None:
        return offer
    with ledger.reading() as db:
        if _known_in(db, offer.incoming.digest) == offer.known_in and _stands(db, offer):
            return offer
    now = offer.again()
    if now.incoming is not None and now.incoming.digest != offer.incoming.digest:
        return Offer(offer.path, None, str(damaged(offer.name, "another file")))
    return now


def to_merge(db: sqlite3.Connection, offer: Offer) -> Incoming | None:
    """What a file says that is to be merged: all of it, where a batch that was here whole lacks or has more by now."""
    if offer.incoming is None or offer.unpacked is None or _stands(db, offer):
        return offer.incoming
    whole = offer.unpacked()
    if whole.digest != offer.incoming.digest:
        raise damaged(offer.name, "another file")
    return whole


def _stands(db: sqlite3.Connection, offer: Offer) -> bool:
    """Whether all is here still that the file was opened without."""
    return all(map(_all_here(db, offer.rests_on), offer.rests_on))


def refusal_of(offer: Offer, accepted: Collection[str] = ()) -> str:
    """Why a file is not merged, empty if it is: it cannot be, or its sender is neither confirmed nor `accepted`.

    `accepted` are short codes that the person has compared. A raw ledger is signed by nobody; naming it accepts it.
    """
    if offer.refused or not offer.is_signed_by_stranger or offer.sender is None:
        return offer.refused
    if any(same_code(code, offer.sender.code) for code in accepted):
        return ""
    text = _("“{name}”的发件人还没有确认：{sender}，代码 {code}，只能预览。")
    hint = _("请打电话核对代码，再用 identity --confirm 确认，或这一次用 --accept-sender {code} 接受。")
    said = text.format(name=offer.name, sender=said_sender(offer.sender), code=offer.sender.code)
    return said + hint.format(code=offer.sender.code)


def said_sender(sender: Sender) -> str:
    """张三（朝阳区总工会）."""
    return f"{sender.name}（{sender.unit}）" if sender.unit else sender.name


def _from_photos(ledger: Ledger, photos: Sequence[Path], keys: Keyring, progress: Progress) -> list[Offer]:
    """What the QR codes in photos carried: an offer each, under the name of the first photo."""
    try:
        pieces = [open_few(photos[0].name, data, keys=keys) for data in join(read_photos(photos, progress))]
    except LedgerProblem as problem:
        return [Offer(photos[0], None, str(problem))]
    return [_whole(ledger, photos[0], _checked(each)) for each in pieces]


def _whole(ledger: Ledger, path: Path, incoming: Incoming) -> Offer:
    """Of what was read to its end, whatever is here already."""
    with ledger.reading() as db:
        known_in = _known_in(db, incoming.digest)
    return Offer(path, incoming, known_in=known_in, again=partial(_whole, ledger, path, incoming))


def _opened(ledger: Ledger, path: Path, keys: Keyring, passphrase: str | None) -> Offer:
    stamp = _stamp(path) or _NOT_THERE
    try:
        offer = _open(ledger, path, keys, passphrase)
    except LedgerProblem as problem:
        locked = isinstance(problem, PassphraseNeeded)
        return Offer(path, None, str(problem), needs_passphrase=locked, stamp=stamp)
    return replace(offer, stamp=stamp, again=partial(_opened, ledger, path, keys, passphrase))


def _stamp(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_size, found.st_mtime_ns
    return None


def _open(ledger: Ledger, path: Path, keys: Keyring, passphrase: str | None) -> Offer:
    if _same(path, ledger.path):
        raise MergeProblem(_("“{name}”就是现在打开的台账，不用合并。").format(name=path.name))
    if is_database(first_bytes(path)):
        return _whole(ledger, path, _checked(open_ledger_source(path)))
    if first_bytes(path).startswith(MAGIC):
        return _whole(ledger, path, _checked(read_few(path, keys=keys)))
    with ledger.reading() as db:
        opened = ExchangeFile.open(path, keys=keys, passphrase=passphrase, known=lambda digest: is_known(db, digest))
        with opened as found:
            known_in = _known_in(db, found.id)
            sender = sender_of(found.manifest, found.public_key, keys)
            here = tuple(filter(_all_here(db, found.batches), found.batches)) if sender.known else ()
            incoming = _incoming(found, sender, here, skip=bool(known_in))
    body = incoming.body
    passed = incoming.manifest.creations - sum(len(creations) for creations in body.creations.values())
    return Offer(
        path,
        incoming,
        known_in=known_in,
        passed=passed,
        rests_on=here if passed or incoming.manifest.edits > len(body.edits) else (),
        unpacked=partial(_unpacked, path, keys, passphrase),
    )


def _unpacked(path: Path, keys: Keyring, passphrase: str | None) -> Incoming:
    """A file to its end, whatever is here already."""
    with ExchangeFile.open(path, keys=keys, passphrase=passphrase) as found:
        return _incoming(found, sender_of(found.manifest, found.public_key, keys), ())


def _incoming(found: ExchangeFile, sender: Sender, here: Sequence[BodyBatch], *, skip: bool = False) -> Incoming:
    """The facts of a file without parts of which all batches are here; none where they are to be skipped."""
    passed = {batch.uid for batch in here}
    body = Body(batches=found.batches)
    for section in () if skip else found.sections(known=lambda batch: batch.uid in passed):
        if section.creations:
            body.creations.setdefault(section.kind, []).extend(section.creations)
        body.edits += section.edits
    body.note_blanked()
    return _checked(Incoming(found.manifest, body, found.id, sender))


def _all_here(db: sqlite3.Connection, batches: Sequence[BodyBatch]) -> Callable[[BodyBatch], bool]:
    """Whether all facts of a batch are here already: a part of the file with nothing else is not unpacked."""
    here = local_batches(db, [batch.uid for batch in batches])

    def asked(batch: BodyBatch) -> bool:
        found = here.get(batch.uid)
        return found is not None and found.has_all_of(batch)

    return asked


def _checked(incoming: Incoming) -> Incoming:
    if says_twice(incoming.body):
        raise MergeProblem(_("这份数据与它自己的校验值不符，已损坏或被改动，没有合并。"), detail="twice")
    return incoming


def _known_in(db: sqlite3.Connection, digest: bytes) -> int:
    if not is_known(db, digest):
        return 0
    query = "SELECT max(id) FROM arrival WHERE file=? AND undone=0 AND partial=0"
    return int(db.execute(query, (digest,)).fetchone()[0])


def _looks_right(path: Path) -> bool:
    if path.name.startswith(".") or path.suffix.lower() == BACKUP:
        return False
    if path.suffix.lower() in _ENDINGS:
        return True
    with suppress(LedgerProblem):
        data = first_bytes(path)
        return data.startswith(START)
    return False


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
