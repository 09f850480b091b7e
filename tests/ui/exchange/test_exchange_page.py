"""交换 in a window, by keyboard: receive, judge by numbers, merge, take back, send, whom one knows."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from models.edits.organizations import change_organization
from models.edits.visits import record_visits
from models.exchange.cards import write_card
from models.exchange.exchange_log import sent_log
from models.exchange.known import known_senders, own_card
from models.exchange.signing import own_secret
from models.exchange.unsent import unsent
from models.inputs.forms import VisitInput
from models.merging.past import past_merges
from tests.models.edits.desk import TODAY, code_of
from tests.models.merging.offices import Office, Offices
from tests.ui.waiting import settle
from ui.exchange import receive_part
from ui.exchange.basket import look
from ui.exchange.page import ExchangePage
from ui.jobs import JobRunner
from ui.requests import ImportSheet, Request, ReviewDuplicates, ShowConflicts
from ui.session import LedgerSession
from ui.shared.banner import Banner
from ui.shared.labels import Label

Key = Qt.Key
CTRL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


class Somebody:
    """A person at the page."""

    def __init__(self, office: Office) -> None:
        self.office = office.at_work()
        self.window = QWidget()
        self.runner = JobRunner(self.window)
        self.session = LedgerSession(office.ledger, self.runner, self.window)
        self.said: list[str] = []
        self.asked: list[Request] = []
        self.session.said.connect(lambda sentence, _undo: self.said.append(sentence))
        self.page = ExchangePage(self.session)
        self.page.asked.connect(self.asked.append)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.resize(1286, 700)
        self.window.show()
        self.window.activateWindow()
        self.page.activate()
        self.settle()

    def settle(self) -> None:
        settle(lambda: self.runner.is_busy)

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.page, key, held)
            self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def drop(self, *paths: Path) -> None:
        self.page.drop(paths)
        self.settle()

    def numbers(self) -> dict[str, int]:
        return {key: tab.number.count for key, tab in self.page.receive.preview._tabs.items()}

    def words(self) -> str:
        return " ".join(label.text() for label in self.page.findChildren(Label) if label.isVisible())


@dataclass
class Post:
    """What two cadres sent."""

    one: Path
    two: Path
    codes: dict[str, str]


@pytest.fixture
def post(district: Office, street: Office, offices: Offices) -> Post:
    first = street.add("阳光幼儿园", code=code_of("52", "440105"), staff=30, phone="13800001111")
    other = offices.found("other")
    before = street.send("before")
    for office in (district, other):
        office.merge(before)
    values = VisitInput.parse({"visited_on": TODAY, "result": "2", "mode": "1"})
    record_visits(street.ledger, [first], values)
    street.add("望江幼儿园", code=code_of("52", "440105", 2))
    change_organization(street.ledger, first, {"phone": "13800002222"})
    change_organization(other.ledger, other.id_of("阳光幼儿园"), {"phone": "13800003333", "staff": 36})
    codes = {}
    for office, name in ((street, "一"), (other, "二")):
        codes[name] = own_card(office.at_work().ledger).code
    return Post(street.send("第一份", to="区总工会"), other.send("第二份"), codes)


@pytest.fixture
def somebody(qapp: QApplication, district: Office, post: Post) -> Iterator[Somebody]:
    made = Somebody(district)
    yield made
    made.runner.shut_down()
    made.window.close()


def test_from_dropped_files_to_the_receipt_and_back(
    somebody: Somebody, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = somebody.page.receive
    assert QApplication.focusWidget() is receive.start.empty.cards[0]
    before = somebody.office.path.read_bytes()
    somebody.drop(post.one, post.two)
    assert receive.step() is receive.preview
    assert "现在还没有写入任何内容" in somebody.words()
    assert QApplication.focusWidget() is receive.preview.cards[post.one].field
    somebody.type("AAAA-AAAA")
    somebody.press(Key.Key_Return)
    assert "代码不对" in somebody.words()
    assert not receive.preview.primary.isEnabled()  # type: ignore[union-attr]
    receive.preview.cards[post.one].field.clear()  # type: ignore[union-attr]
    somebody.type(post.codes["一"].lower().replace("-", ""))
    somebody.press(Key.Key_Return)
    assert [known.code for known in known_senders().values()] == [post.codes["一"]]
    assert QApplication.focusWidget() is receive.preview.cards[post.two].field
    receive._accept(post.two, post.codes["二"])  # only this once
    somebody.settle()
    assert len(known_senders()) == 1
    counts = somebody.numbers()
    assert {key: counts[key] for key in ("organizations", "visits", "conflicts", "refused")} == {
        "organizations": 1, "visits": 1, "conflicts": 1, "refused": 0
    }  # fmt: skip
    assert receive.preview.numbers.choice() == "conflicts"
    assert somebody.office.path.read_bytes() == before  # a preview writes nothing

    tick_and_save(somebody, tmp_path, monkeypatch)
    merge_by_key(somebody, monkeypatch)
    look_at_undo(somebody)
    take_back_later(somebody, post, tmp_path)


def tick_and_save(somebody: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick taken away by keyboard, and put back; the preview as a PDF."""
    receive = somebody.page.receive
    receive.preview.table.setFocus()
    somebody.press(Key.Key_Space)  # the record stays away with all that is new about it
    assert "将写入 2 条" in receive.preview.foot.words.text()
    somebody.press(Key.Key_Space)
    assert "将写入 5 条，其中待判 1 处" in receive.preview.foot.words.text()
    report = tmp_path / "预览.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(report), ""))
    somebody.press(Key.Key_S, held=CTRL)
    assert "合并预览" in PdfReader(report).pages[0].extract_text()


def merge_by_key(somebody: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    """Merge while the files are looked at again, whose answer nobody wants any more; what comes next as keys."""
    page, receive, ledger = somebody.page, somebody.page.receive, somebody.office.ledger
    merged = threading.Event()
    monkeypatch.setattr(receive_part, "look", lambda *given: look(*given) if merged.wait(20) else None)
    receive.look_again()
    QTest.keyClick(QApplication.focusWidget() or page, Key.Key_Return, CTRL)
    settle(lambda: receive.step() is not receive.receipt)
    merged.set()
    somebody.settle()
    assert receive.step() is receive.receipt
    assert "第 2 次合并完成" in " ".join(each.reason for each in banners(page))
    assert list(receive.receipt.cards) == ["conflicts"]
    somebody.press(Key.Key_C)
    assert somebody.asked == [ShowConflicts()]
    somebody.press(Key.Key_D)  # there are none
    assert ReviewDuplicates() not in somebody.asked
    assert "待判冲突 1 处" in receive.receipt.cards["conflicts"].text()
    monkeypatch.setattr(receive_part, "conflict_count", lambda _ledger: 0)  # decided meanwhile
    receive._count_open()
    somebody.settle()
    assert receive.receipt.cards == {}
    assert QApplication.focusWidget() is receive.receipt.primary
    assert [file.author for file in past_merges(ledger)[0].files] == ["张三", "张三"]


def look_at_undo(somebody: Somebody) -> None:
    """What goes and what stays is said before; Esc leaves all as it is."""
    receive, ledger = somebody.page.receive, somebody.office.ledger
    change_organization(ledger, somebody.office.id_of("望江幼儿园"), {"staff": 12})
    somebody.press(Key.Key_Delete)
    rows = receive.receipt.pane.model.source
    fates = {(rows.cell(row, "fate").tag, rows.cell(row, "name").text) for row in range(rows.count())}
    assert ("保留", "望江幼儿园") in fates
    assert ("撤回", "阳光幼儿园") in fates  # its visit
    assert QApplication.focusWidget() is receive.receipt.pane.confirm
    somebody.press(Key.Key_Escape)
    assert not receive.receipt.pane.isVisible()
    assert past_merges(ledger)[0].stands


def take_back_later(somebody: Somebody, post: Post, tmp_path: Path) -> None:
    """From the list of merges, with a printed receipt; the file can be merged again."""
    page, receive, ledger = somebody.page, somebody.page.receive, somebody.office.ledger
    page.show_part("past")
    somebody.settle()
    assert page.past.current().number == "2"  # type: ignore[union-attr]
    assert [line.number for line in page.past._model.source.lines] == ["2", "2.1", "2.2", "1"]  # type: ignore[attr-defined]
    receipt = tmp_path / "回执.pdf"
    page.past.write_receipt(receipt)
    somebody.settle()
    assert "第一份.jhx" in PdfReader(receipt).pages[0].extract_text()
    somebody.press(Key.Key_Delete, Key.Key_Space)  # the button has the keyboard
    assert not past_merges(ledger)[0].stands
    assert somebody.office.count("visit") == 0
    assert somebody.office.count("organization") == 2
    somebody.office.prove()
    somebody.press(Key.Key_1, held=ALT)
    somebody.drop(post.one)
    assert somebody.numbers()["visits"] == 1  # what was undone can come again
    somebody.press(Key.Key_Escape)
    assert receive.step() is receive.start


def test_other_things_that_are_dropped_go_where_they_belong(
    somebody: Somebody, post: Post, street: Office, tmp_path: Path
) -> None:
    page = somebody.page
    sheet = tmp_path / "名册.xlsx"
    sheet.write_bytes(b"PK\x03\x04 ...")
    somebody.drop(sheet)
    assert somebody.asked == [ImportSheet(sheet)]
    somebody.drop(post.one, sheet)
    assert page.receive.step() is page.receive.preview
    assert "名册.xlsx" in somebody.said[-1]
    empty = tmp_path / "空的"
    empty.mkdir()
    page.receive.clear()
    somebody.drop(empty)
    assert "没有交换文件" in " ".join(each.reason for each in banners(page))
    assert page.receive.step() is page.receive.start

    # a card as a file, and one as a photo of its code
    street.at_work()
    card, picture = tmp_path / "张三.jhcard", tmp_path / "张三.png"
    mine = own_card(street.ledger)
    write_card(mine, own_secret(), card)
    write_card(mine, own_secret(), picture)
    somebody.office.at_work()
    somebody.drop(card)
    assert page.part() == "cards"
    assert mine.code in somebody.words()
    somebody.type("ZZZZ-ZZZZ")
    somebody.press(Key.Key_Return)
    assert known_senders() == {}
    assert "代码不对" in somebody.words()
    somebody.type(mine.code)
    somebody.press(Key.Key_Return)
    assert [known.name for known in known_senders().values()] == ["张三"]
    page.cards.take([picture])
    assert "已经认识" in somebody.words()


def test_a_file_goes_out_sealed_and_the_bar_knows(
    somebody: Somebody, post: Post, street: Office, tmp_path: Path
) -> None:
    page, office = somebody.page, somebody.office
    card = tmp_path / "张三.jhcard"
    street.at_work()
    mine = own_card(street.ledger)
    write_card(mine, own_secret(), card)
    office.at_work()
    page.cards.take([card])
    page.cards._confirm(mine.code)
    change_organization(office.ledger, office.id_of("阳光幼儿园"), {"staff": 44})
    office.merge(post.one)
    assert unsent(office.ledger).steps == 1
    somebody.press(Key.Key_2, held=ALT)
    form = page.send.form
    assert (form.to.currentText(), form.what.choice(), form.sealing.choice()) == (
        f"张三（海珠区总工会）　{mine.code}", "since", "sealed"
    )  # fmt: skip
    assert "第一次给他" in somebody.words()
    assert "合并回执 2 份" in somebody.words()
    out = tmp_path / "给张三"
    page.send.write_to(out)
    somebody.settle()
    assert page.send.written is not None
    path = page.send.written.path
    assert path == tmp_path / "给张三.jhx"
    assert unsent(office.ledger).steps == 0
    assert page.send.table._model.source.cell(0, "receipt").text == "还没有回执"
    stick = tmp_path / "U盘"
    stick.mkdir()
    page.send.copy_into(stick)
    somebody.settle()
    assert (stick / path.name).read_bytes() == path.read_bytes()

    # nobody else opens it; the street does, and learns what became of its file
    shutil.copyfile(path, street.path.parent / "回来.jhx")
    street.merge(street.path.parent / "回来.jhx")
    assert street.column(street.id_of("阳光幼儿园"), "staff") == 44
    (told,) = sent_log(street.ledger)
    assert told.merged > 0
    assert told.counts is not None
    assert told.counts["visits"] == 1  # "the office has your visit"


def test_a_passphrase_is_typed_twice_and_a_recipient_may_have_no_card(somebody: Somebody, tmp_path: Path) -> None:
    page = somebody.page
    page.show_part("send")
    somebody.settle()
    form = page.send.form
    assert form.to.choice() == "other"
    form.sealing.choose("passphrase")
    page.send.go_on()
    assert "请写收件人" in somebody.words()
    form.name.setText("区总工会")
    form.passphrase.setText("四个不相干的词啊")
    form.again.setText("四个不相干的词")
    assert form.problem() == "两遍口令不一样。"
    form.passphrase.setText("短")
    form.again.setText("短")
    page.send.write_to(tmp_path / "短.jhx")
    somebody.settle()
    assert "口令太短" in " ".join(each.reason for each in banners(page))
    assert not (tmp_path / "短.jhx").exists()


def banners(page: QWidget) -> list[Banner]:
    return [each for each in page.findChildren(Banner) if each.isVisible()]
