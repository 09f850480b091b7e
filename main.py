"""Start 建会台账: a command where the first word names one, the window otherwise."""

import sys

from ui.command_line.names import COMMANDS

_HELP = frozenset({"-h", "--help", "--version"})


def main(argv: list[str]) -> int:
    """Run with the arguments after the program's name; returns the exit code. Commands but one never load Qt."""
    if argv[:1] == ["gallery"] and _HELP.isdisjoint(argv):
        from ui.gallery import run as run_gallery  # noqa: PLC0415 - the one command that paints

        return run_gallery(argv)
    if argv and (argv[0] in COMMANDS or argv[0] in _HELP):
        from ui.command_line import run as run_command  # noqa: PLC0415 - the window shall not pay for it

        return run_command(argv)
    from ui.application import run as run_window  # noqa: PLC0415 - commands run without Qt

    return run_window(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
