"""handover: what somebody looks after goes to somebody else in one step, with a list to sign."""

import argparse
from pathlib import Path

from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.handover import handover_of
from ui.command_line.opening import lookup_of, reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer


def run_handover(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Hand over, or only look at it with --dry-run; --report writes the list first."""
    if arguments.report and Path(arguments.report).suffix.lower() != ".pdf":
        raise InputProblem(_("--report 只能写成 .pdf，请改文件名的结尾。"))
    with reading(arguments) if arguments.dry_run else writing(arguments) as ledger:
        cadre, to = (_cadre(ledger, name) for name in (arguments.person, arguments.to))
        if cadre == to:
            raise InputProblem(_("移交人和接手人是同一个人。"))
        pack = handover_of(ledger, cadre, to=to)
        if arguments.report:
            from exports.handover import write_handover  # noqa: PLC0415

            write_handover(pack, Path(arguments.report), progress=bar.progress)
        batch = None
        if not arguments.dry_run:
            from models.edits.handover import hand_over  # noqa: PLC0415

            left_on = None if arguments.stays else ledger.today()
            batch = hand_over(ledger, cadre=cadre, to=to, left_on=left_on, progress=bar.progress).batch
    counts = {"organizations": len(pack.organizations), "followups": len(pack.followups), "late": pack.late}
    said = _("将移交") if arguments.dry_run else _("已移交")
    words = _("{said}：{person} → {to}，{organizations} 家单位、{followups} 件未办的事（逾期 {late}）。")
    lines = [words.format(said=said, person=pack.person, to=pack.successor, **counts)]
    if pack.streets:
        lines.append(_("负责的街道：{streets}").format(streets=_("、").join(pack.streets)))
    if arguments.dry_run:
        lines.append(_("这是预览，没有写入任何内容。"))
    return Answer(
        counts | {"edit": batch, "pending": pack.pending, "streets": list(pack.streets), "dry_run": arguments.dry_run},
        lines,
    )


def _cadre(ledger: Ledger, name: str) -> bytes:
    """The record id of somebody by name; InputProblem for a name that nobody here has."""
    found = lookup_of(ledger).cadre(name)
    return found if isinstance(found, bytes) else bytes.fromhex(str(found))
