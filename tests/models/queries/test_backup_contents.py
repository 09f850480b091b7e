"""A look into a backup, and what a restore would take away."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.edits.organizations import delete_organizations
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.errors import FileProblem
from models.inputs.forms import VisitInput
from models.ledger.backups import backup_folder, kept_aside, list_backups, restore
from models.ledger.ledger import Ledger
from models.queries.backup_contents import backup_contents
from tests.models.edits.desk import TODAY, Desk


def test_a_backup_beside_the_ledger_as_it_is(office: Desk) -> None:
    one, other = office.add("阳光幼儿园"), office.add("望江幼儿园")
    record_visits(office.ledger, [one], VisitInput(visited_on=TODAY, result="2"))
    backup = office.ledger.backup()
    record_visits(office.ledger, [other], VisitInput(visited_on=TODAY + timedelta(days=-1), result="2"))
    delete_organizations(office.ledger, [one])
    found = backup_contents(office.ledger, backup.path)
    assert {key: (then, now) for key, then, now in found.counts} == {
        "organizations": (2, 1),
        "covered": (0, 0),
        "visits": (1, 2),
        "followups": (0, 0),
        "reasons": (0, 0),
        "batches": (4, 6),
    }
    assert found.last is not None
    assert (found.last.words, found.last.author) == ("阳光幼儿园 走访 09-25", "张三（海珠区总工会）")
    assert [step.words for step in found.missing] == ["阳光幼儿园 移入回收站", "望江幼儿园 走访 09-24"]
    assert (found.missing_count, found.ahead) == (2, 0)
    undo(office.ledger)
    turned = backup_contents(office.ledger, backup.path)
    assert [step.words for step in turned.missing][:2] == ["撤销：阳光幼儿园 移入回收站", "阳光幼儿园 移入回收站"]


def test_a_restored_ledger_lacks_nothing_and_the_kept_one_holds_more(office: Desk) -> None:
    office.add("阳光幼儿园")
    older = office.ledger.backup()
    office.add("望江幼儿园")
    newer = office.ledger.backup()
    office.ledger.close()
    restore(older.path, office.path)
    (kept,) = kept_aside(office.path)
    with Ledger.open(office.path) as ledger:
        found = backup_contents(ledger, newer.path)
        assert (found.missing_count, found.ahead) == (0, 1)
        assert backup_contents(ledger, kept).ahead == 1  # a ledger file can be looked into as well


def test_a_damaged_backup_is_named(office: Desk) -> None:
    backup = office.ledger.backup()
    data = bytearray(backup.path.read_bytes())
    data[len(data) // 2] ^= 1
    backup.path.write_bytes(data)
    with pytest.raises(FileProblem, match="已损坏"):
        backup_contents(office.ledger, backup.path)


def test_a_ledger_whose_name_windows_forbids_is_backed_up_and_restored(office: Desk) -> None:
    office.add("阳光幼儿园")
    office.ledger.close()
    odd = office.path.with_name('台账:2024 "旧".jhtz')
    office.path.rename(odd)
    with Ledger.open(odd) as ledger:
        backup = ledger.backup()
        assert [each.path for each in list_backups(odd)] == [backup.path]
        assert not set('<>:"/\\|?*') & set(backup.path.name + backup_folder(odd).name)
    restore(backup.path, odd)
    (kept,) = kept_aside(odd)
    assert kept.exists()
    with Ledger.open(odd) as ledger:
        assert ledger.has_facts()


def test_names_that_were_made_carriable_stay_apart() -> None:
    one, other = Path("/somewhere/甲:乙.jhtz"), Path("/somewhere/甲?乙.jhtz")
    assert backup_folder(one) != backup_folder(other)
    assert backup_folder(Path("/somewhere/甲.jhtz")).name == "甲-备份"
