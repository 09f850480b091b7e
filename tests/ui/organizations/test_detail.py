"""The detail of one organization: what it says, what it asks for, what it changes."""

from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from models.edits.disclosures import disclosures
from models.edits.eligibility import decide_eligibility
from models.edits.followups import assign_followup
from models.edits.organizations import add_organization, change_organization
from models.edits.reasons import add_reason
from models.edits.undo import undo
from models.edits.visits import record_visits
from models.facts.writer import BatchKind
from models.inputs.forms import EligibilityInput, FollowupInput, ReasonInput, VisitInput
from models.ledger.ledger import Ledger
from models.queries.organization_list import ListQuery, ids
from models.tables.record_kinds import ORGANIZATION
from tests.ui.organizations.conftest import Desk, Key
from ui.organizations.detail_conflicts import DetailConflicts
from ui.organizations.detail_history import DetailHistory
from ui.organizations.detail_people import DetailPeople
from ui.organizations.detail_stage import DetailStage
from ui.organizations.detail_work import DetailPromises, DetailReasons
from ui.organizations.section import FoldedSection, _FoldButton
from ui.requests import (
    AddName,
    AddReason,
    AnswerSurvey,
    AssignFollowup,
    AttachFiles,
    DecideEligibility,
    EditOrganization,
    EditPerson,
    FormUnion,
    PrintReport,
    RecordVisit,
)
from ui.shared.banner import Banner
from ui.shared.buttons import Button, IconButton, LinkButton
from ui.shared.stage_strip import StageStrip
from ui.shared.tags import Tag
from ui.shared.timeline import _EntryRow

NAME = "广州市海珠区江南中街道社会工作与公益慈善事业促进联合会（海珠区志愿服务指导中心）"
FACTS = {
    "name": NAME,
    "code": "52440105MJ54RBYG7U",
    "category": "kindergarten",
    "street": "440105004",
    "staff": 38,
    "members": 0,
    "head": "林园长",
    "contact": "王小明",
    "contact_title": "办公室主任",
    "phone": "13812345678",
    "leader": "陈副主席",
}


@pytest.fixture
def organization(ledger: Ledger) -> int:
    """A new organization with a name as long as they come."""
    return next(iter(add_organization(ledger, FACTS).organizations))


@pytest.fixture
def shown(desk: Desk, organization: int) -> Desk:
    """The page with that organization in its detail."""
    return look_at(desk, organization)


def look_at(desk: Desk, organization: int) -> Desk:
    desk.page.list.keeper.refresh(None)
    desk.page.show_organization(organization)
    desk.settle()
    desk.page.detail.reload()
    desk.settle()
    assert desk.page.detail.content is not None
    assert desk.page.detail.content.detail.id == organization
    return desk


def texts(widget: object) -> list[str]:
    found: Sequence[QLabel] = widget.findChildren(QLabel)  # type: ignore[attr-defined]
    return [label.text() for label in found if label.isVisible() and label.text()]


def part(desk: Desk, kind: type) -> object:
    return next(each for each in desk.page.detail.parts if isinstance(each, kind))


def test_the_head_says_who_it_is(shown: Desk) -> None:
    head = shown.page.detail.head
    assert NAME in texts(head)
    assert head._name.height() >= 3 * 20  # it wraps, nothing is cut
    assert "52440105MJ54RBYG7U" in texts(head)
    assert "校验通过" in texts(head)
    assert [tag.text() for tag in head.findChildren(Tag)] == ["重点", "民办幼儿园", "江南中街道", "职工 38 · 会员 0"]
    change_organization(shown.ledger, shown.page.detail.organization, {"code": "52440105MJ54RBYG7X", "street": None})
    look_at(shown, shown.page.detail.organization)
    assert "校验不通过，待核" in texts(head)
    assert "街道未定" in [tag.text() for tag in head.findChildren(Tag)]


def test_the_phone_is_masked_until_somebody_asks_and_that_is_recorded(shown: Desk) -> None:
    people = part(shown, DetailPeople)
    assert isinstance(people, DetailPeople)
    assert texts(people)[:4] == ["林园长（负责人）", "包联 陈副主席", "王小明（办公室主任）", "138****5678"]
    assert not [text for text in texts(shown.page) if "13812345678" in text]
    people.findChild(LinkButton).click()
    shown.settle()
    assert "13812345678" in texts(people)
    assert [(entry["what"], entry["organizations"]) for entry in disclosures(shown.ledger)] == [("detail", 1)]
    first, second = ids(shown.ledger, ListQuery())[:2]
    for other in (first, second):
        look_at(shown, other)
    look_at(shown, ids(shown.ledger, ListQuery(search=NAME[:12]))[0])
    assert "138****5678" in texts(people)  # asked for once, not for ever


def test_the_menu_sets_the_stage_and_says_the_next_one(shown: Desk) -> None:
    stage = part(shown, DetailStage)
    assert isinstance(stage, DetailStage)
    assert stage._words.text() == "S0 待摸排　下一步 S1 已摸排"
    stage.open_menu()
    menu = stage.findChild(QMenu)
    assert menu.actions()[0].text() == "推进到 S1 已摸排"
    next(action for action in menu.actions() if action.text() == "S4 批复筹建").trigger()
    shown.settle()
    assert shown.detail(shown.page.detail.organization).stage == "S4"
    assert shown.said == ["阶段改为 S4 批复筹建"]
    assert stage._words.text() == "S4 批复筹建　下一步 S5 发展会员"
    assert stage.findChild(StageStrip)._stage == 4
    shown.session.change(lambda ledger: undo(ledger).changes, initiator=shown.window)
    shown.settle()
    assert stage._words.text() == "S0 待摸排　下一步 S1 已摸排"


def test_a_side_state_keeps_the_stage_and_a_stage_ends_it(shown: Desk) -> None:
    stage = part(shown, DetailStage)
    assert isinstance(stage, DetailStage)
    for code in ("S3", "P2"):
        stage._set(code)
        shown.settle()
    assert stage._words.text() == "P2 受阻　停在 S3 有意向"
    assert "受阻" in [tag.text() for tag in shown.page.detail.head.findChildren(Tag)]
    stage._set("S5")
    shown.settle()
    assert shown.detail(shown.page.detail.organization).side_state == ""


def test_a_visit_that_agrees_proposes_its_stage(shown: Desk) -> None:
    organization = shown.page.detail.organization
    visit = VisitInput(visited_on=date(2024, 9, 20), result="1")
    shown.session.change(lambda ledger: record_visits(ledger, [organization], visit), initiator=shown.window)
    shown.settle()
    stage = part(shown, DetailStage)
    assert isinstance(stage, DetailStage)
    assert stage._words.text() == "S2 已走访　下一步 S3 有意向"


def test_reasons_and_promises(shown: Desk) -> None:
    ledger, organization = shown.ledger, shown.page.detail.organization
    reasons, promises = part(shown, DetailReasons), part(shown, DetailPromises)
    assert "还没有登记原因。" in texts(reasons)
    assert not promises.isVisible()  # type: ignore[attr-defined]
    for code, primary in (("B3", False), ("D1", True)):
        add_reason(ledger, organization, ReasonInput(code=code, is_primary=primary, opened_on=date(2024, 9, 12)))
    assign_followup(ledger, [organization], FollowupInput(task="送联合建会材料", due_on=date(2024, 9, 27)))
    look_at(shown, organization)
    assert texts(reasons) == [
        "未建会原因",
        "D1",
        "负责人有顾虑",
        "主因 · 09-12 起",
        "对策：送政策材料，请已建会的负责人面谈（5 个工作日） · 佐证：面谈记录 · 建议联合建",
        "B3",
        "人数极少需联合或兜底",
        "09-12 起",
    ]
    banner = promises.findChild(Banner)  # type: ignore[attr-defined]
    assert banner.accessibleName() == "承诺未办 1 今天送联合建会材料"
    for day in ("2024-09-24", "2024-10-08", "2024-10-09"):
        assign_followup(ledger, [organization], FollowupInput(task="再访", due_on=date.fromisoformat(day)))
    look_at(shown, organization)
    said = [each for each in promises.findChildren(Banner) if each.isVisible()][-1].accessibleName()  # type: ignore[attr-defined]
    assert said == "承诺未办 4 09-24 逾期 3 天 再访；今天送联合建会材料；10-08 周二 再访；另有 1 项"


def test_a_conflict_shows_its_values_and_is_settled_with_one(shown: Desk) -> None:
    organization = shown.page.detail.organization
    conflicts = part(shown, DetailConflicts)
    assert not conflicts.isVisible()  # type: ignore[attr-defined]
    change_organization(shown.ledger, organization, {"staff": 41})
    with shown.ledger.change(kind=BatchKind.IMPORT, registry_on="2024-09-20") as change:
        change.edit(ORGANIZATION, organization, {"staff": 35}, from_registry=True)
    look_at(shown, organization)
    said = texts(conflicts)
    assert said[:2] == ["有不同的说法", "※ 从业人员"]
    assert {"41", "35", "现用"} <= set(said)
    other = next(value for value in ("41", "35") if str(shown.detail(organization).facts["staff"]) != value)
    buttons = conflicts.findChildren(Button)  # type: ignore[attr-defined]
    next(button for button in buttons if button.accessibleName() == f"从业人员 用 {other}").click()
    shown.settle()
    assert shown.detail(organization).conflicts == {}
    assert shown.detail(organization).facts["staff"] == int(other)
    assert not conflicts.isVisible()  # type: ignore[attr-defined]
    assert shown.said == [f"从业人员 定为 {other}"]


def test_the_timeline_shows_the_first_lines_and_all_when_asked(shown: Desk) -> None:
    organization = shown.page.detail.organization
    for day in range(1, 10):
        visit = VisitInput(visited_on=date(2024, 9, day), result="4", mode="2", note=f"第{day}次")
        record_visits(shown.ledger, [organization], visit)
    look_at(shown, organization)
    history = part(shown, DetailHistory)
    assert isinstance(history, DetailHistory)
    assert history._more.text() == "全部 10 条 · 走访 9"

    def rows() -> list[str]:
        found = [row for row in history.findChildren(_EntryRow) if row.isVisible()]
        return [row.accessibleName() for row in sorted(found, key=lambda row: row.y())]

    assert rows()[0].endswith("新增单位")
    assert rows()[1:3] == ["09-09 电话 · 不在", "09-08 电话 · 不在"]
    assert len(rows()) == 6
    history._more.click()
    shown.settle()
    assert len(rows()) == 10
    assert not history._more.isEnabled()


def test_facts_unfold_by_keyboard_and_say_what_is_missing(shown: Desk) -> None:
    section = shown.page.detail.facts.findChildren(FoldedSection)[0]
    button = section.findChild(_FoldButton)
    assert button.text() == "登记信息"
    assert not section._content.isVisible()
    assert not texts(section)  # lines that nobody sees are not made
    button.setFocus()
    shown.press(Key.Key_Return)
    assert section._content.isVisible()
    said = [text for text in texts(section) if text != "手工"]  # where each comes from
    assert said[:4] == ["统一社会信用代码", "52440105MJ54RBYG7U", "单位名称", NAME]
    assert "民办非企业单位（按代码）" in said
    assert "广东省广州市海珠区江南中街道" in said
    assert said[-1].startswith("未填：")
    assert "地址" in said[-1]


def test_decisions_and_unions_are_said(shown: Desk) -> None:
    organization = shown.page.detail.organization
    assert "还没有工会覆盖。" in texts(shown.page.detail)
    assert "未认定" in texts(shown.page.detail)
    decision = EligibilityInput(
        decision="no", decided_on=date(2024, 9, 20), ground="无专职人员", until=date(2024, 12, 31)
    )
    decide_eligibility(shown.ledger, [organization], decision)
    look_at(shown, organization)
    assert "暂不具备" in texts(shown.page.detail)
    assert any("无专职人员 · 2024-12-31 复核" in text for text in texts(shown.page.detail))
    built = ids(shown.ledger, ListQuery(view="built"))[0]
    look_at(shown, built)
    union = shown.detail(built).unions[0]
    assert union.name in texts(shown.page.detail)
    assert any(union.founded_on in text for text in texts(shown.page.detail))


def test_every_button_asks_for_its_form(shown: Desk) -> None:
    organization = shown.page.detail.organization
    pane = shown.page.detail
    for button in pane._foot.findChildren(Button):
        button.click()
    for icon in pane.head.findChildren(IconButton)[:1]:
        icon.click()
    for section in pane.facts.findChildren(FoldedSection):
        section.set_open(True)
    for link in pane.findChildren(LinkButton):
        if link.text() != "显示":
            link.click()
    assert set(shown.asked) == {
        RecordVisit((organization,)),
        AssignFollowup((organization,)),
        AddReason(organization),
        PrintReport("dossier", organizations=(organization,)),
        EditOrganization(organization),
        DecideEligibility((organization,)),
        FormUnion((organization,)),
        AnswerSurvey(organization),
        AttachFiles((organization,)),
        AddName(organization),
        EditPerson(organization),
    }


def test_one_that_came_back_by_itself_says_so(shown: Desk) -> None:
    organization = shown.page.detail.organization
    with shown.ledger.local_write() as db:
        db.execute("UPDATE organization SET deleted=2 WHERE id=?", (organization,))
    look_at(shown, organization)
    banner = shown.page.detail.head.findChild(Banner)
    assert banner.accessibleName() == "有人移入回收站，同时有人改过它 所以保留下来，请核对。"


def test_going_through_the_list_reads_where_one_stops(desk: Desk) -> None:
    read: list[int] = []
    desk.page.detail.shown.connect(read.append)
    desk.table.setFocus()
    for _step in range(5):
        desk.table.go_to_row(desk.table.current_row() + 1)
    desk.settle()
    assert read == [desk.listed[5]]


def test_room_for_the_scroll_bar_is_given_once_whatever_the_height(
    shown: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines that get wider may need no bar any more, and lines that get narrower need one again."""
    content = shown.page.detail._content
    given: list[int] = []
    set_margins = content.setContentsMargins

    def note(left: int, top: int, right: int, bottom: int) -> None:
        given.append(right)
        assert len(given) < 20, "it goes to and fro"
        set_margins(left, top, right, bottom)

    monkeypatch.setattr(content, "setContentsMargins", note)
    lowest = content.sizeHint().height()
    for height in range(lowest - 60, lowest + 260, 2):
        shown.window.resize(1366, height)
        QApplication.processEvents()
    assert len(given) <= 1


def test_lines_end_where_the_buttons_end_from_one_organization_to_the_next(desk: Desk, ledger: Ledger) -> None:
    """Two that reach equally far down: the range of the scroll bar stays, and nobody is told of it."""
    made = [add_organization(ledger, {"name": f"{which}幼儿园", "phone": "02012345678"}) for which in "甲乙"]
    first, second = (next(iter(each.organizations)) for each in made)
    desk.window.resize(1286, 560)
    pane = look_at(desk, first).page.detail
    margin = pane._content.contentsMargins().right()
    assert margin < 0
    with QSignalBlocker(pane._scroll.verticalScrollBar()):
        look_at(desk, second)
    assert pane._scroll.verticalScrollBar().maximum() > 0
    assert pane._content.contentsMargins().right() == margin
