"""What the window does without a screen: hanging files on organizations, and what the playbook says."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from models.errors import LedgerProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from ui import requests
from ui.session import LedgerSession
from ui.survey.picture_size import fitted

_OPENED = "*.png *.jpg *.jpeg *.pdf *.bmp *.webp *.tif *.tiff"


def act(window: QWidget, session: LedgerSession, request: object) -> None:
    """Answer AttachFiles or FollowPlaybook."""
    if isinstance(request, requests.AttachFiles):
        paths, _kind = QFileDialog.getOpenFileNames(
            window, _("添加附件"), str(Path.home()), _("照片和扫描件 ({endings})").format(endings=_OPENED)
        )
        if paths:
            attach_paths(window, session, request.organizations, [Path(path) for path in paths])
    elif isinstance(request, requests.FollowPlaybook):
        _follow_playbook(window, session, request)


def attach_paths(
    initiator: QWidget, session: LedgerSession, organizations: Sequence[int], paths: Sequence[Path]
) -> None:
    """Hang these files on the organizations, pictures made smaller where they have to be: one step, one undo."""

    def edit(ledger: Ledger) -> Changes:
        from models.edits.attachments import attach_file, read_to_attach  # noqa: PLC0415 - only when it is needed
        from ui.merged_changes import merged  # noqa: PLC0415

        contents = [(path.name, fitted(path.name, read_to_attach(path))) for path in paths]
        made: Changes | None = None
        with ledger.together():
            for name, content in contents:
                changes = attach_file(ledger, list(organizations), name, content)
                made = changes if made is None else merged(made, changes)
        return made or Changes("", frozenset(), frozenset())

    def say(made: Changes) -> None:
        said = _("已添加附件 {n} 个").format(n=len(paths)) if made.batch else _("这家已经有这份附件，没有重复添加")
        session.said.emit(said, bool(made.batch))

    session.change(edit, initiator=initiator, done=say, failed=partial(_refuse, session))


def _follow_playbook(window: QWidget, session: LedgerSession, request: requests.FollowPlaybook) -> None:
    def edit(ledger: Ledger) -> Changes:
        from models.edits.reasons import follow_playbook  # noqa: PLC0415 - only when it is needed

        return follow_playbook(ledger, request.organization, request.code)

    said = _("已按对策记为跟进")
    session.change(edit, initiator=window, failed=partial(_refuse, session), said=said)


def _refuse(session: LedgerSession, problem: LedgerProblem) -> None:
    session.refused.emit(problem)
