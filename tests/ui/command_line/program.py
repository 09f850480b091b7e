"""The program in this process: what it says on both streams, and how it ends."""

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from main import main

#: Where no terminal says how wide it is, argparse asks the environment.
os.environ.setdefault("COLUMNS", "100")


@dataclass(frozen=True)
class Said:
    """The exit code and what stood on the two streams."""

    code: int
    out: str
    errors: str

    @property
    def data(self) -> dict[str, Any]:
        """Standard output as the one JSON object that it has to be."""
        assert self.out.count("\n") == 1, self.out
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


def jianhui(*words: object) -> Said:
    """Run a command."""
    out, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(errors):
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
    texts = [stream.detach().getvalue().decode() for stream in (out, errors)]
    return Said(code, *texts)


def done(*words: object) -> dict[str, Any]:
    """The object of a command that has to succeed, and to say nothing else."""
    said = jianhui(*words, "--json")
    assert (said.code, said.errors) == (0, ""), said
    return said.data


def problem(*words: object) -> str:
    """The sentence of a command that has to end with a known problem; with --json it is in the object as well."""
    said = jianhui(*words, "--json")
    assert said.code == 1, said
    sentence = said.errors.removesuffix("\n")
    assert said.data["problem"] == sentence
    assert any("一" <= letter <= "龥" for letter in sentence), sentence
    return sentence


def first(ledger: Path, where: str = "") -> dict[str, Any]:
    """An organization of the ledger."""
    found = done("list", ledger, "--where", where, "--limit", 1)["organizations"][0]
    assert isinstance(found, dict)
    return found
