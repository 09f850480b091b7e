"""A few new facts as one small piece of bytes, for ways that carry little: QR codes (docs/exchange-format.md, 8).

Unlike a file it holds the facts of some batches only, not whole records: the recipient has the rest, or it waits
there until the rest comes; merging is the union of facts either way.
"""

import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import MergeProblem
from models.exchange.batch_rows import decode_batches, encode_batches
from models.exchange.bookkeeping import last_sent
from models.exchange.container import ID_BYTES
from models.exchange.fact_rows import (
    EDITS,
    Head,
    Newer,
    Unsound,
    decode_creations,
    decode_edits,
    encode_creations,
    encode_edits,
    newer_problem,
)
from models.exchange.facts_out import Numbering, Selection, batches_out, creations_out, edits_out
from models.exchange.file import MALFORMED
from models.exchange.known import Keyring, own_card, profile_keyring
from models.exchange.manifest import SINCE, Counter, Manifest, Signed
from models.exchange.plain_text import plain
from models.exchange.reading import Incoming, sender_of
from models.exchange.selecting import new_batches, touched
from models.exchange.signing import file_signature_fits, own_secret, sign_file
from models.facts.body import Body
from models.facts.canonical import MODULUS
from models.facts.replica import local_replica
from models.facts.writer import BatchKind
from models.language import _
from models.ledger.ledger import Ledger
from models.ledger.migrations import format_of
from models.tables.record_kinds import FILE_CONTENT, FROZEN_WEEK, KIND_BY_NUMBER, RECORD_KINDS

MAGIC = b"JHQ1"
_KEY, _SIGNATURE = 32, 64
_START = len(MAGIC) + _KEY + _SIGNATURE
_MOST = 4 << 20
#: Photos and frozen prints go by file.
_LARGE = (FILE_CONTENT, FROZEN_WEEK)
#: Words that most pieces have: zlib begins with them as if they had been there.
_USUAL = (
    b'{"authors":["replicas":["rows":[[0,1,1,0,null,null]],[[null,null,null,null,null,null],'
    b'["visited_on","mode","result","cadre","followup","due_on","state","open","next_on"]'
    b'{"batches":1,"cadres":[],"counters":[["created":17","creations":1,"edits":0,"facts":"","format":3,'
    b'"installation":"","key":"","kind":"since","ledger":"","number":0,"organizations":1,"program":"",'
    b'"receipts":[],"recipient":"","state":"","streets":[],"unit":"'
    b'["creations",4,1,[[0,0]]]["creations",6,1,[[0,0]]]["edits",0,1,[[0,0]]]"2026-'
)


@dataclass(frozen=True, slots=True)
class FewFacts:
    """A signed piece: its bytes, what it says of itself, and the digest under which it is known."""

    data: bytes
    manifest: Manifest
    digest: bytes


def write_few(
    ledger: Ledger,
    *,
    since: str | None = None,
    recipient: str = "",
    program: str,
    keys: Keyring | None = None,
) -> FewFacts:
    """What this copy wrote and the recipient has not had: since the last file to him, else since a day (YYYY-MM-DD).

    Without both, of today. Nothing is noted as sent: whether a code was read nobody knows, and facts may go twice.
    """
    keys = keys or profile_keyring()
    card = own_card(ledger, keys.secret)
    with ledger.reading() as db:
        batches = _own_batches(ledger, db, since, recipient)
        organizations, shared = touched(db, batches)
        every = {kind: shared.get(kind, ()) for kind in KIND_BY_NUMBER}
        body = _of_batches(db, Selection(sorted(organizations), every), batches)
        founding = db.execute("SELECT uid FROM batch WHERE kind=? ORDER BY uid", (int(BatchKind.FOUNDING),)).fetchone()
        own, uid = local_replica(db)
        (seq,) = db.execute("SELECT max(seq) FROM batch WHERE replica=?", (own,)).fetchone()
        manifest = Manifest(
            kind=SINCE,
            ledger=founding[0].hex() if founding else "",
            unit=plain(card.unit),
            author=plain(card.name),
            installation=card.installation,
            created=max(0, ledger.surroundings.milliseconds() // 1000),
            organizations=len(organizations),
            creations=sum(map(len, body.creations.values())),
            edits=len(body.edits),
            batches=len(body.batches),
            counters=(Counter(uid.hex(), seq or 0),),
            facts="",
            state="",
            streets=(),
            cadres=(),
            recipient=recipient,
            number=0,
            basis="",
            receipts=(),
            program=program,
            format=format_of(db),
        )
    packed = _packed(Signed(manifest, card.public_key), body)
    digest = hashlib.sha512(packed).digest()
    data = MAGIC + card.public_key + sign_file(keys.secret or own_secret(), digest) + packed
    return FewFacts(data, manifest, digest[:ID_BYTES])


def read_few(path: Path, *, keys: Keyring | None = None) -> Incoming:
    """Read and prove a piece that was put into a file; MergeProblem as `open_few`."""
    if path.stat().st_size > _MOST:
        raise _damaged(path.name, "size")
    return open_few(path.name, path.read_bytes(), keys=keys)


def open_few(name: str, data: bytes, *, keys: Keyring | None = None) -> Incoming:
    """Read and prove a piece; MergeProblem in one sentence otherwise. `name` is what to call it."""
    keys = keys or profile_keyring()
    key, signature, packed = data[4 : 4 + _KEY], data[4 + _KEY : _START], data[_START:]
    digest = hashlib.sha512(packed).digest()
    if not data.startswith(MAGIC) or not packed or not file_signature_fits(key, digest, signature):
        raise _damaged(name, "signature")
    program = ""
    try:
        parts = _parts(packed)
        signed = Signed.decoded(parts[0])
        program = signed.manifest.program
        if signed.public_key != key:
            raise Unsound("signer")
        body = _body(parts[1:])
        _check(signed.manifest, body)
    except Newer as error:
        raise newer_problem(program, str(error)) from error
    except MALFORMED as error:
        raise _damaged(name, str(error)) from error
    return Incoming(signed.manifest, body, digest[:ID_BYTES], sender_of(signed.manifest, key, keys))


def _own_batches(ledger: Ledger, db: sqlite3.Connection, since: str | None, recipient: str) -> list[int]:
    sent = last_sent(db, recipient) if recipient else None
    here = "SELECT id FROM batch WHERE arrived_in IS NULL AND kind<>?"  # what came from others they have, or send
    own = {row[0] for row in db.execute(here, (int(BatchKind.FOUNDING),))}
    if sent is not None and sent.held is not None and since is None:
        return sorted(own & set(new_batches(db, sent.held)))
    day = since or ledger.today().isoformat()
    written = db.execute("SELECT id FROM batch WHERE date(wall,'unixepoch','localtime')>=?", (day,))
    return sorted(own & {row[0] for row in written})


def _of_batches(db: sqlite3.Connection, selection: Selection, batches: Sequence[int]) -> Body:
    numbering = Numbering()
    kinds = [kind for kind in RECORD_KINDS if kind not in _LARGE]
    creations = creations_out(db, numbering, selection, kinds=kinds)
    rows = [(kind.number, row) for kind, portion in creations for row in portion]
    edits = [edit for portion in edits_out(db, numbering, selection) for edit in portion]
    wanted = [batch for batch in batches if batch in numbering.places]
    place = {numbering.places[batch]: at for at, batch in enumerate(wanted)}
    body = Body()
    for number, row in rows:
        if row.batch in place:
            body.creations.setdefault(number, []).append(row._replace(batch=place[row.batch]))
    body.edits = [edit._replace(batch=place[edit.batch]) for edit in edits if edit.batch in place]
    few = Numbering()
    for batch in wanted:
        few.place(batch)
    zeros = [bytes(16)] * len(wanted)
    body.batches = [batch for portion in batches_out(db, few, zeros) for batch in portion]
    body.batches = [
        batch._replace(digest=value.to_bytes(16, "big"))
        for batch, value in zip(body.batches, body.digests(), strict=True)
    ]
    return body


def _packed(signed: Signed, body: Body) -> bytes:
    parts = [signed.encoded(), encode_batches(body.batches)]
    for number, rows in body.creations.items():
        head, data, _hashes = encode_creations(KIND_BY_NUMBER[number], rows)
        parts += [head.encoded(), data]
    if body.edits:
        edits_head, data = encode_edits(body.edits)
        parts += [edits_head.encoded(), data]
    raw = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _USUAL)
    return squeeze.compress(raw) + squeeze.flush()


def _parts(packed: bytes) -> list[bytes]:
    stretch = zlib.decompressobj(-15, _USUAL)
    raw = stretch.decompress(packed, _MOST)
    if not stretch.eof or stretch.unused_data:
        raise Unsound("length")
    parts, at = [], 0
    while at < len(raw):
        (length,) = struct.unpack_from(">I", raw, at)
        if at + 4 + length > len(raw):
            raise Unsound("short")
        parts.append(raw[at + 4 : at + 4 + length])
        at += 4 + length
    return parts


def _body(parts: Sequence[bytes]) -> Body:
    body = Body(batches=decode_batches(parts[0]))
    uids = [batch.uid for batch in body.batches]
    for head_bytes, data in zip(parts[1::2], parts[2::2], strict=True):
        head = Head.decoded(head_bytes)
        if any(last >= len(uids) for _first, last in head.batches):
            raise Unsound("batch")
        if head.part == EDITS:
            body.edits += decode_edits(head, data, uids)
        else:
            rows, _hashes = decode_creations(head, data)
            body.creations.setdefault(head.kind, []).extend(rows)
    return body


def _check(manifest: Manifest, body: Body) -> None:
    counts = (len(body.batches), sum(map(len, body.creations.values())), len(body.edits))
    if counts != (manifest.batches, manifest.creations, manifest.edits):
        raise Unsound("counts")
    if len({batch.uid for batch in body.batches}) != len(body.batches):
        raise Unsound("batches")
    sums = [value % MODULUS for value in body.digests()]
    if sums != [int.from_bytes(batch.digest, "big") for batch in body.batches]:
        raise Unsound("batch digest")


def _damaged(name: str, detail: str) -> MergeProblem:
    return MergeProblem(
        _("“{name}”里的二维码内容不完整，或被改动过，没有合并。").format(name=name),
        hint=_("请重新拍一次，每个码都拍清楚；还是不行，请对方改用文件发来。"),
        detail=detail,
    )
