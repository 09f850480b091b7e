"""Where a ledger lies, and what to say about places that are bad for a live database: shares, sticks, clouds."""

import os
import sys
from enum import Enum
from pathlib import Path

from models.language import _

_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs"})
_CLOUDS = (
    "OneDrive",
    "Dropbox",
    "iCloudDrive",
    "坚果云",
    "Nutstore",
    "WPSDrive",
    "WPS云盘",
    "百度网盘",
    "BaiduSyncdisk",
)
_MOUNTS = Path("/proc/self/mountinfo")
_BLOCKS = Path("/sys/dev/block")
_WINDOWS_REMOVABLE = 2
_WINDOWS_REMOTE = 4


class Place(Enum):
    """Kinds of places a ledger may lie in."""

    LOCAL = "local"
    REMOVABLE = "removable"
    SHARE = "share"
    CLOUD = "cloud"


def place_of(path: Path) -> Place:
    """What kind of place the file lies in; LOCAL where it cannot be known."""
    if any(part.startswith(cloud) for part in path.absolute().parts for cloud in _CLOUDS):
        return Place.CLOUD
    if sys.platform == "win32":
        return _windows_place(path)
    return _linux_place(path)


def warning_for(place: Place) -> str:
    """The sentence that stands above a ledger opened from there; empty for a local disk."""
    if place is Place.SHARE:
        return _("台账放在网络共享上：网络一断就可能写不进去。请复制到本机使用，用交换文件与同事往来。")
    if place is Place.REMOVABLE:
        return _("台账放在 U 盘或移动硬盘上：拔出前请先关闭本窗口。平时请放在本机，U 盘只放备份和交换文件。")
    if place is Place.CLOUD:
        return _("台账放在网盘同步文件夹里：同步会与写入互相干扰。请移到普通文件夹，再用网盘放备份。")
    return ""


def _linux_place(path: Path) -> Place:
    mount = _mount_of(path.absolute())
    if mount is None:
        return Place.LOCAL
    device, kind = mount
    if kind in _REMOTE:
        return Place.SHARE
    try:
        block = (_BLOCKS / device).resolve()
        for folder in (block, block.parent):
            if (folder / "removable").is_file():
                return Place.REMOVABLE if (folder / "removable").read_text().strip() == "1" else Place.LOCAL
    except OSError:
        pass
    return Place.LOCAL


def _mount_of(path: Path) -> tuple[str, str] | None:
    """(major:minor, file system) of the mount that holds the path."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best: tuple[int, str, str] | None = None
    for line in lines:
        fields, _dash, tail = line.partition(" - ")
        parts = fields.split()
        point = parts[4].encode().decode("unicode_escape").encode("latin-1", "replace").decode(errors="replace")
        inside = path == Path(point) or os.fspath(path).startswith(point.rstrip("/") + "/")
        if inside and (best is None or len(point) >= best[0]):
            best = (len(point), parts[2], tail.split()[0])
    return best[1:] if best else None


def _windows_place(path: Path) -> Place:
    if sys.platform != "win32":
        return Place.LOCAL
    import ctypes  # noqa: PLC0415 - Windows only

    if os.fspath(path.absolute()).startswith("\\\\"):
        return Place.SHARE
    kind = ctypes.windll.kernel32.GetDriveTypeW(path.absolute().anchor)
    return {_WINDOWS_REMOTE: Place.SHARE, _WINDOWS_REMOVABLE: Place.REMOVABLE}.get(kind, Place.LOCAL)
