"""Exchange files as parts of a roll-up check: each is merged into an empty ledger that nobody keeps."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from models.edits.new_ledger import create_ledger
from models.errors import InputProblem
from models.exchange.manifest import SINCE
from models.language import _
from models.ledger.ledger import Ledger
from models.merging.merge import merge
from models.merging.offers import Offer, open_offers

EXCHANGE = ".jhx"


@contextmanager
def as_ledgers(ledger: Ledger, files: Sequence[Path]) -> Iterator[list[Path]]:
    """The files as ledgers: those that are some as they lie, exchange files as ledgers of their own meanwhile.

    InputProblem says why one cannot be read, or that it holds only what is new. `ledger` is only looked at: whose files
    they are does not matter, since nothing of them stays.
    """
    with tempfile.TemporaryDirectory(prefix="jianhui-parts-") as scratch:
        made = []
        for number, path in enumerate(files):
            if path.suffix.lower() == EXCHANGE:
                folder = Path(scratch) / str(number)
                folder.mkdir()
                made.append(_as_ledger(ledger, path, folder / f"{path.stem}.jhtz"))
            else:
                made.append(path)
        yield made


def _as_ledger(ledger: Ledger, path: Path, target: Path) -> Path:
    (offer,) = open_offers(ledger, [path])
    sender = offer.sender
    if offer.incoming is None or offer.refused or sender is None:
        raise InputProblem(
            _("“{name}”不能用来核对：{why}").format(name=path.name, why=offer.refused),
            hint=_("请让对方重新导出一份给本单位的、含全部内容的交换文件。"),
        )
    if offer.incoming.manifest.kind == SINCE:
        raise InputProblem(
            _("“{name}”只有上次以后新的内容，不能用来核对合计。").format(name=path.name),
            hint=_("请让对方导出全部内容（不按收件人增量），或直接给台账 .jhtz。"),
        )
    with create_ledger(target, unit=sender.unit or path.stem, person=sender.name or "—") as scratch:
        (again,) = open_offers(scratch, [path])
        _merge(scratch, again)
    return target


def _merge(scratch: Ledger, offer: Offer) -> None:
    accepted = [offer.sender.code] if offer.sender is not None else []
    (file,) = merge(scratch, [offer], accepted=accepted).files
    if file.refused:
        raise InputProblem(file.refused)
