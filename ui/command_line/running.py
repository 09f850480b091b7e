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

#: Command to the module that runs it, so that each loads only what it needs.
_MODULES = {
    **dict.fromkeys(("new", "demo", "check", "digest", "backup", "restore", "undo", "redo"), "ledger_commands"),
    **dict.fromkeys(("list", "show", "add", "set", "delete", "person", "unit"), "organization_commands"),
    **dict.fromkeys(("visit", "reason", "followup", "eligibility", "union", "log"), "work_commands"),
    **dict.fromkeys(("stats", "report", "export"), "output_commands"),
    "import": "import_command",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: the object for --json, and the lines for a person."""

    data: dict[str, Any]
    lines: list[str]
    code: int = DONE


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
    if arguments.json:
        print(json.dumps(answer.data, ensure_ascii=False), file=out)
    else:
        print("\n".join(answer.lines), file=out)
    return answer.code


def _function(command: str) -> Callable[[argparse.Namespace, ProgressBar], Answer]:
    module = importlib.import_module(f"ui.command_line.{_MODULES[command]}")
    found: Callable[[argparse.Namespace, ProgressBar], Answer] = getattr(module, f"run_{command}")
    return found


def _print_bug(bug: BaseException, errors: TextIO) -> None:
    """Where it happened, without values: a value may be somebody's name."""
    for frame in traceback.extract_tb(bug.__traceback__):
        print(f"  {frame.filename}:{frame.lineno} {frame.name}", file=errors)
    print(f"  {type(bug).__name__}", file=errors)
