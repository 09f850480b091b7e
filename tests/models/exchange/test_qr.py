"""A day's visits as QR codes: small, read back from bad photos, merged like a file, refused when altered."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from models.edits.visits import record_visits
from models.errors import InputProblem, MergeProblem
from models.exchange.few_facts import MAGIC, FewFacts, open_few, write_few
from models.exchange.qr_symbols import MOST_SYMBOLS, PART_BYTES, Symbol, is_picture, join, read_photos, split, symbols
from models.inputs.forms import VisitInput
from models.ledger.ledger import Ledger
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_waiting_for_the_disk(monkeypatch)
    with desk(tmp_path) as open_desk:
        yield open_desk


def visits(office: Desk, count: int) -> None:
    for number in range(count):
        organization = office.add(f"第{number}幼儿园")
        record_visits(
            office.ledger,
            [organization],
            VisitInput(
                visited_on=office.ledger.today(), mode="1", result="2", note="负责人外出，约下周三再访", reasons=["D1"]
            ),
        )


def piece(office: Desk, count: int = 3) -> FewFacts:
    visits(office, count)
    return write_few(office.ledger, program="test")


def picture(codes: list[Symbol], scale: int = 5) -> Image.Image:
    """Symbols beside one another on white paper."""
    side = (len(codes[0].rows) + 8) * scale
    paper = Image.new("L", (side * len(codes), side), 255)
    draw = ImageDraw.Draw(paper)
    for place, code in enumerate(codes):
        for y, row in enumerate(code.rows):
            for x, dark in enumerate(row):
                if dark == "1":
                    left, top = place * side + (x + 4) * scale, (y + 4) * scale
                    draw.rectangle((left, top, left + scale - 1, top + scale - 1), fill=0)
    return paper


def test_ten_visits_fit_into_a_few_symbols(office: Desk) -> None:
    found = piece(office, 10)
    assert len(symbols(found.data)) <= 6
    assert found.manifest.creations >= 20


def test_photos_in_any_order_twice_upside_down_blurred_and_dark(office: Desk, tmp_path: Path) -> None:
    found = piece(office)
    codes = symbols(found.data)
    chance = random.Random(5)
    paths = []
    for number, code in enumerate([*reversed(codes), codes[0]]):
        photo = picture([code]).convert("RGB").rotate(chance.choice((0, 90, 180, 7)), expand=True, fillcolor="white")
        photo = photo.filter(ImageFilter.GaussianBlur(1.2)).point(lambda value: round(40 + value * 0.5))
        path = tmp_path / f"照片{number}.jpg"
        photo.save(path, quality=70)
        paths.append(path)
    assert join(read_photos(paths)) == [found.data]
    assert all(map(is_picture, paths))


def test_several_symbols_on_one_photo(office: Desk, tmp_path: Path) -> None:
    found = piece(office)
    picture(symbols(found.data), 4).save(tmp_path / "一张.png")
    assert join(read_photos([tmp_path / "一张.png"])) == [found.data]


def test_what_was_read_is_what_was_written(office: Desk) -> None:
    found = piece(office)
    incoming = open_few("照片", found.data)
    assert incoming.manifest == found.manifest
    assert incoming.digest == found.digest
    assert incoming.body.digests() == [int.from_bytes(batch.digest, "big") for batch in incoming.body.batches]
    assert incoming.sender.name == office.ledger.author.name


def test_only_what_is_new_since_a_day(office: Desk) -> None:
    visits(office, 2)
    assert write_few(office.ledger, since="2999-01-01", program="test").manifest.creations == 0
    assert write_few(office.ledger, since="2000-01-01", program="test").manifest.creations > 0


def test_missing_and_foreign_symbols_are_said(office: Desk, tmp_path: Path) -> None:
    found = piece(office, 6)
    parts = split(found.data)
    assert len(parts) > 2
    with pytest.raises(MergeProblem, match="共 {n} 个，还缺第 1、{n} 个".format(n=len(parts))):
        join([b"http://example.org", *parts[1:-1]])
    with pytest.raises(MergeProblem, match="没有找到"):
        join([b"http://example.org", b""])
    other = bytearray(parts[0])
    other[-1] ^= 1
    with pytest.raises(MergeProblem, match="对不上"):
        join([bytes(other), *parts[1:]])
    (tmp_path / "文字.jpg").write_bytes(b"not a picture")
    with pytest.raises(MergeProblem, match="不是图片"):
        read_photos([tmp_path / "文字.jpg"])


def test_two_pieces_at_once(office: Desk) -> None:
    first = piece(office, 2)
    visits(office, 1)
    second = write_few(office.ledger, program="test")
    assert sorted(join([*split(second.data), *split(first.data)])) == sorted([first.data, second.data])


def test_too_much_is_refused_with_the_other_way() -> None:
    assert len(split(bytes(PART_BYTES * MOST_SYMBOLS))) == MOST_SYMBOLS
    with pytest.raises(InputProblem, match="内容太多"):
        split(bytes(PART_BYTES * MOST_SYMBOLS + 1))


def test_every_altered_bit_is_refused(office: Desk) -> None:
    data = piece(office).data
    chance = random.Random(11)
    for _round in range(400):
        altered = bytearray(data)
        match chance.randrange(3):
            case 0:
                altered[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del altered[chance.randrange(len(data)) :]
            case _:
                at = chance.randrange(len(data))
                altered[at:at] = bytes([chance.randrange(256)])
        with pytest.raises(MergeProblem):
            open_few("照片", bytes(altered))
    with pytest.raises(MergeProblem):
        open_few("照片", MAGIC)


def test_a_huge_picture_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    (tmp_path / "大.png").write_bytes(file.getvalue())
    with pytest.raises(MergeProblem, match="太大"):
        read_photos([tmp_path / "大.png"])


def test_merging_a_piece_brings_the_visits(office: Desk, tmp_path: Path) -> None:
    """The union of facts, as any file's."""
    from models.facts.union import unite  # noqa: PLC0415 - a merge is tested elsewhere

    copy = tmp_path / "区里.jhtz"
    visits(office, 1)
    (before,) = office.one("SELECT count(*) FROM visit")
    office.ledger.backup(tmp_path / "备份")
    from models.ledger.backups import unpack  # noqa: PLC0415

    unpack(next((tmp_path / "备份").iterdir()), copy)
    found = piece(office, 2)
    incoming = open_few("照片", found.data)
    with Ledger.open(copy) as other, other.local_write() as db:
        arrival = unite(db, incoming.body, file_digest=incoming.digest, now=1)
        assert arrival.creations > 0
        assert db.execute("SELECT count(*) FROM visit").fetchone() == (before + 2,)
        assert unite(db, incoming.body, file_digest=incoming.digest, now=2).id is None


def test_a_photo_goes_by_file_and_never_as_codes(office: Desk) -> None:
    from models.edits.attachments import attach_file  # noqa: PLC0415

    organization = office.add("向阳幼儿园")
    chance = random.Random(3)
    noise = Image.frombytes("L", (300, 300), bytes(chance.randrange(256) for _ in range(90_000)))
    file = io.BytesIO()
    noise.save(file, "PNG")
    attach_file(office.ledger, [organization], "照片.png", file.getvalue())
    found = write_few(office.ledger, program="test")
    assert len(symbols(found.data)) < 4
    assert 25 not in open_few("照片", found.data).body.creations
