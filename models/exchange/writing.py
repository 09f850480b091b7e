"""Writing an exchange file: never more than a few thousand rows in memory, read back and proven before it counts."""

import sqlite3
import struct
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from models.errors import FileProblem
from models.exchange.batch_rows import encode_batches
from models.exchange.blanked import Blanked
from models.exchange.bookkeeping import Sent, count_records, last_sent, note_sent, receipts_for
from models.exchange.cards import Card
from models.exchange.container import BATCHES, FACTS, ID_BYTES, MANIFEST, SEAL, FrameWriter, cover_bytes, pack
from models.exchange.fact_rows import Head, encode_creations, encode_edits
from models.exchange.facts_out import Numbering, batches_out, creations_out, edits_out
from models.exchange.file import ExchangeFile
from models.exchange.known import Keyring, own_card
from models.exchange.manifest import SINCE, SLICE, WHOLE, Counter, Manifest, Receipt, Signed
from models.exchange.plain_text import plain
from models.exchange.sealing import Seal, Sealer, check_passphrase
from models.exchange.selecting import Scope, held_batches, selection_for
from models.exchange.signing import own_secret
from models.facts.body import BodyCreation, BodyEdit
from models.facts.canonical import MODULUS
from models.facts.digests import facts_digest, state_digest
from models.facts.writer import BatchKind
from models.files import write_file
from models.language import _
from models.ledger.backups import copy_database
from models.ledger.connection import connect
from models.ledger.ledger import Ledger
from models.ledger.migrations import format_of
from models.progress import Progress
from models.tables.record_kinds import ORGANIZATION, RecordKind

EXTENSION = ".jhx"
_IN_MEMORY = 32 << 20
_LARGE = 48 << 20
_COUNTERS = "SELECT r.uid, max(b.seq) FROM batch b JOIN replica r ON r.id=b.replica GROUP BY r.uid ORDER BY r.uid"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a file is for: a confirmed colleague's key, or any name that files are counted under."""

    name: str
    public_key: bytes | None = None

    @property
    def key(self) -> str:
        """Under what the files to this recipient are counted."""
        return self.public_key.hex() if self.public_key else self.name


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write. With `since` only what is new since the last file to the recipient; needs one."""

    scope: Scope = field(default_factory=Scope)
    recipient: Recipient | None = None
    since: bool = False
    seal: Seal | None = None
    #: The names of the scope's streets and cadres, for people.
    streets: tuple[str, ...] = ()
    cadres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A file that stands where it was wanted, read back and proven."""

    path: Path
    digest: bytes
    manifest: Manifest
    code: str
    size: int

    @property
    def facts(self) -> int:
        """How many entries are in it: records made and changes to them."""
        return self.manifest.creations + self.manifest.edits


def write_exchange(
    ledger: Ledger,
    path: Path,
    wanted: Wanted,
    *,
    program: str,
    progress: Progress,
    keys: Keyring | None = None,
) -> Written:
    """Write an exchange file of the ledger, signed by this profile, and note it if it has a recipient and can be noted.

    A file "since" with nothing new is written, too: it carries the receipts. Raises FileProblem: cannot be written, or
    the ledger is damaged; InputProblem: passphrase too short.
    """
    keys = keys or Keyring(own_secret())
    card = own_card(ledger, keys.secret)
    if wanted.seal and wanted.seal.passphrase is not None:
        check_passphrase(wanted.seal.passphrase)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        parts = _gather(ledger, wanted, card, spool, program=program, progress=progress)
        digest = _write(path, parts, spool, wanted=wanted, card=card, keys=keys, progress=progress)
    if wanted.recipient is not None and not ledger.read_only:
        _note(ledger, wanted, parts, digest)
    return Written(path, digest, parts.manifest, card.code, path.stat().st_size)


@dataclass(slots=True)
class _Parts:
    """What was gathered under one view of the ledger; the facts lie in the spool."""

    manifest: Manifest
    batches: list[bytes]
    sections: int
    held: bytes


def _gather(
    ledger: Ledger, wanted: Wanted, card: Card, spool: IO[bytes], *, program: str, progress: Progress
) -> _Parts:
    with _view(ledger) as db:
        before = last_sent(db, wanted.recipient.key) if wanted.recipient else None
        held = before.held if before and wanted.since and before.scope == wanted.scope.text else None
        selection = selection_for(db, wanted.scope, held)
        gathered = _Gatherer(spool, count_records(db), progress, Blanked(db))
        numbering = Numbering()
        for kind, rows in creations_out(db, numbering, selection):
            gathered.creations(kind, rows)
        for edits in edits_out(db, numbering, selection):
            gathered.edits(edits)
        places = numbering.places
        digests = gathered.digests(len(places))
        if selection is None:
            uids = dict(db.execute("SELECT id, uid FROM batch"))
            _refuse_damaged(db, places, gathered.whole_digests({places[b]: uids[b] for b in places}))
        batches = [encode_batches(portion) for portion in batches_out(db, numbering, digests)]
        receipts: tuple[Receipt, ...] = ()
        if wanted.recipient and wanted.recipient.public_key:
            receipts = receipts_for(db, wanted.recipient.public_key)
        founding = db.execute("SELECT uid FROM batch WHERE kind=? ORDER BY uid", (int(BatchKind.FOUNDING),)).fetchone()
        manifest = Manifest(
            kind=SINCE if held is not None else WHOLE if wanted.scope.is_whole else SLICE,
            ledger=founding[0].hex() if founding else "",
            unit=plain(card.unit),
            author=plain(card.name),
            installation=card.installation,
            created=max(0, ledger.surroundings.milliseconds() // 1000),
            organizations=gathered.organizations,
            creations=gathered.created,
            edits=gathered.edited,
            batches=len(numbering.places),
            counters=tuple(Counter(uid.hex(), seq) for uid, seq in db.execute(_COUNTERS)),
            facts=facts_digest(db),
            state=state_digest(db),
            streets=tuple(map(plain, wanted.streets)),
            cadres=tuple(map(plain, wanted.cadres)),
            recipient=plain(wanted.recipient.key) if wanted.recipient else "",
            number=before.number + 1 if before else int(wanted.recipient is not None),
            basis=before.file.hex() if before and held is not None else "",
            receipts=tuple(replace(receipt, by=plain(receipt.by)) for receipt in receipts),
            program=program,
            format=format_of(db),
        )
        return _Parts(manifest, batches, gathered.sections, held_batches(db))


@contextmanager
def _view(ledger: Ledger) -> Iterator[sqlite3.Connection]:
    """The ledger as it is now. A large one is copied first: a commit would have to wait for all of the reading."""
    if not ledger.path.exists() or ledger.path.stat().st_size < _LARGE:
        with ledger.reading() as db:
            yield db
        return
    with tempfile.TemporaryDirectory(prefix="jianhui-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "copy.jhtz"
        with ledger.reading() as db:
            copy_database(db, copy)
        with closing(connect(copy, writable=False)) as db:
            yield db


class _Gatherer:
    """Puts sections into the spool and adds up what they hold."""

    def __init__(self, spool: IO[bytes], total: int, progress: Progress, blanked: Blanked) -> None:
        self._spool = spool
        self._progress = progress
        self._total = total
        self._sums: dict[int, int] = {}
        self._blanked = blanked
        self.organizations = self.created = self.edited = self.sections = 0

    def creations(self, kind: RecordKind, rows: Sequence[BodyCreation]) -> None:
        head, data, hashes = encode_creations(kind, rows)
        for row, value in zip(rows, hashes, strict=True):
            self._sums[row.batch] = self._sums.get(row.batch, 0) + value
        self._blanked.see(kind, rows, hashes)
        self.created += len(rows)
        if kind is ORGANIZATION:
            self.organizations += len({row.uid for row in rows})
        self._put(head, data)

    def edits(self, edits: Sequence[BodyEdit]) -> None:
        head, data = encode_edits(edits)
        for edit in edits:
            self._sums[edit.batch] = self._sums.get(edit.batch, 0) + int.from_bytes(edit.uid, "big")
        self.edited += len(edits)
        self._put(head, data)

    def digests(self, count: int) -> list[bytes]:
        return [_digest(self._sums.get(place, 0)) for place in range(count)]

    def whole_digests(self, uids: Mapping[int, bytes]) -> dict[int, bytes]:
        """By place, as the ledger holds them: what was blanked counts as it did before."""
        added = self._blanked.difference(uids)
        return {place: _digest(self._sums.get(place, 0) + added.get(place, 0)) for place in uids}

    def _put(self, head: Head, data: bytes) -> None:
        try:
            content = pack(data, head.encoded())
        except ValueError as error:
            raise FileProblem(
                _("台账里有一项内容太大，放不进交换文件。"), hint=_("请先减小那个附件。"), detail=str(error)
            ) from error
        self._spool.write(struct.pack(">I", len(content)) + content)
        self.sections += 1
        done = self.created + self.edited
        self._progress.step(done, max(done, self._total), _("导出"))


def _digest(total: int) -> bytes:
    return (total % MODULUS).to_bytes(16, "big")


def _refuse_damaged(db: sqlite3.Connection, places: Mapping[int, int], digests: Mapping[int, bytes]) -> None:
    """A damaged ledger must not be handed on: what goes out whole has to be what the batches say."""
    for batch, digest in db.execute("SELECT id, digest FROM batch"):
        found = digests[places[batch]] if batch in places else bytes(16)
        if found != digest:
            raise FileProblem(
                _("台账里有一笔记录与它的校验值不符，没有导出。"),
                hint=_("请先“检查台账”，必要时从备份恢复。"),
                detail=f"batch {batch}",
            )


def _write(
    path: Path,
    parts: _Parts,
    spool: IO[bytes],
    *,
    wanted: Wanted,
    card: Card,
    keys: Keyring,
    progress: Progress,
) -> bytes:
    if keys.secret is None:
        raise ValueError("an exchange file is always signed")
    secret = keys.secret
    sealer = Sealer(wanted.seal) if wanted.seal else None
    cover = cover_bytes(cover_lines(parts.manifest, card, wanted))
    digests: list[bytes] = []

    def write(place: Path) -> None:
        with place.open("wb") as file:
            frames = FrameWriter(file, cover)
            if sealer:
                frames.write(SEAL, sealer.content)
            for tag, content in _contents(parts, spool, card):
                frames.write(tag, sealer.sealed(tag, content) if sealer else content)
            digests.append(frames.finish(secret))

    def verify(place: Path) -> None:
        with ExchangeFile.open(place, keys=keys, key=sealer.key if sealer else None) as found:
            for _section in found.sections():
                progress.check()
        if found.id != digests[0][:ID_BYTES] or found.manifest != parts.manifest:
            raise OSError("not what was written")

    write_file(path, write, verify)
    return digests[0][:ID_BYTES]


def _contents(parts: _Parts, spool: IO[bytes], card: Card) -> Iterator[tuple[bytes, bytes]]:
    """The sections in their order: manifest, batches, facts."""
    yield MANIFEST, pack(Signed(parts.manifest, card.public_key).encoded())
    for batches in parts.batches:
        yield BATCHES, pack(batches)
    spool.seek(0)
    for _section in range(parts.sections):
        (length,) = struct.unpack(">I", spool.read(4))
        yield FACTS, spool.read(length)


def cover_lines(manifest: Manifest, card: Card, wanted: Wanted) -> list[str]:
    """What a person reads who opens the file in a text program; of a sealed file only who it is from and for whom."""
    seal = wanted.seal
    made = datetime.fromtimestamp(manifest.created).astimezone().strftime("%Y-%m-%d %H:%M")
    lines = [
        "",
        _("发件人：{who}").format(who=plain(card.title)),
        _("身份代码：{code}（第一次收到他的文件时，请在电话里核对）").format(code=card.code),
        _("导出时间：{time}（发件人电脑的时间）").format(time=made),
    ]
    if wanted.recipient:
        lines.append(_("收件人：{name}").format(name=plain(wanted.recipient.name)))
    if seal is None:
        part = "、".join((*manifest.streets, *manifest.cadres)) or _("全部")
        what = _("上次以来有变化的单位") if manifest.kind == SINCE else _("全部历史")
        lines += [
            _("范围：{part}（{what}）").format(part=part, what=what),
            _("内容：{n} 家单位，{made} 条记录，{edits} 处修改").format(
                n=manifest.organizations, made=manifest.creations, edits=manifest.edits
            ),
            _("加密：没有加密，含个人信息，请妥善保管"),
        ]
    else:
        names = "、".join(plain(each.title) for each in seal.cards)
        if names:
            lines.append(_("加密：只有 {names} 能打开").format(names=names))
        if seal.passphrase is not None:
            lines.append(_("加密：要用口令打开"))
    return [
        *lines,
        "",
        _("怎样打开：在“建会台账”里选“合并”，或运行 jianhui merge 台账.jhtz 这个文件。"),
        _("请勿用记事本等程序修改或另存：改动一个字节，签名就不再成立，文件会被拒绝。"),
        _("改名不要紧，文件按内容识别。"),
    ]


def _note(ledger: Ledger, wanted: Wanted, parts: _Parts, digest: bytes) -> None:
    manifest = parts.manifest
    recipient = wanted.recipient
    if recipient is None:
        return
    with ledger.local_write(aside=True) as db:
        note_sent(
            db,
            Sent(
                recipient.key,
                digest,
                manifest.created,
                manifest.kind,
                manifest.number,
                manifest.creations,
                manifest.edits,
                wanted.scope.text,
                parts.held,
            ),
        )
