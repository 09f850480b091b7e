"""The page of the user guide about the command line: nothing is missing, nothing is invented, all of it runs."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from models.ledger_columns import LEDGER_COLUMNS, Source
from models.rules.reasons import shipped_reasons
from models.vocabulary import ROUTES, STAGE_WORDS, VISIT_MODES, VISIT_RESULTS
from tests.conftest import ROOT
from tests.ui.command_line.program import Said, jianhui
from ui.command_line.names import COMMANDS
from ui.command_line.parser import build_parser, parse

PAGE = (ROOT / "docs" / "user-guide" / "command-line.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z-]+)\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE))
PARSERS: dict[str, argparse.ArgumentParser] = build_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr, assignment]
COMMON = {"--json", "--person", "--quiet", "--help", "-h"}
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLES = [line for block in BLOCK.findall(PAGE) for line in block.splitlines()]
#: Keys of a problem and of a bug, which stand above the commands.
ENDINGS = {"problem", "fields", "candidates", "bug"}


def options_of(command: str) -> set[str]:
    return {option for action in PARSERS[command]._actions for option in action.option_strings}


def keys_of(command: str) -> set[str]:
    """The keys that the page promises for a command."""
    lines = re.findall(r"^JSON：(.*)$", SECTIONS[command], re.MULTILINE)
    assert len(lines) == 1, command
    if same := re.fullmatch(r"同 `([a-z]+)`", lines[0]):
        return keys_of(same[1])
    return set(re.findall(r"`([a-z_]+)`", lines[0].split("：每家有")[0]))


def words_of(example: str) -> list[str]:
    program, *words = shlex.split(example)
    assert program == "./jianhui", example
    return words


def test_every_command_has_its_section() -> None:
    assert set(SECTIONS) == COMMANDS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_and_argument_is_on_the_page(command: str) -> None:
    text = SECTIONS[command]
    lines = re.findall(r"^- (`--.*)", text, re.MULTILINE)
    assert {option for line in lines for option in re.findall(r"`(--[a-z-]+)`", line)} == options_of(command) - COMMON
    for action in PARSERS[command]._actions:
        if not action.option_strings:
            assert str(action.metavar) in text, action.metavar
        for choice in action.choices or ():
            assert str(choice) in text, choice
    assert re.search(rf"^`{command}[ `]", text, re.MULTILINE)
    assert any(words_of(line)[0] == command for line in EXAMPLES)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_that_is_named_exists(command: str) -> None:
    prose = BLOCK.sub("", SECTIONS[command])
    assert set(re.findall(r"--[a-z][a-z-]*", prose)) <= options_of(command)


def test_the_rest_of_the_page_names_only_what_exists() -> None:
    everywhere = {option for name in COMMANDS for option in options_of(name)} | {"--version", "--help"}
    assert set(re.findall(r"(?<![-|])--[a-z][a-z-]*", PAGE)) <= everywhere
    assert {words_of(line)[0] for line in EXAMPLES} == COMMANDS
    for option in COMMON - {"-h", "--help"}:
        assert f"| `{option}`" in PAGE
    for code in ("0", "1", "2", "70"):
        assert f"| {code} |" in PAGE


def test_the_lists_of_the_page_are_those_of_the_program() -> None:
    fields = {(column.source_heading, column.name) for column in LEDGER_COLUMNS if column.source is Source.FACT}
    assert set(re.findall(r"^\| (\S+) \| `([a-z_0-9]+)` \|", PAGE, re.MULTILINE)) == fields
    reasons = dict(re.findall(r"`([A-Z]\d?)` ([^ ·（\n]+)", PAGE[PAGE.index("## 原因代码") :]))
    assert reasons == {code: reason.label for code, reason in shipped_reasons().items()}
    for codes, section in ((VISIT_RESULTS, "visit"), (VISIT_MODES, "visit"), (ROUTES, "union")):
        for entry in codes.entries:
            assert f"{entry.code} {entry.label}" in SECTIONS[section]
    for entry in STAGE_WORDS.entries:
        assert entry.label in PAGE[PAGE.index("## 条件") :]


def test_every_example_can_be_typed() -> None:
    for line in EXAMPLES:
        assert parse(words_of(line)).command in COMMANDS


def test_the_examples_run_from_the_top_and_give_the_promised_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given: dict[str, set[str]] = {}
    for line in EXAMPLES:
        if words_of(line)[0] != "gallery":
            said = jianhui(*words_of(line), "--json")
            assert said.code == 0, (line, said)
            check_keys(words_of(line)[0], said, given)
    missing = {command: keys_of(command) - keys for command, keys in given.items()}
    assert {command: keys for command, keys in missing.items() if keys} == {}


def check_keys(command: str, said: Said, given: dict[str, set[str]]) -> None:
    """Every key of an answer is on the page; columns of the ledger count as named there."""
    keys = set(said.data)
    given.setdefault(command, set()).update(keys)
    columns = {column.name for column in LEDGER_COLUMNS} if command == "show" else set()
    assert keys <= keys_of(command) | columns, command
    if command == "list" and said.data["organizations"]:
        row = re.findall(r"`([a-z_]+)`", SECTIONS["list"].split("：每家有")[1].split("，要了电话")[0])
        assert set(said.data["organizations"][0]) == set(row)


def test_the_endings_of_the_page(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = PAGE[PAGE.index("**退出码**") : PAGE.index("**ORGANIZATION")]
    assert set(re.findall(r"`([a-z]+)`", table)) == ENDINGS
    assert set(jianhui("set", ledger, "向阳幼儿园", "职工=x", "--json").data) == {"problem", "fields"}
    monkeypatch.setattr("models.queries.ledger_counts.ledger_counts", None)
    monkeypatch.setattr("ui.command_line.output_commands.ledger_counts", None)
    assert set(jianhui("stats", ledger, "--json").data) == {"bug"}


def test_lines_of_the_examples_are_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --json the same examples succeed and say something in Chinese."""
    monkeypatch.chdir(tmp_path)
    for line in EXAMPLES:
        if words_of(line)[0] != "gallery":
            said = jianhui(*words_of(line))
            assert said.code == 0, (line, said)
            assert said.out.strip(), line
