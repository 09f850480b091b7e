"""Editing the code lists of a ledger: reasons with their playbook, survey questions, categories, modes, results.

Retired, never deleted.

An entry's id follows from list and code, so that what two offices change of the same code is the same record; what
ships with the program is no fact until somebody changes it.
"""

import re
from collections.abc import Mapping

from models.errors import InputProblem
from models.facts.canonical import known_record_uid
from models.language import _
from models.ledger.code_lists import REASON_LIST, SURVEY_LIST, questions_of, reasons_of, vocabulary_of
from models.ledger.ledger import Change, Changes, Ledger
from models.tables.record_kinds import CODE_ENTRY
from models.vocabulary import EDITABLE_LISTS, ROUTES

_DIGIT = re.compile(r"[1-9]")
_CODES = {REASON_LIST: re.compile(r"[A-Z]\d{0,2}"), "mode": _DIGIT, "result": _DIGIT}
_WORD = re.compile(r"[a-z][a-z0-9_]{1,30}")
_EFFECTS, _SHAPES = ("E", "N", "X", "C"), ("yes_no", "number", "text")
_MOST_DAYS = 400
_LONGEST = {"label": 40, "next_step": 80, "evidence": 80}


def change_code(ledger: Ledger, list_: str, code: str, values: Mapping[str, object]) -> Changes:
    """Give an entry of a list other words, effect, next step, days, evidence or route.

    The lists are "reason", "survey" and those of vocabulary.EDITABLE_LISTS, which have words only. An entry that is not
    there is added. InputProblem for a code or a value that cannot be; nothing is written where nothing differs.
    """
    _check(list_, code, values)
    with ledger.change() as change:
        known = _entry_values(change, list_, code)
        if known is None and not values.get("label"):
            raise InputProblem(_("新代码要写名称。"), fields={"label": _("必须填写。")})
        different = {name: value for name, value in values.items() if known is None or known.get(name) != value}
        if different:
            _put(change, list_, code, different)
    return change.changes


def retire_code(ledger: Ledger, list_: str, code: str, *, retired: bool = True) -> Changes:
    """Offer an entry no longer, or again: what was written with it stays readable for ever."""
    with ledger.change() as change:
        if _entry_values(change, list_, code) is None:
            raise InputProblem(_("没有代码“{code}”。").format(code=code))
        _put(change, list_, code, {"retired": True if retired else None})
    return change.changes


def _put(change: Change, list_: str, code: str, values: Mapping[str, object]) -> None:
    uid = known_record_uid("code", list_, code)
    row = change.db.execute(f"SELECT id, deleted FROM {CODE_ENTRY.table} WHERE uid=?", (uid,)).fetchone()
    if row is None:
        if any(value for value in values.values()):
            change.create(CODE_ENTRY, {"list": list_, "code": code, **values}, uid=uid)
        return
    if row[1]:
        change.restore(CODE_ENTRY, row[0])
    change.edit(CODE_ENTRY, row[0], {"list": list_, "code": code, **values})


def _entry_values(change: Change, list_: str, code: str) -> dict[str, object] | None:
    """What the entry says now; None if there is none."""
    if list_ == REASON_LIST:
        reason = reasons_of(change.db).get(code)
        names = ("label", "effect", "next_step", "days", "evidence", "route")
        return {name: getattr(reason, name) for name in names} if reason else None
    if list_ in EDITABLE_LISTS:
        labels = {entry.code: entry.source for entry in EDITABLE_LISTS[list_].shipped}
        labels |= {code: label for code, label, _retired in vocabulary_of(change.db)[list_] if label}
        return {"label": labels[code]} if code in labels else None
    question = questions_of(change.db).get(code)
    if question is None:
        return None
    return {"label": question.label, "effect": question.shape.value, "evidence": question.hint}


def _check(list_: str, code: str, values: Mapping[str, object]) -> None:
    problems: dict[str, str] = {}
    if list_ not in {REASON_LIST, SURVEY_LIST, *EDITABLE_LISTS}:
        raise InputProblem(_("没有“{name}”这张代码表。").format(name=list_))
    if not _CODES.get(list_, _WORD).fullmatch(code):
        examples = {REASON_LIST: _("一个大写字母加数字，例如 B5"), "mode": _("一位数字"), "result": _("一位数字")}
        example = examples.get(list_, _("小写英文，例如 canteen"))
        problems["code"] = _("代码写{example}。").format(example=example)
    for name, most in _LONGEST.items():
        if len(str(values.get(name) or "")) > most:
            problems[name] = _("最多 {n} 个字。").format(n=most)
    if "label" in values and not values["label"]:
        problems["label"] = _("必须填写。")
    effect = values.get("effect")
    if effect is not None and effect not in (_EFFECTS if list_ == REASON_LIST else _SHAPES):
        problems["effect"] = _("不认得这个值。")
    days = values.get("days")
    if days is not None and not (isinstance(days, int) and 0 <= days <= _MOST_DAYS):
        problems["days"] = _("写 0 到 {n} 个工作日。").format(n=_MOST_DAYS)
    route = values.get("route")
    if route and str(route) not in ROUTES:
        problems["route"] = _("不认得这个值。")
    if problems:
        raise InputProblem("；".join(problems.values()), fields=problems)
