"""Places for a ledger that go wrong: a small disk, one that cannot be written, somebody without rights."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

NOBODY = 65534
SYSTEM = {"HOME": "/root", "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False, env=SYSTEM)
    if done.returncode:
        pytest.skip(f"only root may mount a disk of its own here: {done.stderr.strip()}")


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """A disk of that size."""
    if shutil.which("mount") is None:
        pytest.skip("no mount here")
    point = folder / f"disk-{kib}"
    point.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(point))
    try:
        yield point
    finally:
        unplug(point)


def make_read_only(disk: Path) -> None:
    """Switch its write protection on."""
    _mount("-o", "remount,ro", str(disk))


def unplug(disk: Path) -> None:
    """Pull it out, whatever is open on it."""
    subprocess.run(["umount", "-l", str(disk)], capture_output=True, check=False, env=SYSTEM)


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Fill a disk up to its last byte, or nearly; the file that does."""
    filler = disk / "占满磁盘"
    with filler.open("wb", buffering=0) as file:
        size = 1 << 16
        while size >= 512:
            try:
                if file.write(bytes(size)) < size:
                    size //= 2
            except OSError:
                size //= 2
    if leave:
        os.truncate(filler, max(0, filler.stat().st_size - leave))
    return filler


@contextmanager
def somebody_without_rights() -> Iterator[Path]:
    """A folder, and this process without the right to write other people's files."""
    folder = Path(mkdtemp(prefix="jianhui-rights-"))
    folder.chmod(0o777)
    before = os.getresuid() if hasattr(os, "getresuid") else None
    if before and before[0] == 0:
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield folder
    finally:
        if before:
            os.setresuid(*before)
        for each in [folder, *folder.rglob("*")]:
            each.chmod(0o777)
        shutil.rmtree(folder)
