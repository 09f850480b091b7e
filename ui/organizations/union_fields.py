"""The fields of the union form and what they come to as an input."""

from datetime import date

from PySide6.QtWidgets import QWidget

from models.errors import InputProblem
from models.inputs.forms import UnionInput
from models.language import N_, _
from models.rules.union_hints import UnionFacts
from models.vocabulary import ROUTES, Code
from ui.day_field import DayField
from ui.day_words import past_day
from ui.digit_choice import DigitChoice
from ui.form_segments import FormSegments
from ui.inline_field import InlineField, LabelledLine
from ui.organizations.term_field import TermField
from ui.shared.fields import Field
from ui.shared.line_field import LineField, NumberField

_RECORDED, _NOT_RECORDED = "1", "2"
_IN_DATABASE = (Code(_RECORDED, N_("已录入")), Code(_NOT_RECORDED, N_("未录入")))
_EMPTY = (None, "")


class UnionFields:
    """Editors and fields, by the names that problems have."""

    def __init__(self) -> None:
        self.name = LineField(strong=True)
        self.route = FormSegments([(entry.code, entry.label) for entry in ROUTES.entries], name=_("建会模式"))
        self.founded = DayField(past_day, text="0")
        self.members = NumberField(unit=_("人"))
        self.women = NumberField(unit=_("人"))
        self.chair = LineField(placeholder=_("姓名"))
        self.approved_by = LineField(placeholder=_("上一级工会"))
        self.document = LineField(placeholder=_("例如 工发〔2024〕12号"))
        self.legal_code = LineField(placeholder=_("81 开头的 18 位"))
        self.database = DigitChoice(_IN_DATABASE, placeholder=_("不清楚"))
        self.term = TermField()
        self.note = LabelledLine(_("备注"))
        self.first_row = (
            ("name", Field(_("工会名称"), self.name, stop="1"), 290, 6),
            ("route", Field(_("建会模式"), self.route, stop="2", help_text=_("数字 1–4")), 0, 0),
            ("founded_on", Field(_("建会日期"), self.founded, stop="3", help_text=_("0 今天　-1 昨天　0618")), 136, 1),
            ("chair", Field(_("主席"), self.chair, stop="4"), 110, 1),
            ("members", Field(_("会员"), self.members, stop="5"), 90, 1),
            ("women_members", Field(_("女会员"), self.women, stop="6"), 90, 1),
        )
        self.second_row = (
            ("approved_by", Field(_("批准机关"), self.approved_by, stop="7"), 190, 4),
            ("document_no", Field(_("批准文号"), self.document, stop="8"), 190, 4),
            ("legal_code", Field(_("工会法人代码"), self.legal_code, stop="9"), 200, 4),
            ("term_ends_on", Field(_("换届日期"), self.term, stop="10", help_text=_("↓ 三年或五年")), 190, 2),
            (
                "in_national_database",
                Field(_("全总数据库"), self.database, stop="11", help_text=_("1 已录入 2 未录入")),
                130,
                1,
            ),
        )
        self.note_field = InlineField(self.note)

    @property
    def order(self) -> list[QWidget]:
        """The editors of the two rows as Enter goes through them."""
        people: list[QWidget] = [self.name, self.route, self.founded, self.chair, self.members, self.women]
        papers: list[QWidget] = [self.approved_by, self.document, self.legal_code, self.term, self.database]
        return people + papers

    def drafted(self) -> dict[str, QWidget]:
        """The editors whose contents make a draft."""
        names = [name for name, *_rest in (*self.first_row, *self.second_row)] + ["note"]
        fields = {name: field.editor for name, field, *_sizes in (*self.first_row, *self.second_row)}
        return {name: fields.get(name, self.note) for name in names}

    def set_today(self, today: date) -> None:
        """The day that shorthand counts from."""
        for field in (self.founded, self.term):
            field.set_today(today)

    def facts(self, *, covered: int, staff: int | None, heads: frozenset[str]) -> UnionFacts:
        """What hints can be given about."""
        return UnionFacts(
            route=self.route.choice(),
            covered=covered,
            members=self.members.value(),
            women_members=self.women.value(),
            staff=staff,
            chair=self.chair.text().strip(),
            heads=heads,
            approved=bool(self.approved_by.text().strip()),
            legal_code=self.legal_code.text(),
            founded_on=self.founded.day,
            term_ends_on=self.term.day,
        )

    def union(self) -> UnionInput:
        """What was entered; InputProblem names every field that is wrong."""
        days = {"founded_on": self.founded, "term_ends_on": self.term}
        problems = {name: field.meaning.error for name, field in days.items() if field.meaning.error}
        recorded = {_RECORDED: True, _NOT_RECORDED: False}.get(self.database.choice())
        values = {
            "name": self.name.text().strip(),
            "route": self.route.choice(),
            "founded_on": self.founded.day,
            "approved_by": self.approved_by.text(),
            "document_no": self.document.text(),
            "members": self.members.value(),
            "women_members": self.women.value(),
            "chair": self.chair.text(),
            "legal_code": self.legal_code.text(),
            "in_national_database": recorded,
            "term_ends_on": self.term.day,
            "note": self.note.text(),
        }
        try:
            union = UnionInput.parse({name: value for name, value in values.items() if value not in _EMPTY})
        except InputProblem as problem:
            placed = {name or "women_members": text for name, text in problem.fields.items()}
            problems = placed | problems
        if problems:
            raise InputProblem(_("；").join(problems.values()), fields=problems)
        return union
