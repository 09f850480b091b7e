"""What a credit code says while it is typed: how far it is, whether it is right, what follows from it."""

from dataclasses import dataclass

from models.language import _
from models.rules.code_evidence import CodeFacts, propose_code
from models.rules.code_reading import read_code
from models.rules.credit_codes import clean_code, is_valid_code
from models.rules.proposals import Confidence
from models.rules.scope import ScopeRule, scope_of
from models.vocabulary import LEVELS, ORGANIZATION_TYPES, SCOPES

_LENGTH = 18


@dataclass(frozen=True, slots=True)
class CodeSaying:
    """The sentence under the field, `is_wrong` where the code is whole and does not prove; a valid one says more."""

    text: str
    is_wrong: bool = False
    is_valid: bool = False
    type: str = ""
    level: str = ""


def say_code(typed: str, rule: ScopeRule, *, category: str, name: str) -> CodeSaying:
    """The sentence for what was typed so far."""
    code = clean_code(typed)
    if not code:
        return CodeSaying(_("可以先空着，列为待核"))
    if len(code) < _LENGTH:
        return CodeSaying(_("已输 {n} 位，共 18 位").format(n=len(code)))
    if len(code) > _LENGTH:
        extra = _("多了 {n} 位，应为 18 位").format(n=len(code) - _LENGTH)
        return CodeSaying(_repair(code, name) or extra, is_wrong=True)
    if not is_valid_code(code):
        check = _("校验不通过，请核对；也可以先存，列为待核")
        return CodeSaying(_repair(code, name) or check, is_wrong=True)
    found = scope_of(
        rule, code=code, name=name, type_=None, category=category or None, authority=None, level=None, key_declared=None
    )
    warnings = read_code(code).warnings
    said = _("；").join(warnings) or SCOPES.label(found.scope)
    text = _("校验通过 · {said}").format(said=said)
    return CodeSaying(text, is_valid=True, type=ORGANIZATION_TYPES.label(found.type), level=LEVELS.label(found.level))


def _repair(code: str, name: str) -> str:
    """The code that it may have been; empty where none leads."""
    found = propose_code(CodeFacts(code, name=name))
    if found is None or found.confidence is Confidence.HINT:
        return ""
    return _("校验不通过，也许是 {code}（{damage}）").format(code=found.value, damage=found.ground)
