"""Whatever happens to a file on its way is told apart and said in one sentence with what to do."""

import base64
import errno
import gzip
import hashlib
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import MergeProblem
from models.exchange import file
from models.exchange.cards import card_text
from models.exchange.container import (
    BATCHES,
    COVER_BYTES,
    END_BYTES,
    FACTS,
    MANIFEST,
    MARK,
    Frame,
    pack,
)
from models.exchange.known import own_card
from models.exchange.reading import open_exchange, open_ledger_source
from models.exchange.signing import public_key_of, sign_file
from tests.models.edits.desk import Desk, desk, without_waiting_for_the_disk
from tests.models.exchange.conftest import fill
from tests.models.exchange.post import (
    SECRET,
    STRANGER,
    bomb,
    changed,
    keyring,
    parts,
    put_together,
    receive,
    send,
    untouched,
    with_manifest,
)

Change = Callable[[bytes], bytes]
Alter = Callable[[list[Frame]], list[Frame]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        without_waiting_for_the_disk(patch)
        patch.setenv("JIANHUI_PROFILE", str(folder / "profile"))
        with desk(folder) as office:
            fill(office)
            return send(office.ledger, folder / "周报.jhx").path.read_bytes()


@pytest.fixture
def sent(sample: bytes, tmp_path: Path) -> Path:
    """A sound file, to be spoilt."""
    path = tmp_path / "周报.jhx"
    path.write_bytes(sample)
    return path


def said(path: Path) -> str:
    """What is said of a file that must be refused: one sentence, what to do, the file as it was."""
    with untouched(path), pytest.raises(MergeProblem) as caught:
        open_exchange(path, keys=keyring(STRANGER))
    assert caught.value.user_text.endswith("。")
    assert caught.value.hint.endswith("。")
    assert path.name in caught.value.user_text
    return caught.value.user_text


def lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def crlf(data: bytes) -> bytes:
    return lf(data).replace(b"\n", b"\r\n")


ON_THE_WAY: tuple[tuple[str, Change, str], ...] = (
    ("empty", lambda _data: b"", "是空文件"),
    ("lf", lf, "被当作文字处理过"),
    ("crlf", crlf, "被当作文字处理过"),
    ("mark lost", lambda data: data[3:], "被当作文字处理过"),
    ("mark doubled", lambda data: data[:3] + data, "被当作文字处理过"),
    ("utf-8 with replacements", lambda data: data.decode(errors="replace").encode(), "被当作文字处理过"),
    ("latin-1 as utf-8", lambda data: data.decode("latin-1").encode(), "被当作文字处理过"),
    ("cp1252 as utf-8", lambda data: data.decode("cp1252", "replace").encode(), "被当作文字处理过"),
    ("gbk", lambda data: data.decode(errors="ignore").encode("gb18030"), "被当作文字处理过"),
    ("utf-16", lambda data: data.decode(errors="ignore").encode("utf-16"), "被当作文字处理过"),
    ("gbk as utf-8", lambda data: data.decode("gb18030", "replace").encode(), "被当作文字处理过"),
    ("ctrl-z", lambda data: data[: COVER_BYTES + MARK.index(b"\x1a")], "只有开头的一小截"),
    ("base64", base64.encodebytes, "base64"),
    ("base64 with a mark", lambda data: b"\xef\xbb\xbf" + base64.b64encode(data), "base64"),
    ("first kilobyte", lambda data: data[:1024], "只有开头的一小截"),
    ("a byte short", lambda data: data[:-1], "不完整"),
    ("half", lambda data: data[: len(data) // 2], "不完整"),
    ("end lost", lambda data: data[:-END_BYTES], "不完整"),
    ("something behind", lambda data: data + b"\r\n", "多出了别的内容"),
    ("twice", lambda data: data + data, "损坏"),
    ("blanks inside", lambda data: data[:3000] + bytes(512) + data[3512:], "损坏"),
    ("a bit", lambda data: data[:3000] + bytes([data[3000] ^ 1]) + data[3001:], "损坏"),
    ("a bit of the cover", lambda data: data.replace("海珠区".encode(), "海珠市".encode(), 1), "损坏"),
    ("a page", lambda _data: b"<!DOCTYPE html><html><body>404</body></html>", "网页"),
    ("a page with blanks", lambda _data: b"\xef\xbb\xbf\r\n <HTML>expired</HTML>", "网页"),
    ("gzip", gzip.compress, "压缩包"),
    ("rar", lambda data: b"Rar!\x1a\x07" + data, "压缩包"),
    ("7z", lambda data: b"7z\xbc\xaf\x27\x1c" + data, "压缩包"),
    ("picture", lambda data: b"\x89PNG\r\n\x1a\n" + data, "图片"),
    ("pdf", lambda data: b"%PDF-1.7" + data, "PDF"),
    ("old sheet", lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data, "表格或文档"),
    ("other database", lambda _data: b"SQLite format 3\0" + bytes(4080), "别的程序的数据库"),
    ("noise", lambda _data: bytes(range(256)) * 40, "不是建会台账的交换文件"),
)


@pytest.mark.parametrize(("change", "words"), [row[1:] for row in ON_THE_WAY], ids=[row[0] for row in ON_THE_WAY])
def test_what_happens_on_the_way(sent: Path, change: Change, words: str) -> None:
    sent.write_bytes(change(sent.read_bytes()))
    assert words in said(sent)


def test_a_zip_around_it(sent: Path) -> None:
    packed = sent.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(sent, "周报.jhx")
    assert "压缩包" in said(packed)


def test_a_card_and_a_ledger_are_told_apart(office: Desk, tmp_path: Path) -> None:
    card = tmp_path / "张三.jhcard"
    card.write_text(card_text(own_card(office.ledger, SECRET), SECRET), encoding="utf-8")
    assert "名片" in said(card)
    office.ledger.close()
    assert "是台账本身" in said(office.path)


def test_what_is_no_file_at_all(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "没有.jhx", "找不到文件"), (tmp_path, "是文件夹")):
        with pytest.raises(MergeProblem, match=words):
            receive(path)


def test_a_stick_that_is_pulled_out(sent: Path, office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object, **_named: object) -> bytes:
        raise OSError(errno.EIO, "gone")

    def full(*_arguments: object, **_named: object) -> bytes:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(file, "digest_of", gone)
    assert "读不出文件" in said(sent)
    office.ledger.close()
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(MergeProblem, match="磁盘已满"):
        open_ledger_source(office.path)


# -- What somebody does on purpose --------------------------------------------------------------------------------


def test_an_end_without_the_key(sent: Path) -> None:
    """The whole digest is computed anew, but nobody signs it."""
    cover, frames, end = parts(sent)
    altered = put_together(sent, cover, with_manifest(frames, author="别人"), secret=STRANGER)
    data = altered.read_bytes()
    key_and_signature = end[-96:]
    altered.write_bytes(data[:-96] + key_and_signature)
    assert "签名与内容不符" in said(altered)
    # Another key than the manifest says, with a signature that fits it:
    put_together(sent, cover, frames, secret=STRANGER)
    assert "签名与内容不符" in said(sent)


def test_parts_of_two_signed_files(office: Desk, sent: Path, tmp_path: Path) -> None:
    other = send(office.ledger, tmp_path / "b.jhx", secret=STRANGER).path
    one, two = sent.read_bytes(), other.read_bytes()
    for spliced in (
        one[:-END_BYTES] + two[-END_BYTES:],
        two[:COVER_BYTES] + one[COVER_BYTES:],
        one[: len(one) // 2] + two[len(two) // 2 :],
    ):
        sent.write_bytes(spliced)
        said(sent)


SIGNED: tuple[tuple[str, Alter], ...] = (
    ("a section twice", lambda frames: [*frames, frames[-1]]),
    ("a section lost", lambda frames: frames[:-1]),
    ("batches lost", lambda frames: [frame for frame in frames if frame.tag != BATCHES]),
    ("batches twice", lambda frames: [frames[0], frames[1], *frames[1:]]),
    ("batches at the end", lambda frames: [frames[0], *frames[2:], frames[1]]),
    ("manifest at the end", lambda frames: [*frames[1:], frames[0]]),
    ("two manifests", lambda frames: [*frames, frames[0]]),
    ("nothing", lambda _frames: []),
    ("no manifest", lambda frames: frames[1:]),
    ("wrong counts", lambda frames: with_manifest(frames, creations=1)),
    ("negative count", lambda frames: with_manifest(frames, creations=-1)),
    ("text for a count", lambda frames: with_manifest(frames, edits="7")),
    ("endless name", lambda frames: with_manifest(frames, author="名" * 5000)),
    ("turned writing", lambda frames: with_manifest(frames, author="张\u202e三")),
    ("unknown kind of file", lambda frames: with_manifest(frames, kind="other")),
    ("manifest without key", lambda frames: with_manifest(frames, key="")),
    ("manifest no object", lambda frames: [Frame(MANIFEST, pack(b"[1]")), *frames[1:]]),
    ("manifest no json", lambda frames: [Frame(MANIFEST, pack(b"\xff{")), *frames[1:]]),
    ("deep json", lambda frames: [Frame(MANIFEST, pack(b"[" * 200_000)), *frames[1:]]),
    ("short section", lambda frames: [*frames[:-1], Frame(FACTS, b"\0\0")]),
    ("bytes behind a section", lambda frames: [*frames[:-1], Frame(FACTS, frames[-1].content + b"x")]),
    ("a text changed", lambda frames: _changed_value(frames, "门口".encode(), "门外".encode())),
    ("a value changed", lambda frames: _changed_value(frames, b"987654", b"987655")),
    ("number as text", lambda frames: _changed_value(frames, b"987654", b'"987654"')),
    ("number as fraction", lambda frames: _changed_value(frames, b"987654", b"987654.0")),
    ("yes for one", lambda frames: _changed_value(frames, b"987654", b"true")),
    ("endless number", lambda frames: _changed_value(frames, b"987654", b"9" * 5000)),
    ("too large a number", lambda frames: _changed_value(frames, b"987654", b"9" * 20)),
    ("empty text for none", lambda frames: _changed_value(frames, b'null,"', b'"","')),
    ("separator in a text", lambda frames: _changed_value(frames, "阳光".encode(), b"\\u001f")),
    ("half a character", lambda frames: _changed_value(frames, "阳光".encode(), b"\\ud800")),
    ("not a number", lambda frames: _changed_value(frames, b"987654", b"NaN")),
    ("wild batch", lambda frames: [changed(f, bytes, _wild_batches) if f.tag == FACTS else f for f in frames]),
    ("wild rows", lambda frames: [changed(f, bytes, _wild_rows) if f.tag == FACTS else f for f in frames]),
    ("head no json", lambda frames: [changed(f, bytes, lambda _h: b"{") if f.tag == FACTS else f for f in frames]),
    ("cut section", lambda frames: [changed(f, lambda data: data[:40]) if f.tag == FACTS else f for f in frames]),
    ("cut batches", lambda frames: [changed(f, lambda data: data[:40]) if f.tag == BATCHES else f for f in frames]),
)


def _changed_value(frames: list[Frame], old: bytes, new: bytes) -> list[Frame]:
    found = [changed(f, lambda data: data.replace(old, new)) if f.tag == FACTS else f for f in frames]
    assert found != frames
    return found


def _wild_batches(head: bytes) -> bytes:
    part, kind, rows, _batches = json.loads(head)
    return json.dumps([part, kind, rows, [[0, 4_000_000_000]]]).encode()


def _wild_rows(head: bytes) -> bytes:
    part, kind, _rows, batches = json.loads(head)
    return json.dumps([part, kind, 4_000_000_000, batches]).encode()


@pytest.mark.parametrize("change", [row[1] for row in SIGNED], ids=[row[0] for row in SIGNED])
def test_a_signed_file_that_is_not_as_a_file_has_to_be(
    sent: Path, change: Callable[[list[Frame]], list[Frame]]
) -> None:
    """Also who holds a key cannot put in what a ledger would not have written."""
    cover, frames, _end = parts(sent)
    put_together(sent, cover, change(frames))
    assert "不符" in said(sent)


@pytest.mark.parametrize("size", [20 << 20, 3 << 30])
def test_bombs(sent: Path, size: int) -> None:
    """A section that promises little and holds much, or says honestly that it holds much."""
    cover, frames, _end = parts(sent)
    for content in (bomb(min(size, 64 << 20), promised=size), bomb(64 << 20, promised=1000)):
        put_together(sent, cover, [*frames[:-1], Frame(FACTS, content)])
        assert "不符" in said(sent)


def test_many_small_bombs(sent: Path) -> None:
    """Each section is sound and within its bounds, all of them together are far beyond the file's size."""
    cover, frames, _end = parts(sent)
    one = Frame(FACTS, pack(b" " * (8 << 20) + b"[]", b'["creations",1,0,[]]'))
    put_together(sent, cover, [*frames, *[one] * 3])
    assert receive(sent).manifest.organizations == 3
    put_together(sent, cover, [*frames, *[one] * 40])
    with pytest.raises(MergeProblem, match="前后不符") as caught:
        receive(sent)
    assert "growth" in caught.value.detail


def test_json_that_would_need_far_more_than_its_length(sent: Path) -> None:
    """Refused before it is taken apart: a list of ten million lists."""
    cover, frames, _end = parts(sent)
    put_together(sent, cover, [Frame(MANIFEST, pack(b"[" + b"[]," * (9 << 20) + b"[]]")), *frames[1:]])
    with pytest.raises(MergeProblem, match="前后不符") as caught:
        receive(sent)
    assert caught.value.detail == "Unsound: json"


# -- What a newer release wrote ------------------------------------------------------------------------------------


def newer(sent: Path, frames: list[Frame]) -> str:
    cover, _frames, _end = parts(sent)
    put_together(sent, cover, with_manifest(frames, program="9.0.0"))
    with pytest.raises(MergeProblem, match=r"更新的版本（9\.0\.0）") as caught:
        receive(sent)
    return caught.value.detail


def test_facts_that_only_a_newer_release_knows_are_refused_before_any_write(sent: Path) -> None:
    _cover, frames, _end = parts(sent)
    facts = next(frame for frame in frames if frame.tag == FACTS)

    def with_kind(head: bytes) -> bytes:
        part, _kind, rows, batches = json.loads(head)
        return json.dumps([part, 999, rows, batches]).encode()

    def with_column(data: bytes) -> bytes:
        at = data.index(b"[[") if b"[[" in data else data.index(b"[null")
        columns = json.loads(data[at:])
        return data[:at] + json.dumps(columns + [None] * 60 + [["x"] * 3]).encode()

    others = [frame for frame in frames if frame is not facts]
    assert "kind 999" in newer(sent, [*others, changed(facts, bytes, with_kind)])
    assert "columns" in newer(sent, [*others, changed(facts, with_column)])
    assert "section" in newer(sent, [*frames, Frame(b"NEWS", b"x")])


def test_what_a_newer_release_marks_as_optional_is_passed_over(sent: Path) -> None:
    cover, frames, _end = parts(sent)
    put_together(sent, cover, [*with_manifest(frames, program="9.0.0", mood="good"), Frame(b"news", b"x")])
    assert receive(sent).manifest.program == "9.0.0"


def test_a_newer_frame(sent: Path) -> None:
    data = sent.read_bytes()
    at = COVER_BYTES + len(MARK) - 4
    cover = data[:COVER_BYTES]
    body = data[COVER_BYTES + len(MARK) : -END_BYTES]
    mark = data[COVER_BYTES:at] + struct.pack(">HH", 2, 0)
    signed = cover + mark + body
    digest = hashlib.sha512(signed).digest()
    end = struct.pack(">4sI", b"DONE", END_BYTES - 8) + digest + public_key_of(SECRET) + sign_file(SECRET, digest)
    sent.write_bytes(signed + end)
    with pytest.raises(MergeProblem, match="更新的版本"):
        receive(sent)
