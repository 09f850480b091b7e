"""The one way to write a file that we hand out or keep: the old file stays whole until the new one is proven.

A temporary file in the same folder is written, flushed to the disk, opened again and checked, and only then
put in the place of the old one. Whatever goes wrong on the way, the old file is untouched.
"""

import errno
import os
import secrets
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from models.errors import FileProblem, LedgerProblem
from models.language import _

MAX_NAME_BYTES = 255
MAX_PATH_BYTES = 500
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL"} | {f"{word}{digit}" for word in ("COM", "LPT") for digit in "123456789"}
)
_LONGEST_SUFFIX = 8


def write_file(
    path: Path, write: Callable[[Path], None], verify: Callable[[Path], None], *, replaces_ledger: bool = False
) -> None:
    """Write `path` completely or not at all.

    Args:
        path: where the file is to stand; its folder has to exist.
        write: writes the whole file to the path it is given, and closes it.
        verify: opens the written file and raises whatever it likes if it is not as it should be.
        replaces_ledger: what stands there may be a ledger; else one is never replaced.

    Raises:
        FileProblem: with a sentence that says why; the file that stood there before is byte-identical.
    """
    if not os.path.lexists(path):  # what stands there already may be replaced under the name it has
        check_name(path)
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    _check_place(target)
    if not replaces_ledger:
        _spare_ledger(target)
    suffix = target.suffix if len(target.suffix.encode()) <= _LONGEST_SUFFIX else ""
    temporary = target.with_name(f".jianhui-{secrets.token_hex(4)}{suffix}")
    try:
        write(temporary)
        _flush(temporary)
        _verify(temporary, verify)
        with suppress(OSError):  # a file system without modes
            if target.exists():
                temporary.chmod(target.stat().st_mode)
        temporary.replace(target)
    except OSError as error:
        raise file_problem(error, target) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _flush_folder(target.parent)


def check_name(path: Path) -> None:
    """Refuse, with a FileProblem, a name that cannot be carried to every computer an office uses."""
    name = path.name
    if not name or any(character in _FORBIDDEN or ord(character) < ord(" ") for character in name):
        raise FileProblem(
            _("文件名“{name}”里有不能使用的字符。").format(name=name),
            hint=_('请去掉 < > : " / \\ | ? * 和换行，再保存一次。'),
        )
    if name[-1] in ". " or name.split(".")[0].rstrip().upper() in _RESERVED:
        raise FileProblem(
            _("Windows 不能使用“{name}”这个文件名。").format(name=name),
            hint=_("请换一个名字，再保存一次。"),
        )
    too_long = len(os.fsencode(name)) > MAX_NAME_BYTES
    if too_long or len(os.fsencode(path.absolute())) > MAX_PATH_BYTES:
        raise _too_long(path, "")


def carriable(name: str) -> str:
    """A name like this one that every computer can store; itself where it is one. Different names stay different."""
    kept = "".join("_" if character in _FORBIDDEN or ord(character) < ord(" ") else character for character in name)
    kept = kept.rstrip(". ")
    return kept if kept == name else f"{kept}_{zlib.crc32(os.fsencode(name)):08x}"


def file_problem(error: OSError, path: Path) -> FileProblem:
    """What to tell the person about an error of the operating system while `path` was written."""
    detail = f"{type(error).__name__} errno={error.errno} winerror={getattr(error, 'winerror', None)}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        text, hint = (
            _("磁盘已满，“{name}”没有写成。"),
            _("原来的文件没有改动；请腾出空间，或换一个磁盘保存。"),
        )
    elif error.errno == errno.EROFS:
        text, hint = _("这个位置是只读的，不能写入“{name}”。"), _("请换一个文件夹保存。")
    elif error.errno in (errno.EACCES, errno.EPERM):
        return _refused(path, detail)
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        text, hint = _("要放“{name}”的文件夹不见了。"), _("U 盘可能已拔出；请选一个存在的文件夹。")
    elif error.errno == errno.ENAMETOOLONG:
        return _too_long(path, detail)
    elif error.errno == errno.EFBIG:
        text, hint = _("“{name}”超过了这个磁盘允许的大小。"), _("请换一个磁盘，或分几次导出。")
    elif error.errno == errno.EIO:
        text, hint = (
            _("磁盘读写出错，“{name}”没有写成。"),
            _("原来的文件没有改动；请换一个磁盘保存，并检查这个磁盘。"),
        )
    else:
        text, hint = _("“{name}”没有写成。"), _("原来的文件没有改动；请换一个文件夹再试。")
    return FileProblem(text.format(name=path.name), hint=hint, detail=detail)


def _refused(path: Path, detail: str) -> FileProblem:
    if path.exists() and os.access(path, os.W_OK):
        return FileProblem(
            _("“{name}”正被别的程序打开，不能替换。").format(name=path.name),
            hint=_("请先在 WPS 或 Excel、阅读器里关闭它，再保存一次。"),
            detail=detail,
        )
    return FileProblem(
        _("没有权限在这里写入“{name}”。").format(name=path.name),
        hint=_("请换一个文件夹，或请管理员开通写入权限。"),
        detail=detail,
    )


def _too_long(path: Path, detail: str) -> FileProblem:
    return FileProblem(
        _("文件名或所在文件夹的路径太长，不能保存。"),
        hint=_("请把名字改短，或换一个靠上层的文件夹。"),
        detail=f"{detail} name {len(os.fsencode(path.name))} bytes, path {len(os.fsencode(path.absolute()))} bytes",
    )


def _check_place(path: Path) -> None:
    if not path.parent.is_dir():
        raise file_problem(FileNotFoundError(errno.ENOENT, "folder"), path)
    if path.is_dir():
        raise FileProblem(_("“{name}”是一个文件夹，不能用作文件名。").format(name=path.name), hint=_("请换一个名字。"))
    if path.exists() and not os.access(path, os.W_OK):
        raise FileProblem(
            _("“{name}”设成了只读，没有替换它。").format(name=path.name),
            hint=_("请换一个名字，或先取消只读。"),
        )


def _spare_ledger(path: Path) -> None:
    from models.ledger.connection import is_ledger  # noqa: PLC0415 - ledgers are kept by means of this module

    if path.exists() and is_ledger(path):
        raise FileProblem(
            _("“{name}”已经存在，没有覆盖它。").format(name=path.name),
            hint=_("请换一个文件名，或直接打开它。"),
        )


def _verify(temporary: Path, verify: Callable[[Path], None]) -> None:
    try:
        verify(temporary)
    except (LedgerProblem, MemoryError):
        raise
    except Exception as error:
        raise FileProblem(
            _("文件写好以后读不回来，没有放到原来的位置。"),
            hint=_("原来的文件没有改动；请换一个磁盘再试。"),
            detail=f"{type(error).__name__}: {error}",
        ) from error


def _flush(path: Path) -> None:
    with path.open("r+b") as file:  # Windows flushes only what is open for writing
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """The new name is in the folder: make that last; some systems cannot, and the file is whole anyway."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
