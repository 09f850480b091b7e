"""What is done with remembered mappings: read, renamed, forgotten; the step that shows them stays up to date."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal

from models.edits.import_profiles import forget_import_profile, rename_import_profile
from models.importing.profiles import Profile, remembered_profiles
from models.language import _
from models.ledger.ledger import Changes
from models.tables.record_kinds import IMPORT_PROFILE
from ui.importing.profiles_step import ProfilesStep
from ui.session import LedgerSession


class ProfilesDesk(QObject):
    """Keeps a ProfilesStep; `counted` says how many profiles there are, `forgotten` that one is gone."""

    counted = Signal(int)
    forgotten = Signal(object)  # Profile

    def __init__(self, session: LedgerSession, add: Callable[[ProfilesStep], ProfilesStep], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._add = add
        session.changed.connect(self._note_changes)

    @cached_property
    def step(self) -> ProfilesStep:
        """What shows them; made and added when it is first needed."""
        step = self._add(ProfilesStep())
        step.rename_asked.connect(self._rename)
        step.forget_asked.connect(self.forget)
        return step

    def read(self) -> None:
        """Read what is remembered now."""
        self._session.read(remembered_profiles, self._show, key="import profiles")

    def forget(self, profile: Profile) -> None:
        """Ask again the next time such a list comes; it can be undone."""
        self._session.change(
            lambda ledger: forget_import_profile(ledger, profile.id),
            initiator=self,
            done=partial(self._tell_forgotten, profile),
            failed=self.step.say_problem,
            said=_("不再记住“{name}”").format(name=profile.name),
        )

    def _rename(self, profile: Profile, name: str) -> None:
        self._session.change(
            lambda ledger: rename_import_profile(ledger, profile.id, name),
            initiator=self,
            done=self._after_rename,
            failed=self.step.say_problem,
            said=_("已改名"),
        )

    def _after_rename(self, _changes: Changes) -> None:
        self.step.setFocus()
        self.read()

    def _tell_forgotten(self, profile: Profile, _changes: Changes) -> None:
        self.forgotten.emit(profile)
        self.read()

    def _show(self, profiles: list[Profile]) -> None:
        self.step.show_profiles(profiles)
        self.counted.emit(len(profiles))

    def _note_changes(self, changes: Changes, initiator: object) -> None:
        """Undone, or brought by another ledger."""
        if initiator is not self and (changes.everything or IMPORT_PROFILE.number in changes.kinds):
            self.read()
