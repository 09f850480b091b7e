"""人员移交: what somebody looks after, seen before it goes to somebody else in one step, with a list to sign."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.progress import Progress
from models.queries.handover import Handover, handover_of
from models.queries.people_list import CadreRow, cadres
from models.queries.report_head import next_report_number, take_report_number
from ui.handover.rows import HANDED, HandedRows
from ui.panel import Panel
from ui.requests import HandOver, ShowOrganization
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Choice
from ui.shared.labels import Label
from ui.shared.panes import Pane
from ui.shared.record_model import NoRecords, RecordModel
from ui.shared.record_table import RecordTable
from ui.shared.runs import RunLabel, phrase, plain, strong
from ui.theme.tokens import Role, Space
from ui.tick_field import TickField


@dataclass(frozen=True, slots=True)
class _Pack:
    content: Handover
    number: int


class HandoverPanel(Panel):
    """From whom, to whom, what goes; nothing is written before Ctrl+Enter."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("人员移交"), session)
        self._session = session
        self._pack: _Pack | None = None
        self.person, self.successor = Choice(), Choice()
        self.person.setAccessibleName(_("移交人"))
        self.successor.setAccessibleName(_("接手人"))
        self.leaves = TickField(_("移交人已离岗，以后不再列出"))
        self.leaves.set_ticked(True)
        self.counts = RunLabel(plain(""))
        self.streets = Label("", wrap=True)
        self.table = RecordTable()
        self.table.setAccessibleName(_("要移交的事和单位"))
        self._model = RecordModel(HANDED, parent=self.table)
        self.table.setModel(self._model)
        self.save = Button(_("存移交清单 PDF"), key="Ctrl+S")
        self.write = Button(_("移交"), ButtonKind.PRIMARY, key="Ctrl+Enter")
        self._problems = QVBoxLayout()
        self._lay_out()
        self.person.activated.connect(self._look)
        self.successor.activated.connect(self._look)
        self.save.clicked.connect(self._save)
        self.write.clicked.connect(self._write)
        self.table.row_activated.connect(self._open)
        for key, button in (("Ctrl+Return", self.write), ("Ctrl+S", self.save)):
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        self._show_pack(None)
        session.read(cadres, self._show_people, failed=self._refuse)

    @override
    def setFocus(self, *_reason: object) -> None:
        self.person.setFocus()

    def _show_people(self, people: list[CadreRow]) -> None:
        for choice in (self.person, self.successor):
            for cadre in people:
                choice.addItem(f"{cadre.name}　{cadre.unit}".strip(), cadre.uid.hex())
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.updateGeometry()
        if len(people) > 1:
            self.successor.setCurrentIndex(1)
        self._look()

    def _look(self, *_index: object) -> None:
        if not self.person.choice():
            return
        read = partial(_read, cadre=self.person.choice(), to=self.successor.choice())
        self._session.read(read, self._show_pack, key="handover", failed=self._refuse)

    def _show_pack(self, pack: _Pack | None) -> None:
        self._pack = pack
        has_all = pack is not None and not pack.content.is_empty
        is_one = self.person.choice() == self.successor.choice()
        self._model.show(HandedRows(pack.content) if pack and has_all else NoRecords())
        streets = pack.content.streets if pack else ()
        self.streets.setText(_("负责的街道一起移交：{streets}").format(streets=_("、").join(streets)))
        self.streets.setVisible(bool(streets))
        self.save.setEnabled(has_all)
        self.write.setEnabled(pack is not None and not is_one)
        if pack is None:
            self.counts.set_runs(plain(_("选谁移交给谁。")))
        elif is_one:
            self.counts.set_runs(plain(_("移交人和接手人是同一个人，请换一个。"), Role.WARN))
        else:
            content = pack.content
            words = _("{to} 将接手 {organizations} 家单位、{tasks} 件未办的事（逾期 {late}）；还没有写入。")
            self.counts.set_runs(
                phrase(
                    words,
                    to=strong(content.successor or "—"),
                    organizations=strong(f"{len(content.organizations):,}"),
                    tasks=strong(f"{len(content.followups):,}"),
                    late=f"{content.late:,}",
                )
            )

    def _write(self, *_checked: object) -> None:
        if self._pack is None or not self.write.isEnabled():
            return
        self.write.setEnabled(False)
        cadre, to = bytes.fromhex(self.person.choice()), bytes.fromhex(self.successor.choice())
        ledger, content = self._session.ledger, self._pack.content
        left_on = ledger.today() if self.leaves.ticked() else None

        def hand(progress: Progress) -> Changes:
            from models.edits.handover import hand_over  # noqa: PLC0415 - only when it is written

            return hand_over(ledger, cadre=cadre, to=to, left_on=left_on, progress=progress)

        said = _("已移交给{to}：{n} 家单位、{m} 件未办的事").format(
            to=content.successor, n=f"{len(content.organizations):,}", m=f"{len(content.followups):,}"
        )
        self._session.work(
            hand,
            initiator=self,
            done=self._done,
            failed=self._refuse,
            title=_("移交"),
            said=said,
        )

    def _done(self, _changes: Changes) -> None:
        self.finished.emit()

    def _save(self, *_checked: object) -> None:
        pack = self._pack
        if pack is None or not self.save.isEnabled():
            return
        name = _("移交清单 {name}").format(name=pack.content.person)
        start = str(self._session.ledger.path.with_name(f"{name}.pdf"))
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), name, start, _("PDF 文件 (*.pdf)"))
        if chosen:
            self.save_to(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def save_to(self, path: Path) -> None:
        """Write the pack that is shown as a PDF."""
        pack, ledger = self._pack, self._session.ledger
        if pack is None:
            return

        def write(progress: Progress) -> int:
            from exports.handover import write_handover  # noqa: PLC0415 - only when it is written

            printed = write_handover(pack.content, path, progress=progress)
            take_report_number(ledger, pack.number)
            return printed.pages

        job = self._session.runner.read(write, title=_("移交清单"))
        job.done.connect(partial(self._say_saved, path))
        job.failed.connect(self._refuse)

    def _say_saved(self, path: Path, pages: int) -> None:
        self._session.saved_file.emit(_("已存移交清单，共 {n} 页：{name}").format(n=pages, name=path.name), path)

    def _open(self, row: int) -> None:
        source = self._model.source
        organization = source.organization_at(row) if isinstance(source, HandedRows) else 0
        if organization:
            self.asked.emit(ShowOrganization(organization))

    def _refuse(self, problem: LedgerProblem) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._problems.addWidget(Banner(BannerKind.ERROR, problem.user_text, problem.hint, can_close=True))
        self.write.setEnabled(self._pack is not None)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        for word, choice in ((_("移交人"), self.person), (_("接手人"), self.successor)):
            line.addWidget(Label(word, bold=True))
            line.addWidget(choice)
        line.addStretch()
        top = QVBoxLayout()
        top.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        top.setSpacing(Space.S)
        top.addLayout(line)
        note = _("单位的责任人、未办的跟进和负责的街道一起改，算一步，可以撤销；走访和已办的事仍记在原来的人名下。")
        top.addWidget(Label(note, role=Role.TEXT2, wrap=True))
        top.addWidget(self.streets)
        foot = Pane(Role.SURFACE2, "t")
        row = QHBoxLayout(foot)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self.counts)
        row.addStretch()
        for widget in (self.leaves, self.save, self.write):
            row.addWidget(widget)
        self.body.addLayout(top)
        self.body.addLayout(self._problems)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(foot)


def make_panel(session: LedgerSession, _request: HandOver) -> QWidget:
    """The panel for a window."""
    return HandoverPanel(session)


def _read(ledger: Ledger, *, cadre: str, to: str) -> _Pack:
    number = next_report_number(ledger)
    content = handover_of(ledger, bytes.fromhex(cadre), to=bytes.fromhex(to) if to else None, number=number)
    return _Pack(content, number)
