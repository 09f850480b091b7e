"""What was typed and not saved is kept in the file, by record and not by row, and is no fact."""

from pathlib import Path

import pytest

from models.edits.new_ledger import create_ledger
from models.edits.organizations import add_organization, delete_organizations
from models.facts.digests import facts_digest
from models.ledger.drafts import forget_draft, keep_draft, kept_drafts
from models.ledger.ledger import Ledger

SUN = ("VisitForm", (1,))
BOTH = ("VisitForm", (1, 2))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with two organizations."""
    path = tmp_path / "台账.jhtz"
    with create_ledger(path, unit="朝阳区总工会", person="周岚", division="110105") as ledger:
        for name in ("阳光幼儿园", "望江幼儿园"):
            add_organization(ledger, {"name": name})
    return path


def test_drafts_stay_through_the_end_of_the_process_latest_last(path: Path) -> None:
    with Ledger.open(path) as ledger:
        keep_draft(ledger, SUN, {"note": "园长在"})
        keep_draft(ledger, BOTH, {"note": "两家"})
        keep_draft(ledger, SUN, {"note": "园长在会", "result": "2"})
    with Ledger.open(path) as ledger:
        assert list(kept_drafts(ledger).items()) == [
            (BOTH, {"note": "两家"}),
            (SUN, {"note": "园长在会", "result": "2"}),
        ]
        forget_draft(ledger, SUN)
        assert list(kept_drafts(ledger)) == [BOTH]


def test_a_form_without_organization_has_a_draft_of_its_own(path: Path) -> None:
    with Ledger.open(path) as ledger:
        keep_draft(ledger, ("OrganizationForm", ()), {"name": "新园"})
        keep_draft(ledger, SUN, {"note": "x"})
        forget_draft(ledger, ("OrganizationForm", ()))
        assert list(kept_drafts(ledger)) == [SUN]


def test_drafts_of_what_is_gone_are_not_offered(path: Path) -> None:
    with Ledger.open(path) as ledger:
        keep_draft(ledger, BOTH, {"note": "两家"})
        delete_organizations(ledger, [2])
        assert kept_drafts(ledger) == {}


def test_drafts_are_no_facts(path: Path) -> None:
    with Ledger.open(path) as ledger:
        with ledger.reading() as db:
            before = facts_digest(db), db.execute("SELECT count(*) FROM batch").fetchone()
        keep_draft(ledger, SUN, {"note": "园长在"})
        with ledger.reading() as db:
            assert (facts_digest(db), db.execute("SELECT count(*) FROM batch").fetchone()) == before
