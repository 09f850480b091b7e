"""survey, attach."""

import argparse
import re
from pathlib import Path
from typing import Any

from models.errors import InputProblem
from models.inputs.organization_values import parse_number, parse_street
from models.language import _
from models.ledger.ledger import Ledger
from models.queries.figures import home_division
from models.queries.find_organization import find_organization
from models.queries.survey import still_unknown, survey_of
from models.rules.survey import Answer as Reply
from models.rules.survey import Question, Shape, State, doubts
from models.vocabulary import STATUSES
from ui.command_line.opening import reading, writing
from ui.command_line.progress_bar import ProgressBar
from ui.command_line.running import Answer
from ui.command_line.survey_words import attachment_data, attachment_line, survey_lines, survey_of_data

_STATE_WORDS = {
    "yes": State.YES, "有": State.YES, "是": State.YES,
    "no": State.NO, "没有": State.NO, "无": State.NO, "否": State.NO,
    "unknown": State.UNKNOWN, "不清楚": State.UNKNOWN, "?": State.UNKNOWN, "？": State.UNKNOWN,
    "": State.NOT_ASKED,
}  # fmt: skip
#: Words of somebody who does not know; they are no detail of a yes.
_HEDGES = re.compile("也许|可能|或许|大概|大约|好像|不一定|不确定|不知道|说不|未知|不详|待[定核查]|看情况")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_YES_WITH = re.compile(r"(?:yes|有|是)\s*[:：]\s*(?P<detail>.+)", re.IGNORECASE | re.DOTALL)


def run_survey(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """The survey of an organization, after what was answered; of the whole ledger without one."""
    if arguments.organization is None:
        return _report(arguments)
    if not arguments.fields and not arguments.surveyed:
        with reading(arguments) as ledger:
            survey = survey_of(ledger, find_organization(ledger, arguments.organization))
        return Answer(survey_of_data(survey) | {"edit": None, "doubts": []}, survey_lines(survey))
    from models.edits.survey import answer_survey  # noqa: PLC0415

    with writing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization)
        replies = _replies(ledger, organization, arguments.fields)
        stage = "S1" if arguments.surveyed else None
        changes = answer_survey(ledger, organization, replies, stage=stage)
        survey = survey_of(ledger, organization)
    found = [doubt.text for doubt in doubts(survey.answers)]
    data = survey_of_data(survey) | {"edit": changes.batch or None, "doubts": found}
    return Answer(data, survey_lines(survey), notes=tuple(_("提醒：{text}").format(text=text) for text in found))


def run_attach(arguments: argparse.Namespace, _bar: ProgressBar) -> Answer:
    """Hang a file on an organization, list what hangs there, save one, take one off."""
    from models.queries.attachments import attachment_named, attachments  # noqa: PLC0415

    if arguments.save or not (arguments.file or arguments.remove):
        with reading(arguments) as ledger:
            organization = find_organization(ledger, arguments.organization)
            if arguments.save:
                return _save(ledger, organization, arguments)
            found = attachments(ledger, organization)
        lines = [attachment_line(item) for item in found] or [_("还没有附件。")]
        return Answer({"attachments": [attachment_data(item) for item in found], "edit": None}, lines)
    from models.edits.attachments import attach_file, read_to_attach, take_off  # noqa: PLC0415

    with writing(arguments) as ledger:
        organization = find_organization(ledger, arguments.organization)
        if arguments.remove:
            item = attachment_named(ledger, organization, arguments.remove)
            changes = take_off(ledger, [item.id])
            said = _("已取下附件 {name}").format(name=item.name)
        else:
            path = Path(arguments.file)
            changes = attach_file(ledger, [organization], path.name, read_to_attach(path), note=arguments.note)
            said = _("已添加附件 {name}").format(name=path.name) if changes.batch else _("这份文件已经在这家了。")
        found = attachments(ledger, organization)
    return Answer({"attachments": [attachment_data(item) for item in found], "edit": changes.batch or None}, [said])


def _save(ledger: Ledger, organization: int, arguments: argparse.Namespace) -> Answer:
    from exports.attachments import write_attachment  # noqa: PLC0415
    from models.queries.attachments import attachment_named  # noqa: PLC0415

    item = attachment_named(ledger, organization, arguments.save)
    write_attachment(Path(arguments.file), ledger, item.id)
    said = _("已保存 {name}").format(name=arguments.file)
    return Answer({"attachments": [attachment_data(item)], "edit": None}, [said])


def _report(arguments: argparse.Namespace) -> Answer:
    """What is still unknown of the live organizations without a union."""
    with reading(arguments) as ledger:
        report = still_unknown(ledger)
    rows: list[dict[str, Any]] = [
        {
            "question": row.question.code,
            "label": row.question.label,
            "yes": row.yes,
            "no": row.no,
            "unknown": row.unknown,
            "not_asked": row.not_asked,
        }
        for row in report.rows
    ]
    line = _("{label}（{question}）：有 {yes}，没有 {no}，不清楚 {unknown}，没问 {not_asked}")
    lines = [line.format(**row) for row in rows]
    total = _("未建会 {n} 家，摸清 {complete} 家，一项也没问 {untouched} 家")
    lines.append(total.format(n=report.organizations, complete=report.complete, untouched=report.untouched))
    data = {
        "organizations": report.organizations,
        "complete": report.complete,
        "untouched": report.untouched,
        "questions": rows,
    }
    return Answer(data, lines)


def _replies(ledger: Ledger, organization: int, texts: list[str]) -> dict[str, Reply]:
    """QUESTION=ANSWER as typed; InputProblem names everything that is wrong."""
    survey = survey_of(ledger, organization)
    division = home_division(ledger)
    by_word = {word: code for code, q in survey.questions.items() for word in (code, q.label)}
    replies: dict[str, Reply] = {}
    problems: dict[str, str] = {}
    for text in texts:
        word, sign, value = text.partition("=")
        code = by_word.get(word.strip())
        if not sign or code is None:
            problems[text] = _("要写成 问题=答案，问题可以是：{codes}").format(codes="、".join(survey.questions))
            continue
        try:
            replies[code] = _reply(survey.questions[code], value.strip(), division)
        except InputProblem as problem:
            problems[word] = problem.user_text
    if problems:
        raise InputProblem("\n".join(f"{word}：{text}" for word, text in problems.items()), fields=problems)
    return replies


def _reply(question: Question, text: str, division: str) -> Reply:
    """yes, no, unknown, nothing; a number, a street, a status or words where the question asks for them."""
    state = _STATE_WORDS.get(text.lower())
    if question.shape is Shape.YES_NO:
        return Reply(state) if state is not None else Reply(State.YES, _detail(text))
    if state in {State.UNKNOWN, State.NOT_ASKED}:
        return Reply(state or State.NOT_ASKED)
    if question.shape is Shape.NUMBER:
        return Reply(State.YES, parse_number(text))
    if question.shape is Shape.STREET:
        return Reply(State.YES, parse_street(text, division))
    if question.shape is Shape.CHOICE:
        code = STATUSES.code_of(text)
        if code is None:
            choices = "、".join(entry.label for entry in STATUSES.entries)
            raise InputProblem(_("没有“{text}”这一项，可选：{choices}").format(text=text, choices=choices))
        return Reply(State.YES, code)
    return Reply(State.YES, text)


def _detail(text: str) -> str:
    """What goes with a yes: words like 第一党支部, or whatever stands behind yes:; InputProblem for others."""
    if found := _YES_WITH.fullmatch(text):
        return found["detail"]
    if _CHINESE.search(text) and not _HEDGES.search(text):
        return text
    said = _("看不懂“{text}”。可以写 yes（有）、no（没有）、unknown（不清楚），留空是没问。").format(text=text)
    raise InputProblem(said + _("有的话可以写明内容，例如 yes:第一党支部。"))
