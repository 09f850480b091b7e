"""export OUT.pdf: a day's records as QR codes on paper."""

import argparse
from pathlib import Path

from exports.qr_sheet import write_qr_sheet
from models.errors import InputProblem
from models.exchange.few_facts import write_few
from models.exchange.qr_symbols import split
from models.language import _
from models.ledger.ledger import Ledger
from ui.command_line.exchange_commands import recipient_key
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer
from ui.version import VERSION


def export_codes(arguments: argparse.Namespace, ledger: Ledger, bar: ProgressBar) -> Answer:
    """What this copy recorded and the recipient has not had, else what it recorded today, as codes."""
    piece = write_few(ledger, recipient=recipient_key(arguments), program=VERSION)
    if not piece.manifest.creations and not piece.manifest.edits:
        raise InputProblem(_("没有新的记录，没有写文件。"), hint=_("二维码只带今天的，或上次发给对方以后的内容。"))
    printed = write_qr_sheet(piece, Path(arguments.output), progress=bar.progress)
    count = len(split(piece.data))
    data = {
        "edits": piece.manifest.creations + piece.manifest.edits,
        "organizations": piece.manifest.organizations,
        "kind": "qr",
        "codes": count,
        "pages": printed.pages,
        "file": piece.digest.hex(),
    }
    line = _("已写成 {n} 个二维码：{path}。让对方拍照，再合并这些照片。").format(n=count, path=arguments.output)
    return Answer(data, [line])
