"""A former or short name of an organization, by which it is found."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.organizations import add_former_name
from models.errors import InputProblem
from models.language import _
from models.vocabulary import NAME_SOURCES
from ui.day_field import DayField
from ui.day_words import past_day
from ui.ledger_form import LedgerForm
from ui.requests import AddName
from ui.session import LedgerSession
from ui.shared.fields import Choice, Field
from ui.shared.line_field import LineField


def make_form(session: LedgerSession, request: AddName) -> "NameForm":
    """The form for one organization."""
    return NameForm(session, request.organization)


class NameForm(LedgerForm):
    """The name, what kind of name it is, and until when it was used."""

    def __init__(self, session: LedgerSession, organization: int, parent: QWidget | None = None) -> None:
        super().__init__(session, _("曾用名或简称"), parent=parent)
        self.name = LineField(placeholder=_("原来的名称，或大家常说的简称"))
        self.source = Choice([(entry.code, entry.label) for entry in NAME_SOURCES.entries])
        self.until = DayField(past_day)
        self.add_stops(
            ("name", Field(_("名称"), self.name, stop="1"), 300, 5),
            ("source", Field(_("哪种名称"), self.source, stop="2"), 150, 1),
            ("until", Field(_("用到哪天"), self.until, stop="3", help_text=_("可不填")), 150, 1),
        )
        self.set_order([self.name, self.source, self.until, self.save_button])
        self.keep_drafts_of(name=self.name, source=self.source, until=self.until)
        self.open_for((organization,))

    @override
    def show_chosen(self) -> None:
        if self.context is not None:
            self.until.set_today(self.context.today)

    @override
    def save(self) -> None:
        problems: dict[str, str] = {}
        name = self.name.text().strip()
        if not self.chosen.rows:
            problems["name"] = _("这家单位已经不在台账里，请刷新后再试。")
        elif not name:
            problems["name"] = _("必须填写。")
        if self.until.meaning.error:
            problems["until"] = self.until.meaning.error
        if problems:
            self.show_problem(InputProblem(_("；").join(problems.values()), fields=problems))
            return
        organization, source, until = self.chosen.ids[0], self.source.choice() or "hand", self.until.day
        self.send(
            lambda ledger: add_former_name(ledger, organization, name, source=source, until=until),
            said=_("已记曾用名 {name}").format(name=name),
        )
