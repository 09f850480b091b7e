"""Today's program opens the ledger of every released format; its facts and what it shows are as they were."""

import json
import shutil
from pathlib import Path

import pytest

from models.ledger.health import check_file, digests
from models.ledger.ledger import Ledger
from models.ledger.migrations import steps
from models.progress import Progress
from tests.data.freeze_ledger import HOME, freeze

#: What each format brought that a ledger of it holds.
ADDED = {
    2: ("saved_view", "import_profile", "import_queue", "import_listing", "refused_proposal", "draft"),
    3: (
        *("survey_answer", "attachment", "file_content", "organization_link", "close_out", "redaction", "form_profile"),
        *("frozen_week", "merge_run", "merge_receipt", "sent_file", "received_file", "returned_receipt"),
    ),
}
LEDGERS = sorted(HOME.glob("*.jhtz"), key=lambda path: int(path.stem))


def test_every_format_is_kept() -> None:
    assert [int(path.stem) for path in LEDGERS] == [step.number for step in steps()]


@pytest.mark.parametrize("frozen", LEDGERS, ids=lambda path: path.stem)
def test_frozen_ledger_opens_and_proves(frozen: Path, tmp_path: Path) -> None:
    recorded = json.loads(frozen.with_suffix(".json").read_text("utf-8"))
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(frozen, path)
    with Ledger.open(path) as ledger:
        assert not ledger.read_only
        assert digests(ledger) == (recorded["facts"], recorded["state"])
    assert not check_file(path, Progress())


@pytest.mark.parametrize("frozen", LEDGERS, ids=lambda path: path.stem)
def test_frozen_ledger_holds_one_of_everything(frozen: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(frozen, path)
    with Ledger.open(path) as ledger, ledger.reading() as db:
        for table in ("edit", "twin", "waiting", "origin", "head", "creation_range", "arrival_range", "coverage"):
            assert db.execute(f"SELECT 1 FROM {table}").fetchone(), table
        assert {row[0] for row in db.execute("SELECT deleted FROM organization")} == {None, 1, 2}
        version = int(frozen.stem)
        assert {row[0] for row in db.execute("SELECT kind FROM batch")} == {1, 2, 3, 4, 5} | (
            {6} if version > 2 else set()
        )
        assert {row[0] for row in db.execute("SELECT undone FROM arrival")} == {0, 1}
        for since, tables in ADDED.items():
            for table in tables if version >= since else ():
                assert db.execute(f"SELECT 1 FROM {table}").fetchone(), table
        if version > 2:
            assert {row[0] for row in db.execute("SELECT partial FROM arrival")} == {0, 1}
            assert {row[0] for row in db.execute("SELECT state FROM close_out")} == {"pending", "confirmed", "returned"}
            assert {row[0] for row in db.execute("SELECT relation FROM organization_link")} == {
                "same",
                "apart",
                "related",
            }


def test_freezing_repeats_itself(tmp_path: Path) -> None:
    assert freeze(tmp_path / "1.jhtz") == freeze(tmp_path / "2.jhtz")
