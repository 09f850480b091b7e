"""What the card of a received file says. Without a window."""

from dataclasses import dataclass
from datetime import datetime

from models.exchange.manifest import LEDGER_FILE, SINCE, SLICE
from models.language import _
from models.merging.rows import CHANGED, VISITS
from ui.exchange.basket import LookedAt
from ui.shared.tags import TagKind

_MACHINE = 6  # characters of an installation's number that tell laptops apart


@dataclass(frozen=True, slots=True)
class FileWords:
    """Lines of a card. `code` is asked for where it is not empty, a passphrase where `needs_passphrase`."""

    title: str
    tag: str
    kind: TagKind
    lines: tuple[str, ...]
    sound: str = ""
    warnings: tuple[str, ...] = ()
    problem: str = ""
    code: str = ""
    needs_passphrase: bool = False

    @property
    def spoken(self) -> str:
        """All of it in one sentence, for a screen reader."""
        said = (self.title, self.tag, *self.lines, self.sound, *self.warnings, self.problem)
        return "，".join(part for part in said if part)


def file_words(file: LookedAt) -> FileWords:
    """Sender, machine, period, how much, how far it goes and how far we are, whether it is whole, its clock."""
    offer, incoming = file.offer, file.offer.incoming
    if incoming is None or file.preview.standing is None:
        tag = _("要口令") if offer.needs_passphrase else _("拒收")
        kind = TagKind.WARN if offer.needs_passphrase else TagKind.DANGER
        return FileWords(offer.name, tag, kind, (), problem=offer.refused, needs_passphrase=offer.needs_passphrase)
    tag, kind = _tag(file)
    sender = incoming.sender
    return FileWords(
        title=sender.name or offer.name,
        tag=tag,
        kind=kind,
        lines=tuple(part for part in (sender.unit, offer.name, *_facts(file)) if part),
        sound=_sound(file),
        warnings=tuple(_warnings(file)),
        problem="" if file.waits_for_code else file.refused,
        code=sender.code if file.waits_for_code and not file.asked_above else "",
    )


def _tag(file: LookedAt) -> tuple[str, TagKind]:
    if file.same_as:
        return _("跳过"), TagKind.NEUTRAL
    if file.waits_for_code:
        return _("要核对"), TagKind.WARN
    if file.refused:
        return _("拒收"), TagKind.DANGER
    if not file.is_merged:
        return _("跳过"), TagKind.NEUTRAL
    return _("可合并"), TagKind.OK


def _facts(file: LookedAt) -> tuple[str, ...]:
    incoming, standing = file.offer.incoming, file.preview.standing
    if incoming is None or standing is None:
        return ()
    manifest = incoming.manifest
    machine = _("{number} 号机").format(number=incoming.sender.installation[:_MACHINE].upper() or "—")
    period = f" · {_days(standing.since, standing.until)}" if standing.since else ""
    counted = _("{n} 条，改动到第 {upto} 次；本机到 {have}").format(
        n=f"{manifest.creations + manifest.edits:,}", upto=f"{standing.upto:,}", have=f"{standing.have:,}"
    )
    brought = _("新走访 {visits}，字段更新 {changed}").format(
        visits=f"{file.preview.count(VISITS):,}", changed=f"{file.preview.count(CHANGED):,}"
    )
    lines = [f"{machine}{period}", counted]
    if file.is_merged or (file.waits_for_code and not file.same_as):
        lines.append(brought)
    scope = _scope(manifest.kind, (*manifest.streets, *manifest.cadres))
    return (*lines, scope) if scope else tuple(lines)


def _scope(kind: str, names: tuple[str, ...]) -> str:
    if kind == LEDGER_FILE:
        return _("一份台账，没有签名：逐笔核对过")
    if kind == SINCE:
        return _("上次以来的变化")
    return _("只有一部分：{names}").format(names="、".join(names)) if kind == SLICE else ""


def _sound(file: LookedAt) -> str:
    incoming = file.offer.incoming
    if incoming is not None and incoming.manifest.kind == LEDGER_FILE:
        return _("校验一致 · 版本可用")
    return _("校验一致 · 签名有效 · 版本可用")


def _warnings(file: LookedAt) -> list[str]:
    offer, standing = file.offer, file.preview.standing
    said = []
    if standing is not None and standing.clock_words:
        said.append(standing.clock_words)
    if file.same_as:
        said.append(_("与“{name}”是同一个文件，只合并一次。").format(name=file.same_as))
    elif file.waits_for_code and file.asked_above:
        said.append(_("发件人同上：核对一次代码就行。"))
    elif offer.known_in:
        said.append(_("以前合并过：再合一次不会重复计数，本次跳过。"))
    elif standing is not None and standing.is_older:
        said.append(_("比本机已有的旧：只补缺的，不会把新的改回去。"))
    if not (file.refused or file.same_as or offer.known_in) and file.preview.is_empty:
        said.append(_("里面的内容本机都有了，没有新的。"))
    return said


def _days(since: int, until: int) -> str:
    first, last = (datetime.fromtimestamp(each).astimezone() for each in (since, until))
    return (
        f"{first:%m-%d}"
        if first.date() == last.date()
        else _("{first} 至 {last}").format(first=f"{first:%m-%d}", last=f"{last:%m-%d}")
    )
