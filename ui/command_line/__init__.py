"""Commands without a window, over the same models and exports. The contract is in docs/user-guide/command-line.md."""

import sys


def run(argv: list[str]) -> int:
    """Run one command; its exit code: 0 done, 1 a known problem, 2 wrong usage, 70 a bug."""
    from ui.command_line.parser import parse  # noqa: PLC0415 - the window never needs it

    arguments = parse(argv)
    from ui.command_line.running import run_command  # noqa: PLC0415 - after --help has left

    return run_command(arguments, sys.stdout, sys.stderr)
