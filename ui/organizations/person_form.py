"""A person of an organization (负责人、联络人、主席人选…): the role, since when, until when; no more than is needed."""

from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.edits.people import add_person, change_person, remove_person
from models.errors import InputProblem
from models.language import _
from models.ledger.ledger import Changes, Ledger
from models.queries.organization_detail import PersonItem
from models.rules.phones import mask_phone
from models.vocabulary import PERSON_ROLES
from ui.day_field import DayField
from ui.day_words import any_day
from ui.ledger_form import LedgerForm
from ui.requests import EditPerson
from ui.session import LedgerSession
from ui.shared.buttons import Button, ButtonKind
from ui.shared.fields import Choice, Field
from ui.shared.line_field import LineField

_MASK = "*"


def make_form(session: LedgerSession, request: EditPerson) -> "PersonForm":
    """The form for a new person, or for one who is there."""
    return PersonForm(session, request.organization, request.person)


class PersonForm(LedgerForm):
    """Who left the role gets a day; who never had it is taken off."""

    def __init__(self, session: LedgerSession, organization: int, person: str, parent: QWidget | None = None) -> None:
        super().__init__(session, _("单位人员"), parent=parent)
        self._person = person
        self._phone = ""
        self.name = LineField(placeholder=_("姓名"))
        self.role = Choice([(entry.code, entry.label) for entry in PERSON_ROLES.entries])
        self.title = LineField(placeholder=_("职务，可不填"))
        self.phone = LineField(placeholder=_("电话，可不填"))
        self.since, self.until = DayField(any_day), DayField(any_day)
        self.remark = LineField(placeholder=_("说明，可不填"))
        self.add_stops(
            ("name", Field(_("姓名"), self.name, stop="1"), 150, 2),
            ("role", Field(_("身份"), self.role, stop="2", help_text=_("不要写身份证号")), 150, 1),
            ("title", Field(_("职务"), self.title, stop="3"), 150, 2),
            ("phone", Field(_("电话"), self.phone, stop="4"), 160, 2),
            ("since", Field(_("从哪天起"), self.since, stop="5"), 150, 1),
            ("until", Field(_("到哪天止"), self.until, stop="6", help_text=_("还在任就空着")), 150, 1),
            ("note", Field(_("说明"), self.remark, stop="7"), 200, 3),
        )
        self.remove_button = Button(_("取下这个人"), ButtonKind.QUIET)
        self.remove_button.clicked.connect(self._remove)
        self.remove_button.setVisible(False)
        self.foot.insertWidget(0, self.remove_button)
        editors = [self.name, self.role, self.title, self.phone, self.since, self.until, self.remark]
        self.set_order([*editors, self.save_button, self.remove_button])
        self.keep_drafts_of(
            name=self.name,
            role=self.role,
            title=self.title,
            phone=self.phone,
            since=self.since,
            until=self.until,
            note=self.remark,
        )
        self.open_for((organization,))

    @property
    @override
    def draft_name(self) -> str:
        return f"{super().draft_name} {self._person}".strip()

    @override
    def show_chosen(self) -> None:
        if self.context is None:
            return
        for field in (self.since, self.until):
            field.set_today(self.context.today)
        known = self._known()
        self.remove_button.setVisible(known is not None)
        if known is None:
            return
        self._phone = known.phone
        self.name.setText(known.name)
        self.role.choose(known.role)
        self.title.setText(known.title)
        self.phone.setText(mask_phone(known.phone) if known.phone else "")  # a form shows no more than the page
        self.since.setText(known.since)
        self.until.setText(known.until)
        self.remark.setText(known.note)

    @override
    def save(self) -> None:
        try:
            values = self._values()
        except InputProblem as problem:
            self.show_problem(problem)
            return
        organization, person = self.chosen.ids[0], self._person

        def edit(ledger: Ledger) -> Changes:
            if person:
                return change_person(ledger, bytes.fromhex(person), values)
            return add_person(ledger, organization, values)

        self.send(edit, said=_("已存 {name}").format(name=self.name.text().strip()))

    def _known(self) -> PersonItem | None:
        people = self.chosen.detail.people if self.chosen.detail is not None else ()
        return next((person for person in people if person.uid == self._person), None)

    def _values(self) -> dict[str, object]:
        problems: dict[str, str] = {}
        if not self.chosen.rows:
            problems["name"] = _("这家单位已经不在台账里，请刷新后再试。")
        elif not self.name.text().strip():
            problems["name"] = _("必须填写。")
        days: dict[str, date | None] = {}
        for name, field in (("since", self.since), ("until", self.until)):
            if field.meaning.error:
                problems[name] = field.meaning.error
            days[name] = field.day
        since, until = days["since"], days["until"]
        if since is not None and until is not None and until < since:
            problems["until"] = _("不能早于开始的日子。")
        phone = self.phone.text().strip()
        if _MASK in phone:
            if phone != mask_phone(self._phone):
                problems["phone"] = _("请把号码写完整，不要留星号。")
            phone = self._phone
        if problems:
            raise InputProblem(_("；").join(problems.values()), fields=problems)
        texts = {"name": self.name, "title": self.title, "note": self.remark}
        values: dict[str, object] = {name: field.text().strip() or None for name, field in texts.items()}
        return values | {"role": self.role.choice() or None, "phone": phone or None, **days}

    def _remove(self) -> None:
        person = self._person
        said = _("已取下 {name}").format(name=self.name.text().strip())
        self.send(lambda ledger: remove_person(ledger, bytes.fromhex(person)), said=said)
