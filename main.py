"""Start 建会台账: a command where the first word names one, the window otherwise."""

import signal
import sys

from ui.command_line.names import COMMANDS

_HELP = frozenset({"-h", "--help", "--version"})


def main(argv: list[str]) -> int:
    """Run with the arguments after the program's name; returns the exit code. Commands but one never load Qt."""
    if argv and (argv[0] in COMMANDS - {"gallery"} or not _HELP.isdisjoint(argv[:2])):
        from ui.command_line import run as run_command  # noqa: PLC0415 - the window shall not pay for it

        return run_command(argv)
    from ui.command_line import first_word  # noqa: PLC0415

    if argv[:1] == ["gallery"]:
        return _run_gallery(argv)
    refusal = first_word.refusal_of_window(argv)
    if refusal is not None:
        return refusal
    from ui.application import run as run_window  # noqa: PLC0415 - commands run without Qt

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would keep Ctrl+C in the terminal waiting for ever
    return run_window(argv)


def _run_gallery(argv: list[str]) -> int:
    from ui.command_line import first_word  # noqa: PLC0415
    from ui.command_line.parser import parse  # noqa: PLC0415

    parse(argv)  # wrong usage needs no Qt to be said
    try:
        from ui.gallery import run as run_gallery  # noqa: PLC0415 - the one command that paints
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "PySide6":
            raise
        return first_word.refusal_of_gallery()
    return run_gallery(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
