"""A process is killed at every statement of something that is one piece: bringing a ledger up to date, making one.

    python -m tests.faults.statement_kills migration|creation [--every N] [--fault NAME]

The real migrations are followed by made-up ones (CHAIN). Prints a report as JSON.
"""

import argparse
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.edits.new_ledger import create_ledger
from models.errors import FileProblem
from models.facts.digests import facts_digest
from models.ledger import connection, ledger, migrations
from models.ledger.backups import backup_folder, list_backups, opened
from models.ledger.health import check_file
from models.ledger.ledger import Ledger
from models.progress import Progress
from tests.data.freeze_ledger import HOME
from tests.faults.report import Report

#: Three further steps: a column and a table, a table rebuilt that others refer to, rows moved. None loses a fact.
CHAIN = (
    """
    ALTER TABLE visit ADD COLUMN weather TEXT;
    CREATE TABLE plan(id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL REFERENCES organization(id), day TEXT);
    INSERT INTO plan(org_id, day) SELECT id, deadline FROM organization;
    UPDATE visit SET weather='晴';
    """,
    """
    CREATE TABLE organization_new(
      {columns}, rebuilt INTEGER);
    INSERT INTO organization_new SELECT *, 1 FROM organization;
    DROP TABLE organization;
    ALTER TABLE organization_new RENAME TO organization;
    CREATE UNIQUE INDEX organization_uid ON organization(uid);
    CREATE INDEX organization_code ON organization(code);
    """,
    """
    CREATE TABLE day_plan(id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL REFERENCES organization(id), day TEXT);
    INSERT INTO day_plan SELECT * FROM plan;
    DROP TABLE plan;
    CREATE INDEX day_plan_org ON day_plan(org_id);
    """,
)
#: The format of the program, and that of the end of the chain.
REAL = len(migrations.steps())
NEWEST = REAL + len(CHAIN)


def write_chain(folder: Path) -> None:
    """The real steps and the made-up ones, as files."""
    real = migrations.steps()
    for step in real:
        (folder / f"{step.number:04d}_real.sql").write_text(step.sql, encoding="utf-8")
    columns = _columns_of_organization(real)
    for number, sql in enumerate(CHAIN, start=REAL + 1):
        text = sql.replace("{columns}", columns)
        (folder / f"{number:04d}_step.sql").write_text(text, encoding="utf-8")


def _columns_of_organization(real: list[migrations.Step]) -> str:
    """As the table is declared after the real steps: later ones have added columns."""
    with closing(sqlite3.connect(":memory:")) as db:
        for step in real:
            db.executescript(step.sql)
        (table,) = db.execute("SELECT sql FROM sqlite_master WHERE name='organization'").fetchone()
    return str(table).split("(", 1)[1].rsplit(")", 1)[0].strip()


def use_chain(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the product find its migrations there."""
    patch.setattr(migrations.steps, "__defaults__", (folder,))


def definitions(db: sqlite3.Connection) -> list[tuple[str, ...]]:
    return db.execute("SELECT type, name, tbl_name, coalesce(sql,'') FROM sqlite_master ORDER BY 1,2").fetchall()


def wanted_definitions(version: int) -> list[tuple[str, ...]]:
    """The tables and indexes of a format."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for step in migrations.steps()[:version]:
            migrations._run(db, step)
        return definitions(db)


def judge_format(db: sqlite3.Connection, digest: str) -> list[str]:
    """What is wrong with a ledger that was stopped on its way: it has to be of one format through and through."""
    version = migrations.format_of(db)
    problems = []
    if definitions(db) != wanted_definitions(version):
        problems.append(f"says format {version}, and its tables are others")
    if facts_digest(db) != digest:
        problems.append("its facts have changed")
    if (
        db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        or db.execute("PRAGMA foreign_key_check").fetchall()
    ):
        problems.append("its structure is damaged")
    rebuilt = version > REAL + 1 and db.execute("SELECT 1 FROM organization WHERE rebuilt IS NOT 1").fetchone()
    return [*problems, "rows were lost"] if rebuilt else problems


class StatementKills:
    """One piece of work, killed at its first statement, its second, and so on to the last."""

    def __init__(self, folder: Path, *, every: int = 1, fault: str | None = None) -> None:
        self.report = Report()
        self._every = every
        self._folder = folder
        self._fault = FAULTS[fault] if fault else None
        self._whole = folder / "原来.jhtz"
        shutil.copyfile(HOME / "1.jhtz", self._whole)
        with closing(sqlite3.connect(self._whole)) as db:
            self._digest = facts_digest(db)

    def migration(self) -> Report:
        chain = self._folder / "chain"
        chain.mkdir()
        write_chain(chain)
        with pytest.MonkeyPatch.context() as patch:
            use_chain(patch, chain)
            for number, path in self._killed(self._migrate):
                problems = self._judge_migration(path)
                self.report.failures += [f"statement {number}: {problem}" for problem in problems]
                if self._fault and problems:  # noticed: nothing more is asked
                    break
        return self.report

    def creation(self) -> Report:
        for number, path in self._killed(_create):
            problems = self._judge_creation(path)
            self.report.failures += [f"statement {number}: {problem}" for problem in problems]
        return self.report

    def _killed(self, work: Callable[[Path], None]) -> Iterator[tuple[int, Path]]:
        """The number of each statement and the place where the work was killed at it."""
        for number in count(1, self._every):
            home = self._folder / f"{number}"
            home.mkdir()
            path = home / "台账.jhtz"
            worker = os.fork()
            if worker == 0:
                self._die_at(number, work, path)
            _pid, status = os.waitpid(worker, 0)
            if not os.WIFSIGNALED(status):
                assert os.WEXITSTATUS(status) == 0, "the work failed by itself"
                break
            self.report.counts["kills"] += 1
            yield number, path
            shutil.rmtree(home)

    def _die_at(self, number: int, work: Callable[[Path], None], path: Path) -> None:
        left = number
        real = connection._settle

        def count_down(_statement: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def settle(db: sqlite3.Connection, *, writable: bool) -> None:
            if writable:
                db.set_trace_callback(count_down)
            real(db, writable=writable)

        try:
            connection._settle = settle
            if self._fault:
                self._fault()
            work(path)
            os._exit(0)
        except BaseException:  # noqa: BLE001 - told to the parent
            traceback.print_exc()
            os._exit(70)

    def _migrate(self, path: Path) -> None:
        shutil.copyfile(self._whole, path)
        Ledger.open(path).close()

    def _judge_migration(self, path: Path) -> list[str]:
        counts = self.report.counts
        journal = path.with_name(f"{path.name}-journal")
        written = journal.exists() and journal.stat().st_size > 0
        counts["hot journals"] += written
        with closing(sqlite3.connect(path)) as db:
            problems = judge_format(db, self._digest)
            version = migrations.format_of(db)
        counts[f"left at format {version}"] += 1
        backups = list_backups(path)
        if (written or version > 1) and not backups:
            problems.append("written to before there was a backup")
        for backup in backups:
            counts["backups proven"] += 1
            with opened(backup.path) as copy, closing(sqlite3.connect(copy)) as db:
                problems += [f"backup: {problem}" for problem in judge_format(db, self._digest)]
                problems += [] if migrations.format_of(db) <= version else ["the backup is newer"]
        left = [each for each in backup_folder(path).glob("*") if not each.name.startswith(".jianhui-")]
        problems += [] if len(left) == len(backups) else ["something else is named as a backup"]
        try:
            Ledger.open(path).close()
            with closing(sqlite3.connect(path)) as db:
                problems += [] if migrations.format_of(db) == NEWEST else ["not brought up to date afterwards"]
                problems += judge_format(db, self._digest)
        except (FileProblem, sqlite3.Error) as error:
            problems.append(f"does not open afterwards: {error}")
        return problems

    def _judge_creation(self, path: Path) -> list[str]:
        """The ledger is there with its unit and its person, or there is nothing of that name."""
        if not path.exists():
            self.report.counts["nothing there"] += 1
            create_ledger(path, unit="朝阳区总工会", person="周岚").close()  # and the name can be used
            return []
        self.report.counts["complete"] += 1
        problems = [problem.text for problem in check_file(path, Progress())]
        with Ledger.open(path) as ledger:
            return problems + ([] if ledger.author.name == "周岚" else ["it has no person"])


def _create(path: Path) -> None:
    create_ledger(path, unit="朝阳区总工会", person="周岚").close()


def _without_a_transaction() -> None:
    def run(db: sqlite3.Connection, step: migrations.Step) -> None:
        db.execute("PRAGMA foreign_keys=OFF")
        for statement in migrations.statements(step.sql):
            db.execute(statement)
        db.execute(f"PRAGMA user_version={step.number}")

    migrations._run = run


def _number_afterwards() -> None:
    def run(db: sqlite3.Connection, step: migrations.Step) -> None:
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("BEGIN IMMEDIATE")
        for statement in migrations.statements(step.sql):
            db.execute(statement)
        db.execute("COMMIT")
        db.execute(f"PRAGMA user_version={step.number}")

    migrations._run = run


def _backup_afterwards() -> None:
    def migrate(db: sqlite3.Connection, *, known: list[migrations.Step], backup: Callable[[], None]) -> bool:
        missing = known[migrations.format_of(db) :]
        for step in missing:
            migrations._run(db, step)
        if missing:
            backup()
        return bool(missing)

    ledger.migrate = migrate


FAULTS: dict[str, Callable[[], None]] = {
    "without-a-transaction": _without_a_transaction,
    "number-afterwards": _number_afterwards,
    "backup-afterwards": _backup_afterwards,
}


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.statement_kills")
    parser.add_argument("work", choices=("migration", "creation"))
    parser.add_argument("--every", type=int, default=1, help="only every so many statements")
    parser.add_argument("--fault", choices=sorted(FAULTS))
    arguments = parser.parse_args(argv)
    with TemporaryDirectory(prefix="jianhui-statements-") as folder:
        os.environ["JIANHUI_PROFILE"] = f"{folder}/profile"
        kills = StatementKills(Path(folder), every=arguments.every, fault=arguments.fault)
        report: Report = getattr(kills, arguments.work)()
        return report.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
