"""Organizations and queries by chance from a seed: ordinary names, and everything that a name should not hold."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.facts.canonical import Value
from models.facts.writer import BatchKind
from models.ledger.ledger import Ledger
from models.rules.folding import fold
from models.rules.pinyin import readings
from models.tables.record_kinds import FORMER_NAME, ORGANIZATION, PERSON, VISIT
from tests.models.search.oracle import Record

ORDINARY = "阳光单曾重庆厦门长乐行大学会计师事务所幼儿园协会中心区市省朝朴仇解查任葛盖华覃六安台州番禺东阿校音乐银"
MESSY = (
    "廣東華會計師協會單縣廈門龍鳳邊䶮𠮷𬭚㛃〇々Ａｂ９３①㈱Ⅲ·•—-（）()【】“”😀👩\u200d🏫é Ñß"
    " ０１２xyzABC12３ .,/%_!'\"\\*+ЖжがカСуαΩ女吕绿"
)
PLACES = ("海珠区赤岗街道", "中山路", "１２号", "A栋3楼", "東風西路", "　", "（南）", "No.8", "502室")
PEOPLE = ("单国强", "曾小燕", "解晓东", "张园长", "欧阳娜娜", "Ali·买买提", "朴 志勇", "区少坤", "")
NOTES = ("园长说等董事会定", "要和 Lǐ 主席再谈 (转8)", "電話沒人接", "")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Made:
    """A ledger's content as the oracle sees it, by local id."""

    records: dict[int, Record] = field(default_factory=dict)


def text_of(rng: random.Random, length: int) -> str:
    """A name: mostly ordinary, one in four with anything."""
    alphabet = ORDINARY if rng.random() < 0.75 else ORDINARY + MESSY * 2
    return "".join(rng.choices(alphabet, k=length)) or "名"


def values_of(rng: random.Random, name: str) -> dict[str, object]:
    """What a form or a sheet would give."""
    phones = (None, "13812345678", "020-3408 2442", "０２０３４０８２４４２／13900001111", "(0591)8765-4321转8", "无")
    return {
        "name": name,
        "code": f"52{rng.randrange(10**6):06d}MJ{rng.randrange(10**8):08d}"[:18] if rng.random() < 0.8 else None,
        "head": rng.choice(PEOPLE) or None,
        "contact": text_of(rng, rng.randrange(2, 4)) if rng.random() < 0.3 else None,
        "address": "".join(rng.choices(PLACES, k=rng.randrange(0, 4))).strip() or None,
        "phone": rng.choice(phones),
        "note": text_of(rng, 12) if rng.random() < 0.2 else None,
    }


def fill(ledger: Ledger, names: Sequence[str], rng: random.Random) -> None:
    """One import of these names, with former names and people for some."""
    with ledger.change(kind=BatchKind.IMPORT, registry_on="2024-01-01", bulk=True) as change:
        rows: list[tuple[bytes, None, None, list[Value]]] = []
        for name in names:
            values = values_of(rng, name)
            facts: list[Value] = [values.get(column) for column in ORGANIZATION.names]  # type: ignore[misc]
            rows.append((change.new_uid(), None, None, facts))
        first, _last = change.create_many(ORGANIZATION, rows)
        for place, row in enumerate(rows):
            parent = change.ref(ORGANIZATION, first + place)
            assert parent.uid == row[0]
            if rng.random() < 0.1:
                change.create(FORMER_NAME, {"name": text_of(rng, 7)}, parent=parent)
            if rng.random() < 0.1:
                values = {"name": rng.choice(PEOPLE[:-1]), "phone": "189-1234-5678", "note": rng.choice(NOTES)}
                change.create(PERSON, values, parent=parent)
            if rng.random() < 0.1:
                values = {"visited_on": "2024-03-05", "note": rng.choice(NOTES) or None}
                gone = change.create(VISIT, values, parent=parent)
                if rng.random() < 0.2:
                    change.delete(VISIT, gone.id)


def records_of(ledger: Ledger) -> dict[int, Record]:
    """What is not in the trash, read row by row."""
    found = {}
    with ledger.reading() as db:
        rows = db.execute(
            "SELECT id, name, head, contact, address, code, note, phone FROM organization WHERE deleted IS NOT 1"
        ).fetchall()
        for record, name, head, contact, address, code, note, phone in rows:
            former = db.execute(
                "SELECT name FROM former_name WHERE org_id=? AND deleted IS NOT 1", (record,)
            ).fetchall()
            people = db.execute(
                "SELECT name, phone, note FROM person WHERE org_id=? AND deleted IS NOT 1", (record,)
            ).fetchall()
            visits = db.execute("SELECT note FROM visit WHERE org_id=? AND deleted IS NOT 1", (record,)).fetchall()
            notes = [*(row[2] for row in people), *(row[0] for row in visits)]
            names = [name, head, contact, *(row[0] for row in former), *(row[0] for row in people)]
            found[record] = Record(
                tuple(text for text in names if text),
                tuple(text for text in (address, code, note, *notes) if text),
                tuple(text for text in (phone, *(row[1] for row in people)) if text),
            )
    return found


def queries(records: dict[int, Record], rng: random.Random, count: int) -> list[str]:
    """What people type, and what they do not: parts of what is there, by sound, mixed, several words, noise."""
    every = sorted(records)
    makers = (_part, _part, _sound, _sound, _sound, _digits, _noise, _two)
    return [rng.choice(makers)(records[rng.choice(every)], rng) for _number in range(count)]


def _part(record: Record, rng: random.Random) -> str:
    text = rng.choice([*record.names, *record.plain])
    start = rng.randrange(len(text))
    part = text[start : start + rng.choice((1, 1, 2, 2, 3, 4, 6, 20))]
    return part.upper() if rng.random() < 0.2 else part


def _sound(record: Record, rng: random.Random) -> str:
    """Initials, syllables, both mixed, the last one cut, a character or a sign in between."""
    name = fold(rng.choice(record.names))
    start = rng.randrange(len(name))
    said = ""
    style = rng.random()
    for character in name[start : start + rng.randrange(1, 7)]:
        ways = readings().get(character)
        if not ways or style > 0.95:
            said += character
            continue
        way = rng.choice(ways)
        whole = style < 0.3 or (style > 0.6 and rng.random() < 0.5)
        said += way if whole else way[: 2 if way[1:2] == "h" and rng.random() < 0.2 else 1]
    if rng.random() < 0.2:
        said = said[: max(1, len(said) - 1)]
    return said or "a"


def _digits(record: Record, rng: random.Random) -> str:
    text = "".join(c for text in (*record.phones, *record.plain) for c in text if c in "0123456789-()") or "0"
    start = rng.randrange(len(text))
    return text[start : start + rng.choice((1, 2, 3, 4, 5, 8, 11))]


def _noise(_record: Record, rng: random.Random) -> str:
    return "".join(rng.choices(LETTERS + "yanguosh" * 4 + ORDINARY + MESSY, k=rng.randrange(1, 6)))


def _two(record: Record, rng: random.Random) -> str:
    return " ".join(rng.choice((_part, _sound, _digits))(record, rng) for _word in range(rng.choice((2, 2, 3))))
