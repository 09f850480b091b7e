"""Running one command: which function it is, what it prints, and with which code it ends."""

import argparse
import importlib
import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO

from models.errors import LedgerProblem
from models.language import _
from models.progress import Cancelled
from ui.command_line.progress_bar import ProgressBar

DONE, PROBLEM, BUG = 0, 1, 70

#: Module to the functions in it that run a command, so that each command loads only what it needs.
_FUNCTIONS = {
    "ledger_commands": (
        "run_new",
        "run_demo",
        "run_check",
        "run_digest",
        "run_backup",
        "run_restore",
        "run_undo",
        "run_redo",
    ),
    "organization_commands": (
        "run_list",
        "run_show",
        "run_add",
        "run_set",
        "run_delete",
        "run_person",
        "run_unit",
    ),
    "work_commands": ("run_visit", "run_reason", "run_followup", "run_eligibility", "run_union", "run_log"),
    "output_commands": ("run_stats", "run_report", "run_export"),
    "import_command": ("run_import",),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: the object for --json, and the lines for a person.

    With a `problem`, its sentence goes to standard error and the command ends with 1.
    """

    data: dict[str, Any]
    lines: list[str]
    problem: str = ""


def run_command(arguments: argparse.Namespace, out: TextIO, errors: TextIO) -> int:
    """Run what was typed; problems are said in one sentence on `errors`."""
    bar = ProgressBar(errors, shown=not arguments.quiet)
    try:
        with bar:
            answer = _function(arguments.command)(arguments, bar)
    except (Cancelled, KeyboardInterrupt):
        print(_("已取消，没有写入任何内容。"), file=errors)
        return PROBLEM
    except LedgerProblem as problem:
        print(problem, file=errors)
        return PROBLEM
    except BrokenPipeError:
        return DONE
    except Exception as bug:  # noqa: BLE001 - anything else is a bug and is said to be one
        print(_("程序出错了，台账没有被这一步改动。请把下面的内容发给维护人员："), file=errors)
        _print_bug(bug, errors)
        return BUG
    lines = [json.dumps(answer.data, ensure_ascii=False)] if arguments.json else answer.lines
    if lines:
        print("\n".join(lines), file=out)
    if answer.problem:
        print(answer.problem, file=errors)
    return PROBLEM if answer.problem else DONE


def _function(command: str) -> Callable[[argparse.Namespace, ProgressBar], Answer]:
    name = f"run_{command}"
    home = next(module for module, names in _FUNCTIONS.items() if name in names)
    found: Callable[[argparse.Namespace, ProgressBar], Answer] = getattr(
        importlib.import_module(f"ui.command_line.{home}"), name
    )
    return found


def _print_bug(bug: BaseException, errors: TextIO) -> None:
    """Where it happened, without values: a value may be somebody's name."""
    for frame in traceback.extract_tb(bug.__traceback__):
        print(f"  {frame.filename}:{frame.lineno} {frame.name}", file=errors)
    print(f"  {type(bug).__name__}", file=errors)
