"""What a ledger gets once a day after it was opened: a quick look at the file, and a verified backup."""

from datetime import datetime

from models.language import _
from models.ledger.backups import list_backups
from models.ledger.ledger import Ledger


def daily_care(ledger: Ledger) -> list[str]:
    """Check the file's structure and make today's backup if there is none; sentences about what is wrong.

    No backup is made of a file that does not prove: it would push a good one out.
    """
    with ledger.reading() as db:
        (result,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        return [_("台账文件有损坏，今天没有备份。")]
    made = [backup.made[:8] for backup in list_backups(ledger.path)]
    if datetime.now().astimezone().strftime("%Y%m%d") not in made and ledger.has_facts():
        ledger.backup(reason="daily")
    return []
