"""Where values come from, what fields said before, what became of reasons."""

from datetime import timedelta

from models.edits.attachments import attach_file
from models.edits.organizations import change_organization
from models.edits.people import add_person
from models.edits.reasons import add_reason, resolve_reason
from models.edits.survey import answer_survey
from models.edits.undo import undo
from models.edits.unions import form_union
from models.edits.visits import record_visits
from models.facts.writer import BatchKind
from models.inputs.forms import ReasonInput, UnionInput, VisitInput
from models.queries.provenance import Origin, field_history, origins
from models.queries.reason_history import Step, reason_history
from models.queries.timeline import Group, timeline
from models.rules.survey import Answer, State
from models.tables.record_kinds import IMPORT_SOURCE, ORGANIZATION
from tests.models.edits.desk import TODAY, Desk


def imported(office: Desk, **values: object) -> int:
    with office.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-01") as change:
        one = change.create(ORGANIZATION, {"name": "甲园", **values}).id
        change.create(IMPORT_SOURCE, {"file_name": "民政名册.xlsx"})
    return one


def test_each_field_says_where_its_value_comes_from(office: Desk) -> None:
    one = imported(office, staff=30, head="林园长")
    change_organization(office.ledger, one, {"staff": 35})
    visit = VisitInput(visited_on=TODAY, result="1")
    record_visits(office.ledger, [one], visit, confirmed={one: {"stage": "S3"}})
    found = origins(office.ledger, one)
    assert {name: said.origin for name, said in found.items()} == {
        "name": Origin.REGISTRY,
        "head": Origin.REGISTRY,
        "staff": Origin.HAND,
        "stage": Origin.VISIT,
    }
    assert found["head"].file == "民政名册.xlsx"
    undo(office.ledger)
    undo(office.ledger)
    assert origins(office.ledger, one)["staff"].origin is Origin.UNDO


def test_the_history_of_a_field_names_old_and_new_and_the_file(office: Desk) -> None:
    one = imported(office, staff=30)
    office.ledger.act_as("张三")
    for number in (35, None, 38):
        change_organization(office.ledger, one, {"staff": number})
    history = field_history(office.ledger, one, "staff")
    assert [(said.old, said.value) for said in history] == [(None, 38), (35, None), (30, 35), (None, 30)]
    assert [said.is_shown for said in history] == [True, False, False, False]
    assert (history[-1].file, history[-1].origin) == ("民政名册.xlsx", Origin.REGISTRY)
    assert {said.author for said in history} == {"张三（海珠区总工会）"}


def test_what_became_of_the_reasons_and_by_what_action(office: Desk) -> None:
    one = office.add("甲园")
    record_visits(office.ledger, [one], VisitInput(visited_on=TODAY, result="2", reasons=("D1",)))
    add_reason(office.ledger, one, ReasonInput(code="B3", opened_on=TODAY, note="四个人", is_primary=True))
    resolve_reason(office.ledger, one, "D1", on=TODAY + timedelta(days=1), by="开了说明会")
    union = UnionInput(name="甲园工会", route="own", founded_on=TODAY)
    with office.ledger.together():
        form_union(office.ledger, [one], union)
    found = [(step.code, step.step, step.text, step.by) for step in reason_history(office.ledger, one)]
    assert found == [
        ("D1", Step.RESOLVED, "", "开了说明会"),
        ("D1", Step.CHANGED, "不再是主因", ""),
        ("B3", Step.OPENED, "四个人", ""),
        ("D1", Step.OPENED, "", "2024-09-25 上门：观望"),
    ]


def test_the_timeline_holds_everything_and_is_narrowed_and_paged(office: Desk) -> None:
    one = imported(office, staff=30)
    answer_survey(office.ledger, one, {"staff": Answer(State.YES, 31), "place": Answer(State.UNKNOWN)})
    attach_file(office.ledger, [one], "门头.png", b"\x89PNG\r\n\x1a\nx")
    add_reason(office.ledger, one, ReasonInput(code="B3", opened_on=TODAY))
    add_person(office.ledger, one, {"name": "王老师", "role": "contact"})
    record_visits(office.ledger, [one], VisitInput(visited_on=TODAY, result="2", reasons=("D1",), next_on=TODAY))
    page = timeline(office.ledger, one)
    assert [(item.headline, item.text.partition("：")[2] or item.text) for item in page.items] == [
        ("上门", "张三 · 记原因 D1"),
        ("登记原因", "人数极少需联合或兜底"),
        ("附件", "张三（海珠区总工会）"),
        ("摸底", "有固定办公场所 不清楚；从业人员 30 → 31"),
        ("导入", "民政名册.xlsx"),
    ]
    assert (page.counts[Group.SURVEY], page.counts[Group.VISITS], page.total) == (2, 1, 5)
    survey = timeline(office.ledger, one, groups=[Group.SURVEY])
    assert [item.headline for item in survey.items] == ["附件", "摸底"]
    assert survey.total == 2
    assert [item.headline for item in timeline(office.ledger, one, skip=1, limit=2).items] == ["登记原因", "附件"]
