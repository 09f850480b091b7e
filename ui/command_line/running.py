"""Running one command: which function it is, what it prints, and with which code it ends."""

import argparse
import importlib
import json
import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TextIO

from models.errors import AmbiguousProblem, InputProblem, LedgerProblem
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
    "output_commands": ("run_stats", "run_export"),
    "report_commands": ("run_report", "run_joining", "run_samples"),
    "followup_commands": ("run_close_out", "run_rhythm"),
    "handover_command": ("run_handover",),
    "survey_commands": ("run_survey", "run_attach"),
    "proposal_command": ("run_proposals",),
    "form_command": ("run_fill_form",),
    "duplicate_commands": ("run_duplicates",),
    "import_command": ("run_import", "run_undo_import"),
    "queue_command": ("run_queue",),
    "registry_command": ("run_registry",),
    "exchange_commands": ("run_identity",),
    "association": ("run_associate",),
    "merge_commands": ("run_merge", "run_undo_merge", "run_conflicts", "run_purge_person"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: the object for --json, and the lines for a person.

    `notes` go to standard error; so does a `problem`, and the command ends with 1.
    """

    data: dict[str, Any]
    lines: list[str]
    problem: str = ""
    notes: tuple[str, ...] = ()


Work = Callable[[argparse.Namespace, ProgressBar], Answer]


def run_command(arguments: argparse.Namespace, out: TextIO, errors: TextIO) -> int:
    """Run what was typed; problems are said in one sentence on `errors`, with --json also as an object on `out`."""
    return run_work(lambda typed, bar: _function(typed.command)(typed, bar), arguments, out, errors)


def run_work(work: Work, arguments: argparse.Namespace, out: TextIO, errors: TextIO) -> int:
    """Run one piece of work under the contract of the command line; the exit code."""
    answer, code = _answer(work, arguments, errors)
    for note in answer.notes:
        print(note, file=errors)
    if answer.problem:
        print(answer.problem, file=errors)
        code = PROBLEM
    lines = [json.dumps(answer.data, ensure_ascii=False)] if arguments.json else answer.lines
    try:
        if lines:
            print("\n".join(lines), file=out, flush=True)
    except OSError as error:
        code = _not_said(error, out, errors) or code
    return code


def _answer(work: Work, arguments: argparse.Namespace, errors: TextIO) -> tuple[Answer, int]:
    """What the command found, and 0 or 70."""
    bar = ProgressBar(errors, shown=not arguments.quiet)
    try:
        with bar:
            return work(arguments, bar), DONE
    except (Cancelled, KeyboardInterrupt):
        sentence = _("已取消，没有写入任何内容。")
        return Answer({"problem": sentence}, [], sentence), PROBLEM
    except LedgerProblem as problem:
        return Answer(_problem_data(problem), [], str(problem)), PROBLEM
    except Exception as bug:  # noqa: BLE001 - anything else is a bug and is said to be one
        _print_bug(bug, errors)
        return Answer({"bug": type(bug).__name__}, []), BUG


def _problem_data(problem: LedgerProblem) -> dict[str, Any]:
    """What a program gets to know about a problem."""
    data: dict[str, Any] = {"problem": str(problem)}
    if isinstance(problem, InputProblem) and problem.fields:
        data["fields"] = problem.fields
    if isinstance(problem, AmbiguousProblem):
        data["candidates"] = problem.candidates
    return data


def _not_said(error: OSError, out: TextIO, errors: TextIO) -> int:
    """The answer could not be written, though the work is done: 0 if only nobody reads on (a pipe to `head`)."""
    with suppress(OSError, ValueError):  # or Python complains once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    if isinstance(error, BrokenPipeError):
        return DONE
    print(_("结果没有写出来：磁盘已满或输出被关闭。请腾出空间；若是改动，已经写进台账，用 log 查看。"), file=errors)
    return PROBLEM


def _function(command: str) -> Work:
    name = f"run_{command.replace('-', '_')}"
    home = next(module for module, names in _FUNCTIONS.items() if name in names)
    found: Work = getattr(importlib.import_module(f"ui.command_line.{home}"), name)
    return found


def _print_bug(bug: BaseException, errors: TextIO) -> None:
    """Where it happened, without values: a value may be somebody's name."""
    print(_("程序出错了。台账没有损坏；这一步写入了没有，可以用 log 查看。请把下面的内容发给维护人员："), file=errors)
    for frame in traceback.extract_tb(bug.__traceback__):
        print(f"  {frame.filename}:{frame.lineno} {frame.name}", file=errors)
    print(f"  {type(bug).__name__}", file=errors)
