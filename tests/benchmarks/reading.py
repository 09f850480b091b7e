"""G2: a workbook through the reading process, against python-calamine in a process of its own; also the crafted ones.

`python -m tests.benchmarks.reading [--rows N] [--columns N] [--file SHEET.xlsx] [--rounds N]`.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from models.importing.table import open_table
from tests.benchmarks.measure import Result, run_python, seconds, table

#: Both say how long reading took: the program that reads is running already, what it starts for that counts.
_PLAIN = """
import sys, time
from python_calamine import CalamineWorkbook
started = time.perf_counter()
for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    pass
print(time.perf_counter() - started)
"""
_OURS = """
import sys, time
from pathlib import Path
from models.importing.table import open_table
started = time.perf_counter()
for row in open_table(Path(sys.argv[1])).rows():
    pass
print(time.perf_counter() - started)
"""
_LOOK = """
import sys, time
from pathlib import Path
from models.importing.preflight import Package, outline
from models.importing.sheet_scan import scan_sheet
started = time.perf_counter()
path = Path(sys.argv[1])
about = outline(path)
with Package(path) as package:
    for part in (about.strings, about.styles):
        if part:
            package.check(part)
    scan_sheet(package.text_stream(about.sheets[0].part), lambda done: None)
print(time.perf_counter() - started)
"""


def make_sheet(path: Path, rows: int, columns: int) -> Path:
    """A roster as offices have it: names and addresses, codes, counts, days, few different words, gaps."""
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(path, {"in_memory": False})
    page = book.add_worksheet("名册")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, [f"栏目{number}" for number in range(columns)])
    for row in range(1, rows + 1):
        for column in range(columns):
            match column % 10:
                case 0 | 1:
                    page.write_string(row, column, f"广州市越秀区第{row}社会服务中心{column}")
                case 2:
                    page.write_string(row, column, f"52440105MJ{row:08d}")
                case 3 | 4:
                    page.write_number(row, column, row % 500)
                case 5:
                    page.write_datetime(row, column, _day(row), day)
                case 6:
                    pass
                case _:
                    page.write_string(row, column, f"词{row * column % 50}")
    book.close()
    return path


def _day(row: int):

    return datetime(2000, 1, 1) + timedelta(days=row % 9000)  # noqa: DTZ001 - a day


def reading(path: Path, rounds: int) -> list[Result]:
    """The whole way and the way without the look beforehand, both against the bare parser; and reading it again."""
    timed: list[tuple[float, float, float]] = []
    for _round in range(rounds):
        ours, bare, look = (float(run_python(code, str(path))[1]) for code in (_OURS, _PLAIN, _LOOK))
        timed.append((ours, bare, look))
    ours, floor, look = (statistics.median(column) for column in zip(*timed, strict=True))
    apart = statistics.median((each[0] - each[2]) / each[1] for each in timed)
    first = open_table(path)
    once = seconds(lambda: sum(1 for _row in first.rows()))
    again = seconds(lambda: sum(1 for _row in first.rows()))
    plain = f"calamine {floor:.2f} s"
    return [
        Result("xlsx read, look beforehand apart (G2)", f"{ours - look:.2f} s", plain, apart, 1.3),
        Result("xlsx read, all of it", f"{ours:.2f} s", plain, ours / floor, None),
        Result("the look beforehand", f"{look:.2f} s", plain, look / floor, None),
        Result("the same sheet read again", f"{again:.2f} s", f"first {once:.2f} s", again / once, None),
    ]


def spent(code: str, path: Path) -> float:
    """Seconds of processor time of a run and of all that it started: other work on the machine does not count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run_python(code, str(path))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def processor(path: Path, rounds: int) -> list[Result]:
    """Processor time, the least of the rounds: what is left of the comparison on a machine that others use."""
    ours, floor, look = (min(spent(code, path) for _round in range(rounds)) for code in (_OURS, _PLAIN, _LOOK))
    took, bare = f"{ours - look:.2f} s", f"calamine {floor:.2f} s"
    return [Result("processor time, both processes, look apart", took, bare, (ours - look) / floor, None)]


def peaks(path: Path) -> list[Result]:
    """Memory of the program and its reading process together, against the bare parser's."""
    code = _OURS + (
        "import resource\nown = next(x for x in open('/proc/self/status') if x.startswith('VmHWM'))\n"
        "print(int(own.split()[1]) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    together = int(run_python(code, str(path))[1].split()[-1]) / 1024
    bare = _PLAIN + "print(next(x for x in open('/proc/self/status') if x.startswith('VmHWM')).split()[1])"
    alone = int(run_python(bare, str(path))[1].split()[-1]) / 1024
    return [Result("memory, both together", f"{together:.0f} MB", f"calamine {alone:.0f} MB", together / alone, None)]


def refusing() -> list[Result]:
    """The crafted and mislabelled files: the slowest refusal against 2 s."""
    from models.errors import FileProblem  # noqa: PLC0415
    from tests.models.importing.troubled.hostile import write_all  # noqa: PLC0415
    from tests.models.importing.troubled.markup import write_markup  # noqa: PLC0415

    slowest, which = 0.0, ""
    with tempfile.TemporaryDirectory() as folder:
        for path in [*write_all(Path(folder)), *write_markup(Path(folder))]:
            started = time.perf_counter()
            try:
                list(open_table(path).rows())
            except FileProblem:
                took = time.perf_counter() - started
                if took > slowest:
                    slowest, which = took, path.name
    return [Result(f"slowest refusal ({which})", f"{slowest:.2f} s", "2 s", slowest / 2, 1.0)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--file", type=Path, help="measure with this sheet")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    os.chdir(Path(__file__).parents[2])
    with tempfile.TemporaryDirectory(prefix="jianhui-bench-") as folder:
        path = arguments.file or make_sheet(Path(folder) / "sheet.xlsx", arguments.rows, arguments.columns)
        path = path.absolute()
        results = reading(path, arguments.rounds) + processor(path, arguments.rounds) + peaks(path) + refusing()
    print(table(results))
    return 0 if all(result.met for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
