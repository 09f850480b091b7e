"""An import of a sheet against what one would write by hand: openpyxl and SQLModel's Session.add (G1).

And the transaction of an import whose sheet was read before, against executemany of the same rows.
"""

import csv
import gc
import random
from collections.abc import Iterator
from datetime import date
from functools import partial
from math import inf
from pathlib import Path
from typing import NamedTuple

import xlsxwriter  # type: ignore[import-untyped]  # it carries no types
from stdnum.cn import uscc

from models.importing.importer import ImportOptions, run_import, stage
from models.importing.mapping import propose_mapping
from models.importing.table import open_table
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.rules.credit_codes import organization_check
from models.tables.record_kinds import ORGANIZATION
from tests.benchmarks.measure import Result, processor_seconds, run_python
from tests.benchmarks.plain import insert, plain_database, rows_of

_HEADINGS = (
    *(
        "序号",
        "统一社会信用代码",
        "单位名称",
        "组织类型",
        "机构类别",
        "登记管理机关",
        "业务主管单位",
        "成立日期",
        "地址",
    ),
    *("存续状态", "从业人员", "专职", "女职工", "党员", "党组织", "法定代表人", "联络人", "职务", "电话", "备注"),
)
_OURS = """
import resource, sys, time
sys.path.insert(0, sys.argv[1])
from datetime import date
from pathlib import Path
def main():
    from models.importing.importer import ImportOptions, run_import
    from models.importing.mapping import propose_mapping
    from models.importing.table import open_table
    from models.ledger.ledger import Ledger
    from tests.peak import peak_megabytes
    with Ledger.open(Path(sys.argv[3])) as ledger:
        started = time.perf_counter()
        table = open_table(Path(sys.argv[2]))
        result = run_import(ledger, ImportOptions(table, propose_mapping(table), date(2026, 1, 1)))
        took = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF)
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    mine = peak_megabytes()
    print(took, mine + child.ru_maxrss / 1024, result.new, own.ru_utime + child.ru_utime, mine)
if __name__ == "__main__":
    main()
"""
_BY_HAND = """
import resource, sys, time
sys.path.insert(0, sys.argv[1])
from openpyxl import load_workbook
from sqlmodel import Session, SQLModel, create_engine
from models.tables.organization import Organization
from tests.peak import peak_megabytes
started = time.perf_counter()
engine = create_engine(f"sqlite:///{sys.argv[3]}")
SQLModel.metadata.create_all(engine)
fields = ("", "code", "name", "type", "category", "authority", "supervisor", "founded_on", "address", "status",
          "staff", "full_time", "women", "party_members", "party_org", "head", "contact", "contact_title", "phone",
          "note")
book = load_workbook(sys.argv[2], read_only=True)
rows = book.worksheets[0].iter_rows(values_only=True)
next(rows)
with Session(engine) as session:
    for number, row in enumerate(rows, start=1):
        values = {name: value for name, value in zip(fields, row) if name and value is not None}
        session.add(Organization(id=number, uid=number.to_bytes(16, "big"), created_in=1, **values))
    session.commit()
took = time.perf_counter() - started
own = resource.getrusage(resource.RUSAGE_SELF)
print(took, peak_megabytes(), number, own.ru_utime, peak_megabytes())
"""


def sheets(place: Path, organizations: int, *, rounds: int = 1) -> list[Result]:
    """A checked xlsx import, edit store included, against the same sheet by hand; each in processes of their own."""
    sheet = write_sheet(place / "名册.xlsx", organizations)
    root = str(Path(__file__).resolve().parents[2])
    ours: list[_Run] = []
    by_hand: list[_Run] = []
    for number in range(rounds):
        ledger = place / f"sheet{number}.jhtz"
        Ledger.create(ledger).close()
        ours.append(_run(_OURS, root, sheet, ledger, organizations))
        by_hand.append(_run(_BY_HAND, root, sheet, place / f"hand{number}.db", organizations))
    best, floor = min(ours), min(by_hand)
    took = best.seconds / floor.seconds
    memory, by_hand_memory = max(run.megabytes for run in ours), max(run.megabytes for run in by_hand)
    floor_words = f"openpyxl + Session.add {floor.words}"
    sizes = f"{memory:.0f} MB", f"{by_hand_memory:.0f} MB"
    return [
        Result("G1 import of an xlsx sheet", best.words, floor_words, took, 0.2),
        Result("G1 its memory, reader included", *sizes, memory / by_hand_memory, 0.5),
    ]


def country(place: Path, organizations: int) -> list[Result]:
    """The memory that the lists of a country take, as csv and as xlsx: in all, and in the process with the window."""
    results: list[Result] = []
    root = str(Path(__file__).resolve().parents[2])
    for kind, most in (("csv", 500), ("xlsx", 3_500)):
        write = _write_text if kind == "csv" else _write_large
        ledger = place / f"country_{kind}.jhtz"
        Ledger.create(ledger).close()
        run = _run(_OURS, root, write(place / f"全国.{kind}", organizations), ledger, organizations)
        ledger.unlink()
        for what, megabytes, goal in (("in all", run.megabytes, most), ("our own", run.own_megabytes, 400)):
            name = f"G1 memory of {organizations:,} rows, {kind}, {what}"
            figure = f"{megabytes:.0f} MB, {run.words}"
            results.append(Result(name, figure, f"{goal} MB", megabytes / goal, 1.0))
    return results


def transactions(place: Path, organizations: int, *, rounds: int = 1) -> list[Result]:
    """The part of an import that holds the ledger, from a staged sheet, against executemany of the same rows.

    Processor time, which other work on the machine changes less; the least of several rounds.
    """
    table = open_table(write_sheet(place / "名册.xlsx", organizations))
    options = ImportOptions(table, propose_mapping(table), date(2026, 1, 1))
    gc.collect()  # two million objects that writing the sheet left: an import would walk through them
    took = floor = inf
    for number in range(rounds):
        path = place / f"staged{number}.jhtz"
        with Ledger.create(path) as ledger:
            staged = stage(ledger, options, Progress())
            took = min(took, processor_seconds(partial(run_import, ledger, options, staged=staged)))
        rows = rows_of(path, ORGANIZATION.table)
        db = plain_database(place / f"staged{number}.db")
        floor = min(floor, processor_seconds(partial(insert, db, ORGANIZATION.table, rows)))
        db.close()
    return [
        Result(
            "transaction of a staged import", f"{took:.1f} s CPU", f"executemany {floor:.1f} s CPU", took / floor, 1.5
        )
    ]


def write_sheet(path: Path, organizations: int) -> Path:
    """A made-up list of twenty columns, codes valid, shared strings as Excel writes them."""
    if not path.exists():
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, _HEADINGS)
            for number, row in enumerate(_rows(organizations), start=1):
                page.write_row(number, 0, row)
    return path


def _write_text(path: Path, organizations: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(_rows(organizations))
    return path


def _write_large(path: Path, organizations: int) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, _HEADINGS)
        for number, row in enumerate(_rows(organizations), start=1):
            page.write_row(number, 0, row)
    return path


def _rows(organizations: int) -> Iterator[list[object]]:
    luck = random.Random(1)
    for number in range(organizations):
        body = f"MJ{number:06d}"
        stem = f"52440105{body}{organization_check(body)}"
        staff = luck.randint(3, 90)
        street = luck.choice(("赤岗", "新港", "南华西", "江南中", "素社", "凤阳"))
        yield [
            *(number + 1, stem + str(uscc.calc_check_digit(stem))),
            f"广州市海珠区{street}第{number}{luck.choice(('幼儿园', '培训中心', '养老院', '社会工作服务中心'))}",
            *("民办非企业单位", luck.choice(("民办幼儿园", "民办学校", None)), "广州市海珠区民政局", "海珠区教育局"),
            f"20{luck.randint(0, 23):02d}-{luck.randint(1, 12):02d}-{luck.randint(1, 28):02d}",
            f"广州市海珠区{street}街道新港中路{luck.randint(1, 900)}号之{luck.randint(1, 30)}",
            *("正常", staff, staff // 2, staff // 3, luck.randint(0, 9), luck.choice(("有", "无"))),
            *("陈" + luck.choice("一二三四"), "李" + luck.choice("一二三四"), "园长"),
            *(f"138{luck.randint(0, 99999999):08d}", luck.choice((None, "二〇二三年年检合格"))),
        ]


class _Run(NamedTuple):
    """What a process took; CPU seconds, its readers' included, say more where a machine is busy."""

    seconds: float
    megabytes: float  # its readers included
    cpu: float
    own_megabytes: float

    @property
    def words(self) -> str:
        return f"{self.seconds:.1f} s ({self.cpu:.1f} s CPU)"


def _run(code: str, root: str, sheet: Path, target: Path, organizations: int) -> _Run:
    said = run_python(code, root, str(sheet), str(target))[1]
    took, memory, count, cpu, own = said.split()
    if int(count) != organizations:
        raise AssertionError(f"{count} rows came in, not {organizations}")
    return _Run(float(took), float(memory), float(cpu), float(own))
