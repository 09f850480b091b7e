"""What `check` sums up beside a table is what a batch sums up when it is written."""

import shutil
from pathlib import Path

from models.facts.blanking import Counted
from models.facts.canonical import SEPARATOR, creation_hash, from_column, join_values, sum_of_hashes
from models.facts.digests import creation_sums, organization_uids
from models.ledger.ledger import Ledger
from models.tables.record_kinds import RECORD_KINDS
from tests.data.freeze_ledger import NEWEST_FROZEN


def test_sums_by_batch_are_those_of_the_single_hashes(tmp_path: Path) -> None:
    path = tmp_path / "台账.jhtz"
    shutil.copyfile(NEWEST_FROZEN, path)
    seen = 0
    with Ledger.open(path, read_only=True) as ledger, ledger.reading() as db:
        parents, counted = organization_uids(db), Counted(db)
        for kind in RECORD_KINDS:
            sums: dict[int, int] = {}
            for batch, value, many in creation_sums(db, kind, counted, parents):
                sums[batch] = sums.get(batch, 0) + value
                seen += many
            wanted: dict[int, int] = {}
            above = "org_id" if kind.of_organization else "NULL"
            query = (
                f"SELECT created_in, uid, {above}, {','.join(kind.names)} FROM {kind.table} "
                f"WHERE id NOT IN (SELECT rec FROM origin WHERE kind={kind.number})"
            )
            for batch, uid, organization, *values in db.execute(query):
                joined = join_values([from_column(value) for value in values])
                value = creation_hash(kind.number, uid, parents.get(organization), joined)
                wanted[batch] = wanted.get(batch, 0) + counted(kind.number, uid, batch, value)
            assert sums == wanted, kind.table
    assert seen


def test_a_record_with_nothing_filled_in_keeps_its_kind() -> None:
    """Only separators are cut from the end: the number of a kind stands before them and must not be one."""
    uid = bytes([31]) * 16
    for kind in RECORD_KINDS:
        assert kind.number != ord(SEPARATOR)
        content = uid + uid + bytes([kind.number]) + SEPARATOR.encode() * (len(kind.columns) - 1)
        assert sum_of_hashes([content]) == creation_hash(kind.number, uid, uid, "")
