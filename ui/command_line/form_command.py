"""fill-form: the superior's own workbook filled from the ledger."""

import argparse
from pathlib import Path

from exports.superior_form import fill, keep_spec, read_form, remembered, spec_of, write_form
from exports.superior_form.patching import address
from models.errors import InputProblem
from models.language import _
from ui.command_line.opening import reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer


def run_fill_form(arguments: argparse.Namespace, bar: ProgressBar) -> Answer:
    """Fill a copy of the form; what stays empty is listed. With --remember the way is kept in the ledger."""
    source, target = Path(arguments.form), Path(arguments.output)
    if target.suffix.lower() != ".xlsx":
        raise InputProblem(_("填好的表格只能存成 .xlsx，请把文件名改成 .xlsx 结尾。"))
    if target.resolve() == source.resolve():
        raise InputProblem(_("请换一个名字：原来的空表要留着，下次再用。"))
    with (writing if arguments.remember else reading)(arguments) as ledger:
        form = read_form(source, arguments.sheet, bar.progress)
        known = remembered(ledger, form)
        spec = spec_of(ledger, form)
        filled = fill(form, spec, ledger)
        if not filled.values:
            raise InputProblem(
                _("没有认出这张表要填什么，没有写文件。"), hint=_("请在窗口的“填上级表格”里指定一次，以后就记得。")
            )
        write_form(filled, target, bar.progress)
        if arguments.remember:
            keep_spec(ledger, form, spec)
    cells = {address(*place): value for place, value in sorted(filled.values.items())}
    left = list(dict.fromkeys(filled.left))
    data = {"filled": len(cells), "cells": cells, "left": left, "profile": known.name if known else None}
    lines = [_("已填 {n} 格：{path}").format(n=len(cells), path=target), *left]
    return Answer(data, lines)
