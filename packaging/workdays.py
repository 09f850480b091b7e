"""Write resources/workdays.csv from the package `chinesecalendar` (State Council schedules as data).

Not needed to run or build the program; once a year, after the new schedule is out:
    python -m venv /tmp/workdays && /tmp/workdays/bin/pip install chinesecalendar
    /tmp/workdays/bin/python packaging/workdays.py
"""

import argparse
import csv
from datetime import date
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "workdays.csv"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def main() -> None:
    """Take every day off and every worked weekend day from the first year asked for to the last known one."""
    from chinese_calendar.constants import holidays, workdays  # type: ignore[import-not-found] # noqa: PLC0415 - only here, see above

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first-year", type=int, default=2023)
    first = date(parser.parse_args().first_year, 1, 1)
    days = [(day, "off", name) for day, name in holidays.items()]
    days += [(day, "on", name) for day, name in workdays.items()]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "kind", "holiday"])
        writer.writerows([day, kind, NAMES[name]] for day, kind, name in sorted(days) if day >= first)


if __name__ == "__main__":
    main()
