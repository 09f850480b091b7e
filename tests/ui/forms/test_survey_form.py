"""The survey by keyboard: four states, the meter, what does not fit, drafts, on to the next one."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from models.edits.survey import answer_survey
from models.queries.attachments import attachments
from models.queries.survey import survey_of
from models.rules.attachments import MOST_BYTES, media_type_of
from models.rules.survey import Answer, State, shipped_questions
from tests.ui.forms.conftest import ALT, CLINIC, CONTROL, RIVER, SCHOOL, SUN, Bench, Key
from ui.requests import AddName, AnswerSurvey, EditPerson, FollowPlaybook
from ui.survey.acting import act, attach_paths
from ui.survey.picture_size import fitted
from ui.survey.survey_form import SurveyForm


def open_for(bench: Bench, organization: int) -> SurveyForm:
    form = bench.open(AnswerSurvey(organization))
    assert isinstance(form, SurveyForm)
    return form


def states(bench: Bench, organization: int) -> dict[str, State]:
    found = survey_of(bench.ledger, organization).answers
    return {code: answer.state for code, answer in found.items() if answer.state is not State.NOT_ASKED}


def test_a_whole_survey_with_keys_only(bench: Bench) -> None:
    form = open_for(bench, SUN)
    assert form.fields["status"].editor.hasFocus()
    status = form.fields["status"]
    for key, answer in (
        (Key.Key_3, Answer(State.UNKNOWN)),
        (Key.Key_2, Answer(State.YES, "suspended")),
        (Key.Key_Backspace, Answer()),
        (Key.Key_1, Answer(State.YES, "active")),
    ):
        bench.press(key)
        assert status.answer() == answer
    bench.enter()
    bench.press(Key.Key_1)  # a place of its own, with words
    bench.enter()
    bench.compose("", "本园三层")
    bench.enter()
    bench.press(Key.Key_2)  # no parent unit: its words are passed over
    bench.enter()
    bench.type("?")  # nobody knows the street
    bench.enter()
    assert form.fields["staff"].editor.hasFocus()
    bench.press(Key.Key_A, CONTROL)
    bench.type("30")
    bench.enter()
    bench.type("28")
    bench.enter()
    bench.type("5")
    assert form._doubts.itemAt(0).widget().text() == "专职加兼职 33 人多于从业人员 30 人，请核对"
    assert form.meter_words.text().startswith(f"已知 6/{len(shipped_questions())} · 不清楚 1")
    bench.press(Key.Key_Return, CONTROL)
    bench.settle()
    assert states(bench, SUN) == {
        "status": State.YES,
        "place": State.YES,
        "parent_unit": State.NO,
        "street": State.UNKNOWN,
        "staff": State.YES,
        "full_time": State.YES,
        "part_time": State.YES,
    }
    assert survey_of(bench.ledger, SUN).answers["place"].value == "本园三层"
    assert bench.detail(SUN).facts["full_time"] == 28
    assert form.chosen.ids == (RIVER,)  # on to the next one
    assert form.fields["status"].editor.hasFocus()
    assert bench.said[-1].startswith("已存摸底：阳光新苗幼儿园，已知 6/")


def test_what_was_typed_is_there_again_and_a_wrong_number_is_said(bench: Bench) -> None:
    form = open_for(bench, SUN)
    form.fields["women"].editor.setFocus()
    bench.type("38x")
    form.fields["place"].editor.setFocus()
    bench.press(Key.Key_3)
    bench.press(Key.Key_Escape)
    bench.settle()
    form = open_for(bench, SUN)
    assert form.draft_tag.isVisible()
    assert form.fields["place"].answer().state is State.UNKNOWN
    before = bench.batches()
    bench.press(Key.Key_Return, ALT)
    bench.settle()
    assert bench.batches() == before
    assert form.fields["women"].editor.hasFocus()
    bench.press(Key.Key_Backspace)
    bench.press(Key.Key_Return, ALT)
    bench.settle()
    assert states(bench, SUN)["women"] is State.YES
    assert not bench.overlay.is_open
    assert not open_for(bench, SUN).draft_tag.isVisible()


def test_the_stage_is_proposed_when_all_was_asked(bench: Bench) -> None:
    everything = dict.fromkeys(shipped_questions(), Answer(State.UNKNOWN))
    answer_survey(bench.ledger, SUN, everything)
    form = open_for(bench, SUN)
    assert form.stage.isVisible()
    assert form.stage.ticked()
    bench.press(Key.Key_Return, ALT)
    bench.settle()
    assert bench.detail(SUN).stage == "S1"
    assert not open_for(bench, SUN).stage.isVisible()


def test_where_all_was_asked_nothing_opens(bench: Bench) -> None:
    for organization in (SUN, RIVER, CLINIC, SCHOOL):
        answer_survey(bench.ledger, organization, dict.fromkeys(shipped_questions(), Answer(State.UNKNOWN)))
    bench.open(AnswerSurvey())
    assert not bench.overlay.is_open
    assert bench.said[-1].startswith("没有要摸底的单位")


def test_a_street_of_another_district_stays_what_it_is(bench: Bench) -> None:
    answer_survey(bench.ledger, SUN, {"street": Answer(State.YES, "440105001")})  # the office is in 110105
    form = open_for(bench, SUN)
    assert form.fields["street"].answer() == Answer(State.YES, "440105001")
    bench.press(Key.Key_Return, ALT)
    bench.settle()
    assert not bench.overlay.is_open
    form = open_for(bench, SUN)
    form.fields["street"].editor.setFocus()
    bench.compose("", "x")
    bench.press(Key.Key_Return, ALT)
    bench.settle()
    assert bench.overlay.is_open


def picture(width: int, height: int) -> bytes:
    """A noisy picture: nothing that packs well."""
    image = QImage(os.urandom(width * height * 4), width, height, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.mark.parametrize("size", [(1600, 1200), (300, 4000)])
def test_a_large_picture_is_made_small_enough(size: tuple[int, int]) -> None:
    made = fitted("a.png", picture(*size))
    assert media_type_of(made) == "image/jpeg"
    assert 20_000 < len(made) <= MOST_BYTES


def test_small_ones_and_documents_stay_as_they_are() -> None:
    small, pdf = picture(30, 30), b"%PDF-1.4" + bytes(MOST_BYTES)
    assert fitted("a.png", small) == small
    assert fitted("a.pdf", pdf) == pdf
    assert fitted("a.txt", b"abc") == b"abc"


def test_files_are_hung_up_in_one_step_and_refused_in_words(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "门头.png").write_bytes(picture(900, 900))
    (tmp_path / "批复.pdf").write_bytes(b"%PDF-1.4 x")
    (tmp_path / "表.xlsx").write_bytes(b"PK")
    refused: list[str] = []
    bench.session.refused.connect(lambda problem: refused.append(str(problem)))
    before = bench.batches()
    attach_paths(bench.window, bench.session, [SUN], [tmp_path / "门头.png", tmp_path / "表.xlsx"])
    bench.settle()
    assert "不是图片，也不是 PDF" in refused[0]
    assert bench.batches() == before  # all or nothing
    attach_paths(bench.window, bench.session, [SUN], [tmp_path / "门头.png", tmp_path / "批复.pdf"])
    bench.settle()
    assert {item.name for item in attachments(bench.ledger, SUN)} == {"门头.jpg", "批复.pdf"}
    attach_paths(bench.window, bench.session, [SUN], [tmp_path / "批复.pdf"])
    bench.settle()
    assert bench.said[-2:] == ["已添加附件 2 个", "这家已经有这份附件，没有重复添加"]
    attach_paths(bench.window, bench.session, [SUN], [tmp_path / "没有.pdf"])
    bench.settle()
    assert "找不到" in refused[-1]


def test_the_playbook_becomes_a_followup(bench: Bench) -> None:
    act(bench.window, bench.session, FollowPlaybook(SUN))
    bench.settle()
    assert "送政策材料，请已建会的负责人面谈" in [item.task for item in bench.detail(SUN).followups]
    assert bench.said[-1] == "已按对策记为跟进"


def test_a_person_with_role_and_days_is_added_changed_and_taken_off(bench: Bench) -> None:
    form = bench.open(EditPerson(SUN))
    bench.compose("", "王老师")
    bench.enter()
    bench.press(Key.Key_Down, times=2)
    bench.enter(2)
    bench.type("13812345678")
    bench.enter()
    bench.type("20240301")
    bench.press(Key.Key_Return, CONTROL)
    bench.settle()
    (person,) = bench.detail(SUN).people
    assert (person.name, person.role, person.phone, person.since) == (
        "王老师",
        "chair_candidate",
        "13812345678",
        "2024-03-01",
    )
    form = bench.open(EditPerson(SUN, person.uid))
    assert form.phone.text() == "138****5678"
    form.until.setFocus()
    bench.type("20240901")
    bench.press(Key.Key_Return, CONTROL)
    bench.settle()
    (person,) = bench.detail(SUN).people
    assert (person.phone, person.until) == ("13812345678", "2024-09-01")
    form = bench.open(EditPerson(SUN, person.uid))
    form.remove_button.click()
    bench.settle()
    assert bench.detail(SUN).people == ()


def test_a_former_name_is_noted_with_its_last_day(bench: Bench) -> None:
    bench.open(AddName(SUN))
    bench.press(Key.Key_Return, CONTROL)
    bench.settle()
    assert bench.detail(SUN).names == ()
    bench.compose("", "阳光幼儿园")
    bench.enter(2)
    bench.type("20200131")
    bench.press(Key.Key_Return, CONTROL)
    bench.settle()
    (name,) = bench.detail(SUN).names
    assert (name.name, name.source, name.until) == ("阳光幼儿园", "registry", "2020-01-31")


def test_a_street_is_found_by_how_it_sounds(bench: Bench) -> None:
    field = open_for(bench, SUN).fields["street"]
    field.editor.setFocus()
    bench.press(Key.Key_A, CONTROL)
    bench.type("sanlit")
    assert field.answer().value == "110105004"
    assert field.editor.accessibleDescription() == "三里屯街道"
    bench.press(Key.Key_A, CONTROL)
    bench.type("s")
    assert "请多写一点" in field.editor.accessibleDescription()
