"""No telephone number leaks through the two masks, however it was written."""

import random
import re
from dataclasses import dataclass
from itertools import pairwise

import pytest

from models.rules.phones import mask_phone, mask_phones_in

FORMATS = 5_000
#: Hidden digits of a number that was masked; 138****5678 hides four, two short ones in a row share their mask.
HIDDEN, HIDDEN_OF_SEVERAL = 4, 3
SEPARATORS = ("", "", "-", " ", "  ", "—", "–", "－", "\u2010", "\u2011", "−", ".", "·", "_", "\u3000", "\u00a0", " - ")
COUNTRIES = ("", "", "", "+86", "+86 ", "86-", "0086", "(86)", "（+86）", "+86-")
BEFORE = ("", "", "电话", "电话：", "手机:", "Tel:", "Tel ", "tel", "TEL.", "T", "联系人张三", "（", "微信同号", "fax")
AFTER = ("", "", "转801", "-802", " ext12", "ext3", "#4", "（张三）", "，下午打", "）", "张主任", "x5", "A")
BETWEEN = ("/", "、", " ", "；", ",", "或", "\n", "//")
FULL_WIDTH = str.maketrans("0123456789-+", "０１２３４５６７８９－＋")


@dataclass(frozen=True)
class Written:
    """Numbers as somebody wrote them; `digits` of each without its country code."""

    text: str
    digits: tuple[str, ...]


def number(rng: random.Random) -> tuple[str, str]:
    """A mobile, landline, local or service number, grouped in one of the usual ways, and its digits."""
    sign = rng.choice(SEPARATORS)

    def run(count: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(count))

    match rng.randrange(5):
        case 0 | 1:
            parts = rng.choice(([3, 4, 4], [3, 4, 4], [4, 3, 4], [11], [3, 3, 5]))
            digits = f"1{rng.choice('3456789')}{run(9)}"
            cut = [sum(parts[:place]) for place in range(len(parts) + 1)]
            text = sign.join(digits[start:end] for start, end in pairwise(cut))
            return rng.choice(COUNTRIES) + text, digits
        case 2:
            area, local = f"0{rng.choice(('20', '10', '755', '571'))}", rng.choice("23456789") + run(rng.choice((6, 7)))
            text = rng.choice(
                (
                    f"{area}{sign}{local}",
                    f"({area}){local}",
                    f"（{area}） {local}",
                    f"{area} {local[:4]}{sign}{local[4:]}",
                )
            )
            return text, area + local
        case 3:
            digits = rng.choice("23456789") + run(rng.choice((6, 7)))
            return digits[:4] + sign + digits[4:], digits
        case _:
            digits = rng.choice(("400", "800")) + run(7)
            return sign.join((digits[:3], digits[3:6], digits[6:])), digits


def written(rng: random.Random) -> Written:
    pairs = [number(rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
    text = rng.choice(BEFORE) + rng.choice(BETWEEN).join(text for text, _digits in pairs) + rng.choice(AFTER)
    if rng.random() < 0.15:
        text = text.translate(FULL_WIDTH)
    return Written(text, tuple(digits for _text, digits in pairs))


def leaks(one: Written, masked: str) -> bool:
    """True if a number stands in the masked text, or too few of their digits are hidden."""
    shown = [str(int(character)) if character.isdigit() else " " for character in masked]
    runs = "".join(shown)
    hidden = sum(character.isdigit() for character in one.text) - sum(character.isdigit() for character in masked)
    wanted = HIDDEN if len(one.digits) == 1 else HIDDEN_OF_SEVERAL * len(one.digits)
    return any(digits in runs for digits in one.digits) or hidden < wanted


def test_five_thousand_ways_to_write_a_number() -> None:
    rng = random.Random(5000)
    cases = [written(rng) for _ in range(FORMATS)]
    assert len({one.text for one in cases}) > FORMATS * 0.95
    assert [one.text for one in cases if leaks(one, mask_phone(one.text))] == []
    assert [one.text for one in cases if leaks(one, mask_phones_in(one.text))] == []


def test_the_judge_itself() -> None:
    one = Written("13812345678", ("13812345678",))
    assert leaks(one, "13812345678")
    assert leaks(one, "1381234567*")
    assert not leaks(one, "138****5678")
    assert leaks(Written("8765432", ("8765432",)), "876****5432")


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        (None, ""),
        ("", ""),
        ("13812345678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("020-34082442", "020****2442"),
        ("87654321", "8****1"),  # first three and last four would be nearly all of it
        ("6543210", "6****0"),
        ("400-123-4567", "4****7"),
        ("电话13812345678", "电话138****5678"),
        ("13812345678/13987654321", "138****5678/139****4321"),
        ("138，1234，5678", "1****8"),
        ("见备注", "见****注"),
        ("无", "*"),
    ],
)
def test_column(phone: str | None, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_everything_else_in_a_text_stays() -> None:
    assert mask_phones_in("园长张三13812345678，下午在") == "园长张三138****5678，下午在"
    assert mask_phones_in("先打 020-34082442，再打139 8765 4321。") == "先打 020****2442，再打139****4321。"


@pytest.mark.parametrize(
    "text",
    [
        "约2024-06-18再访",
        "2024-06-18 09:30 到 2024-6-20",
        "2024/06/18、2024.6.18、2024年6月18日",
        "粤工发〔2024〕123号",
        "职工 38 人，其中女 20 人",
        "代码 52110000MJ0166456X",
        "房租 120000 元",
        "110、12345、95107部队",
        "",
    ],
)
def test_dates_codes_and_small_numbers_are_no_phones(text: str) -> None:
    assert mask_phones_in(text) == text


@pytest.mark.parametrize("text", ["110105194912310021", "11010519491231002X"])
def test_numbers_of_identity_cards_are_hidden_too(text: str) -> None:
    masked = mask_phones_in(f"身份证{text}")
    assert text[3:13] not in masked
    assert not re.search(r"\d{8}", masked)
