"""Render samples of every print: `python -m tests.exports.sample_prints OUTDIR`, then look at them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from exports.battle_map import write_battle_map
from exports.pdf.document import Printed
from exports.weekly_ledger import write_weekly_ledger
from tests.exports.content import LONGEST, RARE, battle_map, compared, moves, weekly_ledger

TWELVE = (58, 52, 49, 46, 44, 41, 38, 34, 27, 23, 20, 9)
FORTY = tuple(3 + (number * 7) % 40 for number in range(40))
UNEVEN = (1500, 1, 40, 12, 260)
NAMES = (LONGEST, f"启明{RARE}学校", "阿不都热西提·买买提双语幼儿园", "Lingjiang International Kindergarten（民办）")

SAMPLES: dict[str, Callable[[Path], Printed]] = {
    "weekly": lambda path: write_weekly_ledger(weekly_ledger(names=NAMES), path),
    "weekly-compared": lambda path: write_weekly_ledger(compared(weekly_ledger(names=NAMES), moves()), path),
    "weekly-1500": lambda path: write_weekly_ledger(weekly_ledger(UNEVEN), path),
    "weekly-none": lambda path: write_weekly_ledger(weekly_ledger(()), path),
    "weekly-1": lambda path: write_weekly_ledger(weekly_ledger((1,)), path),
    "weekly-40-streets": lambda path: write_weekly_ledger(weekly_ledger(FORTY), path),
    "weekly-long-notes": lambda path: write_weekly_ledger(weekly_ledger((9, 4), note="多次上门，" * 60), path),
    "map-a1": lambda path: write_battle_map(battle_map(), path, paper="A1"),
    "map-a3": lambda path: write_battle_map(battle_map(names=NAMES), path),
    "map-a4": lambda path: write_battle_map(battle_map(), path, paper="A4"),
    "map-none": lambda path: write_battle_map(battle_map((), empty=True), path),
    "map-empty-lists": lambda path: write_battle_map(battle_map((0, 0, 5), empty=True), path),
    "map-1": lambda path: write_battle_map(battle_map((1,)), path),
    "map-1-street-40": lambda path: write_battle_map(battle_map((40,)), path),
    "map-12-streets": lambda path: write_battle_map(battle_map(TWELVE), path),
    "map-40-streets": lambda path: write_battle_map(battle_map(FORTY), path, paper="A1"),
    "map-uneven": lambda path: write_battle_map(battle_map(UNEVEN), path),
    "map-tiled-a4": lambda path: write_battle_map(battle_map(), path, paper="A1", tile="A4"),
    "map-tiled-a3": lambda path: write_battle_map(battle_map(), path, paper="A2", tile="A3"),
}


def render(folder: Path, wanted: str = "", width: int = 1600) -> None:
    """Write the samples whose name begins with `wanted`, and pictures of them in colour and in grey."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in SAMPLES.items():
        if not name.startswith(wanted):
            continue
        path = folder / f"{name}.pdf"
        print(name, write(path))
        for grey in (False, True):
            target = folder / (f"{name}-grey" if grey else name)
            options = ["-gray"] if grey else []
            subprocess.run(
                ["pdftoppm", "-png", *options, "-scale-to-x", str(width), "-scale-to-y", "-1", path, target],
                check=True,
            )


if __name__ == "__main__":
    render(Path(sys.argv[1]), *sys.argv[2:3])
