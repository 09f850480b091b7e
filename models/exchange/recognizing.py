"""What a file is that should have been an exchange file, and what to do about it: one sentence each."""

import base64
import errno
import os
from pathlib import Path

from models.errors import MergeProblem
from models.exchange.container import BOM, COVER_BYTES, MARK, START, TITLE, has_mark, read_end
from models.language import N_, _
from models.ledger.connection import HEADER, SQLITE_MAGIC, is_header
from models.ledger.lock import is_held

_LOOK = COVER_BYTES + len(MARK)
_TITLE = TITLE.encode()
#: The title as programs write it that take the file for a text in another encoding.
_RECODED = (
    TITLE.encode("gb18030"),
    TITLE.encode("utf-16-le"),
    TITLE.encode("utf-16-be"),
    _TITLE.decode("latin-1").encode(),
    _TITLE.decode("cp1252", "replace").encode()[:12],
    _TITLE.decode("gb18030", "replace").encode()[:12],
    START.decode("gb18030", "replace").encode()[:12],
)
_SEND_AGAIN = N_("请让对方重新发一次：用“发送文件”或 U 盘，不要复制粘贴内容，也不要用记事本等程序打开后保存。")
_FORMATS = (
    (
        b"PK\x03\x04",
        N_("“{name}”是压缩包或表格，不是交换文件。"),
        N_("压缩包请先解压，再合并里面的 .jhx；名册请用“导入”。"),
    ),
    (b"Rar!", N_("“{name}”是压缩包，不是交换文件。"), N_("请先解压，再合并里面的 .jhx。")),
    (b"7z\xbc\xaf", N_("“{name}”是压缩包，不是交换文件。"), N_("请先解压，再合并里面的 .jhx。")),
    (b"\x1f\x8b", N_("“{name}”是压缩包，不是交换文件。"), N_("请先解压，再合并里面的 .jhx。")),
    (b"\xd0\xcf\x11\xe0", N_("“{name}”是表格或文档，不是交换文件。"), N_("名册请用“导入”；交换文件的扩展名是 .jhx。")),
    (b"%PDF", N_("“{name}”是 PDF，不是交换文件。"), N_("请让对方用“发文件”（命令是 export）导出 .jhx，再发一次。")),
    (b"\x89PNG", N_("“{name}”是图片，不是交换文件。"), N_("请让对方用“发文件”（命令是 export）导出 .jhx，再发一次。")),
    (
        b"\xff\xd8\xff",
        N_("“{name}”是图片，不是交换文件。"),
        N_("请让对方用“发文件”（命令是 export）导出 .jhx，再发一次。"),
    ),
)
_PAGE = (b"<!doctype", b"<html", b"<head", b"<?xml")
_CARD = b'"jhcard"'


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file; MergeProblem if it cannot be read at all.

    A ledger that is open is told by its lock: closing its file here would drop the locks of this process.
    """
    if is_held(path):
        return HEADER
    try:
        with path.open("rb") as file:
            return file.read(_LOOK)
    except FileNotFoundError as error:
        raise MergeProblem(
            _("找不到文件“{name}”。").format(name=path.name), hint=_("它可能被移走、改名，或所在的 U 盘没有插好。")
        ) from error
    except IsADirectoryError as error:
        raise MergeProblem(
            _("“{name}”是文件夹，不是交换文件。").format(name=path.name), hint=_("请选里面的 .jhx 文件。")
        ) from error
    except OSError as error:
        raise unreadable(path.name, error) from error


def unreadable(name: str, error: OSError) -> MergeProblem:
    """What to say where the system cannot read a file, or has no room for a copy of it."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        text, hint = _("磁盘已满，读不了“{name}”。"), _("请在临时文件夹所在的磁盘上腾出空间再试。")
    else:
        text, hint = _("读不出文件“{name}”。"), _("U 盘可能已拔出；请检查权限，或把它复制到本机硬盘上再试。")
    return MergeProblem(text.format(name=name), hint=hint, detail=f"{type(error).__name__} {error.errno}")


def is_database(data: bytes) -> bool:
    """True if these first bytes are those of an SQLite file."""
    return data.startswith(SQLITE_MAGIC)


def is_ledger(data: bytes) -> bool:
    """True if these first bytes are those of a ledger."""
    return is_header(data)


def refuse_what_it_is(path: Path, data: bytes) -> None:
    """MergeProblem for everything that is not an exchange file with its end in place; `data` are its first bytes."""
    name = path.name
    if not data:
        raise MergeProblem(_("“{name}”是空文件。").format(name=name), hint=_("它可能没有下载完或复制完，请再取一次。"))
    if data.startswith(START) and has_mark(data):
        if read_end(path) is None:
            raise _without_end(path)
        return
    raise _something_else(name, data)


def damaged(name: str, detail: str) -> MergeProblem:
    """What to say of a file whose bytes changed on the way."""
    return MergeProblem(
        _("“{name}”在传送中损坏了，没有合并。").format(name=name),
        hint=_("请重新复制或下载一次；还是不行，请对方再导出一次。"),
        detail=detail,
    )


def forged(name: str, detail: str) -> MergeProblem:
    """What to say of a file that was changed on purpose, or put together from several."""
    return MergeProblem(
        _("“{name}”的签名与内容不符：它被人改动或拼接过，没有合并。").format(name=name),
        hint=_("请直接向发件人要原来的文件。"),
        detail=detail,
    )


def unsound(name: str, detail: str) -> MergeProblem:
    """What to say of a file that is signed as it is, and still is not as a file has to be."""
    return MergeProblem(
        _("“{name}”的内容前后不符，没有合并。").format(name=name),
        hint=_("请对方在他的电脑上先“检查台账”，再重新导出。"),
        detail=detail,
    )


def _without_end(path: Path) -> MergeProblem:
    return MergeProblem(
        _("“{name}”不完整：后面少了一截，或多出了别的内容。").format(name=path.name),
        hint=_("请等它下载完，或重新复制一次。"),
        detail=f"{os.path.getsize(path)} bytes",  # noqa: PTH202 - the size only
    )


def _something_else(name: str, data: bytes) -> MergeProblem:
    text = data.lstrip(BOM + b"\xff\xfe\r\n\t ")
    for start, sentence, hint in _FORMATS:
        if data.startswith(start):
            return MergeProblem(_(sentence).format(name=name), hint=_(hint))
    if START.startswith(data) or (data.startswith(START) and len(data) < _LOOK):
        return MergeProblem(
            _("“{name}”不完整：只有开头的一小截。").format(name=name), hint=_("请等它下载完，或重新复制一次。")
        )
    if _TITLE in data[:64] or any(each in data[:96] for each in _RECODED):
        return _as_text(name)
    if _is_base64(text):
        return MergeProblem(
            _("“{name}”是交换文件转成的文字（base64），不能直接合并。").format(name=name),
            hint=_("请让对方把 .jhx 作为文件发来，不要粘贴在邮件或聊天里。"),
        )
    if text[:64].lower().startswith(_PAGE):
        return MergeProblem(
            _("“{name}”是一个网页，不是交换文件：多半是下载链接过期了。").format(name=name),
            hint=_("请让对方重新发一次文件。"),
        )
    if is_database(data):
        return _database(name, data)
    if _CARD in data:
        return MergeProblem(
            _("“{name}”是名片，不是交换文件。").format(name=name),
            hint=_("在“交换”的“名片”里加这张名片、核对代码（命令是 identity --confirm）。"),
        )
    return MergeProblem(
        _("“{name}”不是建会台账的交换文件，或者开头已经损坏。").format(name=name),
        hint=_("交换文件由 export 生成，扩展名是 .jhx；请确认选对了文件。"),
    )


def _as_text(name: str) -> MergeProblem:
    return MergeProblem(
        _("“{name}”被当作文字处理过（换行或编码被改了），已经损坏。").format(name=name), hint=_(_SEND_AGAIN)
    )


def _is_base64(text: bytes) -> bool:
    return any(text.startswith(base64.b64encode(start)[:16]) for start in (START, _TITLE))


def _database(name: str, data: bytes) -> MergeProblem:
    if is_ledger(data):
        return MergeProblem(
            _("“{name}”是台账本身，不是交换文件。").format(name=name),
            hint=_("台账文件也能合并：用 merge，会先检查它的每一笔记录。"),
        )
    return MergeProblem(_("“{name}”是别的程序的数据库，不是交换文件。").format(name=name), hint=_("请确认选对了文件。"))
