"""Checking the ledger: every proof, in the background, with what was found in sentences."""

from PySide6.QtWidgets import QVBoxLayout

from models.errors import LedgerProblem
from models.language import _
from models.ledger.health import HealthProblem, check_ledger
from models.progress import Progress
from ui.panel import Panel
from ui.session import LedgerSession
from ui.shared.banner import Banner, BannerKind
from ui.shared.buttons import Button
from ui.shared.labels import Label
from ui.shared.panes import Pane, ScrollPane
from ui.theme.tokens import Role, Space, TextSize

_LISTED = 100


class CheckPanel(Panel):
    """Runs at once; may be run again."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__(_("检查台账"), session)
        self._session = session
        self._again = Button(_("再检查一次"))
        self._again.clicked.connect(self._start)
        self.head.add_button(self._again)
        content = Pane()
        self._found = QVBoxLayout(content)
        self._found.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._found.setSpacing(Space.S)
        self.body.addWidget(ScrollPane(content), 1)
        self._start()

    def setFocus(self, *_reason: object) -> None:  # noqa: N802 - Qt's name
        """The button gets the keyboard, once there is something to check again."""
        if self._again.isEnabled():
            self._again.setFocus()
        else:
            super().setFocus()

    def _start(self) -> None:
        self._again.setEnabled(False)
        self._clear()
        self._found.addWidget(Label(_("正在核对每一笔记录…"), role=Role.TEXT2))
        self._found.addStretch()

        def check(progress: Progress) -> list[HealthProblem]:
            with self._session.ledger.reading() as db:
                return check_ledger(db, progress)

        job = self._session.runner.read(check, title=_("检查台账"))
        job.done.connect(self._show)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)

    def _show(self, problems: list[HealthProblem]) -> None:
        self._clear()
        self._again.setEnabled(True)
        if not problems:
            self._found.addWidget(
                Banner(BannerKind.DONE, _("检查完毕，没有发现问题。"), _("文件结构、每一笔改动和每一处汇总都对得上。"))
            )
            explained = _("核对的是：每个批次的内容与写入时的校验值、每笔改动自己的校验值、由改动重算出的显示内容。")
            self._found.addWidget(Label(explained, size=TextSize.SMALL, role=Role.TEXT2, wrap=True))
        for problem in problems[:_LISTED]:
            kind = BannerKind.WARNING if problem.part == "summary" else BannerKind.ERROR
            remedy = "" if problem.part == "summary" else _("请从备份恢复，并保留这个文件。")
            action = _("重新计算") if problem.part == "summary" else ""
            banner = Banner(kind, problem.text, remedy, action=action)
            banner.action_asked.connect(self._summarize)
            self._found.addWidget(banner)
        self._found.addStretch()

    def _summarize(self) -> None:
        job = self._session.runner.change(lambda _progress: self._session.ledger.summarize(), title=_("重新计算"))
        job.done.connect(self._start_again)
        job.failed.connect(self._failed)

    def _start_again(self, _result: object) -> None:
        self._start()

    def _failed(self, problem: LedgerProblem) -> None:
        self._clear()
        self._again.setEnabled(True)
        self._found.addWidget(Banner(BannerKind.ERROR, problem.user_text, problem.hint))
        self._found.addStretch()

    def _cancelled(self) -> None:
        self._clear()
        self._again.setEnabled(True)
        self._found.addWidget(Label(_("已停止，没有查完。"), role=Role.TEXT2))
        self._found.addStretch()

    def _clear(self) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()


def make_panel(session: LedgerSession) -> CheckPanel:
    """The panel for a window."""
    return CheckPanel(session)
