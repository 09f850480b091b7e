"""The lists that no one here wrote, counted independently with the csv module, and imported as the contract says."""

import csv
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from stdnum.cn import uscc

from models.ledger.health import digests
from tests.models.edits.desk import Desk
from tests.models.importing.sheets import bring, counts

EXTRACTS = {
    "accounting_firms.csv": 1509,
    "tax_agent_firms.csv": 879,
    "civil_affairs_51_52.csv": 74,
    "trade_unions_81_89.csv": 341,
    "hospitals_and_clinics_as_companies.csv": 516,
    "schools_kindergartens_named_entities.csv": 371,
    "public_institutions_12_11.csv": 111,
}
CODE, NAME = "统一社会信用代码", "企业名称"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_kindergartens_are_all_new_and_all_the_same_the_second_time(office: Desk, shared_data: Path) -> None:
    path = shared_data / "guangzhou_kindergartens" / "kindergartens_1688.csv"
    rows = rows_of(path)
    assert len(rows) == 1688
    result = bring(office, path)
    assert counts(result) == (1688, 0, 0, 0, 0)
    assert result.unverified == 1688
    names = Counter("".join(unicodedata.normalize("NFKC", row["name"]).split()) for row in rows)
    assert result.same_name == len(result.same_name_rows) == sum(count for count in names.values() if count > 1)
    stored = office.all("SELECT name, address, phone FROM organization ORDER BY id")
    for row, (name, address, phone) in zip(rows, stored, strict=True):
        assert name == row["name"].strip()
        assert (address or "") == row["address"].strip()
        assert bool(phone) == bool(row["phone"].strip())
    before = digests(office.ledger)
    again = bring(office, path)
    assert counts(again) == (0, 0, 1688, 0, 0)
    assert again.batch == ""
    assert digests(office.ledger) == before


@pytest.mark.parametrize(
    ("name", "new", "unverified"), [("accounting_firms.csv", 1509, 0), ("tax_agent_firms.csv", 879, 2)]
)
def test_one_extract(office: Desk, shared_data: Path, name: str, new: int, unverified: int) -> None:
    path = shared_data / "enterprise_extracts" / name
    rows = rows_of(path)
    assert (len(rows), sum(not uscc.is_valid(row[CODE]) for row in rows)) == (new, unverified)
    result = bring(office, path)
    assert counts(result) == (new, 0, 0, 0, 0)
    assert result.unverified == unverified
    assert office.one("SELECT count(*) FROM organization WHERE code_state<>'valid'") == (unverified,)
    texts = {row[CODE] for row in rows}
    assert {code for (code,) in office.all("SELECT code FROM organization")} == texts  # bad ones keep their text


def test_all_seven_extracts_into_one_ledger(office: Desk, shared_data: Path) -> None:
    folder = shared_data / "enterprise_extracts"
    seen: dict[str, tuple[str, ...]] = {}
    rows_in_all = 0
    for name, number in EXTRACTS.items():
        rows = rows_of(folder / name)
        assert len(rows) == number
        known = {row[CODE] for row in rows if row[CODE] in seen}
        result = bring(office, folder / name)
        assert (result.new, result.updated + result.same) == (number - len(known), len(known))
        assert result.duplicates == result.rejected == 0
        seen |= {row[CODE]: tuple(row.values()) for row in rows}
        rows_in_all += number
    assert (rows_in_all, len(seen)) == (3801, 3794)
    assert office.count("organization") == 3794
    before = office.shown()
    for name in EXTRACTS:
        assert bring(office, folder / name).new == 0
    assert office.shown() == before
    office.prove()


@pytest.mark.parametrize("name", EXTRACTS)
def test_each_extract_alone(office: Desk, shared_data: Path, name: str) -> None:
    """What is new, to be verified and out of scope, against a count of the texts alone."""
    path = shared_data / "enterprise_extracts" / name
    rows = rows_of(path)
    assert len({row[CODE] for row in rows}) == EXTRACTS[name]
    accounting = [row for row in rows if "会计师事务所" in row[NAME]]
    outside = [row for row in rows if uscc.is_valid(row[CODE]) and row[CODE][0] in "1289" and row not in accounting]
    result = bring(office, path, dry_run=True)
    assert counts(result) == (EXTRACTS[name], 0, 0, 0, 0)
    assert result.unverified == len(result.unverified_rows) == sum(not uscc.is_valid(row[CODE]) for row in rows)
    assert result.outside == len(result.outside_rows) == len(outside)
    assert [sample.facts["name"] for sample in result.outside_rows] == [row[NAME].strip() for row in outside]
    assert office.count("organization") == 0


def test_all_schools_of_the_country(office: Desk, shared_data: Path, tmp_path: Path) -> None:
    """28,610 names without codes: what stands twice in one county is the same, by an independent comparison."""
    (source,) = (shared_data / "schools_pg7go").glob("*.json")
    schools = json.loads(source.read_text(encoding="utf-8"))
    assert len(schools) == 28_610
    path = tmp_path / "学校.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["学校名称", "地址"])
        writer.writerows([each["name"], each["province"] + each["city"] + each["area"]] for each in schools)

    def key(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).translate(str.maketrans("【】〔〕［］", "()()()")).split())

    different = {(key(each["name"]), key(each["province"] + each["city"] + each["area"])) for each in schools}
    result = bring(office, path)
    assert counts(result) == (len(different), 0, len(schools) - len(different), 0, 0)
    assert office.count("organization") == len(different)
