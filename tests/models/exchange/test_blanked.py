"""A ledger from which a person's data were blanked goes through files: proven, and without the data."""

from pathlib import Path

from models.edits.new_ledger import create_ledger
from models.edits.organizations import change_organization
from models.edits.redaction import purge_name
from models.exchange.file import ExchangeFile
from models.exchange.reading import open_ledger_source
from models.exchange.selecting import Scope
from models.exchange.writing import Wanted
from models.ledger.health import digests
from tests.models.edits.desk import CHIGANG, Desk
from tests.models.exchange.post import comparable, keyring, merge, receive, send, whole_body

NAME, PHONE = "欧阳某某", "13600001111"


def blanked(office: Desk) -> None:
    """The head of an organization, said by its creation and by an edit, is gone."""
    one = office.add("要清除的单位", street=CHIGANG, head=NAME, phone=PHONE)
    change_organization(office.ledger, one, {"contact": NAME, "note": f"{NAME}说下周再来"})
    purge_name(office.ledger, one, NAME, texts=True)
    office.prove()


def test_it_goes_whole_and_in_parts(office: Desk, tmp_path: Path) -> None:
    blanked(office)
    for wanted in (Wanted(), Wanted(Scope(streets=(CHIGANG,)))):
        path = send(office.ledger, tmp_path / "a.jhx", wanted).path
        incoming = receive(path)
        assert NAME not in repr(incoming.body)
        with create_ledger(tmp_path / f"{wanted.scope.is_whole}.jhtz", unit="甲", person="乙") as other:
            merge(other, incoming)
            if wanted.scope.is_whole:
                merge(office.ledger, receive(send(other, tmp_path / "b.jhx").path))
                assert digests(other) == digests(office.ledger)
    assert comparable(receive(send(office.ledger, tmp_path / "c.jhx").path).body) == comparable(
        whole_body(office.ledger)
    )


def test_whoever_passes_sections_over_still_knows_what_was_blanked(office: Desk, tmp_path: Path) -> None:
    blanked(office)
    path = send(office.ledger, tmp_path / "a.jhx").path
    with ExchangeFile.open(path, keys=keyring()) as found:
        edited = {edit.batch for section in found.sections() for edit in section.edits}
    with ExchangeFile.open(path, keys=keyring()) as found:
        known = {batch.uid for place, batch in enumerate(found.batches) if place not in edited}
        assert [s for s in found.sections(known=lambda batch: batch.uid in known) if s.edits]


def test_the_raw_file_is_proven_too(office: Desk) -> None:
    blanked(office)
    body = comparable(whole_body(office.ledger))
    office.ledger.close()
    assert comparable(open_ledger_source(office.path).body) == body
