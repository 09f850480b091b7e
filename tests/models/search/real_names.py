"""The names in ../shared/data, read where they lie."""

import csv
import json
from pathlib import Path


def real_names(folder: Path) -> list[str]:
    """Firms, kindergartens and schools, each name once."""
    names = []
    for path in sorted((folder / "enterprise_extracts").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            names += [row[0] for row in csv.reader(file)][1:]
    with (folder / "guangzhou_kindergartens" / "kindergartens_1688.csv").open(encoding="utf-8", newline="") as file:
        names += [row[1] for row in csv.reader(file)][1:]
    for path in (folder / "schools_pg7go").glob("*.json"):
        names += [school["name"] for school in json.loads(path.read_text("utf-8"))]
    return [name for name in dict.fromkeys(names) if name]
