"""The first hundred bytes of a ledger file, looked at before SQLite sees them."""

import struct
from pathlib import Path

from models.errors import MergeProblem
from models.language import _
from models.ledger.migrations import steps

_SMALLEST, _LARGEST = 512, 65_536
_HEADER = 100


def refuse_header(path: Path, data: bytes) -> None:
    """MergeProblem for a file that is cut off, newer, or not as our ledgers are; `data` are its first bytes."""
    if len(data) < _HEADER:
        raise _cut_off(path)
    stored = struct.unpack(">H", data[16:18])[0]
    page = _LARGEST if stored == 1 else stored
    changes, pages = struct.unpack(">II", data[24:32])
    schema_format, encoding, version = (struct.unpack(">I", data[at : at + 4])[0] for at in (44, 56, 60))
    (valid_for,) = struct.unpack(">I", data[92:96])
    size = path.stat().st_size
    if page < _SMALLEST or page & (page - 1):
        raise _odd(path, f"page {page}")
    if size % page or (changes == valid_for and size != pages * page):
        raise _cut_off(path)
    if version > len(steps()):
        raise MergeProblem(
            _("台账“{name}”由更新的版本建立（格式 {found}，本机软件只认到 {known}），没有合并。").format(
                name=path.name, found=version, known=len(steps())
            ),
            hint=_("请先升级本机的建会台账。"),
        )
    # Written by our one SQLite library: no write-ahead log, no reserved bytes, UTF-8, a known schema format.
    as_ours = data[18:20] == b"\x01\x01" and data[20] == 0 and encoding == 1 and schema_format in {1, 4} and version > 0
    if not as_ours or changes != valid_for:
        raise _odd(path, f"{data[18:21].hex()} {encoding} {schema_format} {version} {changes == valid_for}")


def _cut_off(path: Path) -> MergeProblem:
    return MergeProblem(
        _("台账文件“{name}”不完整：没有复制完。").format(name=path.name), hint=_("请重新复制一次，或改用它的备份。")
    )


def _odd(path: Path, detail: str) -> MergeProblem:
    return MergeProblem(
        _("台账文件“{name}”不是本软件写成的样子，没有读取。").format(name=path.name),
        hint=_("请改用它的备份，或请对方用“发文件”（命令是 export）导出 .jhx。"),
        detail=detail,
    )
