"""Commands without a window, over the same models and exports. The contract is in docs/user-guide/command-line.md."""

import sys
from contextlib import suppress


def run(argv: list[str]) -> int:
    """Run one command; its exit code: 0 done, 1 a known problem, 2 wrong usage, 70 a bug."""
    from ui.command_line.parser import parse  # noqa: PLC0415 - the window never needs it

    arguments = parse(argv)
    from ui.command_line.running import run_command  # noqa: PLC0415 - after --help has left

    _let_everything_be_said(json=arguments.json)
    return run_command(arguments, sys.stdout, sys.stderr)


def _let_everything_be_said(*, json: bool) -> None:
    """A rare character, or half of one in a file's name, must not stop an answer; JSON is always UTF-8."""
    for stream, encoding in ((sys.stdout, "utf-8" if json else None), (sys.stderr, None)):
        with suppress(AttributeError):  # a stand-in for a stream
            stream.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]
