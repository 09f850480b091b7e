"""Weighing candidates: the right one first, for reasons that can be read, and trusted only where that is due."""

import csv
import random
from pathlib import Path

import pytest

from models.rules.code_evidence import CodeFacts, propose_code
from models.rules.credit_codes import is_valid_code
from models.rules.proposals import Confidence
from tests.models.edits.desk import HAIZHU, code_of

RIGHT = code_of("52", HAIZHU, 7)


def test_letters_for_digits_are_sure() -> None:
    found = propose_code(CodeFacts(RIGHT.replace("0", "O"), name="启明幼儿园"))
    assert found is not None
    assert (found.value, found.confidence) == (RIGHT, Confidence.SURE)
    assert found.ground == "数字录成了字母 O、I、Z、S"
    assert "前两位 52 与名称相符" in found.choices[0].evidence


def test_a_name_that_does_not_go_with_the_code_makes_it_doubtful() -> None:
    found = propose_code(CodeFacts(RIGHT.replace("0", "O"), name="海珠区商会"))
    assert found is not None
    assert found.confidence is Confidence.HINT
    assert found.choices[0].against == ("前两位 52 与名称不符",)


def test_a_code_that_somebody_has_already_comes_last_and_is_never_sure() -> None:
    broken = RIGHT.replace("0", "O")
    found = propose_code(CodeFacts(broken, name="启明幼儿园", holders={RIGHT: "晨光幼儿园"}))
    assert found is not None
    assert found.confidence is Confidence.HINT
    assert found.choices[-1].value == RIGHT
    assert "已是“晨光幼儿园”的代码" in found.choices[-1].against


def test_among_several_a_code_that_somebody_has_comes_last() -> None:
    broken = "515309025577792000"
    alone = propose_code(CodeFacts(broken, name="老年文体协会"))
    assert alone is not None
    first = alone.value
    told = propose_code(CodeFacts(broken, name="老年文体协会", holders={first: "晨光幼儿园"}))
    assert told is not None
    assert told.choices[-1].value == first
    assert told.value == alone.choices[1].value


def test_a_waiting_row_of_the_same_name_decides() -> None:
    broken = "515309025577792000"
    true = "515309025577792696"
    alone = propose_code(CodeFacts(broken, name="老年文体协会"))
    told = propose_code(CodeFacts(broken, name="老年文体协会", elsewhere=(true,)))
    assert alone is not None
    assert told is not None
    assert true in [choice.value for choice in alone.choices]
    assert alone.confidence is not Confidence.SURE
    assert (told.value, told.confidence) == (true, Confidence.SURE)
    assert "待导入的同名行就是这个代码" in told.choices[0].evidence


def test_a_namesake_with_the_code_is_likely_the_same_organization() -> None:
    found = propose_code(CodeFacts("5.1530902E+17", name="老年文体协会", same_name=("515309025577792696",)))
    assert found is not None
    assert (found.value, found.confidence) == ("515309025577792696", Confidence.LIKELY)
    assert found.choices[0].against == ("确认后两家同码，可能是同一家",)


def test_the_code_of_a_namesake_that_looks_quite_different_is_a_hint_at_most() -> None:
    found = propose_code(CodeFacts("110108600113450", name="老年文体协会", same_name=("515309025577792696",)))
    assert found is not None
    assert (found.ground, found.confidence) == ("同名单位有完整的代码", Confidence.HINT)


def test_an_odd_seventeenth_character_is_said() -> None:
    found = propose_code(CodeFacts("53440000MJK850332A", name="华南公益基金会"))
    assert found is not None
    assert (found.value, found.confidence) == ("53440000MJK850332U", Confidence.HINT)
    assert found.choices[0].against == ("第 17 位仍与校验不符",)


def test_the_region_orders_candidates() -> None:
    """Two digits of the region changed places; another candidate has a wrong character somewhere."""
    broken = RIGHT[:6] + RIGHT[7] + RIGHT[6] + RIGHT[8:]
    found = propose_code(CodeFacts(broken, name="启明幼儿园", address="海珠区赤岗街道1号", home="4401"))
    assert found is not None
    assert found.value == RIGHT
    assert found.confidence is Confidence.LIKELY
    assert "区划海珠区与地址相符" in found.choices[0].evidence
    assert "区划海珠区在本辖区内" in found.choices[0].evidence


def test_nothing_to_propose() -> None:
    assert propose_code(CodeFacts("110108600113450", name="启明幼儿园")) is None
    assert propose_code(CodeFacts("", name="启明幼儿园")) is None


def test_confidence_keeps_its_word_on_real_lists() -> None:
    """Real organizations with typing errors: what is called sure is right, what is called likely nearly always."""
    folder = Path(__file__).resolve().parents[4] / "shared" / "data" / "enterprise_extracts"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: it is not part of the project")
    dice = random.Random(7)
    told: dict[Confidence, list[bool]] = {confidence: [] for confidence in Confidence}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                code = row["统一社会信用代码"]
                if not is_valid_code(code):
                    continue
                broken = _damaged(code, dice)
                if is_valid_code(broken):
                    continue
                found = propose_code(CodeFacts(broken, name=row["企业名称"], address=row["注册地址"]))
                if found is not None:
                    told[found.confidence].append(found.value == code)
    sure, likely = told[Confidence.SURE], told[Confidence.LIKELY]
    assert len(sure) > 500
    assert sum(sure) / len(sure) >= 0.99
    assert len(likely) > 500
    assert sum(likely) / len(likely) >= 0.9


def _damaged(code: str, dice: random.Random) -> str:
    place = dice.randrange(17)
    match dice.randrange(4):
        case 0:
            return code.replace("0", "O").replace("1", "I")
        case 1:
            return code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        case 2:
            return code[:place] + dice.choice("0123456789") + code[place + 1 :]
        case _:
            return f"{code[:15]}000" if code.isdigit() else code[:place] + code[place + 1 :]
