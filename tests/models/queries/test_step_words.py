"""What undo says it will do, before it does it."""

from models.edits.followups import assign_followup, finish_followups, move_followups
from models.edits.organizations import change_organization, change_organizations, delete_organizations
from models.edits.undo import next_batches, redo, undo
from models.edits.visits import record_visits
from models.facts.writer import BatchKind
from models.inputs.forms import FollowupInput, VisitInput
from models.queries.step_words import step_words
from models.tables.record_kinds import IMPORT_SOURCE, ORGANIZATION
from tests.models.edits.desk import TODAY, Desk


def next_words(office: Desk) -> tuple[str, ...]:
    return tuple(step_words(office.ledger, batch) if batch else "" for batch in next_batches(office.ledger))


def test_every_kind_of_step_has_its_words(office: Desk) -> None:
    assert next_words(office) == ("", "")
    one = office.add("阳光幼儿园", staff=3)
    assert next_words(office) == ("新增单位 阳光幼儿园", "")
    other = office.add("一所名字特别特别长的民办非企业培训学校")
    assert next_words(office) == ("新增单位 一所名字特别特别长的民办非企业…", "")
    visit = VisitInput(visited_on=TODAY, result="1", reasons=("B2",), next_on=TODAY)
    record_visits(office.ledger, [one], visit)
    assert next_words(office) == ("阳光幼儿园 走访 09-25", "")
    record_visits(office.ledger, [one, other], visit)
    assert next_words(office) == ("走访 2 家", "")
    change_organization(office.ledger, one, {"staff": 5})
    assert next_words(office) == ("阳光幼儿园 改从业人员", "")
    change_organization(office.ledger, one, {"staff": 6, "women": 2})
    assert next_words(office) == ("阳光幼儿园 改 2 栏", "")
    change_organizations(office.ledger, [one, other], {"note": "甲"})
    assert next_words(office) == ("改备注 2 家", "")
    assign_followup(office.ledger, [one], FollowupInput(task="送材料", due_on=TODAY))
    assert next_words(office) == ("阳光幼儿园 跟进 09-25", "")
    followup = office.one("SELECT max(id) FROM followup")[0]
    move_followups(office.ledger, [followup], due_on=TODAY.replace(day=26))
    assert next_words(office) == ("阳光幼儿园 跟进改期", "")
    finish_followups(office.ledger, [followup], on=TODAY)
    assert next_words(office) == ("阳光幼儿园 跟进办结", "")
    delete_organizations(office.ledger, [one])
    assert next_words(office) == ("阳光幼儿园 移入回收站", "")


def test_undo_and_redo_name_their_steps_also_after_a_restart(office: Desk) -> None:
    one = office.add("阳光幼儿园")
    record_visits(office.ledger, [one], VisitInput(visited_on=TODAY, result="2"))
    undo(office.ledger)
    assert next_words(office) == ("新增单位 阳光幼儿园", "阳光幼儿园 走访 09-25")
    office.reopen()
    assert next_words(office) == ("新增单位 阳光幼儿园", "阳光幼儿园 走访 09-25")
    redo(office.ledger)
    assert next_words(office) == ("阳光幼儿园 走访 09-25", "")
    office.reopen()
    assert next_words(office) == ("阳光幼儿园 走访 09-25", "")


def test_an_import_is_called_after_its_file(office: Desk) -> None:
    with office.ledger.change(kind=BatchKind.IMPORT) as change:
        change.create(ORGANIZATION, {"name": "甲园"})
        change.create(IMPORT_SOURCE, {"file_name": "民政名册.xlsx", "added": 1200, "updated": 3})
    assert next_words(office) == ("导入 民政名册.xlsx（新增 1,200，更新 3）", "")
