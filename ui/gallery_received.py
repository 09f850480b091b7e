"""A colleague's file for the pictures of 交换: a copy of the ledger on another laptop, worked on, exported."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.edits.organizations import add_organization, change_organization
from models.exchange.known import Keyring
from models.exchange.writing import Recipient, Wanted, write_exchange
from models.ledger.backups import unpack
from models.ledger.ledger import Ledger
from models.progress import Progress
from models.queries.organization_list import ListQuery, first_rows
from ui.version import VERSION

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_CHANGED = 6


def show_start(window: "MainWindow") -> None:
    """Nothing received yet."""
    page: Any = window.go_to("exchange")
    page.receive.clear()
    page.show_part("receive")


def show_received(window: "MainWindow") -> None:
    """A file of somebody who is not known yet, looked at."""
    if window.session is None:
        return
    path = _file(window.session.ledger)
    page: Any = window.go_to("exchange")
    page.receive.clear()
    page.drop((path,))


def _file(ledger: Ledger) -> Path:
    """Made once per ledger, beside it."""
    folder = ledger.path.with_name(f"{ledger.path.stem}-received")
    path = folder / "韩立群 9月第4周.jhx"
    if path.exists():
        return path
    folder.mkdir(exist_ok=True)
    copy = folder / "copy.jhtz"
    unpack(ledger.backup(folder / "copies").path, copy)
    with Ledger.open(copy) as other:
        for row in first_rows(other, ListQuery(), _CHANGED):
            change_organization(other, row.id, {"staff": 40 + row.id % 9, "leader": "王芳"})
        add_organization(other, {"name": "新港阳光幼儿园", "staff": 26})
        keys = Keyring(secrets.token_bytes(32))
        write_exchange(other, path, Wanted(recipient=Recipient("区")), program=VERSION, progress=Progress(), keys=keys)
    return path
