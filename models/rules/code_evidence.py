"""Weighing the candidates for a broken code: what speaks for each, what against, and whether one may be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.divisions import division_name, is_known_region
from models.language import _
from models.rules.code_repair import Damage, Repair, repairs
from models.rules.credit_codes import organization_part_is_valid, region_of_code, registering_prefix
from models.rules.proposals import Choice, Confidence, Proposal
from models.rules.type_words import fits_prefix

#: Damage that leaves hardly any doubt about a candidate, if there is only one.
_CLEAR = frozenset({Damage.NOISE, Damage.LETTERS, Damage.BINARY, Damage.ZEROED})
_USUAL = {Damage.SWAPPED: 2, Damage.ALIKE: 2, Damage.BINARY: 3, Damage.ZEROED: 2, Damage.CHARACTER: 1}
_SAME_NAME, _HELD, _FITS, _HOME, _ADDRESS, _ABOLISHED = 20, -10, 2, 2, 3, -1
_LEAD = 2  # so many points more than the next one


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What is known of the organization whose code is broken, and of codes that others have.

    `elsewhere` are codes that rows of the same name have which wait to be imported; `same_name` those of other
    organizations here with this name; `holders` says who has a candidate already.
    """

    code: str
    is_number: bool = False
    name: str = ""
    type: str = ""
    address: str = ""
    authority: str = ""
    home: str = ""
    elsewhere: tuple[str, ...] = ()
    same_name: tuple[str, ...] = ()
    holders: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Weighed:
    """A candidate on the scales; `doubts` are reasons not to take it without looking."""

    repair: Repair
    points: int
    fits: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    doubts: int = 0

    @property
    def choice(self) -> Choice:
        return Choice(self.repair.code, tuple(self.fits), tuple(self.against))


def propose_code(facts: CodeFacts) -> Proposal | None:
    """The codes that a broken one may have been, best first; None where there is nothing to propose."""
    found = list(repairs(facts.code, is_number=facts.is_number))
    damage = found[0].damage if found else Damage.LOST
    known = {repair.code for repair in found}
    for code in (*facts.elsewhere, *facts.same_name):
        if code not in known and (not found or _is_near(code, facts.code)):
            found.append(Repair(code, Damage.LOST))
            known.add(code)
    if not found:
        return None
    weighed = sorted((_weigh(repair, facts) for repair in found), key=lambda each: -each.points)
    ground = damage.words if damage is not Damage.LOST else _("同名单位有完整的代码")
    choices = tuple(each.choice for each in weighed)
    confidence = _confidence(weighed, facts)
    needs_choice = confidence is Confidence.HINT and len(choices) > 1
    return Proposal("code", confidence, ground, choices, shared=False, needs_choice=needs_choice)


def _weigh(repair: Repair, facts: CodeFacts) -> _Weighed:
    weighed = _Weighed(repair, _USUAL.get(repair.damage, 0))
    if repair.damage is not Damage.LOST:
        weighed.fits.append(repair.damage.words)
    if repair.code in facts.elsewhere:
        weighed.points += _SAME_NAME
        weighed.fits.append(_("待导入的同名行就是这个代码"))
    if repair.code in facts.same_name:
        weighed.points += _SAME_NAME
        weighed.doubts += 1
        weighed.fits.append(_("另一家同名单位就是这个代码"))
        weighed.against.append(_("确认后两家同码，可能是同一家"))
    elif repair.code in facts.holders:
        weighed.points += _HELD
        weighed.doubts += 1
        weighed.against.append(_("已是“{name}”的代码").format(name=facts.holders[repair.code]))
    if not organization_part_is_valid(repair.code):
        weighed.doubts += 1
        weighed.against.append(_("第 17 位仍与校验不符"))
    _weigh_prefix(weighed, facts)
    _weigh_region(weighed, facts)
    return weighed


def _weigh_prefix(weighed: _Weighed, facts: CodeFacts) -> None:
    prefix = registering_prefix(weighed.repair.code)
    fitting = fits_prefix(facts.name, prefix, facts.type)
    if fitting is None:
        return
    if fitting:
        weighed.points += _FITS
        weighed.fits.append(_("前两位 {prefix} 与名称相符").format(prefix=prefix))
    else:
        weighed.points -= _FITS
        weighed.doubts += 1
        weighed.against.append(_("前两位 {prefix} 与名称不符").format(prefix=prefix))


def _weigh_region(weighed: _Weighed, facts: CodeFacts) -> None:
    region = region_of_code(weighed.repair.code)
    if not is_known_region(region):
        weighed.points += _ABOLISHED
        weighed.against.append(_("现行区划里没有 {region}").format(region=region))
        return
    place = division_name(region)
    if place and place in f"{facts.address} {facts.authority} {facts.name}":
        weighed.points += _ADDRESS
        weighed.fits.append(_("区划{place}与地址相符").format(place=place))
    if facts.home and region.startswith(facts.home):
        weighed.points += _HOME
        weighed.fits.append(_("区划{place}在本辖区内").format(place=place))


def _confidence(weighed: list[_Weighed], facts: CodeFacts) -> Confidence:
    best = weighed[0]
    if best.doubts:
        near = best.repair.code in facts.same_name and _is_near(best.repair.code, facts.code)
        return Confidence.LIKELY if near else Confidence.HINT
    if best.repair.code in facts.elsewhere:
        return Confidence.SURE
    alone = len(weighed) == 1
    if alone and best.repair.damage in _CLEAR:
        return Confidence.SURE
    usual = _USUAL.get(best.repair.damage, 0)
    leads = best.points > usual if alone else best.points - weighed[1].points >= _LEAD
    return Confidence.LIKELY if leads else Confidence.HINT


def _is_near(code: str, broken: str) -> bool:
    """Whether a code of the same name can be the broken one: most of its characters stand at their place."""
    digits = broken.replace(".", "")[: len(code)]
    return sum(a == b for a, b in zip(code, digits, strict=False)) >= len(digits) // 2
