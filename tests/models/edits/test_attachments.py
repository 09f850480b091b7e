"""Attachments: what may hang on an organization, kept once, taken off and brought back."""

import os
import re
from pathlib import Path

import pytest

from exports.attachments import write_attachment
from models.edits.attachments import attach_file, read_to_attach, take_off
from models.edits.undo import redo, undo
from models.errors import FileProblem, InputProblem
from models.queries.attachments import attachment_content, attachment_named, attachments
from models.rules.attachments import MOST_BYTES, file_name, media_type_of, size_words
from tests.models.edits.desk import Desk, refused

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PDF = b"%PDF-1.7\n" + b"x" * 300
JPEG = b"\xff\xd8\xff\xe0" + os.urandom(1000)


def test_one_content_however_many_hang_it_up(office: Desk) -> None:
    first, second = office.add("甲园"), office.add("乙园")
    attach_file(office.ledger, [first, second], "批复.PDF", PDF, note="联合工会批复")
    attach_file(office.ledger, [first], "同一份.pdf", PDF)
    assert (office.count("attachment"), office.count("file_content")) == (2, 1)
    (item,) = attachments(office.ledger, first)
    assert (item.name, item.media_type, item.size) == ("批复.PDF", "application/pdf", len(PDF))
    assert item.note == "联合工会批复"
    assert item.added_by == "张三（海珠区总工会）"
    assert item.added_on == "2024-09-25"
    assert attachment_content(office.ledger, item.id) == PDF
    office.prove()


def test_taken_off_undone_and_hung_up_again(office: Desk, tmp_path: Path) -> None:
    garden = office.add("甲园")
    attach_file(office.ledger, [garden], "门头.jpg", JPEG)
    (item,) = attachments(office.ledger, garden)
    take_off(office.ledger, [item.id])
    assert attachments(office.ledger, garden) == ()
    undo(office.ledger)
    assert attachment_content(office.ledger, attachments(office.ledger, garden)[0].id) == JPEG
    take_off(office.ledger, [item.id])
    attach_file(office.ledger, [garden], "门头.jpg", JPEG)
    assert len(attachments(office.ledger, garden)) == 1
    assert attachment_named(office.ledger, garden, "门头.jpg").uid == item.uid
    target = tmp_path / "大门.jpg"
    assert write_attachment(target, office.ledger, item.id) == len(JPEG)
    assert target.read_bytes() == JPEG
    office.prove()


def test_adding_it_is_undone_whole(office: Desk) -> None:
    garden = office.add("甲园")
    attach_file(office.ledger, [garden], "a.png", PNG)
    undo(office.ledger)
    assert (office.count("attachment"), office.count("file_content")) == (0, 0)
    redo(office.ledger)
    assert attachment_content(office.ledger, attachments(office.ledger, garden)[0].id) == PNG
    undo(office.ledger)
    attach_file(office.ledger, [garden], "a.png", PNG)
    assert (office.count("attachment"), office.count("file_content")) == (1, 1)
    office.prove()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", b"", "空文件"),
        ("a.png", b"MZ\x90\x00", "不是图片，也不是 PDF.*另存为 PDF"),
        ("a.pdf", PDF + bytes(MOST_BYTES), "附件每个最大 300 KB.*重新扫描"),
        ("a.jpg", JPEG + bytes(MOST_BYTES), "附件每个最大 300 KB.*自动缩小"),
    ],
)
def test_what_may_not_hang_is_refused_in_words(office: Desk, name: str, content: bytes, words: str) -> None:
    garden = office.add("甲园")
    with refused(office, "“a"):
        attach_file(office.ledger, [garden], name, content)
    with pytest.raises(InputProblem) as said:
        attach_file(office.ledger, [garden], name, content)

    assert re.search(words, str(said.value))


def test_a_content_that_is_missing_or_damaged_is_said(office: Desk) -> None:
    garden = office.add("甲园")
    attach_file(office.ledger, [garden], "a.png", PNG)
    (item,) = attachments(office.ledger, garden)
    with office.ledger.local_write() as db:
        db.execute("UPDATE file_content SET base64='AAAA'")
    with pytest.raises(InputProblem, match="已经损坏"):
        attachment_content(office.ledger, item.id)
    with office.ledger.local_write() as db:
        db.execute("DELETE FROM file_content")
    with pytest.raises(InputProblem, match="不在这份台账里"):
        attachment_content(office.ledger, item.id)
    with pytest.raises(InputProblem, match="没有附件"):
        attachment_named(office.ledger, garden, "b.png")


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("C:\\照片\\门头.JPG", JPEG, "门头.JPG"),
        ("门头.png", JPEG, "门头.jpg"),
        ("", PDF, "附件.pdf"),
        ("a\nb.pdf", PDF, "ab.pdf"),
        ("x" * 400, PNG, "x" * 120 + ".png"),
    ],
)
def test_names_end_as_the_content_is(name: str, content: bytes, wanted: str) -> None:
    assert file_name(name, media_type_of(content)) == wanted


def test_sizes_in_words() -> None:
    assert (size_words(10), size_words(300 * 1024), size_words(1_500_000)) == ("1 KB", "300 KB", "1.4 MB")


def test_the_open_ledger_is_no_attachment_and_is_not_even_read(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing another handle on it would drop the locks of this process."""

    def never(path: Path) -> bytes:
        raise AssertionError(path)

    monkeypatch.setattr(Path, "read_bytes", never)
    with pytest.raises(InputProblem, match="不是图片"):
        read_to_attach(office.ledger.path)


def test_a_file_to_attach_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="找不到“没有"):
        read_to_attach(tmp_path / "没有.png")
    large = tmp_path / "大.png"
    with large.open("wb") as file:
        file.truncate(61 << 20)
    with pytest.raises(InputProblem, match="太大了"):
        read_to_attach(large)
