"""Hanging photos and scans on organizations, and taking them off."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from models.errors import FileProblem, InputProblem
from models.facts.canonical import known_record_uid
from models.files import file_problem
from models.language import _
from models.ledger.ledger import Change, Changes, Ledger
from models.ledger.lock import is_held
from models.rules.attachments import MOST_BYTES, file_name, is_picture, media_type_of, size_words
from models.tables.record_kinds import ATTACHMENT, FILE_CONTENT, ORGANIZATION

#: Photos come larger than they are kept: the window makes them smaller.
_LARGEST_READ = 60 * 1024 * 1024


def read_to_attach(path: Path) -> bytes:
    """What stands in a file that somebody chose; FileProblem if it cannot be read, InputProblem if it is too large."""
    if is_held(path):  # a ledger that is open: closing its file here would drop the locks of this process
        raise _no_attachment(path.name)
    try:
        if path.stat().st_size > _LARGEST_READ:
            raise InputProblem(
                _("“{name}”太大了，读不进来。").format(name=path.name), hint=_("请先缩小，或只扫描需要的页。")
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem(_("找不到“{name}”。").format(name=path.name), hint=_("U 盘可能已拔出。")) from error
    except OSError as error:
        raise file_problem(error, path) from error


def attach_file(ledger: Ledger, organizations: Sequence[int], name: str, content: bytes, *, note: str = "") -> Changes:
    """Hang one file on organizations: one batch, one undo. The content is kept once, whoever brings it how often.

    InputProblem for anything but png, jpeg and pdf, and for what is larger than 300 KB. Where it hangs already
    nothing is written, unless it was taken off: it comes back then.
    """
    media_type = _checked(name, content)
    digest = hashlib.sha256(content).hexdigest()
    values = {
        "name": file_name(name, media_type),
        "media_type": media_type,
        "size": len(content),
        "note": note.strip() or None,
    }
    with ledger.change() as change:
        kept = _keep_content(change, digest, content)
        for organization in organizations:
            _hang(change, organization, digest, {**values, "content": kept})
    return change.changes


def take_off(ledger: Ledger, attachments: Sequence[int]) -> Changes:
    """Take attachments (local ids) off; their contents stay until nobody's undo needs them any more."""
    with ledger.change() as change:
        for attachment in attachments:
            change.delete(ATTACHMENT, attachment)
    return change.changes


def _no_attachment(name: str) -> InputProblem:
    return InputProblem(
        _("“{name}”不是图片，也不是 PDF，不能作附件。").format(name=name),
        hint=_("附件可以是 png、jpg 或 pdf；Word、Excel 文件请先另存为 PDF。"),
    )


def _checked(name: str, content: bytes) -> str:
    media_type = media_type_of(content)
    if not content:
        raise InputProblem(_("“{name}”是空文件。").format(name=name))
    if not media_type:
        raise _no_attachment(name)
    if len(content) > MOST_BYTES:
        hint = (
            _("在窗口里添加会自动缩小；或先把照片缩小再添加。")
            if is_picture(media_type)
            else _("请只留需要的页，或用较低的清晰度（150 dpi、灰度）重新扫描。")
        )
        said = _("“{name}”有 {size}，附件每个最大 {most}。").format(
            name=name, size=size_words(len(content)), most=size_words(MOST_BYTES)
        )
        raise InputProblem(said, hint=hint)
    return media_type


def _keep_content(change: Change, digest: str, content: bytes) -> bytes:
    uid = known_record_uid("file", digest)
    row = change.db.execute(f"SELECT id, deleted FROM {FILE_CONTENT.table} WHERE uid=?", (uid,)).fetchone()
    if row is None:
        change.create(FILE_CONTENT, {"sha256": digest, "base64": base64.b64encode(content).decode()}, uid=uid)
    elif row[1]:
        change.restore(FILE_CONTENT, row[0])
    return uid


def _hang(change: Change, organization: int, digest: str, values: dict[str, object]) -> None:
    parent = change.ref(ORGANIZATION, organization)
    uid = known_record_uid("attachment", parent.uid.hex(), digest)
    row = change.db.execute(f"SELECT id, deleted FROM {ATTACHMENT.table} WHERE uid=?", (uid,)).fetchone()
    if row is None:
        change.create(ATTACHMENT, values, uid=uid, parent=parent)
    elif row[1]:
        change.restore(ATTACHMENT, row[0])
