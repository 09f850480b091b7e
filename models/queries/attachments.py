"""What hangs on an organization, and the contents."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from models.errors import InputProblem
from models.language import _
from models.ledger.joining import members_of
from models.ledger.ledger import Ledger
from models.tables.record_kinds import ATTACHMENT, FILE_CONTENT


@dataclass(frozen=True, slots=True)
class AttachmentItem:
    """One attachment without its content; `id` is local, `added_on` the day by the clock of whoever added it."""

    id: int
    uid: str
    name: str
    media_type: str
    size: int
    note: str
    added_on: str
    added_by: str


def attachments(ledger: Ledger, organization: int) -> tuple[AttachmentItem, ...]:
    """Those of one organization (local id), the newest first."""
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT m.id, lower(hex(m.uid)), m.name, m.media_type, m.size, m.note, "
            "date(b.wall,'unixepoch','localtime'), a.name "
            f"FROM {ATTACHMENT.table} m JOIN batch b ON b.id=m.created_in JOIN author a ON a.id=b.author "
            f"WHERE m.org_id IN {members_of('?1')} AND m.deleted IS NOT 1 ORDER BY b.wall DESC, m.uid DESC",
            (organization,),
        ).fetchall()
    return tuple(
        AttachmentItem(record, uid, name or "", kind or "", size or 0, note or "", day, author)
        for record, uid, name, kind, size, note, day, author in rows
    )


def attachment_content(ledger: Ledger, attachment: int) -> bytes:
    """The bytes of one attachment (local id); InputProblem if they are not here, or not what they were."""
    with ledger.reading() as db:
        row = db.execute(
            f"SELECT m.name, c.sha256, c.base64 FROM {ATTACHMENT.table} m "
            f"LEFT JOIN {FILE_CONTENT.table} c ON c.uid=m.content WHERE m.id=?",
            (attachment,),
        ).fetchone()
    if row is None:
        raise InputProblem(_("这个附件已经不在台账里。"))
    name, digest, text = row
    if text is None:
        raise InputProblem(
            _("附件“{name}”的内容不在这份台账里。").format(name=name or ""),
            hint=_("请从添加它的那台电脑再合并一次。"),
        )
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error:
        content = b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise InputProblem(_("附件“{name}”的内容读不出来，已经损坏。").format(name=name or ""), detail=f"{attachment}")
    return content


def attachment_named(ledger: Ledger, organization: int, text: str) -> AttachmentItem:
    """The attachment of an organization by its id (hexadecimal) or its name; InputProblem if there is none such."""
    found = [item for item in attachments(ledger, organization) if text in {item.uid, item.name}]
    if len(found) != 1:
        several = _("这家有 {n} 个叫“{text}”的附件，请写编号。").format(n=len(found), text=text)
        raise InputProblem(several if found else _("这家没有附件“{text}”。").format(text=text))
    return found[0]
