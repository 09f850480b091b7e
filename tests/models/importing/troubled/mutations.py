"""Sheets with a little damage, made from a seed, and what reading each of them came to.

`python -m tests.models.importing.troubled.mutations FIRST NUMBER` runs that many in this process and prints a summary.
"""

import json
import os
import random
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from models.errors import FileProblem
from models.importing import reading_process, workbook
from models.importing.table import Cell, open_table
from tests.models.importing.troubled import ods, xls
from tests.models.importing.troubled.xlsx import one_sheet, pack, text

CODE = "52440105MJK850332A"
ROWS: list[list[Cell]] = [
    ["单位名称", "代码", "人数", "成立日期"],
    *[[f"第{number}幼儿园", CODE, number, "2023-05-01"] for number in range(1, 40)],
]


def _xlsx(path: Path) -> Path:
    strings: dict[str, int] = {}
    rows = []
    for number, row in enumerate(ROWS, start=1):
        cells = []
        for letter, value in zip("ABCD", row, strict=True):
            where = f"{letter}{number}"
            if isinstance(value, int):
                cells.append(f'<c r="{where}"><v>{value}</v></c>')
            elif value == "2023-05-01":
                cells.append(f'<c r="{where}" s="1"><v>45047</v></c>')
            elif letter == "B":
                cells.append(text(where, str(value)))
            else:
                cells.append(f'<c r="{where}" t="s"><v>{strings.setdefault(str(value), len(strings))}</v></c>')
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    shared = "".join(f"<si><t>{each}</t></si>" for each in strings)
    return pack(path, one_sheet("".join(rows), strings=shared))


def _xls(path: Path) -> Path:
    rows = [[xls.Day(45047) if value == "2023-05-01" else value for value in row] for row in ROWS]
    return xls.xls_file(path, rows)


def _ods(path: Path) -> Path:
    def cell(value: Cell) -> str:
        if isinstance(value, int):
            return ods.number(value)
        return ods.day(value) if value == "2023-05-01" else ods.text(str(value))

    return ods.ods_file(path, "".join(ods.row(*map(cell, row)) for row in ROWS) + ods.ROWS_TO_THE_END)


def _csv(path: Path) -> Path:
    lines = [",".join(map(str, row)) for row in ROWS]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


MAKERS: dict[str, Callable[[Path], Path]] = {"xlsx": _xlsx, "xls": _xls, "ods": _ods, "csv": _csv}


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Content with one kind of damage: bits, bytes, pieces cut, repeated, moved or blanked, or the end lost."""
    data = bytearray(content)
    at, length = chance.randrange(len(data)), chance.choice((1, 2, 4, 16, 64, 512))
    match chance.randrange(8):
        case 0:
            data[at] ^= 1 << chance.randrange(8)
        case 1:
            for _byte in range(chance.randrange(1, 12)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length] * chance.randrange(1, 4)
        case 4:
            data[at : at + length] = bytes(min(length, len(data) - at))
        case 5:
            del data[at:]
        case 6:
            other = chance.randrange(len(data))
            data[at : at + length] = data[other : other + length]
        case _:
            data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\1\0\0\0"))
    return bytes(data)


def damaged_part(content: bytes, chance: random.Random, path: Path) -> bytes:
    """A package whose parts say something else: sound for zip, so that the damage gets through to the parser."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, part in parts.items() if part])
    if chance.random() < 0.1:
        del parts[name]
    else:
        parts[name] = damaged(parts[name], chance)
    made = pack(path.with_suffix(".made"), parts)
    content = made.read_bytes()
    made.unlink()
    return content


def read_mutant(folder: Path, seed: int) -> tuple[str, str]:
    """Damage a sheet and read it: its kind, and "refused", "same" or "other".

    "other" is right only where the damage is not to be seen: in a text, in an old workbook, within a sound package.
    Anything but FileProblem goes through.
    """
    chance = random.Random(seed)
    kind = list(MAKERS)[seed % len(MAKERS)]
    path = folder / f"{seed}.{kind}"
    sound = MAKERS[kind](path).read_bytes()
    within = kind in {"xlsx", "ods"} and chance.random() < 0.3
    path.write_bytes(damaged_part(sound, chance, path) if within else damaged(sound, chance))
    try:
        rows = list(open_table(path).rows())
    except FileProblem as problem:
        if not problem.user_text or not problem.hint:
            raise AssertionError(seed) from problem
        return kind, "refused"
    finally:
        path.unlink()
    if any(cell is not None and not isinstance(cell, (str, int, float, bool)) for row in rows for cell in row):
        raise AssertionError(seed)
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    expected = [[str(cell) for cell in row] for row in ROWS] if kind == "csv" else ROWS
    return f"{kind} within" if within else kind, "same" if rows == expected else "other"


class _Forked:
    """A reading process that begins as a copy of this one: the same code, without waiting for Python to start."""

    def __init__(self, sender: Connection, arguments: list[str]) -> None:
        self._pid = os.fork()
        self._code: int | None = None
        if self._pid == 0:
            sys.argv = ["-c", "", str(os.dup(sender.fileno())), *arguments]
            sender.close()
            with suppress(BaseException):
                reading_process.main()
            os._exit(0)

    def kill(self) -> None:
        """End it."""
        if self._code is None:
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        """How it ended."""
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._code


def main(first: int, number: int) -> None:
    """Read so many mutants; prints counts by kind and outcome, seeds that came out different, and peaks in MB."""
    if hasattr(os, "fork"):
        workbook._started = _Forked  # type: ignore[assignment]
        import python_calamine  # noqa: F401, PLC0415 - once for all of them
    counts: Counter[str] = Counter()
    other: dict[str, list[int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + number):
            kind, outcome = read_mutant(Path(folder), seed)
            counts[f"{kind} {outcome}"] += 1
            if outcome == "other":
                other.setdefault(kind, []).append(seed)
    peaks = []
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not everywhere

        with Path("/proc/self/status").open() as status:
            own = next(line for line in status if line.startswith("VmHWM"))
        peaks = [int(own.split()[1]) / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]
    print(json.dumps({"counts": counts, "other": other, "peaks": peaks}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
